import { afterEach, describe, expect, it, vi } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { openSupplyDesk, personOf, REP_A, refusalOf, type SupplyDesk } from './supply-desk.ts'

const MANAGER = personOf('manager')

describe.each(dialects)('the dashboard of the console, on %s', (dialect) => {
  let desk: SupplyDesk | null = null
  afterEach(async () => {
    await desk?.close()
    desk = null
  })
  const open = async () => {
    const one = await openSupplyDesk(dialect)
    desk = one
    await one.customer('C1')
    await one.customer('C2')
    await one.customer('C9', {}, 'outro')
    await one.title('T1', 'C1', '300.00')
    await one.title('T2', 'C1', '700.00', { dueOn: '2026-12-10' })
    await one.title('T3', 'C2', '500.00', { dueOn: '2026-07-01', status: 'disputed' })
    await one.title('T9', 'C9', '80.00', {}, 'outro')
    const a = await one.reserve('P-1', 'C1', '200.00', 'rep-a')
    await one.reserve('P-2', 'C2', '1500.00', null)
    return { ...one, a }
  }

  it('adds up what is open, late, blocked and freed, by rep and by segment', async () => {
    const { a, ...one } = await open()
    await one.orders.requestRelease(REP_A, a, 'cliente antigo')
    const release = (await one.orders.approvals(MANAGER)).entries[0]?.request.id ?? ''
    const wanted = { reason: 'ok', amount: 20_000n, expiresOn: '2026-11-25' }
    expect(await one.orders.approve(MANAGER, release, wanted)).toEqual({ kind: 'done' })
    const { byRep, weeks, aging, ...figures } = await one.reports.dashboard(personOf('manager', { source: 'erp' }))
    expect(figures).toEqual({
      ...{ asOf: '2026-11-23T10:00:00-03:00', days: 30, open: '1500.00', overdue: '300.00', overdueShare: '0.2000' },
      // 1,500.00 of the 18,000.00 that were sold on credit in 90 days; T3 was due before it was issued.
      ...{ dsoDays: 8, blocked: { count: 1, amount: '1500.00' }, freed: { count: 1, amount: '200.00' } },
      promises: { kept: 0, broken: 0, open: 0 },
      releases: { approved: { count: 1, amount: '200.00' }, laterUnpaid: { count: 0, amount: '0.00' } },
      bySegment: [
        {
          ...{ name: 'Sem segmento', customers: 2, open: '1500.00', overdue: '300.00' },
          ...{ blocked: '1500.00', freed: '200.00' },
        },
      ],
    })
    expect(byRep).toEqual([
      { name: 'rep-a', customers: 1, open: '1000.00', overdue: '300.00', blocked: '0.00', freed: '200.00' },
      { name: 'Sem representante', customers: 1, open: '500.00', overdue: '0.00', blocked: '1500.00', freed: '0.00' },
    ])
    expect(weeks).toEqual([
      { startsOn: '2026-10-26', blocked: '0.00', freed: '0.00' },
      { startsOn: '2026-11-02', blocked: '0.00', freed: '0.00' },
      { startsOn: '2026-11-09', blocked: '0.00', freed: '0.00' },
      { startsOn: '2026-11-16', blocked: '0.00', freed: '0.00' },
      { startsOn: '2026-11-23', blocked: '1700.00', freed: '200.00' },
    ])
    expect(aging.map(({ amount }) => amount)).toEqual(['700.00', '300.00', '0.00', '0.00', '0.00', '0.00'])
  })

  it('answers pictures from the figures of their page, for a minute, and nobody from those of another source', async () => {
    const one = await open()
    const seen = await one.reports.dashboard(MANAGER)
    await one.title('T4', 'C2', '20.00')
    expect(await one.reports.dashboard(MANAGER, seen.asOf)).toBe(seen)
    expect((await one.reports.dashboard(personOf('manager', { source: 'outro' }), seen.asOf)).open).toBe('80.00')
    expect((await one.reports.dashboard(MANAGER, '2026-11-23T09:00:00-03:00')).open).toBe('1600.00')
    const fresh = await one.reports.dashboard(MANAGER)
    expect(fresh.open).toBe('1600.00')
    await one.title('T5', 'C2', '30.00')
    expect(await one.reports.dashboard(MANAGER, fresh.asOf)).toBe(fresh)
    const later = one.clock.system() + 61_000
    vi.spyOn(one.clock, 'system').mockReturnValue(later)
    expect((await one.reports.dashboard(MANAGER, fresh.asOf)).open).toBe('1630.00')
    expect(await refusalOf(() => one.reports.dashboard(REP_A, fresh.asOf))).toBe(403)
  })

  it('is of every source for who is bound to none, and for managers alone', async () => {
    const one = await open()
    expect((await one.reports.dashboard(MANAGER)).open).toBe('1580.00')
    expect(await refusalOf(() => one.reports.dashboard(REP_A))).toBe(403)
    expect(await refusalOf(() => one.reports.dashboard(personOf('collector')))).toBe(403)
  })
})
