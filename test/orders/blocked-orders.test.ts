import { afterEach, describe, expect, it, vi } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { type OrdersBusiness, type OrdersTerms, openOrdersBusiness, SOURCE } from './business.ts'

describe.each(dialects)('orders that were refused, on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async (terms?: OrdersTerms): Promise<OrdersBusiness> => {
    business = await openOrdersBusiness(dialect, terms)
    return business
  }

  it('a refused reserve becomes one, with its reasons; asked again it stays the same one', async () => {
    const { customer, title, reserve, orders, events, program } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    const refused = await reserve('P1', 'C1', '200.00', { salesRep: 'rep-07' })
    await reserve('P1', 'C1', '200.00', { salesRep: 'rep-07' })
    const [order, ...others] = await orders()
    expect(others).toEqual([])
    expect(refused.reasons.map(({ code }: { code: string }) => code)).toEqual([
      'overdue_receivables',
      'first_payment_default',
    ])
    expect(order).toMatchObject({
      ...{ source: SOURCE, orderId: 'P1', revision: 1, amount: '200.00', salesRep: 'rep-07', state: 'blocked' },
      ...{ customer: { externalId: 'C1', name: 'Cliente C1' }, cause: null, keptBack: false },
      reasons: refused.reasons.map(({ code, severity, message }: { [field: string]: string }) => ({
        code,
        severity,
        message,
      })),
      ...{ blockedAt: '2026-11-23T10:00:00-03:00', lapsesAt: '2026-11-30T10:00:00-03:00' },
    })
    expect(await events()).toEqual(['order.blocked P1'])
    const detail = (await program().call('GET', `/v1/blocked-orders/${order.id}`)).body
    expect(detail.decision).toMatchObject({
      decision: 'blocked',
      remedies: [{ kind: 'pay_receivables', amount: '300.00' }, {}, {}],
    })
    expect(detail.history.map(({ kind }: { kind: string }) => kind)).toEqual(['blocked'])
  })

  it('that the customer asks once more while owing is no news of an order', async () => {
    const { customer, title, reserve, orders, review, program } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    for (const id of ['P1', 'P2', 'P3', 'P4']) await reserve(id, 'C1', '200.00')
    expect((await reserve('P4', 'C1', '200.00')).reasons.map(({ code }: { code: string }) => code)).toContain(
      'buys_while_owing',
    )
    await review()
    for (const { id } of await orders()) {
      const { history } = (await program().call('GET', `/v1/blocked-orders/${id}`)).body
      expect(history.map(({ kind }: { kind: string }) => kind)).toEqual(['blocked'])
    }
  })

  it('a check and an approved reserve leave none behind', async () => {
    const { customer, title, reserve, orders, program } = await open()
    await customer('C1')
    expect((await reserve('P1', 'C1', '200.00')).decision).toBe('approved')
    await title('T1', 'C1', '300.00')
    const body = { source: SOURCE, mode: 'check', customer: { externalId: 'C1' }, order: { id: 'P2', amount: '5.00' } }
    expect((await program().call('POST', '/v1/credit-checks', body)).body.decision).toBe('blocked')
    expect(await orders()).toEqual([])
  })

  it('a payment frees what fits by then, the oldest first, and never the same room twice', async () => {
    const { customer, title, reserve, review, orders, events, held, program } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    for (const [id, amount] of [
      ['P1', '600.00'],
      ['P2', '700.00'],
      ['P3', '400.00'],
    ] as const)
      await reserve(id, 'C1', amount)
    await review()
    expect(await orders('state=released')).toEqual([])
    await title('T1', 'C1', '0.00')
    await review()
    expect((await orders()).map(({ orderId, state, cause }) => [orderId, state, cause])).toEqual([
      ['P1', 'released', 'changed'],
      ['P2', 'blocked', null],
      ['P3', 'released', 'changed'],
    ])
    expect(await held('C1')).toBe('1000.00')
    expect((await orders('state=blocked'))[0].reasons.map(({ code }: { code: string }) => code)).toEqual([
      'order_exceeds_limit',
    ])
    expect((await events()).filter((event) => event.startsWith('order.released'))).toEqual([
      'order.released P1',
      'order.released P3',
    ])
    // The ERP asks again, and finds the room that is held for it.
    const ask = { source: SOURCE, mode: 'reserve', customer: { externalId: 'C1' } }
    const asked = () =>
      program().call('POST', '/v1/credit-checks', { ...ask, order: { id: 'P1', revision: 1, amount: '600.00' } })
    const first = await asked()
    expect(first.body).toMatchObject({ decision: 'approved', hold: { amount: '600.00' } })
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    const second = await asked()
    expect([second.body, second.headers['idempotency-replayed']]).toEqual([first.body, 'true'])
    expect((await reserve('P1', 'C1', '600.00', { salesRep: 'another' })).status).toBe(409)
    expect(await held('C1')).toBe('1000.00')
  })

  it('only what changed is looked at, and what is told of customers is told once', async () => {
    const { customer, title, review, events } = await open()
    await customer('C1')
    await customer('C2')
    await review()
    await title('T1', 'C1', '300.00')
    await review()
    await review()
    expect(await events()).toEqual(['customer.blocked C1'])
    await title('T1', 'C1', '0.00')
    await customer('C2', { status: 'stop' })
    await review()
    expect((await events()).slice(1).sort()).toEqual(['customer.blocked C2', 'customer.unblocked C1'])
  })

  it.each([
    ['a higher limit', (one: OrdersBusiness) => one.customer('C1', { limit: { mode: 'amount', amount: '5000.00' } })],
    [
      'a credit note',
      (one: OrdersBusiness) =>
        one.title('N1', 'C1', '900.00', { kind: 'credit_note', dueOn: '2026-12-30', amount: '900.00' }),
    ],
    [
      'an order that is cancelled',
      async (one: OrdersBusiness) =>
        void (await one.program().call('POST', '/v1/orders/BIG/cancel', { source: SOURCE })),
    ],
  ])('%s frees it as well', async (_, change) => {
    const one = await open()
    await one.customer('C1')
    await one.reserve('BIG', 'C1', '900.00')
    await one.reserve('P1', 'C1', '500.00')
    await change(one)
    await one.review()
    expect((await one.orders())[0]).toMatchObject({ orderId: 'P1', state: 'released', cause: 'changed' })
  })

  it('a new revision is the same order; the older one is not freed', async () => {
    const { customer, title, reserve, review, orders, held } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    await reserve('P1', 'C1', '200.00')
    await reserve('P1', 'C1', '350.00', { revision: 2 })
    await title('T1', 'C1', '0.00')
    await review()
    expect((await orders()).map(({ revision, amount, state }) => [revision, amount, state])).toEqual([
      [2, '350.00', 'released'],
    ])
    expect(await held('C1')).toBe('350.00')
  })

  it('what a payment freed is blocked again when the payment bounces, until it is confirmed', async () => {
    const { customer, title, reserve, review, orders, events, held, program } = await open()
    await customer('C1', { limit: { mode: 'amount', amount: '9000.00' } })
    await title('T1', 'C1', '300.00')
    await reserve('P1', 'C1', '200.00')
    await reserve('P2', 'C1', '100.00')
    await title('T1', 'C1', '0.00')
    await review()
    expect(await held('C1')).toBe('300.00')
    await program().call('POST', '/v1/orders/P2/confirm', { source: SOURCE })
    await title('T1', 'C1', '300.00', { status: 'returned' })
    await review()
    expect((await orders()).map(({ orderId, state, cause }) => [orderId, state, cause])).toEqual([
      ['P1', 'blocked', 'returned'],
      ['P2', 'released', 'changed'],
    ])
    expect(await held('C1')).toBe('0.00')
    expect((await events()).filter((event) => event.startsWith('order.'))).toEqual([
      ...['order.blocked P1', 'order.blocked P2', 'order.released P1', 'order.released P2', 'order.blocked P1'],
    ])
  })

  it('lapses after its time, and can be asked for anew', async () => {
    const { customer, title, reserve, orders, events, at, review } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    await reserve('P1', 'C1', '200.00')
    const later = await at('2026-11-30T10:00:01-03:00')
    await later.runJob('end-orders')
    expect((await orders())[0]).toMatchObject({ state: 'lapsed', closedAt: '2026-11-30T10:00:01-03:00' })
    await title('T1', 'C1', '0.00')
    await review()
    expect((await orders())[0].state).toBe('lapsed')
    expect((await events()).filter((event) => event.startsWith('order.'))).toEqual([
      'order.blocked P1',
      'order.lapsed P1',
    ])
    expect((await reserve('P1', 'C1', '200.00')).decision).toBe('approved')
  })

  it('what was freed and nobody went on with lapses with its room', async () => {
    const { customer, title, reserve, review, orders, at, held, events, program } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    for (const id of ['P1', 'P2']) await reserve(id, 'C1', '200.00')
    await title('T1', 'C1', '0.00')
    await review()
    await program().call('POST', '/v1/orders/P2/confirm', { source: SOURCE })
    const later = await at('2026-11-24T10:00:00-03:00')
    for (const job of ['expire-holds', 'review-orders', 'end-orders', 'end-orders']) await later.runJob(job)
    expect((await orders()).map(({ orderId, state }) => [orderId, state])).toEqual([
      ...[
        ['P1', 'lapsed'],
        ['P2', 'released'],
      ],
    ])
    expect(await held('C1')).toBe('0.00')
    expect((await events()).slice(-2)).toEqual(['hold.expired P1', 'order.lapsed P1'])
  })

  it('an order that the ERP gave up, or sold all the same, is not freed', async () => {
    const { customer, title, reserve, review, orders, program } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    for (const id of ['P1', 'P2', 'P3']) await reserve(id, 'C1', '100.00')
    const cancelled = await program().call('POST', '/v1/orders/P1/cancel', { source: SOURCE })
    expect(cancelled).toMatchObject({ status: 200, body: { orderId: 'P1', status: 'cancelled', amount: '100.00' } })
    const sold = { id: 'P2', customer: { externalId: 'C1' }, amount: '100.00', status: 'confirmed' }
    await program().call('PUT', `/v1/sources/${SOURCE}/orders`, { orders: [sold] })
    await title('T1', 'C1', '0.00')
    await review()
    expect((await orders()).map(({ orderId, state }) => [orderId, state])).toEqual([
      ...[
        ['P1', 'cancelled'],
        ['P2', 'sold'],
        ['P3', 'released'],
      ],
    ])
  })

  it('an order that is kept back is freed by nothing until it is let go', async () => {
    const { customer, title, reserve, review, orders, program } = await open()
    await customer('C1')
    await title('T1', 'C1', '300.00')
    await reserve('P1', 'C1', '200.00')
    const [{ id }] = await orders()
    expect((await program().call('POST', `/v1/blocked-orders/${id}/keep-back`, { reason: 'cheque' })).status).toBe(200)
    await title('T1', 'C1', '0.00')
    await review()
    expect((await orders())[0]).toMatchObject({ state: 'blocked', keptBack: true })
    await program().call('POST', `/v1/blocked-orders/${id}/let-go`, { reason: 'compensou' })
    await review()
    expect((await orders())[0]).toMatchObject({ state: 'released', keptBack: false })
  })
})

it('a look at one account does not go through the orders of all, on sqlite', async () => {
  const business = await openOrdersBusiness('sqlite')
  try {
    const { customer, title, reserve, review, program } = business
    for (const id of ['C1', 'C2', 'C3']) {
      await customer(id)
      await title(`T${id}`, id, '300.00')
    }
    await reserve('P1', 'C1', '200.00')
    await review()
    for (const id of ['C1', 'C2', 'C3']) await title(`T${id}`, id, '0.00')
    const { db } = program()
    const all = vi.spyOn(db, 'all')
    await review()
    const looks = all.mock.calls.filter(([text]) => text.includes('blocked_orders') && /account_id (=|IN)/.test(text))
    all.mockRestore()
    expect(looks.length).toBeGreaterThan(0)
    for (const [text, values] of looks) {
      const plan = await db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, values)
      expect(plan.map(({ detail }) => detail).join('\n')).toContain('blocked_orders_customer_id_state_seq_index')
    }
  } finally {
    await business.close()
  }
})
