import type { Row, SqlInteger, SqlValue } from '../database.ts'
import type { Day } from '../kernel/day.ts'
import type { OverdueTitle, OverdueTitles, Position } from './position.ts'

export const POSITION_COLUMNS = [
  'open_cents',
  'disputed_cents',
  'credits_cents',
  'drafts_cents',
  'orders_cents',
  'held_cents',
  'drafted_cents',
  'open_count',
  'overdue_cents',
  'overdue_count',
  'disputed_overdue_cents',
  'disputed_overdue_count',
  'cutoff_on',
  'next_due_on',
  'next_expiry_at',
  'overdue_json',
] as const

const cents = (value: unknown): bigint => BigInt(value as SqlInteger)
const count = (value: unknown): number => Number(value as SqlInteger)

export function readPosition(row: Row): Position {
  return {
    open: cents(row['open_cents']),
    disputed: cents(row['disputed_cents']),
    credits: cents(row['credits_cents']),
    drafts: cents(row['drafts_cents']),
    orders: cents(row['orders_cents']),
    held: cents(row['held_cents']),
    drafted: cents(row['drafted_cents']),
    openCount: count(row['open_count']),
    overdue: cents(row['overdue_cents']),
    overdueCount: count(row['overdue_count']),
    disputedOverdue: cents(row['disputed_overdue_cents']),
    disputedOverdueCount: count(row['disputed_overdue_count']),
    cutoffOn: row['cutoff_on'] as Day,
    nextDueOn: row['next_due_on'] as Day | null,
    nextExpiryAt: row['next_expiry_at'] === null ? null : count(row['next_expiry_at']),
    overdueTitles: row['overdue_json'] === null ? null : readTitles(row['overdue_json'] as string),
  }
}

/** Values in the order of {@link POSITION_COLUMNS}. */
export function positionValues(position: Position): SqlValue[] {
  return [
    position.open,
    position.disputed,
    position.credits,
    position.drafts,
    position.orders,
    position.held,
    position.drafted,
    position.openCount,
    position.overdue,
    position.overdueCount,
    position.disputedOverdue,
    position.disputedOverdueCount,
    position.cutoffOn,
    position.nextDueOn,
    position.nextExpiryAt,
    position.overdueTitles && writeTitles(position.overdueTitles),
  ]
}

type StoredTitle = Omit<OverdueTitle, 'openAmount'> & { openAmount: string }
type StoredTitles = Omit<OverdueTitles, 'oldest' | 'largest' | 'firstDefault'> & {
  oldest: StoredTitle[]
  largest: string[]
  firstDefault: StoredTitle | null
}

const readTitle = (stored: StoredTitle): OverdueTitle => ({ ...stored, openAmount: BigInt(stored.openAmount) })

function readTitles(json: string): OverdueTitles {
  const stored = JSON.parse(json) as StoredTitles
  return {
    ...stored,
    oldest: stored.oldest.map(readTitle),
    largest: stored.largest.map(BigInt),
    firstDefault: stored.firstDefault && readTitle(stored.firstDefault),
  }
}

const writeTitles = (titles: OverdueTitles): string =>
  JSON.stringify(titles, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
