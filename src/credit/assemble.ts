import { type Cents, maxCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type Day, daysBetween } from '../kernel/day.ts'
import { type Limit, limitInForce } from '../receivables/limit.ts'
import { claimOf, invoicedOf, type Order } from '../receivables/order.ts'
import { emptyPosition, overdueCountOf, overdueOf, type Position, scopeOf } from '../receivables/position.ts'
import type { Dossier } from './dossier-store.ts'
import { type CustomerFacts, EMPTY_SIDE, type Exposure, type Facts, type OrderFacts, type Side } from './facts.ts'
import { type ClassPolicy, type Policy, policyFor } from './policy.ts'
import type { CheckRequest } from './request.ts'

export interface AskedAt {
  now: EpochMs
  today: Day
}

type Asked = Pick<
  CheckRequest,
  'orderId' | 'revision' | 'company' | 'amount' | 'paymentKind' | 'upfront' | 'termDaysMax' | 'salesRep' | 'refusedBy'
>

/** Puts the facts of one request together. `order` is the same order as kept, if any; its own claim is in no exposure. */
export function assembleFacts(
  asked: Asked,
  dossier: Dossier | null,
  order: Order | null,
  owingChecks: number,
  lastSuccessAt: EpochMs | null,
  at: AskedAt,
  whole: Policy,
  said: Pick<OrderFacts, 'release' | 'keptBack'> = { release: null, keptBack: false },
): Facts {
  const common = {
    today: at.today,
    order: { ...orderFacts(asked, order, acceptedOf(asked, dossier, order, whole)), ...said },
    dataAsOf: lastSuccessAt,
    stale: lastSuccessAt === null || at.now - lastSuccessAt > whole.maxDataAgeMs,
  }
  if (dossier === null) {
    const own = { ...EMPTY_SIDE, limit: policyFor(whole, null).defaultLimit }
    return { ...common, customer: null, own, account: null, overdueTolerance: 0n, owingChecks: 0 }
  }
  const { customer, account } = dossier
  const policy = policyFor(whole, customer.riskClass)
  const company = whole.perCompany ? asked.company : null
  const groupLimit = limitInForce(account.limits, at.today, company)
  const ownLimit = limitInForce(customer.limits, at.today, company) ?? (groupLimit ? null : policy.defaultLimit)
  return {
    ...common,
    customer: customerFacts(dossier, at.today),
    own: sideOf(dossier, whole, policy, ownLimit, asked.company, order, customer.id),
    account: {
      ...sideOf(dossier, whole, policy, groupLimit, asked.company, order, null),
      key: account.key,
      members: account.memberCount,
    },
    overdueTolerance: customer.overdueTolerance ?? account.overdueTolerance ?? policy.overdueTolerance,
    owingChecks,
  }
}

/** What was agreed with another customer, or in another company's books, was never agreed here. */
function acceptedOf(asked: Asked, dossier: Dossier | null, order: Order | null, whole: Policy): OrderFacts['accepted'] {
  if (order === null || (order.state !== 'held' && order.state !== 'confirmed')) return null
  if (order.customerId !== dossier?.customer.id) return null
  if (scopeOf(whole, order.company) !== scopeOf(whole, asked.company)) return null
  return { amount: order.amount, creditAmount: order.creditAmount, overdue: order.acceptedOverdue }
}

function orderFacts(
  asked: Asked,
  order: Order | null,
  accepted: OrderFacts['accepted'],
): Omit<OrderFacts, 'release' | 'keptBack'> {
  return {
    id: asked.orderId,
    revision: asked.revision,
    company: asked.company,
    amount: asked.amount,
    paymentKind: asked.paymentKind,
    upfront: asked.upfront,
    invoiced: order ? invoicedOf(order) : 0n,
    termDaysMax: asked.termDaysMax,
    salesRep: asked.salesRep,
    refusedBy: asked.refusedBy,
    accepted,
  }
}

