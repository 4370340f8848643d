import type { Calendar, Place } from '../kernel/calendar.ts'
import { type Cents, minCents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import { addBusinessDays } from './step-day.ts'

/** A promise to pay: so much, of these titles, until a day. */

export const promiseStates = ['open', 'kept', 'broken', 'cancelled'] as const
export type PromiseState = (typeof promiseStates)[number]

/** Promises are for the near future; what is further away is an agreement. */
export const PROMISED_AHEAD_MAX_DAYS = 60

/** A title of a promise: what was open of it when the promise was made, and how it stands now. */
export interface PromisedTitle {
  readonly openThen: Cents
  readonly openNow: Cents
  readonly status: string
  /** The day on which all of it was paid, where the ERP says so. */
  readonly settledOn: Day | null
}

export interface PromiseTerms {
  readonly state: 'open' | 'broken'
  readonly amount: Cents
}

export interface PromiseDays {
  /** The last day on which the money may show. */
  readonly deadlineOn: Day
  readonly today: Day
  /** The day on which the source was last heard of. */
  readonly heardOn: Day | null
}

export type Verdict =
  /** As it was. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'kept' | 'broken'; readonly received: Cents; readonly needed: Cents }
  /** The deadline has passed, and the source has not been heard of since: who paid may not show yet. */
  | { readonly kind: 'waiting' }
  /** Every title was cancelled: there is nothing left that could be paid. */
  | { readonly kind: 'withdrawn' }

/**
 * The last day on which a payment made on the promised day may still show: banks tell of it some business days later. A
 * promise for a day on which banks do not work is one for the next day on which they do.
 */
export function deadlineOf(promisedOn: Day, settlementDays: number, calendar: Calendar, place: Place): Day {
  return addBusinessDays(calendar.nextBusinessDay(promisedOn, place), settlementDays, calendar, place)
}

/**
 * Kept as soon as the amount came in. Broken when it did not until the deadline, and the source was heard of after that. A
 * broken one is kept after all when the ERP tells later that its titles were settled in time: what has no date is no proof
 * by then.
 */
export function judgePromise(
  { state, amount }: PromiseTerms,
  titles: readonly PromisedTitle[],
  { deadlineOn, today, heardOn }: PromiseDays,
): Verdict {
  const live = titles.filter(({ status }) => status !== 'cancelled')
  if (state === 'broken') {
    const proven = live.filter(({ settledOn }) => settledOn !== null && settledOn <= deadlineOn)
    const received = sum(proven.map(receivedOf))
    return received >= amount ? { kind: 'kept', received, needed: amount } : { kind: 'unchanged' }
  }
  if (live.length === 0) return { kind: 'withdrawn' }
  const needed = minCents(amount, sum(live.map(({ openThen }) => openThen)))
  const isLate = ({ settledOn }: PromisedTitle): boolean => settledOn !== null && settledOn > deadlineOn
  const received = sum(live.filter((title) => !isLate(title)).map(receivedOf))
  if (received >= needed) return { kind: 'kept', received, needed }
  if (today <= deadlineOn) return { kind: 'unchanged' }
  if (heardOn === null || heardOn <= deadlineOn) return { kind: 'waiting' }
  return { kind: 'broken', received, needed }
}

/** What of a title has come in since. That more is owed of one title takes nothing away from what was paid of another. */
export function receivedOf({ openThen, openNow, status }: PromisedTitle): Cents {
  // A title that was written off was given up, not paid.
  if (status === 'cancelled' || (status === 'written_off' && openNow === 0n)) return 0n
  return openNow < openThen ? openThen - openNow : 0n
}

export const sum = (amounts: readonly Cents[]): Cents => amounts.reduce((total, cents) => total + cents, 0n)
