import { formatBrl, formatCents } from '../kernel/cents.ts'
import type { Expression } from './cel.ts'
import { creditAmountOf, type Facts, owingSide } from './facts.ts'
import { type Policy, policyFor, RULE_CODES, type Rules } from './policy.ts'
import { findRemedies, type Remedy } from './remedies.ts'
import { customFindings } from './rules/custom.ts'
import type { Case, Finding, Question, Severity } from './rules/finding.ts'
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

const SEVERITY: Record<Severity, number> = { block: 0, conditional: 1, warn: 2 }

/** No person may release these: there is nobody to release, or the answer is a decision already. */
const NOT_RELEASABLE = new Set(['customer_stopped', 'unknown_customer'])
const REFUSED_IN_ERP = 'refused_in_erp'

/** The decision on these facts under this policy. Pure: the same facts and policy give the same decision. */
export function decide(facts: Facts, loaded: LoadedPolicy, question: Question = 'order'): Decision {
  const given = caseOf(facts, loaded, question)
  const reasons = judge(given, loaded)
  const decision = outcomeOf(reasons)
  if (decision === 'approved') return { decision, releasable: false, reasons, remedies: [] }
  const releasable = !reasons.some(({ code, severity }) => severity === 'block' && NOT_RELEASABLE.has(code))
  // Whoever takes a remedy asks once more, and that counts for buys_while_owing.
  const passes = (changed: Facts): boolean => {
    const again = askedAnew({ ...changed, owingChecks: changed.owingChecks + 1 }, reasons)
    return outcomeOf(judge(caseOf(again, loaded, question), loaded)) === 'approved'
  }
  return { decision, releasable, reasons, remedies: findRemedies(given, passes, releasable) }
}

/**
 * The facts without what the ERP's database told, since whoever asks anew is not refused for that. Where that is all
 * that refused, there is nothing to change, and it stays.
 */
export function askedAnew(facts: Facts, reasons: readonly Pick<Finding, 'code' | 'severity'>[]): Facts {
  const isToldAlone = reasons.some(({ code, severity }) => code === REFUSED_IN_ERP && severity !== 'warn')
  return isToldAlone ? facts : { ...facts, order: { ...facts.order, refusedBy: null } }
}

/**
 * What a request asks. A new revision that wants no more than was accepted is not refused for what was judged then:
 * only the difference has to fit, and there is none.
 */
export function questionOf(mode: string, { order }: Pick<Facts, 'order'>): Question {
  if (mode !== 'reserve') return mode === 'recheck' ? 'recheck' : 'order'
  const { accepted } = order
  const isSmaller =
    accepted !== null &&
    order.amount <= accepted.amount &&
    creditAmountOf({ ...order, invoiced: 0n }) <= accepted.creditAmount
  return isSmaller ? 'recheck' : 'order'
}

function outcomeOf(reasons: readonly Finding[]): DecisionKind {
  if (reasons.some(({ severity }) => severity === 'block')) return 'blocked'
  return reasons.some(({ severity }) => severity === 'conditional') ? 'conditional' : 'approved'
}

/** An order that was never accepted cannot be rechecked: it is judged as a new one. */
function caseOf(facts: Facts, { policy: whole }: LoadedPolicy, question: Question): Case {
  const given: Case = { facts, policy: policyFor(whole, facts.customer?.riskClass ?? null), whole, question: 'order' }
  return question === 'recheck' && facts.order.accepted ? recheckCase(given, facts.order.accepted.overdue) : given
}

/**
 * An order accepted once is asked again at delivery or invoicing: refused only for a customer who was stopped or put on
 * hold since, for having grown, or for what the policy lists under `recheck`; and overdue titles only when there are
 * more of them than at the time of acceptance (what collection has learned is told however much it is). Its own amount was judged then, so it is not held against a limit again.
 */
function recheckCase({ facts, policy, whole }: Case, acceptedOverdue: bigint): Case {
  const asked = new Set(['customer_stopped', 'customer_on_hold', ...whole.recheck])
  if (owingSide(facts, whole.contagion).exposure.overdue <= acceptedOverdue) {
    for (const code of ['overdue_receivables', 'overdue_count', 'first_payment_default']) asked.delete(code)
  }
  const levels = RULE_CODES.map((code) => {
    const rule = policy.rules[code]
    return [code, asked.has(code) ? rule : { ...rule, level: 'off' }]
  })
  const { order } = facts
  return {
    facts: order.paymentKind === 'credit' ? { ...facts, order: { ...order, upfront: order.amount } } : facts,
    policy: { ...policy, rules: Object.fromEntries(levels) as Rules },
    whole: { ...whole, custom: whole.custom.filter(({ code }) => asked.has(code)) },
    question: 'recheck',
  }
}

function judge(given: Case, { expressions }: LoadedPolicy): Finding[] {
  const { facts, question } = given
  const found = builtInFindings(given)
  if (facts.order.paymentKind === 'credit') {
    const stale = question === 'order' ? staleData(given) : null
    found.push(...(stale ? [stale] : []), ...customFindings(given, expressions))
  }
  if (question === 'recheck') found.push(...orderGrew(facts.order))
  // Exempt customers are never refused; what would have refused them is shown.
  if (facts.customer?.status === 'exempt') for (const finding of found) finding.severity = 'warn'
  found.push(...keptBack(facts.order))
  found.push(...refusedInErp(facts.order, found))
  if (facts.order.release) applyRelease(found, facts.order.release)
  return found.sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])
}

/** What a person has released is not refused; what would have refused it is shown. A customer who was stopped stays so. */
function applyRelease(found: Finding[], { id, by }: NonNullable<Facts['order']['release']>): void {
  const refusing = found.filter(({ code, severity }) => severity !== 'warn' && !NOT_RELEASABLE.has(code))
  if (refusing.length === 0) return
  for (const finding of refusing) finding.severity = 'warn'
  found.push({ code: 'released', severity: 'warn', message: `Pedido liberado por ${by}.`, detail: { release: id } })
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

function orderGrew({ amount, accepted }: Facts['order']): Finding[] {
  if (accepted === null || amount <= accepted.amount) return []
  const grown = `Pedido de ${formatBrl(amount)} maior que o aprovado (${formatBrl(accepted.amount)})`
  const message = `${grown}: peça nova análise com outra revisão.`
  const detail = { order: formatCents(amount), accepted: formatCents(accepted.amount) }
  return [{ code: 'order_grew', severity: 'block', message, detail }]
}

/** Whatever was paid meanwhile, and whoever asks. */
function keptBack({ keptBack: isKeptBack }: Facts['order']): Finding[] {
  if (!isKeptBack) return []
  const message = 'Uma pessoa reteve este pedido: só uma pessoa o deixa seguir.'
  return [{ code: 'kept_back', severity: 'block', message, detail: {} }]
}

/** It was refused, whoever it is: with the true reasons, or else with the sentence that was told when by now nothing refuses. */
function refusedInErp({ refusedBy }: Facts['order'], found: readonly Finding[]): Finding[] {
  if (refusedBy === null || found.some(({ severity }) => severity !== 'warn')) return []
  const { guard, message, at } = refusedBy
  return [{ code: REFUSED_IN_ERP, severity: 'block', message, detail: { guard, refusedAt: at } }]
}
