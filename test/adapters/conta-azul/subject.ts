import { contaAzul } from '../../../adapters/erp/conta-azul/index.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import type { Subject } from '../../conformance/vendor.ts'
import { startFakeContaAzul } from './fake.ts'

const KINDS: Readonly<Record<Stream, string>> = { customers: '1', receivables: '2', orders: '3' }

export const subject: Subject = {
  adapter: contaAzul,
  startVendor: startFakeContaAzul,
  idOf: (stream, n) => `${KINDS[stream]}5473eec-4e74-41ee-b500-${String(n).padStart(12, '0')}`,
  says: {
    customers: ['externalId', 'name', 'document', 'email', 'phone', 'state', 'city', 'since'],
    receivables: ['externalId', 'customer', 'kind', 'number', 'issuedOn', 'dueOn', 'amount', 'openAmount', 'status'],
    orders: ['id', 'customer', 'amount', 'status'],
  },
  kinds: ['invoice'],
}
