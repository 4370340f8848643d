import type { Cents } from '../kernel/cents.ts'
import { type Day, daysBetween } from '../kernel/day.ts'
import type { ChargesConvention } from './settings.ts'

export interface ChargedTitle {
  readonly openAmount: Cents
  readonly dueOn: Day
  readonly effectiveDueOn: Day
  /** Owed by a natural person, or by whoever may be one: then the fine has a legal ceiling. */
  readonly isConsumer: boolean
}

/** What a title costs on a day. `total` is the sum of the four parts above it. */
export interface Charges {
  readonly principal: Cents
  readonly fine: Cents
  readonly interest: Cents
  /** Below zero only where the convention applies a negative index. */
  readonly correction: Cents
  readonly total: Cents
  /** From the due day itself, once the effective one has passed; 0 until then. */
  readonly daysLate: number
  /** The last month whose rate is in the correction, such as `2026-10`; `null` when none is. */
  readonly indexedThrough: string | null
}

/** Lei 8.078/1990, art. 52 § 1. */
const CONSUMER_FINE_MAX = '0.02'

/** `denominator` is above zero. */
interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/**
 * Multa, juros de mora and correção monetária of a title that is paid on a day. Nothing until the effective due day; on
 * the first day after it they count from the due day itself (Lei 7.089/1983, art. 1; STJ, REsp 1.954.924). The fine comes
 * once, the interest is simple and by the day, and both are on the principal as the index corrected it. Exact: each part
 * is rounded once, as the convention says.
 */
export function chargesFor(title: ChargedTitle, convention: ChargesConvention, on: Day): Charges {
  const { openAmount: principal, dueOn, effectiveDueOn, isConsumer } = title
  if (on <= effectiveDueOn || on <= dueOn) {
    const nothing = { fine: 0n, interest: 0n, correction: 0n, daysLate: 0, indexedThrough: null }
    return { principal, ...nothing, total: principal }
  }
  const daysLate = daysBetween(dueOn, on)
  const { factor, indexedThrough } = correctionOf(convention.index, dueOn, on)
  const corrected = { numerator: principal * factor.numerator, denominator: factor.denominator }
  const round = convention.rounding === 'truncated' ? cut : roundHalfUp
  const correction = round(subtract(corrected, { numerator: principal, denominator: 1n }))
  const fine = round(multiply(corrected, fineShare(convention.fine, isConsumer)))
  const perDay = multiply(multiply(corrected, parse(convention.interestMonthly)), {
    numerator: 1n,
    denominator: BigInt(convention.daysInMonth),
  })
  const days = BigInt(daysLate)
  const interest =
    convention.rounding === 'daily_value'
      ? roundHalfUp(perDay) * days
      : round(multiply(perDay, { numerator: days, denominator: 1n }))
  const total = principal + fine + interest + correction
  return { principal, fine, interest, correction, total, daysLate, indexedThrough }
}

function fineShare(agreed: string, isConsumer: boolean): Fraction {
  const share = parse(agreed)
  const max = parse(CONSUMER_FINE_MAX)
  return isConsumer && subtract(share, max).numerator > 0n ? max : share
}

const NO_CORRECTION: { factor: Fraction; indexedThrough: null } = {
  factor: { numerator: 1n, denominator: 1n },
  indexedThrough: null,
}

/**
 * What the principal is multiplied by. Months of the calendar count that lie wholly between the due day and the day of
 * payment: the month after the one of the due day is the first, the month before the one of the payment the last. Their
 * rates are compounded up to the first month without one, as what comes after a gap corrects what nobody knows. Months of
 * deflation count in the sum; `negative` is about a sum below zero (STJ, REsp 1.265.580: the nominal value stays).
 */
function correctionOf(
  index: ChargesConvention['index'],
  dueOn: Day,
  on: Day,
): { factor: Fraction; indexedThrough: string | null } {
  if (!index) return NO_CORRECTION
  let factor: Fraction = NO_CORRECTION.factor
  let indexedThrough: string | null = null
  // As many rounds as there are rates at most.
  for (let month = monthAfter(dueOn); month < on.slice(0, 7); month = monthAfter(month)) {
    const rate = index.rates[month]
    if (rate === undefined) break
    factor = multiply(factor, add(NO_CORRECTION.factor, parse(rate)))
    indexedThrough = month
  }
  if (index.negative === 'ignore' && factor.numerator < factor.denominator) factor = NO_CORRECTION.factor
  // No rate makes anybody owe less than nothing.
  if (factor.numerator < 0n) factor = { numerator: 0n, denominator: 1n }
  return { factor, indexedThrough }
}

/** `2027-01` after any day of December 2026, or after `2026-12`. */
function monthAfter(text: string): string {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  return month === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${text.slice(0, 5)}${String(month + 1).padStart(2, '0')}`
}

/** A decimal string such as `0.0048` or `-0.0012`. */
function parse(decimal: string): Fraction {
  const [whole = '', decimals = ''] = decimal.split('.')
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) }
}

const add = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
})
const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { ...b, numerator: -b.numerator })
const multiply = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
})

/** Towards zero. */
const cut = ({ numerator, denominator }: Fraction): Cents => numerator / denominator
/** The half away from zero. */
const roundHalfUp = ({ numerator, denominator }: Fraction): Cents =>
  (numerator * 2n + (numerator < 0n ? -denominator : denominator)) / (denominator * 2n)
