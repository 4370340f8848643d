import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type LoadedPolicy } from '../../src/credit/decide.ts'
import { findOpening, type Opening } from '../../src/credit/opening.ts'
import type { Limit } from '../../src/receivables/limit.ts'
import { amountLimit, factsOf, policyOf, type World } from './sample-facts.ts'

// Amounts of a few cents, so that every order can be asked for: what is said to be open is compared with what the
// decision says of each, and not with the arithmetic of the rules.

const RUNS = 800
/** Larger than anything that bounds an order below. */
const ASKED_MAX = 60
const HUGE = 10n ** 15n - 1n

/** Reasons and remedies of their own world: an order without id and terms, whatever amount stands in it. */
const NO_ORDER = { id: null, revision: 0, amount: 0n }

const passes = (world: World, policy: LoadedPolicy, amount: bigint): boolean =>
  decide(factsOf({ ...world, order: { ...NO_ORDER, amount } }), policy).decision === 'approved'
const openingOf = (world: World, policy: LoadedPolicy, amount = 0n): Opening =>
  findOpening(factsOf({ ...world, order: { ...NO_ORDER, amount } }), policy)

const level = fc.constantFrom('block', 'conditional', 'warn', 'off')
const rarely = fc.constantFrom('off', 'off', 'warn', 'block', 'conditional')
const cents = (max: number, min = 0) => fc.integer({ min, max }).map(BigInt)
const limit = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(cents(16), fc.constantFrom(undefined, undefined, '2026-11-20', '2026-11-19')) },
  { weight: 2, arbitrary: fc.constantFrom(...(['unlimited', null, 'none'] as const)) },
)
const limitOf = (found: typeof limit extends fc.Arbitrary<infer T> ? T : never): Limit | null => {
  if (found === null) return null
  return typeof found === 'string' ? { mode: found } : amountLimit(found[0], { validUntil: found[1] })
}
const member = fc.record({
  overdue: fc.array(cents(3, 1), { maxLength: 1 }),
  notDue: cents(2),
  held: cents(3),
  credits: cents(4),
})

const worlds = fc
  .record({
    own: member,
    limit,
    other: fc.option(member, { freq: 1 }),
    groupLimit: fc.option(limit, { freq: 1 }),
    customer: fc.record({
      status: fc.constantFrom(
        'normal' as const,
        'normal' as const,
        'normal' as const,
        'exempt' as const,
        'stop' as const,
      ),
      active: fc.constantFrom(true, true, true, false),
      riskClass: fc.constantFrom(null, 'A'),
    }),
    more: fc.record({ overdueTolerance: cents(4), owingChecks: fc.integer({ min: 0, max: 3 }), stale: fc.boolean() }),
  })
  .map(
    ({ own, limit: ownLimit, groupLimit, ...rest }): World => ({
      ...rest,
      own: { ...own, limit: limitOf(ownLimit) },
      groupLimit: limitOf(groupLimit),
    }),
  )

const entry = fc.record({ level: rarely, share: fc.constantFrom('0.00', '0.10', '0.30', '0.50', '1.00') })
const tooLarge = fc.record({ level: rarely, max: fc.constantFrom('0.00', '0.03', '0.06') })
const policies = fc
  .record({
    contagion: fc.boolean(),
    stale: fc.constantFrom({ mode: 'open' }, { mode: 'closed' }, { mode: 'up_to', amount: '0.04' }),
    rules: fc.record({
      overdue_receivables: rarely,
      already_over_limit: level,
      order_exceeds_limit: fc.constantFrom('block', 'block', 'block', 'conditional', 'warn'),
      order_too_large: tooLarge,
      term_too_long: fc.record({ level, daysMax: fc.constantFrom(0, 30) }),
      down_payment: entry,
      buys_while_owing: fc.record({ level: rarely, checks: fc.constant(3), days: fc.constant(30) }),
    }),
    riskClasses: fc.record({ A: fc.record({ rules: fc.record({ down_payment: entry, order_too_large: tooLarge }) }) }),
    // Whatever they refuse, they refuse of every larger order.
    custom: fc.subarray([
      { code: 'above_seven', when: 'order.amountCents > 7', level: 'block', message: 'Mais de sete.' },
      {
        code: 'tight',
        when: 'order.amountCents * 10 > limit.amountCents * 8',
        level: 'conditional',
        message: 'Justo.',
      },
      { code: 'large_share', when: 'exposure.heldCents > 2', level: 'block', message: 'Muito reservado.' },
      { code: 'told_only', when: 'order.amountCents > 1', level: 'warn', message: 'Só aviso.' },
    ]),
  })
  .map((input) => policyOf(input))

