import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlineOf, judgePromise } from '../../src/collection/promise.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'
import { addDays, type Day } from '../../src/kernel/day.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY, CHECK_KEY } from '../web/toy-app.ts'
import { deskOn, storyOf } from './care-desk.ts'
import {
  amountOf,
  type Change,
  deadlineAfter,
  expectedOf,
  heardOnAt,
  MADE_ON,
  type Scenario,
  SIMULATED_DAYS,
  scenarios,
  toldOf,
} from './promise-model.ts'

const calendar = createCalendar()
const NOWHERE = { state: null, city: null }

describe('the deadline of a promise', () => {
  it.each([
    ['2026-11-18', 0, '2026-11-18'],
    ['2026-11-18', 1, '2026-11-19'],
    // The Friday is a holiday.
    ['2026-11-19', 1, '2026-11-23'],
    // A Saturday: the bank takes it on Monday.
    ['2026-11-21', 0, '2026-11-23'],
    ['2026-11-21', 1, '2026-11-24'],
  ])('of a promise for %s with %i days of settlement is %s', (promisedOn, days, expected) => {
    expect(deadlineOf(promisedOn, days, calendar, NOWHERE)).toBe(expected)
  })
})

describe('a promise of 100.00', () => {
  const judge = (
    titles: readonly { was: bigint; is: bigint; status?: string; settledOn?: Day }[],
    days: { today: Day; heardOn?: Day | null },
    state: 'open' | 'broken' = 'open',
  ) =>
    judgePromise(
      { state, amount: 100_00n },
      titles.map(({ was, is, status = 'open', settledOn = null }) => ({
        ...{ openThen: was, openNow: is, status, settledOn },
      })),
      { deadlineOn: '2026-11-23', heardOn: days.today, ...days },
    )
  const untouched = [{ was: 150_00n, is: 150_00n }]

  it('is kept as soon as the amount came in, from whichever of its titles', () => {
    const titles = [
      { was: 80_00n, is: 0n },
      { was: 70_00n, is: 50_00n },
    ]
    expect(judge(titles, { today: '2026-11-18' })).toEqual({ kind: 'kept', received: 100_00n, needed: 100_00n })
    expect(judge([{ was: 150_00n, is: 50_01n }], { today: '2026-11-18' })).toEqual({ kind: 'unchanged' })
  })

  it('is not unpaid by a title that has grown', () => {
    const titles = [
      { was: 100_00n, is: 0n },
      { was: 50_00n, is: 52_00n },
    ]
    expect(judge(titles, { today: '2026-11-18' }).kind).toBe('kept')
  })

  it('is broken only after the deadline, once the source was heard of after it', () => {
    expect(judge(untouched, { today: '2026-11-23' })).toEqual({ kind: 'unchanged' })
    expect(judge(untouched, { today: '2026-12-10', heardOn: '2026-11-23' })).toEqual({ kind: 'waiting' })
    expect(judge(untouched, { today: '2026-12-10', heardOn: null })).toEqual({ kind: 'waiting' })
    expect(judge(untouched, { today: '2026-11-24' })).toEqual({ kind: 'broken', received: 0n, needed: 100_00n })
  })

  it('is not kept by a title that was settled after the deadline', () => {
    const late = [{ was: 100_00n, is: 0n, status: 'paid', settledOn: '2026-11-24' }]
    expect(judge(late, { today: '2026-11-25' }).kind).toBe('broken')
  })

  it('broken, is kept after all by what the ERP dates in time, and by nothing else', () => {
    const title = { was: 100_00n, is: 0n, status: 'paid' }
    expect(judge([{ ...title, settledOn: '2026-11-23' }], { today: '2026-11-30' }, 'broken').kind).toBe('kept')
    expect(judge([{ ...title, settledOn: '2026-11-24' }], { today: '2026-11-30' }, 'broken').kind).toBe('unchanged')
    expect(judge([title], { today: '2026-11-30' }, 'broken').kind).toBe('unchanged')
  })

  it('needs no more than what its titles were, without those that were cancelled', () => {
    const titles = [
      { was: 60_00n, is: 0n, status: 'paid' },
      { was: 60_00n, is: 0n, status: 'cancelled' },
    ]
    expect(judge(titles, { today: '2026-11-20' })).toEqual({ kind: 'kept', received: 60_00n, needed: 60_00n })
    expect(judge([{ was: 60_00n, is: 60_00n, status: 'cancelled' }], { today: '2026-11-20' })).toEqual({
      kind: 'withdrawn',
    })
  })

  it('is not kept by a write-off, nor is a broken one undone by a cancellation', () => {
    expect(judge([{ was: 100_00n, is: 0n, status: 'written_off' }], { today: '2026-11-24' }).kind).toBe('broken')
    const cancelled = [{ was: 100_00n, is: 0n, status: 'cancelled', settledOn: '2026-11-20' }]
    expect(judge(cancelled, { today: '2026-11-24' }, 'broken').kind).toBe('unchanged')
  })

  it('goes the way of the model, whatever is paid, booked and heard of when', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(simulate(scenario)).toEqual(expectedOf(scenario))
      }),
      { numRuns: 2_000 },
    )
  })
})

