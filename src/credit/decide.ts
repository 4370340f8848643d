import { formatBrl, formatCents } from '../kernel/cents.ts'
import type { Expression } from './cel.ts'
import { type Facts, owingSide } from './facts.ts'
import { type Policy, policyFor } from './policy.ts'
import { findRemedies, type Remedy } from './remedies.ts'
import { customFindings } from './rules/custom.ts'
import type { Case, Finding, Severity } from './rules/finding.ts'
import { RULES } from './rules/index.ts'
import { staleData } from './rules/stale-data.ts'

export type DecisionKind = 'approved' | 'conditional' | 'blocked'

export interface Decision {
  decision: DecisionKind
  /** True when a person with authority may release it all the same. */
  releasable: boolean
  reasons: Finding[]
  remedies: Remedy[]
}

/** A policy ready to decide: its own rules compiled. */
export interface LoadedPolicy {
  policy: Policy
  expressions: ReadonlyMap<string, Expression>
}

/** May this order go through? `recheck` asks it of an order that was accepted before. */
export type Question = 'order' | 'recheck'

const SEVERITY: Record<Severity, number> = { block: 0, conditional: 1, warn: 2 }

/** No person may release these: there is nobody to release, or the answer is a decision already. */
const NOT_RELEASABLE = new Set(['customer_stopped', 'unknown_customer'])

/** The decision on these facts under this policy. Pure: the same facts and policy give the same decision. */
export function decide(facts: Facts, loaded: LoadedPolicy, question: Question = 'order'): Decision {
  const reasons = judge(facts, loaded, question)
  const decision = outcomeOf(reasons)
  if (decision === 'approved') return { decision, releasable: false, reasons, remedies: [] }
  const releasable = !reasons.some(({ code, severity }) => severity === 'block' && NOT_RELEASABLE.has(code))
  const passes = (changed: Facts): boolean => outcomeOf(judge(changed, loaded, question)) === 'approved'
  return { decision, releasable, reasons, remedies: findRemedies(caseOf(facts, loaded), reasons, passes, releasable) }
}

function outcomeOf(reasons: readonly Finding[]): DecisionKind {
  if (reasons.some(({ severity }) => severity === 'block')) return 'blocked'
  return reasons.some(({ severity }) => severity === 'conditional') ? 'conditional' : 'approved'
}

const caseOf = (facts: Facts, { policy }: LoadedPolicy): Case => ({
  facts,
  policy: policyFor(policy, facts.customer?.riskClass ?? null),
  whole: policy,
})

function judge(facts: Facts, loaded: LoadedPolicy, question: Question): Finding[] {
  const given = caseOf(facts, loaded)
  const found = question === 'order' ? orderFindings(given, loaded) : recheckFindings(given, loaded)
  // Exempt customers are never refused; what would have refused them is shown.
  if (facts.customer?.status === 'exempt') for (const finding of found) finding.severity = 'warn'
  return found.sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])
}

function orderFindings(given: Case, { expressions }: LoadedPolicy): Finding[] {
  const found = builtInFindings(given)
  if (given.facts.order.paymentKind !== 'credit') return found
  const stale = staleData(given)
  return [...found, ...(stale ? [stale] : []), ...customFindings(given, expressions)]
}

function builtInFindings(given: Case): Finding[] {
  const onCredit = given.facts.order.paymentKind === 'credit'
  return RULES.flatMap((rule): Finding[] => {
    const { level } = given.policy.rules[rule.code]
    if (level === 'off' || (!onCredit && !rule.appliesToCash)) return []
    const failure = rule.fails(given)
    return failure ? [{ code: rule.code, severity: level, ...failure }] : []
  })
}

/**
 * An order accepted once is asked again at delivery or invoicing: refused only for a customer who was stopped or put on
 * hold since, for having grown, or for what the policy lists under `recheck`; and overdue titles only when there are
 * more of them than at the time of acceptance. Its own amount was judged then, so it is not held against a limit again.
 */
function recheckFindings(given: Case, loaded: LoadedPolicy): Finding[] {
  const { facts, whole } = given
  const accepted = facts.order.accepted
  if (accepted === null) return orderFindings(given, loaded)
  const asked = new Set(['customer_stopped', 'customer_on_hold', ...whole.recheck])
  if (owingSide(facts, whole.contagion).exposure.overdue <= accepted.overdue) {
    for (const code of ['overdue_receivables', 'overdue_count', 'first_payment_default']) asked.delete(code)
  }
  const order = facts.order.paymentKind === 'credit' ? { ...facts.order, upfront: facts.order.amount } : facts.order
  const found = orderFindings({ ...given, facts: { ...facts, order } }, loaded).filter(({ code }) => asked.has(code))
  return facts.order.amount > accepted.amount ? [...found, orderGrew(facts.order.amount, accepted.amount)] : found
}

const orderGrew = (amount: bigint, accepted: bigint): Finding => ({
  code: 'order_grew',
  severity: 'block',
  message: `Pedido de ${formatBrl(amount)} maior que o aprovado (${formatBrl(accepted)}): peça nova análise com outra revisão.`,
  detail: { order: formatCents(amount), accepted: formatCents(accepted) },
})
