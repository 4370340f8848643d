import type { Day } from '../../../src/kernel/day.ts'
import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import type { Row } from './odata.ts'

/** Rows as B1 keeps them, made from canonical records without a look at the adapter's mapping. */

export const midnight = (day: Day | null | undefined): string | null => (day ? `${day}T00:00:00Z` : null)

export interface TitleId {
  set: 'Invoices' | 'CreditNotes'
  docEntry: number
  installmentId: number
}

export function titleIdOf(id: string): TitleId {
  const match = /^(cn:)?(\d+):(\d+)$/.exec(id)
  if (!match) throw new Error(`no receivable of B1: ${id}`)
  return {
    set: match[1] ? 'CreditNotes' : 'Invoices',
    docEntry: Number(match[2]),
    installmentId: Number(match[3]),
  }
}

/** Somebody that B1 keeps as inactive by a period of validity that is over: no lock. */
const OVER = { Valid: 'tYES', ValidFrom: midnight('2020-01-01'), ValidTo: midnight('2021-12-31') }
const ACTIVE = { Valid: 'tYES', ValidFrom: null, ValidTo: null }
const NOT_FROZEN = { Frozen: 'tNO', FrozenFrom: null, FrozenTo: null, FrozenRemarks: null }

export function partnerOf(record: CustomerRecord): Row {
  const document = record.document ?? null
  const isCompany = document?.length === 14
  const taxIds = { TaxId0: isCompany ? document : null, TaxId4: isCompany ? null : document }
  return {
    CardCode: record.externalId,
    CardName: record.name,
    CardType: 'cCustomer',
    FederalTaxID: null,
    // A row for each address, in no order, and one for the partner itself.
    BPFiscalTaxIDCollection: [
      { Address: 'Entrega', TaxId0: '00.000.000/0000-00', TaxId4: null },
      { Address: '', ...taxIds },
    ],
    CreditLimit: record.limit?.mode === 'amount' ? Number(record.limit.amount) : 0,
    EmailAddress: record.email ?? null,
    Phone1: record.phone ?? null,
    Cellular: record.whatsapp ?? null,
    City: record.city ?? null,
    BillToState: record.state ?? null,
    CreateDate: midnight(record.since),
    ...(record.active === false ? OVER : ACTIVE),
    ...NOT_FROZEN,
  }
}

export function titleOf(record: ReceivableRecord): Row {
  const { docEntry, installmentId } = titleIdOf(record.externalId)
  const number = Number(record.number ?? docEntry)
  const isCancelled = record.status === 'cancelled'
  if (!['open', 'paid', 'cancelled'].includes(record.status)) throw new Error(`B1 has no ${record.status}`)
  return {
    DocEntry: docEntry,
    // Every second one has a nota fiscal of its own numbering.
    ...(docEntry % 2 === 0 ? { DocNum: docEntry, SequenceSerial: number } : { DocNum: number, SequenceSerial: null }),
    CardCode: record.customer.externalId,
    DocDate: midnight(record.issuedOn),
    DocDueDate: midnight(record.dueOn),
    DocTotal: Number(record.amount),
    DocumentStatus: record.status === 'open' ? 'bost_Open' : 'bost_Close',
    CancelStatus: isCancelled ? 'csYes' : 'csNo',
    Cancelled: isCancelled ? 'tYES' : 'tNO',
    Confirmed: 'tYES',
    PaymentMethod: record.paymentMethod ?? null,
    BPL_IDAssignedToInvoice: 1,
    CreationDate: midnight(record.issuedOn),
    DocumentInstallments: [
      { InstallmentId: installmentId, DueDate: midnight(record.dueOn), Total: Number(record.amount), TotalFC: 0 },
    ],
    DocumentLines: [],
  }
}

export function orderOf(record: OrderRecord, today: Day): Row {
  const statuses = { confirmed: 'bost_Open', closed: 'bost_Close', cancelled: 'bost_Close' }
  const isCancelled = record.status === 'cancelled'
  return {
    DocEntry: Number(record.id),
    DocNum: Number(record.id),
    SequenceSerial: null,
    CardCode: record.customer.externalId,
    DocDate: midnight(today),
    DocDueDate: midnight(today),
    DocTotal: Number(record.amount),
    DocumentStatus: statuses[record.status],
    CancelStatus: isCancelled ? 'csYes' : 'csNo',
    Cancelled: isCancelled ? 'tYES' : 'tNO',
    Confirmed: 'tYES',
    PaymentMethod: null,
    BPL_IDAssignedToInvoice: 1,
    // Long ago: only UpdateDate tells that one of the book changed.
    CreationDate: midnight('2024-01-02'),
    DocumentInstallments: [],
    DocumentLines: [],
  }
}
