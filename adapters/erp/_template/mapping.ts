import { z } from 'zod'
import type {
  CreditMark,
  CustomerRecord,
  OrderRecord,
  ReceivableRecord,
  Stream,
  WebhookOutcome,
} from '../../../src/sync/contract.ts'
import {
  absoluteAmountOf,
  amountOf,
  dayOf,
  documentOf,
  emailOf,
  instantOf,
  stateOf,
  textOf,
} from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'

/** Acme's rows as far as they are needed. Other fields pass: a new version of Acme may have more. */
export const customerRow = z.looseObject({
  id: z.string(),
  legal_name: z.string(),
  tax_id: z.string().nullable(),
  credit_limit: z.number().nullable(),
  email: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  is_active: z.boolean(),
  sales_block: z.boolean(),
  block_note: z.string().nullable(),
  changed_at: z.string(),
})

export const receivableRow = z.looseObject({
  id: z.string(),
  customer_id: z.string(),
  type: z.string(),
  number: z.string(),
  issued: z.string(),
  due: z.string(),
  total: z.number(),
  balance: z.number(),
  state: z.string(),
  settled: z.string().nullable(),
  currency: z.string(),
  rate: z.string().nullable(),
  changed_at: z.string(),
})

export const orderRow = z.looseObject({
  id: z.string(),
  customer_id: z.string(),
  total: z.number(),
  invoiced: z.number(),
  state: z.string(),
  changed_at: z.string(),
})

export function toCustomer(row: z.output<typeof customerRow>): CustomerRecord {
  return {
    externalId: row.id,
    name: textOf(row.legal_name, 255) ?? row.id,
    document: documentOf(row.tax_id),
    // Acme says 0 for "no credit" and nothing for "no limit of their own".
    limit: row.credit_limit === null ? null : limitOf(amountOf(row.credit_limit, 'credit_limit')),
    email: emailOf(row.email),
    city: textOf(row.city, 120),
    state: stateOf(row.state),
    active: row.is_active,
    updatedAt: instantOf(row.changed_at, 'changed_at'),
  }
}

const limitOf = (amount: string): CustomerRecord['limit'] =>
  amount === '0.00' ? { mode: 'none' } : { mode: 'amount', amount }

const RECEIVABLE_KINDS: Readonly<Record<string, ReceivableRecord['kind']>> = {
  invoice: 'invoice',
  credit_memo: 'credit_note',
}

const RECEIVABLE_STATUSES: Readonly<Record<string, ReceivableRecord['status']>> = {
  open: 'open',
  part_paid: 'open',
  paid: 'paid',
  void: 'cancelled',
}

export function toReceivable(row: z.output<typeof receivableRow>): ReceivableRecord {
  return {
    externalId: row.id,
    customer: { externalId: row.customer_id },
    kind: known(RECEIVABLE_KINDS, row.type, 'type'),
    number: textOf(row.number, 64),
    issuedOn: dayOf(row.issued, 'issued'),
    dueOn: dayOf(row.due, 'due'),
    // Acme writes credit memos as negative; Fiado tells them by their kind.
    amount: absoluteAmountOf(row.total, 'total'),
    openAmount: absoluteAmountOf(row.balance, 'balance'),
    status: known(RECEIVABLE_STATUSES, row.state, 'state'),
    settledOn: row.settled === null ? null : dayOf(row.settled, 'settled'),
    currency: row.currency,
    rate: row.rate,
    updatedAt: instantOf(row.changed_at, 'changed_at'),
  }
}

const ORDER_STATUSES: Readonly<Record<string, OrderRecord['status']>> = {
  sold: 'confirmed',
  invoiced: 'closed',
  void: 'cancelled',
}

export function toOrder(row: z.output<typeof orderRow>): OrderRecord {
  return {
    id: row.id,
    customer: { externalId: row.customer_id },
    amount: amountOf(row.total, 'total'),
    invoicedAmount: amountOf(row.invoiced, 'invoiced'),
    status: known(ORDER_STATUSES, row.state, 'state'),
    updatedAt: instantOf(row.changed_at, 'changed_at'),
  }
}

/**
 * The fields that make Acme refuse new orders. They are no part of the customer record: Fiado alone knows whether it set
 * the block itself.
 */
export const markOf = ({ sales_block, block_note }: z.output<typeof customerRow>): CreditMark => ({
  sales_block,
  block_note,
})

export const isBlocked = (mark: CreditMark): boolean => mark['sales_block'] === true

export const blocked = (_mark: CreditMark, reason: string): CreditMark => ({ sales_block: true, block_note: reason })

/** A value that the table does not hold makes a bad record: nothing is guessed, least of all "paid". */
function known<Value>(table: Readonly<Record<string, Value>>, value: string, path: string): Value {
  const found = Object.hasOwn(table, value) ? table[value] : undefined
  if (found === undefined) throw new BadRecordError(path, `is not known: ${JSON.stringify(value.slice(0, 40))}`)
  return found
}

const EVENT_STREAMS: Readonly<Record<string, Stream>> = {
  customer: 'customers',
  receivable: 'receivables',
  order: 'orders',
}

const eventSchema = z.looseObject({ event_id: z.string(), entity: z.string(), entity_id: z.string() })

/** Only which record changed is taken from a webhook; what it says now is asked for. */
export function changeOf(event: unknown): WebhookOutcome {
  const parsed = eventSchema.safeParse(event)
  if (!parsed.success) return { kind: 'refused', message: 'this is no event of Acme' }
  const { event_id: deliveryId, entity, entity_id: externalId } = parsed.data
  const stream = Object.hasOwn(EVENT_STREAMS, entity) ? EVENT_STREAMS[entity] : undefined
  return stream ? { kind: 'changed', deliveryId, records: [{ stream, externalId }] } : { kind: 'nothing' }
}
