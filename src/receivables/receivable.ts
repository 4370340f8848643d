import { z } from 'zod'
import { amountSchema, type Cents } from '../kernel/cents.ts'
import { type EpochMs, instantSchema } from '../kernel/clock.ts'
import { type Day, daySchema } from '../kernel/day.ts'
import { companySchema, externalIdSchema, textSchema } from '../kernel/text.ts'
import { checkRate, currencyFields, toBase } from './currency.ts'

export const receivableKinds = ['invoice', 'credit_note', 'advance', 'draft'] as const
export const receivableStatuses = ['open', 'paid', 'cancelled', 'written_off', 'disputed', 'returned'] as const
export type ReceivableKind = (typeof receivableKinds)[number]
export type ReceivableStatus = (typeof receivableStatuses)[number]

/** One instalment as an ERP sends it. */
export const receivableRecordSchema = z
  .strictObject({
    externalId: externalIdSchema,
    customer: z.strictObject({ externalId: externalIdSchema }),
    kind: z.enum(receivableKinds),
    number: textSchema(64).nullish(),
    installment: z.union([textSchema(16), z.int().min(0).max(9_999).transform(String)]).nullish(),
    issuedOn: daySchema,
    dueOn: daySchema,
    amount: amountSchema,
    openAmount: amountSchema,
    status: z.enum(receivableStatuses),
    settledOn: daySchema.nullish(),
    orderId: externalIdSchema.nullish(),
    paymentMethod: textSchema(64).nullish(),
    company: companySchema,
    ...currencyFields,
    updatedAt: instantSchema.nullish(),
  })
  .superRefine(checkRate)

export interface Receivable {
  externalId: string
  customerExternalId: string
  kind: ReceivableKind
  number: string | null
  installment: string | null
  issuedOn: Day
  dueOn: Day
  amount: Cents
  openAmount: Cents
  status: ReceivableStatus
  settledOn: Day | null
  orderId: string | null
  paymentMethod: string | null
  company: string
  updatedAt: EpochMs | null
}

export function toReceivable(record: z.output<typeof receivableRecordSchema>): Receivable {
  return {
    externalId: record.externalId,
    customerExternalId: record.customer.externalId,
    kind: record.kind,
    number: record.number ?? null,
    installment: record.installment ?? null,
    issuedOn: record.issuedOn,
    dueOn: record.dueOn,
    amount: toBase(record.amount, record),
    openAmount: toBase(record.openAmount, record),
    status: record.status,
    settledOn: record.settledOn ?? null,
    orderId: record.orderId ?? null,
    paymentMethod: record.paymentMethod ?? null,
    company: record.company,
    updatedAt: record.updatedAt ?? null,
  }
}

/** Which part of the exposure a receivable counts in, as stored (`counts_as`). */
export const COUNTS_AS = { nothing: 0, open: 1, credit: 2, draft: 3 } as const
export type CountsAs = (typeof COUNTS_AS)[keyof typeof COUNTS_AS]

/**
 * Invoices count while open, disputed or returned (a payment that bounced). A credit note or advance counts only while
 * it is simply open: a disputed one, or an advance whose payment bounced, is no credit that we can rely on.
 */
export function countsAs(receivable: Pick<Receivable, 'kind' | 'status' | 'openAmount'>): CountsAs {
  const { kind, status } = receivable
  if (receivable.openAmount === 0n) return COUNTS_AS.nothing
  if (kind === 'invoice') {
    return status === 'open' || status === 'disputed' || status === 'returned' ? COUNTS_AS.open : COUNTS_AS.nothing
  }
  if (status !== 'open') return COUNTS_AS.nothing
  return kind === 'draft' ? COUNTS_AS.draft : COUNTS_AS.credit
}
