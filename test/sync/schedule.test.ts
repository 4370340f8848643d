import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import { openSyncBusiness, SOURCE, type SyncBusiness } from './business.ts'
import { MemoryVendor } from './memory-vendor.ts'

const QUIET_MS = 300

describe.each(dialects)('when sources are read, on %s', (dialect) => {
  let business: SyncBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async (schedule?: string) => {
    const vendor = new MemoryVendor({ openListing: { receivables: 'nightly' } })
    vendor.customer('C1')
    vendor.title('T1', 'C1', '300.00', '2026-11-30')
    business = await openSyncBusiness(dialect, vendor, schedule === undefined ? {} : { schedule })
    const runs = async () => (await business?.program.call('GET', '/v1/syncs'))?.body.syncs
    const state = async () => (await business?.program.db.all('SELECT * FROM sync_sources'))?.[0] ?? {}
    return { vendor, runs, state, ...business }
  }

  it('a new source once, and then as its schedule says', async () => {
    const { runs, state, another } = await open()
    await another()
    await sleep(QUIET_MS)
    expect(await runs()).toMatchObject([{ kind: 'changes', state: 'done' }])
    // The next 29 February, and the night of it.
    expect(new Date(Number((await state())['next_changes_at'])).toISOString()).toBe('2028-02-29T03:00:00.000Z')
    expect(new Date(Number((await state())['next_nightly_at'])).toISOString()).toBe('2028-02-29T03:00:00.000Z')
  })

  it('what was missed while no program ran is made up for once, by one of those that start', async () => {
    const { program, runs, another } = await open()
    await program.db.run('UPDATE sync_sources SET next_changes_at = 1000, next_nightly_at = 1000')
    await Promise.all([another(), another(), another()])
    await sleep(QUIET_MS)
    expect((await runs()).map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`)).toEqual([
      'nightly done',
      'changes done',
    ])
  })

  it('a night on which the ERP was away is made up for by the next run', async () => {
    const { vendor, program, runs, another } = await open()
    vendor.onAsk = (question) => {
      if (question.startsWith('open')) throw new SyncError('unavailable', 'GET /open answered 502')
    }
    await program.db.run('UPDATE sync_sources SET next_nightly_at = 1000, next_changes_at = 1000')
    await another()
    await sleep(QUIET_MS)
    expect((await runs())[0]).toMatchObject({ kind: 'nightly', state: 'failed', remedy: 'unavailable' })
    vendor.onAsk = () => {}
    await program.db.run('UPDATE sync_sources SET next_changes_at = 1000')
    await another()
    await sleep(QUIET_MS)
    expect((await runs())[0]).toMatchObject({ kind: 'nightly', state: 'done' })
  })

  it('an ERP that wants to be left alone is, until the time that it named', async () => {
    const { vendor, program, runs, another, sync } = await open()
    vendor.onAsk = () => {
      throw new SyncError('throttled', 'GET /titles answered 429: too many requests', { retryAfterMs: 3_600_000 })
    }
    expect(await sync()).toMatchObject({ state: 'failed', remedy: 'throttled' })
    vendor.onAsk = () => {}
    await program.db.run('UPDATE sync_sources SET next_changes_at = 1000')
    await another()
    await sleep(QUIET_MS)
    expect((await runs())[0]).toMatchObject({ remedy: 'throttled' })
    // Who asks by hand knows what they do; and an hour later nobody has to.
    await another({ now: '2026-11-23T11:00:01-03:00' })
    await sleep(QUIET_MS)
    expect((await runs())[0]).toMatchObject({ state: 'done' })
  })

  it('fires by the clock, in one program alone', async () => {
    const openedMs = performance.now()
    const { runs, another, vendor } = await open('changes: "* * * * * *", nightly: "0 0 29 2 *"')
    await another()
    await sleep(3_200)
    const asked = vendor.asked.filter((question) => question.startsWith('pull customers')).length
    const seconds = (performance.now() - openedMs) / 1_000
    expect(asked).toBeGreaterThanOrEqual(3)
    // One at the start, then one a second; two programs by themselves would ask twice as often.
    expect(asked).toBeLessThanOrEqual(seconds + 2)
    expect((await runs()).every(({ state }: { state: string }) => state !== 'failed')).toBe(true)
  })

  it('a program that stops ends its run within a page, and the next one goes on from there', async () => {
    const { vendor, another, exposure } = await open()
    for (let n = 1; n <= 40; n++) vendor.title(`N${n}`, 'C1', '1.00', '2026-12-01')
    const stopping = await another()
    vendor.onAsk = (question) => (question.startsWith('pull receivables') ? sleep(60) : undefined)
    const { body } = await stopping.call('POST', '/v1/syncs', { source: SOURCE })
    await sleep(90)
    await stopping.stop()
    const stopped = (await business?.program.call('GET', `/v1/syncs/${body.id}`))?.body
    expect(stopped).toMatchObject({ state: 'interrupted', message: 'stopped; the next run goes on from here' })
    expect(Number(stopped.progress.receivables.accepted)).toBeLessThan(40)
    vendor.onAsk = () => {}
    await business?.sync()
    expect(await exposure('C1')).toMatchObject({ open: '340.00' })
  })
})
