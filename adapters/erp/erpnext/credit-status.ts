import type { CreditStatusPort } from '../../../src/sync/contract.ts'
import type { ErpnextApi } from './api.ts'
import { BLOCK_FIELD, markOf } from './mapping.ts'

/**
 * `is_frozen`, and never the credit limit: ERPNext does not save a limit below what is outstanding, and a customer whose
 * limit was lowered could not be told from one whom somebody gave that limit.
 */
export function createCreditStatus(api: ErpnextApi): CreditStatusPort {
  return {
    read: async (customerExternalId, signal) => {
      const filters = [['name', '=', customerExternalId] as const]
      const query = { doctype: 'Customer', fields: ['name', BLOCK_FIELD], filters, limit: 1 }
      const [row] = await api.listAmong(query, signal)
      return row ? markOf(row) : null
    },
    isBlocked: (mark) => mark[BLOCK_FIELD] === 1,
    blocked: () => ({ [BLOCK_FIELD]: 1 }),
    write: (customerExternalId, mark, signal) => api.update('Customer', customerExternalId, mark, signal),
  }
}
