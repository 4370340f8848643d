import { describe, expect, it } from 'vitest'
import { decide } from '../../src/credit/decide.ts'
import { RULE_CODES } from '../../src/credit/policy.ts'
import { amountLimit, decideOn, factsOf, policyOf, reasonOf, TODAY, type World } from './sample-facts.ts'

/** For each rule a world in which it alone fails, and the parameters that it needs for that. */
const FAILING: Record<string, { world: World; parameters?: object }> = {
  customer_stopped: { world: { customer: { status: 'stop' } } },
  customer_on_hold: { world: { customer: { status: 'hold' } } },
  customer_inactive: { world: { customer: { active: false } } },
  unknown_customer: { world: { customer: null } },
  overdue_receivables: { world: { own: { overdue: [50_00n] } } },
  overdue_count: { world: { own: { overdue: [1n] }, more: { overdueTolerance: 1n } } },
  already_over_limit: { world: { own: { notDue: 1_000_01n } } },
  order_exceeds_limit: { world: { own: { notDue: 900_01n } } },
  no_credit: { world: { own: { limit: { mode: 'none' } } } },
  limit_expired: { world: { own: { limit: amountLimit(1_000_00n, { validUntil: '2026-11-19' }) } } },
  first_payment_default: { world: { own: { overdue: [1n], firstDefault: true }, more: { overdueTolerance: 1n } } },
  order_too_large: { world: {}, parameters: { max: '99.99' } },
  term_too_long: { world: { order: { termDaysMax: 31 } }, parameters: { daysMax: 30 } },
  down_payment: { world: { order: { upfront: 29_99n } }, parameters: { share: '0.30' } },
  buys_while_owing: {
    world: { own: { overdue: [50_00n] }, more: { owingChecks: 2 } },
    parameters: { checks: 3, days: 30 },
  },
  broken_promise: { world: { own: { overdue: [1n], brokenPromises: 1 }, more: { overdueTolerance: 1n } } },
  collection_stage: {
    world: { own: { overdue: [1n] }, customer: { collectionStage: 'final' }, more: { overdueTolerance: 1n } },
  },
}
const alone = (code: string, level: string) => ({
  rules: {
    ...(code === 'buys_while_owing' && { overdue_receivables: 'off' }),
    [code]: { level, ...FAILING[code]?.parameters },
  },
})

describe('every rule at every level', () => {
  it('is tried here', () => {
    expect(Object.keys(FAILING).sort()).toEqual([...RULE_CODES].sort())
  })

  describe.each(RULE_CODES)('%s', (code) => {
    const world = FAILING[code]?.world as World
    it.each([
      ['block', 'blocked'],
      ['conditional', 'conditional'],
      ['warn', 'approved'],
    ])('%s: %s', (level, decision) => {
      const decided = decideOn(world, alone(code, level))
      expect(decided.decision).toBe(decision)
      expect(decided.reasons.map((reason) => [reason.code, reason.severity])).toEqual([[code, level]])
    })

    it('off: nothing is said', () => {
      expect(decideOn(world, alone(code, 'off'))).toEqual({
        decision: 'approved',
        releasable: false,
        reasons: [],
        remedies: [],
      })
    })
  })
})

describe('an exempt customer', () => {
  const others = RULE_CODES.filter(
    (code) => !['customer_stopped', 'customer_on_hold', 'unknown_customer'].includes(code),
  )
  it.each(others)('passes %s with a warning', (code) => {
    const world = FAILING[code]?.world as World
    const customer = { ...world.customer, status: 'exempt' as const }
    const decided = decideOn({ ...world, customer }, alone(code, 'block'))
    expect(decided).toMatchObject({ decision: 'approved', remedies: [], reasons: [{ code, severity: 'warn' }] })
  })
})

describe('the decision', () => {
  it('approves a clean customer without a word', () => {
    expect(decideOn({})).toEqual({ decision: 'approved', releasable: false, reasons: [], remedies: [] })
  })

  it('lists all that fails, the most severe first and then in the order of the rules', () => {
    const decided = decideOn(
      {
        customer: { active: false },
        own: { overdue: [600_00n, 600_00n], firstDefault: true },
        order: { termDaysMax: 90 },
        more: { owingChecks: 5, stale: true },
      },
      {
        rules: {
          customer_inactive: 'warn',
          overdue_receivables: 'conditional',
          overdue_count: 'block',
          order_too_large: { level: 'block', max: '1.00' },
          term_too_long: { level: 'conditional', daysMax: 30 },
        },
        custom: [{ code: 'always', when: 'true', level: 'block', message: 'Sempre.' }],
      },
    )
    expect(decided.reasons.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'block overdue_count',
      'block first_payment_default',
      'block already_over_limit',
      'block order_too_large',
      'block always',
      'conditional overdue_receivables',
      'conditional term_too_long',
      'warn customer_inactive',
      'warn buys_while_owing',
      'warn stale_data',
    ])
    expect(decided.decision).toBe('blocked')
  })

  it('may be released by a person, but neither a stop nor an unknown customer', () => {
    expect(decideOn({ own: { overdue: [1n] } }).releasable).toBe(true)
    expect(decideOn({ customer: { status: 'hold' } }).releasable).toBe(true)
    expect(decideOn({ customer: { status: 'stop' } }).releasable).toBe(false)
    expect(decideOn({ customer: null }).releasable).toBe(false)
    expect(decideOn({ customer: { status: 'stop' } }).remedies).toEqual([])
  })

  it('is the same for the same facts and policy', () => {
    const facts = factsOf({ own: { overdue: [7n, 9n], firstDefault: true } })
    const policy = policyOf()
    expect(decide(facts, policy)).toEqual(decide(facts, policy))
  })
})

