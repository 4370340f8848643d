import type { Scope } from '../../src/access/key.ts'
import { EXAMPLES } from '../../src/web/examples.ts'
import type { Belongings } from './everybody-belongings.ts'

/**
 * Every operation of the API: the scope that it asks for, and what it answers a key with every scope that is bound to
 * another source than the ids are of. 200 is for lists, which then hold nothing of the other source, and for the policy,
 * which is everybody's. `id` says whose id the path carries.
 */
export const OPERATIONS: Readonly<
  Record<string, readonly [scope: Scope, foreign: 200 | 403 | 404 | null, id?: keyof Belongings]>
> = {
  listAudit: ['read', 403],
  listBlockedOrders: ['read', 200],
  readBlockedOrder: ['read', 404, 'askedOrder'],
  keepOrderBack: ['operate', 404, 'askedOrder'],
  letOrderGo: ['operate', 404, 'askedOrder'],
  requestRelease: ['operate', 404, 'askedOrder'],
  checkChannel: ['operate', 403],
  readCollection: ['read', 403],
  previewLetter: ['read', 403],
  listMessages: ['read', 200],
  readMessage: ['read', 404, 'message'],
  resolveMessage: ['operate', 404, 'message'],
  previewCollection: ['read', 403],
  rehearseCollection: ['read', 403],
  stopSending: ['operate', 403],
  readWorklist: ['read', 200],
  removeContactPoint: ['operate', 404, 'contact'],
  checkCredit: ['check', 403],
  readCheck: ['read', 404, 'check'],
  markAddress: ['operate', 403],
  readCare: ['read', 403],
  addContactPoint: ['operate', 403],
  readCredit: ['read', 403],
  openDispute: ['operate', 403],
  addNote: ['operate', 403],
  setPause: ['operate', 403],
  makePromise: ['operate', 403],
  readStory: ['read', 403],
  addTask: ['operate', 403],
  resolveDispute: ['operate', 404, 'dispute'],
  listEventWebhooks: ['admin', 200],
  createEventWebhook: ['admin', 403],
  removeEventWebhook: ['admin', 404, 'webhook'],
  activateEventWebhook: ['admin', 404, 'webhook'],
  listEventDeliveries: ['read', 404, 'webhook'],
  replayEventDeliveries: ['operate', 404, 'webhook'],
  renewEventWebhookSecret: ['admin', 404, 'webhook'],
  testEventWebhook: ['admin', 404, 'webhook'],
  listEvents: ['read', 200],
  putGroup: ['write', 403],
  listGuards: ['read', 200],
  listGuardEvents: ['read', 404],
  listJobs: ['read', 403],
  listJobRuns: ['read', 403],
  runJob: ['operate', 403],
  listKeys: ['admin', 200],
  createKey: ['admin', 403],
  revokeKey: ['admin', 404, 'key'],
  cancelOrder: ['check', 403, 'orderId'],
  confirmOrder: ['check', 403, 'orderId'],
  liftPause: ['operate', 404, 'pause'],
  readPolicy: ['read', 200],
  listPolicyVersions: ['read', 200],
  readPolicyVersion: ['read', 200],
  diffPolicyVersions: ['read', 200],
  listPolicyDrafts: ['operate', 403],
  createPolicyDraft: ['operate', 403],
  deletePolicyDraft: ['operate', 403, 'draft'],
  readPolicyDraft: ['operate', 403, 'draft'],
  changePolicyDraft: ['operate', 403, 'draft'],
  activatePolicyDraft: ['operate', 403, 'draft'],
  rehearsePolicyDraft: ['operate', 403, 'draft'],
  reloadPolicy: ['operate', 403],
  verifyPositions: ['operate', 403],
  cancelPromise: ['operate', 404, 'promise'],
  listReleases: ['read', 200],
  signRelease: ['operate', 404, 'signedRelease'],
  withdrawRelease: ['operate', 404, 'signedRelease'],
  readDashboard: ['read', 200],
  readReleaseReport: ['read', 200],
  listSources: ['read', 200],
  listBlockWrites: ['read', 403],
  listBlocks: ['read', 403],
  checkConnection: ['operate', 403],
  putCustomers: ['write', 403],
  sendHeartbeat: ['write', 403],
  putOrders: ['write', 403],
  listQuarantine: ['read', 403],
  putReceivables: ['write', 403],
  openSnapshot: ['write', 403],
  completeSnapshot: ['write', 403, 'snapshot'],
  stopWriteBack: ['operate', 403],
  listSyncs: ['read', 200],
  startSync: ['operate', 403],
  readSync: ['read', 404, 'sync'],
  listTasks: ['read', 200],
  completeTask: ['operate', 404, 'task'],
  listUsers: ['admin', 403],
  createUser: ['admin', 403],
  changeUser: ['admin', 403, 'person'],
  resetPassword: ['admin', 403, 'person'],
}

