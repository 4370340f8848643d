import type { Database, Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** What is known of a post: when it was written last, and what is wrong with it. */
export interface PostState {
  readonly publishedAt: EpochMs | null
  readonly comparedAt: EpochMs | null
  readonly compared: Readonly<Record<string, number>> | null
  readonly failedAt: EpochMs | null
  readonly failure: string | null
  readonly verifiedAt: EpochMs | null
  /** What stands otherwise than the files say; `null` until it was looked at. */
  readonly drift: readonly Drift[] | null
}

/** A trigger that stands otherwise than its guard's file says, or not at all. */
export interface Drift {
  readonly guard: string
  readonly trigger: string
  readonly state: 'missing' | 'changed'
}

const FAILURE_CHARS_MAX = 500

/** Makes the rows of new posts. */
export async function ensurePosts(sql: Sql, names: readonly string[]): Promise<void> {
  await sql.upsert(
    'guard_posts',
    ['name'],
    names.map((name) => [name]),
    ['name'],
    ['name'],
  )
}

/**
 * A higher revision than any before, and `least` or more: the instant, so that it is higher also when this database was put
 * back to an earlier day, or what stands in the ERP's. Taken before what is written with it is read, so that of two
 * writers the one who read later is never replaced by the other.
 */
export function nextRevision(db: Database, post: string, least: number): Promise<number> {
  return db.transaction(async (sql) => {
    await sql.run(
      'UPDATE guard_posts SET revision = CASE WHEN revision < ? THEN ? ELSE revision + 1 END WHERE name = ?',
      [least, least, post],
    )
    const [row] = await sql.all('SELECT revision FROM guard_posts WHERE name = ?', [post])
    return number(row?.['revision'])
  })
}

export const notePublished = (sql: Sql, post: string, now: EpochMs): Promise<unknown> =>
  sql.run('UPDATE guard_posts SET published_at = ? WHERE name = ?', [now, post])

export const noteSound = (sql: Sql, post: string): Promise<unknown> =>
  sql.run('UPDATE guard_posts SET failed_at = NULL, failure = NULL WHERE name = ?', [post])

export const noteFailure = (sql: Sql, post: string, now: EpochMs, failure: string): Promise<unknown> =>
  sql.run('UPDATE guard_posts SET failed_at = ?, failure = ? WHERE name = ?', [
    now,
    failure.slice(0, FAILURE_CHARS_MAX),
    post,
  ])

export const noteCompared = (
  sql: Sql,
  post: string,
  now: EpochMs,
  counts: Readonly<Record<string, number>>,
): Promise<unknown> =>
  sql.run('UPDATE guard_posts SET compared_at = ?, compared_json = ? WHERE name = ?', [
    now,
    JSON.stringify(counts),
    post,
  ])

export const noteVerified = (sql: Sql, post: string, now: EpochMs, drift: readonly Drift[]): Promise<unknown> =>
  sql.run('UPDATE guard_posts SET verified_at = ?, drift_json = ? WHERE name = ?', [now, JSON.stringify(drift), post])

export async function readPosts(sql: Sql): Promise<Map<string, PostState>> {
  const rows = await sql.all('SELECT * FROM guard_posts')
  return new Map(
    rows.map((row) => [
      String(row['name']),
      {
        publishedAt: numberOrNull(row['published_at']),
        comparedAt: numberOrNull(row['compared_at']),
        compared: row['compared_json'] === null ? null : JSON.parse(String(row['compared_json'])),
        failedAt: numberOrNull(row['failed_at']),
        failure: row['failure'] === null ? null : String(row['failure']),
        verifiedAt: numberOrNull(row['verified_at']),
        drift: row['drift_json'] === null ? null : JSON.parse(String(row['drift_json'])),
      },
    ]),
  )
}
