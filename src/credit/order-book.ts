import type { Sql } from '../database.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Order } from '../receivables/order.ts'
import { type Keeping, scopeOf } from '../receivables/position.ts'
import type { Made } from './answer.ts'
import { creditAmountOf } from './facts.ts'
import type { Ask } from './gather.ts'

/** What a person has agreed to: this order of this customer, up to this amount. */
export interface ReleaseTerms {
  readonly id: string
  readonly customerId: number
  readonly revision: number
  readonly amount: Cents
  /** Of the amount, what is paid later, the longest term and in whose books; term null where the order named none. */
  readonly credit: Cents
  readonly termDaysMax: number | null
  readonly company: string
  /** Who signed, as the rep reads it. */
  readonly by: string
  /** Until when room may be taken on it. */
  readonly expiresAt: EpochMs
  /** Room was taken on it: as long as the order stands, it stands on this. */
  readonly isUsed: boolean
}

/** What is known of an order besides its room. */
export interface OrderNotes {
  readonly release: ReleaseTerms | null
  /** Its newest revision that was refused; null when none was. */
  readonly refused: RefusedOrder | null
}

export interface RefusedOrder {
  readonly revision: number
  /** waiting: for whatever frees it. freed: by a change, nobody has asked since. over: by whoever asked, or for good. */
  readonly stands: 'waiting' | 'freed' | 'over'
  /** A person keeps it back: only a person lets it go. */
  readonly isKeptBack: boolean
  /** What was asked for then. */
  readonly asked: AskedTerms
}

export type AskedTerms = Pick<Ask, 'amount' | 'paymentKind' | 'upfront' | 'termDaysMax' | 'salesRep' | 'digest'>

/** A decision on an order, and what it came to. */
export interface Noted {
  readonly ask: Ask
  readonly customerId: number
  readonly made: Made
  /** The release on which it was approved. */
  readonly release: ReleaseTerms | null
}

/** Why an order was decided: somebody asked, or something changed meanwhile. */
export type Cause = 'asked' | 'changed'

/** Where refused orders are kept. The orders room gives it; what is written is written in the transaction of the decision. */
export interface OrderBook {
  /** What is known of the orders of these requests, by `orderKey`; whoever is to rely on it holds their accounts' locks. */
  read(sql: Sql, asks: readonly Ask[]): Promise<Map<string, OrderNotes>>
  /** Takes note of decisions, in the order in which they were made. */
  note(sql: Sql, noted: readonly Noted[], cause: Cause): Promise<void>
  /** Gives up an order that waits as refused. `null`: it was never refused. */
  cancel(sql: Sql, source: string, orderId: string): Promise<{ amount: Cents; isFreed: boolean } | null>
}

/** Whether a release covers what is asked: while it lasts, and as long as the order stands. One that grew has to be released again. */
export const isCovered = (
  terms: ReleaseTerms,
  ask: Ask,
  customerId: number | null,
  order: Pick<Order, 'state'> | null,
  now: EpochMs,
  policy: Pick<Keeping, 'perCompany'>,
): boolean =>
  terms.customerId === customerId &&
  ask.amount <= terms.amount &&
  scopeOf(policy, ask.company) === scopeOf(policy, terms.company) &&
  isWithinTerms(terms, ask) &&
  (terms.expiresAt > now || (terms.isUsed && isStanding(order)))

/** Less in advance, or a later day, is more credit. A recheck need not say again how it is paid. */
function isWithinTerms(terms: ReleaseTerms, ask: Ask): boolean {
  if (ask.mode === 'recheck' && ask.termDaysMax === null) return true
  const isLater = terms.termDaysMax !== null && ask.termDaysMax !== null && ask.termDaysMax > terms.termDaysMax
  return !isLater && creditAmountOf({ ...ask, invoiced: 0n }) <= terms.credit
}

const isStanding = (order: Pick<Order, 'state'> | null): boolean =>
  order !== null && order.state !== 'expired' && order.state !== 'cancelled'
