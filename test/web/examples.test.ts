import { expect, it } from 'vitest'
import { answerSchema, creditSchema } from '../../src/credit/answer-schema.ts'
import { eventSchema, guardSchema } from '../../src/guard/wire-schema.ts'
import { renderOpenapi } from '../../src/openapi.ts'
import { EXAMPLES } from '../../src/web/examples.ts'
import { openSyncBusiness } from '../sync/business.ts'
import { MemoryVendor } from '../sync/memory-vendor.ts'

type Method = 'PUT' | 'POST' | 'PATCH'

/** In an order in which an ERP could really send them: what exists is asked for after it was made. */
const STEPS: readonly [operationId: string, method: Method, path: string, status: number][] = [
  ['putCustomers', 'PUT', '/v1/sources/omie-matriz/customers', 200],
  ['putReceivables', 'PUT', '/v1/sources/omie-matriz/receivables', 200],
  ['putOrders', 'PUT', '/v1/sources/omie-matriz/orders', 200],
  ['putGroup', 'PUT', '/v1/groups/Rede', 200],
  ['openSnapshot', 'POST', '/v1/sources/omie-matriz/snapshots', 201],
  ['sendHeartbeat', 'POST', '/v1/sources/omie-matriz/heartbeat', 200],
  ['checkCredit', 'POST', '/v1/credit-checks', 200],
  ['confirmOrder', 'POST', '/v1/orders/PED-9900/confirm', 200],
  ['cancelOrder', 'POST', '/v1/orders/PED-9900/cancel', 200],
  ['reloadPolicy', 'POST', '/v1/policies/reload', 200],
  ['createKey', 'POST', '/v1/keys', 201],
  ['createUser', 'POST', '/v1/users', 201],
  ['changeUser', 'PATCH', '/v1/users/{createUser}', 200],
  ['verifyPositions', 'POST', '/v1/positions/verify', 200],
  ['checkConnection', 'POST', '/v1/sources/omie-matriz/connection-check', 200],
  ['stopWriteBack', 'PUT', '/v1/sources/omie-matriz/write-back', 200],
  ['startSync', 'POST', '/v1/syncs', 202],
  ['previewCollection', 'POST', '/v1/collection/preview', 200],
  ['rehearseCollection', 'POST', '/v1/collection/rehearsals', 200],
  ['previewLetter', 'POST', '/v1/collection/letters', 200],
  ['stopSending', 'PUT', '/v1/collection/sending', 200],
  ['addNote', 'POST', '/v1/customers/omie-matriz/1042/notes', 201],
  ['addContactPoint', 'POST', '/v1/customers/omie-matriz/1042/contact-points', 201],
  ['markAddress', 'PUT', '/v1/customers/omie-matriz/1042/address-marks', 200],
  ['makePromise', 'POST', '/v1/customers/omie-matriz/1042/promises', 201],
  ['cancelPromise', 'POST', '/v1/promises/{makePromise}/cancel', 200],
  ['openDispute', 'POST', '/v1/customers/omie-matriz/1042/disputes', 201],
  ['resolveDispute', 'POST', '/v1/disputes/{openDispute}/resolve', 200],
  ['setPause', 'POST', '/v1/customers/omie-matriz/1042/pauses', 201],
  ['liftPause', 'POST', '/v1/pauses/{setPause}/lift', 200],
  ['addTask', 'POST', '/v1/customers/omie-matriz/1042/tasks', 201],
  ['completeTask', 'POST', '/v1/tasks/{addTask}/complete', 200],
  ['runJob', 'POST', '/v1/jobs/judge-promises/runs', 202],
  // There is no channel in this company.
  ['checkChannel', 'POST', '/v1/channels/email/connection-check', 404],
  // Nothing was sent of which nobody knows.
  ['resolveMessage', 'POST', '/v1/collection/messages/msg_1/resolution', 404],
  ['createPolicyDraft', 'POST', '/v1/policies/drafts', 201],
  ['changePolicyDraft', 'PUT', '/v1/policies/drafts/{createPolicyDraft}', 200],
  ['rehearsePolicyDraft', 'POST', '/v1/policies/drafts/{createPolicyDraft}/rehearse', 200],
  ['activatePolicyDraft', 'POST', '/v1/policies/drafts/{createPolicyDraft}/activate', 200],
  ['createEventWebhook', 'POST', '/v1/event-webhooks', 201],
  ['renewEventWebhookSecret', 'POST', '/v1/event-webhooks/{createEventWebhook}/secret', 200],
  ['activateEventWebhook', 'POST', '/v1/event-webhooks/{createEventWebhook}/activate', 200],
  ['testEventWebhook', 'POST', '/v1/event-webhooks/{createEventWebhook}/test', 200],
  ['replayEventDeliveries', 'POST', '/v1/event-webhooks/{createEventWebhook}/replay', 200],
  // Nothing was refused that could be released.
  ['requestRelease', 'POST', '/v1/blocked-orders/blo_1/releases', 404],
  ['signRelease', 'POST', '/v1/releases/rel_1/sign', 404],
  ['withdrawRelease', 'POST', '/v1/releases/rel_1/withdraw', 404],
  ['keepOrderBack', 'POST', '/v1/blocked-orders/blo_1/keep-back', 404],
  ['letOrderGo', 'POST', '/v1/blocked-orders/blo_1/let-go', 404],
]

