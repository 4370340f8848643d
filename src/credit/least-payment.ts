import { type Cents, maxCents, minCents } from '../kernel/cents.ts'
import type { OverdueTitle } from '../receivables/position.ts'
import { creditAmountOf, type Facts, owingSide, type Side } from './facts.ts'
import { asksForAllOverdue } from './rules/collection.ts'
import { type Case, isOn } from './rules/finding.ts'
import { boundsOf, shortageOf } from './rules/limit.ts'
import { buysWhileOwing, firstDefaultsOf, isOwing } from './rules/overdue.ts'

/** A payment, with the facts after it. */
export interface Payment {
  amount: Cents
  /** The part for the customer's own titles; the rest is for those of others in the account. */
  ownAmount: Cents
  /** The customer's own overdue titles that it goes to, in this order, each in full but the last. */
  titles: OverdueTitle[]
  after: Facts
}

/** What has to be paid of overdue titles on each side: these titles in full, and together at least `together`. */
interface Way {
  own: Cents
  others: Cents
  together: Cents
  /** The customer's own amounts that may stay unpaid; `null`: none has to be paid in full. */
  kept: Cents[] | null
  /** How many overdue titles are left at most. */
  left: { own: number; account: number }
}

/**
 * The least payment that leaves the limits enough room and clears the rules on overdue titles; `null` when nothing has
 * to be paid or more than is open. A payment goes to overdue titles first.
 */
export function leastPayment(given: Case): Payment | null {
  const payments = waysOf(given).flatMap((way) => payFor(given, way) ?? [])
  return payments.reduce<Payment | null>((least, one) => (least && least.amount <= one.amount ? least : one), null)
}

/** Which overdue titles can be chosen to be cleared so that no rule on them fails. */
function waysOf(given: Case): Way[] {
  const { facts, policy, whole } = given
  const side = owingSide(facts, whole.contagion)
  const { overdue } = side.exposure
  const firsts = isOn(given, 'first_payment_default') ? firstDefaultsOf(given) : []
  const ownFirsts = firsts.filter(({ own }) => own).map(({ openAmount }) => openAmount)
  const othersFirsts = firsts.filter(({ own }) => !own).map(({ openAmount }) => openAmount)
  const isAllAsked = asksForAllOverdue(given)
  const forgiven = isAllAsked ? 0n : facts.overdueTolerance
  const together = isAllAsked || refusesOwing(given) ? overdue - forgiven : 0n
  const left = { own: facts.own.overdueCount - ownFirsts.length, account: side.overdueCount - firsts.length }
  const { max } = policy.rules.overdue_count
  const ways =
    isOn(given, 'overdue_count') && side.overdueCount > max
      ? waysToKeep(given, side, ownFirsts, othersFirsts).map((way) => ({ ...way, together }))
      : [{ own: sum(ownFirsts), others: sum(othersFirsts), together, kept: null, left }]
  // A recheck refuses only for more overdue than there was.
  const accepted = given.question === 'recheck' ? facts.order.accepted : null
  if (accepted === null || overdue <= accepted.overdue) return ways
  const counts = { own: facts.own.overdueCount, account: side.overdueCount }
  const more = isAllAsked ? overdue : overdue - accepted.overdue
  return [...ways, { own: 0n, others: 0n, together: more, kept: null, left: counts }]
}

/** Whether the check after the payment would be refused for owing anything above what is forgiven. */
function refusesOwing(given: Case): boolean {
  if (!isOwing(given)) return false
  const again = { ...given, facts: { ...given.facts, owingChecks: given.facts.owingChecks + 1 } }
  return isOn(given, 'overdue_receivables') || (isOn(given, 'buys_while_owing') && buysWhileOwing.fails(again) !== null)
}

