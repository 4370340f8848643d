import { acme } from '../../../adapters/erp/_template/index.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startAcme } from './fake.ts'

export const subject: Subject = {
  adapter: acme,
  startVendor: startAcme,
  idOf: (stream, n) => `${stream.slice(0, 1).toUpperCase()}-${10_000 + n}`,
  says: {
    customers: ['externalId', 'name', 'document', 'limit', 'email', 'city', 'state', 'active', 'status', 'updatedAt'],
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
      'currency',
      'rate',
      'updatedAt',
    ],
    orders: ['id', 'customer', 'amount', 'invoicedAmount', 'status', 'updatedAt'],
  },
  kinds: ['invoice', 'credit_note'],
}
