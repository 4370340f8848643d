import { z } from 'zod'
import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import { amountOf, dayOf, documentOf, emailOf, stateOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import { contactSchema, contactSituations, orderSchema, titleSchema } from './rows.ts'
import type { BlingSettings, OrderMeaning } from './settings.ts'

/** A contact becomes a customer. Whether it is active never comes from "I": that is what the write-back writes. */
export function toCustomer(row: unknown): CustomerRecord {
  const contact = parseRow(contactSchema, row)
  const name = textOf(contact.nome, 255) ?? textOf(contact.fantasia, 255)
  if (name === undefined) throw new BadRecordError('nome', 'is empty')
  const address = contact.endereco?.geral
  return {
    externalId: String(contact.id),
    name,
    document: documentOf(contact.numeroDocumento),
    limit: limitOf(contact.financeiro?.limiteCredito),
    email: emailOf(contact.email) ?? emailOf(contact.emailNotaFiscal),
    phone: textOf(contact.telefone, 32) ?? textOf(contact.celular, 32),
    whatsapp: textOf(contact.celular, 32),
    state: stateOf(address?.uf),
    city: textOf(address?.municipio, 120),
    active: contact.situacao !== 'E',
  }
}

/** Zero is what Bling fills in where nobody has set a limit, so it means none of the customer's own. */
function limitOf(value: number | string | null | undefined): CustomerRecord['limit'] {
  if (value === null || value === undefined || value === '') return undefined
  const amount = amountOf(value, 'financeiro.limiteCredito')
  if (amount.startsWith('-')) throw new BadRecordError('financeiro.limiteCredito', 'is negative')
  return amount === '0.00' ? undefined : { mode: 'amount', amount }
}

const markedSchema = z.looseObject({ situacao: z.enum(contactSituations) })

export function markOf(row: unknown): CreditMark | null {
  const marked = markedSchema.safeParse(row)
  return marked.success ? { situacao: marked.data.situacao } : null
}

/** `situacao` of a title. 7 (Confirmado) is in the documentation without a word on what it means: a bad record. */
const TITLE = { open: 1, received: 2, partial: 3, returned: 4, cancelled: 5, partlyReturned: 6 } as const

/** Situations of titles that count, so far as Bling lets a list be filtered by them (1 to 5). */
export const owedSituations = ({ returnedTitles }: BlingSettings): readonly number[] =>
  returnedTitles === 'owed' ? [TITLE.open, TITLE.partial, TITLE.returned] : [TITLE.open, TITLE.partial]

const situationSchema = z.looseObject({ situacao: z.int() })

/** Whether the balance is needed: it stands in the title itself only, not in the listing. */
export function needsBalance(row: unknown, { returnedTitles }: BlingSettings): boolean {
  const situation = situationSchema.safeParse(row).data?.situacao
  return (
    situation === TITLE.partial ||
    situation === TITLE.partlyReturned ||
    (situation === TITLE.returned && returnedTitles === 'owed')
  )
}

type Title = ReturnType<typeof parseTitle>
const parseTitle = (row: unknown) => parseRow(titleSchema, row)

/** `null`: a payment form that the company does not count as a debt of the customer. */
export function toReceivable(row: unknown, settings: BlingSettings): ReceivableRecord | null {
  const title = parseTitle(row)
  const { id, contato, formaPagamento, origem } = title
  const code = formaPagamento?.codigoFiscal
  if (code != null && settings.ignoredPaymentCodes.includes(code)) return null
  if (contato.id === 0) throw new BadRecordError('contato.id', 'names no contact')
  const isFromOrder = String(origem?.tipoOrigem ?? '').toLowerCase() === 'venda'
  return {
    externalId: String(id),
    customer: { externalId: String(contato.id) },
    kind: 'invoice',
    number: textOf(origem?.numero, 64),
    issuedOn: issuedOn(title),
    dueOn: dayOf(title.vencimento, 'vencimento'),
    amount: amountOf(title.valor, 'valor'),
    ...standing(title, settings),
    orderId: isFromOrder && origem?.id ? String(origem.id) : undefined,
    paymentMethod: code == null ? undefined : PAYMENT_METHODS[code],
  }
}

function standing(title: Title, { returnedTitles }: BlingSettings): Pick<ReceivableRecord, 'status' | 'openAmount'> {
  switch (title.situacao) {
    case TITLE.open:
      return { status: 'open', openAmount: amountOf(title.valor, 'valor') }
    case TITLE.received:
      return { status: 'paid', openAmount: '0.00' }
    case TITLE.partial:
    case TITLE.partlyReturned:
      return { status: 'open', openAmount: balanceOf(title) }
    case TITLE.returned:
      return returnedTitles === 'owed'
        ? { status: 'returned', openAmount: balanceOf(title) }
        : { status: 'cancelled', openAmount: '0.00' }
    case TITLE.cancelled:
      return { status: 'cancelled', openAmount: '0.00' }
    default:
      throw new BadRecordError('situacao', `is ${title.situacao}, which means nothing that is known`)
  }
}

/** Below zero where more was received than was owed. */
function balanceOf({ saldo }: Title): string {
  const balance = amountOf(saldo, 'saldo')
  return balance.startsWith('-') ? '0.00' : balance
}

/** Titles that were typed in by hand may lack the day: then that of their origin, then the due day. */
function issuedOn({ dataEmissao, origem, vencimento }: Title): string {
  const day = [dataEmissao, origem?.dataEmissao].find((text) => text && !text.startsWith('0000'))
  return dayOf(day ?? vencimento, 'dataEmissao')
}

/** `formaPagamento.codigoFiscal`, the codes of the NF-e. */
const PAYMENT_METHODS: Readonly<Record<number, string>> = {
  1: 'dinheiro',
  2: 'cheque',
  3: 'cartao_credito',
  4: 'cartao_debito',
  5: 'credito_loja',
  10: 'vale_alimentacao',
  11: 'vale_refeicao',
  12: 'vale_presente',
  13: 'vale_combustivel',
  14: 'duplicata',
  15: 'boleto',
  16: 'deposito',
  17: 'pix',
  18: 'transferencia',
  19: 'cartao_virtual',
  20: 'pix',
  90: 'sem_pagamento',
  99: 'outros',
}

/**
 * The situations that every account begins with, by id. `situacao.valor` does not serve: what it is for situations that
 * a company made itself is not documented. What 18 (venda agenciada) means is for the company to say, too.
 */
const SITUATIONS: Readonly<Record<string, OrderMeaning>> = {
  6: 'confirmed', // Em aberto
  9: 'closed', // Atendido: its titles stand by then
  12: 'cancelled', // Cancelado
  15: 'confirmed', // Em andamento
  21: 'ignored', // Em digitação
  24: 'confirmed', // Verificado
}

const meaningsOf = ({ orderSituations }: BlingSettings): Readonly<Record<string, OrderMeaning>> => ({
  ...SITUATIONS,
  ...orderSituations,
})

/** Ids of the situations in which an order takes room. */
export const confirmedSituations = (settings: BlingSettings): string[] =>
  Object.entries(meaningsOf(settings)).flatMap(([id, meaning]) => (meaning === 'confirmed' ? [id] : []))

/** `null`: an order that is still being typed. */
export function toOrder(row: unknown, settings: BlingSettings): OrderRecord | null {
  const { id, total, contato, situacao } = parseRow(orderSchema, row)
  const status = meaningsOf(settings)[String(situacao.id)]
  if (status === undefined)
    throw new BadRecordError('situacao.id', `is ${situacao.id}: say under settings.orderSituations what that means`)
  if (status === 'ignored') return null
  return {
    id: String(id),
    customer: { externalId: String(contato.id) },
    amount: amountOf(total, 'total'),
    status,
  }
}