const cases = fc.record({ world: worlds, policy: policies })

const everyOrder = Array.from({ length: ASKED_MAX }, (_, index) => BigInt(index + 1))

describe('what is open to a customer', () => {
  it('is every order up to the largest, and none above it', () => {
    fc.assert(
      fc.property(cases, ({ world, policy }) => {
        const { available } = openingOf(world, policy)
        const passing = [...everyOrder, HUGE].filter((amount) => passes(world, policy, amount))
        expect(passing).toEqual([...everyOrder, HUGE].filter((amount) => available === null || amount <= available))
      }),
      { numRuns: RUNS },
    )
  })

  it('is nothing exactly when one cent does not pass, and then says why', () => {
    fc.assert(
      fc.property(cases, ({ world, policy }) => {
        const { isBlocked, available, reasons, remedies } = openingOf(world, policy)
        const refused = decide(factsOf({ ...world, order: { ...NO_ORDER, amount: 1n } }), policy)
        expect(isBlocked).toBe(refused.decision !== 'approved')
        expect(isBlocked).toBe(available === 0n)
        const refusing = refused.reasons.filter(({ severity }) => severity !== 'warn')
        expect(reasons.map(({ code, severity }) => [code, severity])).toEqual(
          refusing.map(({ code, severity }) => [code, severity]),
        )
        expect(remedies).toEqual(refused.remedies)
      }),
      { numRuns: RUNS },
    )
  })

  it('is exact for amounts of every size', () => {
    const big = fc.bigInt({ min: 0n, max: 10n ** 14n })
    const policy = {
      custom: [{ code: 'big', when: 'order.amountCents > 123456789', level: 'block', message: 'Grande.' }],
    }
    fc.assert(
      fc.property(big, big, fc.boolean(), (most, notDue, hasRule) => {
        const world: World = { own: { limit: amountLimit(most), notDue } }
        const loaded = policyOf(hasRule ? policy : {})
        const { available } = openingOf(world, loaded)
        if (available === null) throw new Error('a limit bounds every order')
        if (available > 0n) expect(passes(world, loaded, available)).toBe(true)
        expect(passes(world, loaded, available + 1n)).toBe(false)
      }),
      { numRuns: RUNS },
    )
  })

  it('does not depend on the amount that stands in the facts', () => {
    fc.assert(
      fc.property(cases, cents(20), ({ world, policy }, amount) => {
        expect(openingOf(world, policy, amount)).toEqual(openingOf(world, policy))
      }),
    )
  })

  it('the cases above meet whatever bounds an order, and whatever blocks', () => {
    const met = fc.sample(cases, { numRuns: 4_000, seed: 1 }).map(({ world, policy }) => {
      const { available, reasons } = openingOf(world, policy)
      if (available === null) return ['any']
      const codesAbove = decide(factsOf({ ...world, order: { ...NO_ORDER, amount: available + 1n } }), policy).reasons
      const refusing = codesAbove.filter(({ severity }) => severity !== 'warn')
      return available === 0n ? reasons.map(({ code }) => `no ${code}`) : refusing.map(({ code }) => code)
    })
    const bounds = ['order_exceeds_limit', 'order_too_large', 'down_payment', 'stale_data', 'above_seven', 'tight']
    const blocks = [
      ...['customer_stopped', 'customer_inactive', 'overdue_receivables', 'no_credit', 'limit_expired'],
      ...['already_over_limit', 'buys_while_owing', 'large_share', ...bounds.filter((code) => code !== 'above_seven')],
    ]
    expect([...new Set(met.flat())].sort()).toEqual(['any', ...bounds, ...blocks.map((code) => `no ${code}`)].sort())
  })
})
