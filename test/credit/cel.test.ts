import { describe, expect, it } from 'vitest'
import { type CelFacts, compileCustomRules, compileExpression } from '../../src/credit/cel.ts'

const FACTS: CelFacts = {
  order: { amountCents: 125_000n, paymentKind: 'credit', termDaysMax: 60, company: 'main', salesRep: 'rep-07' },
  exposure: {
    openCents: 310_000n,
    overdueCents: 83_000n,
    ordersCents: 0n,
    heldCents: 0n,
    draftsCents: 0n,
    creditsCents: 0n,
    totalCents: 310_000n,
  },
  limit: { mode: 'amount', amountCents: 500_000n },
  customer: { status: 'normal', riskClass: 'A', segment: 'ocasional', state: 'SP', daysSince: 45 },
  daysOverdue: 12,
  overdueCount: 2,
}
const UNKNOWN_CUSTOMER = { status: null, riskClass: null, segment: null, state: null, daysSince: null }

function evaluate(text: string, facts: CelFacts = FACTS) {
  const compiled = compileExpression(text)
  if ('fault' in compiled) throw new Error(compiled.fault)
  return compiled.expression.evaluate(facts)
}
function faultOf(text: string): string | null {
  const compiled = compileExpression(text)
  return 'fault' in compiled ? compiled.fault : null
}

describe('custom expressions', () => {
  it.each([
    ['customer.daysSince < 90 && order.amountCents > 100000', 'true'],
    ['order.amountCents + exposure.totalCents > limit.amountCents', 'false'],
    ['exposure.overdueCents * 100 / exposure.openCents >= 26', 'true'],
    ['customer.state in ["SP", "RJ"] && order.paymentKind == "credit"', 'true'],
    ['daysOverdue > 10 ? overdueCount > 2 : false', 'false'],
    ['order.salesRep.startsWith("rep-") && size(order.company) == 4', 'true'],
    ['!(customer.riskClass == "A") || order.termDaysMax > -1', 'true'],
    ['exposure.heldCents + exposure.draftsCents + exposure.creditsCents + exposure.ordersCents == 0', 'true'],
    ['limit.mode == "amount" && customer.status == "normal"', 'true'],
  ])('%s is %s', (text, kind) => {
    expect(evaluate(text)).toEqual({ kind })
  })

  it('reads every fact that the contract names', () => {
    const names = Object.entries(FACTS).flatMap(([name, fact]) =>
      typeof fact === 'number' ? [name] : Object.keys(fact).map((field) => `${name}.${field}`),
    )
    expect(names).toHaveLength(5 + 7 + 2 + 5 + 2)
    for (const name of names) expect(evaluate(`${name} == ${name}`)).toEqual({ kind: 'true' })
  })

  it('compares amounts beyond 64 bits', () => {
    const facts = { ...FACTS, order: { ...FACTS.order, amountCents: 10n ** 30n } }
    expect(evaluate('order.amountCents > 9223372036854775807', facts)).toEqual({ kind: 'true' })
  })

  it('compiles the rules of a policy by code', () => {
    const rule = { code: 'large_order', when: 'order.amountCents > 100', level: 'block', message: 'x' } as const
    expect(compileCustomRules([rule]).get('large_order')?.evaluate(FACTS)).toEqual({ kind: 'true' })
    expect(() => compileCustomRules([{ ...rule, when: 'nonsense' }])).toThrow(/large_order.*unknown name/)
  })
})

describe('a fact that is not known', () => {
  const facts: CelFacts = { ...FACTS, customer: UNKNOWN_CUSTOMER, limit: { mode: 'unlimited', amountCents: null } }

  it.each([
    ['customer.segment == "ocasional"', 'customer.segment'],
    ['customer.segment != "ocasional"', 'customer.segment'],
    ['!(customer.state == "SP")', 'customer.state'],
    ['customer.daysSince < 90', 'customer.daysSince'],
    ['order.amountCents > 5 && customer . riskClass in ["A"]', 'customer.riskClass'],
    ['customer.status == "stop" ? true : true', 'customer.status'],
    ['size([customer.segment]) == 1', 'customer.segment'],
    ['order.amountCents > limit.amountCents', 'limit.amountCents'],
  ])('makes %s unknown', (text, missing) => {
    expect(evaluate(text, facts)).toEqual({ kind: 'unknown', missing })
  })

  it('does not matter where it could not change the outcome', () => {
    expect(evaluate('customer.segment == "x" || order.amountCents > 5', facts)).toEqual({ kind: 'true' })
    expect(evaluate('customer.segment == "x" && order.amountCents < 5', facts)).toEqual({ kind: 'false' })
  })

  it('can be asked for', () => {
    expect(evaluate('has(customer.segment)', facts)).toEqual({ kind: 'false' })
    expect(evaluate('has(customer.segment)')).toEqual({ kind: 'true' })
  })

  it('may also be a result that does not exist', () => {
    expect(evaluate('order.amountCents / overdueCount > 1', { ...FACTS, overdueCount: 0 })).toEqual({
      kind: 'unknown',
      missing: 'a result: division by zero',
    })
    expect(evaluate('order.amountCents * 9223372036854775807 > 1')).toMatchObject({
      kind: 'unknown',
      missing: expect.stringContaining('integer overflow'),
    })
  })
})

