import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import {
  amountOf,
  dayOf,
  documentOf,
  emailOf,
  instantOf,
  instantOfLocal,
  stateOf,
  textOf,
} from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import {
  instalmentSchema,
  type Person,
  personSchema,
  saleSchema,
  singleInstalmentSchema,
  singleSaleSchema,
} from './rows.ts'

/** All times of Conta Azul are São Paulo's, written without offset. */
export const ZONE = 'America/Sao_Paulo'

const STATUSES: Readonly<Record<string, ReceivableRecord['status']>> = {
  EM_ABERTO: 'open',
  ATRASADO: 'open',
  RECEBIDO_PARCIAL: 'open',
  RECEBIDO: 'paid',
  PERDIDO: 'written_off',
  // The renegotiation made new instalments, which count from then on.
  RENEGOCIADO: 'cancelled',
  // As the record by its id calls two of them, and what it has in addition.
  PENDENTE: 'open',
  QUITADO: 'paid',
  CANCELADO: 'cancelled',
}

/** What an open listing has to ask for. */
export const OPEN_STATUSES = ['EM_ABERTO', 'ATRASADO', 'RECEBIDO_PARCIAL'] as const

const SITUATIONS: Readonly<Record<string, OrderRecord['status'] | null>> = {
  EM_ANDAMENTO: 'confirmed',
  ESPERANDO_APROVACAO: 'confirmed',
  // An approved sale is among the receivables with its instalments.
  APROVADO: 'closed',
  FATURADO: 'closed',
  CANCELADO: 'cancelled',
  ORCAMENTO: null,
  ORCAMENTO_ACEITO: null,
  ORCAMENTO_RECUSADO: null,
  CONTRATO: null,
}

/** A sale that a contract will make some day: two years of them stand in the list. */
const FORECAST = 'SCHEDULED_SALE'

/** A person of the list or by its id; `null` for who is only a supplier or a carrier. */
export function toCustomer(row: unknown): CustomerRecord | null {
  const person = parseRow(personSchema, row)
  if (!isCustomer(person)) return null
  const name = textOf(person.nome, 255)
  if (name === undefined) throw new BadRecordError('nome', 'is empty')
  const address = person.endereco ?? person.enderecos?.[0]
  const since = person.data_criacao ?? person.criado_em
  return {
    externalId: person.id,
    name,
    document: documentOf(person.documento),
    email: emailOf(person.email),
    phone: phoneOf(person),
    state: stateOf(address?.estado),
    city: textOf(address?.cidade, 120),
    since: since ? dayOf(since, 'data_criacao') : undefined,
    updatedAt: changedAt(person.data_alteracao),
  }
}

function isCustomer({ perfis }: Person): boolean {
  const names = (perfis ?? []).map((profile) => (typeof profile === 'string' ? profile : profile.tipo_perfil))
  return names.some((name) => name.toLowerCase() === 'cliente')
}

function phoneOf(person: Person): string | undefined {
  const phones = [person.telefone, person.telefone_comercial, person.telefone_celular]
  return phones.map((phone) => textOf(phone, 32)).find((phone) => phone !== undefined)
}

/** What the write-back writes: it says nothing about the customer, since Fiado may have written it itself. */
export const markOf = (row: unknown): CreditMark => ({ ativo: parseRow(personSchema, row).ativo })

/** A row of the list; `null` where it names nobody, such as money that came in without a sale. */
export function toReceivable(row: unknown): ReceivableRecord | null {
  const instalment = parseRow(instalmentSchema, row)
  const customerId = instalment.cliente?.id
  if (!customerId) return null
  const dueOn = dayOf(instalment.data_vencimento, 'data_vencimento')
  return {
    externalId: instalment.id,
    customer: { externalId: customerId },
    kind: 'invoice',
    number: textOf(instalment.descricao, 64),
    issuedOn: dayOf(instalment.data_competencia ?? instalment.data_criacao ?? dueOn, 'data_competencia'),
    dueOn,
    amount: amountOf(instalment.total, 'total'),
    openAmount: openAmountOf(instalment.nao_pago),
    status: statusOf(instalment.status_traduzido ?? instalment.status),
    updatedAt: changedAt(instalment.data_alteracao),
  }
}

/** Who paid more than was asked owes nothing. */
function openAmountOf(unpaid: number): string {
  const amount = amountOf(unpaid, 'nao_pago')
  return amount.startsWith('-') ? '0.00' : amount
}

function statusOf(code: string | null | undefined): ReceivableRecord['status'] {
  const status = STATUSES[code ?? '']
  if (status === undefined)
    throw new BadRecordError('status_traduzido', `is not known: ${textOf(code, 40) ?? 'nothing'}`)
  return status
}

/** On which day to look a title up in the list; `null` where it is none, or counts nothing any more. */
export function dueDayOf(single: unknown): string | null {
  const { evento, data_vencimento } = parseRow(singleInstalmentSchema, single)
  return evento?.tipo === 'DESPESA' ? null : dayOf(data_vencimento, 'data_vencimento')
}

export const isCancelled = (single: unknown): boolean => parseRow(singleInstalmentSchema, single).status === 'CANCELADO'

/** A sale of the list. */
export function toOrder(row: unknown): OrderRecord | null {
  const { id, total, tipo, situacao, cliente, data_alteracao } = parseRow(saleSchema, row)
  const status = tipo === FORECAST ? null : situationOf(situacao)
  if (status === null || !cliente?.id) return null
  const amount = amountOf(total, 'total')
  return { id, customer: { externalId: cliente.id }, amount, status, updatedAt: changedAt(data_alteracao) }
}

/** A sale by its id. A deleted one is still answered: its `status` is then cancelled, and its situation as before. */
export function toSingleOrder(single: unknown): OrderRecord | null {
  const { cliente, venda } = parseRow(singleSaleSchema, single)
  const status = situationOf(venda.situacao)
  const customerId = cliente?.uuid ?? venda.id_cliente
  if (status === null || !customerId || (venda.status === 'CANCELADO' && status !== 'cancelled')) return null
  const amount = amountOf(venda.composicao_valor.valor_liquido, 'venda.composicao_valor.valor_liquido')
  return { id: venda.id, customer: { externalId: customerId }, amount, status }
}

function situationOf(code: string): OrderRecord['status'] | null {
  const status = SITUATIONS[code]
  if (status === undefined) throw new BadRecordError('situacao', `is not known: ${textOf(code, 40) ?? 'nothing'}`)
  return status
}

/** The examples of the documentation end in Z, the answers do not. */
function changedAt(time: string | null | undefined): string | undefined {
  if (!time) return undefined
  return /(Z|[+-]\d{2}:?\d{2})$/.test(time.slice(10))
    ? instantOf(time, 'data_alteracao')
    : instantOfLocal(time, ZONE, 'data_alteracao')
}
