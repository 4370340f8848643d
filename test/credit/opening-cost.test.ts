import { describe, expect, it } from 'vitest'
import { findOpening } from '../../src/credit/opening.ts'
import { amountLimit, factsOf, policyOf, type World } from './sample-facts.ts'

describe('asking costs', () => {
  /** How often the rule that is asked at every decision on a sale on credit was asked. */
  function askedOf(world: World, more: { custom?: object[]; rules?: object; stale?: object } = {}): number {
    let asked = 0
    const counter = { code: 'counter', when: 'daysOverdue > 900', level: 'block', message: 'Conta.' }
    const loaded = policyOf({ ...more, custom: [counter, ...(more.custom ?? [])] })
    const counting = { evaluate: () => ({ kind: 'false' as const, asked: asked++ }) }
    findOpening(factsOf(world), { ...loaded, expressions: new Map([...loaded.expressions, ['counter', counting]]) })
    return asked
  }
  const rule = (when: string, level = 'block') => ({ custom: [{ code: 'own_rule', when, level, message: 'Não.' }] })
  const UNLIMITED: World = { own: { limit: { mode: 'unlimited' } } }

  it.each<[string, World, object]>([
    ['a limit', {}, {}],
    ['no limit', UNLIMITED, {}],
    ['a smaller limit of the group', { groupLimit: amountLimit(300_00n) }, {}],
    ['a largest order', {}, { rules: { order_too_large: { level: 'block', max: '90.00' } } }],
    ['an entry', { own: { credits: 30_00n } }, { rules: { down_payment: { level: 'conditional', share: '0.30' } } }],
    ['old data', { more: { stale: true } }, { stale: { mode: 'up_to', amount: '90.00' } }],
    ['a rule on the amount that lets the largest pass', {}, rule('order.amountCents > 999999')],
    ['a rule on the amount that only warns', UNLIMITED, rule('order.amountCents > 999999', 'warn')],
    ['a rule that reads the amount of the limit', UNLIMITED, rule('exposure.totalCents > limit . amountCents')],
  ])('two decisions with %s', (_, world, policy) => {
    expect(askedOf(world, policy)).toBe(2)
  })

  it('no decision for who is exempt', () => {
    expect(askedOf({ customer: { status: 'exempt' } })).toBe(0)
  })

  it('one decision, and what its remedies try, for who may buy nothing', () => {
    expect(askedOf({ customer: { status: 'stop' } })).toBe(1)
    expect(askedOf({ own: { overdue: [5n] } })).toBe(2)
    expect(askedOf({ own: { overdue: [5n] } }, rule('order.amountCents > 50'))).toBe(2)
  })

  it('a search where a rule on the amount refuses, no higher than the limit', () => {
    const beyond = askedOf(UNLIMITED, rule('order.amountCents > 9007199254740'))
    expect(beyond).toBeGreaterThan(80)
    expect(beyond).toBeLessThanOrEqual(120)
    expect(askedOf(UNLIMITED, rule('order.amountCents < 0'))).toBe(52)
    expect(askedOf({}, rule('order.amountCents > 0'))).toBeLessThanOrEqual(40)
  })
})