describe('facts are data', () => {
  it.each(['" || true || "', "' || true || '", '\\" || true //', '{{ true }}', 'true', '\u0000'])(
    'a state of %j is only a text',
    (state) => {
      const facts = { ...FACTS, customer: { ...FACTS.customer, state } }
      expect(evaluate('customer.state == "SP"', facts)).toEqual({ kind: 'false' })
      expect(evaluate('customer.state in ["SP", "RJ"] || customer.state.contains("SP")', facts)).toEqual({
        kind: 'false',
      })
    },
  )
})

describe('faults of an expression', () => {
  it.each([
    ['order.amount > 5', 'order has no amount: it has amountCents'],
    ['has(customer.segmento)', 'customer has no segmento'],
    ['customr.state == "SP"', 'unknown name: the facts are order'],
    ['order.amountCents', 'must be true or false, but is of type int'],
    ['order.amountCents > "5"', 'no such overload'],
    ['order.amountCents > 5.5', 'integer cents'],
    ['order.amountCents >', '(at character 20)'],
    ['order', 'name a field: order.amountCents'],
    ['[order] == [order]', 'name a field'],
    ['', 'Unexpected token'],
    ['true true', 'at character'],
    ['customer.state = "SP"', 'at character'],
    [`${'order.amountCents > 1 || '.repeat(60)}true`, 'at most 1000 characters'],
  ])('%s', (text, message) => {
    expect(faultOf(text)).toContain(message)
  })

  it.each([
    'order.constructor == order.constructor',
    'order.__proto__ == 1',
    'order["constructor"] == 1',
    'order.toString() == ""',
    'order.hasOwnProperty("amountCents")',
    'customer.state.constructor == 1',
    'customer.state.length == 2',
    'daysOverdue.constructor == 1',
    'dyn(order).constructor == 1',
    'has(order.constructor)',
    'globalThis == 1',
    'process.exit() == 1',
    'constructor == 1',
    '__proto__ == 1',
    'type(order) == type(1)',
    '{"a": 1}.constructor == 1',
  ])('nothing but the facts can be reached: %s', (text) => {
    expect(faultOf(text)).not.toBeNull()
  })

  it.each([
    ['[1, 2].exists(x, x == 1)', 'cannot use exists()'],
    ['cel.bind(x, "aa", x + x == "")', 'cannot use bind()'],
    ['customer.segment.matches("(a+)+$")', 'cannot use matches()'],
    ['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T00:00:00Z")', 'cannot use timestamp()'],
  ])('what could run for long is refused: %s', (text, message) => {
    expect(faultOf(text)).toContain(message)
  })

  it.each([
    ['parentheses', `${'('.repeat(400)}true${')'.repeat(400)}`],
    ['negations', `${'!'.repeat(900)}true`],
    ['minus signs', `1 == ${'-'.repeat(900)}1`],
    ['ternaries', `${'true?true:'.repeat(90)}true`],
    ['terms', `${'true||'.repeat(160)}true`],
    ['lists', `${'['.repeat(300)}1${']'.repeat(300)} == [1]`],
    ['list entries', `1 in [${'1,'.repeat(150)}1]`],
  ])('many %s are refused or answered, never a crash', (_, text) => {
    const compiled = compileExpression(text)
    if ('expression' in compiled) expect(compiled.expression.evaluate(FACTS).kind).toBe('true')
    else expect(compiled.fault).toMatch(/Exceeded|overload/)
  })
})
