import { defineErpAdapter } from '../../../src/sync/contract.ts'
import { connect } from './api.ts'
import { openSession } from './session.ts'
import { settingsSchema } from './settings.ts'
import { receive } from './webhook.ts'

export const erpnext = defineErpAdapter({
  id: 'erpnext',
  title: 'ERPNext 13 to 16',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    // What is cancelled and deleted between two runs leaves no trace, nor does a customer who is given another name.
    openListing: { customers: 'nightly', receivables: 'every_run', orders: 'nightly' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: {
      field: 'is_frozen',
      refuses: 'every document of the customer, receipts too, to users without the role for frozen entries',
    },
    webhooks: { verified: 'hmac' },
  },
  settings: settingsSchema,
  open: (settings, link) => openSession(settings, connect(settings, link)),
  receive,
})
