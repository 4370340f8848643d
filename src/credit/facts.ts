import { type Cents, maxCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type Day, daysBetween } from '../kernel/day.ts'
import type { CustomerStatus } from '../receivables/customer.ts'
import type { Limit } from '../receivables/limit.ts'
import type { OverdueTitle } from '../receivables/position.ts'
import type { Stage } from '../receivables/standing.ts'

/** Everything a decision depends on, as one value. Stored with the decision, so that it can be made again. */
export interface Facts {
  /** The day that is judged for: today, or the day of a rehearsal. */
  today: Day
  order: OrderFacts
  /** `null`: nobody by that id or document in this source. */
  customer: CustomerFacts | null
  /** The customer's own limit and exposure. */
  own: Side
  /** The account's: the customer and those that share exposure with them. `null` for an unknown customer. */
  account: (Side & { key: string; members: number }) | null
  /** How much overdue is forgiven. */
  overdueTolerance: Cents
  /** Checks of the last days that the customer asked for while overdue, this one not among them. */
  owingChecks: number
  /** When the source was last heard of, and whether that is too long ago. */
  dataAsOf: EpochMs | null
  stale: boolean
}

export interface OrderFacts {
  id: string | null
  revision: number
  company: string
  amount: Cents
  paymentKind: 'credit' | 'cash' | 'prepaid'
  /** The part of `amount` that the terms ask for at once (due in 0 days). */
  upfront: Cents
  /** The part that was invoiced already: it stands in the exposure as receivables. */
  invoiced: Cents
  /** Days until the last instalment; `null` when no terms were given. */
  termDaysMax: number | null
  salesRep: string | null
  /** What the same order of the same customer was accepted with before, when it was. */
  accepted: { amount: Cents; creditAmount: Cents; overdue: Cents } | null
  /** The release that covers it: who signed. */
  release: { id: string; by: string } | null
  /** A person keeps it back. */
  keptBack: boolean
  /** The ERP's own database refused it, or would have, by what it knew; `null` when it is asked about here. */
  refusedBy: ToldRefusal | null
}

/** Which guard in the ERP's database it was, the sentence that it told, and when (RFC 3339). */
export interface ToldRefusal {
  guard: string
  message: string
  at: string
}

export interface CustomerFacts {
  externalId: string
  status: CustomerStatus
  holdUntil: Day | null
  active: boolean
  riskClass: string | null
  /** What collection has found of how the customer pays; `null` until it has looked. */
  segment: string | null
  /** How far collection has gone with the customer; `null` when it is not at work. */
  collectionStage: Stage | null
  state: string | null
  daysSince: number | null
  /** Known only from an order, no record of the ERP has arrived. */
  provisional: boolean
}

/** A limit, what stands against it, and what is overdue, of a customer or of an account. The order asked for is in none. */
export interface Side {
  /** `null`: no limit at this level; the other level decides. */
  limit: Limit | null
  exposure: Exposure
  /** All that is overdue, before credits reduce it (policy `creditsReduceOverdue`). */
  grossOverdue: Cents
  overdueCount: number
  oldestDueOn: Day | null
  receivablesOpen: number
  /** The customer's own overdue titles, oldest first, bounded; empty at account level, where they are other people's. */
  titles: OverdueTitle[]
  /** The largest overdue amounts, descending, bounded. */
  largest: Cents[]
  /** First instalments ever that are overdue, with the number of sales of that customer. */
  firstDefaults: { openAmount: Cents; sales: number; own: boolean }[]
  /** Promises of payment that the customer broke; of an account, those of the member that broke the most. */
  brokenPromises: number
}

/** The parts as the policy counts them; `total = open + orders + held + drafts − credits`. */
export interface Exposure {
  open: Cents
  overdue: Cents
  orders: Cents
  held: Cents
  drafts: Cents
  credits: Cents
  total: Cents
}

/** What has to fit: nothing for cash, else the amount less what is paid at once and what was invoiced. */
export function creditAmountOf(order: Pick<OrderFacts, 'amount' | 'paymentKind' | 'upfront' | 'invoiced'>): Cents {
  if (order.paymentKind !== 'credit') return 0n
  return maxCents(0n, order.amount - order.upfront - order.invoiced)
}

export const daysOverdueOf = (side: Side, today: Day): number =>
  side.oldestDueOn === null ? 0 : daysBetween(side.oldestDueOn, today)

/** Whose overdue counts: with contagion what any member owes, else the customer's own. */
export const owingSide = (facts: Facts, contagion: boolean): Side =>
  contagion ? (facts.account ?? facts.own) : facts.own

export const EMPTY_SIDE: Side = {
  limit: null,
  exposure: { open: 0n, overdue: 0n, orders: 0n, held: 0n, drafts: 0n, credits: 0n, total: 0n },
  grossOverdue: 0n,
  overdueCount: 0,
  oldestDueOn: null,
  receivablesOpen: 0,
  titles: [],
  largest: [],
  firstDefaults: [],
  brokenPromises: 0,
}
