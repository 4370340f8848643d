import { z } from 'zod'
import { type Cents, formatCents, maxCents, minCents, multiplyCents, parseCents } from '../../../src/kernel/cents.ts'
import type { ReceivableRecord } from '../../../src/sync/contract.ts'
import { amountOf, dayOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import type { Row } from './api.ts'
import { flag, number, owedOf, type Surroundings, savedAt, text } from './mapping.ts'

/** One instalment of an invoice, or what it was paid too much: what one receivable is made of. */
export interface Title {
  readonly invoice: Row
  /** The rows of `payment_schedule`, by `idx`; none where the invoice is due at once. */
  readonly schedule: readonly Row[]
  readonly part: number | 'credit'
}

/** `ACC-SINV-2026-00012:1`, `…:credit`, `ACC-PAY-2026-00007:advance`. */
export const idOfTitle = ({ invoice, part }: Title): string => `${invoice.name}:${part}`
export const idOfPayment = ({ name }: Row): string => `${name}:advance`

export function titlesOf(invoice: Row, schedule: readonly Row[]): Title[] {
  const isReturn = invoice['is_return'] === 1
  const parts = isReturn || schedule.length === 0 ? [1] : schedule.map((_, index) => index + 1)
  const titles: Title[] = parts.map((part) => ({ invoice, schedule, part }))
  // Credited or paid beyond what it was: the rest belongs to the customer.
  if (!isReturn && Number(invoice['outstanding_amount']) < 0) titles.push({ invoice, schedule, part: 'credit' })
  return titles
}

const invoiceSchema = z.looseObject({
  name: z.string(),
  modified: z.string(),
  docstatus: z.int(),
  status: z.string(),
  is_return: flag,
  customer: z.string(),
  company: z.string(),
  posting_date: z.string(),
  due_date: text,
  currency: z.string(),
  party_account_currency: text,
  conversion_rate: number,
  outstanding_amount: number,
  grand_total: number,
  rounded_total: number.nullish(),
  base_grand_total: number,
  base_rounded_total: number.nullish(),
})
type Invoice = z.output<typeof invoiceSchema>

const scheduleSchema = z.looseObject({
  name: z.string(),
  due_date: text,
  payment_amount: number,
  base_payment_amount: number.nullish(),
  paid_amount: number.nullish(),
  mode_of_payment: text,
})
type Instalment = z.output<typeof scheduleSchema>

/** Of `Sales Invoice`, version 13 to 16. Whether it is open is told by its outstanding amount. */
const INVOICE_STATUSES = new Set([
  ...['Draft', 'Return', 'Credit Note Issued', 'Submitted', 'Paid', 'Partly Paid', 'Unpaid', 'Overdue', 'Cancelled'],
  ...['Unpaid and Discounted', 'Partly Paid and Discounted', 'Overdue and Discounted', 'Internal Transfer'],
])

export function toReceivable({ invoice: row, schedule, part }: Title, around: Surroundings): ReceivableRecord | null {
  const invoice = parseRow(invoiceSchema, row)
  if (!INVOICE_STATUSES.has(invoice.status)) throw new BadRecordError('status', `is not known: ${invoice.status}`)
  const isDraft = invoice.docstatus === 0
  const isCredit = invoice.is_return === 1 || part === 'credit'
  if (isDraft && isCredit) return null
  const instalments = isCredit ? [] : schedule.map((line) => parseRow(scheduleSchema, line))
  const { amount, openAmount } = moneyOf(invoice, instalments, part)
  const instalment = typeof part === 'number' ? instalments[part - 1] : undefined
  const isCancelled = invoice.docstatus === 2
  const isOpen = !isCancelled && openAmount > 0n
  return {
    externalId: idOfTitle({ invoice: row, schedule, part }),
    customer: { externalId: invoice.customer },
    kind: isCredit ? 'credit_note' : isDraft ? 'draft' : 'invoice',
    number: textOf(invoice.name, 64),
    installment: instalments.length > 1 ? String(part) : undefined,
    issuedOn: dayOf(invoice.posting_date, 'posting_date'),
    dueOn: dayOf(instalment?.due_date || invoice.due_date || invoice.posting_date, 'due_date'),
    amount: formatCents(amount),
    openAmount: formatCents(isOpen ? openAmount : 0n),
    status: isCancelled ? 'cancelled' : isOpen ? 'open' : 'paid',
    paymentMethod: textOf(instalment?.mode_of_payment, 64),
    company: around.companyOf(invoice.company),
    ...currencyOf(invoice),
    updatedAt: savedAt(invoice.modified, around),
  }
}

function moneyOf(
  invoice: Invoice,
  instalments: readonly Instalment[],
  part: number | 'credit',
): { amount: Cents; openAmount: Cents } {
  const total = absolute(
    isForeign(invoice)
      ? owedOf(invoice.rounded_total, invoice.grand_total, 'grand_total')
      : owedOf(invoice.base_rounded_total, invoice.base_grand_total, 'base_grand_total'),
    'grand_total',
  )
  const outstanding = centsOf(amountOf(invoice.outstanding_amount, 'outstanding_amount'), 'outstanding_amount')
  if (part === 'credit') return { amount: -outstanding, openAmount: -outstanding }
  if (invoice.is_return === 1) return { amount: total, openAmount: maxCents(0n, -outstanding) }
  if (instalments.length < 2) return { amount: total, openAmount: maxCents(0n, outstanding) }
  const shares = instalments.map((line) => shareOf(line, invoice))
  const index = part - 1
  return { amount: shares[index]?.amount ?? 0n, openAmount: splitOpen(shares, outstanding)[index] ?? 0n }
}

interface Share {
  readonly amount: Cents
  readonly paidByTerm: Cents
  readonly dueOn: string
}

/**
 * ERPNext keeps what is outstanding for the invoice as a whole. An instalment knows only of payments that named its payment
 * term (`update_payment_schedule` in payment_entry.py, seen 2026-11-22): these are its own, the rest settles the
 * oldest first.
 */
function splitOpen(shares: readonly Share[], outstanding: Cents): Cents[] {
  const open = shares.map(({ amount, paidByTerm }) => maxCents(0n, amount - paidByTerm))
  let toSettle = open.reduce((sum, rest) => sum + rest, 0n) - maxCents(0n, outstanding)
  const byDueDay = [...shares.entries()].sort(([, first], [, second]) => (first.dueOn < second.dueOn ? -1 : 1))
  for (const [index] of byDueDay) {
    const settled = minCents(open[index] ?? 0n, maxCents(0n, toSettle))
    toSettle -= settled
    open[index] = (open[index] ?? 0n) - settled
  }
  // More is outstanding than the schedule has left (a rounding, a fee): it is due with the last one.
  const last = byDueDay.at(-1)?.[0] ?? 0
  open[last] = (open[last] ?? 0n) + maxCents(0n, -toSettle)
  return open
}

/** The outstanding amount is in the currency of the customer's account, which mostly is the company's. */
const isForeign = ({ party_account_currency: account }: Invoice): boolean => (account || 'BRL') !== 'BRL'

function currencyOf(invoice: Invoice): Pick<ReceivableRecord, 'currency' | 'rate'> {
  if (!isForeign(invoice)) return {}
  return { currency: invoice.party_account_currency, rate: rateOf(invoice.conversion_rate, 'conversion_rate') }
}

/** In the currency of the customer's account. The schedule is in the invoice's, and what was paid by term nowhere else. */
function shareOf(line: Instalment, invoice: Invoice): Share {
  const own = (value: number | string, path: string): Cents => {
    const cents = absolute(amountOf(value, path), path)
    const isConverted = !isForeign(invoice) && invoice.currency !== 'BRL'
    return isConverted ? multiplyCents(cents, rateOf(invoice.conversion_rate, 'conversion_rate')) : cents
  }
  const base = isForeign(invoice) ? null : line.base_payment_amount
  return {
    amount: base
      ? absolute(amountOf(base, 'base_payment_amount'), 'base_payment_amount')
      : own(line.payment_amount, 'payment_amount'),
    paidByTerm: own(line.paid_amount ?? 0, 'paid_amount'),
    dueOn: line.due_date ?? '',
  }
}

const paymentSchema = z.looseObject({
  name: z.string(),
  modified: z.string(),
  docstatus: z.int(),
  party: z.string(),
  company: z.string(),
  posting_date: z.string(),
  reference_date: text,
  paid_amount: number,
  unallocated_amount: number,
  paid_from_account_currency: text,
  source_exchange_rate: number.nullish(),
})

export function toAdvance(row: Row, around: Surroundings): ReceivableRecord {
  const payment = parseRow(paymentSchema, row)
  if (payment.docstatus !== 1 && payment.docstatus !== 2)
    throw new BadRecordError('docstatus', `is not known: ${payment.docstatus}`)
  const openAmount = payment.docstatus === 1 ? amountOf(payment.unallocated_amount, 'unallocated_amount') : '0.00'
  const currency = payment.paid_from_account_currency || 'BRL'
  return {
    externalId: idOfPayment(row),
    customer: { externalId: payment.party },
    kind: 'advance',
    number: textOf(payment.name, 64),
    issuedOn: dayOf(payment.posting_date, 'posting_date'),
    // The day of the transfer or cheque, which may be dated ahead.
    dueOn: dayOf(payment.reference_date || payment.posting_date, 'reference_date'),
    amount: amountOf(payment.paid_amount, 'paid_amount'),
    openAmount,
    status: payment.docstatus === 2 ? 'cancelled' : openAmount === '0.00' ? 'paid' : 'open',
    company: around.companyOf(payment.company),
    ...(currency === 'BRL' ? {} : { currency, rate: rateOf(payment.source_exchange_rate, 'source_exchange_rate') }),
    updatedAt: savedAt(payment.modified, around),
  }
}

function rateOf(value: unknown, path: string): string {
  const rate = Number(value)
  if (!Number.isFinite(rate) || rate <= 0 || rate >= 1e9) throw new BadRecordError(path, 'is no exchange rate')
  return rate.toFixed(9).replace(/\.?0+$/, '')
}

function centsOf(amount: string, path: string): Cents {
  const cents = parseCents(amount)
  if (cents === null) throw new BadRecordError(path, 'has more than 13 digits')
  return cents
}

const absolute = (amount: string, path: string): Cents => centsOf(amount.replace('-', ''), path)
