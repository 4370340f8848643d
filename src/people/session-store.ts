import type { Row, Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type Account, toAccount } from './user-store.ts'

export interface StoredSession {
  readonly hash: string
  readonly userId: string
  readonly createdAt: EpochMs
  readonly seenAt: EpochMs
  readonly expiresAt: EpochMs
}

export async function insertSession(sql: Sql, session: StoredSession): Promise<void> {
  const { hash, userId, createdAt, seenAt, expiresAt } = session
  await sql.insert(
    'sessions',
    ['hash', 'user_id', 'created_at', 'seen_at', 'expires_at'],
    [[hash, userId, createdAt, seenAt, expiresAt]],
  )
}

/** The session that stands at that instant, and whose it is; `null` when it is over or they are no longer active. */
export async function findSession(
  sql: Sql,
  hash: string,
  now: EpochMs,
): Promise<{ session: StoredSession; account: Account } | null> {
  const [row] = await sql.all<Row>(
    `SELECT users.*, sessions.hash AS session_hash, sessions.created_at AS session_created_at,
       sessions.seen_at, sessions.expires_at
     FROM sessions JOIN users ON users.id = sessions.user_id
     WHERE sessions.hash = ? AND sessions.expires_at > ? AND users.active = 1`,
    [hash, now],
  )
  if (!row) return null
  const account = toAccount(row)
  const session = {
    hash: String(row['session_hash']),
    userId: account.id,
    createdAt: number(row['session_created_at']),
    seenAt: number(row['seen_at']),
    expiresAt: number(row['expires_at']),
  }
  return { session, account }
}

export async function touchSession(sql: Sql, hash: string, seenAt: EpochMs, expiresAt: EpochMs): Promise<void> {
  await sql.run('UPDATE sessions SET seen_at = ?, expires_at = ? WHERE hash = ? AND seen_at < ?', [
    ...[seenAt, expiresAt, hash, seenAt],
  ])
}

/** Whose session it was; `null` when there was none. */
export async function deleteSession(sql: Sql, hash: string): Promise<string | null> {
  const [row] = await sql.all<{ user_id: string }>('SELECT user_id FROM sessions WHERE hash = ?', [hash])
  const { changes } = await sql.run('DELETE FROM sessions WHERE hash = ?', [hash])
  return row && changes > 0 ? row.user_id : null
}

export async function deleteSessionsOf(sql: Sql, userId: string): Promise<void> {
  await sql.run('DELETE FROM sessions WHERE user_id = ?', [userId])
}

/** Deletes what is over, and all but the newest of a user. The caller has locked the user. */
export async function thinSessions(sql: Sql, userId: string, now: EpochMs, countMax: number): Promise<void> {
  await sql.run('DELETE FROM sessions WHERE user_id = ? AND expires_at <= ?', [userId, now])
  const rows = await sql.all<{ hash: string }>(
    'SELECT hash FROM sessions WHERE user_id = ? ORDER BY seen_at DESC, hash',
    [userId],
  )
  for (const { hash } of rows.slice(countMax)) await sql.run('DELETE FROM sessions WHERE hash = ?', [hash])
}

export async function deleteExpiredSessions(sql: Sql, now: EpochMs): Promise<void> {
  await sql.run('DELETE FROM sessions WHERE expires_at <= ?', [now])
}
