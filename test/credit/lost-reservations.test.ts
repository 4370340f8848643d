import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expireHolds } from '../../src/receivables/settle.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'
import { NOW, openBusiness, shopOn } from './shop.ts'

// Ways to lose a reservation, or to give one room twice, that systems of limits are known to have had.

const AFTER = '2026-11-18T11:00:00-03:00'

describe.each(dialects)('a reservation is never lost on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
    business = await openBusiness({ url: database.url })
    await business.shop.customer('C1')
  })
  afterEach(async () => {
    expect(await business.shop.drift()).toEqual([])
    await business.stop()
    await database.drop()
  })

  it('a replayed reserve never returns an id without a hold behind it', async () => {
    const first = await business.shop.reserve('C1', 'P1', '600.00')
    const after = await business.restart(AFTER)
    const again = await after.ask('reserve', 'C1', 'P1', '600.00')
    expect(again.headers['idempotency-replayed']).toBeUndefined()
    expect(again.body.hold.id).not.toBe(first.hold.id)
    expect(await after.exposure('C1')).toMatchObject({ held: '600.00' })
    // When the room is gone meanwhile, the retry does not pretend to have it.
    await after.reserve('C1', 'P2', '400.00')
    const late = await business.restart('2026-11-18T12:00:00-03:00')
    await late.reserve('C1', 'P3', '900.00')
    expect(await late.reserve('C1', 'P1', '600.00')).toMatchObject({ decision: 'blocked', hold: null })
  })

  it('a plain check sees held room', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    expect((await business.shop.check('C1', '400.00')).decision).toBe('approved')
    expect((await business.shop.check('C1', '400.01')).decision).toBe('blocked')
  })

  it('expiry does not depend on how the program was started: the next reader does it', async () => {
    await business.shop.reserve('C1', 'P1', '1000.00')
    const after = await business.restart(AFTER)
    expect((await after.credit('C1')).exposure).toMatchObject({ held: '0.00', available: '1000.00' })
  })

  it('expiry skips nobody, however many have run out', async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `M${index}`)
    await business.shop.feed(
      'customers',
      ids.map((externalId) => ({ externalId, name: externalId, limit: { mode: 'amount', amount: '10.00' } })),
    )
    await Promise.all(ids.map((id) => business.shop.reserve(id, `P-${id}`, '10.00')))
    await business.restart(AFTER)
    const { db, clock } = business.program
    const keeping = {
      accountBy: ['group', 'cnpj_root'] as const,
      perCompany: false,
      graceDays: () => 0,
      disputedIsOverdue: () => false,
    }
    // The program's own job may help; two runs are enough either way.
    await expireHolds(db, clock, keeping)
    await expireHolds(db, clock, keeping)
    const states = await db.all('SELECT state, COUNT(*) AS orders FROM orders GROUP BY state')
    expect(states.map((row) => [row['state'], Number(row['orders'])])).toEqual([['expired', 230]])
    const held = await db.all('SELECT customer_id FROM positions WHERE held_cents <> 0')
    expect(held).toEqual([])
  })

  it('a late confirm is not thrown away and reported as done', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    const after = await business.restart(AFTER)
    await after.check('C1', '1.00')
    expect((await after.confirm('P1')).body).toMatchObject({ status: 'confirmed', overLimit: false })
    expect(await after.exposure('C1')).toMatchObject({ orders: '600.00' })
    expect((await after.reserve('C1', 'P2', '400.01')).decision).toBe('blocked')
  })

  it("a confirm that never arrived is healed by the ERP's own orders", async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    const after = await business.restart(AFTER)
    expect((await after.exposure('C1')).orders).toBe('0.00')
    await after.order('C1', 'P1', '600.00')
    expect(await after.exposure('C1')).toMatchObject({ held: '0.00', orders: '600.00' })
    // The confirm may still come.
    expect((await after.confirm('P1')).body).toMatchObject({ status: 'confirmed' })
    expect(await after.exposure('C1')).toMatchObject({ orders: '600.00' })
  })

  it('a retried reserve holds once, also across a restart', async () => {
    const first = await business.shop.reserve('C1', 'P1', '600.00')
    const again = await business.restart(NOW)
    expect(await again.reserve('C1', 'P1', '600.00')).toEqual(first)
    expect(await again.exposure('C1')).toMatchObject({ held: '600.00' })
  })

  it('of twelve at once, as many pass as there is room for, through one program or two', async () => {
    const second = await startProgram({ url: database.url, now: NOW })
    try {
      const shops = [business.shop, shopOn(second)]
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (shops[index % 2] ?? business.shop).reserve('C1', `P${index}`, '100.00'),
        ),
      )
      expect(answers.filter(({ decision }) => decision === 'approved')).toHaveLength(10)
      expect(await business.shop.exposure('C1')).toMatchObject({ held: '1000.00', available: '0.00' })
    } finally {
      await second.stop()
    }
  })

  it('a confirm and a reserve that cross each other leave no gap', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    const [, other] = await Promise.all([business.shop.confirm('P1'), business.shop.reserve('C1', 'P2', '600.00')])
    expect(other.decision).toBe('blocked')
    expect(await business.shop.exposure('C1')).toMatchObject({ held: '0.00', orders: '600.00' })
  })
})