/** Whoever has the secret of the address may; others find nothing there, or are told what they may know. */
export const PUBLIC: Readonly<Record<string, 200 | 404>> = {
  ...{ getHealth: 200, getMetrics: 200, getOpenapi: 200, getReadiness: 200, askOptOut: 200 },
  ...{ verifyReceipts: 404, receiveReceipts: 404, optOut: 404, receiveWebhook: 404 },
}

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

export interface Call {
  readonly method: Method
  readonly url: string
  readonly body?: unknown
}

/** Where the source of the caller is right, and something else names what is of another source. */
export const sidewaysCalls = (own: Belongings, other: Belongings): readonly (readonly [Call, number])[] => {
  const get = (url: string): Call => ({ method: 'GET', url })
  const post = (url: string, body: unknown): Call => ({ method: 'POST', url, body })
  const query = `source=${other.source}`
  const customer = { externalId: other.customer }
  const ours = `/v1/customers/${own.source}/${own.customer}`
  const key = { name: 'mais', scopes: ['read'] }
  return [
    [get(`/v1/blocked-orders?${query}`), 403],
    [get(`/v1/blocked-orders?${query}&customer=${other.customer}`), 403],
    [get(`/v1/blocked-orders?source=${own.source}&customer=${other.customer}`), 200],
    [get(`/v1/blocked-orders?salesRep=${other.orderId.replace('asked', 'rep')}`), 200],
    [get(`/v1/syncs?${query}`), 403],
    [get(`/v1/collection/messages?state=ambiguous&${query}`), 403],
    [get('/v1/collection/messages?state=ambiguous'), 200],
    [get(`/v1/collection/worklist?${query}`), 403],
    [get(`/v1/reports/dashboard?${query}`), 403],
    [get(`/v1/reports/releases?${query}`), 403],
    [get(`/v1/customers/${own.source}/${other.customer}/credit`), 404],
    [get(`/v1/customers/${own.source}/${other.customer}/story`), 404],
    [get('/v1/tasks?assignee=x'), 200],
    [post(`/v1/sources/${own.source}/snapshots/${other.snapshot}/complete`, {}), 404],
    [{ method: 'PUT', url: `/v1/sources/${own.source}/orders?snapshot=${other.snapshot}`, body: { orders: [] } }, 404],
    [post(`/v1/orders/${other.orderId}/cancel`, { source: own.source }), 404],
    [post(`/v1/orders/${other.orderId}/confirm`, { source: own.source }), 404],
    [post(`${ours}/promises`, { amount: '1.00', promisedOn: '2026-11-25', receivables: [other.title] }), 422],
    [post(`${ours}/disputes`, { reason: 'x', receivables: [other.title] }), 422],
    [post('/v1/collection/preview', { source: own.source, customer }), 200],
    [post('/v1/collection/letters', { source: own.source, customer, template: 'aviso', channel: 'email' }), 404],
    [post(`/v1/event-webhooks/${other.webhook}/replay`, { deliveries: [other.delivery.split('.')[1]] }), 404],
    [post('/v1/keys', { ...key, source: other.source }), 403],
    [post('/v1/keys', key), 403],
    [post('/v1/users', { login: 'mais', name: 'Mais', role: 'rep', source: own.source }), 403],
  ]
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
}

/** Every operation as it is called about somebody's belongings, with the example body of /docs. */
export function callsOf(document: Document, theirs: Belongings): ReadonlyMap<string, Call> {
  const named: Record<string, string> = {
    ...{ source: theirs.source, externalId: theirs.customer, version: theirs.version, key: theirs.group },
    guard: theirs.guard,
    ...{ secret: 'a-secret-that-is-none', token: 'f'.repeat(43) },
  }
  return new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]): [string, Call] => {
        const [, , id = 'askedOrder'] = OPERATIONS[operationId] ?? []
        const name = operationId === 'checkChannel' ? theirs.channel : theirs.job
        const values: Record<string, string> = { ...named, id: theirs[id], name }
        const url = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? key))
        const example = EXAMPLES[operationId]?.body
        return [
          operationId,
          { method: method.toUpperCase() as Method, url, ...(example !== undefined && { body: of(example, theirs) }) },
        ]
      }),
    ),
  )
}

/** The example as if it were about the other source. */
function of(example: unknown, theirs: Belongings): unknown {
  const text = JSON.stringify(example).replaceAll('"omie-matriz"', JSON.stringify(theirs.source))
  return JSON.parse(text.replaceAll('"1042"', JSON.stringify(theirs.customer)))
}
