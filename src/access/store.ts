import type { Row, Sql, SqlInteger } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type ApiKey, type Caller, isScope } from './key.ts'

/** One line of the trail. `detail` is what was changed, without secrets. */
export interface AuditEntry {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly at: EpochMs
  readonly requestId: string | null
}

export interface StoredAuditEntry extends AuditEntry {
  readonly id: number
}

export interface AuditQuery {
  /** Only entries older than the one of this id. */
  readonly before: number | null
  readonly subject: string | null
  /** Written then or later. */
  readonly since?: EpochMs | null
  /** Written before. */
  readonly until?: EpochMs | null
  /** A whole number: the caller has validated it. */
  readonly limit: number
}

/** Keys in force are counted in dozens; with more than this the listing would have to be paged. */
export const KEYS_MAX = 1_000

const KEY_COLUMNS = 'id, name, scopes, source, created_at, revoked_at'
const ACTOR_LENGTH_MAX = 160
const SUBJECT_LENGTH_MAX = 255

/**
 * Appends to the trail. Takes the transaction of the change itself, so that there is no change without its line and no
 * line without its change. Nothing in the program updates or deletes these rows.
 */
export async function recordAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  const { at, requestId } = entry
  const actor = entry.actor.slice(0, ACTOR_LENGTH_MAX)
  const subject = entry.subject.slice(0, SUBJECT_LENGTH_MAX)
  await sql.run('INSERT INTO audit (at, actor, action, subject, detail_json, request_id) VALUES (?,?,?,?,?,?)', [
    at,
    actor,
    entry.action,
    subject,
    JSON.stringify(entry.detail),
    requestId,
  ])
}

/** Up to `limit` entries, the newest first. */
export async function readAudit(sql: Sql, query: AuditQuery): Promise<StoredAuditEntry[]> {
  const { before, subject, since = null, until = null } = query
  const given: readonly (readonly [string, string | number | null])[] = [
    ['id < ?', before],
    ['subject = ?', subject],
    ['at >= ?', since],
    ['at < ?', until],
  ]
  const chosen = given.flatMap(([condition, value]) => (value === null ? [] : [{ condition, value }]))
  const values = chosen.map(({ value }) => value)
  const where = chosen.length > 0 ? `WHERE ${chosen.map(({ condition }) => condition).join(' AND ')}` : ''
  // The limit stands in the text: it is a validated whole number, and MariaDB takes no bound string there.
  const rows = await sql.all(
    `SELECT id, at, actor, action, subject, detail_json, request_id FROM audit ${where} ORDER BY id DESC LIMIT ${query.limit}`,
    values,
  )
  return rows.map((row) => ({
    id: Number(row['id']),
    at: Number(row['at']),
    actor: String(row['actor']),
    action: String(row['action']),
    subject: String(row['subject']),
    detail: JSON.parse(String(row['detail_json'])),
    requestId: row['request_id'] === null ? null : String(row['request_id']),
  }))
}

/** Who holds the key of that hash: `null` for no key and for a revoked one. */
export async function findCaller(sql: Sql, hash: string): Promise<Caller | null> {
  const [row] = await sql.all(`SELECT ${KEY_COLUMNS} FROM api_keys WHERE hash = ? AND revoked_at IS NULL`, [hash])
  if (!row) return null
  const { keyId, name, scopes, source } = toApiKey(row)
  return { keyId, name, scopes, source }
}

export async function findKey(sql: Sql, id: string): Promise<ApiKey | null> {
  const [row] = await sql.all(`SELECT ${KEY_COLUMNS} FROM api_keys WHERE id = ?${sql.forUpdate}`, [id])
  return row ? toApiKey(row) : null
}

/** The key of that hash, revoked or not. */
export async function findKeyByHash(sql: Sql, hash: string): Promise<ApiKey | null> {
  const [row] = await sql.all(`SELECT ${KEY_COLUMNS} FROM api_keys WHERE hash = ?${sql.forUpdate}`, [hash])
  return row ? toApiKey(row) : null
}

/** The keys in force, then the revoked ones as far as `KEYS_MAX` allows; the newest first. */
export async function listKeys(sql: Sql): Promise<ApiKey[]> {
  const rows = await sql.all(
    `SELECT ${KEY_COLUMNS} FROM api_keys ORDER BY revoked_at IS NOT NULL, created_at DESC, id DESC LIMIT ${KEYS_MAX}`,
  )
  return rows.map(toApiKey)
}

/** How many keys are in force. */
export async function countKeys(sql: Sql): Promise<number> {
  const [row] = await sql.all<{ count: SqlInteger }>('SELECT COUNT(*) AS count FROM api_keys WHERE revoked_at IS NULL')
  return Number(row?.count ?? 0)
}

export async function insertKey(sql: Sql, key: ApiKey, hash: string): Promise<void> {
  await sql.insert(
    'api_keys',
    ['id', 'name', 'hash', 'scopes', 'source', 'created_at', 'revoked_at'],
    [[key.keyId, key.name, hash, key.scopes.join(' '), key.source, key.createdAt, key.revokedAt]],
  )
}

export async function revokeKey(sql: Sql, id: string, at: EpochMs): Promise<void> {
  await sql.run('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [at, id])
}

/** Ids of keys in force whose id starts with the prefix. */
export async function listActiveIds(sql: Sql, prefix: string): Promise<string[]> {
  const rows = await sql.all<{ id: string }>(
    `SELECT id FROM api_keys WHERE revoked_at IS NULL AND SUBSTR(id, 1, ${prefix.length}) = ?${sql.forUpdate}`,
    [prefix],
  )
  return rows.map((row) => row.id)
}

function toApiKey(row: Row): ApiKey {
  return {
    keyId: String(row['id']),
    name: String(row['name']),
    scopes: String(row['scopes']).split(' ').filter(isScope),
    source: row['source'] === null ? null : String(row['source']),
    createdAt: Number(row['created_at']),
    revokedAt: row['revoked_at'] === null ? null : Number(row['revoked_at']),
  }
}
