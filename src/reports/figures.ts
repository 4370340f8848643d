import type { Cents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'

/** How late an open title is, in days since its due day; whole as soon as its effective due day has passed. */
export const BUCKETS = ['disputed', 'notDue', '1-15', '16-30', '31-60', '61-90', 'over90'] as const
export type Bucket = (typeof BUCKETS)[number]
/** The last day of the bucket, for the buckets of overdue titles but the last. */
export const BUCKET_ENDS = [15, 30, 60, 90] as const

/** Days over which sales are counted for the DSO, and promises for the share that was kept. */
export const PERIOD_DAYS = 90
/** Days of which blocked and freed orders are shown. */
export const SHOWN_DAYS = 30

export interface Aged {
  amount: Cents
  titles: number
  customers: number
}

export interface Value {
  orders: number
  amount: Cents
}

/** What is counted of everybody, of one sales rep or of one segment. */
export interface Figures {
  readonly aging: Readonly<Record<Bucket, Aged>>
  /** With anything open. */
  customers: number
  /** Credit sales of the last `PERIOD_DAYS`. */
  creditSales: Cents
  readonly promises: { open: number; kept: number; broken: number; keptAmount: Cents; brokenAmount: Cents }
  /** Blocked now; blocked and freed within the last `SHOWN_DAYS`. */
  readonly waiting: Value
  readonly blocked: Value
  readonly freed: Value
}

export interface DayValues {
  readonly day: Day
  readonly blocked: Value
  readonly freed: Value
}

const nothing = (): Value => ({ orders: 0, amount: 0n })

export function emptyFigures(): Figures {
  const aging = Object.fromEntries(BUCKETS.map((bucket) => [bucket, { amount: 0n, titles: 0, customers: 0 }]))
  return {
    aging: aging as Figures['aging'],
    customers: 0,
    creditSales: 0n,
    promises: { open: 0, kept: 0, broken: 0, keptAmount: 0n, brokenAmount: 0n },
    waiting: nothing(),
    blocked: nothing(),
    freed: nothing(),
  }
}

export const emptyDay = (day: Day): DayValues => ({ day, blocked: nothing(), freed: nothing() })

/** All that is open: overdue, not due yet and disputed. */
export const openOf = ({ aging }: Figures): Cents => BUCKETS.reduce((sum, bucket) => sum + aging[bucket].amount, 0n)

export const overdueOf = (figures: Figures): Cents =>
  openOf(figures) - figures.aging.disputed.amount - figures.aging.notDue.amount

/** `part ÷ whole` with four decimals, half up: `"0.3333"`; `null` where there is nothing to divide by. */
export function shareOf(part: bigint, whole: bigint): string | null {
  if (whole <= 0n) return null
  const scaled = (part * 20_000n + whole) / (whole * 2n)
  const digits = scaled.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}

/** Days of sales that are open, with one decimal, half up; `null` where nothing was sold. */
export function dsoOf(open: Cents, creditSales: Cents): number | null {
  if (creditSales <= 0n) return null
  return Number((open * BigInt(PERIOD_DAYS) * 20n + creditSales) / (creditSales * 2n)) / 10
}
