import { bling } from '../../../adapters/erp/bling/index.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startBling } from './fake.ts'

const FIRST_IDS: Readonly<Record<Stream, number>> = {
  customers: 16_667_000_000,
  receivables: 22_300_000_000,
  orders: 26_944_000_000,
}

export const idOf = (stream: Stream, n: number): string => String(FIRST_IDS[stream] + n)

export const subject: Subject = {
  adapter: bling,
  startVendor: startBling,
  idOf,
  says: {
    customers: ['externalId', 'name', 'document', 'limit', 'email', 'phone', 'whatsapp', 'state', 'city'],
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
    orders: ['id', 'customer', 'amount', 'status'],
  },
  kinds: ['invoice'],
}
