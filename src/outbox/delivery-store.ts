import { inList, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type Delivery, type DeliveryState, type ShownState, shownState, statesShownAs } from './delivery.ts'

export interface NewDelivery {
  readonly webhookId: string
  readonly position: number
  readonly orderKey: string
}

export async function insertDeliveries(sql: Sql, deliveries: readonly NewDelivery[], now: EpochMs): Promise<void> {
  await sql.insert(
    'event_deliveries',
    ['webhook_id', 'position', 'order_key', 'state', 'attempts', 'next_at'],
    deliveries.map(({ webhookId, position, orderKey }) => [webhookId, position, orderKey, 'pending', 0, now]),
  )
}

export interface DeliveryQuery {
  readonly webhookId: string
  readonly state: ShownState | null
  /** Continues towards older events; `null` begins at the newest. */
  readonly before: number | null
}

/** The newest events first. */
export async function listDeliveries(sql: Sql, query: DeliveryQuery, limit: number): Promise<Delivery[]> {
  const { webhookId, state, before } = query
  const states = inList(state === null ? [] : statesShownAs(state))
  const rows = await sql.all(
    `SELECT d.seq, d.position, d.state, d.attempts, d.next_at, d.last_status, d.last_error, d.delivered_at,
       e.id AS event_id, e.type AS event_type
     FROM event_deliveries d JOIN events e ON e.position = d.position
     WHERE d.webhook_id = ? AND d.position < ? ${state === null ? '' : `AND d.state IN (${states.marks})`}
     ORDER BY d.position DESC LIMIT ?`,
    [webhookId, before ?? Number.MAX_SAFE_INTEGER, ...(state === null ? [] : states.values), limit],
  )
  return rows.map(toDelivery)
}

/** How many deliveries of each webhook wait, and how many are dead. */
export async function countDeliveries(sql: Sql, webhookIds: readonly string[]) {
  const list = inList(webhookIds)
  const rows = await sql.all(
    `SELECT webhook_id, state, COUNT(*) AS count FROM event_deliveries
     WHERE webhook_id IN (${list.marks}) AND state IN ('pending','sending','failed','retrying','dead')
     GROUP BY webhook_id, state`,
    list.values,
  )
  return rows.map((row) => ({
    webhookId: String(row['webhook_id']),
    state: String(row['state']) as DeliveryState,
    count: number(row['count']),
  }))
}

/** Of these deliveries, or all for `null`, those that are dead; and, where they are named, those that were delivered. */
export async function listReplayable(
  sql: Sql,
  webhookId: string,
  seqs: readonly number[] | null,
  limit: number,
): Promise<number[]> {
  const list = inList(seqs ?? [])
  const which = seqs === null ? `state = 'dead'` : `state IN ('dead','delivered') AND seq IN (${list.marks})`
  const rows = await sql.all(
    `SELECT seq FROM event_deliveries WHERE webhook_id = ? AND ${which} ORDER BY position LIMIT ?`,
    [webhookId, ...(seqs === null ? [] : list.values), limit],
  )
  return rows.map((row) => number(row['seq']))
}

export async function sendAgain(sql: Sql, seqs: readonly number[], now: EpochMs): Promise<void> {
  const list = inList(seqs)
  await sql.run(
    `UPDATE event_deliveries SET state = 'pending', attempts = 0, next_at = ?, delivered_at = NULL
     WHERE seq IN (${list.marks}) AND state IN ('dead','delivered')`,
    [now, ...list.values],
  )
}

function toDelivery(row: Row): Delivery {
  const state = shownState(String(row['state']) as DeliveryState)
  return {
    seq: number(row['seq']),
    position: number(row['position']),
    eventId: String(row['event_id']),
    eventType: String(row['event_type']),
    state,
    attempts: number(row['attempts']),
    nextAt: state === 'pending' || state === 'retrying' ? number(row['next_at']) : null,
    lastStatus: numberOrNull(row['last_status']),
    lastError: row['last_error'] === null ? null : String(row['last_error']),
    deliveredAt: numberOrNull(row['delivered_at']),
  }
}

const FORGOTTEN_AT_ONCE = 1_000
const FORGOTTEN_MAX = 100_000

/** Deletes what was delivered and was last due before this. */
export async function forgetDelivered(sql: Sql, before: EpochMs): Promise<number> {
  let forgotten = 0
  while (forgotten < FORGOTTEN_MAX) {
    const rows = await sql.all(
      `SELECT seq FROM event_deliveries WHERE state = 'delivered' AND next_at <= ? ORDER BY next_at LIMIT ?`,
      [before, FORGOTTEN_AT_ONCE],
    )
    if (rows.length === 0) break
    const list = inList(rows.map((row) => number(row['seq'])))
    await sql.run(`DELETE FROM event_deliveries WHERE seq IN (${list.marks}) AND state = 'delivered'`, list.values)
    forgotten += rows.length
  }
  return forgotten
}
