import type { Day } from '../../../src/kernel/day.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import { anyOf, literal } from './query.ts'
import type { Settings } from './settings.ts'

/** An entity set as it is listed: of 386 properties of a business partner and 290 of a document only those needed. */
export interface Listing {
  readonly set: 'BusinessPartners' | 'Invoices' | 'CreditNotes' | 'Orders' | 'IncomingPayments'
  readonly key: 'CardCode' | 'DocEntry'
  readonly select: readonly string[]
  /** What always holds, whatever is asked for. */
  readonly base: string | null
  /** What counts now. */
  readonly open: string | null
  /** The days that tell a change. `UpdateDate` may be empty until the first one, so the day of creation counts too. */
  readonly changedOn: readonly string[]
}

const customers: Listing = {
  set: 'BusinessPartners',
  key: 'CardCode',
  select: [
    'CardCode',
    'CardName',
    'CardType',
    'FederalTaxID',
    'BPFiscalTaxIDCollection',
    'CreditLimit',
    'EmailAddress',
    'Phone1',
    'Cellular',
    'City',
    'BillToState',
    'CreateDate',
    'Valid',
    'ValidFrom',
    'ValidTo',
    'Frozen',
    'FrozenFrom',
    'FrozenTo',
    'FrozenRemarks',
  ],
  base: "CardType eq 'cCustomer'",
  open: null,
  changedOn: ['UpdateDate', 'CreateDate'],
}

const HEADER = [
  'DocEntry',
  'CardCode',
  'DocDate',
  'DocTotal',
  'DocumentStatus',
  'CancelStatus',
  'BPL_IDAssignedToInvoice',
]
const OPEN = "DocumentStatus eq 'bost_Open'"
const document = { key: 'DocEntry', base: null, open: OPEN, changedOn: ['UpdateDate', 'CreationDate'] } as const

const TITLE = [...HEADER, 'DocNum', 'SequenceSerial', 'DocDueDate', 'PaymentMethod', 'DocumentInstallments']
const invoices: Listing = { ...document, set: 'Invoices', select: TITLE }
const creditNotes: Listing = { ...document, set: 'CreditNotes', select: TITLE }

const orders: Listing = {
  ...document,
  set: 'Orders',
  select: [...HEADER, 'Confirmed'],
  open: `${OPEN} and Confirmed eq 'tYES'`,
}

/** Read only where the instalments do not tell what was paid. */
export const payments: Listing = {
  set: 'IncomingPayments',
  key: 'DocEntry',
  select: ['DocEntry', 'CardCode', 'DocDate', 'Cancelled', 'PaymentInvoices'],
  base: "Cancelled eq 'tNO'",
  open: null,
  changedOn: ['DocDate'],
}
export const creditedLines: Listing = {
  ...creditNotes,
  select: ['DocEntry', 'CardCode', 'DocDate', 'DocTotal', 'CancelStatus', 'DocumentLines'],
  base: "Cancelled eq 'tNO'",
}

const UNPAID_BILL = ['boes_Created', 'boes_Sent', 'boes_Deposited', 'boes_Failed']

/** Boletos that B1 made itself: a payment by bill of exchange settles the invoice long before the customer pays. */
export const bills: Listing = {
  set: 'IncomingPayments',
  key: 'DocEntry',
  select: [
    'DocEntry',
    'DocNum',
    'CardCode',
    'DocDate',
    'DueDate',
    'Cancelled',
    'BillOfExchangeAmount',
    'BillofExchangeStatus',
    'BillOfExchange',
    'BPLID',
  ],
  base: 'BillOfExchangeAmount gt 0',
  open: `Cancelled eq 'tNO' and ${anyOf('BillofExchangeStatus', UNPAID_BILL)}`,
  // Payments have no UpdateDate. What becomes of a bill later is seen by what is open.
  changedOn: ['DocDate'],
}

/** The sets that make up a stream, in the order in which they are read. */
export function listingsOf(stream: Stream, { blockField, orderLines, billsOfExchange }: Settings): readonly Listing[] {
  if (stream === 'receivables') return [invoices, creditNotes, ...(billsOfExchange === 'read' ? [bills] : [])]
  if (stream === 'orders') return [orderLines ? { ...orders, select: [...orders.select, 'DocumentLines'] } : orders]
  return [blockField === 'Frozen' ? customers : { ...customers, select: [...customers.select, blockField] }]
}

/** Time of day is in a property of its own that a filter cannot combine with the day, so whole days are asked for. */
export const changedSince = ({ changedOn }: Listing, day: Day): string =>
  `(${changedOn.map((property) => `${property} ge ${literal(day)}`).join(' or ')})`
