import { sql } from '../../../adapters/erp/sql/index.ts'
import { kindAt } from '../../conformance/book.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startProtheus } from './protheus-fake.ts'
import { startWinthor } from './winthor-fake.ts'

const exempt = {
  '429 waits as long as it is told, and goes on': 'a database does not tell how long to wait',
  'a vendor that serves the same page again and again is refused':
    'a database answers each key with what comes after it; a query without :after_1 is refused by the settings',
}

const TYPES = { invoice: 'NF', credit_note: 'NCC', advance: 'RA', draft: 'PR' }
const digits = (n: number, length: number): string => String(n).padStart(length, '0')

/** The profile for Protheus on tables of its shape. */
export const subject: Subject = {
  adapter: sql,
  startVendor: startProtheus,
  idOf: (stream, n) => {
    if (stream === 'customers') return `${digits(n, 6)}:01`
    return stream === 'orders' ? `01:${digits(n, 6)}` : `01:UNI:${70_000 + n}:1:${TYPES[kindAt(n)]}`
  },
  says: {
    customers: ['externalId', 'name', 'document', 'limit', 'email', 'phone', 'state', 'city', 'since'],
    receivables: [
      'externalId',
      'customer',
      'kind',
      'number',
      'installment',
      'issuedOn',
      'dueOn',
      'amount',
      'openAmount',
      'status',
      'settledOn',
      'orderId',
      'currency',
      'rate',
    ],
    orders: ['id', 'customer', 'amount', 'invoicedAmount', 'status', 'currency', 'rate'],
  },
  kinds: ['invoice', 'credit_note', 'advance'],
  exempt,
}

/** The profile for Winthor on tables of its shape. */
export const winthorSubject: Subject = {
  adapter: sql,
  startVendor: startWinthor,
  idOf: (stream, n) => {
    if (stream !== 'receivables') return String(stream === 'customers' ? n : 900_000 + n)
    return kindAt(n) === 'invoice' ? `${500_000 + n}:1` : `credito:${n}`
  },
  says: {
    customers: ['externalId', 'name', 'document', 'limit', 'email', 'phone', 'state', 'city', 'active', 'since'],
    receivables: [
      'externalId',
      'customer',
      'kind',
      'number',
      'issuedOn',
      'dueOn',
      'amount',
      'openAmount',
      'status',
      'settledOn',
    ],
    orders: ['id', 'customer', 'amount', 'status'],
  },
  kinds: ['invoice', 'credit_note', 'advance'],
  exempt,
}
