import type { Cents } from '../kernel/cents.ts'
import type { Limit } from '../receivables/limit.ts'
import type { OverdueTitle } from '../receivables/position.ts'
import { EMPTY_SIDE, type Exposure, type Facts, type OrderFacts, type Side } from './facts.ts'

/**
 * Facts as the text that is stored with every decision. Written at each check, so it is small: what is zero, empty or
 * unknown is left out, an account of one member does not repeat the member, and amounts are cents as decimal text.
 * `parseFacts` gives back the same value.
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
}

type StoredLimit =
  | { mode: 'unlimited' | 'none' }
  | {
      mode: 'amount'
      amount: string
      validUntil?: string | undefined
      insured?: { amount: string; share: string } | undefined
    }

type StoredOrder = Omit<OrderFacts, 'amount' | 'upfront' | 'invoiced' | 'accepted'> & {
  amount: string
  upfront?: string
  invoiced?: string
  accepted?: { amount: string; creditAmount: string; overdue: string }
}

interface StoredFacts {
  today: string
  order: StoredOrder
  customer: Facts['customer']
  own: StoredSide
  /** `side` is left out when it is the customer's own but for the limit. */
  account: { key: string; members: number; limit?: StoredLimit; side?: StoredSide } | null
  overdueTolerance?: string
  owingChecks?: number
  dataAsOf: number | null
  stale: boolean
}

const PARTS = ['open', 'overdue', 'orders', 'held', 'drafts', 'credits', 'total'] as const satisfies (keyof Exposure)[]

export function serializeFacts(facts: Facts): string {
  const { account, overdueTolerance, owingChecks } = facts
  const stored: StoredFacts = {
    today: facts.today,
    order: storeOrder(facts.order),
    customer: facts.customer,
    own: storeSide(facts.own),
    account: account && storeAccount(account),
    dataAsOf: facts.dataAsOf,
    stale: facts.stale,
  }
  if (overdueTolerance !== 0n) stored.overdueTolerance = overdueTolerance.toString()
  if (owingChecks !== 0) stored.owingChecks = owingChecks
  return JSON.stringify(stored)
}

function storeOrder({ amount, upfront, invoiced, accepted, ...rest }: OrderFacts): StoredOrder {
  const stored: StoredOrder = { ...rest, amount: amount.toString() }
  if (upfront !== 0n) stored.upfront = upfront.toString()
  if (invoiced !== 0n) stored.invoiced = invoiced.toString()
  if (accepted) {
    const { amount: agreed, creditAmount, overdue } = accepted
    stored.accepted = { amount: agreed.toString(), creditAmount: creditAmount.toString(), overdue: overdue.toString() }
  }
  return stored
}

function storeAccount(account: NonNullable<Facts['account']>): NonNullable<StoredFacts['account']> {
  const { key, members, limit, ...side } = account
  const stored: NonNullable<StoredFacts['account']> = { key, members }
  if (limit) stored.limit = storeLimit(limit)
  if (members !== 1) stored.side = storeSide({ ...side, limit: null })
  return stored
}

function storeSide(side: Side): StoredSide {
  const stored: StoredSide = {}
  if (side.limit) stored.limit = storeLimit(side.limit)
  const exposure: NonNullable<StoredSide['exposure']> = {}
  for (const part of PARTS) if (side.exposure[part] !== 0n) exposure[part] = side.exposure[part].toString()
  stored.exposure = exposure
  if (side.receivablesOpen !== 0) stored.receivablesOpen = side.receivablesOpen
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

/** The facts of a stored decision, to be decided again. */
export function parseFacts(text: string): Facts {
  const stored = JSON.parse(text) as StoredFacts
  const own = readSide(stored.own)
  const { account } = stored
  const { accepted } = stored.order
  return {
    today: stored.today,
    order: {
      ...stored.order,
      amount: cents(stored.order.amount),
      upfront: cents(stored.order.upfront),
      invoiced: cents(stored.order.invoiced),
      accepted: accepted
        ? {
            amount: cents(accepted.amount),
            creditAmount: cents(accepted.creditAmount),
            overdue: cents(accepted.overdue),
          }
        : null,
    },
    customer: stored.customer,
    own,
    account: account && {
      ...(account.side ? readSide(account.side) : { ...own, titles: [] }),
      limit: account.limit ? readLimit(account.limit) : null,
      key: account.key,
      members: account.members,
    },
    overdueTolerance: cents(stored.overdueTolerance),
    owingChecks: stored.owingChecks ?? 0,
    dataAsOf: stored.dataAsOf,
    stale: stored.stale,
  }
}

const cents = (text: string | undefined): Cents => BigInt(text ?? 0)

function readSide(stored: StoredSide): Side {
  const exposure = { ...EMPTY_SIDE.exposure }
  for (const part of PARTS) exposure[part] = cents(stored.exposure?.[part])
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
  }
}

function readLimit(stored: StoredLimit): Limit {
  if (stored.mode !== 'amount') return { mode: stored.mode }
  const insured = stored.insured && { amount: cents(stored.insured.amount), share: stored.insured.share }
  return { mode: 'amount', amount: cents(stored.amount), validUntil: stored.validUntil, insured }
}
