import { erpnext } from '../../../adapters/erp/erpnext/index.ts'
import { kindAt } from '../../conformance/book.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startErpnext } from './fake.ts'

const padded = (n: number): string => String(n).padStart(5, '0')

/** Invoices, credit notes and drafts are Sales Invoices, advances are Payment Entries. */
const titleId = (n: number): string =>
  kindAt(n) === 'advance' ? `ACC-PAY-2026-${padded(n)}:advance` : `ACC-SINV-2026-${padded(n)}:1`

export const subject: Subject = {
  adapter: erpnext,
  startVendor: (clock) => startErpnext(clock),
  idOf: (stream, n) => {
    if (stream === 'receivables') return titleId(n)
    return stream === 'orders' ? `SAL-ORD-2026-${padded(n)}` : `CUST-2026-${padded(n)}`
  },
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
    ],
    receivables: [
      ...(['externalId', 'customer', 'kind', 'issuedOn', 'dueOn', 'amount', 'openAmount', 'status'] as const),
      ...(['currency', 'rate', 'updatedAt'] as const),
    ],
    orders: ['id', 'customer', 'amount', 'invoicedAmount', 'status', 'updatedAt'],
  },
  kinds: ['invoice', 'credit_note', 'advance', 'draft'],
}
