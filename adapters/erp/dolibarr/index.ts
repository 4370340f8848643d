import { defineErpAdapter, type ErpSession, type Link } from '../../../src/sync/contract.ts'
import { createApi } from './api.ts'
import { createCreditStatus } from './block.ts'
import { listOpenRecords, pullChanges } from './listing.ts'
import { readRecords } from './reading.ts'
import { checkAccess } from './rights.ts'
import { type Settings, settingsSchema } from './settings.ts'
import type { Context } from './walk.ts'
import { receive } from './webhook.ts'

export const dolibarr = defineErpAdapter({
  id: 'dolibarr',
  title: 'Dolibarr 22 (REST API)',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    // Payments in part, credit notes that are used and payments that are deleted leave the time of change as it was.
    openListing: { receivables: 'every_run', customers: 'nightly', orders: 'nightly' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: {
      field: 'status',
      refuses: 'a closed third party is not offered for a new order, and its card offers none',
    },
    webhooks: { verified: 'url_secret', vetoesOrders: true },
  },
  settings: settingsSchema,
  open,
  receive,
})

function open(settings: Settings, link: Link): ErpSession {
  const api = createApi(settings, link)
  const context: Context = { api, settings, clock: link.clock }
  return {
    check: (signal) => checkAccess(context, signal),
    pull: (stream, cursor, signal) => pullChanges(context, stream, cursor, signal),
    listOpen: (stream, signal) => listOpenRecords(context, stream, signal),
    read: (stream, externalIds, signal) => readRecords(context, stream, externalIds, signal),
    creditStatus: createCreditStatus(api),
  }
}
