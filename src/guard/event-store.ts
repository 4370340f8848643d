import type { Sql } from '../database.ts'
import { centsOf, number } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { ErpEvent, Verdict } from './erp-event-store.ts'

/** What triggers recorded and Fiado has taken, in Fiado's own database. */

export interface GuardEvent {
  readonly seq: number
  readonly at: EpochMs
  readonly guard: string
  readonly source: string
  readonly verdict: Verdict
  readonly isRefused: boolean
  readonly customer: string | null
  readonly company: string | null
  readonly orderId: string | null
  readonly amount: Cents | null
  readonly message: string | null
  readonly checkId: string | null
}

export async function isTaken(sql: Sql, post: string, event: Pick<ErpEvent, 'number' | 'at'>): Promise<boolean> {
  const rows = await sql.all('SELECT seq FROM guard_events WHERE post = ? AND number = ? AND at = ?', [
    post,
    event.number,
    event.at,
  ])
  return rows.length > 0
}

export function takeEvent(
  sql: Sql,
  post: { readonly name: string; readonly source: string },
  event: ErpEvent,
  checkId: string | null,
  now: EpochMs,
): Promise<void> {
  const columns = ['post', 'number', 'at', 'guard', 'source', 'verdict', 'refused', 'customer', 'company', 'order_id']
  return sql.insert(
    'guard_events',
    [...columns, 'amount_cents', 'message', 'check_id', 'taken_at'],
    [
      [
        ...[post.name, event.number, event.at, event.guard, post.source, event.verdict, event.isRefused ? 1 : 0],
        ...[event.customer, event.company, event.orderId, event.amount, event.message, checkId, now],
      ],
    ],
  )
}

export interface EventQuery {
  readonly guard: string
  readonly before: number | null
  readonly limit: number
}

/** The newest first. */
export async function listEvents(sql: Sql, { guard, before, limit }: EventQuery): Promise<GuardEvent[]> {
  const rows = await sql.all(
    `SELECT * FROM guard_events WHERE guard = ? ${before === null ? '' : 'AND seq < ?'} ORDER BY seq DESC LIMIT ${limit}`,
    before === null ? [guard] : [guard, before],
  )
  return rows.map(toEvent)
}

function toEvent(row: Record<string, unknown>): GuardEvent {
  const text = (name: string): string | null => row[name] as string | null
  return {
    seq: number(row['seq']),
    at: number(row['at']),
    guard: String(row['guard']),
    source: String(row['source']),
    verdict: String(row['verdict']) as Verdict,
    isRefused: number(row['refused']) === 1,
    ...{ customer: text('customer'), company: text('company'), orderId: text('order_id'), message: text('message') },
    amount: row['amount_cents'] === null ? null : centsOf(row['amount_cents']),
    checkId: text('check_id'),
  }
}

export interface VerdictCount {
  readonly guard: string
  readonly verdict: Verdict
  readonly isRefused: boolean
  readonly count: number
}

/** How often each verdict came since an instant, by guard. */
export async function countVerdicts(sql: Sql, since: EpochMs): Promise<VerdictCount[]> {
  const rows = await sql.all(
    `SELECT guard, verdict, refused, COUNT(*) AS count FROM guard_events WHERE at >= ?
     GROUP BY guard, verdict, refused ORDER BY guard, verdict, refused`,
    [since],
  )
  return rows.map((row) => ({
    guard: String(row['guard']),
    verdict: String(row['verdict']) as Verdict,
    isRefused: number(row['refused']) === 1,
    count: number(row['count']),
  }))
}
