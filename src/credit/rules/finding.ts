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

/** What a rule reads: the facts, the policy of the customer's risk class, and the policy as a whole. */
export interface Case {
  facts: Facts
  policy: ClassPolicy
  whole: Policy
}

/** One rule: when it fails it answers with the sentence and the numbers, else with `null`. Its level comes from the policy. */
export interface Rule {
  code: RuleCode
  /** True for a rule that also holds for cash and prepaid orders. */
  appliesToCash?: true
  fails(given: Case): Pick<Finding, 'message' | 'detail'> | null
}
