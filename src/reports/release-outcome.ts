import type { Cents } from '../kernel/cents.ts'

/** What became of the invoices of a released order, in amounts of the invoices; paid parts of open ones included. */
export interface Repaid {
  invoiced: Cents
  /** Paid by the effective due day. */
  onTime: Cents
  /** Paid after it. */
  late: Cents
  /** Paid, and the ERP does not say when: also what was paid of a title that is still open. */
  undated: Cents
  /** Open or returned, and not past the effective due day. */
  notDue: Cents
  /** Open or returned past the effective due day. */
  overdue: Cents
  /** Open and disputed, due or not. */
  disputed: Cents
  writtenOff: Cents
}

/**
 * How a release turned out, by the worst of its invoices: `unpaid` (overdue or written off today), `late`, `open` (not due
 * yet, or disputed), `paid`; `not_invoiced`: no invoice names the order.
 */
export const OUTCOMES = ['unpaid', 'late', 'open', 'paid', 'not_invoiced'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const nothingRepaid = (): Repaid => ({
  ...{ invoiced: 0n, onTime: 0n, late: 0n, undated: 0n, notDue: 0n, overdue: 0n, disputed: 0n, writtenOff: 0n },
})

export const REPAID_PARTS = [
  'invoiced',
  'onTime',
  'late',
  'undated',
  'notDue',
  'overdue',
  'disputed',
  'writtenOff',
] as const

export function outcomeOf({ invoiced, late, notDue, overdue, disputed, writtenOff }: Repaid): Outcome {
  if (invoiced === 0n) return 'not_invoiced'
  if (overdue + writtenOff > 0n) return 'unpaid'
  if (late > 0n) return 'late'
  return notDue + disputed > 0n ? 'open' : 'paid'
}

/** Releases that turned out alike. */
export interface ReleaseSums extends Repaid {
  releases: number
  /** What was released. */
  amount: Cents
  readonly outcomes: Record<Outcome, number>
}

export const emptySums = (): ReleaseSums => ({
  ...nothingRepaid(),
  ...{ releases: 0, amount: 0n, outcomes: { unpaid: 0, late: 0, open: 0, paid: 0, not_invoiced: 0 } },
})

export function addRelease(sums: ReleaseSums, amount: Cents, repaid: Repaid): void {
  sums.releases++
  sums.amount += amount
  sums.outcomes[outcomeOf(repaid)]++
  for (const part of REPAID_PARTS) sums[part] += repaid[part]
}
