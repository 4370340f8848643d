import { afterEach, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { openSyncBusiness, SOURCE, type SyncBusiness } from './business.ts'
import { away, MemoryVendor, type MemoryVendorOptions } from './memory-vendor.ts'

describe.each(dialects)('reading an ERP on %s', (dialect) => {
  let business: SyncBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async (options: MemoryVendorOptions = {}, fill: (vendor: MemoryVendor) => void = () => {}) => {
    const vendor = new MemoryVendor(options)
    vendor.customer('C1')
    vendor.title('T1', 'C1', '300.00', '2026-11-30')
    vendor.title('T2', 'C1', '120.50', '2026-11-10')
    vendor.order('P1', 'C1', '80.00')
    fill(vendor)
    business = await openSyncBusiness(dialect, vendor)
    return { vendor, ...business }
  }
  const clean = async ({ program }: SyncBusiness): Promise<void> => {
    expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
  }

  it('a new source is read at once, and then only what changed', async () => {
    const { vendor, exposure, sync } = await open()
    expect(await exposure('C1')).toMatchObject({ open: '420.50', overdue: '120.50', orders: '80.00' })
    vendor.asked.length = 0
    vendor.title('T2', 'C1', '0.00', '2026-11-10')
    expect((await sync()).progress['receivables']).toMatchObject({ pages: 1, accepted: 1 })
    expect(await exposure('C1')).toMatchObject({ open: '300.00', overdue: '0.00' })
    expect(vendor.asked).toEqual(['pull customers 1', 'pull receivables 3', 'pull orders 4'])
    await clean(business as SyncBusiness)
  })

  it('goes on after the last page that was kept when the ERP fails on the way', async () => {
    const { vendor, exposure, sync } = await open()
    for (let n = 1; n <= 45; n++) vendor.title(`N${n}`, 'C1', '1.00', '2026-12-01')
    let asks = 0
    vendor.onAsk = (question) => {
      if (question.startsWith('pull receivables') && ++asks === 4) throw away()
    }
    const failed = await sync()
    expect(failed).toMatchObject({ state: 'failed', remedy: 'unavailable', message: 'GET /titles answered 502' })
    expect(failed.progress['receivables']).toMatchObject({ pages: 3, accepted: 30 })
    vendor.asked.length = 0
    vendor.onAsk = () => {}
    expect((await sync()).progress['receivables']).toMatchObject({ accepted: 15 })
    expect(vendor.asked.filter((question) => question.startsWith('pull receivables'))[0]).toBe('pull receivables 34')
    expect(await exposure('C1')).toMatchObject({ open: '465.50' })
    await clean(business as SyncBusiness)
  })

  it('the age of the data is the beginning of the last run that went to its end', async () => {
    const { vendor, program, sync } = await open()
    const { body: before } = await program.call('GET', `/v1/customers/${SOURCE}/C1/credit`)
    vendor.onAsk = () => {
      throw away()
    }
    await sync()
    const { body: after } = await program.call('GET', `/v1/customers/${SOURCE}/C1/credit`)
    expect(after.dataAsOf).toBe(before.dataAsOf)
    const { body } = await program.call('GET', '/v1/sources')
    expect(body.sources[0]).toMatchObject({ source: SOURCE, failures: 1, remedy: 'unavailable', isRunning: false })
    vendor.onAsk = () => {}
    await sync()
    expect((await program.call('GET', '/v1/sources')).body.sources[0]).toMatchObject({ failures: 0, remedy: null })
  })

  it('keeps bad records apart, and asks for them again at night', async () => {
    const { vendor, program, exposure, sync } = await open()
    vendor.title('T3', 'C1', '50.00', '2026-12-01')
    vendor.spoil('receivables', 'T3')
    expect((await sync()).progress['receivables']).toMatchObject({ accepted: 0, rejected: 1 })
    const { body } = await program.call('GET', `/v1/sources/${SOURCE}/quarantine`)
    expect(body.records).toMatchObject([{ externalId: 'T3', errors: [{ path: 'status', message: 'is unknown' }] }])
    vendor.mend('receivables', 'T3')
    await sync()
    expect(await exposure('C1')).toMatchObject({ open: '420.50' })
    await sync('nightly')
    expect(vendor.asked).toContain('read receivables 1')
    expect((await program.call('GET', `/v1/sources/${SOURCE}/quarantine`)).body.records).toEqual([])
    expect(await exposure('C1')).toMatchObject({ open: '470.50' })
  })

  it('takes titles whose customer comes later', async () => {
    const { vendor, exposure, sync } = await open()
    vendor.title('T9', 'C9', '77.00', '2026-12-01')
    expect((await sync()).progress['receivables']).toMatchObject({ rejected: 1 })
    vendor.customer('C9')
    await sync()
    expect(await exposure('C9')).toMatchObject({ open: '77.00' })
  })

  it('asks one by one for what the ERP no longer lists as open', async () => {
    const { vendor, exposure, sync, program } = await open({
      openListing: { receivables: 'every_run', orders: 'nightly' },
    })
    vendor.title('T2', 'C1', '0.00', '2026-11-10')
    vendor.remove('receivables', 'T1')
    vendor.remove('orders', 'P1')
    expect((await sync()).progress['receivables']).toMatchObject({ removed: 1 })
    expect(await exposure('C1')).toMatchObject({ open: '0.00', orders: '80.00' })
    await sync('nightly')
    expect(await exposure('C1')).toMatchObject({ open: '0.00', orders: '0.00' })
    expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
  })

  it('does not believe that most of what is open has vanished, until somebody says so', async () => {
    const { vendor, exposure, sync } = await open({ openListing: { receivables: 'every_run' } }, (erp) => {
      for (let n = 1; n <= 60; n++) erp.title(`V${n}`, 'C1', '1.00', '2026-12-01')
    })
    for (let n = 1; n <= 60; n++) vendor.remove('receivables', `V${n}`)
    const refused = await sync()
    expect(refused).toMatchObject({ state: 'failed', remedy: 'settings' })
    expect(refused.message).toContain('60 of 62 open receivables are no longer listed')
    expect(await exposure('C1')).toMatchObject({ open: '480.50' })
    expect((await sync('nightly', { allowRemovals: true })).state).toBe('done')
    expect(await exposure('C1')).toMatchObject({ open: '420.50' })
  })

  it('a stream that is listed whole closes what it does not name, and goes on within a listing', async () => {
    const { vendor, exposure, sync } = await open({ changes: 'snapshot', pageSize: 5 }, (erp) => {
      for (let n = 1; n <= 20; n++) erp.title(`S${n}`, 'C1', '1.00', '2026-12-01')
    })
    expect(await exposure('C1')).toMatchObject({ open: '440.50' })
    vendor.remove('receivables', 'T1')
    let asks = 0
    vendor.onAsk = (question) => {
      if (question.startsWith('pull receivables') && ++asks === 3) throw away()
    }
    expect((await sync()).state).toBe('failed')
    expect(await exposure('C1')).toMatchObject({ open: '440.50' })
    vendor.onAsk = () => {}
    vendor.asked.length = 0
    expect((await sync()).progress['receivables']).toMatchObject({ removed: 1 })
    expect(vendor.asked).not.toContain('pull receivables 0')
    expect(await exposure('C1')).toMatchObject({ open: '140.50' })
    await clean(business as SyncBusiness)
  })

  it('reads everything again when it is told to', async () => {
    const { vendor, sync, exposure } = await open()
    vendor.asked.length = 0
    expect((await sync('full')).progress['receivables']).toMatchObject({ accepted: 2 })
    expect(vendor.asked).toContain('pull receivables 0')
    expect(await exposure('C1')).toMatchObject({ open: '420.50' })
  })

  it('one program at a time reads a source; one that is not heard of any more writes nothing', async () => {
    const { vendor, program, another, exposure } = await open()
    const other = await another()
    vendor.title('T3', 'C1', '10.00', '2026-12-01')
    let go = (): void => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    vendor.onAsk = (question) => (question.startsWith('pull receivables') ? gate : undefined)
    const { body: first } = await program.call('POST', '/v1/syncs', { source: SOURCE })
    expect((await other.call('POST', '/v1/syncs', { source: SOURCE })).status).toBe(409)
    // As if the first program had hung: its lease is over, the other takes the source.
    await other.db.run('UPDATE sync_sources SET runs_until = 1')
    vendor.onAsk = () => {}
    expect((await other.call('POST', '/v1/syncs', { source: SOURCE })).status).toBe(202)
    await expect.poll(async () => (await other.call('GET', `/v1/sources`)).body.sources[0].isRunning).toBe(false)
    expect(await exposure('C1')).toMatchObject({ open: '430.50' })
    go()
    await expect.poll(async () => (await program.call('GET', `/v1/syncs/${first.id}`)).body.state).toBe('interrupted')
    expect(await exposure('C1')).toMatchObject({ open: '430.50' })
  })
})
