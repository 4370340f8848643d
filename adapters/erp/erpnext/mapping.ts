import { z } from 'zod'
import { formatCents, multiplyCents, parseCents } from '../../../src/kernel/cents.ts'
import type { CreditMark, CustomerRecord, OrderRecord } from '../../../src/sync/contract.ts'
import { amountOf, documentOf, emailOf, instantOfLocal, stateOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import type { Row } from './api.ts'

/** What a document does not say itself. */
export interface Surroundings {
  /** The zone of the site, whose local time stands in `modified`. */
  readonly zone: string
  readonly companyOf: (company: string) => string
  readonly documentFields: readonly string[]
  /** The limits that hold for a customer: their own, else the group's, else the company's. */
  readonly limitsOf: (customer: string, group: string | null) => Pick<CustomerRecord, 'limit' | 'limits'>
  readonly addresses: ReadonlyMap<string, { readonly city: unknown; readonly state: unknown }>
}

export const number = z.union([z.number(), z.string()])
export const text = z.string().nullish()
export const flag = z.union([z.literal(0), z.literal(1)])

const customerSchema = z.looseObject({
  name: z.string(),
  modified: z.string(),
  customer_name: text,
  customer_group: text,
  disabled: flag,
  is_frozen: flag,
  email_id: text,
  mobile_no: text,
  customer_primary_address: text,
})

export function toCustomer(row: Row, around: Surroundings): CustomerRecord {
  const customer = parseRow(customerSchema, row)
  const address = around.addresses.get(customer.customer_primary_address ?? '')
  const phone = textOf(customer.mobile_no, 32)
  return {
    externalId: customer.name,
    name: textOf(customer.customer_name, 255) ?? customer.name,
    document: around.documentFields.map((field) => documentOf(customer[field])).find(Boolean),
    ...around.limitsOf(customer.name, customer.customer_group ?? null),
    email: emailOf(customer.email_id),
    phone,
    whatsapp: phone,
    city: textOf(address?.city, 120),
    state: stateOf(address?.state),
    active: customer.disabled === 0,
    updatedAt: savedAt(customer.modified, around),
  }
}

/** ERPNext refuses a frozen customer to everybody without the role for frozen entries. */
export const BLOCK_FIELD = 'is_frozen'

export const markOf = (row: Row): CreditMark => ({ [BLOCK_FIELD]: row[BLOCK_FIELD] === 1 ? 1 : 0 })

const orderSchema = z.looseObject({
  name: z.string(),
  modified: z.string(),
  docstatus: z.int(),
  status: z.string(),
  customer: z.string(),
  company: z.string(),
  per_billed: z.number(),
  base_grand_total: number,
  base_rounded_total: number.nullish(),
})

/** Of `Sales Order`, version 13 to 16. */
const ORDER_STATUSES: Readonly<Record<string, OrderRecord['status']>> = {
  'On Hold': 'confirmed',
  'To Pay': 'confirmed',
  'To Deliver and Bill': 'confirmed',
  'To Bill': 'confirmed',
  'To Deliver': 'confirmed',
  Completed: 'closed',
  Closed: 'closed',
}

/** Drafts are no orders; `null`, unless somebody asks what became of one. */
export function toOrder(row: Row, around: Surroundings, isAskedFor = false): OrderRecord | null {
  const order = parseRow(orderSchema, row)
  if (order.docstatus === 0 && !isAskedFor) return null
  const amount = owedOf(order.base_rounded_total, order.base_grand_total, 'base_grand_total')
  const status = order.docstatus === 1 ? ORDER_STATUSES[order.status] : 'cancelled'
  if (!status) throw new BadRecordError('status', `is not known: ${order.status}`)
  return {
    id: order.name,
    customer: { externalId: order.customer },
    amount,
    invoicedAmount: billedOf(amount, order.per_billed),
    status,
    company: around.companyOf(order.company),
    updatedAt: savedAt(order.modified, around),
  }
}

/** What is to be paid: the rounded total, which is zero where rounding is switched off. */
export function owedOf(rounded: number | string | null | undefined, exact: number | string, path: string): string {
  const amount = amountOf(rounded ?? 0, path)
  return amount === '0.00' ? amountOf(exact, path) : amount
}

/** `per_billed` is a percentage with six decimals; more than all of it is all of it. */
function billedOf(amount: string, percent: number): string {
  const share = Math.min(100, Math.max(0, percent)).toFixed(6).replace('.', '').padStart(9, '0')
  return formatCents(multiplyCents(parseCents(amount) ?? 0n, `${share.slice(0, -8)}.${share.slice(-8)}`))
}

export const savedAt = (modified: string, { zone }: Pick<Surroundings, 'zone'>): string =>
  instantOfLocal(modified, zone, 'modified')
