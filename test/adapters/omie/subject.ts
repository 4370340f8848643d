import { omie } from '../../../adapters/erp/omie/index.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startOmie } from './fake.ts'

const FIRST: Readonly<Record<Stream, number>> = {
  customers: 2_485_990_000,
  receivables: 5_252_420_000,
  orders: 9_178_000_000,
}

export const idOf = (stream: Stream, n: number): string => String(FIRST[stream] + n)

export const subject: Subject = {
  adapter: omie,
  startVendor: startOmie,
  idOf,
  says: {
    customers: [
      'externalId',
      'name',
      'document',
      'limit',
      'email',
      'phone',
      'state',
      'city',
      'active',
      'since',
      'updatedAt',
    ],
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
      'updatedAt',
    ],
    orders: ['id', 'customer', 'amount', 'status', 'updatedAt'],
  },
  kinds: ['invoice', 'credit_note'],
}
