import { z } from 'zod'

/** The rows of the vendor, with the fields that Fiado needs; listing and single record differ in form. */

const text = z.string().nullish()
const id = z.string().min(1)

const addressSchema = z.looseObject({ cidade: text, estado: text })

/** In a listing `perfis` are names, in a single record objects; the phone and the address likewise. */
export const personSchema = z.looseObject({
  id,
  nome: z.string(),
  documento: text,
  email: text,
  telefone: text,
  telefone_comercial: text,
  telefone_celular: text,
  ativo: z.boolean(),
  perfis: z.array(z.union([z.string(), z.looseObject({ tipo_perfil: z.string() })])).nullish(),
  endereco: addressSchema.nullish(),
  enderecos: z.array(addressSchema).nullish(),
  data_criacao: text,
  criado_em: text,
  data_alteracao: text,
})
export type Person = z.output<typeof personSchema>

/** A row of "contas a receber": one instalment. `status` is an English code, `status_traduzido` the documented one. */
export const instalmentSchema = z.looseObject({
  id,
  descricao: text,
  status: text,
  status_traduzido: text,
  total: z.number(),
  nao_pago: z.number(),
  data_vencimento: z.string(),
  data_competencia: text,
  data_criacao: text,
  data_alteracao: text,
  cliente: z.looseObject({ id: text }).nullish(),
})

/** The same by its id: it names neither the customer nor the total, but tells incomes from expenses. */
export const singleInstalmentSchema = z.looseObject({
  id,
  status: text,
  data_vencimento: z.string(),
  evento: z.looseObject({ tipo: text }).nullish(),
})

const situationSchema = z
  .union([z.string(), z.looseObject({ nome: z.string() })])
  .transform((situation) => (typeof situation === 'string' ? situation : situation.nome))

export const saleSchema = z.looseObject({
  id,
  total: z.number(),
  tipo: text,
  situacao: situationSchema,
  cliente: z.looseObject({ id: text }).nullish(),
  data_alteracao: text,
})

export const singleSaleSchema = z.looseObject({
  cliente: z.looseObject({ uuid: text }).nullish(),
  venda: z.looseObject({
    id,
    status: text,
    situacao: situationSchema,
    id_cliente: text,
    composicao_valor: z.looseObject({ valor_liquido: z.number() }),
  }),
})

export function idOfRow(row: unknown): string | null {
  const parsed = z.looseObject({ id }).safeParse(row)
  return parsed.success ? parsed.data.id : null
}
