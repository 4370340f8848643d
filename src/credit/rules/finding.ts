import type { Facts } from '../facts.ts'
import type { ClassPolicy, Policy, RuleCode, RuleLevel } from '../policy.ts'

export type Severity = Exclude<RuleLevel, 'off'>

/** One reason: a code for programs, a sentence in Portuguese for the rep, and the numbers behind it (money as text). */
export interface Finding {
  code: string
  severity: Severity
  message: string
  detail: Record<string, unknown>
}

/** May this order go through? `recheck` asks it of an order that was accepted before. */
export type Question = 'order' | 'recheck'

/**
 * What a rule reads: the facts, the policy of the customer's risk class, and the policy as a whole. For a recheck, the
 * rules that are not asked again are off in both.
 */
export interface Case {
  facts: Facts
  policy: ClassPolicy
  whole: Policy
  question: Question
}

/** One rule: when it fails it answers with the sentence and the numbers, else with `null`. Its level comes from the policy. */
export interface Rule {
  code: RuleCode
  /** True for a rule that also holds for cash and prepaid orders. */
  appliesToCash?: true
  fails(given: Case): Pick<Finding, 'message' | 'detail'> | null
}

/** Whether a rule can refuse: one that only warns, or is off, asks for nothing. */
export function isOn({ policy }: Case, code: RuleCode): boolean {
  const { level } = policy.rules[code]
  return level === 'block' || level === 'conditional'
}
