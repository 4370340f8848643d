import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePolicyText } from '../../src/credit/policy-file.ts'

function policyOf(text: string) {
  const parsed = parsePolicyText(text, 'default.yaml')
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

/** `line:column field` of every fault, in order. */
function placesOf(text: string): string[] {
  const parsed = parsePolicyText(text, 'default.yaml')
  return 'faults' in parsed ? parsed.faults.map(({ line, column, field }) => `${line}:${column} ${field}`) : []
}
function messagesOf(text: string): string[] {
  const parsed = parsePolicyText(text, 'default.yaml')
  return 'faults' in parsed ? parsed.faults.map(({ message }) => message) : []
}

const SHIPPED = readFileSync(new URL('../../config/policies/default.yaml', import.meta.url), 'utf8')

describe('config/policies/default.yaml', () => {
  it('says what the empty policy means', () => {
    expect(policyOf(SHIPPED)).toEqual(policyOf('{}'))
  })

  it('names every key and every rule', () => {
    const { version: _, maxDataAgeMs: __, rules, ...keys } = policyOf('{}')
    for (const key of [...Object.keys(keys), 'maxDataAge']) expect(SHIPPED).toMatch(new RegExp(`^${key}:`, 'm'))
    for (const rule of Object.keys(rules)) expect(SHIPPED).toMatch(new RegExp(`^ {2}${rule}:`, 'm'))
  })

  it('has examples that work when they are uncommented', () => {
    const uncomment = (start: string, count: number) => {
      const lines = SHIPPED.split('\n')
      const first = lines.findIndex((line) => line.startsWith(start))
      return lines
        .slice(first, first + count)
        .map((line) => line.slice(2))
        .join('\n')
    }
    const custom = `custom:\n${uncomment('#   - code:', 4)}`
    const risk = `riskClasses:\n${uncomment('#   A:', 1)}`
    expect(policyOf(`${custom}\n${risk}`)).toMatchObject({
      custom: [{ code: 'new_customer_large_order', level: 'block' }],
      riskClasses: { A: { graceDays: 5, defaultLimit: { amount: 1_000_000n } } },
    })
  })
})

describe('the digest', () => {
  it('is of the text, so that a changed comment is a changed file', () => {
    const parsed = parsePolicyText('{} # á', 'default.yaml')
    expect(parsed).toHaveProperty('digest', createHash('sha256').update('{} # á', 'utf8').digest('hex'))
  })
})

describe('values', () => {
  it('may be shared by an alias', () => {
    const policy = policyOf('riskClasses:\n  A: &strict { graceDays: 1 }\n  B: *strict\n')
    expect(policy.riskClasses['B']?.graceDays).toBe(1)
  })

  it('take off with and without quotes', () => {
    expect(policyOf('rules: { no_credit: off, limit_expired: "off" }').rules).toMatchObject({
      no_credit: { level: 'off' },
      limit_expired: { level: 'off' },
    })
  })
})

describe('faults', () => {
  it('stand at their line, column and field, all of them', () => {
    const text = `name: default
graceDayz: 3
overdueTolerance: 10.00
stale:
  mode: up_to
rules:
  overdue_count: maybe
  protested:
    level: block
  order_too_large:
    level: block
    max: 10
riskClasses:
  A:
    custom: []
    graceDays: -1
  1: {}
custom:
  - code: large
    when: order.amount > 3
    level: block
    message: x
  - code: nothing_else
  - code: two_lines
    when: |
      order.amountCents > 1 &&
      has(customer.bogus)
    level: warn
    message: m
perCompany:
graceDays: 1
graceDays: 2
recheck: [overdue_receivables, nonsense]
`
    expect(placesOf(text)).toEqual([
      '2:1 graceDayz',
      '3:19 overdueTolerance',
      '5:3 stale.amount',
      '7:18 rules.overdue_count',
      '8:3 rules.protested',
      '12:10 rules.order_too_large.max',
      '15:5 riskClasses.A.custom',
      '16:16 riskClasses.A.graceDays',
      '17:3 riskClasses.1',
      '20:11 custom[0].when',
      '23:5 custom[1].when',
      '23:5 custom[1].level',
      '23:5 custom[1].message',
      '25:11 custom[2].when',
      '30:12 perCompany',
      '32:1 graceDays',
      '33:32 recheck[1]',
    ])
    const parsed = parsePolicyText(text, 'config/policies/default.yaml')
    expect('faults' in parsed && parsed.faults[0]).toEqual({
      file: 'config/policies/default.yaml',
      line: 2,
      column: 1,
      field: 'graceDayz',
      message: expect.stringContaining('unknown key'),
    })
  })

  it('count columns in characters of the line, whatever the line ends with', () => {
    expect(placesOf('name: default\r\n# ação\r\nrules: { no_credit: não }\r\n')).toEqual(['3:21 rules.no_credit'])
  })

  it.each([
    ['name: default\nrules: [\nstale: }', ['3:1 ', '3:8 ']],
    ['name:\n\tdefault', ['2:1 ', '2:2 ']],
    ['name: a\n---\nname: b', ['2:1 ']],
    ['name: !secret x', ['1:7 ']],
    ['name: *nobody', ['1:1 ']],
    ['%YAML 1.1\n---\nrules: { no_credit: off }', ['1:1 ']],
    ['', ['1:1 ']],
    ['# only a comment\n', ['1:1 ']],
    ['- a', ['1:1 ']],
    ['rules:\n  no_credit: block\n  no_credit: warn', ['3:3 rules.no_credit']],
    [
      'custom:\n  - code: abc\n    code: abc\n    when: "true"\n    level: warn\n    message: m',
      ['3:5 custom[0].code'],
    ],
    ['riskClasses:\n  "Classe A":\n    x: 1', ['3:5 riskClasses["Classe A"].x']],
    ['riskClasses:\n  __proto__:\n    graceDays: 1', ['2:3 riskClasses.__proto__']],
    [
      'riskClasses:\n  A: &a\n    graceDays: x\n  B: *a',
      ['3:16 riskClasses.A.graceDays', '3:16 riskClasses.B.graceDays'],
    ],
    ['riskClasses:\n  A: &a { graceDays: 1 }\n  B:\n    <<: *a', ['4:5 riskClasses.B["<<"]']],
  ])('%j', (text, places) => {
    expect(placesOf(text)).toEqual(places)
  })

  it('tell an expression from what is wrong with it', () => {
    const rule = (when: string) => `custom:\n  - { code: abc, level: warn, message: m, when: '${when}' }`
    expect(messagesOf(rule('order.amountCents'))).toEqual(['must be true or false, but is of type int'])
    expect(messagesOf(rule('customer.state == 1'))[0]).toContain('no such overload')
    expect(messagesOf(rule('a.b == 1'))[0]).toContain('unknown name')
    expect(messagesOf(rule('order.amountCents > 1'))).toEqual([])
  })
})

describe('hostile files', () => {
  const bomb = Array.from({ length: 9 }, (_, index) => {
    const of = index === 0 ? 'x' : `*a${index - 1}`
    return `k${index}: &a${index} [${Array(9).fill(of).join(',')}]`
  }).join('\n')

  it.each([
    ['too long', `# ${'x'.repeat(256 * 1024)}`, /at most 262144 bytes/],
    ['an alias bomb', bomb, /alias/i],
    ['a circle', '&a { riskClasses: { x: *a } }', /cannot differ/],
    ['deep mappings', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, /nested too deeply/],
    ['very deep lists', '['.repeat(100_000), /call stack/],
    ['very deep dashes', '- '.repeat(100_000), /call stack/],
    ['a mapping as key', '? { a: 1 }\n: 2', /put this key in quotes/],
  ])('%s', (_, text, message) => {
    expect(messagesOf(text).some((found) => message.test(found))).toBe(true)
    expect(messagesOf(text).length).toBeLessThanOrEqual(100)
  })

  it.each([
    ['different', (index: number) => `k${index}: 1`],
    ['equal', () => 'name: a'],
  ])('25,000 %s keys take no quadratic time', (_, line) => {
    const text = Array.from({ length: 25_000 }, (_, index) => line(index)).join('\n')
    const start = performance.now()
    expect(messagesOf(text)).toHaveLength(100)
    expect(performance.now() - start).toBeLessThan(2500)
  })
})
