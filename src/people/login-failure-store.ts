import type { Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type Failures, NO_FAILURES } from './lock-out.ts'

/** As long as a column takes; behind a proxy that lets anything pass an address may be any text. */
const NETWORK_CHARS_MAX = 64
/** Stands for whoever is logged in already, wherever they are. */
export const SESSION_NETWORK = 'session'

const keyOf = (userId: string, network: string): [string, string] => [userId, network.slice(0, NETWORK_CHARS_MAX)]

/** The caller has locked the user. */
export async function findFailures(sql: Sql, userId: string, network: string): Promise<Failures> {
  const [row] = await sql.all(
    'SELECT failures, locked_until, failed_at FROM login_failures WHERE user_id = ? AND network = ?',
    keyOf(userId, network),
  )
  if (!row) return NO_FAILURES
  const lockedUntil = numberOrNull(row['locked_until'])
  return { failures: number(row['failures']), lockedUntil, failedAt: number(row['failed_at']) }
}

/** `now` is for a row without a failure, which is written all the same so that it takes as long. */
export async function saveFailures(
  sql: Sql,
  userId: string,
  network: string,
  { failures, lockedUntil, failedAt }: Failures,
  now: EpochMs,
): Promise<void> {
  const columns = ['user_id', 'network', 'failures', 'locked_until', 'failed_at']
  const row = [...keyOf(userId, network), failures, lockedUntil, failedAt ?? now]
  await sql.upsert('login_failures', columns, [row], columns.slice(0, 2), columns.slice(2))
}

export async function deleteFailures(sql: Sql, userId: string, network: string): Promise<void> {
  await sql.run('DELETE FROM login_failures WHERE user_id = ? AND network = ?', keyOf(userId, network))
}

export async function deleteFailuresOf(sql: Sql, userId: string): Promise<void> {
  await sql.run('DELETE FROM login_failures WHERE user_id = ?', [userId])
}

export async function deleteOldFailures(sql: Sql, before: EpochMs): Promise<void> {
  await sql.run('DELETE FROM login_failures WHERE failed_at <= ?', [before])
}

/** Until when those users cannot enter from some network; who can from everywhere is left out. */
export async function findNetworkLocks(
  sql: Sql,
  now: EpochMs,
  userId: string | null = null,
): Promise<ReadonlyMap<string, EpochMs>> {
  const rows = await sql.all<{ user_id: string; locked_until: unknown }>(
    `SELECT user_id, MAX(locked_until) AS locked_until FROM login_failures
     WHERE locked_until > ? AND network <> ?${userId === null ? '' : ' AND user_id = ?'} GROUP BY user_id`,
    [now, SESSION_NETWORK, ...(userId === null ? [] : [userId])],
  )
  return new Map(rows.map((row) => [row.user_id, number(row.locked_until)]))
}
