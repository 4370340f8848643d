import type { Row, Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** Whom events are posted to. */
export interface StoredWebhook {
  readonly id: string
  readonly name: string
  readonly url: string
  /** The types that it takes; none is all of them. */
  readonly types: readonly string[]
  /** The one source whose events it takes; `null` is every source. */
  readonly source: string | null
  readonly isActive: boolean
  readonly createdAt: EpochMs
}

const COLUMNS = 'id, name, url, types, source, active, created_at'

export async function insertWebhook(sql: Sql, webhook: StoredWebhook, secret: string): Promise<void> {
  const { id, name, url, types, source, isActive, createdAt } = webhook
  await sql.insert(
    'event_webhooks',
    ['id', 'name', 'url', 'secret', 'types', 'source', 'active', 'created_at'],
    [[id, name, url, secret, types.join(' '), source, isActive ? 1 : 0, createdAt]],
  )
}

/** Those that were not removed, the newest first. */
export async function listWebhooks(sql: Sql): Promise<StoredWebhook[]> {
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM event_webhooks WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC`,
  )
  return rows.map(toWebhook)
}

export async function listActiveWebhooks(sql: Sql): Promise<StoredWebhook[]> {
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM event_webhooks WHERE deleted_at IS NULL AND active = 1 ORDER BY id`,
  )
  return rows.map(toWebhook)
}

/** What is needed to post: it changes seldom and stays in the database, so that a new secret counts at once. */
export interface Target {
  readonly url: string
  readonly secret: string
  readonly isActive: boolean
}

/** Locked until the end of the transaction: one process at a time decides what is sent to a webhook. */
export async function lockWebhook(sql: Sql, id: string): Promise<(StoredWebhook & Target) | null> {
  const [row] = await sql.all(
    `SELECT ${COLUMNS}, secret FROM event_webhooks WHERE id = ? AND deleted_at IS NULL${sql.forUpdate}`,
    [id],
  )
  return row ? { ...toWebhook(row), secret: String(row['secret']) } : null
}

export async function setActive(sql: Sql, id: string, isActive: boolean): Promise<void> {
  await sql.run('UPDATE event_webhooks SET active = ? WHERE id = ?', [isActive ? 1 : 0, id])
}

export async function setSecret(sql: Sql, id: string, secret: string): Promise<void> {
  await sql.run('UPDATE event_webhooks SET secret = ? WHERE id = ?', [secret, id])
}

/** Its line stays, its secret does not. */
export async function deleteWebhook(sql: Sql, id: string, at: EpochMs): Promise<void> {
  await sql.run(`UPDATE event_webhooks SET deleted_at = ?, active = 0, secret = '' WHERE id = ?`, [at, id])
}

const toWebhook = (row: Row): StoredWebhook => ({
  id: String(row['id']),
  name: String(row['name']),
  url: String(row['url']),
  types: String(row['types']).split(' ').filter(Boolean),
  source: row['source'] === null ? null : String(row['source']),
  isActive: number(row['active']) === 1,
  createdAt: number(row['created_at']),
})
