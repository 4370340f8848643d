import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rehearsePolicy } from '../../src/credit/draft-rehearsal.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type DraftDesk, draftOn, NOW, startDraftDesk } from './draft-desk.ts'
import { CUSTOMERS, createRandom, randomCustomers, randomPolicy, randomTitles } from './random-book.ts'
import { policyOf } from './sample-facts.ts'
import { createPolicyFolder, ERP, shopOn } from './shop.ts'

const sum = (orders: number, amount: string, more: object = {}) => ({
  ...{ orders, amount, unpaidOrders: 0, unpaidAmount: '0.00', withoutTitles: 0 },
  ...more,
})
const unpaid = (unpaidOrders: number, unpaidAmount: string) => ({ unpaidOrders, unpaidAmount })

describe.each(dialects)('a policy rehearsed on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let desk: DraftDesk
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder()
  })
  afterEach(async () => {
    await desk.stop()
    await config.drop()
    await database.drop()
  })
  const open = async (now: string): Promise<void> => {
    desk = await startDraftDesk({ url: database.url, now, configFolder: config.folder })
  }
  /** Time goes on. */
  const until = async (now: string): Promise<void> => {
    await desk.stop()
    await open(now)
  }
  const ask = async (mode: string, customer: string, id: string | undefined, amount: string, more: object = {}) => {
    const { salesRep, asOf, revision, ...rest } = more as Record<string, unknown>
    const answer = await desk.call('POST', '/v1/credit-checks', {
      ...{ source: ERP, mode, customer: { externalId: customer }, asOf },
      order: { id, revision, amount, salesRep, ...rest },
    })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }
  const rehearse = async (policy: object, days = 30) => {
    const id = await draftOn(desk, policy)
    const done = await desk.call('POST', `/v1/policies/drafts/${id}/rehearse`, { days })
    expect(done).toMatchObject({ status: 200 })
    expect((await desk.call('GET', `/v1/policies/drafts/${id}`)).body.rehearsal).toEqual(done.body)
    return done.body
  }
  /** A title of R$ 100,00 due on the last day of October unless `fields` says otherwise. */
  const invoice = (customer: string, externalId: string, fields: object) =>
    shopOn(desk).title(customer, externalId, '100.00', { dueOn: '2026-10-30', ...fields })

  it('tells what it would have held, and what of that was not paid', async () => {
    await open('2026-10-05T10:00:00-03:00')
    const shop = shopOn(desk)
    for (const customer of ['C1', 'C2', 'C3', 'C4', 'C5']) await shop.customer(customer)
    expect((await ask('reserve', 'C1', 'P1', '500.00', { salesRep: 'ana' })).decision).toBe('approved')
    await ask('reserve', 'C2', 'P2', '450.00', { salesRep: 'ana' })
    await ask('reserve', 'C3', 'P3', '600.00', { salesRep: 'bia' })
    await ask('reserve', 'C4', 'P4', '700.00')
    await ask('check', 'C5', undefined, '800.00')
    await ask('reserve', 'C5', 'P6', '100.00')
    await until(NOW)
    // P1: late by 16 days. P2: late by 15, which is still good. P3: overdue and open, in one of two instalments.
    await invoice('C1', 'N1', { orderId: 'P1', openAmount: '0.00', status: 'paid', settledOn: '2026-11-15' })
    await invoice('C2', 'N2', { orderId: 'P2', openAmount: '0.00', status: 'paid', settledOn: '2026-11-14' })
    await invoice('C3', 'N3', { orderId: 'P3', openAmount: '0.00', status: 'paid', settledOn: '2026-10-30' })
    await invoice('C3', 'N4', { orderId: 'P3' })
    // P4 was never invoiced by its name: what C4 bought until 30 days later tells, and no longer.
    await invoice('C4', 'N5', { issuedOn: '2026-11-04', dueOn: '2026-12-04', orderId: 'other' })
    await invoice('C4', 'N6', { issuedOn: '2026-11-05', dueOn: '2026-11-10' })
    const found = await rehearse({ rules: { order_too_large: { level: 'block', max: '400.00' } } }, 60)
    expect(found).toMatchObject({
      ...{ days: 60, policyVersion: 1, checks: 6, decisions: 6, hypothetical: 0, unreadable: 0, cut: false },
      ...{ from: '2026-09-19T10:00:00-03:00', rehearsedAt: NOW, readBackTo: '2026-10-05T10:00:00-03:00' },
      held: sum(5, '3050.00', { ...unpaid(2, '1100.00'), withoutTitles: 1 }),
      freed: sum(0, '0.00'),
      byReason: {
        held: [{ code: 'order_too_large', ...sum(5, '3050.00', { ...unpaid(2, '1100.00'), withoutTitles: 1 }) }],
      },
      bySalesRep: [
        { salesRep: null, held: sum(2, '1500.00', { withoutTitles: 1 }), freed: sum(0, '0.00') },
        { salesRep: 'ana', held: sum(2, '950.00', unpaid(1, '500.00')), freed: sum(0, '0.00') },
        { salesRep: 'bia', held: sum(1, '600.00', unpaid(1, '600.00')), freed: sum(0, '0.00') },
      ],
      ...{ notReplayed: [], assumed: [] },
    })
    expect(found.largest.held[2]).toEqual({
      ...{
        checkId: expect.stringMatching(/^chk_/),
        checkedAt: '2026-10-05T10:00:00-03:00',
        source: ERP,
        orderId: 'P3',
      },
      ...{ customer: 'C3', salesRep: 'bia', amount: '600.00', was: 'approved', would: 'blocked', payment: 'unpaid' },
      ...{ reasons: ['order_too_large'], because: 'Pedido de R$ 600,00 acima do máximo de R$ 400,00 por pedido.' },
    })
    expect(found.largest.held.map((order: Record<string, unknown>) => [order['orderId'], order['payment']])).toEqual([
      [null, 'no_titles'],
      ['P4', 'paid'],
      ['P3', 'unpaid'],
      ['P1', 'unpaid'],
      ['P2', 'paid'],
    ])
  })

  it('tells what it would have freed, and whether such customers paid afterwards', async () => {
    await open('2026-10-05T10:00:00-03:00')
    const shop = shopOn(desk)
    for (const customer of ['C1', 'C2', 'C3']) await shop.customer(customer)
    for (const customer of ['C1', 'C2', 'C3'])
      await shop.title(customer, `old-${customer}`, '80.00', { issuedOn: '2026-08-01', dueOn: '2026-09-01' })
    expect((await ask('reserve', 'C1', 'P1', '500.00', { salesRep: 'ana' })).decision).toBe('blocked')
    await ask('reserve', 'C2', 'P2', '300.00', { salesRep: 'ana' })
    // Blocked as well, and blocked it stays: more than the limit.
    await ask('reserve', 'C3', 'P3', '5000.00')
    await until(NOW)
    // What was issued on the day itself counts; what was issued before does not, however late it is.
    await invoice('C1', 'N1', { issuedOn: '2026-10-05', status: 'returned' })
    await invoice('C2', 'N2', { issuedOn: '2026-10-20', status: 'disputed' })
    const found = await rehearse({ overdueTolerance: '100.00', rules: { first_payment_default: 'off' } }, 60)
    const freed = sum(2, '800.00', unpaid(1, '500.00'))
    expect(found).toMatchObject({ held: sum(0, '0.00'), freed, decisions: 3 })
    expect(found.byReason.freed).toEqual([
      { code: 'overdue_receivables', ...freed },
      { code: 'first_payment_default', ...freed },
    ])
    expect(found.largest.freed[0]).toMatchObject({
      orderId: 'P1',
      was: 'blocked',
      would: 'approved',
      payment: 'unpaid',
    })
    expect(found.largest.freed[0].because).toContain('Cliente com 1 título vencido')
    expect(found.bySalesRep).toEqual([{ salesRep: 'ana', held: sum(0, '0.00'), freed }])
    expect(found.assumed).toEqual([
      { key: 'overdueTolerance', decisions: 3, why: expect.stringContaining('nova tolerância foi aplicada') },
    ])
    expect(found.notReplayed).toEqual([])
  })

  it('an order counts once a day by its newest revision, and once in all', async () => {
    const LIMIT = { rules: { order_too_large: { level: 'block', max: '400.00' } } }
    await open('2026-11-10T09:00:00-03:00')
    await shopOn(desk).customer('C1', { limit: { mode: 'unlimited' } })
    await ask('reserve', 'C1', 'P1', '900.00')
    await ask('reserve', 'C1', 'P2', '900.00')
    await until('2026-11-10T11:00:00-03:00')
    await ask('reserve', 'C1', 'P1', '100.00', { revision: 2 })
    await until('2026-11-11T09:00:00-03:00')
    await ask('check', 'C1', 'P2', '700.00', { revision: 3 })
    // Asked for another day, and asked again at delivery: nobody decides about the order.
    await ask('check', 'C1', 'P4', '900.00', { asOf: '2026-12-01' })
    await ask('recheck', 'C1', 'P5', '900.00')
    await until('2026-11-11T09:30:00-03:00')
    expect(await rehearse(LIMIT)).toMatchObject({
      ...{ checks: 6, decisions: 3, hypothetical: 1 },
      held: sum(1, '700.00', { withoutTitles: 1 }),
    })
    // Only what is within the days.
    await until('2026-11-12T10:00:00-03:00')
    expect(await rehearse(LIMIT, 1)).toMatchObject({ checks: 0, decisions: 0, held: sum(0, '0.00'), readBackTo: null })
    expect(await rehearse(LIMIT, 2)).toMatchObject({ checks: 4, held: sum(1, '700.00', { withoutTitles: 1 }) })
  })

  it('says which keys it could not try, and for how many decisions they matter', async () => {
    await open('2026-11-11T09:00:00-03:00')
    const shop = shopOn(desk)
    await shop.customer('LATE')
    await shop.customer('CLEAN')
    await shop.title('LATE', 'T1', '50.00')
    for (const customer of ['LATE', 'CLEAN']) await ask('check', customer, undefined, '10.00')
    const keys = async (policy: object) =>
      (await rehearse(policy)).notReplayed.map((note: Record<string, unknown>) => [note['key'], note['decisions']])
    expect(await keys({})).toEqual([])
    expect(await keys({ graceDays: 10 })).toEqual([['graceDays', 1]])
    expect(await keys({ disputedIsOverdue: true })).toEqual([])
    expect(await keys({ countDrafts: true, accountBy: [], perCompany: true })).toEqual([
      ['accountBy', 2],
      ['perCompany', 2],
      ['countDrafts', 2],
    ])
    expect(await keys({ rules: { buys_while_owing: { level: 'block', checks: 1, days: 5 } } })).toEqual([
      ['rules.buys_while_owing.days', 1],
    ])
    // What warns refuses nobody; nothing was held that another duration would have given back.
    expect(await keys({ rules: { buys_while_owing: { level: 'warn', days: 5 } }, holdMinutes: 5 })).toEqual([])
    const cannot = await rehearse({ graceDays: 10 })
    expect([cannot.held.orders, cannot.freed.orders]).toEqual([0, 0])
  })

  it('reads page by page, and says where it stopped', async () => {
    await open('2026-11-11T09:00:00-03:00')
    await shopOn(desk).customer('C1', { limit: { mode: 'unlimited' } })
    for (let index = 0; index < 7; index++) await ask('check', 'C1', `P${index % 4}`, `${index + 1}.00`)
    const draft = policyOf({ rules: { order_too_large: { level: 'block', max: '0.01' } } })
    const run = (checksMax: number, checksPerPage: number) =>
      rehearsePolicy(desk.deps, draft, 5, { checksMax, checksPerPage })
    const whole = await run(100, 100)
    expect(whole).toMatchObject({ checks: 7, decisions: 4, cut: false, held: { orders: 4 } })
    for (const perPage of [1, 2, 3, 7, 8]) expect(await run(100, perPage)).toEqual(whole)
    expect(await run(7, 3)).toEqual(whole)
    expect(await run(5, 2)).toMatchObject({ checks: 5, cut: true, readBackTo: '2026-11-11T09:00:00-03:00' })
  })

  it('the policy that was in force changes nothing, whatever it was and whatever was asked', async () => {
    const random = createRandom(11)
    await config.write(randomPolicy(random))
    await open(NOW)
    const shop = shopOn(desk)
    await shop.feed('customers', randomCustomers(random))
    await shop.feed('receivables', randomTitles(random, 40))
    let decisions = 0
    const seen = new Set<string>()
    for (let book = 0; book < 4; book++) {
      const policy = randomPolicy(random)
      const id = await draftOn(desk, policy)
      await desk.call('POST', `/v1/policies/drafts/${id}/activate`, { reason: 'x', force: true })
      await desk.db.run('DELETE FROM credit_checks')
      for (let index = 0; index < 40; index++) {
        const mode = random.pick(['check', 'reserve', 'reserve'])
        const payment = random.pick([
          undefined,
          { kind: 'cash' },
          { kind: 'credit', terms: [{ dueInDays: 0, amount: '40.00' }] },
        ])
        const answer = await desk.call('POST', '/v1/credit-checks', {
          ...{ source: ERP, mode, customer: { externalId: random.pick([...CUSTOMERS, 'NOBODY']) } },
          order: {
            ...{ id: `P${book}-${random.below(20)}`, revision: index + 1, payment },
            amount: random.pick(['60.00', '130.00', '260.00', '400.00']),
          },
        })
        expect(answer.status).toBe(200)
        seen.add(answer.body.decision)
      }
      const found = await rehearse(policy)
      expect(found).toMatchObject({
        ...{ checks: 40, held: sum(0, '0.00'), freed: sum(0, '0.00'), notReplayed: [], assumed: [], unreadable: 0 },
      })
      decisions += found.decisions
    }
    expect(decisions).toBeGreaterThan(50)
    expect([...seen].sort()).toEqual(['approved', 'blocked', 'conditional'])
  })
})
