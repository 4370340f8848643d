import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { LATER, openBusiness } from './shop.ts'

// Holds last 60 minutes: those of 10:00 run out at 11:00.
const BEFORE = '2026-11-18T10:59:59.999-03:00'
const AFTER = '2026-11-18T11:00:00-03:00'
const MUCH_LATER = '2026-11-18T15:00:00-03:00'

describe.each(dialects)('holds that run out on %s', (dialect) => {
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

  it('give the room back at the very minute, once, although no job has run', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    await business.shop.reserve('C1', 'P2', '300.00')
    const before = await business.restart(BEFORE)
    expect((await before.check('C1', '1000.00')).exposure).toMatchObject({ held: '900.00', available: '100.00' })
    expect((await before.reserve('C1', 'P2', '350.00', { revision: 2 })).decision).toBe('approved')
    const after = await business.restart(AFTER)
    // P2 was renewed by its second revision and stays.
    const answer = await after.check('C1', '650.00')
    expect(answer).toMatchObject({ decision: 'approved', exposure: { held: '350.00', available: '650.00' } })
    expect((await after.credit('C1')).exposure).toMatchObject({ held: '350.00' })
    expect((await after.reserve('C1', 'P3', '650.00')).decision).toBe('approved')
    expect((await after.reserve('C1', 'P4', '0.01')).decision).toBe('blocked')
  })

  it('are found by a reservation as well', async () => {
    await business.shop.reserve('C1', 'P1', '1000.00')
    const after = await business.restart(AFTER)
    expect((await after.reserve('C1', 'P2', '1000.00')).decision).toBe('approved')
    expect(await after.exposure('C1')).toMatchObject({ held: '1000.00' })
  })

  it('do not run out once confirmed', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    await business.shop.confirm('P1')
    const after = await business.restart(MUCH_LATER)
    expect(await after.exposure('C1')).toMatchObject({ held: '0.00', orders: '600.00' })
  })

  it('count when they are confirmed late, and say when they no longer fit', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    const after = await business.restart(AFTER)
    await after.reserve('C1', 'P2', '700.00')
    const late = await after.confirm('P1')
    expect(late).toMatchObject({ status: 200, body: { status: 'confirmed', amount: '600.00', overLimit: true } })
    expect(await after.exposure('C1')).toMatchObject({ orders: '600.00', held: '700.00', available: '-300.00' })
    // The answer may have been lost: asked again, it is the same.
    expect((await after.confirm('P1')).body).toEqual(late.body)
    expect(await after.exposure('C1')).toMatchObject({ orders: '600.00', held: '700.00' })
  })

  it('count when they are confirmed late and still fit', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    const after = await business.restart(AFTER)
    const late = await after.confirm('P1')
    expect(late.body).toMatchObject({ status: 'confirmed', overLimit: false })
    expect(await after.exposure('C1')).toMatchObject({ orders: '600.00', held: '0.00' })
  })

  it('say that they no longer fit although nobody has given their room away', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    await business.shop.title('C1', 'T1', '500.00', { dueOn: LATER })
    const after = await business.restart(AFTER)
    expect((await after.confirm('P1')).body).toMatchObject({ status: 'confirmed', overLimit: true })
  })

  it('do not make others look over the limit when those have run out as well', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    await business.shop.reserve('C1', 'P2', '300.00')
    await business.shop.title('C1', 'T1', '200.00', { dueOn: LATER })
    const after = await business.restart(AFTER)
    expect((await after.confirm('P1')).body.overLimit).toBe(false)
  })

  it('of a cash order fit always', async () => {
    await business.shop.customer('C2', { limit: { mode: 'none' } })
    await business.shop.reserve('C2', 'P1', '600.00', { payment: { kind: 'cash' } })
    const after = await business.restart(AFTER)
    expect((await after.confirm('P1')).body).toMatchObject({ status: 'confirmed', overLimit: false })
  })

  it('can be cancelled after they ran out, and give nothing back twice', async () => {
    await business.shop.reserve('C1', 'P1', '600.00')
    await business.shop.reserve('C1', 'P2', '100.00')
    await business.shop.confirm('P2')
    const after = await business.restart(AFTER)
    expect((await after.cancel('P1')).body).toMatchObject({ status: 'cancelled' })
    expect(await after.exposure('C1')).toMatchObject({ held: '0.00', orders: '100.00', total: '100.00' })
    expect((await after.confirm('P1')).status).toBe(409)
  })

  it('are counted with their group, and freed with it', async () => {
    const { shop } = business
    for (const id of ['G1', 'G2']) await shop.customer(id, { group: 'Grupo Sul', limit: null })
    await shop.told('PUT', '/v1/groups/Grupo%20Sul', { limit: { mode: 'amount', amount: '500.00' } })
    expect((await shop.reserve('G1', 'PG', '500.00')).decision).toBe('approved')
    expect((await shop.check('G2', '0.01')).decision).toBe('blocked')
    const after = await business.restart(AFTER)
    expect((await after.check('G2', '500.00')).decision).toBe('approved')
  })
})

describe('the expiry job', () => {
  it('runs by itself in a program that only waits, on every database', { timeout: 60_000 }, async () => {
    const statesOf = async (dialect: (typeof dialects)[number]): Promise<unknown[]> => {
      const database = await createDatabaseUrl(dialect)
      const business = await openBusiness({ url: database.url, composition: {} })
      try {
        await business.shop.customer('C1')
        await business.shop.reserve('C1', 'P1', '600.00')
        await business.restart(AFTER)
        const { db } = business.program
        for (let poll = 0; poll < 60; poll++) {
          const [order] = await db.all('SELECT state FROM orders')
          const [position] = await db.all('SELECT held_cents FROM positions')
          if (order?.['state'] === 'expired') return [order['state'], Number(position?.['held_cents'])]
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
        return ['still held']
      } finally {
        await business.stop()
        await database.drop()
      }
    }
    expect(await Promise.all(dialects.map(statesOf))).toEqual(dialects.map(() => ['expired', 0]))
  })
})
