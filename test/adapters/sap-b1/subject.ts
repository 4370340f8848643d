import { sapB1 } from '../../../adapters/erp/sap-b1/index.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import { kindAt } from '../../conformance/book.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startServiceLayer } from './fake.ts'

/** Codes with everything that has to be escaped, at most 15 characters. */
const codeOf = (n: number): string => (n % 10 === 3 ? `O'N ${n} & Cia` : `C${String(n).padStart(5, '0')}`)

function idOf(stream: Stream, n: number): string {
  if (stream === 'customers') return codeOf(n)
  if (stream === 'orders') return String(300 + n)
  return `${kindAt(n) === 'credit_note' ? 'cn:' : ''}${100 + n}:1`
}

/** An installation whose instalments do not say what was paid, as the metadata has it: payments are read for that. */
export const subject: Subject = {
  adapter: sapB1,
  startVendor: startServiceLayer,
  idOf,
  says: {
    customers: [
      'externalId',
      'name',
      'document',
      'limit',
      'email',
      'phone',
      'whatsapp',
      'city',
      'state',
      'active',
      'since',
      'status',
    ],
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
      'paymentMethod',
    ],
    orders: ['id', 'customer', 'amount', 'status'],
  },
  kinds: ['invoice', 'credit_note'],
}

/** A newer one, whose instalments tell it. */
export const newerSubject: Subject = {
  ...subject,
  startVendor: (clock) => startServiceLayer(clock, { tellsPaid: true }),
}