function customerFacts({ customer }: Dossier, today: Day): CustomerFacts {
  return {
    externalId: customer.externalId,
    status: customer.status,
    holdUntil: customer.holdUntil,
    active: customer.active,
    riskClass: customer.riskClass,
    segment: customer.segment,
    collectionStage: customer.collectionStage,
    state: customer.state,
    daysSince: customer.since === null ? null : daysBetween(customer.since, today),
    provisional: customer.provisional,
  }
}

/** One side from the positions of one member, or of all of them when `customerId` is null. */
function sideOf(
  dossier: Dossier,
  whole: Policy,
  policy: ClassPolicy,
  limit: Limit | null,
  company: string,
  order: Order | null,
  customerId: number | null,
): Side {
  const { account, customer } = dossier
  const scope = scopeOf(whole, company)
  const kept = account.positions.filter(
    (entry) => entry.company === scope && (customerId === null || entry.customerId === customerId),
  )
  const side: Side = { ...EMPTY_SIDE, limit, titles: [], largest: [], firstDefaults: [] }
  const sum = emptyPosition('')
  for (const { customerId: memberId, position } of kept) {
    const { disputedIsOverdue } = policyFor(whole, account.members.get(memberId)?.riskClass ?? null)
    addPosition(sum, position)
    addOverdue(side, position, disputedIsOverdue, memberId === customer.id, customerId !== null)
  }
  if (order && claimsFrom(order, account.members, customerId, scope, whole)) {
    const claim = claimOf(order)
    sum.orders -= claim.orders
    sum.held -= claim.held
    sum.drafted -= claim.drafted
  }
  side.largest.sort((a, b) => (a > b ? -1 : 1))
  side.receivablesOpen = sum.openCount
  side.brokenPromises = brokenPromisesOf(dossier, customerId)
  side.exposure = exposureOf(sum, side.grossOverdue, policy)
  return side
}

/** Of one member, or the most of any when `customerId` is null. */
function brokenPromisesOf({ account }: Dossier, customerId: number | null): number {
  const looked = customerId === null ? [...account.members.values()] : [account.members.get(customerId)]
  return looked.reduce((most, member) => Math.max(most, member?.brokenPromises ?? 0), 0)
}

const claimsFrom = (
  order: Order,
  members: ReadonlyMap<number, unknown>,
  customerId: number | null,
  scope: string,
  whole: Policy,
): boolean =>
  (customerId === null ? members.has(order.customerId) : order.customerId === customerId) &&
  scopeOf(whole, order.company) === scope

function addPosition(sum: Position, position: Position): void {
  sum.open += position.open
  sum.credits += position.credits
  sum.drafts += position.drafts
  sum.orders += position.orders
  sum.held += position.held
  sum.drafted += position.drafted
  sum.openCount += position.openCount
}

function addOverdue(side: Side, position: Position, disputedIsOverdue: boolean, own: boolean, named: boolean): void {
  const count = overdueCountOf(position, disputedIsOverdue)
  const titles = position.overdueTitles
  if (count === 0 || titles === null) return
  side.grossOverdue += overdueOf(position, disputedIsOverdue)
  side.overdueCount += count
  const oldest = titles.oldest[0]?.dueOn ?? null
  if (oldest !== null && (side.oldestDueOn === null || oldest < side.oldestDueOn)) side.oldestDueOn = oldest
  if (named) side.titles.push(...titles.oldest)
  side.largest.push(...titles.largest)
  if (titles.firstDefault)
    side.firstDefaults.push({ openAmount: titles.firstDefault.openAmount, sales: titles.sales, own })
}

function exposureOf(sum: Position, grossOverdue: Cents, policy: ClassPolicy): Exposure {
  // A draft may name the order of another customer: it is then taken out of what that one has in drafts, if anything.
  const drafts = policy.countDrafts ? maxCents(0n, sum.drafts - sum.drafted) : 0n
  const credits = policy.netCredits ? sum.credits : 0n
  return {
    open: sum.open,
    overdue: policy.creditsReduceOverdue ? maxCents(0n, grossOverdue - sum.credits) : grossOverdue,
    orders: sum.orders,
    held: sum.held,
    drafts,
    credits,
    total: sum.open + sum.orders + sum.held + drafts - credits,
  }
}
