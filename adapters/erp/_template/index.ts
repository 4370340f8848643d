import {
  type CreditStatusPort,
  defineErpAdapter,
  type ErpSession,
  type WebhookDelivery,
  type WebhookOutcome,
} from '../../../src/sync/contract.ts'
import { parseJson } from '../../../src/sync/json.ts'
import { isSignedBy } from '../../../src/sync/signature.ts'
import { type AcmeApi, connect, type Settings, settings } from './api.ts'
import { listOpen, mapPage, pull } from './listing.ts'
import { blocked, changeOf, isBlocked } from './mapping.ts'

function openSession(api: AcmeApi): ErpSession {
  return {
    check: (signal) => api.status(signal),
    pull: (stream, cursor, signal) => pull(api, stream, cursor, signal),
    listOpen: (stream, signal) => listOpen(api, stream, signal),
    read: async (stream, ids, signal) => {
      const rows = await api.read(stream, ids, signal)
      const found = new Set(rows.map(({ id }) => id))
      return { ...mapPage(stream, rows), missing: ids.filter((id) => !found.has(id)) }
    },
    creditStatus: creditStatus(api),
  }
}

function creditStatus(api: AcmeApi): CreditStatusPort {
  return {
    read: async (id, signal) => mapPage('customers', await api.read('customers', [id], signal)).marks[id] ?? null,
    isBlocked,
    blocked,
    write: (id, mark, signal) => api.patchCustomer(id, mark, signal),
  }
}

function receive({ webhookSecret }: Settings, { headers, rawBody }: WebhookDelivery): WebhookOutcome {
  if (!webhookSecret || !isSignedBy(webhookSecret, rawBody, headers['x-acme-signature'], 'hex'))
    return { kind: 'refused', message: 'this is not signed by Acme' }
  const parsed = parseJson(rawBody.toString())
  return 'fault' in parsed ? { kind: 'refused', message: parsed.fault } : changeOf(parsed.value)
}

export const acme = defineErpAdapter({
  id: 'acme',
  title: 'Acme ERP 4',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    // Acme deletes without a trace, so what is open is compared every night.
    openListing: { receivables: 'nightly', orders: 'nightly' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: { field: 'sales_block', refuses: 'new orders' },
    webhooks: { verified: 'hmac' },
  },
  settings,
  open: (given, link) => openSession(connect(given, link)),
  receive,
})
