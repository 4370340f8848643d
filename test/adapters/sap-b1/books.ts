import { formatCents, parseCents } from '../../../src/kernel/cents.ts'
import type { CreditMark, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import type { Book, VendorClock } from '../../conformance/vendor.ts'
import type { SetName } from './metadata.ts'
import type { Row } from './odata.ts'
import { midnight, orderOf, partnerOf, type TitleId, titleIdOf, titleOf } from './rows.ts'

/** The tables of one company. */
export interface Books {
  readonly rows: Record<SetName, Row[]>
  seed(book: Book): void
  put<S extends Stream>(stream: S, record: Book[S][number]): void
  remove(stream: Stream, externalId: string): void
  corrupt(stream: Stream, externalId: string): void
  markOf(cardCode: string): CreditMark | null
  /** Changes properties of a row, as a user does, and stamps the change. */
  change(set: SetName, key: string | number, fields: Row): void
}

const CANCELLATIONS_FROM = 900_000

export function openBooks(clock: VendorClock, tellsPaid: boolean): Books {
  const rows: Record<SetName, Row[]> = {
    BusinessPartners: [],
    Invoices: [],
    CreditNotes: [],
    Orders: [],
    IncomingPayments: [],
  }
  const stamp = (at = clock.format(clock.now())): Row => ({
    UpdateDate: midnight(at.slice(0, 10)),
    UpdateTime: at.slice(11, 19),
  })
  const find = (set: SetName, key: string | number): Row | undefined =>
    rows[set].find((row) => (row['CardCode'] === key && set === 'BusinessPartners') || row['DocEntry'] === key)
  const place = (set: SetName, row: Row): void => {
    const key = set === 'BusinessPartners' ? 'CardCode' : 'DocEntry'
    rows[set] = [...rows[set].filter((kept) => kept[key] !== row[key]), row]
  }

  const putTitle = (record: ReceivableRecord, changedAt?: string): void => {
    const id = titleIdOf(record.externalId)
    const title = titleOf(record)
    const before = find(id.set, id.docEntry)
    // B1 is not known to stamp an invoice when a payment settles it, so a payment alone is no change of the invoice.
    const isOnlyPaid = before !== undefined && headerOf(before) === headerOf(title)
    const marks = isOnlyPaid ? { UpdateDate: before['UpdateDate'], UpdateTime: before['UpdateTime'] } : stamp(changedAt)
    const paid = settle(id, record)
    const [instalment] = title['DocumentInstallments'] as Row[]
    if (tellsPaid && instalment) instalment['PaidToDate'] = paid
    place(id.set, { ...title, ...marks })
    if (record.status === 'cancelled')
      place(id.set, { ...title, ...marks, DocEntry: CANCELLATIONS_FROM + id.docEntry, CancelStatus: 'csCancellation' })
  }

  /** Payments until what is open is what the record says; taken back first when too much was paid. */
  const settle = (id: TitleId, record: ReceivableRecord): number => {
    const owed =
      centsOf(record.amount) - (record.status === 'cancelled' ? centsOf(record.amount) : centsOf(record.openAmount))
    const type = id.set === 'Invoices' ? 'it_Invoice' : 'it_CredItnote'
    const against = rows.IncomingPayments.filter((payment) => {
      const [line] = payment['PaymentInvoices'] as Row[]
      return payment['Cancelled'] === 'tNO' && line?.['DocEntry'] === id.docEntry && line['InvoiceType'] === type
    })
    const applied = (payment: Row): bigint =>
      centsOf(Number((payment['PaymentInvoices'] as Row[])[0]?.['SumApplied']).toFixed(2))
    let paid = against.map(applied).reduce((sum, cents) => sum + cents, 0n)
    if (paid > owed) {
      for (const payment of against) payment['Cancelled'] = 'tYES'
      paid = 0n
    }
    if (paid < owed) pay(id, type, record, owed - paid)
    return Number(formatCents(owed))
  }
  const pay = ({ docEntry, installmentId }: TitleId, type: string, record: ReceivableRecord, cents: bigint): void => {
    const line = { DocEntry: docEntry, InvoiceType: type, InstallmentId: installmentId, AppliedFC: 0 }
    rows.IncomingPayments.push({
      DocEntry: rows.IncomingPayments.length + 1,
      CardCode: record.customer.externalId,
      DocDate: midnight(record.issuedOn),
      Cancelled: 'tNO',
      BillOfExchangeAmount: 0,
      PaymentInvoices: [{ ...line, SumApplied: Number(formatCents(cents)) }],
    })
  }

  const write = (record: Book[Stream][number], changedAt?: string): void => {
    if ('dueOn' in record) putTitle(record, changedAt)
    else if ('id' in record) place('Orders', { ...orderOf(record, clock.today()), ...stamp(changedAt) })
    else {
      const kept = find('BusinessPartners', record.externalId)
      const lock = kept && Object.fromEntries(LOCK.map((field) => [field, kept[field] ?? null]))
      place('BusinessPartners', { ...partnerOf(record), ...lock, ...stamp(changedAt) })
    }
  }
  const change = (set: SetName, key: string | number, fields: Row): void => {
    const row = find(set, key)
    if (row) Object.assign(row, fields, stamp())
  }
  return {
    rows,
    change,
    seed: (book) => {
      for (const set of Object.keys(rows) as SetName[]) rows[set] = []
      const dayBefore = clock.format(clock.now() - 86_400_000)
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        for (const record of book[stream]) write(record, record.updatedAt ?? dayBefore)
    },
    put: (_stream, record) => write(record),
    remove: (stream, externalId) => {
      const [set, key] = addressOf(stream, externalId)
      const row = find(set, key)
      rows[set] = rows[set].filter((kept) => kept !== row)
    },
    corrupt: (stream, externalId) => change(...addressOf(stream, externalId), { DocumentStatus: 'bost_Frobnicated' }),
    markOf: (cardCode) => {
      const row = find('BusinessPartners', cardCode)
      if (!row) return null
      const day = (field: string): string | null => (row[field] ? String(row[field]).slice(0, 10) : null)
      const { Valid, Frozen, FrozenRemarks } = row as Record<string, string | null>
      return { Valid, Frozen, FrozenFrom: day('FrozenFrom'), FrozenTo: day('FrozenTo'), FrozenRemarks } as CreditMark
    },
  }
}

const LOCK = ['Frozen', 'FrozenFrom', 'FrozenTo', 'FrozenRemarks']
const centsOf = (amount: string): bigint => parseCents(amount) ?? 0n

/** What a user changes of a document; whether it is open follows from payments. */
function headerOf(row: Row): string {
  const { DocumentStatus: _, UpdateDate: __, UpdateTime: ___, DocumentInstallments, ...header } = row
  const instalments = (DocumentInstallments as Row[]).map(({ PaidToDate: _, ...instalment }) => instalment)
  return JSON.stringify([Object.entries(header).sort(), instalments])
}

function addressOf(stream: Stream, externalId: string): [SetName, string | number] {
  if (stream === 'customers') return ['BusinessPartners', externalId]
  if (stream === 'orders') return ['Orders', Number(externalId)]
  const { set, docEntry } = titleIdOf(externalId)
  return [set, docEntry]
}
