import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { DolibarrApi, Row } from './api.ts'
import { markOf } from './mapping.ts'

const CLOSED = '0'

/**
 * A third party that is closed is no longer offered where a customer is chosen, and its card offers no new order.
 * Dolibarr has no block of its own besides that.
 */
export function createCreditStatus(api: DolibarrApi): CreditStatusPort {
  return {
    read: async (customerExternalId, signal) => {
      const row = await api.get(pathOf(customerExternalId), signal)
      return row === null ? null : markOf(row as Row)
    },
    isBlocked: (mark) => mark['status'] === CLOSED,
    blocked: () => ({ status: CLOSED }),
    write: (customerExternalId, mark, signal) => write(api, customerExternalId, mark, signal),
  }
}

/**
 * Dolibarr loads the third party, sets this one field and writes the whole row back; it takes fields that it does not
 * know in silence. So what it answers is looked at.
 */
async function write(
  api: DolibarrApi,
  customerExternalId: string,
  mark: CreditMark,
  signal: AbortSignal,
): Promise<void> {
  const { status } = mark
  if (status !== '0' && status !== '1') throw new TypeError(`Dolibarr has no status ${status} of a third party`)
  const answer = await api.put(pathOf(customerExternalId), { status: Number(status) }, signal)
  if (answer === null) throw new SyncError('bad_record', 'Dolibarr has no such third party any more')
  const isTaken = typeof answer === 'object' && 'status' in answer && String(answer.status) === status
  if (!isTaken)
    throw new SyncError('settings', 'Dolibarr took the call and did not change the status of the third party')
}

const pathOf = (id: string): string => `/thirdparties/${encodeURIComponent(id)}`
