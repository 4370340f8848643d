import { defineErpAdapter } from '../../../src/sync/contract.ts'
import { connect } from './api.ts'
import { openSession } from './session.ts'
import { settingsSchema } from './settings.ts'
import { receive } from './webhook.ts'

export const odoo = defineErpAdapter({
  id: 'odoo',
  title: 'Odoo 16 to 19',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    // A line that is made anew when its invoice is edited leaves no trace of the old one, and an order that is invoiced
    // in part does not change its write_date.
    openListing: { customers: 'nightly', receivables: 'every_run', orders: 'every_run' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: {
      field: 'sale_warn, or the field named in the settings',
      refuses:
        'choosing the customer on a quotation (to Odoo 18); a field of your own: confirming an order, by the hook',
    },
    webhooks: { verified: 'url_secret' },
  },
  settings: settingsSchema,
  open: (settings, link) => openSession(settings, connect(settings, link)),
  receive,
})
