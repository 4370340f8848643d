import { z } from 'zod'
import { amountSchema, type Cents, maxCents, minCents } from '../kernel/cents.ts'
import { type EpochMs, instantSchema } from '../kernel/clock.ts'
import { companySchema, externalIdSchema } from '../kernel/text.ts'
import { checkRate, currencyFields, toBase } from './currency.ts'

/** An order that the ERP holds as sold and not yet (wholly) invoiced. */
export const orderRecordSchema = z
  .strictObject({
    id: externalIdSchema,
    revision: z.int().min(0).max(2_147_483_647).nullish(),
    customer: z.strictObject({ externalId: externalIdSchema }),
    amount: amountSchema,
    invoicedAmount: amountSchema.nullish(),
    status: z.enum(['confirmed', 'closed', 'cancelled']),
    company: companySchema,
    ...currencyFields,
    updatedAt: instantSchema.nullish(),
  })
  .superRefine(checkRate)

export interface OrderRecord {
  externalId: string
  customerExternalId: string
  revision: number | null
  amount: Cents
  invoicedAmount: Cents | null
  status: 'confirmed' | 'closed' | 'cancelled'
  company: string
  updatedAt: EpochMs | null
}

export function toOrderRecord(record: z.output<typeof orderRecordSchema>): OrderRecord {
  return {
    externalId: record.id,
    customerExternalId: record.customer.externalId,
    revision: record.revision ?? null,
    amount: toBase(record.amount, record),
    invoicedAmount: record.invoicedAmount == null ? null : toBase(record.invoicedAmount, record),
    status: record.status,
    company: record.company,
    updatedAt: record.updatedAt ?? null,
  }
}

/** `held`: reserved, room taken. `confirmed`: sold. `expired`: the hold ran out. The others take no room. */
export type OrderState = 'held' | 'confirmed' | 'expired' | 'closed' | 'cancelled'

/** An order as kept: one row from hold to invoice, so that it can never be counted twice. */
export interface Order {
  id: number
  source: string
  externalId: string
  customerId: number
  company: string
  revision: number
  state: OrderState
  amount: Cents
  /** The part of `amount` that is sold on credit. */
  creditAmount: Cents
  /** What the ERP says was invoiced, by `invoicedAmount`. */
  reportedInvoiced: Cents
  /** What was invoiced by invoices that name the order. */
  linkedInvoiced: Cents
  /** What stands in draft invoices that name the order. */
  linkedDrafted: Cents
  expiresAt: EpochMs | null
  checkId: string | null
  requestDigest: string | null
  /** What was overdue when the order was accepted: a recheck refuses only for what is new. */
  acceptedOverdue: Cents
  updatedAt: EpochMs | null
}

/** The two reports may describe the same invoices, so they are never added. */
export const invoicedOf = (order: Pick<Order, 'reportedInvoiced' | 'linkedInvoiced'>): Cents =>
  maxCents(order.reportedInvoiced, order.linkedInvoiced)

/** What the order takes of the room: its credit amount less what was invoiced, never below zero. */
export function claimOf(order: Order): { orders: Cents; held: Cents; drafted: Cents } {
  if (order.state !== 'held' && order.state !== 'confirmed') return { orders: 0n, held: 0n, drafted: 0n }
  const rest = maxCents(0n, order.creditAmount - invoicedOf(order))
  const drafted = minCents(rest, order.linkedDrafted)
  return order.state === 'held' ? { orders: 0n, held: rest, drafted } : { orders: rest, held: 0n, drafted }
}
