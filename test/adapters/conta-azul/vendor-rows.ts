import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'

/** What the vendor keeps, in its own words: made from Fiado's records without the adapter's mapping. */

export interface PersonRow {
  id: string
  nome: string
  documento: string | null
  email: string | null
  telefone: string | null
  ativo: unknown
  perfis: string[]
  endereco: { logradouro: string; cidade: string | null; estado: string | null; pais: string } | null
  data_criacao: string
  data_alteracao: string
}

/** An instalment; its status is told by what is kept here and the day. */
export interface InstalmentRow {
  id: string
  descricao: string
  state: 'standing' | 'acquitted' | 'renegotiated' | 'lost' | 'corrupt'
  total: number
  nao_pago: number
  data_vencimento: string
  data_competencia: string
  data_alteracao: string
  cliente: { id: string | null; nome: string | null }
}

export interface SaleRow {
  id: string
  numero: number
  total: number
  tipo: 'SALE' | 'SCHEDULED_SALE'
  situacao: string
  isDeleted: boolean
  cliente: { id: string; nome: string }
  data_alteracao: string
}

/** Local times carry fractions, and no offset. */
export const localTime = (text: string): string => `${text.slice(0, 19)}.97218`

export function personRow(record: CustomerRecord, changed: string): PersonRow {
  const digits = record.document ?? null
  return {
    id: record.externalId,
    nome: record.name,
    documento: digits?.length === 11 ? digits.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4') : digits,
    email: record.email ? `${record.email}, financeiro@cliente.example` : null,
    telefone: record.phone ?? null,
    ativo: true,
    perfis: ['Fornecedor', 'Cliente'],
    endereco: {
      logradouro: 'Rua das Flores',
      cidade: record.city ?? null,
      estado: record.state ?? null,
      pais: 'Brasil',
    },
    data_criacao: `${record.since ?? '2020-01-01'}T09:12:44`,
    data_alteracao: changed,
  }
}

export const supplierRow = (id: string, changed: string): PersonRow => ({
  ...personRow({ externalId: id, name: 'Atacado Fornecedor' }, changed),
  perfis: ['Fornecedor'],
})

const STATES = {
  open: 'standing',
  paid: 'acquitted',
  cancelled: 'renegotiated',
  written_off: 'lost',
  disputed: 'corrupt',
  returned: 'corrupt',
} as const

export const instalmentRow = (record: ReceivableRecord, changed: string): InstalmentRow => ({
  id: record.externalId,
  descricao: record.number ?? '',
  state: STATES[record.status],
  total: Number(record.amount),
  nao_pago: Number(record.openAmount),
  data_vencimento: record.dueOn,
  data_competencia: record.issuedOn,
  data_alteracao: changed,
  cliente: { id: record.customer.externalId, nome: 'Cliente' },
})

export function statusOf(row: InstalmentRow, today: string): { code: string; translated: string; single: string } {
  if (row.state === 'acquitted') return { code: 'ACQUITTED', translated: 'RECEBIDO', single: 'QUITADO' }
  if (row.state === 'renegotiated') return { code: 'RENEGOTIATED', translated: 'RENEGOCIADO', single: 'RENEGOCIADO' }
  if (row.state === 'lost') return { code: 'LOST', translated: 'PERDIDO', single: 'PERDIDO' }
  if (row.state === 'corrupt') return { code: 'UNDER_REVIEW', translated: 'EM_ANALISE', single: 'EM_ANALISE' }
  if (row.nao_pago < row.total) return { code: 'PARTIAL', translated: 'RECEBIDO_PARCIAL', single: 'RECEBIDO_PARCIAL' }
  if (row.data_vencimento < today) return { code: 'OVERDUE', translated: 'ATRASADO', single: 'ATRASADO' }
  return { code: 'PENDING', translated: 'EM_ABERTO', single: 'PENDENTE' }
}

/** A row of the list. It has no date of payment, no sale and no document of the customer. */
export function listedInstalment({ state: _, ...row }: InstalmentRow, today: string): Record<string, unknown> {
  const { code, translated } = statusOf({ ...row, state: _ }, today)
  const pago = Number((row.total - row.nao_pago).toFixed(2))
  const rest = { data_criacao: row.data_alteracao, renegociacao: null, categorias: [], centros_de_custo: [] }
  return { ...row, ...rest, status: code, status_traduzido: translated, pago }
}

/** The same by its id: neither customer nor total. */
export const singleInstalment = (row: InstalmentRow, today: string): Record<string, unknown> => ({
  id: row.id,
  versao: 3,
  indice: 1,
  status: statusOf(row, today).single,
  valor_pago: Number((row.total - row.nao_pago).toFixed(2)),
  nao_pago: row.nao_pago,
  data_vencimento: row.data_vencimento,
  descricao: row.descricao,
  data_alteracao: row.data_alteracao,
  valor_composicao: { valor_bruto: row.total, valor_liquido: row.total, juros: 0, multa: 0, desconto: 0, taxa: 0 },
  evento: { id: row.id, tipo: 'RECEITA', data_competencia: row.data_competencia, referencia: { origem: 'VENDA' } },
  baixas: [],
})

const SITUATIONS = { confirmed: 'ESPERANDO_APROVACAO', closed: 'APROVADO', cancelled: 'CANCELADO' } as const

export const saleRow = (record: OrderRecord, numero: number, changed: string): SaleRow => ({
  id: record.id,
  numero,
  total: Number(record.amount),
  tipo: 'SALE',
  situacao: SITUATIONS[record.status],
  isDeleted: false,
  cliente: { id: record.customer.externalId, nome: 'Cliente' },
  data_alteracao: changed,
})

export const listedSale = ({ isDeleted: _, situacao, ...row }: SaleRow): Record<string, unknown> => ({
  ...row,
  data: row.data_alteracao.slice(0, 10),
  itens: 'PRODUCT',
  versao: 0,
  situacao: { nome: situacao, descricao: situacao.toLowerCase() },
  condicao_pagamento: true,
})

/** By its id a sale is called other names, and one that was deleted is still there. */
export function singleSale(row: SaleRow): Record<string, unknown> {
  const nome = row.situacao === 'ESPERANDO_APROVACAO' ? 'EM_ANDAMENTO' : row.situacao
  return {
    cliente: { uuid: row.cliente.id, nome: row.cliente.nome, documento: null },
    evento_financeiro: null,
    venda: {
      id: row.id,
      numero: row.numero,
      status: row.isDeleted || row.situacao === 'CANCELADO' ? 'CANCELADO' : 'EM_ANDAMENTO',
      situacao: { nome, descricao: nome, ativado: true },
      id_cliente: row.cliente.id,
      composicao_valor: { valor_bruto: row.total, valor_liquido: row.total, desconto: 0, frete: 0 },
      versao: 0,
    },
  }
}
