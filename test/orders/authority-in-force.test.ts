import { afterEach, describe, expect, it } from 'vitest'
import { createClock } from '../../src/kernel/clock.ts'
import type { Actor, OrdersDeps } from '../../src/orders/order-act.ts'
import { ordersSettingsSchema } from '../../src/orders/orders-settings.ts'
import { requestRelease, type Signing, signRelease, withdrawRelease } from '../../src/orders/releases.ts'
import type { Role } from '../../src/people/person.ts'
import { dialects } from '../harness/databases.ts'
import { type OrdersBusiness, openOrdersBusiness } from './business.ts'

const NOW = '2026-11-23T10:00:00-03:00'
const AUTHORITY = {
  analyst: { overLimitShareMax: '0.20', monthlyMax: '10000.00' },
  manager: { amountMax: '20000.00' },
  admin: {},
}
const SETTINGS = ordersSettingsSchema.parse({ release: { secondSignatureAbove: '2000.00', authority: AUTHORITY } })
const REQUEST = {}

/** The same person goes by one name now and by another one later. */
const person = (id: string, name: string, role: Role = 'admin'): Actor => ({
  ...{ name: `${name} (${id})`, role, login: null, source: null, salesRep: null },
})

describe.each(dialects)('the authority to sign, on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async () => {
    const one = await openOrdersBusiness(dialect)
    business = one
    await one.customer('C1')
    await one.title('T1', 'C1', '300.00')
    const acting = (at = NOW) => {
      const clock = createClock('America/Sao_Paulo', at)
      const trail = async () => undefined
      // All that these flows ask for.
      const deps = { db: one.program().db, clock, settings: SETTINGS, trail } as unknown as OrdersDeps<object>
      return {
        ask: async (id: string, actor: Actor) => {
          const order = (await one.orders()).find(({ orderId }) => orderId === id)
          return requestRelease(deps, actor, order.id, 'cliente antigo', REQUEST)
        },
        sign: (release: object, actor: Actor, signing: Partial<Signing> = {}) =>
          signRelease(
            deps,
            actor,
            (release as { id: string }).id,
            { verdict: 'approved', reason: 'paga hoje', ...signing },
            REQUEST,
          ),
        withdraw: (release: object, actor: Actor) =>
          withdrawRelease(deps, actor, (release as { id: string }).id, 'desistiu', REQUEST),
      }
    }
    return { ...one, acting }
  }

  it('goes with the person, whatever they are called by now', async () => {
    const { reserve, acting } = await open()
    await reserve('P1', 'C1', '3000.00')
    const { ask, sign, withdraw } = acting()
    const asked = await ask('P1', person('usr_1', 'Ana'))
    expect(await sign(asked, person('usr_1', 'Ana Paula'))).toMatchObject({ why: /próprio pedido/ })
    expect(await sign(asked, person('usr_2', 'Ana'))).toMatchObject({ release: { state: 'requested' } })
    expect(await sign(asked, person('usr_2', 'Bia'))).toMatchObject({ why: /segunda assinatura/ })
    expect(await withdraw(asked, person('usr_3', 'Ana', 'rep'))).toMatchObject({ refused: 'forbidden' })
    expect(await withdraw(asked, person('usr_1', 'Ana Paula', 'rep'))).toMatchObject({ state: 'withdrawn' })
  })

  it('holds a month’s budget that a new name does not fill again', async () => {
    const { reserve, acting, customer } = await open()
    await customer('C1', { limit: { mode: 'unlimited' } })
    const { ask, sign } = acting()
    const signed: object[] = []
    for (const [index, name] of ['Ana', 'Bia', 'Caio'].entries()) {
      await reserve(`P${index}`, 'C1', '1900.00')
      const asked = await ask(`P${index}`, person('usr_9', 'Zé', 'rep'))
      signed.push(await sign(asked, person('usr_1', name, 'analyst'), { amount: 400_000n }))
    }
    expect(signed).toMatchObject([{ release: {} }, { release: {} }, { why: /8\.000,00/ }])
  })

  it('counts what is agreed to beyond the order as beyond the limit', async () => {
    const { reserve, acting } = await open()
    await reserve('P1', 'C1', '500.00')
    const { ask, sign } = acting()
    const asked = await ask('P1', person('usr_9', 'Zé', 'rep'))
    const analyst = person('usr_1', 'Ana', 'analyst')
    // 300.00 are open, and 900.00 make 1,200.00: 20 % beyond the limit of 1,000.00.
    expect(await sign(asked, analyst, { amount: 90_001n })).toMatchObject({ refused: 'forbidden', why: /200,01/ })
    expect(await sign(asked, analyst, { amount: 90_000n })).toMatchObject({ release: { amount: 90_000n } })
  })

  it('keeps with the release what was agreed to: credit, longest term and company', async () => {
    const { reserve, acting, program } = await open()
    const terms = [
      { dueInDays: 0, amount: '200.00' },
      { dueInDays: 45, amount: '300.00' },
    ]
    await reserve('P1', 'C1', '500.00', { company: 'filial', payment: { kind: 'credit', terms } })
    const { ask, sign } = acting()
    const asked = await ask('P1', person('usr_9', 'Zé', 'rep'))
    expect(asked).toMatchObject({ amount: 50_000n, credit: 30_000n, termDaysMax: 45, company: 'filial' })
    await sign(asked, person('usr_1', 'Ana'), { amount: 60_000n })
    const [kept] = await program().db.all('SELECT amount_cents, credit_cents, term_days_max, company FROM releases')
    expect(Object.values(kept ?? {}).map(String)).toEqual(['60000', '40000', '45', 'filial'])
  })

  it('has to be asked for again when the first of two signatures has ended', async () => {
    const { reserve, acting, program } = await open()
    await reserve('P1', 'C1', '3000.00')
    await reserve('P2', 'C1', '3000.00')
    const asker = person('usr_9', 'Zé', 'rep')
    const early = acting()
    const end = createClock('America/Sao_Paulo', '2026-11-23T12:00:00-03:00').now()
    const first = await early.ask('P1', asker)
    const second = await early.ask('P2', asker)
    for (const asked of [first, second]) await early.sign(asked, person('usr_1', 'Ana'), { expiresAt: end })
    const late = acting('2026-11-23T12:00:00-03:00')
    expect(await late.sign(first, person('usr_2', 'Bia'))).toMatchObject({
      refused: 'conflict',
      why: /asked for again/,
    })
    expect(await late.sign(first, person('usr_2', 'Bia'))).toMatchObject({ why: /expired already/ })
    const anew = await late.ask('P2', asker)
    expect(anew).toMatchObject({ state: 'requested', expiresAt: null })
    expect(anew).not.toMatchObject({ id: (second as { id: string }).id })
    const { releases } = (await program().call('GET', '/v1/releases')).body
    expect(releases.map(({ state }: { state: string }) => state)).toEqual(['requested', 'expired', 'expired'])
  })
})