/** `overdue_count` lets `max` titles stay: some of the customer's largest, and for the rest the largest of the others. */
function waysToKeep(given: Case, side: Side, ownFirsts: Cents[], othersFirsts: Cents[]): Omit<Way, 'together'>[] {
  const { own } = given.facts
  const { max } = given.policy.rules.overdue_count
  const ownLargest = without(own.largest, ownFirsts)
  const othersLargest = without(without(side.largest, own.largest), othersFirsts)
  return Array.from({ length: Math.min(max, ownLargest.length) + 1 }, (_, count) => {
    const kept = ownLargest.slice(0, count)
    const keptOfOthers = othersLargest.slice(0, max - count)
    return {
      own: own.grossOverdue - sum(kept),
      others: side.grossOverdue - own.grossOverdue - sum(keptOfOthers),
      kept,
      left: { own: count, account: count + keptOfOthers.length },
    }
  })
}

function payFor(given: Case, way: Way): Payment | null {
  const { facts, whole } = given
  const { own, account } = facts
  const side = owingSide(facts, whole.contagion)
  const short = (scope: 'customer' | 'account'): Cents =>
    maxCents(
      0n,
      ...boundsOf(facts)
        .filter((bound) => bound.scope === scope)
        .map(({ room }) => shortageOf(given, room, creditAmountOf(facts.order))),
    )
  const atLeast = maxCents(way.own, short('customer'))
  const missing = way.together - minCents(atLeast, own.grossOverdue) - way.others
  const more = minCents(maxCents(0n, missing), maxCents(0n, own.grossOverdue - atLeast))
  const othersOverdue = way.others + maxCents(0n, missing - more)
  const rest = maxCents(0n, short('account') - atLeast - more - othersOverdue)
  const ownRest = minCents(rest, maxCents(0n, own.exposure.open - atLeast - more))
  const ownAmount = atLeast + more + ownRest
  const othersAmount = othersOverdue + rest - ownRest
  const open = account ?? own
  const amount = ownAmount + othersAmount
  if (amount === 0n || ownAmount > own.exposure.open || amount > open.exposure.open) return null
  if (othersOverdue > side.grossOverdue - own.grossOverdue) return null
  const ownOverdue = minCents(ownAmount, own.grossOverdue)
  return {
    amount,
    ownAmount,
    titles: titlesFor(own, way, ownAmount),
    after: {
      ...facts,
      own: paid(own, ownAmount, ownOverdue, way.left.own),
      account: account && paid(account, amount, ownOverdue + othersOverdue, way.left.account),
    },
  }
}

/** A side after the payment. A first default that could refuse is paid; any other is not looked at. */
function paid<S extends Side>(side: S, amount: Cents, overduePaid: Cents, left: number): S {
  const { exposure } = side
  const all = overduePaid >= side.grossOverdue
  return {
    ...side,
    exposure: {
      ...exposure,
      open: exposure.open - amount,
      overdue: maxCents(0n, exposure.overdue - overduePaid),
      total: exposure.total - amount,
    },
    grossOverdue: side.grossOverdue - overduePaid,
    overdueCount: all ? 0 : Math.min(left, side.overdueCount),
    oldestDueOn: all ? null : side.oldestDueOn,
    firstDefaults: [],
  }
}

/** Titles that must be cleared come before those that may stay; of each kind the oldest first. */
function titlesFor(own: Side, way: Way, amount: Cents): OverdueTitle[] {
  const kept = [...(way.kept ?? [])]
  const staying = new Set<OverdueTitle>()
  for (const title of way.kept === null ? [] : [...own.titles].reverse()) {
    const index = kept.indexOf(title.openAmount)
    if (index === -1) continue
    kept.splice(index, 1)
    staying.add(title)
  }
  const ordered = [...own.titles.filter((title) => !staying.has(title)), ...staying]
  let rest = amount
  return ordered.filter((title) => {
    const isReached = rest > 0n
    rest -= title.openAmount
    return isReached
  })
}

const sum = (amounts: readonly Cents[]): Cents => amounts.reduce((total, amount) => total + amount, 0n)

/** The list less one occurrence of each of the others. */
function without(amounts: readonly Cents[], others: readonly Cents[]): Cents[] {
  const left = [...amounts]
  for (const amount of others) {
    const index = left.indexOf(amount)
    if (index !== -1) left.splice(index, 1)
  }
  return left
}
