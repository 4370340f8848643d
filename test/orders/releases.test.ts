import { afterEach, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { type OrdersBusiness, type OrdersTerms, openOrdersBusiness, SOURCE } from './business.ts'

const SIGNED = `
release:
  secondSignatureAbove: "5000.00"
  authority:
    analyst: { amountMax: "4000.00", overLimitShareMax: "5.00", monthlyMax: "6000.00" }
    admin: {}
`

describe.each(dialects)('releases, on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async (terms: OrdersTerms = { orders: SIGNED }) => {
    const one = await openOrdersBusiness(dialect, terms)
    business = one
    await one.customer('C1')
    await one.title('T1', 'C1', '300.00')
    const keys = {
      rep: await one.key('vendas', ['operate', 'read']),
      analyst: await one.key('credito', ['operate', 'read']),
      other: await one.key('credito-2', ['operate', 'read']),
    }
    const post = (path: string, body: unknown, headers: object) => one.program().call('POST', path, body, headers)
    const ask = async (id: string, amount: string, fields: object = {}, customer = 'C1') => {
      const refused = await one.reserve(id, customer, amount, fields)
      expect(refused.decision).toBe('blocked')
      const order = (await one.orders()).find(({ orderId }) => orderId === id)
      const asked = await post(`/v1/blocked-orders/${order.id}/releases`, { reason: 'cliente antigo' }, keys.rep)
      expect(asked.status).toBe(201)
      return { order, release: asked.body }
    }
    const sign = (release: { id: string }, by: object, fields: object = {}) =>
      post(`/v1/releases/${release.id}/sign`, { verdict: 'approved', reason: 'paga hoje', ...fields }, by)
    return { ...one, keys, post, ask, sign }
  }

  it('is asked for with a reason, signed by another, and frees the order at once', async () => {
    const { ask, sign, keys, orders, held, reserve, events, program } = await open()
    const { release, order } = await ask('P1', '200.00')
    expect(release).toMatchObject({
      ...{ orderId: 'P1', revision: 1, amount: '200.00', overLimit: '0.00', state: 'requested' },
      ...{ reason: 'cliente antigo', requestedBy: expect.stringContaining('vendas'), signatures: [] },
    })
    const signed = await sign(release, keys.analyst)
    expect(signed).toMatchObject({
      status: 200,
      body: {
        ...{ state: 'used', amount: '200.00', expiresAt: '2026-11-25T10:00:00-03:00' },
        signatures: [{ role: 'analyst', verdict: 'approved', reason: 'paga hoje', amount: '200.00' }],
      },
    })
    expect((await orders())[0]).toMatchObject({ state: 'released', cause: 'release' })
    expect(await held('C1')).toBe('200.00')
    expect((await events()).filter((event) => event.startsWith('order.'))).toEqual([
      'order.blocked P1',
      'order.released P1',
    ])
    const again = await reserve('P1', 'C1', '200.00')
    expect(again).toMatchObject({ decision: 'approved', hold: { expiresAt: '2026-11-25T10:00:00-03:00' } })
    expect(again.reasons.at(-1)).toMatchObject({
      code: 'released',
      severity: 'warn',
      message: 'Pedido liberado por credito.',
    })
    const detail = (await program().call('GET', `/v1/blocked-orders/${order.id}`)).body
    expect(detail.history.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['blocked', 'release_requested', 'release_signed', 'released'],
    ])
    const { entries } = (await program().call('GET', `/v1/audit?subject=${SOURCE}/P1`)).body
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      'order.release_signed',
      'order.release_requested',
    ])
  })

  it('nobody signs what they asked for, nor beyond their authority', async () => {
    const { ask, sign, keys, orders } = await open()
    const { release } = await ask('P1', '200.00')
    expect(await sign(release, keys.rep)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('próprio pedido') },
    })
    const large = await ask('P2', '4000.01')
    expect(await sign(large.release, keys.analyst)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('alçada') },
    })
    expect(await orders('state=released')).toEqual([])
  })

  it('above the threshold two sign, and the least amount and the first end count', async () => {
    const { ask, sign, keys, orders, held, customer } = await open({
      orders: 'release: { secondSignatureAbove: "1000.00", authority: { analyst: {} } }',
    })
    await customer('C1', { limit: { mode: 'unlimited' } })
    const { release } = await ask('P1', '3000.00')
    const first = await sign(release, keys.analyst, { amount: '3500.00', expiresAt: '2026-11-26T12:00:00-03:00' })
    expect(first.body).toMatchObject({ state: 'requested', signatures: [{ amount: '3500.00' }] })
    expect((await orders())[0].state).toBe('blocked')
    expect((await sign(release, keys.analyst)).status).toBe(403)
    const second = await sign(release, keys.other, { amount: '4000.00' })
    expect(second.body).toMatchObject({ state: 'used', amount: '3500.00', expiresAt: '2026-11-25T10:00:00-03:00' })
    expect(await held('C1')).toBe('3000.00')
  })

  it('what was released is not blocked downstream, unless it grew beyond what was signed', async () => {
    const { ask, sign, keys, reserve, title, program, customer } = await open()
    const { release } = await ask('P1', '200.00')
    await sign(release, keys.analyst, { amount: '250.00' })
    await title('T2', 'C1', '800.00')
    const recheck = async (amount: string) => {
      const order = { id: 'P1', amount }
      const body = { source: SOURCE, mode: 'recheck', customer: { externalId: 'C1' }, order }
      return (await program().call('POST', '/v1/credit-checks', body)).body
    }
    expect((await recheck('200.00')).decision).toBe('approved')
    await customer('C1', { status: 'hold' })
    expect((await recheck('200.00')).decision).toBe('approved')
    expect((await reserve('P1', 'C1', '250.00', { revision: 2 })).decision).toBe('approved')
    expect((await reserve('P1', 'C1', '250.01', { revision: 3 })).decision).toBe('blocked')
    await customer('C1', { status: 'stop' })
    expect((await recheck('250.00')).decision).toBe('blocked')
  })

  it('ends when nobody took the room in time, and a rejected or withdrawn one frees nothing', async () => {
    const { ask, sign, post, keys, orders, reserve } = await open()
    const { release } = await ask('P1', '200.00')
    expect((await sign(release, keys.analyst, { verdict: 'rejected' })).body.state).toBe('rejected')
    expect((await sign(release, keys.analyst)).status).toBe(409)
    const again = await ask('P1', '200.00')
    expect(again.release.id).not.toBe(release.id)
    expect((await post(`/v1/releases/${again.release.id}/withdraw`, { reason: 'desistiu' }, keys.rep)).body.state).toBe(
      'withdrawn',
    )
    // Signed for less than the order: nothing is freed until the order is made smaller.
    const third = await ask('P1', '200.00')
    expect((await sign(third.release, keys.analyst, { amount: '150.00' })).body.state).toBe('approved')
    expect((await orders())[0].state).toBe('blocked')
    expect((await reserve('P1', 'C1', '150.00', { revision: 2 })).decision).toBe('approved')
    expect((await orders())[0]).toMatchObject({ state: 'released', cause: 'release', amount: '150.00' })
  })

  it('an approval that nobody used expires', async () => {
    const { ask, sign, keys, at, reserve, program } = await open()
    const { release } = await ask('P1', '200.00')
    await sign(release, keys.analyst, { amount: '150.00', expiresAt: '2026-11-23T12:00:00-03:00' })
    const later = await at('2026-11-23T12:00:00-03:00')
    await later.runJob('end-orders')
    const { releases } = (await program().call('GET', '/v1/releases')).body
    expect(releases).toMatchObject([{ id: release.id, state: 'expired' }])
    expect((await reserve('P1', 'C1', '150.00', { revision: 2 })).decision).toBe('blocked')
  })

  it('a customer who was stopped, or an order that changed, is not released', async () => {
    const { ask, sign, keys, reserve, post, customer, orders } = await open()
    const { release } = await ask('P1', '200.00')
    await reserve('P1', 'C1', '220.00', { revision: 2 })
    expect(await sign(release, keys.analyst)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('changed') },
    })
    await customer('C1', { status: 'stop' })
    await reserve('P9', 'C1', '10.00')
    const stopped = (await orders()).find(({ orderId }) => orderId === 'P9')
    expect((await post(`/v1/blocked-orders/${stopped.id}/releases`, { reason: 'x' }, keys.rep)).status).toBe(409)
  })

  it('the budget of a month is kept', async () => {
    const { ask, sign, keys, customer } = await open()
    await customer('C1', { limit: { mode: 'unlimited' } })
    const amounts = ['3000.00', '3000.00', '0.01']
    const statuses: number[] = []
    for (const [index, amount] of amounts.entries()) {
      const { release } = await ask(`P${index}`, amount)
      statuses.push((await sign(release, keys.analyst)).status)
    }
    expect(statuses).toEqual([200, 200, 403])
  })

  it('the budget of a month is kept however many are signed at once, on whatever accounts', async () => {
    const { ask, keys, customer, title, program, another } = await open()
    const other = dialect === 'mariadb' ? await another() : program()
    const ids = Array.from({ length: 8 }, (_, index) => `B${index}`)
    const releases: string[] = []
    for (const id of ids) {
      await customer(id, { limit: { mode: 'unlimited' } })
      await title(`T-${id}`, id, '300.00')
      releases.push((await ask(`P-${id}`, '2000.00', {}, id)).release.id)
    }
    const replies = await Promise.all(
      releases.map((id, index) =>
        (index % 2 === 0 ? program() : other).call(
          'POST',
          `/v1/releases/${id}/sign`,
          { verdict: 'approved', reason: 'Bom pagador.' },
          keys.analyst,
        ),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 403, 403, 403, 403, 403])
  })

  it('whoever is bound to another source knows of none of it', async () => {
    const { ask, key, program, keys } = await open()
    const { order, release } = await ask('P1', '200.00')
    const stranger = await key('outra', ['operate', 'read'], 'other-erp')
    const call = async (method: 'GET' | 'POST', path: string, body?: object) =>
      (await program().call(method, path, body, stranger)).status
    expect((await program().call('GET', '/v1/blocked-orders', undefined, stranger)).body.orders).toEqual([])
    expect((await program().call('GET', '/v1/releases', undefined, stranger)).body.releases).toEqual([])
    expect(await call('GET', `/v1/blocked-orders/${order.id}`)).toBe(404)
    expect(await call('POST', `/v1/blocked-orders/${order.id}/releases`, { reason: 'x' })).toBe(404)
    expect(await call('POST', `/v1/blocked-orders/${order.id}/keep-back`, { reason: 'x' })).toBe(404)
    expect(await call('POST', `/v1/releases/${release.id}/sign`, { verdict: 'approved', reason: 'x' })).toBe(404)
    expect(await call('POST', `/v1/releases/${release.id}/withdraw`, { reason: 'x' })).toBe(404)
    const reader = await program().call(
      'POST',
      `/v1/releases/${release.id}/sign`,
      { verdict: 'approved', reason: ' ' },
      keys.analyst,
    )
    expect(reader.status).toBe(400)
  })
})
