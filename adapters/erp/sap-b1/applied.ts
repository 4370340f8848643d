import type { Cents } from '../../../src/kernel/cents.ts'
import { addDays, type Day, isDay } from '../../../src/kernel/day.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { creditedLines, type Listing, payments } from './listings.ts'
import { anyOf, chunksOf, IDS_PER_CALL, literal } from './query.ts'
import { CANCELLATION, type Credited, centsOf, creditedRow, type Payment, paymentRow } from './rows.ts'
import type { ServiceLayer } from './service-layer.ts'
import { walk } from './walk.ts'

/** What was taken off an amount: in the company's currency, and in the document's. */
export interface Taken {
  readonly local: Cents
  readonly foreign: Cents
}

/** What payments and credit notes took off documents, for installations whose instalments do not say it. */
export interface Applied {
  /** By `17:1`, and by `cn:9:1` for what was paid out on a credit note. */
  readonly payments: ReadonlyMap<string, Taken>
  /** By `17`: what credit notes took off the invoice. By `cn:9`: what of the credit note was used up by invoices. */
  readonly credits: ReadonlyMap<string, Cents>
}

export const NOTHING_APPLIED: Applied = { payments: new Map(), credits: new Map() }

/** Of a document: whose it is, and since when payments may stand against it. */
interface Debt {
  readonly cardCode: string
  readonly day: Day
}

/** A payment may be booked with an earlier day than the invoice it settles, but not by more than this. */
const EARLIER_DAYS = 31

/**
 * Payments cannot be asked for by invoice: the Service Layer refuses `any(…)` over `PaymentInvoices`. So those of the
 * customers are read, from the day of their oldest document on.
 */
export async function readApplied(layer: ServiceLayer, debts: readonly Debt[], signal: AbortSignal): Promise<Applied> {
  const oldest = new Map<string, Day>()
  for (const { cardCode, day } of debts) {
    const known = oldest.get(cardCode)
    if (known === undefined || day < known) oldest.set(cardCode, day)
  }
  const applied = { payments: new Map<string, Taken>(), credits: new Map<string, Cents>() }
  for (const customers of chunksOf([...oldest], IDS_PER_CALL)) {
    const day = customers.map(([, oldestDay]) => oldestDay).reduce((first, other) => (other < first ? other : first))
    const whose = anyOf(
      'CardCode',
      customers.map(([cardCode]) => cardCode),
    )
    const filter = `${whose} and DocDate ge ${literal(addDays(day, -EARLIER_DAYS))}`
    for (const row of await rowsOf(layer, payments, filter, signal)) addPayment(applied.payments, row)
    for (const row of await rowsOf(layer, creditedLines, filter, signal)) addCredit(applied.credits, row)
  }
  return applied
}

async function rowsOf(layer: ServiceLayer, listing: Listing, filter: string, signal: AbortSignal): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const { rows } of walk(layer, listing, filter, null, signal)) found.push(...rows)
  return found
}

const PAID_KINDS: Readonly<Record<string, string>> = { it_Invoice: '', it_CredItnote: 'cn:' }

/**
 * Payments against other things (down payments, journal entries) concern no instalment. One that is odd is passed over:
 * the debt stays.
 */
export function addPayment(sums: Map<string, Taken>, row: unknown): void {
  const payment: Payment | undefined = paymentRow.safeParse(row).data
  if (!payment || payment.Cancelled === 'tYES') return
  for (const line of payment.PaymentInvoices) {
    if (!Object.hasOwn(PAID_KINDS, line.InvoiceType)) continue
    const key = `${PAID_KINDS[line.InvoiceType]}${line.DocEntry}:${line.InstallmentId ?? 1}`
    const before = sums.get(key) ?? { local: 0n, foreign: 0n }
    sums.set(key, {
      local: before.local + magnitudeOf(line.SumApplied),
      foreign: before.foreign + magnitudeOf(line.AppliedFC),
    })
  }
}

/** `BoObjectTypes.oInvoices`: the line was copied from an A/R invoice, which B1 then settles with it. */
const INVOICE_TYPE = 13

export function addCredit(sums: Map<string, Cents>, row: unknown): void {
  const note: Credited | undefined = creditedRow.safeParse(row).data
  if (!note || CANCELLATION[note.CancelStatus] !== 'none') return
  const invoices = new Map<number, Cents>()
  for (const { BaseType, BaseEntry, GrossTotal } of note.DocumentLines) {
    if (BaseType !== INVOICE_TYPE || !BaseEntry) continue
    invoices.set(BaseEntry, (invoices.get(BaseEntry) ?? 0n) + magnitudeOf(GrossTotal))
  }
  // Freight and discounts stand beside the lines: where one invoice is credited, the whole note is for it.
  const [only] = invoices.size === 1 && note.DocumentLines.every(({ BaseEntry }) => BaseEntry) ? invoices.keys() : []
  if (only !== undefined) invoices.set(only, magnitudeOf(note.DocTotal))
  for (const [docEntry, cents] of invoices) {
    sums.set(String(docEntry), (sums.get(String(docEntry)) ?? 0n) + cents)
    const own = `cn:${note.DocEntry}`
    sums.set(own, (sums.get(own) ?? 0n) + cents)
  }
}

/**
 * What is paid out on a credit note is negative in some versions. What is no amount takes nothing off: the debt stays.
 */
function magnitudeOf(value: unknown): Cents {
  try {
    const cents = centsOf(value, 'amount')
    return cents < 0n ? -cents : cents
  } catch (error) {
    if (error instanceof BadRecordError) return 0n
    throw error
  }
}

/** The debt that a row of a set is, as far as it can be read: what cannot is told by the mapping. */
export function debtOf(row: unknown): Debt | null {
  const { CardCode, DocDate } = (row ?? {}) as Record<string, unknown>
  const day = typeof DocDate === 'string' ? DocDate.slice(0, 10) : ''
  return typeof CardCode === 'string' && isDay(day) ? { cardCode: CardCode, day } : null
}
