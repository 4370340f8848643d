import { type Cents, formatCents, maxCents, minCents } from '../../../src/kernel/cents.ts'
import type { ReceivableRecord } from '../../../src/sync/contract.ts'
import { dayOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import type { Applied } from './applied.ts'
import { companyOf } from './mapping.ts'
import { CANCELLATION, centsOf, type Document, documentRow, type Instalment, known } from './rows.ts'
import type { Settings } from './settings.ts'

/** Invoices and credit notes are the same kind of document; ids of credit notes begin with `cn:`. */
export type TitleSet = 'Invoices' | 'CreditNotes'
const PREFIXES: Readonly<Record<TitleSet, string>> = { Invoices: '', CreditNotes: 'cn:' }

/** One instalment of a document as it came: what a receivable is made of, or a bad record. */
interface TitleRow {
  readonly id: string | null
  readonly installmentId: number
  readonly document: unknown
}

interface LooseDocument {
  DocEntry?: unknown
  DocumentStatus?: unknown
  DocumentInstallments?: unknown
}

/** A document without instalments is one that is due at once. */
export function titleRows(set: TitleSet, documents: readonly unknown[]): TitleRow[] {
  return documents.flatMap((document) => {
    const { DocEntry, DocumentInstallments } = (document ?? {}) as LooseDocument
    const listed = Array.isArray(DocumentInstallments) ? (DocumentInstallments as { InstallmentId?: unknown }[]) : []
    const ids = listed.length === 0 ? [1] : listed.map((row) => row?.InstallmentId)
    return ids.map((installmentId) => ({
      id: typeof DocEntry === 'number' ? `${PREFIXES[set]}${DocEntry}:${installmentId}` : null,
      installmentId: Number(installmentId),
      document,
    }))
  })
}

/** Whether payments have to be read to know what is open. From SAP Business One 10.0 on the instalments tell it. */
export function needsPayments(document: unknown): boolean {
  const { DocumentStatus, DocumentInstallments } = (document ?? {}) as LooseDocument
  if (DocumentStatus !== 'bost_Open') return false
  const rows = Array.isArray(DocumentInstallments) ? (DocumentInstallments as { PaidToDate?: unknown }[]) : []
  return rows.length === 0 || rows.some((row) => row?.PaidToDate === undefined || row.PaidToDate === null)
}

const IS_OPEN: Readonly<Record<string, boolean>> = { bost_Open: true, bost_Close: false, bost_Paid: false }

/** `null` for a document that takes another back: the other one is cancelled by it. */
export function toReceivable(
  set: TitleSet,
  { installmentId, document }: TitleRow,
  applied: Applied,
  settings: Settings,
): ReceivableRecord | null {
  const row = parseRow(documentRow, document)
  const cancellation = known(CANCELLATION, row.CancelStatus, 'CancelStatus')
  const isOpen = known(IS_OPEN, row.DocumentStatus, 'DocumentStatus')
  if (cancellation === 'takes_back') return null
  const instalment = instalmentsOf(row).find(({ InstallmentId }) => InstallmentId === installmentId)
  if (!instalment) throw new BadRecordError('DocumentInstallments', 'has no InstallmentId')
  const amount = centsOf(instalment.Total, 'DocumentInstallments.Total')
  if (amount < 0n) throw new BadRecordError('DocumentInstallments.Total', 'is negative')
  const open = cancellation === 'none' && isOpen ? openCents(PREFIXES[set], row, installmentId, applied) : 0n
  return {
    externalId: `${PREFIXES[set]}${row.DocEntry}:${installmentId}`,
    customer: { externalId: row.CardCode },
    kind: set === 'Invoices' ? 'invoice' : 'credit_note',
    // The number of the nota fiscal, which is what the customer knows; else B1's own.
    number: textOf(row.SequenceSerial || row.DocNum, 64),
    installment: String(installmentId),
    issuedOn: dayOf(row.DocDate, 'DocDate'),
    dueOn: dayOf(instalment.DueDate, 'DocumentInstallments.DueDate'),
    amount: formatCents(amount),
    openAmount: formatCents(open),
    status: cancellation === 'cancelled' ? 'cancelled' : open > 0n ? 'open' : 'paid',
    paymentMethod: textOf(row.PaymentMethod, 64),
    ...companyOf(row.BPL_IDAssignedToInvoice, settings),
  }
}

function instalmentsOf(row: Document): Instalment[] {
  if (row.DocumentInstallments.length > 0) return row.DocumentInstallments
  return [{ InstallmentId: 1, DueDate: row.DocDueDate, Total: row.DocTotal }]
}

/**
 * What is open of one instalment. Payments name their instalment; what credit notes took off the document is taken
 * from its instalments in the order in which they fall due.
 */
function openCents(prefix: string, row: Document, installmentId: number, applied: Applied): Cents {
  let credit = applied.credits.get(`${prefix}${row.DocEntry}`) ?? 0n
  const byDueDay = instalmentsOf(row).toSorted((first, second) => (first.DueDate < second.DueDate ? -1 : 1))
  for (const instalment of byDueDay) {
    const unpaid = maxCents(0n, unpaidOf(prefix, row.DocEntry, instalment, applied))
    const credited = instalment.PaidToDate == null ? minCents(unpaid, credit) : 0n
    if (instalment.InstallmentId === installmentId) return unpaid - credited
    credit -= credited
  }
  return 0n
}

function unpaidOf(prefix: string, docEntry: number, instalment: Instalment, applied: Applied): Cents {
  const total = centsOf(instalment.Total, 'DocumentInstallments.Total')
  if (instalment.PaidToDate != null) return total - centsOf(instalment.PaidToDate, 'DocumentInstallments.PaidToDate')
  const taken = applied.payments.get(`${prefix}${docEntry}:${instalment.InstallmentId}`)
  if (!taken) return total
  const foreign = centsOf(instalment.TotalFC, 'DocumentInstallments.TotalFC')
  // A payment in another currency came at another day's rate: what is open is told by the document's own.
  return foreign > 0n ? (total * (foreign - minCents(foreign, taken.foreign))) / foreign : total - taken.local
}
