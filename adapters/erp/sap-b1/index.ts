import { defineErpAdapter } from '../../../src/sync/contract.ts'
import { openSession } from './session.ts'
import { settingsSchema } from './settings.ts'

export const sapB1 = defineErpAdapter({
  id: 'sap-b1',
  title: 'SAP Business One 10.0 (Service Layer, OData 4)',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    // Nothing says that a payment changes the UpdateDate of the invoice it settles, so open ones are always looked at.
    openListing: { customers: 'nightly', receivables: 'every_run', orders: 'every_run' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: {
      field: 'Frozen, or the user field named in the settings',
      refuses: 'new sales documents for the customer; a user field: what the hook in B1 makes of it',
    },
    webhooks: null,
  },
  settings: settingsSchema,
  open: openSession,
})
