import { dolibarr } from '../../../adapters/erp/dolibarr/index.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startDolibarr } from './fake.ts'

export const subject: Subject = {
  adapter: dolibarr,
  startVendor: startDolibarr,
  idOf: (_stream, n) => String(n),
  says: {
    customers: ['externalId', 'name', 'document', 'limit', 'email', 'phone', 'city', 'since', 'updatedAt'],
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
      'orderId',
      'paymentMethod',
    ],
    orders: ['id', 'customer', 'amount', 'status', 'updatedAt'],
  },
  kinds: ['invoice', 'credit_note', 'advance', 'draft'],
}
