import { afterEach, describe, expect, it, vi } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { countTurns } from '../harness/turns.ts'
import { type OrdersBusiness, openOrdersBusiness, SOURCE } from './business.ts'

const PAYMENTS = 50
const TAKES_MS = 60_000

describe.each(dialects)('payments at the same time, on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })

  it('free exactly what fits, the oldest first, whoever looks', { timeout: TAKES_MS }, async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    const other = dialect === 'mariadb' ? await one.another() : one.program()
    await one.customer('C1', { limit: { mode: 'amount', amount: '1000.00' } })
    const titles = Array.from({ length: PAYMENTS }, (_, index) => ({
      ...{ externalId: `T${index}`, customer: { externalId: 'C1' }, kind: 'invoice', issuedOn: '2026-10-01' },
      ...{ dueOn: '2026-12-20', amount: '20.00', openAmount: '20.00', status: 'open' },
    }))
    await one.program().call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: titles })
    // Nothing fits until the titles are paid: they take all of the limit. Orders of 70: fourteen will fit.
    for (let index = 0; index < 20; index++) await one.reserve(`P${String(index).padStart(2, '0')}`, 'C1', '70.00')
    await Promise.all(
      titles.map(async (title, index) => {
        const program = index % 2 === 0 ? one.program() : other
        const paid = { ...title, openAmount: '0.00', status: 'paid' }
        const reply = await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: [paid] })
        expect(reply.status).toBe(200)
        await program.runJob('review-orders')
      }),
    )
    await one.review()
    const orders = await one.orders()
    const released = orders.filter(({ state }) => state === 'released').map(({ orderId }) => orderId)
    expect(released).toEqual(orders.slice(0, 14).map(({ orderId }) => orderId))
    expect(await one.held('C1')).toBe('980.00')
    const told = (await one.events()).filter((event) => event.startsWith('order.released'))
    expect(told.sort()).toEqual(released.map((orderId) => `order.released ${orderId}`))
    expect((await one.program().call('POST', '/v1/positions/verify', {})).body.drift).toEqual([])
  })

  it('an order that is refused while its payment arrives is not left behind', { timeout: TAKES_MS }, async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    for (let round = 0; round < 20; round++) {
      const customer = `R${round}`
      await one.customer(customer)
      await one.title(`T${round}`, customer, '300.00')
      await Promise.all([
        one.reserve(`P${round}`, customer, '200.00'),
        one.title(`T${round}`, customer, '0.00').then(() => one.review()),
      ])
      await one.review()
      expect(await one.held(customer), `round ${round}`).toBe('200.00')
    }
  })

  it('an order that is refused, and paid for, while others are looked at is not left behind', async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    await one.customer('L')
    await one.title('T', 'L', '300.00')
    await one.review()
    await one.title('T', 'L', '310.00')
    const { db } = one.program()
    const begin = vi.spyOn(db, 'transaction')
    // The account was found to have no order that waits, and is about to be passed over.
    begin.mockImplementationOnce(async (work) => {
      begin.mockRestore()
      expect((await one.reserve('P', 'L', '200.00')).decision).toBe('blocked')
      await one.title('T', 'L', '0.00')
      return db.transaction(work)
    })
    await one.review()
    expect(await one.held('L')).toBe('200.00')
  })

  it('what is wrong with one account keeps no other waiting', async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    for (const id of ['A', 'B', 'C']) {
      await one.customer(id)
      await one.title(`T${id}`, id, '300.00')
      if (id !== 'C') await one.reserve(`P${id}`, id, '200.00')
    }
    await one.review()
    const { db } = one.program()
    const [kept] = await db.all<{ request_json: string }>(
      "SELECT request_json FROM blocked_orders WHERE order_id = 'PA'",
    )
    const write = (text: string) => db.run("UPDATE blocked_orders SET request_json = ? WHERE order_id = 'PA'", [text])
    await write('{')
    // The last that changed is the first that is looked at.
    for (const id of ['C', 'B', 'A']) await one.title(`T${id}`, id, '0.00')
    await one.review()
    expect([await one.held('A'), await one.held('B')]).toEqual(['0.00', '200.00'])
    expect((await one.events()).slice(-3).sort()).toEqual([
      'customer.unblocked B',
      'customer.unblocked C',
      'order.released PB',
    ])
    await write(kept?.request_json ?? '')
    await one.review()
    expect(await one.held('A')).toBe('200.00')
  })

  it('whoever asks meanwhile is answered meanwhile', async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    for (let index = 0; index < 60; index++) await one.customer(`C${index}`)
    for (let index = 0; index < 6; index++) {
      await one.title(`T${index}`, `C${index}`, '300.00')
      await one.reserve(`P${index}`, `C${index}`, '200.00')
    }
    const turns = await countTurns(one.review)
    // One after each of the accounts where an order waits, and after each of the two rounds.
    expect(turns).toBeGreaterThanOrEqual(8)
  })

  it('a payment is seen before what others have been waiting for', async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    for (let index = 0; index < 60; index++) {
      await one.customer(`C${index}`)
      await one.title(`T${index}`, `C${index}`, '300.00')
      await one.reserve(`P${index}`, `C${index}`, '200.00')
    }
    const before = await one.events()
    const { db } = one.program()
    const begin = vi.spyOn(db, 'transaction')
    begin.mockImplementationOnce(async (work) => {
      begin.mockRestore()
      await one.title('T7', 'C7', '0.00')
      return db.transaction(work)
    })
    await one.review()
    const told = (await one.events()).slice(before.length)
    // The round that was under way, of ten, comes before it; then it is the first.
    expect(told.indexOf('order.released P7')).toBeLessThan(12)
    expect(told.filter((event) => event.startsWith('customer.blocked'))).toHaveLength(59)
  })

  it('who waits for an order does not wait for everybody else', async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    const ids = Array.from({ length: 120 }, (_, index) => `C${String(index).padStart(3, '0')}`)
    const put = async (openAmount: string): Promise<void> => {
      const receivables = ids.map((id) => ({
        ...{ externalId: `T${id}`, customer: { externalId: id }, kind: 'invoice', issuedOn: '2026-10-01' },
        ...{ dueOn: '2026-11-10', amount: '300.00', openAmount, status: openAmount === '0.00' ? 'paid' : 'open' },
      }))
      const reply = await one.program().call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables })
      expect(reply.body.accepted).toBe(ids.length)
    }
    for (const id of ids) await one.customer(id)
    await put('300.00')
    await one.reserve('P', 'C119', '200.00')
    await one.review()
    const before = await one.events()
    await put('0.00')
    await one.review()
    const told = (await one.events()).slice(before.length)
    expect(told.slice(0, 2)).toEqual(['order.released P', 'customer.unblocked C119'])
    expect(told).toHaveLength(1 + ids.length)
  })
})