function simulate(scenario: Scenario): Change[] {
  const dayOf = (after: number): Day => addDays(MADE_ON, after)
  const deadlineOn = deadlineOf(dayOf(scenario.promisedAfter), scenario.settlementDays, calendar, NOWHERE)
  expect(deadlineOn).toBe(dayOf(deadlineAfter(scenario)))
  const changes: Change[] = []
  let state: 'open' | 'broken' | 'kept' = 'open'
  for (let day = 0; day < SIMULATED_DAYS && state !== 'kept'; day++) {
    const titles = scenario.titles.map(({ open }, index) => {
      const told = toldOf(scenario, index, day)
      const settledOn = told.settledAfter === null ? null : dayOf(told.settledAfter)
      const status = told.open === 0 ? 'paid' : 'open'
      return { openThen: BigInt(open), openNow: BigInt(told.open), status, settledOn }
    })
    const heard = heardOnAt(scenario, day)
    const verdict = judgePromise({ state, amount: BigInt(amountOf(scenario)) }, titles, {
      ...{ deadlineOn, today: dayOf(day), heardOn: heard === null ? null : dayOf(heard) },
    })
    if (verdict.kind !== 'kept' && verdict.kind !== 'broken') continue
    state = verdict.kind
    changes.push({ day, state })
  }
  return changes
}

const title = (externalId: string, changes: object = {}, owner = 'C1') => ({
  ...{ externalId, customer: { externalId: owner }, kind: 'invoice', issuedOn: '2026-10-10', dueOn: '2026-11-10' },
  ...{ amount: '100.00', openAmount: '100.00', status: 'open', paymentMethod: 'boleto', ...changes },
})
const paid = { openAmount: '0.00', status: 'paid' }

/** Each promise on a page of its own, open and broken. */
const PAGES_MAX = 40

