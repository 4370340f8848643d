import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type LoadedPolicy } from '../../src/credit/decide.ts'
import { parseCents } from '../../src/kernel/cents.ts'
import { amountLimit, factsOf, type Member, policyOf, type World } from './sample-facts.ts'

// Amounts of a few cents and few titles, so that every possible payment can be tried: what is offered is compared with
// the best of all that there are, found by trying and not by the arithmetic of the rules.

const RUNS = 600
const level = fc.constantFrom('block', 'conditional', 'warn', 'off')
const cents = (max: number, min = 0) => fc.integer({ min, max }).map(BigInt)
const limit = fc.oneof(
  { weight: 6, arbitrary: cents(12).map((amount) => amountLimit(amount)) },
  { weight: 1, arbitrary: fc.constant({ mode: 'unlimited' as const }) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const member = fc.record({
  overdue: fc.array(cents(3, 1), { maxLength: 2 }),
  notDue: cents(2),
  held: cents(3),
  credits: cents(2),
  firstDefault: fc.boolean(),
  brokenPromises: fc.constantFrom(0, 0, 1, 2),
})

const worlds = fc.record({
  own: fc.tuple(member, limit).map(([one, own]): Member => ({ ...one, limit: own })),
  other: fc.option(member, { freq: 3 }),
  groupLimit: fc.option(cents(16).map((amount) => amountLimit(amount))),
  order: fc.record({
    amount: cents(9, 1),
    upfront: cents(2),
    termDaysMax: fc.option(fc.constantFrom(0, 30, 60)),
    accepted: fc.option(fc.record({ amount: cents(9), creditAmount: cents(9), overdue: cents(4) }), { freq: 2 }),
  }),
  customer: fc.record({ collectionStage: fc.constantFrom(null, 'firm' as const, 'handover' as const) }),
  creditsReduceOverdue: fc.boolean(),
  more: fc.record({ overdueTolerance: cents(2), owingChecks: fc.integer({ min: 0, max: 3 }), stale: fc.boolean() }),
})

const RECHECKABLE = [
  ...['overdue_receivables', 'overdue_count', 'first_payment_default', 'already_over_limit'],
  ...['broken_promise', 'collection_stage'],
]
const policies = fc
  .record({
    contagion: fc.boolean(),
    recheck: fc.subarray(RECHECKABLE),
    stale: fc.constantFrom({ mode: 'open' }, { mode: 'up_to', amount: '0.04' }),
    rules: fc.record({
      overdue_receivables: level,
      overdue_count: fc.record({ level, max: fc.integer({ min: 0, max: 3 }) }),
      already_over_limit: level,
      order_exceeds_limit: level,
      first_payment_default: level,
      order_too_large: fc.record({ level, max: fc.constantFrom('0.03', '0.06') }),
      term_too_long: fc.record({ level, daysMax: fc.constantFrom(0, 30) }),
      down_payment: fc.record({ level, share: fc.constantFrom('0.00', '0.30', '0.50') }),
      buys_while_owing: fc.record({ level, checks: fc.constant(3), days: fc.constant(30) }),
      broken_promise: fc.record({ level, max: fc.constantFrom(0, 1) }),
      collection_stage: fc.record({ level, from: fc.constantFrom('reminder', 'final') }),
    }),
  })
  .map((input) => policyOf(input))

type Given = { world: World & { own: Member }; policy: LoadedPolicy; question: 'order' | 'recheck' }
const cases: fc.Arbitrary<Given> = fc.record({
  world: worlds,
  policy: policies,
  question: fc.constantFrom('order' as const, 'recheck' as const),
})

/** Asking once more, in a world that has changed: one more check stands against who owes. */
function approves({ world, policy, question }: Given, change: Partial<World>): boolean {
  const more = { ...world.more, owingChecks: (world.more?.owingChecks ?? 0) + 1 }
  return decide(factsOf({ ...world, ...change, more }), policy, question).decision === 'approved'
}
const withOrder = (given: Given, order: object): boolean =>
  approves(given, { order: { ...given.world.order, ...order } })

/** A member after payments to each overdue title and to what is not due; what was paid in full is gone. */
function pay(one: Member, titles: readonly bigint[], notDue: bigint): Member {
  const left = (one.overdue ?? []).map((amount, index) => amount - (titles[index] ?? 0n))
  return {
    ...one,
    overdue: left.filter((amount) => amount > 0n),
    notDue: (one.notDue ?? 0n) - notDue,
    firstDefault: one.firstDefault === true && left[0] !== 0n,
  }
}

const upTo = (most: bigint): bigint[] => Array.from({ length: Number(most) + 1 }, (_, amount) => BigInt(amount))
/** Every way in which a member can pay, each with its sum. */
function* payments(one: Member | null | undefined): Generator<{ paid: bigint; after: Member | null }> {
  if (!one) {
    yield { paid: 0n, after: null }
    return
  }
  const [first = 0n, second = 0n] = one.overdue ?? []
  for (const a of upTo(first)) {
    for (const b of upTo(second)) {
      for (const c of upTo(one.notDue ?? 0n)) yield { paid: a + b + c, after: pay(one, [a, b], c) }
    }
  }
}

/** The least sum that makes the check pass, of all the ways to pay it; `null` when none does. */
function leastPaid(given: Given): bigint | null {
  let least: bigint | null = null
  for (const own of payments(given.world.own)) {
    for (const other of payments(given.world.other)) {
      const paid = own.paid + other.paid
      if (paid === 0n || (least !== null && paid >= least)) continue
      if (approves(given, { own: own.after as Member, other: other.after })) least = paid
    }
  }
  return least
}

/** Whether the check passes after the named titles were paid in their order, and the others pay their part. */
function passesAsNamed(given: Given, amount: bigint, ownAmount: bigint, named: readonly string[]): boolean {
  const titles = (given.world.own.overdue ?? []).map(() => 0n)
  let rest = ownAmount
  for (const id of named) {
    const index = Number(id.slice(1))
    const due = (given.world.own.overdue ?? [])[index] as bigint
    titles[index] = rest < due ? rest : due
    rest -= titles[index]
  }
  const own = pay(given.world.own, titles, rest)
  expect(own.notDue).toBeGreaterThanOrEqual(0n)
  return [...payments(given.world.other)].some(
    (other) => other.paid === amount - ownAmount && approves(given, { own, other: other.after }),
  )
}

const firstThat = (amounts: readonly bigint[], passes: (amount: bigint) => boolean): bigint | null =>
  amounts.find((amount) => passes(amount)) ?? null

/** With only the one rule off, who is over the limit passes and who owes less does not: no amount is "the least". */
const isOrderly = ({ policy }: Given): boolean => {
  const { already_over_limit: over, order_exceeds_limit: crossing } = policy.policy.rules
  const on = (rule: { level: string }): boolean => rule.level === 'block' || rule.level === 'conditional'
  return on(over) || !on(crossing)
}

function remediesOf(given: Given) {
  const { remedies } = decide(factsOf(given.world), given.policy, given.question)
  const amountOf = (kind: string): bigint | null => {
    const found = remedies.find((remedy) => remedy.kind === kind)
    return found && 'amount' in found ? parseCents(found.amount) : null
  }
  return { remedies, amountOf }
}

const refusedCases = cases.filter(
  ({ world, policy, question }) => decide(factsOf(world), policy, question).decision !== 'approved',
)

describe('remedies', () => {
  it('pay_receivables is the least payment of all there are, and is offered whenever one helps', () => {
    fc.assert(
      fc.property(refusedCases.filter(isOrderly), (given) => {
        expect(remediesOf(given).amountOf('pay_receivables')).toBe(leastPaid(given))
      }),
      { numRuns: RUNS },
    )
  })

  it('pay_receivables passes when the named titles are paid in their order, under any policy', () => {
    fc.assert(
      fc.property(refusedCases, (given) => {
        const found = remediesOf(given).remedies.find((remedy) => remedy.kind === 'pay_receivables')
        if (found?.kind !== 'pay_receivables') return
        const amount = parseCents(found.amount) as bigint
        const ownAmount = parseCents(found.ownAmount ?? found.amount) as bigint
        expect(passesAsNamed(given, amount, ownAmount, found.receivables)).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })

  it('reduce_order is the largest smaller order that passes', () => {
    // Without any entry only an order of which the share rounds to nothing passes: nobody is told to buy for a cent.
    const sensible = refusedCases.filter(({ world, policy: { policy } }) => {
      const { level: entry, share } = policy.rules.down_payment
      const given = (world.order?.upfront ?? 0n) + (world.own.credits ?? 0n)
      return given > 0n || share === '0.00' || entry === 'off' || entry === 'warn'
    })
    fc.assert(
      fc.property(sensible, (given) => {
        const smaller = upTo((given.world.order?.amount ?? 0n) - 1n).slice(1)
        const largest = firstThat(smaller.reverse(), (amount) => withOrder(given, { amount }))
        expect(remediesOf(given).amountOf('reduce_order')).toBe(largest)
      }),
      { numRuns: RUNS },
    )
  })

  it('down_payment is the least entry that passes as a term due at once', () => {
    fc.assert(
      fc.property(refusedCases, (given) => {
        const { amount = 0n, upfront = 0n } = given.world.order ?? {}
        const parts = upTo(amount - upfront > 0n ? amount - upfront - 1n : 0n).slice(1)
        const least = firstThat(parts, (part) => withOrder(given, { upfront: upfront + part }))
        expect(remediesOf(given).amountOf('down_payment')).toBe(least)
      }),
      { numRuns: RUNS },
    )
  })

  it('down_payment passes as an advance, too', () => {
    fc.assert(
      fc.property(refusedCases.filter(isOrderly), (given) => {
        const offered = remediesOf(given).amountOf('down_payment')
        if (offered === null) return
        const own = { ...given.world.own, credits: (given.world.own.credits ?? 0n) + offered }
        expect(approves(given, { own })).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })

  it('shorten_term is the longest term that passes; paying cash passes', () => {
    fc.assert(
      fc.property(refusedCases, (given) => {
        const { remedies } = remediesOf(given)
        const term = remedies.find((remedy) => remedy.kind === 'shorten_term')
        if (term?.kind === 'shorten_term') {
          expect(withOrder(given, { termDaysMax: term.days })).toBe(true)
          expect(withOrder(given, { termDaysMax: term.days + 1 })).toBe(false)
        }
        const cash = remedies.some(({ kind }) => kind === 'pay_cash')
        expect(cash).toBe(withOrder(given, { paymentKind: 'cash' }))
      }),
      { numRuns: RUNS },
    )
  })

  it('the cases above meet every kind of remedy, in both questions', () => {
    const met = new Set(
      fc
        .sample(refusedCases, { numRuns: 3_000, seed: 1 })
        .flatMap((given) => remediesOf(given).remedies.map(({ kind }) => `${given.question} ${kind}`)),
    )
    const all = ['pay_receivables', 'reduce_order', 'down_payment', 'shorten_term', 'pay_cash', 'request_release']
    expect([...met].sort()).toEqual(
      [...all.map((kind) => `order ${kind}`), ...all.map((kind) => `recheck ${kind}`)].sort(),
    )
  })
})
