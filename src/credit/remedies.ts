import { type Cents, formatCents, maxCents, minCents } from '../kernel/cents.ts'
import { creditAmountOf, type Facts, owingSide, type Side } from './facts.ts'
import type { Case, Finding } from './rules/finding.ts'
import { boundsOf } from './rules/limit.ts'
import { downPaymentOf } from './rules/order.ts'
import { firstDefaultsOf, isOwing } from './rules/overdue.ts'

/** A way out. Each one alone makes the same check pass; amounts are the least payment, the largest order and so on. */
export type Remedy =
  | { kind: 'pay_receivables'; amount: string; receivables: string[] }
  | { kind: 'reduce_order'; amount: string }
  | { kind: 'down_payment'; amount: string }
  | { kind: 'shorten_term'; days: number }
  | { kind: 'pay_cash' }
  | { kind: 'request_release' }

type Passes = (changed: Facts) => boolean

/** Every remedy is computed from the rules' own arithmetic and then tried on the facts: one that does not pass is not offered. */
export function findRemedies(given: Case, reasons: readonly Finding[], passes: Passes, releasable: boolean): Remedy[] {
  const grew = reasons.some(({ code }) => code === 'order_grew')
  return [
    ...payReceivables(given, passes),
    ...reduceOrder(given, passes, grew),
    ...downPayment(given, passes),
    ...shortenTerm(given, passes),
    ...payCash(given.facts, passes),
    ...(releasable ? [{ kind: 'request_release' as const }] : []),
  ]
}

const withOrder = (facts: Facts, order: Partial<Facts['order']>): Facts => ({
  ...facts,
  order: { ...facts.order, ...order },
})
const isOn = (
  given: Case,
  code: 'overdue_receivables' | 'overdue_count' | 'first_payment_default' | 'down_payment',
): boolean => given.policy.rules[code].level === 'block' || given.policy.rules[code].level === 'conditional'

/**
 * The least payment, in two parts: to the customer's own titles and to those of others in the account. Own titles count
 * for every rule, so they come first.
 */
function payReceivables(given: Case, passes: Passes): Remedy[] {
  const { facts, whole } = given
  const { own, account } = facts
  const asked = creditAmountOf(facts.order)
  const bounds = boundsOf(facts)
  const shortOf = (scope: 'customer' | 'account'): Cents =>
    maxCents(0n, ...bounds.filter((bound) => bound.scope === scope).map((bound) => asked - bound.room))
  const needed = overdueToPay(given, owingSide(facts, whole.contagion))
  const ownPart = maxCents(minCents(own.grossOverdue, needed), shortOf('customer'))
  const othersPart = maxCents(0n, needed - ownPart, shortOf('account') - ownPart)
  const amount = ownPart + othersPart
  if (amount === 0n || ownPart > own.exposure.open || amount > (account ?? own).exposure.open) return []
  const paid = {
    ...facts,
    own: pay(own, ownPart, needed),
    account: account && { ...account, ...pay(account, amount, needed) },
  }
  if (!passes(paid)) return []
  return [
    { kind: 'pay_receivables', amount: formatCents(amount), receivables: own.titles.map((title) => title.externalId) },
  ]
}

/** What has to be paid of the overdue titles for the rules on them, each by itself; one payment serves them all. */
function overdueToPay(given: Case, side: Side): Cents {
  const { facts, policy } = given
  const { max } = policy.rules.overdue_count
  const tooMany = isOn(given, 'overdue_count') && side.overdueCount > max
  const first = isOn(given, 'first_payment_default') ? firstDefaultsOf(given) : []
  // Which titles may stay unpaid could clash with a first instalment that may not, or be another customer's: pay all.
  if (first.some(({ own }) => !own) || (first.length > 0 && tooMany)) return side.grossOverdue
  const enough =
    isOn(given, 'overdue_receivables') && isOwing(given) ? side.exposure.overdue - facts.overdueTolerance : 0n
  const kept = tooMany ? side.largest.slice(0, max).reduce((sum, amount) => sum + amount, 0n) : side.grossOverdue
  return maxCents(
    enough,
    side.grossOverdue - kept,
    first.reduce((sum, { openAmount }) => sum + openAmount, 0n),
  )
}

/** A side after a payment: overdue titles first, then what is not due yet. `needed` is what clears the rules on overdue. */
function pay(side: Side, amount: Cents, needed: Cents): Side {
  const overdue = maxCents(0n, side.exposure.overdue - amount)
  const cleared = amount >= needed || amount >= side.grossOverdue
  return {
    ...side,
    exposure: { ...side.exposure, open: side.exposure.open - amount, overdue, total: side.exposure.total - amount },
    overdueCount: cleared ? 0 : side.overdueCount,
    firstDefaults: cleared ? [] : side.firstDefaults,
  }
}

/** The largest order that passes: bound by the room, by the largest order allowed, and by what an entry already paid covers. */
function reduceOrder(given: Case, passes: Passes, grew: boolean): Remedy[] {
  const { facts, policy } = given
  const { order } = facts
  const most: Cents[] = [order.amount - 1n]
  if (grew && order.accepted) most.push(order.accepted.amount)
  if (!grew) for (const { room } of boundsOf(facts)) most.push(room + order.upfront + order.invoiced)
  if (policy.rules.order_too_large.level !== 'off') most.push(policy.rules.order_too_large.max)
  if (facts.stale && policy.stale.mode === 'up_to') most.push(policy.stale.amount)
  const amount = minCents(...(most as [Cents, ...Cents[]]))
  if (amount <= 0n || !passes(withOrder(facts, { amount }))) return []
  return [{ kind: 'reduce_order', amount: formatCents(amount) }]
}

/** What has to be paid in advance so that the rest fits. */
function downPayment(given: Case, passes: Passes): Remedy[] {
  const { facts, policy } = given
  const asked = creditAmountOf(facts.order)
  const { needed, given: paid } = downPaymentOf(facts, policy)
  const share = isOn(given, 'down_payment') ? needed - paid : 0n
  const amount = maxCents(share, ...boundsOf(facts).map(({ room }) => asked - room))
  if (amount <= 0n || amount >= asked) return []
  if (!passes(withOrder(facts, { upfront: facts.order.upfront + amount }))) return []
  return [{ kind: 'down_payment', amount: formatCents(amount) }]
}

function shortenTerm(given: Case, passes: Passes): Remedy[] {
  const { daysMax } = given.policy.rules.term_too_long
  const term = given.facts.order.termDaysMax
  if (term === null || term <= daysMax || !passes(withOrder(given.facts, { termDaysMax: daysMax }))) return []
  return [{ kind: 'shorten_term', days: daysMax }]
}

function payCash(facts: Facts, passes: Passes): Remedy[] {
  if (facts.order.paymentKind !== 'credit') return []
  return passes(withOrder(facts, { paymentKind: 'cash' })) ? [{ kind: 'pay_cash' }] : []
}
