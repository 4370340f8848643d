import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { type OrdersBusiness, SOURCE } from './business.ts'
import { codesOf, openGuardedBusiness } from './guarded-business.ts'

describe.each(dialects)('what the database of an ERP refused of an order that is known, on %s', (dialect) => {
  it('for more than is held is the next revision, refused, and the hold stays', async () => {
    const { customer, reserve, refuse, check, orderOf, held, review, drift } = await openGuardedBusiness(dialect)
    await customer('C1')
    await reserve('P1', 'C1', '600.00', { revision: 4 })
    const made = await check(await refuse('P1', 1_200_00n))
    expect(codesOf(made)).toEqual(['order_exceeds_limit'])
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 5, amount: '1200.00' })
    expect(await held('C1')).toBe('600.00')
    await refuse('P1', 1_200_00n)
    await review()
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 5 })
    await refuse('P1', 1_300_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 6, amount: '1300.00' })
    expect(await held('C1')).toBe('600.00')
    await customer('C1', { limit: { mode: 'amount', amount: '1300.00' } })
    await review()
    expect([(await orderOf('P1')).state, await held('C1')]).toEqual(['released', '1300.00'])
    expect(await drift()).toEqual([])
  })

  it('for more than the ERP holds as sold waits, until it is sold for as much', async () => {
    const { customer, owe, sell, refuse, review, orderOf, title, reserve } = await openGuardedBusiness(dialect)
    await customer('C1')
    await sell('P1', '100.00')
    await reserve('P2', 'C1', '100.00', { revision: 0, payment: { kind: 'cash' } })
    await sell('P2', '100.00')
    await reserve('P3', 'C1', '100.00', { revision: 0 })
    await owe()
    for (const [id, amount] of [['P1', 150_00n] as const, ['P2', 100_00n] as const, ['P3', 150_00n] as const])
      await refuse(id, amount)
    // Other reasons by now, and still what the ERP refused.
    await title('T2', 'C1', '200.00')
    await review()
    await sell('P3', '100.00')
    await review()
    for (const id of ['P1', 'P2', 'P3'])
      expect(await orderOf(id)).toMatchObject({ orderId: id, state: 'blocked', revision: 1 })
    await sell('P1', '150.00')
    await review()
    expect(await orderOf('P1')).toMatchObject({ state: 'sold', cause: 'erp' })
  })

  it('is over when the ERP sells less of it, or sells what was refused here', async () => {
    const { owe, sell, refuse, review, orderOf, reserve } = await openGuardedBusiness(dialect)
    await owe()
    await refuse('P1', 150_00n)
    await sell('P3', '100.00')
    for (const id of ['P2', 'P3']) await reserve(id, 'C1', '150.00')
    for (const id of ['P1', 'P2']) await sell(id, '100.00')
    await review()
    for (const id of ['P1', 'P2', 'P3']) expect(await orderOf(id)).toMatchObject({ state: 'sold', cause: 'erp' })
    await sell('P1', '110.00')
    await refuse('P1', 150_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked' })
  })

  it('of an order of which the ERP told a later revision is the one after that', async () => {
    const { owe, sell, refuse, orderOf } = await openGuardedBusiness(dialect)
    await owe()
    await refuse('P1', 150_00n)
    await sell('P1', '100.00', { revision: 3 })
    await refuse('P1', 150_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 4 })
  })

  it.each<[string, (one: Pick<OrdersBusiness, 'program'>) => Promise<void>]>([
    ['held', async () => {}],
    [
      'confirmed',
      async ({ program }) => void (await program().call('POST', '/v1/orders/P1/confirm', { source: SOURCE })),
    ],
    [
      'cancelled',
      async ({ program }) => void (await program().call('POST', '/v1/orders/P1/cancel', { source: SOURCE })),
    ],
    [
      'closed',
      async ({ program }) => {
        const order = { id: 'P1', customer: { externalId: 'C1' }, amount: '600.00', status: 'closed' }
        await program().call('PUT', `/v1/sources/${SOURCE}/orders`, { orders: [order] })
      },
    ],
  ])('of an order that is %s for as much leaves everything as it is', async (state, become) => {
    const { owe, reserve, title, refuse, check, orders, call, review, rows, drift, count, ...rest } =
      await openGuardedBusiness(dialect)
    await rest.customer('C1')
    await reserve('P1', 'C1', '600.00')
    await become(rest)
    await title('T1', 'C1', '300.00')
    await review()
    const before = await rows('SELECT * FROM orders')
    expect(before).toMatchObject([{ state }])
    for (const amount of [600_00n, 599_99n]) {
      const made = await check(await refuse('P1', amount))
      expect(made).toMatchObject({ mode: 'check', decision: 'blocked', hold: null })
      expect(codesOf(made)).toContain('overdue_receivables')
    }
    expect([await orders(), await rows('SELECT * FROM orders'), await count('owing_checks')]).toEqual([[], before, 0])
    expect(await drift()).toEqual([])
  })

  it('of an order that stands for somebody else, or was paid at once, is a refusal of the next revision', async () => {
    const { customer, reserve, refuse, orderOf, held } = await openGuardedBusiness(dialect)
    for (const id of ['C1', 'C2']) await customer(id)
    await reserve('P1', 'C1', '600.00')
    await reserve('P2', 'C1', '600.00', { payment: { kind: 'cash' } })
    await refuse('P1', 600_00n, { customer: 'C2' })
    await refuse('P2', 600_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 2, customer: { externalId: 'C2' } })
    expect(await orderOf('P2')).toMatchObject({ state: 'blocked', revision: 2, customer: { externalId: 'C1' } })
    expect([await held('C1'), await held('C2')]).toEqual(['600.00', '0.00'])
  })

  it('of an order that waits already keeps its revision, its rep and what was said of its payment', async () => {
    const { owe, reserve, refuse, orderOf, orders, check, title, review, held, later } =
      await openGuardedBusiness(dialect)
    await owe()
    const terms = [
      { dueInDays: 0, amount: '50.00' },
      { dueInDays: 30, amount: '150.00' },
    ]
    const asked = { salesRep: 'rep-07', payment: { kind: 'credit', terms }, revision: 3 }
    await reserve('P1', 'C1', '200.00', asked)
    const { facts } = await check(await refuse('P1', 200_00n))
    expect(facts.order).toMatchObject({ revision: 3, upfront: '5000', termDaysMax: 30, salesRep: 'rep-07' })
    expect(await orderOf('P1')).toMatchObject({ revision: 3, salesRep: 'rep-07', state: 'blocked' })
    expect((await orders()).length).toBe(1)
    expect((await check(await refuse('P1', 200_00n, { termDays: 60 }))).facts.order).toMatchObject({ termDaysMax: 60 })
    await title('T1', 'C1', '0.00')
    await review()
    expect(await held('C1')).toBe('150.00')
    expect(await reserve('P1', 'C1', '200.00', asked)).toMatchObject({ decision: 'approved', hold: { revision: 3 } })
    await later('2026-11-25T10:00:00-03:00')
    const again = await check(await refuse('P1', 200_00n))
    expect(again).toMatchObject({ mode: 'reserve', facts: { order: { revision: 3, upfront: '5000' } } })
  })

  it('of an order that was refused as one paid at once is a sale on credit', async () => {
    const { customer, reserve, refuse, check, review, held } = await openGuardedBusiness(dialect)
    const cash = { payment: { kind: 'cash' } }
    await customer('C1', { status: 'stop' })
    expect((await reserve('P1', 'C1', '200.00', cash)).decision).toBe('blocked')
    expect((await check(await refuse('P1', 200_00n))).facts.order.paymentKind).toBe('credit')
    await customer('C1')
    await review()
    expect(await held('C1')).toBe('200.00')
    expect((await reserve('P1', 'C1', '200.00', cash)).status).toBe(409)
  })

  it('where every company has its own limit, of an order that stands in the books of another one, is refused', async () => {
    const { customer, reserve, refuse, orderOf } = await openGuardedBusiness(dialect, {
      policy: 'name: default\nmaxDataAge: P365D\nperCompany: true\n',
    })
    await customer('C1')
    await reserve('P1', 'C1', '200.00', { company: 'sul' })
    await refuse('P1', 200_00n, { company: 'sul' })
    expect(await orderOf('P1')).toBeUndefined()
    await refuse('P1', 200_00n, { company: 'norte' })
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 2, company: 'norte' })
  })

  it('of an order whose hold ran out is the same order again', async () => {
    const { customer, reserve, title, refuse, orderOf, later } = await openGuardedBusiness(dialect)
    await customer('C1')
    await reserve('P1', 'C1', '200.00', { revision: 2 })
    await later('2026-11-23T11:00:00-03:00')
    await title('T1', 'C1', '300.00')
    await refuse('P1', 200_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 2 })
    await refuse('P1', 250_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 3, amount: '250.00' })
    await title('T1', 'C1', '0.00')
    await reserve('P1', 'C1', '100.00', { revision: 4 })
    await later('2026-11-23T12:00:00-03:00')
    await refuse('P1', 250_00n)
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', revision: 5, amount: '250.00' })
  })

  it('of an order that a person has released is no refusal, and takes no room before the review does', async () => {
    const { owe, refuse, orderOf, customer, key, program, check, held, review, call } =
      await openGuardedBusiness(dialect)
    await owe()
    await refuse('P1', 200_00n)
    await customer('C1', { status: 'stop' })
    const { id } = await orderOf('P1')
    const asked = await program().call('POST', `/v1/blocked-orders/${id}/releases`, { reason: 'cliente antigo' })
    const signed = await program().call(
      ...(['POST', `/v1/releases/${asked.body.id}/sign`, { verdict: 'approved', reason: 'paga' }] as const),
      await key('credito', ['operate', 'read']),
    )
    expect(signed).toMatchObject({ status: 200, body: { state: 'approved' } })
    await customer('C1')
    const made = await check(await refuse('P1', 200_00n))
    expect(made).toMatchObject({ decision: 'approved', mode: 'check', hold: null })
    expect(codesOf(made)).toContain('released')
    expect([(await orderOf('P1')).state, await held('C1')]).toEqual(['blocked', '0.00'])
    await review()
    expect(await orderOf('P1')).toMatchObject({ state: 'released', cause: 'release' })
    expect((await call(`/v1/blocked-orders/${id}`)).releases).toMatchObject([{ state: 'used' }])
  })
})
