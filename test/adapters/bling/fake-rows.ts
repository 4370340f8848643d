import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'

/** Records in Bling's own form, as `GET /…/{id}` answers them. */
export type ContactRow = ReturnType<typeof contactRow>
export type TitleRow = ReturnType<typeof titleRow>
export type OrderRow = ReturnType<typeof orderRow>

const address = (city: string, state: string) => ({
  endereco: 'Rua das Flores',
  cep: '01001-000',
  bairro: 'Centro',
  municipio: city,
  uf: state,
  numero: '10',
  complemento: '',
})

export function contactRow(record: CustomerRecord, situacao = 'A') {
  const { externalId, name, document, limit, email, phone, whatsapp, state, city } = record
  return {
    id: Number(externalId),
    nome: name,
    codigo: '',
    situacao,
    numeroDocumento: document ?? '',
    telefone: phone ?? '',
    celular: whatsapp ?? '',
    fantasia: '',
    tipo: document?.length === 11 ? 'F' : 'J',
    indicadorIe: 9,
    ie: '',
    rg: '',
    inscricaoMunicipal: '',
    orgaoEmissor: '',
    email: email ?? '',
    emailNotaFiscal: '',
    orgaoPublico: 'N',
    endereco: { geral: address(city ?? '', state ?? ''), cobranca: address('', '') },
    vendedor: { id: 0 },
    financeiro: {
      limiteCredito: limit?.mode === 'amount' ? Number(limit.amount) : 0,
      condicaoPagamento: '30',
      categoria: { id: 0 },
    },
    pais: { nome: '' },
    tiposContato: [{ id: 14_000_000_001, descricao: 'Cliente' }],
    pessoasContato: [] as { id: number; descricao: string }[],
  }
}

export const listedContact = ({ id, nome, codigo, situacao, numeroDocumento, telefone, celular }: ContactRow) => ({
  id,
  nome,
  codigo,
  situacao,
  numeroDocumento: masked(numeroDocumento),
  telefone,
  celular,
})

/** The list writes documents with their mask, the contact itself without. */
const masked = (document: string): string =>
  document.length === 14
    ? document.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5')
    : document.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4')

const FISCAL_CODES: Readonly<Record<string, number>> = { boleto: 15, pix: 17, cartao_credito: 3 }

export function titleRow(record: ReceivableRecord) {
  const { externalId, customer, issuedOn, dueOn, amount, openAmount, number, orderId, paymentMethod } = record
  return {
    id: Number(externalId),
    situacao: situationOf(record),
    vencimento: dueOn,
    valor: Number(amount),
    idTransacao: '',
    linkQRCodePix: '',
    linkBoleto: '',
    dataEmissao: issuedOn,
    contato: { id: Number(customer.externalId), nome: 'Contato', numeroDocumento: '', tipo: 'J' },
    formaPagamento: { id: 2_094_030, codigoFiscal: FISCAL_CODES[paymentMethod ?? ''] ?? 99 },
    contaContabil: { id: 0, descricao: '' },
    origem: {
      id: Number(orderId ?? 0),
      tipoOrigem: orderId ? 'venda' : '',
      numero: number ?? '',
      dataEmissao: issuedOn,
      valor: Number(amount),
      situacao: 1,
      url: '',
    },
    saldo: Number(openAmount),
    vencimentoOriginal: dueOn,
    numeroDocumento: `${number ?? ''}/01`,
    competencia: issuedOn,
    historico: '',
    numeroBanco: '',
    portador: { id: 0 },
    categoria: { id: 0 },
    vendedor: { id: 0 },
    borderos: openAmount === amount ? [] : [31_000_000_000 + (Number(externalId) % 1_000_000)],
    ocorrencia: { tipo: 1 },
  }
}

function situationOf({ status, amount, openAmount }: ReceivableRecord): number {
  if (status === 'open') return openAmount === amount ? 1 : 3
  const known = { paid: 2, returned: 4, cancelled: 5 }[status as string]
  if (known === undefined) throw new Error(`Bling has no title that is ${status}`)
  return known
}

/** What the list leaves out. */
export function listedTitle({
  saldo: _balance,
  vencimentoOriginal: _due,
  numeroDocumento: _number,
  competencia: _period,
  historico: _text,
  numeroBanco: _bank,
  portador: _holder,
  categoria: _category,
  vendedor: _seller,
  borderos: _payments,
  ocorrencia: _recurrence,
  ...listed
}: TitleRow) {
  return listed
}

const SITUATIONS = {
  confirmed: { id: 6, valor: 0 },
  closed: { id: 9, valor: 1 },
  cancelled: { id: 12, valor: 2 },
} as const

export function orderRow(record: OrderRecord, day: string) {
  return {
    id: Number(record.id),
    numero: Number(record.id) % 100_000,
    numeroLoja: '',
    data: day,
    dataSaida: day,
    dataPrevista: day,
    totalProdutos: Number(record.amount),
    total: Number(record.amount),
    contato: { id: Number(record.customer.externalId), nome: 'Contato', tipoPessoa: 'J', numeroDocumento: '' },
    situacao: { ...SITUATIONS[record.status] } as { id: number; valor: number },
    loja: { id: 0, unidadeNegocio: { id: 0 } },
    observacoes: '',
    desconto: { valor: 0, unidade: 'REAL' },
    notaFiscal: { id: 0 },
    itens: [] as unknown[],
    parcelas: [] as unknown[],
  }
}

export function listedOrder({
  observacoes: _text,
  desconto: _discount,
  notaFiscal: _invoice,
  itens: _items,
  parcelas: _terms,
  ...listed
}: OrderRow) {
  return listed
}
