import { formatCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { type Limit, limitAmount } from '../receivables/limit.ts'
import type { Decision } from './decide.ts'
import type { Exposure, Facts, Side } from './facts.ts'
import type { Policy } from './policy.ts'

/** A limit as answered: `amount` is what it is worth, insured share included. */
export type AnsweredLimit =
  | { mode: 'unlimited' | 'none' }
  | { mode: 'amount'; amount: string; validUntil?: string; insured?: { amount: string; share: string } }

export interface AnsweredSide {
  limit: AnsweredLimit | null
  exposure: Record<keyof Exposure, string> & { available: string | null }
}

export interface Hold {
  id: string
  orderId: string
  revision: number
  amount: string
  expiresAt: string | null
}

export interface Answer extends Decision, AnsweredSide {
  id: string
  mode: string
  account: (AnsweredSide & { key: string; members: number }) | null
  hold: Hold | null
  policy: { name: string; version: number }
  dataAsOf: string | null
  checkedAt: string
}

export function answeredSide(side: Side): AnsweredSide {
  const { exposure, limit } = side
  const available = limit?.mode === 'amount' ? formatCents(limitAmount(limit) - exposure.total) : null
  return {
    limit: limit && answeredLimit(limit),
    exposure: {
      open: formatCents(exposure.open),
      overdue: formatCents(exposure.overdue),
      orders: formatCents(exposure.orders),
      held: formatCents(exposure.held),
      drafts: formatCents(exposure.drafts),
      credits: formatCents(exposure.credits),
      total: formatCents(exposure.total),
      available: limit?.mode === 'none' ? formatCents(-exposure.total) : available,
    },
  }
}

function answeredLimit(limit: Limit): AnsweredLimit {
  if (limit.mode !== 'amount') return { mode: limit.mode }
  return {
    mode: 'amount',
    amount: formatCents(limitAmount(limit)),
    ...(limit.validUntil && { validUntil: limit.validUntil }),
    ...(limit.insured && { insured: { amount: formatCents(limit.insured.amount), share: limit.insured.share } }),
  }
}

export function composeAnswer(
  check: { id: string; mode: string; checkedAt: EpochMs },
  facts: Facts,
  decision: Decision,
  hold: Hold | null,
  policy: Pick<Policy, 'name' | 'version'>,
  clock: Clock,
): Answer {
  const { account } = facts
  return {
    id: check.id,
    mode: check.mode,
    decision: decision.decision,
    releasable: decision.releasable,
    reasons: decision.reasons,
    remedies: decision.remedies,
    ...answeredSide(facts.own),
    account: account && { key: account.key, members: account.members, ...answeredSide(account) },
    hold,
    policy: { name: policy.name, version: policy.version },
    dataAsOf: facts.dataAsOf === null ? null : clock.format(facts.dataAsOf),
    checkedAt: clock.format(check.checkedAt),
  }
}
