import { type Cents, maxCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Limit } from '../receivables/limit.ts'
import type { Facts, Side } from './facts.ts'
import { type ClassPolicy, type Policy, policyFor } from './policy.ts'

/** Keys of a policy that act when facts are put together, and not when they are judged. */
export const ASSEMBLING_KEYS = [
  'accountBy',
  'perCompany',
  'graceDays',
  'disputedIsOverdue',
  'countDrafts',
  'netCredits',
  'creditsReduceOverdue',
  'overdueTolerance',
  'defaultLimit',
  'holdMinutes',
  'rules.buys_while_owing.days',
] as const
export type AssemblingKey = (typeof ASSEMBLING_KEYS)[number]

/** What the records of today say that the facts do not: whether a limit or a tolerance is the customer's (or group's) own. */
export interface OwnTerms {
  readonly hasLimit: boolean
  readonly tolerance: Cents | null
}

/** Stored facts as the draft would have them. */
export interface AdaptedFacts {
  readonly facts: Facts
  /** Keys that differ and may matter for these facts, and act here as they did then: the facts do not hold what they need. */
  readonly notReplayed: readonly AssemblingKey[]
  /** Keys that were applied because today's records show no terms of the customer's own. */
  readonly assumed: readonly AssemblingKey[]
}

/** One check on its way from the policy that judged it to the draft. */
interface Passage {
  readonly facts: Facts
  readonly former: Policy
  readonly draft: Policy
  /** Of the customer's risk class. */
  readonly was: ClassPolicy
  readonly is: ClassPolicy
  readonly own: OwnTerms
}

/**
 * The facts of a stored check as they would have been put together under the draft, as far as that can be known exactly.
 * `former` is the policy that they were put together under. Nothing is estimated: a key whose effect the facts do not hold
 * is named, and stays as it was.
 */
export function adaptFacts(
  facts: Facts,
  checkedAt: EpochMs,
  former: Policy,
  draft: Policy,
  own: OwnTerms,
): AdaptedFacts {
  const riskClass = facts.customer?.riskClass ?? null
  const passage: Passage = {
    facts,
    former,
    draft,
    own,
    was: policyFor(former, riskClass),
    is: policyFor(draft, riskClass),
  }
  const stale = isStale(passage, checkedAt)
  // Where nobody is known there is nothing but the base policy's limit; what is paid at once is judged by none of these.
  if (facts.account === null) {
    const limit = isSameLimit(facts.own.limit, passage.was.defaultLimit) ? passage.is.defaultLimit : facts.own.limit
    return { facts: { ...facts, stale, own: { ...facts.own, limit } }, notReplayed: [], assumed: [] }
  }
  if (facts.order.paymentKind !== 'credit') return { facts: { ...facts, stale }, notReplayed: [], assumed: [] }
  const tolerance = toleranceOf(passage)
  const limit = limitOf(passage)
  const change = (side: Side): Side => adaptExposure(side, passage)
  const { key, members } = facts.account
  return {
    facts: {
      ...facts,
      stale,
      overdueTolerance: tolerance.value,
      own: { ...change(facts.own), limit: limit.value },
      account: { ...change(facts.account), key, members },
    },
    notReplayed: [...notReplayed(passage), ...tolerance.notReplayed, ...limit.notReplayed],
    assumed: [...tolerance.assumed, ...limit.assumed],
  }
}

function isStale({ facts, former, draft }: Passage, checkedAt: EpochMs): boolean {
  if (former.maxDataAgeMs === draft.maxDataAgeMs) return facts.stale
  return facts.dataAsOf === null || checkedAt - facts.dataAsOf > draft.maxDataAgeMs
}

/** What is counted less is taken out; what was not counted then stands nowhere and cannot be put in. */
function adaptExposure(side: Side, { was, is }: Passage): Side {
  const { open, orders, held, overdue: overdueThen, drafts: draftsThen, credits: creditsThen } = side.exposure
  const drafts = is.countDrafts ? draftsThen : 0n
  const credits = is.netCredits ? creditsThen : 0n
  let overdue = overdueThen
  if (was.creditsReduceOverdue && !is.creditsReduceOverdue) overdue = side.grossOverdue
  if (!was.creditsReduceOverdue && is.creditsReduceOverdue && was.netCredits)
    overdue = maxCents(0n, side.grossOverdue - creditsThen)
  const total = open + orders + held + drafts - credits
  return { ...side, exposure: { open, overdue, orders, held, drafts, credits, total } }
}

interface Adapted<T> {
  readonly value: T
  readonly notReplayed: readonly AssemblingKey[]
  readonly assumed: readonly AssemblingKey[]
}

