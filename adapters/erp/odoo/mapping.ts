import { z } from 'zod'
import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import {
  absoluteAmountOf,
  amountOf,
  dayOf,
  documentOf,
  emailOf,
  instantOfLocal,
  stateOf,
  textOf,
} from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import type { Row } from './listing.ts'
import { invertRate } from './rate.ts'

/** What a row does not say itself. */
export interface Surroundings {
  /** `res.partner` to the partner that owes: its company, or itself. */
  readonly debtors: ReadonlyMap<number, number>
  /** `res.country.state` to `SP`. */
  readonly states: ReadonlyMap<number, string>
  readonly companies: Readonly<Record<string, string>> | undefined
  readonly documentFields: readonly string[]
}

/** Odoo says `false` where other systems say null. */
const text = z.union([z.string(), z.literal(false)])
const number = z.union([z.number(), z.string()])
const reference = z.union([z.tuple([z.int(), z.unknown()]), z.literal(false)])

const customerSchema = z.looseObject({
  id: z.int(),
  name: text,
  active: z.boolean(),
  write_date: text,
  email: text.optional(),
  phone: text.optional(),
  mobile: text.optional(),
  city: text.optional(),
  state_id: reference.optional(),
  credit_limit: number.optional(),
})

export function toCustomer(row: Row, { states, documentFields }: Surroundings): CustomerRecord {
  const partner = parseRow(customerSchema, row)
  const name = textOf(partner.name, 255)
  if (name === undefined) throw new BadRecordError('name', 'is empty')
  const stateId = partner.state_id ? partner.state_id[0] : 0
  return {
    externalId: String(partner.id),
    name,
    document: documentFields.map((field) => documentOf(bareDocument(partner[field]))).find(Boolean),
    limit: limitOf(partner.credit_limit),
    email: emailOf(partner.email || undefined),
    phone: textOf(partner.phone || partner.mobile, 32),
    whatsapp: textOf(partner.mobile, 32),
    state: stateOf(states.get(stateId)),
    city: textOf(partner.city, 120),
    active: partner.active,
    updatedAt: writtenAt(partner.write_date),
  }
}

/** Zero is Odoo's "no limit is looked at": whether nobody set one or it is meant so, it does not say. */
function limitOf(value: number | string | undefined): CustomerRecord['limit'] {
  const amount = value === undefined ? '0.00' : amountOf(value, 'credit_limit')
  return /^(-|0\.00$)/.test(amount) ? undefined : { mode: 'amount', amount }
}

/** The European way of writing a tax number puts the country before it. */
const bareDocument = (value: unknown): unknown => (typeof value === 'string' ? value.trim().replace(/^BR/i, '') : value)

const receivableSchema = z.looseObject({
  id: z.int(),
  write_date: text,
  partner_id: reference,
  company_id: reference,
  company_currency_id: reference,
  move_type: z.string(),
  parent_state: z.string(),
  move_name: text,
  date: text,
  invoice_date: text.optional(),
  date_maturity: text,
  balance: number,
  amount_residual: number,
  blocked: z.boolean().optional(),
  no_followup: z.boolean().optional(),
})
type Line = z.output<typeof receivableSchema>

export function toReceivable(row: Row, around: Surroundings): ReceivableRecord | null {
  const line = parseRow(receivableSchema, row)
  if (nameOf(line.company_currency_id) !== 'BRL')
    throw new BadRecordError('company_currency_id', 'is not BRL, the currency that Fiado keeps')
  const balance = amountOf(line.balance, 'balance')
  const isCredit = balance.startsWith('-')
  // A quotation of a credit is no credit yet, and one that was posted before has to go.
  const isDraft = line.parent_state === 'draft' && line.move_type === 'out_invoice' && !isCredit
  const standing = isDraft ? 'posted' : line.parent_state
  const openAmount = standing === 'posted' ? absoluteAmountOf(line.amount_residual, 'amount_residual') : '0.00'
  const day = dayOf(line.invoice_date || line.date, 'date')
  return {
    externalId: String(line.id),
    customer: { externalId: debtorOf(line.partner_id, 'partner_id', around) },
    kind: isDraft ? 'draft' : kindOf(isCredit, line.move_type),
    number: textOf(line.move_name, 64),
    issuedOn: day,
    dueOn: line.date_maturity ? dayOf(line.date_maturity, 'date_maturity') : day,
    amount: balance.replace('-', ''),
    openAmount,
    status: statusOf(standing, openAmount, line),
    company: companyOf(line.company_id, around),
    updatedAt: writtenAt(line.write_date),
  }
}

