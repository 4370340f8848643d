import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { DeliveryState } from './delivery.ts'

/** A delivery whose turn it is: nothing that its customer has to be told before is still waiting. */
export interface Turn {
  readonly seq: number
  readonly position: number
  readonly orderKey: string
  readonly attempts: number
}

const isWithout = (state: DeliveryState, condition = ''): string => `NOT EXISTS (SELECT 1 FROM event_deliveries e
  WHERE e.webhook_id = d.webhook_id AND e.state = '${state}' AND e.order_key = d.order_key ${condition})`
/**
 * Also when an older event is sent again: one event of a customer at a time, the oldest first. A question for each state,
 * so that each is one look into the index: of all in one MariaDB read every waiting row for every row.
 */
const IS_FIRST = [
  ...(['pending', 'failed', 'retrying'] as const).map((state) => isWithout(state, 'AND e.position < d.position')),
  isWithout('sending'),
].join(' AND ')

/** Those of these webhooks for which something is due, or was being sent by a process that is believed dead. */
export async function findDueWebhooks(sql: Sql, webhookIds: readonly string[], now: EpochMs): Promise<string[]> {
  const asked = webhookIds.flatMap((id) => ['pending', 'failed', 'retrying', 'sending'].map((state) => ({ id, state })))
  const found = await sql.each(
    `SELECT seq FROM event_deliveries WHERE webhook_id = ? AND state = ? AND COALESCE(sends_until, next_at) <= ? LIMIT 1`,
    asked.map(({ id, state }) => [id, state, now]),
  )
  return [...new Set(asked.filter((_, index) => found[index]?.length).map(({ id }) => id))]
}

/** What a process that died had in hand waits again. */
export async function recoverLost(sql: Sql, webhookId: string, now: EpochMs): Promise<void> {
  await sql.run(
    `UPDATE event_deliveries SET state = CASE WHEN attempts = 0 THEN 'pending' ELSE 'failed' END, sender = NULL, sends_until = NULL
     WHERE webhook_id = ? AND state = 'sending' AND sends_until <= ?`,
    [webhookId, now],
  )
}

export async function isHeldByAnother(sql: Sql, webhookId: string, sender: string): Promise<boolean> {
  const rows = await sql.all(
    `SELECT seq FROM event_deliveries WHERE webhook_id = ? AND state = 'sending' AND sender <> ? LIMIT 1`,
    [webhookId, sender],
  )
  return rows.length > 0
}

export async function hasFailed(sql: Sql, webhookId: string): Promise<boolean> {
  const rows = await sql.all(`SELECT seq FROM event_deliveries WHERE webhook_id = ? AND state = 'failed' LIMIT 1`, [
    webhookId,
  ])
  return rows.length > 0
}

/** What was tried before and is due again, the longest due first. */
export async function findTriedTurns(sql: Sql, webhookId: string, now: EpochMs, limit: number): Promise<Turn[]> {
  return findTurns(sql, `d.state IN ('failed','retrying') AND d.next_at <= ?`, 'd.next_at', [webhookId, now, limit])
}

/** What was never tried, in turn by customer, beginning with the one after `afterKey`. */
export async function findNewTurns(sql: Sql, webhookId: string, afterKey: string, limit: number): Promise<Turn[]> {
  const from = (condition: string, left: number): Promise<Turn[]> =>
    findTurns(sql, `d.state = 'pending' AND ${condition}`, 'd.order_key, d.position', [webhookId, afterKey, left])
  const turns = await from('d.order_key > ?', limit)
  return turns.length === limit ? turns : [...turns, ...(await from('d.order_key <= ?', limit - turns.length))]
}

async function findTurns(sql: Sql, condition: string, order: string, values: readonly SqlValue[]): Promise<Turn[]> {
  const rows = await sql.all(
    `SELECT d.seq, d.position, d.order_key, d.attempts FROM event_deliveries d
     WHERE d.webhook_id = ? AND ${condition} AND ${IS_FIRST} ORDER BY ${order} LIMIT ?`,
    values,
  )
  return rows.map(toTurn)
}

export async function markSending(
  sql: Sql,
  seqs: readonly number[],
  sender: string,
  sendsUntil: EpochMs,
): Promise<void> {
  const list = inList(seqs)
  await sql.run(
    `UPDATE event_deliveries SET state = 'sending', sender = ?, sends_until = ? WHERE seq IN (${list.marks})`,
    [sender, sendsUntil, ...list.values],
  )
}

