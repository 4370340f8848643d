import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/credit/policy.ts'
import { diffPolicies } from '../../src/credit/policy-diff.ts'

const policyOf = (input: object) => {
  const parsed = parsePolicy(input)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
const diff = (before: object, after: object) => diffPolicies(policyOf(before), policyOf(after))

describe('the difference of two policies', () => {
  it('names each key with what it was and what it is', () => {
    const changes = diff(
      { graceDays: 2, recheck: ['overdue_receivables'], maxDataAge: 'PT6H' },
      { overdueTolerance: '10.00', accountBy: [], rules: { overdue_count: { level: 'block', max: 3 } } },
    )
    expect(changes.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'accountBy', before: ['group', 'cnpj_root'], after: [] },
      { path: 'graceDays', before: 2, after: 0 },
      { path: 'maxDataAge', before: 'PT6H', after: 'P1D' },
      { path: 'overdueTolerance', before: '0.00', after: '10.00' },
      { path: 'recheck', before: ['overdue_receivables'], after: [] },
      { path: 'rules.overdue_count.level', before: 'off', after: 'block' },
      { path: 'rules.overdue_count.max', before: 0, after: 3 },
    ])
  })

  it('is empty where a default was only written out', () => {
    expect(diff({}, { graceDays: 0, rules: { overdue_count: 'off' }, riskClasses: { A: {} } })).toEqual([])
  })

  it('tells keys that come and go with a mode', () => {
    expect(diff({}, { defaultLimit: { mode: 'amount', amount: '500.00' } })).toEqual([
      { path: 'defaultLimit.mode', before: 'none', after: 'amount' },
      { path: 'defaultLimit.amount', before: null, after: '500.00' },
    ])
  })

  it('tells a risk class only where it does not merely follow the base policy', () => {
    const before = { riskClasses: { A: { graceDays: 5 }, B: { netCredits: false } } }
    const after = { graceDays: 3, netCredits: false, riskClasses: { A: { graceDays: 5 }, C: { graceDays: 9 } } }
    expect(diff(before, after)).toEqual([
      { path: 'netCredits', before: true, after: false },
      { path: 'graceDays', before: 0, after: 3 },
      { path: 'riskClasses.C.graceDays', before: 0, after: 9 },
    ])
    // What the class had alone, and loses, is told although the base stays.
    expect(diff({ riskClasses: { A: { graceDays: 5 } } }, {})).toEqual([
      { path: 'riskClasses.A.graceDays', before: 5, after: 0 },
    ])
  })

  it('knows rules of the policy by their codes, wherever they stand', () => {
    const rule = (code: string, level: string) => ({ code, level, when: 'daysOverdue > 3', message: 'Atraso.' })
    const before = { custom: [rule('one', 'block'), rule('two', 'warn')] }
    const after = { custom: [rule('two', 'block'), rule('one', 'block'), rule('six', 'warn')] }
    expect(diff(before, after)).toEqual([
      { path: 'custom.two.level', before: 'warn', after: 'block' },
      { path: 'custom.six.when', before: null, after: 'daysOverdue > 3' },
      { path: 'custom.six.level', before: null, after: 'warn' },
      { path: 'custom.six.message', before: null, after: 'Atraso.' },
    ])
  })

  const someClass = fc.record(
    { graceDays: fc.nat(3), netCredits: fc.boolean(), countDrafts: fc.boolean() },
    { requiredKeys: [] },
  )
  const somePolicy = fc
    .tuple(someClass, fc.dictionary(fc.constantFrom('A', 'B'), someClass))
    .map(([base, riskClasses]) => ({ ...base, riskClasses }))

  it('of a policy with itself is empty, and backwards it is the same with its sides changed', () => {
    fc.assert(
      fc.property(somePolicy, somePolicy, (one, other) => {
        expect(diff(one, one)).toEqual([])
        const there = diff(one, other).map(({ path, before, after }) => ({ path, before: after, after: before }))
        const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
        expect(diff(other, one).toSorted(byPath)).toEqual(there.toSorted(byPath))
      }),
    )
  })
})
