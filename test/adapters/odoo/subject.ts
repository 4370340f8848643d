import { odoo } from '../../../adapters/erp/odoo/index.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startOdoo } from './fake.ts'

const FIRST: Readonly<Record<Stream, number>> = { customers: 1_000, receivables: 20_000, orders: 5_000 }

const subjectOf = (api: 'json2' | 'jsonrpc'): Subject => ({
  adapter: odoo,
  startVendor: (clock) => startOdoo(clock, api),
  idOf: (stream, n) => String(FIRST[stream] + n),
  says: {
    customers: [
      ...([
        'externalId',
        'name',
        'document',
        'limit',
        'email',
        'phone',
        'state',
        'city',
        'active',
        'updatedAt',
      ] as const),
      ...(api === 'jsonrpc' ? (['whatsapp'] as const) : []),
    ],
    receivables: [
      ...(['externalId', 'customer', 'kind', 'number', 'issuedOn', 'dueOn', 'amount', 'openAmount', 'status'] as const),
      ...(['company', 'updatedAt'] as const),
    ],
    orders: ['id', 'customer', 'amount', 'invoicedAmount', 'status', 'company', 'currency', 'rate', 'updatedAt'],
  },
  kinds: ['invoice', 'credit_note', 'advance', 'draft'],
})

/** Odoo 19 with JSON-2. */
export const subject: Subject = subjectOf('json2')
/** Odoo 17 with JSON-RPC. */
export const olderSubject: Subject = subjectOf('jsonrpc')