describe.each(dialects)('promises on %s', (dialect) => {
  const deskNow = deskOn(dialect)
  const open = async () => {
    const desk = deskNow()
    const { call, of, feed } = desk
    await feed('customers', [
      { externalId: 'C1', name: 'Mercadinho Boa Vista' },
      { externalId: 'C2', name: 'Outro' },
    ])
    await feed('receivables', [title('T1'), title('T2'), title('F1', { dueOn: '2026-12-10' })])
    const promise = (body: object, owner = 'C1', key?: string) => call('POST', of(owner, 'promises'), body, key)
    const read = async () => (await call('GET', of('C1', 'collection'))).body
    return { ...desk, promise, read, told: () => storyOf(desk, 'C1') }
  }

  it('are made over all that is overdue, with what was open of each title', async () => {
    const { promise, read } = await open()
    const made = await promise({ amount: '150.00', promisedOn: '2026-11-19', note: 'disse que paga\nno caixa' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ amount: '150.00', promisedOn: '2026-11-19', deadlineOn: '2026-11-23', state: 'open', received: '0.00' },
        ...{ waitsForSource: false, note: 'disse que paga\nno caixa', madeBy: 'full (key_full)', resolvedOn: null },
      },
    })
    expect(made.body.receivables).toEqual([
      { externalId: 'T1', openThen: '100.00', openAmount: '100.00' },
      { externalId: 'T2', openThen: '100.00', openAmount: '100.00' },
    ])
    expect((await read()).promises).toEqual([made.body])
  })

  it('are made over all that is open where nothing is overdue, or over what is named', async () => {
    const { promise, feed } = await open()
    const named = await promise({ amount: '100.00', promisedOn: '2026-11-19', receivables: ['F1'] })
    expect(named.body.receivables.map((one: { externalId: string }) => one.externalId)).toEqual(['F1'])
    await feed('receivables', [title('N1', { dueOn: '2026-12-01' }, 'C2'), title('N2', { dueOn: '2026-12-02' }, 'C2')])
    const all = await promise({ amount: '200.00', promisedOn: '2026-11-19' }, 'C2')
    expect(all.body.receivables.map((one: { externalId: string }) => one.externalId)).toEqual(['N1', 'N2'])
  })

  it('are refused with what would have to change', async () => {
    const { promise, feed } = await open()
    const refused = async (body: object, owner = 'C1') => {
      const { status, body: told } = await promise(body, owner)
      return [status, told.errors]
    }
    const good = { amount: '10.00', promisedOn: '2026-11-19' }
    expect(await refused({ ...good, amount: '200.01' })).toEqual([
      422,
      [{ path: 'amount', message: 'must be at most 200.00, which is what is open of these receivables' }],
    ])
    expect(await refused({ ...good, amount: '0.00' })).toEqual([
      422,
      [{ path: 'amount', message: 'must be more than zero' }],
    ])
    const days = [{ path: 'promisedOn', message: 'must be a day from 2026-11-18 to 2027-01-17' }]
    expect(await refused({ ...good, promisedOn: '2026-11-17' })).toEqual([422, days])
    expect(await refused({ ...good, promisedOn: '2027-01-18' })).toEqual([422, days])
    await feed('receivables', [title('P1', paid), title('X1', {}, 'C2')])
    for (const name of ['P1', 'X1', 'none'])
      expect(await refused({ ...good, receivables: ['T1', name] })).toEqual([
        422,
        [{ path: 'receivables[1]', message: 'is no receivable of this customer that is open or disputed' }],
      ])
    await feed('receivables', [title('X1', paid, 'C2')])
    expect((await promise(good, 'C2')).status).toBe(409)
    expect((await promise(good, 'C9')).status).toBe(404)
    expect((await promise({ ...good, amount: 10 })).status).toBe(400)
    expect((await promise({ ...good, receivables: [] })).status).toBe(400)
  })

  it('take each title once: another one is told which stands in its way', async () => {
    const { promise, call } = await open()
    const { body: first } = await promise({ amount: '10.00', promisedOn: '2026-11-19', receivables: ['T1'] })
    const second = await promise({ amount: '10.00', promisedOn: '2026-11-30' })
    expect([second.status, second.body.detail]).toEqual([
      409,
      `The open promise ${first.id} of 10.00 for 2026-11-19 is about T1 already: wait for its day, or cancel it.`,
    ])
    expect((await promise({ amount: '10.00', promisedOn: '2026-11-30', receivables: ['T2'] })).status).toBe(201)
    const cancelled = await call('POST', `/v1/promises/${first.id}/cancel`, { reason: 'enganou-se' })
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', resolvedOn: '2026-11-18' } })
    expect((await promise({ amount: '10.00', promisedOn: '2026-11-30', receivables: ['T1'] })).status).toBe(201)
    const again = await call('POST', `/v1/promises/${first.id}/cancel`, { reason: 'de novo' })
    expect([again.status, again.body]).toEqual([200, cancelled.body])
    expect((await call('POST', '/v1/promises/prm_none/cancel', { reason: 'x' })).status).toBe(404)
  })

  it('that are made at the same moment take a title once', async () => {
    const { promise } = await open()
    const body = { amount: '10.00', promisedOn: '2026-11-19', receivables: ['T1'] }
    const told = await Promise.all(Array.from({ length: 6 }, () => promise(body)))
    expect(told.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
  })

  it('are out of the reach of keys that may not, or are bound to another source', async () => {
    const { promise, call, feed } = await open()
    const good = { amount: '10.00', promisedOn: '2026-11-19' }
    expect((await promise(good, 'C1', CHECK_KEY)).status).toBe(403)
    await feed('customers', [{ externalId: 'B1', name: 'De outra' }], 'bling')
    await feed('receivables', [title('B-T1', {}, 'B1')], 'bling')
    const { body: made } = await call('POST', '/v1/customers/bling/B1/promises', good)
    expect((await call('POST', '/v1/customers/bling/B1/promises', good, BOUND_KEY)).status).toBe(403)
    expect((await call('POST', `/v1/promises/${made.id}/cancel`, { reason: 'x' }, BOUND_KEY)).status).toBe(404)
    expect((await promise(good, 'C1', BOUND_KEY)).status).toBe(201)
  })

  it('kept early are told at once, with what came in; the customer is noted', async () => {
    const { promise, feed, care, db, told } = await open()
    await promise({ amount: '100.00', promisedOn: '2026-11-30' })
    expect(await care.evaluatePromises(100, null)).toMatchObject({ kept: 0, broken: 0, waiting: 0 })
    await feed('receivables', [title('T1', { openAmount: '30.00' }), title('T2', { openAmount: '70.00' })])
    await db.run('DELETE FROM standings_due')
    expect(await care.evaluatePromises(100, null)).toMatchObject({ kept: 1, broken: 0, waiting: 0 })
    const [kind, detail] = (await told()).at(-1) ?? []
    expect([kind, detail]).toEqual([
      'promise.kept',
      expect.objectContaining({ amount: '100.00', received: '100.00', needed: '100.00', missing: '0.00' }),
    ])
    expect(await db.all('SELECT * FROM standings_due')).toHaveLength(1)
  })

  it('wait for the source, are then broken once with a task, and kept after all when the payment is dated in time', async () => {
    const { promise, feed, care, call, moveTo, read, told } = await open()
    const { body: made } = await promise({ amount: '150.00', promisedOn: '2026-11-19' })
    await feed('receivables', [title('T1', { openAmount: '60.00' })])
    moveTo('2026-11-23T23:00:00-03:00')
    await feed('receivables', [])
    expect(await care.evaluatePromises(100, null)).toMatchObject({ broken: 0, waiting: 0 })
    moveTo('2026-11-24T07:00:00-03:00')
    expect(await care.evaluatePromises(100, null)).toMatchObject({ broken: 0, waiting: 1 })
    expect((await read()).promises[0]).toMatchObject({ state: 'open', waitsForSource: true, received: '40.00' })
    await feed('receivables', [])
    expect(await care.evaluatePromises(100, null)).toMatchObject({ broken: 1, waiting: 0 })
    const { position } = await care.evaluatePromises(100, null)
    expect(await care.evaluatePromises(100, position)).toEqual({
      ...{ kept: 0, broken: 0, cancelled: 0, waiting: 0, position: null },
    })
    const promiseStory = (await told()).filter(([kind]) => kind.startsWith('promise.'))
    expect(promiseStory).toEqual([
      ['promise.made', expect.anything()],
      [
        'promise.broken',
        {
          ...{ promiseId: made.id, amount: '150.00', promisedOn: '2026-11-19', deadlineOn: '2026-11-23' },
          ...{ received: '40.00', needed: '150.00', missing: '110.00', heardOn: '2026-11-24', wasBroken: false },
          ...{ openThen: '200.00', openNow: '160.00' },
        },
      ],
    ])
    const { body: before } = await call('GET', '/v1/tasks')
    expect(before.tasks).toMatchObject([
      {
        ...{ kind: 'call', dueOn: '2026-11-24', origin: `promise:${made.id}`, createdBy: 'fiado' },
        title: 'Ligar: promessa de R$ 150,00 para 19/11/2026 não cumprida, faltam R$ 110,00',
      },
    ])
    const late = await call('POST', `/v1/promises/${made.id}/cancel`, { reason: 'x' })
    expect([late.status, late.body.detail]).toEqual([
      409,
      'This promise is broken since 2026-11-24: what happened stays in the story.',
    ])

    moveTo('2026-11-25T07:00:00-03:00')
    const settled = { ...paid, settledOn: '2026-11-23' }
    await feed('receivables', [title('T1', settled), title('T2', settled)])
    const first = await care.evaluatePromises(100, null)
    expect(await care.evaluatePromises(100, first.position)).toMatchObject({ kept: 1, position: null })
    expect((await told()).slice(-2)).toEqual([
      ['promise.kept', expect.objectContaining({ wasBroken: true, received: '200.00' })],
      ['task.done', expect.objectContaining({ outcome: 'A promessa foi cumprida no prazo; a baixa chegou depois.' })],
    ])
    expect((await call('GET', '/v1/tasks')).body.tasks).toEqual([])
  })

  it('end with their titles, when the ERP cancels all of them', async () => {
    const { promise, feed, care, call, told } = await open()
    const { body: made } = await promise({ amount: '50.00', promisedOn: '2026-11-19', receivables: ['T1'] })
    await feed('receivables', [title('T1', { status: 'cancelled' })])
    expect(await care.evaluatePromises(100, null)).toMatchObject({ cancelled: 1, kept: 0, broken: 0 })
    expect((await told()).at(-1)).toEqual([
      'promise.cancelled',
      expect.objectContaining({ promiseId: made.id, reason: 'titles_cancelled' }),
    ])
    expect((await call('GET', '/v1/tasks')).body.tasks).toEqual([])
  })

  it('are settled in the transaction of whoever asks about one customer', async () => {
    const { promise, feed, care, db } = await open()
    await promise({ amount: '100.00', promisedOn: '2026-11-30', receivables: ['T1'] })
    await feed('receivables', [title('T1', paid)])
    const [row] = await db.all("SELECT id FROM customers WHERE external_id = 'C1'")
    const id = Number(row?.['id'])
    const undone = db.transaction(async (sql) => {
      expect(await care.evaluateCustomer(sql, id)).toMatchObject({ kept: 1 })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await db.transaction((sql) => care.evaluateCustomer(sql, id))).toMatchObject({ kept: 1 })
    expect(await db.transaction((sql) => care.evaluateCustomer(sql, id))).toMatchObject({ kept: 0 })
  })

  it('go the way of the model day by day, each told once, whatever the pages', { timeout: 120_000 }, async () => {
    const { call, feed, care, moveTo } = await open()
    const drawn = fc.sample(scenarios, { numRuns: 14, seed: 20261122 }).map((one, index) => ({
      ...one,
      // Two payment methods are known here: boleto takes a day, pix none.
      settlementDays: index % 2,
      source: `s${index}`,
    }))
    const money = (cents: number): string => (cents / 100).toFixed(2)
    const records = (scenario: (typeof drawn)[number], day: number) =>
      scenario.titles.map(({ open: cents }, index) => {
        const told = day < 0 ? { open: cents, settledAfter: null } : toldOf(scenario, index, day)
        const settledOn = told.settledAfter === null ? null : addDays(MADE_ON, told.settledAfter)
        const method = scenario.settlementDays === 0 ? 'pix' : 'boleto'
        const status = told.open === 0 ? 'paid' : 'open'
        const changes = { amount: money(cents), openAmount: money(told.open), status, settledOn, paymentMethod: method }
        return title(`T${index}`, changes, 'K')
      })
    for (const scenario of drawn) {
      await feed('customers', [{ externalId: 'K', name: 'K' }], scenario.source)
      await feed('receivables', records(scenario, -1), scenario.source)
      const body = { amount: money(amountOf(scenario)), promisedOn: addDays(MADE_ON, scenario.promisedAfter) }
      expect((await call('POST', `/v1/customers/${scenario.source}/K/promises`, body)).status).toBe(201)
    }
    for (let day = 0; day < SIMULATED_DAYS; day++) {
      moveTo(`${addDays(MADE_ON, day)}T10:00:00-03:00`)
      for (const scenario of drawn)
        if (scenario.heardAfter.includes(day)) await feed('receivables', records(scenario, day), scenario.source)
      let position: string | null = null
      for (let page = 1; page === 1 || position !== null; page++) {
        expect(page).toBeLessThan(PAGES_MAX)
        position = (await care.evaluatePromises(1 + (day % 3), position)).position
      }
    }
    for (const scenario of drawn) {
      const { body } = await call('GET', `/v1/customers/${scenario.source}/K/story`)
      const told = body.entries
        .filter(({ kind }: { kind: string }) => kind === 'promise.kept' || kind === 'promise.broken')
        .map(({ kind, at }: { kind: string; at: string }) => [kind, at.slice(0, 10)])
      const expected = expectedOf(scenario).map(({ day, state }) => [`promise.${state}`, addDays(MADE_ON, day)])
      expect(told.reverse(), JSON.stringify(scenario)).toEqual(expected)
    }
    expect(
      new Set(
        drawn.map((one) =>
          expectedOf(one)
            .map(({ state }) => state)
            .join(' '),
        ),
      ).size,
    ).toBeGreaterThan(1)
  })
})
