import type { Cents } from '../kernel/cents.ts'
import type { Limit } from '../receivables/limit.ts'
import type { OverdueTitle } from '../receivables/position.ts'
import { type CustomerFacts, EMPTY_SIDE, type Exposure, type Facts, type OrderFacts, type Side } from './facts.ts'

/**
 * Facts as the text that is stored with every decision. What a check writes is most of what it costs, so it is small:
 * what is as usual, zero, empty or unknown is left out, an account of one member does not repeat the member, and amounts
 * are cents as decimal text. The id of the order stands beside it. `parseFacts` gives back the same value.
 */
interface StoredSide {
  limit?: StoredLimit
  exposure?: Partial<Record<keyof Exposure, string>>
  grossOverdue?: string
  overdueCount?: number
  oldestDueOn?: string
  receivablesOpen?: number
  titles?: (Omit<OverdueTitle, 'openAmount'> & { openAmount: string })[]
  largest?: string[]
  firstDefaults?: { openAmount: string; sales: number; own: boolean }[]
  brokenPromises?: number
}

type StoredLimit =
  | { mode: 'unlimited' | 'none' }
  | {
      mode: 'amount'
      amount: string
      validUntil?: string | undefined
      insured?: { amount: string; share: string } | undefined
    }

type StoredOrder = Partial<typeof USUAL_ORDER> & {
  amount: string
  upfront?: string
  invoiced?: string
  accepted?: { amount: string; creditAmount: string; overdue: string }
  release?: { id: string; by: string }
}

interface StoredFacts {
  today: string
  order: StoredOrder
  customer?: Partial<CustomerFacts> & { externalId: string }
  own: StoredSide
  /** `side` is left out when it is the customer's own but for the limit. */
  account?: { key: string; members?: number; limit?: StoredLimit; side?: StoredSide }
  overdueTolerance?: string
  owingChecks?: number
  dataAsOf?: number
  stale?: true
}

const PARTS = ['open', 'overdue', 'orders', 'held', 'drafts', 'credits'] as const satisfies (keyof Exposure)[]

const USUAL_ORDER: Omit<OrderFacts, 'id' | 'amount' | 'upfront' | 'invoiced' | 'accepted' | 'release'> = {
  revision: 1,
  company: 'main',
  paymentKind: 'credit',
  keptBack: false,
  termDaysMax: null,
  salesRep: null,
  refusedBy: null,
}

const USUAL_CUSTOMER: Omit<CustomerFacts, 'externalId'> = {
  status: 'normal',
  holdUntil: null,
  active: true,
  riskClass: null,
  segment: null,
  collectionStage: null,
  state: null,
  daysSince: null,
  provisional: false,
}

/** The fields of `value` that are not as usual. */
function unusual<T extends object>(value: T, usual: T): Partial<T> {
  const stored: Partial<T> = {}
  for (const key in usual) if (value[key] !== usual[key]) stored[key] = value[key]
  return stored
}

export function serializeFacts(facts: Facts): string {
  const { customer, account, overdueTolerance, owingChecks } = facts
  const stored: StoredFacts = { today: facts.today, order: storeOrder(facts.order), own: storeSide(facts.own) }
  if (customer) stored.customer = { externalId: customer.externalId, ...unusual(customer, USUAL_CUSTOMER) }
  if (account) stored.account = storeAccount(account)
  if (facts.dataAsOf !== null) stored.dataAsOf = facts.dataAsOf
  if (facts.stale) stored.stale = true
  if (overdueTolerance !== 0n) stored.overdueTolerance = overdueTolerance.toString()
  if (owingChecks !== 0) stored.owingChecks = owingChecks
  return JSON.stringify(stored)
}

function storeOrder(order: OrderFacts): StoredOrder {
  const { amount, upfront, invoiced, accepted, release } = order
  const stored: StoredOrder = { amount: amount.toString(), ...unusual(order, USUAL_ORDER) }
  if (upfront !== 0n) stored.upfront = upfront.toString()
  if (invoiced !== 0n) stored.invoiced = invoiced.toString()
  if (accepted) {
    const { amount: agreed, creditAmount, overdue } = accepted
    stored.accepted = { amount: agreed.toString(), creditAmount: creditAmount.toString(), overdue: overdue.toString() }
  }
  if (release) stored.release = release
  return stored
}

