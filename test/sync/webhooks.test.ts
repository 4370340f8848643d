import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { openSyncBusiness, SOURCE, type SyncBusiness } from './business.ts'
import { MemoryVendor } from './memory-vendor.ts'

const SECRET = 'a-secret-of-the-address-0123456789'
const ADDRESS = `/v1/webhooks/${SOURCE}/${SECRET}`
/** As a vendor posts: without a key of ours. */
const AS_VENDOR = { authorization: undefined }

describe.each(dialects)('what an ERP posts on %s', (dialect) => {
  let business: SyncBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async () => {
    const vendor = new MemoryVendor()
    vendor.customer('C1')
    vendor.title('T1', 'C1', '120.50', '2026-12-10')
    const source = 'webhook: { secret: { env: HOOK } }'
    business = await openSyncBusiness(dialect, vendor, { source, environment: { HOOK: SECRET } })
    const { program } = business
    const post = (body: unknown, address = ADDRESS) => program.call('POST', address, body, AS_VENDOR)
    return { vendor, post, ...business }
  }
  const changed = (externalId: string, deliveryId: string | null = null, afterMs = 0) => ({
    kind: 'changed',
    deliveryId,
    records: [{ stream: 'receivables', externalId, afterMs }],
  })

  it('only who knows the address, and what the adapter has verified', async () => {
    const { post } = await open()
    expect((await post(changed('T1'), `/v1/webhooks/${SOURCE}/${SECRET}x`)).status).toBe(404)
    expect((await post(changed('T1'), `/v1/webhooks/other/${SECRET}`)).status).toBe(404)
    expect(await post({ forged: true })).toMatchObject({ status: 401, body: { detail: 'the signature is wrong' } })
    expect((await post({ kind: 'nothing' })).status).toBe(200)
  })

  it('only says what to fetch again, at once; the ERP says what it is', async () => {
    const { vendor, post, exposure, program } = await open()
    vendor.title('T1', 'C1', '20.00', '2026-12-10')
    expect(await post({ ...changed('T1'), openAmount: '0.00' })).toMatchObject({
      status: 200,
      body: { received: true },
    })
    await expect.poll(async () => (await exposure('C1'))['open'], { timeout: 3_000, interval: 20 }).toBe('20.00')
    vendor.remove('receivables', 'T1')
    await post(changed('T1'))
    // The run before may not be over yet.
    await expect.poll(async () => (await exposure('C1'))['open'], { timeout: 12_000, interval: 20 }).toBe('0.00')
    const latest = async () => (await program.call('GET', `/v1/syncs?source=${SOURCE}`)).body.syncs[0]
    await expect.poll(latest).toMatchObject({ kind: 'refetch', state: 'done' })
  })

  it('what is posted while the source is read is fetched as soon as that is over', async () => {
    const { vendor, post, exposure, program } = await open()
    const gate = Promise.withResolvers<void>()
    const reading = Promise.withResolvers<void>()
    vendor.onAsk = (question) => {
      if (!question.startsWith('pull')) return undefined
      reading.resolve()
      return gate.promise
    }
    await program.call('POST', '/v1/syncs', { source: SOURCE })
    await reading.promise
    vendor.title('T2', 'C1', '30.00', '2026-12-10')
    await post(changed('T2'))
    // Long enough for the fetch to have found the source busy.
    await sleep(300)
    expect(vendor.asked.filter((question) => question.startsWith('read'))).toEqual([])
    vendor.onAsk = () => {}
    gate.resolve()
    const fetched = () => vendor.asked.some((question) => question.startsWith('read'))
    await expect.poll(fetched, { timeout: 3_000, interval: 20 }).toBe(true)
    await expect.poll(async () => (await exposure('C1'))['open'], { timeout: 3_000, interval: 20 }).toBe('150.50')
  })

  it('a delivery that comes again is known, and an early one waits', async () => {
    const { vendor, post, program, sync } = await open()
    const due = async () => (await program.db.all('SELECT external_id, due_at FROM refetches')).length
    await post(changed('T1', 'evt-1', 60_000))
    expect(await due()).toBe(1)
    await sync()
    expect(vendor.asked.filter((question) => question.startsWith('read'))).toEqual([])
    await program.db.run('DELETE FROM refetches')
    await post(changed('T1', 'evt-1', 60_000))
    expect(await due()).toBe(0)
    await post(changed('T1', 'evt-2', 60_000))
    expect(await due()).toBe(1)
  })

  it('an order that the customer may not make is vetoed with its reasons, another one takes room', async () => {
    const { post, exposure } = await open()
    const ask = (id: string, amount: string, revision = 1) =>
      post({ kind: 'order', customerExternalId: 'C1', order: { id, revision, amount } })
    expect(await ask('P1', '800.00')).toMatchObject({ status: 200 })
    expect(await exposure('C1')).toMatchObject({ held: '800.00' })
    expect(await ask('P1', '800.00')).toMatchObject({ status: 200 })
    expect(await exposure('C1')).toMatchObject({ held: '800.00' })
    const refused = await ask('P2', '100.00')
    expect(refused).toMatchObject({ status: 409 })
    expect(refused.body.detail).toContain('R$ 79,50')
    expect(await ask('P1', '700.00', 2)).toMatchObject({ status: 200 })
    expect(await exposure('C1')).toMatchObject({ held: '700.00' })
  })
})
