import { z } from 'zod'

/**
 * What Omie answers, as far as Fiado reads it. Unknown fields pass. A listing has empty fields as `""` or 0, a query for
 * one record leaves them out, so that nearly everything is optional.
 */

const idSchema = z.union([z.int(), z.string().regex(/^\d{1,19}$/)]).transform(String)
const moneySchema = z.union([z.number(), z.string()])
const textSchema = z.string().nullish()
const infoSchema = z.looseObject({ dInc: textSchema, dAlt: textSchema, hAlt: textSchema }).nullish()

export const customerRowSchema = z.looseObject({
  codigo_cliente_omie: idSchema,
  razao_social: textSchema,
  nome_fantasia: textSchema,
  cnpj_cpf: textSchema,
  email: textSchema,
  telefone1_ddd: textSchema,
  telefone1_numero: textSchema,
  estado: textSchema,
  cidade: textSchema,
  inativo: textSchema,
  bloquear_faturamento: textSchema,
  valor_limite_credito: moneySchema.nullish(),
  tags: z.array(z.looseObject({ tag: textSchema })).nullish(),
  recomendacoes: z.looseObject({ email_fatura: textSchema }).nullish(),
  info: infoSchema,
})

/** A title with its payments summed up, payable or receivable: `titulosEncontrados` of PesquisarLancamentos. */
export const titleRowSchema = z.looseObject({
  cabecTitulo: z.looseObject({
    nCodTitulo: idSchema,
    nCodCliente: idSchema,
    cNatureza: z.string(),
    cOrigem: textSchema,
    cStatus: z.string(),
    cNumTitulo: textSchema,
    cNumDocFiscal: textSchema,
    cNumParcela: textSchema,
    cTipo: textSchema,
    dDtEmissao: textSchema,
    dDtRegistro: textSchema,
    dDtVenc: z.string(),
    dDtPagamento: textSchema,
    nCodOS: idSchema.nullish(),
    nValorTitulo: moneySchema,
    info: infoSchema,
  }),
  resumo: z.looseObject({ cLiquidado: textSchema, nValAberto: moneySchema.nullish() }).nullish(),
})

export const orderRowSchema = z.looseObject({
  cabecalho: z.looseObject({
    codigo_pedido: idSchema,
    codigo_cliente: idSchema,
    etapa: z.string(),
    encerrado: textSchema,
  }),
  infoCadastro: z.looseObject({
    cancelado: textSchema,
    faturado: textSchema,
    devolvido: textSchema,
    dAlt: textSchema,
    hAlt: textSchema,
  }),
  total_pedido: z.looseObject({ valor_total_pedido: moneySchema.nullish() }),
})

export const companiesSchema = z.looseObject({
  empresas_cadastro: z.array(z.looseObject({ razao_social: z.string(), cnpj: textSchema })).min(1),
})

export type CustomerRow = z.output<typeof customerRowSchema>
export type TitleRow = z.output<typeof titleRowSchema>
export type OrderRow = z.output<typeof orderRowSchema>
