import { z } from 'zod'

/** What Bling documents of the answers that the adapter reads (API v3, seen 2026-11-22), and nothing besides. */

const id = z.int().nonnegative()
const money = z.number()
const ref = z.strictObject({ id })
const address = z.strictObject({
  endereco: z.string(),
  cep: z.string(),
  bairro: z.string(),
  municipio: z.string(),
  uf: z.string(),
  numero: z.string(),
  complemento: z.string(),
})

const listedContact = z.strictObject({
  id,
  nome: z.string(),
  codigo: z.string(),
  situacao: z.enum(['A', 'E', 'I', 'S']),
  numeroDocumento: z.string(),
  telefone: z.string(),
  celular: z.string(),
})

const contact = listedContact.extend({
  fantasia: z.string(),
  tipo: z.enum(['J', 'F', 'E']),
  indicadorIe: z.literal([1, 2, 9]),
  ie: z.string(),
  rg: z.string(),
  inscricaoMunicipal: z.string(),
  orgaoEmissor: z.string(),
  email: z.string(),
  emailNotaFiscal: z.string(),
  orgaoPublico: z.enum(['N', 'M', 'E', 'F']),
  endereco: z.strictObject({ geral: address, cobranca: address }),
  vendedor: ref,
  financeiro: z.strictObject({ limiteCredito: money, condicaoPagamento: z.string(), categoria: ref }),
  pais: z.strictObject({ nome: z.string() }),
  tiposContato: z.array(z.strictObject({ id, descricao: z.string() })),
  pessoasContato: z.array(z.strictObject({ id, descricao: z.string() })),
})

const listedTitle = z.strictObject({
  id,
  situacao: z.literal([1, 2, 3, 4, 5, 6, 7]),
  vencimento: z.iso.date(),
  valor: money,
  idTransacao: z.string(),
  linkQRCodePix: z.string(),
  linkBoleto: z.string(),
  dataEmissao: z.iso.date(),
  contato: z.strictObject({ id, nome: z.string(), numeroDocumento: z.string(), tipo: z.string() }),
  formaPagamento: z.strictObject({ id, codigoFiscal: z.int() }),
  contaContabil: z.strictObject({ id, descricao: z.string() }),
  origem: z.strictObject({
    id,
    tipoOrigem: z.string(),
    numero: z.string(),
    dataEmissao: z.string(),
    valor: money,
    situacao: z.int(),
    url: z.string(),
  }),
})

const title = listedTitle.extend({
  saldo: money,
  vencimentoOriginal: z.iso.date(),
  numeroDocumento: z.string(),
  competencia: z.iso.date(),
  historico: z.string(),
  numeroBanco: z.string(),
  portador: ref,
  categoria: ref,
  vendedor: ref,
  borderos: z.array(z.int()),
  ocorrencia: z.strictObject({ tipo: z.literal(1) }),
})

const listedOrder = z.strictObject({
  id,
  numero: z.int(),
  numeroLoja: z.string(),
  data: z.iso.date(),
  dataSaida: z.iso.date(),
  dataPrevista: z.iso.date(),
  totalProdutos: money,
  total: money,
  contato: z.strictObject({
    id,
    nome: z.string(),
    tipoPessoa: z.enum(['F', 'J', 'E']),
    numeroDocumento: z.string(),
  }),
  situacao: z.strictObject({ id, valor: z.int() }),
  loja: z.strictObject({ id, unidadeNegocio: ref }),
})

const order = listedOrder.extend({
  observacoes: z.string(),
  desconto: z.strictObject({ valor: money, unidade: z.enum(['REAL', 'PERCENTUAL']) }),
  notaFiscal: ref,
  itens: z.array(z.unknown()),
  parcelas: z.array(z.unknown()),
})

const company = z.strictObject({ id: z.string(), nome: z.string(), cnpj: z.string() })

/** By the path as the documentation writes it. */
export const answers: Readonly<Record<string, z.ZodType>> = {
  '/contatos': z.strictObject({ data: z.array(listedContact) }),
  '/contatos/{idContato}': z.strictObject({ data: contact }),
  '/contas/receber': z.strictObject({ data: z.array(listedTitle) }),
  '/contas/receber/{idContaReceber}': z.strictObject({ data: title }),
  '/pedidos/vendas': z.strictObject({ data: z.array(listedOrder) }),
  '/pedidos/vendas/{idPedidoVenda}': z.strictObject({ data: order }),
  '/empresas/me/dados-basicos': z.strictObject({ data: company }),
}
