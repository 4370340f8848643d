import { z } from 'zod'
import { readBoletoLine } from '../kernel/boleto.ts'
import { readBrCode } from '../kernel/br-code.ts'
import { amountSchema, type Cents } from '../kernel/cents.ts'
import { type EpochMs, instantSchema } from '../kernel/clock.ts'
import { type Day, daySchema } from '../kernel/day.ts'
import { companySchema, externalIdSchema, textSchema } from '../kernel/text.ts'
import { checkRate, currencyFields, toBase } from './currency.ts'

export const receivableKinds = ['invoice', 'credit_note', 'advance', 'draft'] as const
export const receivableStatuses = ['open', 'paid', 'cancelled', 'written_off', 'disputed', 'returned'] as const
export type ReceivableKind = (typeof receivableKinds)[number]
export type ReceivableStatus = (typeof receivableStatuses)[number]

/** The linha digitável of a boleto, masked or not, stored as its 47 or 48 digits. */
const boletoLineSchema = z
  .string('must be the text of a linha digitável')
  .meta({ examples: ['23793.38128 60007.827136 95000.063305 9 75520000370000'] })
  .transform((text, context) => {
    const read = readBoletoLine(text)
    if ('line' in read) return read.line
    context.addIssue(read.fault)
    return z.NEVER
  })

/** Pix copia e cola, stored as it was issued. */
const pixCodeSchema = z
  .string('must be the text of a Pix BR Code')
  .meta({
    examples: ['00020126330014br.gov.bcb.pix01111234567890952040000530398654042.005802BR5901N6001C62070503***63048EBC'],
  })
  .transform((text, context) => {
    const read = readBrCode(text)
    if ('code' in read) return read.code
    context.addIssue(read.fault)
    return z.NEVER
  })

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
    boletoLine: boletoLineSchema.nullish(),
    pixCode: pixCodeSchema.nullish(),
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
  /** Linha digitável of 47 or 48 digits, without mask. */
  boletoLine: string | null
  /** Pix copia e cola. */
  pixCode: string | null
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
    boletoLine: record.boletoLine ?? null,
    pixCode: record.pixCode ?? null,
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