function storeAccount(account: NonNullable<Facts['account']>): NonNullable<StoredFacts['account']> {
  const { key, members, limit, ...side } = account
  const stored: NonNullable<StoredFacts['account']> = { key }
  if (limit) stored.limit = storeLimit(limit)
  if (members === 1) return stored
  stored.members = members
  stored.side = storeSide({ ...side, limit: null })
  return stored
}

function storeSide(side: Side): StoredSide {
  const stored: StoredSide = {}
  if (side.limit) stored.limit = storeLimit(side.limit)
  const exposure: NonNullable<StoredSide['exposure']> = {}
  for (const part of PARTS) if (side.exposure[part] !== 0n) exposure[part] = side.exposure[part].toString()
  stored.exposure = exposure
  if (side.receivablesOpen !== 0) stored.receivablesOpen = side.receivablesOpen
  if (side.brokenPromises !== 0) stored.brokenPromises = side.brokenPromises
  if (side.overdueCount === 0) return stored
  stored.grossOverdue = side.grossOverdue.toString()
  stored.overdueCount = side.overdueCount
  if (side.oldestDueOn !== null) stored.oldestDueOn = side.oldestDueOn
  stored.titles = side.titles.map((title) => ({ ...title, openAmount: title.openAmount.toString() }))
  stored.largest = side.largest.map(String)
  stored.firstDefaults = side.firstDefaults.map((first) => ({ ...first, openAmount: first.openAmount.toString() }))
  return stored
}

function storeLimit(limit: Limit): StoredLimit {
  if (limit.mode !== 'amount') return { mode: limit.mode }
  const insured = limit.insured && { amount: limit.insured.amount.toString(), share: limit.insured.share }
  return { mode: 'amount', amount: limit.amount.toString(), validUntil: limit.validUntil, insured }
}

/** The facts of a stored decision, to be decided again or shown. */
export function parseFacts(text: string, orderId: string | null): Facts {
  const stored = JSON.parse(text) as StoredFacts
  const own = readSide(stored.own)
  const { customer, account } = stored
  return {
    today: stored.today,
    order: readStoredOrder(stored.order, orderId),
    customer: customer ? { ...USUAL_CUSTOMER, ...customer } : null,
    own,
    account: account
      ? {
          ...(account.side ? readSide(account.side) : { ...own, titles: [] }),
          limit: account.limit ? readLimit(account.limit) : null,
          key: account.key,
          members: account.members ?? 1,
        }
      : null,
    overdueTolerance: cents(stored.overdueTolerance),
    owingChecks: stored.owingChecks ?? 0,
    dataAsOf: stored.dataAsOf ?? null,
    stale: stored.stale ?? false,
  }
}

function readStoredOrder(stored: StoredOrder, id: string | null): OrderFacts {
  const { accepted } = stored
  return {
    ...USUAL_ORDER,
    ...stored,
    id,
    amount: cents(stored.amount),
    upfront: cents(stored.upfront),
    invoiced: cents(stored.invoiced),
    accepted: accepted
      ? {
          amount: cents(accepted.amount),
          creditAmount: cents(accepted.creditAmount),
          overdue: cents(accepted.overdue),
        }
      : null,
    release: stored.release ?? null,
  }
}

const cents = (text: string | undefined): Cents => BigInt(text ?? 0)

function readSide(stored: StoredSide): Side {
  const exposure = { ...EMPTY_SIDE.exposure }
  for (const part of PARTS) exposure[part] = cents(stored.exposure?.[part])
  exposure.total = exposure.open + exposure.orders + exposure.held + exposure.drafts - exposure.credits
  return {
    limit: stored.limit ? readLimit(stored.limit) : null,
    exposure,
    grossOverdue: cents(stored.grossOverdue),
    overdueCount: stored.overdueCount ?? 0,
    oldestDueOn: stored.oldestDueOn ?? null,
    receivablesOpen: stored.receivablesOpen ?? 0,
    titles: (stored.titles ?? []).map((title) => ({ ...title, openAmount: cents(title.openAmount) })),
    largest: (stored.largest ?? []).map(BigInt),
    firstDefaults: (stored.firstDefaults ?? []).map((first) => ({ ...first, openAmount: cents(first.openAmount) })),
    brokenPromises: stored.brokenPromises ?? 0,
  }
}

function readLimit(stored: StoredLimit): Limit {
  if (stored.mode !== 'amount') return { mode: stored.mode }
  const insured = stored.insured && { amount: cents(stored.insured.amount), share: stored.insured.share }
  return { mode: 'amount', amount: cents(stored.amount), validUntil: stored.validUntil, insured }
}
