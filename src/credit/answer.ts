import { formatCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { type Limit, limitAmount } from '../receivables/limit.ts'
import type { Decision } from './decide.ts'
import { creditAmountOf, type Exposure, type Facts, type Side } from './facts.ts'

/** A limit as answered: `amount` is what it is worth, insured share included. */
export type AnsweredLimit =
  | { mode: 'unlimited' | 'none' }
  | { mode: 'amount'; amount: string; validUntil?: string; insured?: { amount: string; share: string } }

export interface AnsweredSide {
  limit: AnsweredLimit | null
  exposure: Record<keyof Exposure, string> & { available: string | null }
}

/** One decision that was made: all that its answer is written from, now or when it is asked for again. */
export interface Made {
  id: string
  mode: string
  checkedAt: EpochMs
  facts: Facts
  decision: Decision
  /** The room that was taken, `null` for none; `expiresAt` null: a confirmed order keeps it. */
  hold: { expiresAt: EpochMs | null } | null
  policy: { name: string; version: number }
}

export interface Answer extends Decision, AnsweredSide {
  id: string
  mode: string
  account: (AnsweredSide & { key: string; members: number }) | null
  hold: { id: string; orderId: string; revision: number; amount: string; expiresAt: string | null } | null
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

export function composeAnswer(made: Made, clock: Pick<Clock, 'format'>): Answer {
  const { facts, decision, policy } = made
  const { account } = facts
  return {
    id: made.id,
    mode: made.mode,
    decision: decision.decision,
    releasable: decision.releasable,
    reasons: decision.reasons,
    remedies: decision.remedies,
    ...answeredSide(facts.own),
    account: account && { key: account.key, members: account.members, ...answeredSide(account) },
    hold: answeredHold(made, clock),
    policy: { name: policy.name, version: policy.version },
    dataAsOf: facts.dataAsOf === null ? null : clock.format(facts.dataAsOf),
    checkedAt: clock.format(made.checkedAt),
  }
}

function answeredHold({ id, facts: { order }, hold }: Made, clock: Pick<Clock, 'format'>): Answer['hold'] {
  return (
    hold && {
      id: id.replace('chk_', 'hld_'),
      orderId: order.id as string,
      revision: order.revision,
      amount: formatCents(creditAmountOf(order)),
      expiresAt: hold.expiresAt === null ? null : clock.format(hold.expiresAt),
    }
  )
}
