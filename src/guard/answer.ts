import type { Opening } from '../credit/opening.ts'
import { type Cents, formatCents, minCents } from '../kernel/cents.ts'
import { messageOf } from './message.ts'

/** What a guard's copy says of a customer in a company: one row of `credit_status`. */
export interface Answer {
  readonly customer: string
  readonly company: string
  readonly isBlocked: boolean
  /** The largest sale on credit that passes; `null`: any. */
  readonly available: Cents | null
  readonly termDaysMax: number | null
  /** Told when a sale is refused because the customer is blocked: at most 128 characters. */
  readonly message: string | null
}

/** The largest amount that any order can have. */
const AVAILABLE_MAX: Cents = 10n ** 15n - 1n

export function toAnswer(customer: string, company: string, opening: Opening): Answer {
  const { isBlocked, termDaysMax } = opening
  const available = opening.available === null ? null : minCents(opening.available, AVAILABLE_MAX)
  return { customer, company, isBlocked, available, termDaysMax, message: isBlocked ? messageOf(opening) : null }
}

/** Two answers that say the same have the same text. */
export const textOf = ({ isBlocked, available, termDaysMax, message }: Answer): string =>
  JSON.stringify([isBlocked, available === null ? null : formatCents(available), termDaysMax, message])

export const answerKey = ({ customer, company }: Pick<Answer, 'customer' | 'company'>): string =>
  `${company}\n${customer}`

/** An order that may pass a guard whatever its copy says, since Fiado holds room for it. */
export interface Pass {
  readonly orderId: string
  readonly customer: string
  readonly company: string
  readonly amount: Cents
  /** Instant in UTC, `2026-11-22 13:00:00.000`. */
  readonly expiresAt: string
}
