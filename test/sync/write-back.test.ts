import { afterEach, describe, expect, it, vi } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { openSyncBusiness, SOURCE, type SyncBusiness } from './business.ts'
import { away, MemoryVendor } from './memory-vendor.ts'

const FREE = { blocked: 'N', note: 'visita às terças' }
const WAIT = { timeout: 10_000, interval: 10 }
const BLOCKED = { blocked: 'S', note: 'Fiado: títulos vencidos' }

describe.each(dialects)('the block in the ERP on %s', (dialect) => {
  let business: SyncBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  /** Quiet: nothing is written but by the run that a test asks for. */
  const open = async (
    writeBack = 'mode: on',
    fill: (vendor: MemoryVendor) => void = () => {},
    composition = { isQuiet: true },
  ) => {
    const vendor = new MemoryVendor({ openListing: { receivables: 'nightly' } })
    vendor.customer('C1')
    vendor.customer('C2')
    vendor.title('T1', 'C1', '120.50', '2026-11-10')
    vendor.title('T2', 'C2', '99.00', '2026-12-10')
    fill(vendor)
    business = await openSyncBusiness(dialect, vendor, { source: `writeBack: { ${writeBack} }`, composition })
    const writes = async () => (await business?.program.call('GET', `/v1/sources/${SOURCE}/block-writes`))?.body.writes
    const blocks = async () => (await business?.program.call('GET', `/v1/sources/${SOURCE}/blocks`))?.body.blocks
    return { vendor, writes, blocks, ...business }
  }

  it('blocks who is overdue, and nobody else', async () => {
    const { vendor, writes, blocks } = await open()
    expect(vendor.markOf('C1')).toEqual(BLOCKED)
    expect(vendor.markOf('C2')).toEqual(FREE)
    expect(await writes()).toMatchObject([
      { externalId: 'C1', action: 'block', outcome: 'written', before: FREE, after: BLOCKED },
    ])
    expect(await blocks()).toMatchObject([{ externalId: 'C1', state: 'blocked', former: FREE, written: BLOCKED }])
  })

  it('a payment that is seen lifts it in the same sync, and what stood there before stands there again', async () => {
    const { vendor, writes, blocks, sync } = await open()
    vendor.title('T1', 'C1', '0.00', '2026-11-10')
    await sync()
    expect(vendor.markOf('C1')).toEqual(FREE)
    expect((await writes())[0]).toMatchObject({ externalId: 'C1', action: 'lift', outcome: 'written', after: FREE })
    expect(await blocks()).toEqual([])
  })

  it('our own block does not stop the customer, a block that a person set does', async () => {
    const { vendor, sync, program } = await open('mode: on', (erp) => {
      erp.marks.set('C2', { blocked: 'S', note: 'cliente brigou' })
    })
    const credit = async (id: string) => (await program.call('GET', `/v1/customers/${SOURCE}/${id}/credit`)).body
    vendor.customer('C1', { city: 'Curitiba' })
    vendor.customer('C2', { city: 'Curitiba' })
    await sync()
    expect((await credit('C1')).status).toBe('normal')
    expect((await credit('C1')).reasons.map(({ code }: { code: string }) => code)).not.toContain('customer_stopped')
    expect((await credit('C2')).status).toBe('stop')
    vendor.marks.set('C2', FREE)
    vendor.customer('C2', { city: 'Londrina' })
    await sync()
    expect((await credit('C2')).status).toBe('normal')
  })

  it('leaves alone what a person changed meanwhile', async () => {
    const { vendor, writes, sync, blocks } = await open()
    vendor.marks.set('C1', { blocked: 'S', note: 'bloqueio do diretor' })
    vendor.title('T1', 'C1', '0.00', '2026-11-10')
    await sync()
    expect(vendor.markOf('C1')).toEqual({ blocked: 'S', note: 'bloqueio do diretor' })
    expect((await writes())[0]).toMatchObject({ action: 'lift', outcome: 'foreign' })
    expect(await blocks()).toEqual([])
  })

  it('blocks again who was freed by hand and still owes', async () => {
    const { vendor, sync, writes } = await open()
    vendor.marks.set('C1', FREE)
    vendor.customer('C1', { city: 'Curitiba' })
    await sync()
    expect(vendor.markOf('C1')).toEqual(BLOCKED)
    expect(await writes()).toHaveLength(2)
  })

  it('never counts a block that stood already as its own', async () => {
    const { vendor, sync } = await open('mode: on', (erp) => {
      erp.marks.set('C1', { blocked: 'S', note: 'bloqueio do diretor' })
    })
    vendor.title('T1', 'C1', '0.00', '2026-11-10')
    await sync()
    expect(vendor.markOf('C1')).toEqual({ blocked: 'S', note: 'bloqueio do diretor' })
    expect(vendor.asked.filter((question) => question.startsWith('write'))).toEqual([])
  })

  it('a write that nobody saw arrive is looked at again, and still knows what stood before', async () => {
    const vendor = new MemoryVendor()
    vendor.customer('C1')
    vendor.title('T1', 'C1', '120.50', '2026-11-10')
    let asks = 0
    vendor.onAsk = (question) => {
      // The ERP takes the write and its answer is lost: the next question is never answered.
      if (question === 'look C1' && ++asks === 2) throw away('no answer within 30000 ms')
    }
    business = await openSyncBusiness(dialect, vendor, {
      ...{ source: 'writeBack: { mode: on }', composition: { isQuiet: true } },
    })
    expect(vendor.markOf('C1')).toEqual(BLOCKED)
    const { body } = await business.program.call('GET', `/v1/sources/${SOURCE}/blocks`)
    expect(body.blocks).toMatchObject([{ state: 'writing', former: FREE }])
    expect((await business.sync()).state).toBe('done')
    expect((await business.program.call('GET', `/v1/sources/${SOURCE}/blocks`)).body.blocks).toMatchObject([
      { state: 'blocked', former: FREE },
    ])
    vendor.title('T1', 'C1', '0.00', '2026-11-10')
    await business.sync()
    expect(vendor.markOf('C1')).toEqual(FREE)
  })

  it('an ERP that keeps something else than was written is told of, and the others go on', async () => {
    const { vendor, writes, blocks } = await open('mode: on', (erp) => {
      erp.title('T2', 'C2', '99.00', '2026-11-10')
      const keep = erp.marks.set.bind(erp.marks)
      erp.marks.set = (id, mark) => keep(id, id === 'C1' ? FREE : mark)
    })
    expect(vendor.markOf('C2')).toEqual(BLOCKED)
    expect((await writes()).map(({ outcome }: { outcome: string }) => outcome).sort()).toEqual(['failed', 'written'])
    expect((await blocks()).map(({ state }: { state: string }) => state)).toEqual(['writing', 'blocked'])
  })

  it('a dry run looks, tells once what it would write, and writes nothing', async () => {
    const { vendor, writes, sync, blocks } = await open('mode: dry_run')
    vendor.customer('C1', { city: 'Curitiba' })
    await sync()
    expect(vendor.asked.filter((question) => question.startsWith('write'))).toEqual([])
    expect(await writes()).toMatchObject([{ externalId: 'C1', action: 'block', outcome: 'rehearsed', after: BLOCKED }])
    vendor.title('T1', 'C1', '0.00', '2026-11-10')
    await sync()
    expect((await writes())[0]).toMatchObject({ action: 'lift', outcome: 'rehearsed' })
    expect(await blocks()).toEqual([])
  })

  it('blocks no more than the cap of the day; the rest is not forgotten', async () => {
    const owe = (erp: MemoryVendor): void => erp.title('T2', 'C2', '99.00', '2026-11-10')
    const { vendor, another, sync, program } = await open('mode: on, dailyCap: 1', owe)
    expect([vendor.markOf('C1'), vendor.markOf('C2')]).toEqual([BLOCKED, FREE])
    await sync()
    expect(vendor.markOf('C2')).toEqual(FREE)
    // Lifting is not capped.
    vendor.title('T1', 'C1', '0.00', '2026-11-10')
    await sync()
    expect(vendor.markOf('C1')).toEqual(FREE)
    const tomorrow = await another({ now: '2026-11-24T10:00:00-03:00' })
    await tomorrow.call('POST', '/v1/syncs', { source: SOURCE })
    await expect.poll(() => vendor.markOf('C2')).toEqual(BLOCKED)
    expect((await program.call('GET', '/v1/sources')).body.sources[0].writeBack.dailyCap).toBe(1)
  })

  it('stops at once when it is told to, and goes on where it stopped', async () => {
    const { vendor, program, sync } = await open()
    vendor.title('T2', 'C2', '99.00', '2026-11-10')
    const stop = (stopped: boolean) => program.call('PUT', `/v1/sources/${SOURCE}/write-back`, { stopped })
    expect((await stop(true)).body).toEqual({ source: SOURCE, stopped: true })
    await sync()
    expect(vendor.markOf('C2')).toEqual(FREE)
    await stop(false)
    await sync()
    expect(vendor.markOf('C2')).toEqual(BLOCKED)
    const { body } = await program.call('GET', '/v1/audit')
    expect(JSON.stringify(body)).toContain('write_back.stopped')
  })

  it('what falls due at midnight is blocked in the morning, although the ERP says nothing new', async () => {
    const { vendor, another } = await open()
    const later = await another({ now: '2026-12-14T10:00:00-03:00' })
    await later.call('POST', '/v1/syncs', { source: SOURCE })
    await expect.poll(() => vendor.markOf('C2')).toEqual(BLOCKED)
  })

  it('a debt of one member blocks all who share the account', async () => {
    const { vendor } = await open('mode: on', (erp) => {
      erp.customer('G1', { group: 'Rede' })
      erp.customer('G2', { group: 'Rede' })
      erp.title('TG', 'G1', '10.00', '2026-11-10')
    })
    expect([vendor.markOf('G1'), vendor.markOf('G2')]).toEqual([BLOCKED, BLOCKED])
  })

  it('who becomes blocked while the run looks at others, and was looked at already, is blocked after it', async () => {
    const { vendor, sync, program } = await open('mode: on', (erp) => erp.title('T1', 'C1', '120.50', '2026-12-10'), {
      isQuiet: false,
    })
    vendor.title('T1', 'C1', '120.50', '2026-11-10')
    vendor.customer('C2', { city: 'Curitiba' })
    const notesOf = async (id: string): Promise<number> =>
      Number((await program.db.all('SELECT notes FROM credit_marks_due WHERE external_id = ?', [id]))[0]?.['notes'])
    vendor.onAsk = async (question) => {
      if (question !== 'look C1') return
      vendor.onAsk = () => {}
      const before = await notesOf('C2')
      vendor.title('T2', 'C2', '99.00', '2026-11-10')
      const late = { externalId: 'T2', customer: { externalId: 'C2' }, kind: 'invoice', issuedOn: '2026-10-01' }
      const owed = { dueOn: '2026-11-10', amount: '99.00', openAmount: '99.00', status: 'open' }
      const fed = await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, {
        receivables: [{ ...late, ...owed }],
      })
      expect(fed.body).toEqual({ accepted: 1, ignored: 0, rejected: [] })
      await program.runJob('review-orders')
      await vi.waitFor(async () => expect(await notesOf('C2')).toBe(before + 1), WAIT)
    }
    await sync()
    expect(vendor.markOf('C1')).toEqual(BLOCKED)
    await vi.waitFor(() => expect(vendor.markOf('C2')).toEqual(BLOCKED), WAIT)
  })

  it('who became blocked is written by the next run, though nobody lived to say so', async () => {
    // Quiet: as if the program had died after the commit, before it told anybody.
    const { vendor, sync, program } = await open()
    const late = { externalId: 'T2', customer: { externalId: 'C2' }, kind: 'invoice', issuedOn: '2026-10-01' }
    const owed = { dueOn: '2026-11-10', amount: '99.00', openAmount: '99.00', status: 'open' }
    await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: [{ ...late, ...owed }] })
    await program.runJob('review-orders')
    expect(vendor.markOf('C2')).toEqual(FREE)
    await sync()
    expect(vendor.markOf('C2')).toEqual(BLOCKED)
  })

  it('gives back all that it has blocked when it is told to, and blocks nobody', async () => {
    const { vendor, another, program, describe: rewrite } = await open()
    await rewrite('writeBack: { mode: lift }')
    const after = await another()
    await after.call('POST', '/v1/syncs', { source: SOURCE })
    await expect.poll(() => vendor.markOf('C1')).toEqual(FREE)
    expect((await program.call('GET', `/v1/sources/${SOURCE}/blocks`)).body.blocks).toEqual([])
  })

  it('says so when it is on and the settings name nothing to write', async () => {
    const vendor = new MemoryVendor({ writes: false })
    vendor.customer('C1')
    business = await openSyncBusiness(dialect, vendor, { source: 'writeBack: { mode: dry_run }' })
    const [state] = (await business.program.call('GET', '/v1/sources')).body.sources
    expect(state).toMatchObject({ remedy: 'settings', failures: 1, lastDoneAt: null })
    // What was read is there all the same.
    expect((await business.program.call('GET', `/v1/customers/${SOURCE}/C1/credit`)).status).toBe(200)
  })

  it('a customer without any limit is not blocked in the ERP: cash customers have none', async () => {
    const { vendor } = await open('mode: on', (erp) => erp.customer('C3', { limit: { mode: 'none' } }))
    expect(vendor.markOf('C3')).toEqual(FREE)
  })
})
