import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { codesOf, LATER, openBusiness, type Shop } from './shop.ts'

describe.each(dialects)('the life of an order on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  let shop: Shop
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    business = await openBusiness({ url: database.url })
    shop = business.shop
  })
  afterAll(async () => {
    expect(await shop.drift()).toEqual([])
    await business.stop()
    await database.drop()
  })

  it('a check leaves no trace on the position', async () => {
    await shop.customer('A1')
    const before = await shop.credit('A1')
    const answer = await shop.check('A1', '1000.00')
    expect(answer).toMatchObject({ decision: 'approved', hold: null })
    expect(await shop.credit('A1')).toEqual(before)
    expect((await shop.check('A1', '1000.00')).id).not.toBe(answer.id)
  })

  it('a check of an order that has its own hold does not count it twice', async () => {
    await shop.customer('A2')
    await shop.reserve('A2', 'A2-1', '800.00')
    const own = await shop.ask('check', 'A2', 'A2-1', '1000.00')
    expect(own.body).toMatchObject({ decision: 'approved', exposure: { held: '0.00', available: '1000.00' } })
    const other = await shop.ask('check', 'A2', 'A2-2', '1000.00')
    expect(other.body).toMatchObject({ decision: 'blocked', exposure: { held: '800.00', available: '200.00' } })
  })

  it('an approved reservation holds its amount, exactly up to the limit', async () => {
    await shop.customer('A3')
    const first = await shop.reserve('A3', 'A3-1', '999.99')
    expect(first).toMatchObject({
      decision: 'approved',
      hold: { orderId: 'A3-1', revision: 1, amount: '999.99', expiresAt: '2026-11-18T11:00:00-03:00' },
    })
    expect((await shop.reserve('A3', 'A3-2', '0.02')).decision).toBe('blocked')
    expect((await shop.reserve('A3', 'A3-3', '0.01')).decision).toBe('approved')
    expect(await shop.exposure('A3')).toMatchObject({ held: '1000.00', total: '1000.00', available: '0.00' })
  })

  it('the same body again is replayed: same answer, same hold, and another body is refused', async () => {
    await shop.customer('A4')
    const first = await shop.ask('reserve', 'A4', 'A4-1', '600.00')
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    const again = await shop.ask('reserve', 'A4', 'A4-1', '600.00')
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
    const other = await shop.ask('reserve', 'A4', 'A4-1', '600.01')
    expect(other.status).toBe(409)
    expect(other.body.detail).toContain('send a higher revision')
    expect((await shop.ask('reserve', 'A4', 'A4-1', '600.00', { payment: { kind: 'cash' } })).status).toBe(409)
    expect(await shop.exposure('A4')).toMatchObject({ held: '600.00' })
  })

  it('twenty retries at once hold once', async () => {
    await shop.customer('A5')
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.ask('reserve', 'A5', 'A5-1', '700.00')))
    expect(new Set(answers.map(({ body }) => body.hold.id)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(19)
    expect(await shop.exposure('A5')).toMatchObject({ held: '700.00' })
  })

  it('a refused one is asked anew each time: the customer may have paid since', async () => {
    await shop.customer('A6')
    await shop.title('A6', 'A6-T', '100.00')
    const refused = await shop.reserve('A6', 'A6-1', '50.00')
    expect(refused).toMatchObject({ decision: 'blocked', hold: null })
    expect((await shop.reserve('A6', 'A6-1', '50.00')).id).not.toBe(refused.id)
    await shop.title('A6', 'A6-T', '0.00')
    const answer = await shop.ask('reserve', 'A6', 'A6-1', '50.00')
    expect(answer.body.decision).toBe('approved')
    expect(answer.headers['idempotency-replayed']).toBeUndefined()
  })

  it('a lower revision is a conflict', async () => {
    await shop.customer('A7')
    await shop.reserve('A7', 'A7-1', '10.00', { revision: 3 })
    const lower = await shop.ask('reserve', 'A7', 'A7-1', '10.00', { revision: 2 })
    expect(lower.status).toBe(409)
    expect(lower.body.detail).toContain('revision 3')
  })

  it('a higher revision replaces the hold: only the difference must fit', async () => {
    await shop.customer('A8')
    const first = await shop.reserve('A8', 'A8-1', '600.00')
    await shop.reserve('A8', 'A8-2', '300.00')
    const larger = await shop.reserve('A8', 'A8-1', '700.00', { revision: 2 })
    expect(larger).toMatchObject({ decision: 'approved', hold: { revision: 2, amount: '700.00' } })
    expect(larger.hold.id).not.toBe(first.hold.id)
    expect(await shop.exposure('A8')).toMatchObject({ held: '1000.00' })
    // The old hold stays when the new one is refused, and its answer is still replayed.
    expect((await shop.reserve('A8', 'A8-1', '700.01', { revision: 3 })).decision).toBe('blocked')
    expect(await shop.exposure('A8')).toMatchObject({ held: '1000.00' })
    expect((await shop.reserve('A8', 'A8-1', '700.00', { revision: 2 })).hold.id).toBe(larger.hold.id)
  })

  it('a smaller revision passes although the customer owes now, a larger one does not', async () => {
    await shop.customer('A9')
    await shop.reserve('A9', 'A9-1', '500.00')
    await shop.title('A9', 'A9-T', '900.00')
    expect((await shop.reserve('A9', 'A9-1', '500.01', { revision: 2 })).decision).toBe('blocked')
    expect((await shop.reserve('A9', 'A9-1', '400.00', { revision: 3 })).decision).toBe('approved')
    expect(await shop.exposure('A9')).toMatchObject({ held: '400.00', open: '900.00' })
    // The same amount, but less of it in advance, is more credit than was accepted.
    const payment = { kind: 'credit', terms: [{ dueInDays: 0, amount: '300.00' }] }
    expect((await shop.reserve('A9', 'A9-1', '400.00', { revision: 4, payment })).decision).toBe('approved')
    expect((await shop.reserve('A9', 'A9-1', '400.00', { revision: 5 })).decision).toBe('blocked')
  })

  it('a revision for another customer is judged as new, and moves the room when approved', async () => {
    await shop.customer('B1')
    await shop.customer('B2', { limit: { mode: 'amount', amount: '100.00' } })
    await shop.customer('B3')
    await shop.reserve('B1', 'B-1', '500.00')
    expect((await shop.reserve('B2', 'B-1', '500.00', { revision: 2 })).decision).toBe('blocked')
    expect((await shop.recheck('B2', 'B-1', '500.00')).decision).toBe('blocked')
    expect((await shop.reserve('B3', 'B-1', '500.00', { revision: 2 })).decision).toBe('approved')
    expect((await shop.exposure('B1')).held).toBe('0.00')
    expect((await shop.exposure('B3')).held).toBe('500.00')
  })

  it('a confirm turns the hold into an order, once', async () => {
    await shop.customer('C1')
    await shop.reserve('C1', 'C1-1', '250.00')
    const first = await shop.confirm('C1-1')
    expect(first).toMatchObject({
      status: 200,
      body: { orderId: 'C1-1', status: 'confirmed', amount: '250.00', invoicedAmount: '0.00', overLimit: false },
    })
    expect((await shop.confirm('C1-1')).body).toEqual(first.body)
    expect(await shop.exposure('C1')).toMatchObject({ held: '0.00', orders: '250.00', total: '250.00' })
    // A confirmed order keeps being one when a new revision is asked for, and is replayed.
    const revised = await shop.reserve('C1', 'C1-1', '300.00', { revision: 2 })
    expect(revised.hold.expiresAt).toBeNull()
    expect(await shop.exposure('C1')).toMatchObject({ held: '0.00', orders: '300.00' })
  })

  it('orders never heard of cannot be confirmed or cancelled', async () => {
    for (const answer of [await shop.confirm('NEVER'), await shop.cancel('NEVER')]) {
      expect(answer.status).toBe(404)
      expect(answer.body.detail).toContain('PUT /v1/sources/erp-matriz/orders')
    }
  })

  it('a cancel gives the room back, once', async () => {
    await shop.customer('C2')
    await shop.reserve('C2', 'C2-1', '600.00')
    await shop.reserve('C2', 'C2-2', '300.00')
    const first = await shop.cancel('C2-1')
    expect(first).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    expect((await shop.cancel('C2-1')).body).toEqual(first.body)
    expect(await shop.exposure('C2')).toMatchObject({ held: '300.00' })
    const confirm = await shop.confirm('C2-1')
    expect(confirm.status).toBe(409)
    expect(confirm.body.detail).toContain('was cancelled')
  })

  it('a cancelled order can be reserved again', async () => {
    await shop.customer('C3')
    const first = await shop.reserve('C3', 'C3-1', '600.00')
    await shop.cancel('C3-1')
    const again = await shop.ask('reserve', 'C3', 'C3-1', '600.00')
    expect(again.headers['idempotency-replayed']).toBeUndefined()
    expect(again.body.hold.id).not.toBe(first.hold.id)
    expect(await shop.exposure('C3')).toMatchObject({ held: '600.00' })
  })

  it('an invoiced order cannot be cancelled; of a partly invoiced one the rest is given back', async () => {
    await shop.customer('C4')
    await shop.reserve('C4', 'C4-1', '600.00')
    await shop.confirm('C4-1')
    await shop.title('C4', 'C4-T1', '200.00', { dueOn: LATER, orderId: 'C4-1' })
    expect(await shop.exposure('C4')).toMatchObject({ open: '200.00', orders: '400.00', total: '600.00' })
    expect((await shop.cancel('C4-1')).body).toMatchObject({ status: 'closed', invoicedAmount: '200.00' })
    expect((await shop.cancel('C4-1')).body).toMatchObject({ status: 'closed' })
    expect(await shop.exposure('C4')).toMatchObject({ open: '200.00', orders: '0.00', total: '200.00' })
    await shop.reserve('C4', 'C4-2', '100.00')
    await shop.confirm('C4-2')
    await shop.title('C4', 'C4-T2', '100.00', { dueOn: LATER, orderId: 'C4-2' })
    expect((await shop.confirm('C4-2')).body).toMatchObject({ status: 'invoiced' })
    const cancel = await shop.cancel('C4-2')
    expect(cancel.status).toBe(409)
    expect(cancel.body.detail).toContain('is invoiced')
    expect(await shop.exposure('C4')).toMatchObject({ open: '300.00', orders: '0.00', total: '300.00' })
  })

  it('cash takes no room and passes what blocks credit, but not a stop', async () => {
    await shop.customer('D1', { limit: { mode: 'none' } })
    await shop.title('D1', 'D1-T', '100.00')
    expect(codesOf(await shop.check('D1', '10.00'))).toEqual([
      'overdue_receivables',
      'first_payment_default',
      'no_credit',
    ])
    for (const kind of ['cash', 'prepaid']) {
      const answer = await shop.reserve('D1', `D1-${kind}`, '9999.00', { payment: { kind } })
      expect(answer).toMatchObject({ decision: 'approved', reasons: [], hold: { amount: '0.00' } })
    }
    expect(await shop.exposure('D1')).toMatchObject({ held: '0.00', total: '100.00' })
    await shop.customer('D1', { status: 'stop' })
    const stopped = await shop.check('D1', '10.00', { payment: { kind: 'cash' } })
    expect(stopped).toMatchObject({ decision: 'blocked', releasable: false, remedies: [] })
    expect(codesOf(stopped)).toEqual(['customer_stopped'])
  })

  it('an exempt customer is never refused, and told what would have refused', async () => {
    await shop.customer('D2', { status: 'exempt' })
    await shop.title('D2', 'D2-T', '5000.00')
    const answer = await shop.reserve('D2', 'D2-1', '800.00')
    expect(answer).toMatchObject({ decision: 'approved', hold: { amount: '800.00' } })
    expect(answer.reasons.every(({ severity }: { severity: string }) => severity === 'warn')).toBe(true)
    expect(codesOf(answer)).toEqual(['overdue_receivables', 'first_payment_default', 'already_over_limit'])
  })

  it('nothing and less than nothing is no sale', async () => {
    for (const amount of ['0', '0.00', '-10.00']) {
      const answer = await shop.ask('check', 'A1', undefined, amount)
      expect(answer.status).toBe(422)
      expect(answer.body.errors).toEqual([
        { path: 'order.amount', message: 'must be more than zero: returns are not sales' },
      ])
    }
  })
})