describe('cash and prepaid', () => {
  const bad: World = {
    customer: { status: 'hold', active: false },
    own: { overdue: [2_000_00n], firstDefault: true, limit: { mode: 'none' } },
    order: { termDaysMax: 900 },
    more: { stale: true },
  }
  it.each(['cash', 'prepaid'] as const)('%s passes whatever is owed', (paymentKind) => {
    const decided = decideOn({ ...bad, order: { ...bad.order, paymentKind } }, { stale: { mode: 'closed' } })
    expect(decided).toMatchObject({ decision: 'approved', reasons: [] })
  })
  it.each(['cash', 'prepaid'] as const)('%s passes for an unknown customer', (paymentKind) => {
    expect(decideOn({ customer: null, order: { paymentKind } }).decision).toBe('approved')
  })
  it.each(['cash', 'prepaid'] as const)('%s is refused to a stopped customer, unless the policy says not', (kind) => {
    const world: World = { customer: { status: 'stop' }, order: { paymentKind: kind } }
    expect(decideOn(world).reasons.map(({ code }) => code)).toEqual(['customer_stopped'])
    expect(decideOn(world, { rules: { customer_stopped: 'off' } }).decision).toBe('approved')
  })
})

describe('customers', () => {
  it('are on hold until the last day of the hold', () => {
    const on = (holdUntil: string | null) => decideOn({ customer: { status: 'hold', holdUntil } }).decision
    expect([on(null), on(TODAY), on('2026-11-21'), on('2026-11-19')]).toEqual([
      'blocked',
      'blocked',
      'blocked',
      'approved',
    ])
  })

  it('known only from an order are unknown still', () => {
    const { reasons } = decideOn({ customer: { provisional: true } })
    expect(reasons.map(({ code }) => code)).toEqual(['unknown_customer'])
  })

  it('are judged by the rules of their risk class', () => {
    const policy = { riskClasses: { A: { rules: { overdue_receivables: 'warn' } } } }
    expect(decideOn({ own: { overdue: [1n] }, customer: { riskClass: 'A' } }, policy).decision).toBe('approved')
    expect(decideOn({ own: { overdue: [1n] }, customer: { riskClass: 'B' } }, policy).decision).toBe('blocked')
  })
})

describe('old data', () => {
  const stale: World = { more: { stale: true } }
  it.each([
    [{ mode: 'open' }, 'approved', 'warn'],
    [{ mode: 'closed' }, 'blocked', 'block'],
    [{ mode: 'up_to', amount: '100.00' }, 'approved', 'warn'],
    [{ mode: 'up_to', amount: '99.99' }, 'blocked', 'block'],
  ])('%j: %s', (mode, decision, severity) => {
    const decided = decideOn(stale, { stale: mode })
    expect(decided.decision).toBe(decision)
    expect(decided.reasons).toMatchObject([{ code: 'stale_data', severity }])
    expect(decideOn({}, { stale: mode }).reasons).toEqual([])
  })

  it('offers the order that would pass', () => {
    const { remedies } = decideOn(stale, { stale: { mode: 'up_to', amount: '40.00' } })
    expect(remedies).toContainEqual({ kind: 'reduce_order', amount: '40.00' })
  })

  it('says that nothing was ever received', () => {
    const { reasons } = decideOn({ more: { stale: true, dataAsOf: null } })
    expect(reasonOf(reasons, 'stale_data').message).toBe('Nenhum dado recebido do ERP até agora.')
  })
})

describe('rules of the policy itself', () => {
  const custom = (when: string, level = 'block') => ({
    custom: [{ code: 'own_rule', when, level, message: 'Regra da casa.' }],
  })
  it.each([
    ['order.amountCents > 9999', 'blocked'],
    ['order.amountCents > 10000', 'approved'],
    ['exposure.openCents == 5000 && exposure.overdueCents == 5000 && exposure.totalCents == 5000', 'blocked'],
    ['limit.mode == "amount" && limit.amountCents == 100000', 'blocked'],
    ['daysOverdue == 10 && overdueCount == 1', 'blocked'],
    ['customer.state == "SP" && customer.daysSince == 400', 'blocked'],
  ])('%s: %s', (when, decision) => {
    const policy = { ...custom(when), rules: { overdue_receivables: 'off' } }
    expect(decideOn({ own: { overdue: [50_00n] } }, policy).decision).toBe(decision)
  })

  it('say so when their data is missing, and refuse nothing', () => {
    const decided = decideOn({}, custom('customer.segment == "x"'))
    expect(decided.decision).toBe('approved')
    expect(decided.reasons).toEqual([
      {
        code: 'own_rule',
        severity: 'warn',
        message: 'Regra "own_rule" não avaliada: falta o dado customer.segment.',
        detail: { missing: 'customer.segment' },
      },
    ])
  })

  it('can be off, ask for a remedy, and do not see cash', () => {
    expect(decideOn({}, custom('true', 'off')).reasons).toEqual([])
    expect(decideOn({}, custom('true', 'conditional')).decision).toBe('conditional')
    expect(decideOn({ order: { paymentKind: 'cash' } }, custom('true')).decision).toBe('approved')
  })
})
