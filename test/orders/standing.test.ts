import { afterEach, describe, expect, it, vi } from 'vitest'
import { dialects } from '../harness/databases.ts'
import type { Answer } from '../harness/program.ts'
import { type OrdersBusiness, type OrdersTerms, openOrdersBusiness, SOURCE } from './business.ts'

const AT_ONCE = { dueInDays: 0, amount: '900.00' }

describe.each(dialects)('what was said of an order stands, on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async (terms: OrdersTerms = {}) => {
    const one = await openOrdersBusiness(dialect, terms)
    business = one
    await one.customer('C1')
    await one.title('T1', 'C1', '300.00')
    const post = (path: string, body: object = {}, headers: object = {}) =>
      one.program().call('POST', path, body, headers)
    const orderOf = async (id: string) => (await one.orders()).find(({ orderId }) => orderId === id)
    const keepBack = async (id: string) =>
      post(`/v1/blocked-orders/${(await orderOf(id)).id}/keep-back`, { reason: 'cheque' })
    const pay = () => one.title('T1', 'C1', '0.00')
    const signer = await one.key('credito', ['operate', 'read'])
    const release = async (id: string, fields: object = {}) => {
      const asked = await post(`/v1/blocked-orders/${(await orderOf(id)).id}/releases`, { reason: 'cliente antigo' })
      return post(`/v1/releases/${asked.body.id}/sign`, { verdict: 'approved', reason: 'paga', ...fields }, signer)
    }
    /** Done after the next transaction of the program was begun for, and before it begins. */
    const meanwhile = (then: () => Promise<unknown>, after = 0): void => {
      const { db } = one.program()
      const { transaction } = db
      const begin = vi.spyOn(db, 'transaction')
      for (let done = 0; done < after; done++) begin.mockImplementationOnce((work) => transaction(work))
      begin.mockImplementationOnce(async (work) => {
        begin.mockRestore()
        await then()
        return db.transaction(work)
      })
    }
    return { ...one, post, orderOf, keepBack, pay, release, meanwhile }
  }
  const codesOf = ({ reasons }: Answer['body']): string[] => reasons.map(({ code }: { code: string }) => code)

  it('kept back, it is not freed by being asked for again, in whatever revision', async () => {
    const { reserve, keepBack, pay, orderOf, post, review, held } = await open()
    await reserve('P1', 'C1', '200.00')
    await keepBack('P1')
    await pay()
    for (const revision of [1, 2]) {
      const asked = await reserve('P1', 'C1', '200.00', { revision })
      expect(asked).toMatchObject({ decision: 'blocked', releasable: true, hold: null })
      expect(codesOf(asked)).toEqual(['kept_back'])
    }
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', keptBack: true, revision: 2 })
    await post(`/v1/blocked-orders/${(await orderOf('P1')).id}/let-go`, { reason: 'compensou' })
    await review()
    expect([await held('C1'), (await orderOf('P1')).state]).toEqual(['200.00', 'released'])
  })

  it('a release lets go what a person kept back when it covers all of it, and not before', async () => {
    const { reserve, keepBack, pay, orderOf, release, review, held } = await open()
    await reserve('P1', 'C1', '200.00')
    await keepBack('P1')
    await release('P1', { amount: '100.00' })
    await pay()
    await review()
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', keptBack: true })
    expect((await release('P1')).body.state).toBe('used')
    expect(await orderOf('P1')).toMatchObject({ state: 'released', cause: 'release', keptBack: false })
    expect(await held('C1')).toBe('200.00')
  })

  it.each([
    ['kept back', { state: 'blocked', keptBack: true, revision: 1 }],
    ['cancelled', { state: 'cancelled', revision: 1 }],
    ['asked for in another revision', { state: 'blocked', revision: 2 }],
  ])('%s while it is about to be freed, it is not freed', async (what, expected) => {
    const { reserve, keepBack, pay, orderOf, post, review, held, events, meanwhile } = await open()
    await reserve('P1', 'C1', '200.00')
    await review()
    await pay()
    meanwhile(async () => {
      if (what === 'kept back') await keepBack('P1')
      else if (what === 'cancelled') await post('/v1/orders/P1/cancel', { source: SOURCE })
      else await reserve('P1', 'C1', '5000.00', { revision: 2 })
    })
    await review()
    expect(await orderOf('P1')).toMatchObject(expected)
    expect(codesOf(await orderOf('P1'))).not.toContain('kept_back')
    expect(await held('C1')).toBe('0.00')
    expect(await events()).not.toContain('order.released P1')
  })

  it('cancelled while it is freed, it gives its room back', async () => {
    const { reserve, pay, post, review, held, meanwhile } = await open()
    await reserve('P1', 'C1', '200.00')
    await review()
    await pay()
    meanwhile(review, 1)
    expect((await post('/v1/orders/P1/cancel', { source: SOURCE })).body).toMatchObject({ status: 'cancelled' })
    expect(await held('C1')).toBe('0.00')
    await review()
    expect(await held('C1')).toBe('0.00')
  })

  it('a revision from before does not take the place of the newest', async () => {
    const { reserve, orderOf } = await open()
    await reserve('P1', 'C1', '5000.00', { revision: 2 })
    const late = await reserve('P1', 'C1', '200.00')
    expect(late).toMatchObject({ status: 409, detail: 'order P1 has revision 2 already: send a higher one' })
    expect(await orderOf('P1')).toMatchObject({ revision: 2, amount: '5000.00' })
  })

  it('a release holds room until it ends, and nothing is taken on it afterwards but what stands', async () => {
    const { reserve, customer, release, at, held, post, program } = await open()
    for (const id of ['P1', 'P2']) {
      await reserve(id, 'C1', '200.00')
      await release(id, { expiresAt: '2026-11-23T10:20:00-03:00' })
    }
    await post('/v1/orders/P2/confirm', { source: SOURCE })
    await at('2026-11-23T10:19:00-03:00')
    expect(await held('C1')).toBe('200.00')
    await at('2026-11-23T10:21:00-03:00')
    await program().runJob('end-orders')
    expect(await held('C1')).toBe('0.00')
    expect((await reserve('P1', 'C1', '200.00')).decision).toBe('blocked')
    await customer('C1', { status: 'hold' })
    const order = { id: 'P2', amount: '200.00' }
    const body = { source: SOURCE, mode: 'recheck', customer: { externalId: 'C1' }, order }
    expect((await post('/v1/credit-checks', body)).body.decision).toBe('approved')
  })

  it.each([
    ['with less paid in advance', [{ dueInDays: 30, amount: '1000.00' }]],
    ['with a later day', [AT_ONCE, { dueInDays: 90, amount: '100.00' }]],
  ])('what was signed does not cover the order %s', async (_how, terms) => {
    const { reserve, release, post } = await open()
    const payment = { kind: 'credit', terms: [AT_ONCE, { dueInDays: 30, amount: '100.00' }] }
    expect((await reserve('P1', 'C1', '1000.00', { payment })).decision).toBe('blocked')
    expect((await release('P1')).body.state).toBe('used')
    const reservedAnew = async (revision: number, given: object) => {
      await post('/v1/orders/P1/cancel', { source: SOURCE })
      return (await reserve('P1', 'C1', '1000.00', { revision, payment: given })).decision
    }
    expect(await reservedAnew(2, payment)).toBe('approved')
    expect(await reservedAnew(3, { kind: 'credit', terms })).toBe('blocked')
  })

  it('a request that one has signed is over when that signature ends', async () => {
    const orders = 'release: { secondSignatureAbove: "100.00" }\n'
    const { reserve, release, at, orderOf, program } = await open({ orders })
    await reserve('P1', 'C1', '200.00')
    const signed = await release('P1', { expiresAt: '2026-11-23T12:00:00-03:00' })
    expect(signed.body.state).toBe('requested')
    await at('2026-11-23T12:00:01-03:00')
    await program().runJob('end-orders')
    const { releases } = (await program().call('GET', `/v1/blocked-orders/${(await orderOf('P1')).id}`)).body
    expect(releases[0].state).toBe('expired')
  })

  it('an order that takes less than before, or another customer’s room, makes room for others', async () => {
    const { reserve, customer, pay, review, orderOf } = await open()
    await pay()
    await customer('C2')
    await reserve('P1', 'C1', '800.00')
    await reserve('P2', 'C1', '400.00')
    await review()
    await reserve('P1', 'C1', '300.00', { revision: 2 })
    await review()
    expect((await orderOf('P2')).state).toBe('released')
    await reserve('P3', 'C1', '500.00')
    await review()
    await reserve('P1', 'C2', '300.00', { revision: 3 })
    await review()
    expect((await orderOf('P3')).state).toBe('released')
  })

  it('what was sold is not made larger by itself', async () => {
    const { reserve, pay, review, title, post, orderOf, program } = await open()
    await pay()
    await reserve('P1', 'C1', '200.00')
    await post('/v1/orders/P1/confirm', { source: SOURCE })
    await title('T2', 'C1', '300.00')
    await reserve('P1', 'C1', '500.00', { revision: 2 })
    await title('T2', 'C1', '0.00')
    await review()
    expect((await orderOf('P1')).state).toBe('blocked')
    const orders = async () => (await program().call('GET', `/v1/customers/${SOURCE}/C1/credit`)).body.exposure.orders
    expect(await orders()).toBe('200.00')
    expect((await reserve('P1', 'C1', '500.00', { revision: 2 })).decision).toBe('approved')
    expect(await orders()).toBe('500.00')
  })

  it('an order of a customer who is not known yet waits for them', async () => {
    const { reserve, customer, orderOf, review, held, events } = await open()
    await review()
    const before = (await events()).length
    expect(codesOf(await reserve('P1', 'NEW', '200.00'))).toContain('unknown_customer')
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', customer: { externalId: 'NEW' } })
    await review()
    await customer('NEW')
    await review()
    expect([(await orderOf('P1')).state, await held('NEW')]).toEqual(['released', '200.00'])
    // No ERP is told to block a customer of whom it has not spoken.
    expect((await events()).slice(before)).toEqual(['order.blocked P1', 'order.released P1'])
  })
})
