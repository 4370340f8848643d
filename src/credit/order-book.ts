import type { Sql } from '../database.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Made } from './answer.ts'
import type { Ask } from './gather.ts'

/** What a person has agreed to: this order of this customer, up to this amount. */
export interface ReleaseTerms {
  readonly id: string
  readonly customerId: number
  readonly revision: number
  readonly amount: Cents
  /** Who signed, as the rep reads it. */
  readonly by: string
  /** Until when room may be taken on it. */
  readonly expiresAt: EpochMs
}

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
  /** Releases in force for the orders of these requests, by `orderKey`. */
  releasesFor(sql: Sql, asks: readonly Ask[]): Promise<Map<string, ReleaseTerms>>
  /** Takes note of decisions, in the order in which they were made. */
  note(sql: Sql, noted: readonly Noted[], cause: Cause): Promise<void>
  /** Gives up an order that is only known as refused; its amount, or `null` when it is not. */
  cancel(sql: Sql, source: string, orderId: string): Promise<Cents | null>
}

/** Whether a release covers what is asked. One that grew has to be released again. */
export const isCovered = (terms: ReleaseTerms | undefined, ask: Ask, customerId: number | null): boolean =>
  terms !== undefined && terms.customerId === customerId && ask.amount <= terms.amount
