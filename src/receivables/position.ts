import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import type { AccountBy } from './customer.ts'
import { claimOf, type Order } from './order.ts'
import { COUNTS_AS, type CountsAs, type ReceivableStatus } from './receivable.ts'

/**
 * What one customer owes and has ordered, in one company (or in all, as `ALL_COMPANIES`). Kept in the transaction that
 * changes the items, so that a check reads one row per member of the account however many titles there are.
 *
 * The parts that change with time and without any event carry the time until which they are right:
 * - everything due (effective day) before `cutoffOn` is in `overdue…`, and nothing else is due before `nextDueOn`;
 * - no hold in `held` expires before `nextExpiryAt`.
 * A reader for whom that is no longer enough settles the position first (settle.ts).
 */
export interface Position {
  open: Cents
  /** The part of `open` that is disputed. */
  disputed: Cents
  credits: Cents
  drafts: Cents
  orders: Cents
  held: Cents
  /** The part of `drafts` that names a live order and so is in `orders` or `held` already. */
  drafted: Cents
  openCount: number
  /** Overdue and not disputed. */
  overdue: Cents
  overdueCount: number
  disputedOverdue: Cents
  disputedOverdueCount: number
  cutoffOn: Day
  nextDueOn: Day | null
  nextExpiryAt: EpochMs | null
  /** The overdue titles worth naming; `null` when they must be read again. */
  overdueTitles: OverdueTitles | null
}

/** One company scope that stands for all, when companies share exposure. */
export const ALL_COMPANIES = ''

export interface OverdueTitle {
  externalId: string
  number: string | null
  installment: string | null
  dueOn: Day
  openAmount: Cents
}

/** What a refusal has to name, bounded however many titles are overdue. */
export interface OverdueTitles {
  /** The oldest first, `TITLES_MAX` at most. */
  oldest: OverdueTitle[]
  /** The largest open amounts, descending, `TITLES_MAX` at most: what may stay unpaid under `overdue_count`. */
  largest: Cents[]
  /** The customer's very first instalment, when it is overdue (first payment default). */
  firstDefault: OverdueTitle | null
  /** How many sales the customer has had, counted up to `SALES_MAX`. */
  sales: number
  /** Whether disputed titles were taken as overdue (policy `disputedIsOverdue`). */
  disputedIncluded: boolean
}

export const TITLES_MAX = 20
export const SALES_MAX = 101

/** What the policy says about keeping positions; the credit room gives it. */
export interface Keeping {
  accountBy: readonly AccountBy[]
  perCompany: boolean
  graceDays(riskClass: string | null): number
  disputedIsOverdue(riskClass: string | null): boolean
  /** What was heard of a source longer ago than this is old; where nothing is said it never is. */
  readonly maxDataAgeMs?: number
}

export const scopeOf = (keeping: Pick<Keeping, 'perCompany'>, company: string): string =>
  keeping.perCompany ? company : ALL_COMPANIES

/** Receivables whose effective due day is before this one are overdue: today is after the due day plus the grace. */
export const cutoffOn = (today: Day, graceDays: number): Day => (graceDays === 0 ? today : addDays(today, -graceDays))

export function emptyPosition(cutoff: Day): Position {
  return {
    open: 0n,
    disputed: 0n,
    credits: 0n,
    drafts: 0n,
    orders: 0n,
    held: 0n,
    drafted: 0n,
    openCount: 0,
    overdue: 0n,
    overdueCount: 0,
    disputedOverdue: 0n,
    disputedOverdueCount: 0,
    cutoffOn: cutoff,
    nextDueOn: null,
    nextExpiryAt: null,
    overdueTitles: null,
  }
}

/** True when the position must be settled before it can be read at this time under this policy. */
export function needsSettling(position: Position, cutoff: Day, now: EpochMs, disputedIsOverdue: boolean): boolean {
  if (position.nextExpiryAt !== null && position.nextExpiryAt <= now) return true
  if (position.cutoffOn > cutoff || (position.nextDueOn !== null && position.nextDueOn < cutoff)) return true
  const titles = overdueCountOf(position, disputedIsOverdue)
  return titles > 0 && position.overdueTitles?.disputedIncluded !== disputedIsOverdue
}

export const overdueOf = (position: Position, disputedIsOverdue: boolean): Cents =>
  disputedIsOverdue ? position.overdue + position.disputedOverdue : position.overdue

export const overdueCountOf = (position: Position, disputedIsOverdue: boolean): number =>
  disputedIsOverdue ? position.overdueCount + position.disputedOverdueCount : position.overdueCount

/** What a stored receivable adds to its position. */
export interface CountedReceivable {
  countsAs: CountsAs
  openAmount: Cents
  status: ReceivableStatus
  effectiveDueOn: Day
}

/** Adds (`sign` 1) or takes away (`sign` −1) a receivable. */
export function applyReceivable(position: Position, receivable: CountedReceivable, sign: 1 | -1): void {
  const cents = sign === 1 ? receivable.openAmount : -receivable.openAmount
  if (receivable.countsAs === COUNTS_AS.credit) position.credits += cents
  else if (receivable.countsAs === COUNTS_AS.draft) position.drafts += cents
  else if (receivable.countsAs === COUNTS_AS.open) applyOpen(position, receivable, cents, sign)
}

function applyOpen(position: Position, receivable: CountedReceivable, cents: Cents, sign: 1 | -1): void {
  const disputed = receivable.status === 'disputed'
  position.open += cents
  position.openCount += sign
  if (disputed) position.disputed += cents
  if (receivable.effectiveDueOn >= position.cutoffOn) {
    if (sign === 1 && (position.nextDueOn === null || receivable.effectiveDueOn < position.nextDueOn)) {
      position.nextDueOn = receivable.effectiveDueOn
    }
  } else if (disputed) {
    position.disputedOverdue += cents
    position.disputedOverdueCount += sign
  } else {
    position.overdue += cents
    position.overdueCount += sign
  }
}

/** Adds or takes away what an order claims. */
export function applyOrder(position: Position, order: Order, sign: 1 | -1): void {
  const claim = claimOf(order)
  const times = BigInt(sign)
  position.orders += claim.orders * times
  position.held += claim.held * times
  position.drafted += claim.drafted * times
  if (sign === 1 && order.state === 'held' && order.expiresAt !== null) {
    position.nextExpiryAt = Math.min(position.nextExpiryAt ?? order.expiresAt, order.expiresAt)
  }
}

/** No sum may leave what a 64-bit column holds; far above what any company is owed. */
const CENTS_MAX = 4_000_000_000_000_000_000n
export const withinBounds = (position: Position): boolean =>
  position.open <= CENTS_MAX &&
  position.credits <= CENTS_MAX &&
  position.drafts <= CENTS_MAX &&
  position.orders <= CENTS_MAX &&
  position.held <= CENTS_MAX
