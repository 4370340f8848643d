import { inList, type Row, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { EventType, Happening } from './event.ts'

/**
 * Writes what others are to be told, in the transaction of what it tells. The caller holds the lock of the customer's
 * account, so that events of one customer are in the order of their commits.
 */
export async function addEvents(sql: Sql, happenings: readonly Happening[], at: EpochMs): Promise<void> {
  const columns = ['id', 'type', 'source', 'order_key', 'payload_json', 'at']
  const rows = happenings.map(({ type, source, customerId, payload }) => [
    createId('evt', at),
    type,
    source,
    `customer:${customerId}`,
    JSON.stringify(payload),
    at,
  ])
  await sql.insert('events', columns, rows)
}

/** An event that has no position yet. */
export interface NewEvent {
  readonly seq: number
  readonly type: string
  readonly source: string
  readonly orderKey: string
}

/** An event that can be told. */
export interface StoredEvent {
  readonly id: string
  readonly position: number
  readonly type: EventType
  readonly source: string
  readonly payloadJson: string
  readonly at: EpochMs
}

export async function hasNewEvents(sql: Sql): Promise<boolean> {
  return (await sql.all('SELECT seq FROM events WHERE position IS NULL LIMIT 1')).length > 0
}

/** The first committed ones, without waiting for what is not committed yet. */
export async function listNewEvents(sql: Sql, limit: number): Promise<NewEvent[]> {
  const rows = await sql.all(
    'SELECT seq, type, source, order_key FROM events WHERE position IS NULL ORDER BY seq LIMIT ?',
    [limit],
  )
  return rows.map((row) => ({
    seq: number(row['seq']),
    type: String(row['type']),
    source: String(row['source']),
    orderKey: String(row['order_key']),
  }))
}

/**
 * The last position that was given. On MariaDB the event that came first is locked, so that one process at a time gives
 * positions. Before there is one, the unique key decides who was first; SQLite has one writer anyway.
 */
export async function lockLastPosition(sql: Sql): Promise<number> {
  await sql.all(`SELECT seq FROM events WHERE position = 1${sql.forUpdate}`)
  return lastPosition(sql)
}

export async function lastPosition(sql: Sql): Promise<number> {
  const [row] = await sql.all('SELECT MAX(position) AS position FROM events')
  return number(row?.['position'] ?? 0)
}

/** Numbers the events from `first` on; `false` when another process was faster with one of them. */
export async function givePositions(sql: Sql, seqs: readonly number[], first: number): Promise<boolean> {
  const list = inList(seqs)
  const cases = list.values.flatMap((seq, index) => [seq, first + Math.min(index, seqs.length - 1)])
  const { changes } = await sql.run(
    `UPDATE events SET position = CASE seq ${'WHEN ? THEN ? '.repeat(list.values.length)}END
     WHERE seq IN (${list.marks}) AND position IS NULL`,
    [...cases, ...list.values],
  )
  return changes === seqs.length
}

const EVENT_COLUMNS = 'id, position, type, source, payload_json, at'

export async function findEvents(sql: Sql, positions: readonly number[]): Promise<Map<number, StoredEvent>> {
  const list = inList(positions)
  const rows = await sql.all(`SELECT ${EVENT_COLUMNS} FROM events WHERE position IN (${list.marks})`, list.values)
  return new Map(rows.map(toEvent).map((event) => [event.position, event]))
}

/** Which events are read: those after a position up to another one, of these types (all for none) and this source. */
export interface EventRange {
  readonly after: number
  readonly until: number
  readonly types: readonly string[]
  readonly source: string | null
}

export async function listEvents(sql: Sql, range: EventRange, limit: number): Promise<StoredEvent[]> {
  const { after, until, types, source } = range
  const list = inList(types)
  const conditions = ['position > ?', 'position <= ?']
  if (types.length > 0) conditions.push(`type IN (${list.marks})`)
  if (source !== null) conditions.push('source = ?')
  const rows = await sql.all(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE ${conditions.join(' AND ')} ORDER BY position LIMIT ?`,
    [after, until, ...(types.length > 0 ? list.values : []), ...(source === null ? [] : [source]), limit],
  )
  return rows.map(toEvent)
}

const toEvent = (row: Row): StoredEvent => ({
  id: String(row['id']),
  position: number(row['position']),
  type: String(row['type']) as EventType,
  source: String(row['source']),
  payloadJson: String(row['payload_json']),
  at: number(row['at']),
})
