import { type Cents, formatCents, maxCents, minCents } from '../kernel/cents.ts'
import { creditAmountOf, type Facts } from './facts.ts'
import { leastPayment } from './least-payment.ts'
import { type Case, isOn } from './rules/finding.ts'
import { boundsOf, shortageOf } from './rules/limit.ts'
import { downPaymentOf, largestForDownPayment } from './rules/order.ts'

/**
 * A way out. Each one alone makes the same check pass; amounts are the least payment, the largest order and so on.
 * `receivables` names the customer's own overdue titles that the payment goes to: each in full, in this order, but the
 * last, and then titles not yet due. `ownAmount` is told when others of the account, who stay unnamed, have to pay the
 * rest.
 */
export type Remedy =
  | { kind: 'pay_receivables'; amount: string; ownAmount?: string; receivables: string[] }
  | { kind: 'reduce_order'; amount: string }
  | { kind: 'down_payment'; amount: string }
  | { kind: 'shorten_term'; days: number }
  | { kind: 'pay_cash' }
  | { kind: 'request_release' }

type Passes = (changed: Facts) => boolean

/** Each is computed from the rules' own arithmetic and then tried on the facts: one that does not pass is not offered. */
export function findRemedies(given: Case, passes: Passes, releasable: boolean): Remedy[] {
  return [
    ...payReceivables(given, passes),
    ...reduceOrder(given, passes),
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

function payReceivables(given: Case, passes: Passes): Remedy[] {
  const payment = leastPayment(given)
  if (payment === null || !passes(payment.after)) return []
  const receivables = payment.titles.map(({ externalId }) => externalId)
  const own = payment.ownAmount === payment.amount ? {} : { ownAmount: formatCents(payment.ownAmount) }
  return [{ kind: 'pay_receivables', amount: formatCents(payment.amount), ...own, receivables }]
}

/** The largest order that passes: bound by the room, by the largest allowed, and by what an entry already paid covers. */
function reduceOrder(given: Case, passes: Passes): Remedy[] {
  const amount = minCents(given.facts.order.amount - 1n, ...largestOrders(given))
  if (amount <= 0n || !passes(withOrder(given.facts, { amount }))) return []
  return [{ kind: 'reduce_order', amount: formatCents(amount) }]
}

/** What each rule that can refuse an order for its amount lets through at most. */
export function largestOrders(given: Case): Cents[] {
  const { facts, policy, question } = given
  const { order } = facts
  const most: Cents[] = []
  if (isOn(given, 'order_too_large')) most.push(policy.rules.order_too_large.max)
  if (question === 'recheck') return order.accepted ? [...most, order.accepted.amount] : most
  if (isOn(given, 'order_exceeds_limit')) {
    for (const { room } of boundsOf(facts)) if (room >= 0n) most.push(room + order.upfront + order.invoiced)
  }
  const covered = isOn(given, 'down_payment') ? largestForDownPayment(facts, policy) : null
  if (covered !== null) most.push(covered)
  if (facts.stale && policy.stale.mode === 'up_to') most.push(policy.stale.amount)
  return most
}

/** What has to be paid in advance so that the rest fits. */
function downPayment(given: Case, passes: Passes): Remedy[] {
  const { facts, policy } = given
  const asked = creditAmountOf(facts.order)
  const { needed, given: paid } = downPaymentOf(facts, policy)
  const share = isOn(given, 'down_payment') ? needed - paid : 0n
  const amount = maxCents(share, ...boundsOf(facts).map(({ room }) => shortageOf(given, room, asked)))
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
