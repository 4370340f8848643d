import { expect, it } from 'vitest'
import { answerSchema, creditSchema } from '../../src/credit/answer-schema.ts'
import { renderOpenapi } from '../../src/openapi.ts'
import { EXAMPLES } from '../../src/web/examples.ts'
import { openSyncBusiness } from '../sync/business.ts'
import { MemoryVendor } from '../sync/memory-vendor.ts'

type Method = 'PUT' | 'POST'

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
  ['verifyPositions', 'POST', '/v1/positions/verify', 200],
  ['checkConnection', 'POST', '/v1/sources/omie-matriz/connection-check', 200],
  ['stopWriteBack', 'PUT', '/v1/sources/omie-matriz/write-back', 200],
  ['startSync', 'POST', '/v1/syncs', 202],
]

it('every example body of /docs can be sent as it stands', async () => {
  const business = await openSyncBusiness('sqlite', new MemoryVendor(), { name: 'omie-matriz' })
  const { program } = business
  try {
    for (const [operationId, method, path, status] of STEPS) {
      const reply = await program.call(method, path, EXAMPLES[operationId]?.body)
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