/** What was claimed and not tried waits as it did. */
export async function giveBack(sql: Sql, seqs: readonly number[], sender: string): Promise<void> {
  const list = inList(seqs)
  await sql.run(
    `UPDATE event_deliveries SET state = CASE WHEN attempts = 0 THEN 'pending' ELSE 'retrying' END, sender = NULL, sends_until = NULL
     WHERE seq IN (${list.marks}) AND state = 'sending' AND sender = ?`,
    [...list.values, sender],
  )
}

export interface Taken {
  readonly seq: number
  readonly status: number
}

/** Whatever another sender took over meanwhile, since this one was believed dead, is left to it. */
export async function recordDelivered(sql: Sql, taken: readonly Taken[], sender: string, at: EpochMs): Promise<void> {
  for (const [status, some] of Map.groupBy(taken, (one) => one.status)) {
    const list = inList(some.map(({ seq }) => seq))
    await sql.run(
      `UPDATE event_deliveries SET state = 'delivered', attempts = attempts + 1, delivered_at = ?, last_status = ?,
         last_error = NULL, sender = NULL, sends_until = NULL
       WHERE seq IN (${list.marks}) AND state = 'sending' AND sender = ?`,
      [at, status, ...list.values, sender],
    )
  }
}

export interface Failure {
  readonly state: 'failed' | 'dead'
  readonly nextAt: EpochMs
  readonly status: number | null
  readonly error: string
}

export async function recordFailure(sql: Sql, seq: number, sender: string, failure: Failure): Promise<void> {
  const { state, nextAt, status, error } = failure
  await sql.run(
    `UPDATE event_deliveries SET state = ?, attempts = attempts + 1, next_at = ?, last_status = ?, last_error = ?,
       sender = NULL, sends_until = NULL
     WHERE seq = ? AND state = 'sending' AND sender = ?`,
    [state, nextAt, status, error, seq, sender],
  )
}

/**
 * The receiver takes again. Where what it took had failed before, it was the receiver and not the event: what else failed
 * is due at once. Else the others wait for their time, since they may be what it refuses.
 */
export async function recordRecovery(sql: Sql, webhookId: string, hadFailed: boolean, now: EpochMs): Promise<void> {
  const sooner = hadFailed ? ', next_at = CASE WHEN next_at > ? THEN ? ELSE next_at END' : ''
  const states = hadFailed ? `'failed','retrying'` : `'failed'`
  await sql.run(
    `UPDATE event_deliveries SET state = 'retrying'${sooner} WHERE webhook_id = ? AND state IN (${states})`,
    hadFailed ? [now, now, webhookId] : [webhookId],
  )
}

/** How old something has to be so that it is given up when its turn does not come. */
export interface TooOld {
  /** When the event happened, at the latest. */
  readonly happenedUntil: EpochMs
  /** Since when it waits, at the latest, if it was never tried: what was sent again has another chance. */
  readonly waitsSince: EpochMs
}

/** Gives up what is due and too old: the receiver was away all the time. */
export async function buryOld(
  sql: Sql,
  webhookId: string,
  { happenedUntil, waitsSince }: TooOld,
  now: EpochMs,
  error: string,
  limit: number,
): Promise<void> {
  const rows = await sql.all(
    `SELECT d.seq FROM event_deliveries d JOIN events v ON v.position = d.position
     WHERE d.webhook_id = ? AND d.state IN ('pending','failed','retrying') AND v.at <= ?
       AND d.next_at <= CASE WHEN d.state = 'pending' THEN ? ELSE ? END LIMIT ?`,
    [webhookId, happenedUntil, waitsSince, now, limit],
  )
  if (rows.length === 0) return
  const list = inList(rows.map((row) => number(row['seq'])))
  await sql.run(`UPDATE event_deliveries SET state = 'dead', last_error = ? WHERE seq IN (${list.marks})`, [
    error,
    ...list.values,
  ])
}

const toTurn = (row: Row): Turn => ({
  seq: number(row['seq']),
  position: number(row['position']),
  orderKey: String(row['order_key']),
  attempts: number(row['attempts']),
})