it('every example body of /docs can be sent as it stands', async () => {
  const business = await openSyncBusiness('sqlite', new MemoryVendor(), { name: 'omie-matriz' })
  const { program } = business
  try {
    const made = new Map<string, string>()
    for (const [operationId, method, path, status] of STEPS) {
      const filled = path.replace(/\{(\w+)\}/, (_, step: string) => made.get(step) ?? 'nothing')
      const reply = await program.call(method, filled, EXAMPLES[operationId]?.body)
      made.set(operationId, reply.body.id)
      expect(reply, operationId).toMatchObject({ status })
      expect(reply.body.rejected ?? [], operationId).toEqual([])
    }
    const { id } = (await program.call('POST', '/v1/sources/omie-matriz/snapshots', {})).body
    const records = EXAMPLES['putOrders']?.body
    await program.call('PUT', `/v1/sources/omie-matriz/orders?snapshot=${id}`, records)
    const complete = `/v1/sources/omie-matriz/snapshots/${id}/complete`
    expect(await program.call('POST', complete, EXAMPLES['completeSnapshot']?.body)).toMatchObject({ status: 200 })
    const withBody = Object.keys(EXAMPLES).filter((name) => EXAMPLES[name]?.body !== undefined)
    expect(withBody.toSorted()).toEqual([...STEPS.map(([name]) => name), 'completeSnapshot'].toSorted())
  } finally {
    await business.close()
  }
})

it('the example answers have the declared form', () => {
  expect(answerSchema.strict().safeParse(EXAMPLES['checkCredit']?.answer).error).toBeUndefined()
  expect(creditSchema.strict().safeParse(EXAMPLES['readCredit']?.answer).error).toBeUndefined()
  for (const [name, list, schema] of [
    ['listGuards', 'guards', guardSchema],
    ['listGuardEvents', 'events', eventSchema],
  ] as const) {
    const answer = EXAMPLES[name]?.answer as Record<string, unknown>
    expect([name, schema.strict().array().min(1).safeParse(answer[list]).error]).toEqual([name, undefined])
  }
})

it('every operation with a JSON body has an example of it', async () => {
  const { paths } = JSON.parse(await renderOpenapi())
  const operations = Object.values(paths).flatMap((entry) => Object.values(entry as object))
  const bare = operations.filter(({ requestBody }) => {
    const json = requestBody?.content?.['application/json']
    return json && json.example === undefined
  })
  expect(bare.map(({ operationId }) => operationId)).toEqual([])
  expect(operations.length).toBeGreaterThan(20)
})