/** The facts hold the tolerance that came out, not whose it was: one unlike the policy's of the time was the customer's. */
function toleranceOf({ facts, was, is, own }: Passage): Adapted<Cents> {
  const kept: Adapted<Cents> = { value: facts.overdueTolerance, notReplayed: [], assumed: [] }
  if (was.overdueTolerance === is.overdueTolerance || facts.overdueTolerance !== was.overdueTolerance) return kept
  const touched: AssemblingKey[] = owes(facts) ? ['overdueTolerance'] : []
  if (own.tolerance !== null) return { ...kept, notReplayed: touched }
  return { value: is.overdueTolerance, notReplayed: [], assumed: touched }
}

function limitOf({ facts, was, is, own }: Passage): Adapted<Limit | null> {
  const { limit } = facts.own
  const kept: Adapted<Limit | null> = { value: limit, notReplayed: [], assumed: [] }
  const isUsed = facts.account?.limit === null && limit !== null
  if (!isUsed || isSameLimit(was.defaultLimit, is.defaultLimit) || !isSameLimit(limit, was.defaultLimit)) return kept
  if (own.hasLimit) return { ...kept, notReplayed: ['defaultLimit'] }
  return { value: is.defaultLimit, notReplayed: [], assumed: ['defaultLimit'] }
}

function isSameLimit(first: Limit | null, second: Limit | null): boolean {
  if (first?.mode !== 'amount' || second?.mode !== 'amount') return first?.mode === second?.mode
  return (
    first.amount === second.amount &&
    first.validUntil === second.validUntil &&
    first.insured?.amount === second.insured?.amount &&
    first.insured?.share === second.insured?.share
  )
}

const owes = ({ account }: Facts): boolean => account !== null && account.grossOverdue > 0n

function notReplayed(passage: Passage): AssemblingKey[] {
  const { facts, former, draft, was, is } = passage
  const { account } = facts
  const found: Partial<Record<AssemblingKey, boolean>> = {
    accountBy: former.accountBy.join() !== draft.accountBy.join(),
    perCompany: former.perCompany !== draft.perCompany,
    graceDays: matters(passage, 'graceDays'),
    disputedIsOverdue: matters(passage, 'disputedIsOverdue'),
    countDrafts: !was.countDrafts && is.countDrafts,
    netCredits: !was.netCredits && is.netCredits,
    creditsReduceOverdue: creditsMatter(passage),
    holdMinutes: was.holdMinutes !== is.holdMinutes && account !== null && account.exposure.held > 0n,
    'rules.buys_while_owing.days': askingMatters(passage),
  }
  return ASSEMBLING_KEYS.filter((key) => found[key] === true)
}

/**
 * Whether another grace, or disputed titles taken otherwise, could change what is overdue of the account. More than was
 * overdue can only come from what was open and not overdue, less only from what was overdue. Of other members the facts
 * do not tell the risk class: any class could be theirs.
 */
function matters({ facts, former, draft, was, is }: Passage, key: 'graceDays' | 'disputedIsOverdue'): boolean {
  const { account } = facts
  if (account === null || account.receivablesOpen === 0) return false
  const pairs = [{ was: Number(was[key]), is: Number(is[key]) }]
  if (account.members > 1) {
    for (const name of [null, ...Object.keys(former.riskClasses), ...Object.keys(draft.riskClasses)])
      pairs.push({ was: Number(policyFor(former, name)[key]), is: Number(policyFor(draft, name)[key]) })
  }
  // A longer grace takes titles out, disputed titles come in.
  const comesIn = pairs.some((pair) => (key === 'graceDays' ? pair.is < pair.was : pair.is > pair.was))
  const goesOut = pairs.some((pair) => (key === 'graceDays' ? pair.is > pair.was : pair.is < pair.was))
  return (comesIn && account.receivablesOpen > account.overdueCount) || (goesOut && account.overdueCount > 0)
}

/** Credits that the policy of the time did not net are not among the facts; what was accepted before is as measured then. */
function creditsMatter({ facts, was, is }: Passage): boolean {
  if (was.creditsReduceOverdue === is.creditsReduceOverdue || !owes(facts)) return false
  return (is.creditsReduceOverdue && !was.netCredits) || facts.order.accepted !== null
}

/** How often a customer had asked is counted over the days of the policy of the time, and not at all where the rule was off. */
function askingMatters({ facts, was, is }: Passage): boolean {
  const [before, after] = [was.rules.buys_while_owing, is.rules.buys_while_owing]
  if (after.level !== 'block' && after.level !== 'conditional') return false
  return owes(facts) && (before.level === 'off' || before.days !== after.days)
}
