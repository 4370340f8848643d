import { describe, expect, it } from 'vitest'
import { type Policy, parsePolicy, policyFor, RULE_CODES, shapeOf } from '../../src/credit/policy.ts'
import { formatPolicy } from '../../src/credit/policy-format.ts'

function policyOf(input: unknown): Policy {
  const parsed = parsePolicy(input)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

/** `path: message` of every fault. */
function faultsOf(input: unknown): string[] {
  const parsed = parsePolicy(input)
  return 'faults' in parsed ? parsed.faults.map((fault) => `${fault.path.join('.')}: ${fault.message}`) : []
}

const FULL = {
  name: 'atacado',
  accountBy: ['cnpj_root'],
  perCompany: true,
  contagion: false,
  countDrafts: true,
  netCredits: false,
  creditsReduceOverdue: true,
  disputedIsOverdue: true,
  graceDays: 3,
  overdueTolerance: '50.00',
  holdMinutes: 43_200,
  maxDataAge: 'PT30M',
  stale: { mode: 'up_to', amount: '500.00' },
  defaultLimit: {
    mode: 'amount',
    amount: '2000.00',
    validUntil: '2027-12-31',
    insured: { amount: '5000.00', share: '0.90' },
  },
  rules: {
    overdue_receivables: 'conditional',
    overdue_count: { level: 'warn', max: 2 },
    order_too_large: { level: 'block', max: '10000.00' },
    broken_promise: { level: 'conditional', max: 2 },
    collection_stage: { level: 'block', from: 'handover' },
    down_payment: { level: 'conditional', share: '0.5' },
    no_credit: false,
  },
  recheck: ['overdue_receivables', 'broken_promise', 'collection_stage', 'new_customer'],
  riskClasses: {
    A: {
      graceDays: 10,
      defaultLimit: { mode: 'unlimited' },
      rules: { order_too_large: 'off', overdue_count: 'block' },
    },
    constructor: { holdMinutes: 5 },
  },
  custom: [{ code: 'new_customer', when: 'customer.daysSince < 30', level: 'warn', message: 'Cliente novo.' }],
}

describe('a policy without a word', () => {
  it('has the defaults', () => {
    const { rules, ...policy } = policyOf({})
    expect(policy).toEqual({
      name: 'default',
      version: 0,
      accountBy: ['group', 'cnpj_root'],
      perCompany: false,
      contagion: true,
      countDrafts: false,
      netCredits: true,
      creditsReduceOverdue: false,
      disputedIsOverdue: false,
      graceDays: 0,
      overdueTolerance: 0n,
      holdMinutes: 60,
      maxDataAgeMs: 86_400_000,
      stale: { mode: 'open' },
      defaultLimit: { mode: 'none' },
      recheck: [],
      riskClasses: {},
      custom: [],
    })
    const parameters = {
      overdue_count: { level: 'off', max: 0 },
      first_payment_default: { level: 'block', ordersMax: 1 },
      order_too_large: { level: 'off', max: 0n },
      term_too_long: { level: 'off', daysMax: 0 },
      down_payment: { level: 'off', share: '0.30' },
      buys_while_owing: { level: 'warn', checks: 3, days: 30 },
      broken_promise: { level: 'block', max: 0 },
      collection_stage: { level: 'off', from: 'final' },
    }
    const plain = RULE_CODES.filter((code) => !(code in parameters)).map((code) => [code, { level: 'block' }])
    expect(rules).toEqual({ ...parameters, ...Object.fromEntries(plain) })
    expect(plain).toHaveLength(9)
  })
})

describe('a policy that says much', () => {
  const policy = policyOf(FULL)

  it('is read into typed values', () => {
    expect(policy.overdueTolerance).toBe(5000n)
    expect(policy.maxDataAgeMs).toBe(1_800_000)
    expect(policy.stale).toEqual({ mode: 'up_to', amount: 50_000n })
    expect(policy.defaultLimit).toMatchObject({ amount: 200_000n, insured: { amount: 500_000n, share: '0.90' } })
    expect(policy.rules.order_too_large).toEqual({ level: 'block', max: 1_000_000n })
    expect(policy.rules.no_credit).toEqual({ level: 'off' })
    expect(policy.rules.broken_promise).toEqual({ level: 'conditional', max: 2 })
    expect(policy.rules.collection_stage).toEqual({ level: 'block', from: 'handover' })
    expect(policy.rules.limit_expired).toEqual({ level: 'block' })
  })

  it('is the same policy after it was written and read again', () => {
    const { riskClasses, ...base } = policyOf(formatPolicy(policy))
    expect({ ...base, riskClasses }).toEqual(policy)
    expect(formatPolicy(policy)).toMatchObject({ overdueTolerance: '50.00', maxDataAge: 'PT30M' })
    expect(formatPolicy(policy)).not.toHaveProperty('version')
  })

  it('merges a risk class key by key and rule by rule', () => {
    const riskA = policyFor(policy, 'A')
    expect(riskA.graceDays).toBe(10)
    expect(riskA.defaultLimit).toEqual({ mode: 'unlimited' })
    expect(riskA.overdueTolerance).toBe(5000n)
    expect(riskA.rules.order_too_large).toEqual({ level: 'off', max: 1_000_000n })
    expect(riskA.rules.overdue_count).toEqual({ level: 'block', max: 2 })
    expect(riskA.rules.down_payment).toEqual({ level: 'conditional', share: '0.5' })
    expect(riskA.rules.overdue_receivables).toEqual({ level: 'conditional' })
    expect(policyFor(policy, 'A')).toBe(riskA)
  })

  it.each([null, 'B', 'a', 'toString', '__proto__', 'hasOwnProperty', ''])('gives class %j the base policy', (name) => {
    expect(policyFor(policy, name)).toBe(policy)
  })

  it('may have a class that is named like a method', () => {
    expect(policyFor(policy, 'constructor').holdMinutes).toBe(5)
    expect(policyFor(policyOf({}), 'constructor').holdMinutes).toBe(60)
  })
})

describe('the shape of positions', () => {
  it('depends on how accounts and companies are kept, and on nothing else', () => {
    const shape = (input: unknown) => shapeOf(policyOf(input))
    expect(shape({ graceDays: 5, contagion: false })).toBe(shape({}))
    const shapes = [{}, { accountBy: [] }, { accountBy: ['cnpj_root', 'group'] }, { perCompany: true }].map(shape)
    expect(new Set(shapes).size).toBe(4)
  })
})

describe('faults', () => {
  it.each<[unknown, string]>([
    [{ graceDayz: 1 }, 'graceDayz: unknown key; known here: name, accountBy'],
    [{ graceDays: 366 }, 'graceDays: must be a whole number from 0 to 365'],
    [{ graceDays: 1.5 }, 'graceDays: must be a whole number'],
    [{ graceDays: null }, 'graceDays: must be a whole number'],
    [{ holdMinutes: 0 }, 'holdMinutes: must be a whole number from 1 to 43200'],
    [{ overdueTolerance: 5 }, 'overdueTolerance: must be an amount in quotes'],
    [{ overdueTolerance: '-5.00' }, 'overdueTolerance: must be a decimal string'],
    [{ perCompany: 'yes' }, 'perCompany: must be true or false'],
    [{ version: 3 }, 'version: unknown key'],
    [{ cash: {} }, 'cash: unknown key'],
    [{ maxDataAge: 'P1M' }, 'maxDataAge: must be a duration of weeks, days, hours or minutes'],
    [{ maxDataAge: 'PT0S' }, 'maxDataAge: must be a duration'],
    [{ maxDataAge: 'P367D' }, 'maxDataAge: must be a duration'],
    [{ accountBy: ['group', 'group'] }, 'accountBy: must name each key once'],
    [{ accountBy: ['name'] }, 'accountBy.0: must be group or cnpj_root'],
    [{ stale: 'open' }, 'stale: must be a mapping with mode'],
    [{ stale: { mode: 'sometimes' } }, 'stale.mode: must be one of open, closed, up_to'],
    [{ stale: { mode: 'up_to' } }, 'stale.amount: must be an amount'],
    [{ stale: { mode: 'open', amount: '1.00' } }, 'stale.amount: unknown key'],
    [
      { defaultLimit: { mode: 'amount', amount: '1.00', validUntil: '2026-02-30' } },
      'defaultLimit.validUntil: must be',
    ],
    [
      { defaultLimit: { mode: 'amount', amount: '1.00', insured: { amount: '1', share: '90' } } },
      'defaultLimit.insured.share: must be a decimal string between "0" and "1"',
    ],
    [{ rules: { overdue: 'block' } }, 'rules.overdue: unknown rule; known here: customer_stopped'],
    [{ rules: { no_credit: 'maybe' } }, 'rules.no_credit: must be one of block, conditional, warn, off'],
    [{ rules: { no_credit: true } }, 'rules.no_credit: must be one of'],
    [{ rules: { no_credit: null } }, 'rules.no_credit: must be one of'],
    [{ rules: { no_credit: { level: 'block', max: 3 } } }, 'rules.no_credit.max: unknown parameter'],
    [{ rules: { overdue_count: { max: 3 } } }, 'rules.overdue_count.level: must be one of'],
    [
      { rules: { first_payment_default: { level: 'block', ordersMax: 101 } } },
      'ordersMax: must be a whole number from 0',
    ],
    [{ rules: { buys_while_owing: { level: 'warn', checks: 0 } } }, 'checks: must be a whole number from 1 to 100'],
    [{ rules: { buys_while_owing: { level: 'warn', days: 367 } } }, 'days: must be a whole number from 1 to 366'],
    [{ rules: { broken_promise: { level: 'block', max: 101 } } }, 'max: must be a whole number from 0 to 100'],
    [
      { rules: { collection_stage: { level: 'block', from: 'late' } } },
      'rules.collection_stage.from: must be one of reminder, notice, firm, final, handover, legal',
    ],
    [{ custom: [{ ...FULL.custom[0], code: 'broken_promise' }] }, 'custom.0.code: is the code of a built-in rule'],
    [{ custom: [{ ...FULL.custom[0], code: 'broken_agreement' }] }, 'custom.0.code: is the code of a built-in rule'],
    [
      { rules: { order_too_large: { level: 'warn', max: 100 } } },
      'rules.order_too_large.max: must be an amount in quotes',
    ],
    [{ rules: { down_payment: { level: 'warn', share: 0.3 } } }, 'rules.down_payment.share: must be a share in quotes'],
    [{ recheck: ['stale_data'] }, 'recheck.0: is not the code of a rule'],
    [{ recheck: ['no_credit', 'no_credit'] }, 'recheck.1: is listed twice'],
    [{ recheck: 'no_credit' }, 'recheck: must be a list'],
    [{ custom: [{}] }, 'custom.0.code: must be a code'],
    [{ custom: [{ ...FULL.custom[0], code: 'Big' }] }, 'custom.0.code: must be 3 to 64 lower-case letters'],
    [{ custom: [{ ...FULL.custom[0], code: 'no_credit' }] }, 'custom.0.code: is the code of a built-in rule'],
    [{ custom: [{ ...FULL.custom[0], code: 'stale_data' }] }, 'custom.0.code: is the code of a built-in rule'],
    [{ custom: [FULL.custom[0], FULL.custom[0]] }, 'custom.1.code: is already the code of custom[0]'],
    [{ custom: [{ ...FULL.custom[0], message: 'x'.repeat(301) }] }, 'custom.0.message: must have at most 300'],
    [{ custom: [{ ...FULL.custom[0], when: 'x'.repeat(1001) }] }, 'custom.0.when: must have at most 1000'],
    [{ custom: Array(51).fill(FULL.custom[0]) }, 'custom: must be a list of at most 50'],
    [{ riskClasses: { A: { graceDays: -1 } } }, 'riskClasses.A.graceDays: must be a whole number'],
    [{ riskClasses: { '': {} } }, 'riskClasses.: must not be empty'],
    [JSON.parse('{"riskClasses": {"__proto__": {"graceDays": 3}}}'), 'riskClasses.__proto__: cannot be the name'],
    [JSON.parse('{"__proto__": {"graceDays": 3}}'), '__proto__: unknown key'],
    [[], ': must be a mapping'],
    [null, ': must be a mapping'],
  ])('%j', (input, message) => {
    expect(faultsOf(input)[0]).toContain(message)
  })

  it.each(['bureau_restriction', 'protested', 'broken_agreement'])(
    'the rule %s is refused while nothing feeds it',
    (code) => {
      const expected = [
        `rules.${code}: this version has no data for this rule, so it could never refuse anybody: remove it`,
      ]
      expect(faultsOf({ rules: { [code]: 'block' } })).toEqual(expected)
      expect(faultsOf({ rules: { [code]: 'off' } })).toEqual(expected)
      expect(faultsOf({ recheck: [code] })).toHaveLength(1)
    },
  )

  it.each(['name', 'accountBy', 'perCompany', 'contagion', 'recheck', 'custom', 'riskClasses', 'maxDataAge'])(
    'a risk class cannot have its own %s',
    (key) => {
      expect(faultsOf({ riskClasses: { A: { [key]: FULL[key as keyof typeof FULL] } } })).toEqual([
        `riskClasses.A.${key}: cannot differ from one risk class to the next: set it at the top of the file`,
      ])
    },
  )

  it('are told all at once, and at most a hundred', () => {
    expect(faultsOf({ graceDays: -1, holdMinutes: 0, rules: { no_credit: 'x' }, recheck: ['y'], z: 1 })).toHaveLength(5)
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, 1]))
    expect(faultsOf(many)).toHaveLength(100)
  })
})