const kindOf = (isCredit: boolean, moveType: string): ReceivableRecord['kind'] => {
  if (!isCredit) return 'invoice'
  return moveType === 'out_refund' ? 'credit_note' : 'advance'
}

function statusOf(standing: string, openAmount: string, { blocked, no_followup }: Line): ReceivableRecord['status'] {
  if (standing === 'cancel' || standing === 'draft') return 'cancelled'
  if (standing !== 'posted') throw new BadRecordError('parent_state', `is not known: ${standing}`)
  if (openAmount === '0.00') return 'paid'
  return blocked || no_followup ? 'disputed' : 'open'
}

const orderSchema = z.looseObject({
  id: z.int(),
  write_date: text,
  partner_invoice_id: reference,
  company_id: reference,
  currency_id: reference,
  amount_total: number,
  amount_invoiced: number.optional(),
  currency_rate: number.optional(),
  state: z.string(),
  invoice_status: text,
})

/** Quotations are no orders; `null`, unless somebody asks what became of an order that once was confirmed. */
export function toOrder(row: Row, around: Surroundings, isAskedFor = false): OrderRecord | null {
  const order = parseRow(orderSchema, row)
  const isQuotation = order.state === 'draft' || order.state === 'sent'
  if (isQuotation && !isAskedFor) return null
  const currency = nameOf(order.currency_id)
  const invoiced = order.amount_invoiced === undefined ? undefined : amountOf(order.amount_invoiced, 'amount_invoiced')
  return {
    id: String(order.id),
    customer: { externalId: debtorOf(order.partner_invoice_id, 'partner_invoice_id', around) },
    amount: notNegative(amountOf(order.amount_total, 'amount_total')),
    invoicedAmount: invoiced && notNegative(invoiced),
    status: isQuotation ? 'cancelled' : orderStatusOf(order.state, order.invoice_status),
    company: companyOf(order.company_id, around),
    ...(currency === 'BRL' ? {} : { currency, rate: invertRate(order.currency_rate, 'currency_rate') }),
    updatedAt: writtenAt(order.write_date),
  }
}

/** Returns stand in orders as negative numbers; they take no room. */
const notNegative = (amount: string): string => (amount.startsWith('-') ? '0.00' : amount)

/** `done` is a locked order (to Odoo 16): sold all the same. */
function orderStatusOf(state: string, invoiceStatus: string | false): OrderRecord['status'] {
  if (state === 'cancel') return 'cancelled'
  if (state !== 'sale' && state !== 'done') throw new BadRecordError('state', `is not known: ${state}`)
  return invoiceStatus === 'invoiced' ? 'closed' : 'confirmed'
}

export function markOf(row: Row, fields: readonly string[]): CreditMark {
  return Object.fromEntries(fields.map((field) => [field, scalarOf(row[field], field)]))
}

/** An empty text is `false` in Odoo; in a field of yes and no it is "no". */
function scalarOf(value: unknown, field: string): string | boolean | null {
  if (typeof value === 'string') return value
  return value === true || (value === false && !field.startsWith('sale_warn')) ? value : null
}

function debtorOf(partner: Line['partner_id'], path: string, { debtors }: Surroundings): string {
  if (!partner) throw new BadRecordError(path, 'names nobody')
  return String(debtors.get(partner[0]) ?? partner[0])
}

function companyOf(company: Line['company_id'], { companies }: Surroundings): string | undefined {
  if (!companies) return undefined
  const id = company ? company[0] : 'none'
  const name = companies[id]
  if (name === undefined) throw new BadRecordError('company_id', `is not among the companies of the settings: ${id}`)
  return name
}

const nameOf = (value: z.output<typeof reference>): string => (value ? String(value[1]) : '')

const writtenAt = (value: string | false): string | undefined =>
  value ? instantOfLocal(value, 'UTC', 'write_date') : undefined
