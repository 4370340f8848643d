import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { OdooApi } from './api.ts'
import type { Directory } from './directory.ts'
import { readRows } from './listing.ts'
import { markOf } from './mapping.ts'
import { blockFieldsOf } from './models.ts'

/** `sale_warn` to Odoo 18, or a field of yes and no that the hook, or an approval rule, looks at. */
export function createCreditStatus(
  api: OdooApi,
  context: Readonly<Record<string, unknown>>,
  blockField: string,
  { hasFields }: Pick<Directory, 'hasFields'>,
): CreditStatusPort {
  const isWarning = blockField === 'sale_warn'
  const fields = blockFieldsOf(blockField)
  let isThere = false
  const requireField = async (signal: AbortSignal): Promise<void> => {
    isThere ||= await hasFields('res.partner', fields, signal)
    if (!isThere)
      throw new SyncError('settings', `res.partner has no ${blockField}: name a field of your own as blockField`)
  }
  return {
    read: async (customerExternalId, signal) => {
      await requireField(signal)
      const id = Number(customerExternalId)
      if (!Number.isSafeInteger(id)) return null
      const named = { domain: [['id', '=', id]], fields, context }
      const [row] = readRows((await api.call('res.partner', 'search_read', named, signal)).result, 'res.partner')
      return row ? markOf(row, fields) : null
    },
    isBlocked: (mark) => (isWarning ? mark['sale_warn'] === 'block' : mark[blockField] === true),
    blocked: (_mark, reason): CreditMark =>
      isWarning ? { sale_warn: 'block', sale_warn_msg: reason } : { [blockField]: true },
    write: async (customerExternalId, mark, signal) => {
      await requireField(signal)
      const vals = Object.fromEntries(Object.entries(mark).map(([field, value]) => [field, value ?? false]))
      await api.call('res.partner', 'write', { ids: [Number(customerExternalId)], vals, context }, signal)
    },
  }
}
