import { type Cents, formatCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { askedAnew, type DecisionKind, decide, type LoadedPolicy, questionOf } from './decide.ts'
import type { Facts } from './facts.ts'
import type { Policy } from './policy.ts'
import {
  type AdaptedFacts,
  ASSEMBLING_KEYS,
  type AssemblingKey,
  adaptFacts,
  type OwnTerms,
} from './policy-rehearsal-facts.ts'
import { ASSUMED, NOT_REPLAYED } from './policy-rehearsal-words.ts'
import type { Finding } from './rules/finding.ts'

/** A stored decision, to be made again. */
export interface StoredDecision {
  readonly id: string
  readonly source: string
  readonly customerId: number | null
  readonly mode: string
  readonly checkedAt: EpochMs
  readonly facts: Facts
  readonly decision: DecisionKind
  readonly reasons: readonly Pick<Finding, 'code' | 'severity' | 'message'>[]
}

export type Direction = 'held' | 'freed'

/** What the draft makes of a decision, where it is another one: approved then and not now, or the other way round. */
export interface Replay extends Omit<AdaptedFacts, 'facts'> {
  readonly direction: Direction | null
  /** Codes of what refuses: under the draft where it holds, under the policy of the time where it frees. */
  readonly codes: readonly string[]
  /** What the draft decides, and the first sentence of what refuses. */
  readonly would: DecisionKind
  readonly because: string | null
}

/** Decides stored facts again under the draft, by the same `decide`. `former` is the policy that made the stored decision. */
export function replayDecision(stored: StoredDecision, former: Policy, draft: LoadedPolicy, own: OwnTerms): Replay {
  const then = askedAnew(stored.facts, stored.reasons)
  const { facts, notReplayed, assumed } = adaptFacts(then, stored.checkedAt, former, draft.policy, own)
  const { decision, reasons } = decide(facts, draft, questionOf(stored.mode, facts))
  const wasApproved = stored.decision === 'approved'
  const isApproved = decision === 'approved'
  const direction = wasApproved === isApproved ? null : wasApproved ? 'held' : 'freed'
  const refusing = (direction === 'held' ? reasons : stored.reasons).filter(({ severity }) => severity !== 'warn')
  const codes = [...new Set(refusing.map(({ code }) => code))]
  return { direction, codes, would: decision, because: refusing[0]?.message ?? null, notReplayed, assumed }
}

/** How an order, or what its customer bought afterwards, was paid; `no_titles`: there is nothing to tell by. */
export type Payment = 'unpaid' | 'paid' | 'no_titles'

/** An order that the draft would have decided otherwise. */
export interface ChangedOrder {
  readonly direction: Direction
  readonly checkId: string
  /** RFC 3339. */
  readonly checkedAt: string
  readonly source: string
  readonly orderId: string | null
  readonly customer: string | null
  readonly salesRep: string | null
  readonly amount: Cents
  readonly was: DecisionKind
  readonly would: DecisionKind
  readonly codes: readonly string[]
  readonly because: string | null
  readonly payment: Payment
}

/** Orders and what they are worth (decimal text); `unpaid…` is the part of which the customer did not pay. */
export interface OrderSum {
  orders: number
  amount: string
  unpaidOrders: number
  unpaidAmount: string
  /** Of so many there are no titles to tell by; they are in `orders` and not in `unpaidOrders`. */
  withoutTitles: number
}

export interface ReasonSum extends OrderSum {
  code: string
}

export interface RepSum {
  /** `null`: the check named none. */
  salesRep: string | null
  held: OrderSum
  freed: OrderSum
}

export interface NamedOrder {
  checkId: string
  checkedAt: string
  source: string
  orderId: string | null
  customer: string | null
  salesRep: string | null
  amount: string
  was: DecisionKind
  would: DecisionKind
  reasons: string[]
  because: string | null
  payment: Payment
}

export interface KeyNote {
  key: AssemblingKey
  why: string
  /** For so many of the decisions that were made again it may matter. */
  decisions: number
}

/** What a rehearsal counted. Amounts are decimal text. */
export interface RehearsalCounts {
  held: OrderSum
  freed: OrderSum
  byReason: { held: ReasonSum[]; freed: ReasonSum[] }
  bySalesRep: RepSum[]
  /** The largest orders of each kind, so that somebody can look at them. */
  largest: { held: NamedOrder[]; freed: NamedOrder[] }
  notReplayed: KeyNote[]
  assumed: KeyNote[]
}

const NAMED_MAX = 50
const REPS_MAX = 200
const REASONS_MAX = 100

interface Sum {
  orders: number
  amount: Cents
  unpaidOrders: number
  unpaidAmount: Cents
  withoutTitles: number
}

const emptySum = (): Sum => ({ orders: 0, amount: 0n, unpaidOrders: 0, unpaidAmount: 0n, withoutTitles: 0 })

function addTo(sum: Sum, { amount, payment }: ChangedOrder): void {
  sum.orders++
  sum.amount += amount
  if (payment === 'no_titles') sum.withoutTitles++
  if (payment !== 'unpaid') return
  sum.unpaidOrders++
  sum.unpaidAmount += amount
}

const byAmount = (a: { amount: Cents }, b: { amount: Cents }): number =>
  a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1

const told = (sum: Sum): OrderSum => ({
  ...sum,
  amount: formatCents(sum.amount),
  unpaidAmount: formatCents(sum.unpaidAmount),
})

const namedOrder = ({ direction: _, amount, codes, ...order }: ChangedOrder): NamedOrder => ({
  ...order,
  ...{ amount: formatCents(amount), reasons: [...codes] },
})

/** Sums what a draft would have changed, order by order, in memory that does not grow with their number. */
export class RehearsalTally {
  private readonly sums = { held: emptySum(), freed: emptySum() }
  private readonly reasons = { held: new Map<string, Sum>(), freed: new Map<string, Sum>() }
  private readonly reps = new Map<string | null, { held: Sum; freed: Sum }>()
  private readonly largest: { held: ChangedOrder[]; freed: ChangedOrder[] } = { held: [], freed: [] }
  private readonly keys = { notReplayed: new Map<AssemblingKey, number>(), assumed: new Map<AssemblingKey, number>() }

  /** Takes note of the keys that could not be tried on a decision, whatever came out. */
  note(replay: Pick<Replay, 'notReplayed' | 'assumed'>): void {
    for (const kind of ['notReplayed', 'assumed'] as const)
      for (const key of replay[kind]) this.keys[kind].set(key, (this.keys[kind].get(key) ?? 0) + 1)
  }

  add(order: ChangedOrder): void {
    const { direction, codes, salesRep } = order
    addTo(this.sums[direction], order)
    for (const code of codes) {
      const sum = this.reasons[direction].get(code) ?? emptySum()
      this.reasons[direction].set(code, sum)
      addTo(sum, order)
    }
    const rep = this.reps.get(salesRep) ?? { held: emptySum(), freed: emptySum() }
    this.reps.set(salesRep, rep)
    addTo(rep[direction], order)
    const largest = this.largest[direction]
    largest.push(order)
    if (largest.length > NAMED_MAX * 2) largest.sort(byAmount).splice(NAMED_MAX)
  }

  counts(): RehearsalCounts {
    const reasons = (direction: Direction): ReasonSum[] =>
      [...this.reasons[direction]]
        .sort(([, a], [, b]) => byAmount(a, b))
        .slice(0, REASONS_MAX)
        .map(([code, sum]) => ({ code, ...told(sum) }))
    const named = (direction: Direction): NamedOrder[] =>
      this.largest[direction].sort(byAmount).slice(0, NAMED_MAX).map(namedOrder)
    const reps = [...this.reps].map(([salesRep, { held, freed }]) => ({
      ...{ salesRep, held, freed, amount: held.amount + freed.amount },
    }))
    return {
      held: told(this.sums.held),
      freed: told(this.sums.freed),
      byReason: { held: reasons('held'), freed: reasons('freed') },
      bySalesRep: reps
        .sort(byAmount)
        .slice(0, REPS_MAX)
        .map(({ salesRep, held, freed }) => ({ salesRep, held: told(held), freed: told(freed) })),
      largest: { held: named('held'), freed: named('freed') },
      notReplayed: this.notes('notReplayed', NOT_REPLAYED),
      assumed: this.notes('assumed', ASSUMED),
    }
  }

  private notes(kind: 'notReplayed' | 'assumed', why: Readonly<Record<AssemblingKey, string>>): KeyNote[] {
    return ASSEMBLING_KEYS.flatMap((key) => {
      const decisions = this.keys[kind].get(key)
      return decisions === undefined ? [] : [{ key, why: why[key], decisions }]
    })
  }
}
