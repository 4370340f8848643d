import { createHash } from 'node:crypto'
import { inList, type Sql, type SqlValue } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Fault } from '../kernel/text.ts'
import type { Rejected } from './ingest.ts'

/** A bad record is kept up to this size, enough to see what is wrong with it. */
const RECORD_CHARS_MAX = 16_384

export interface Quarantined {
  id: number
  kind: string
  externalId: string | null
  record: unknown
  errors: Fault[]
  receivedAt: EpochMs
}

const KEYS = ['source', 'kind', 'record_key']
const COLUMNS = [...KEYS, 'external_id', 'waits_for_customer', 'record_json', 'errors_json', 'received_at']

/** Keeps bad records, one row per record id, so that a record sent again and again does not fill the table. */
export async function quarantine(
  sql: Sql,
  source: string,
  kind: string,
  now: EpochMs,
  rejected: readonly Rejected[],
): Promise<void> {
  if (rejected.length === 0) return
  const rows = rejected.map(({ externalId, raw, errors, waitsForCustomer }): SqlValue[] => {
    const json = JSON.stringify(raw) ?? 'null'
    const kept = json.length <= RECORD_CHARS_MAX ? json : JSON.stringify(json.slice(0, RECORD_CHARS_MAX))
    const key = externalId === null ? `#${createHash('sha256').update(json).digest('hex')}` : `=${externalId}`
    return [
      source,
      kind,
      key,
      externalId,
      waitsForCustomer ?? null,
      kept.toWellFormed(),
      JSON.stringify(errors).toWellFormed(),
      now,
    ]
  })
  rows.sort((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1)) // two calls with the same records must not wait in a ring
  await sql.upsert('quarantine', COLUMNS, rows, KEYS, COLUMNS.slice(3))
}

export async function dropFromQuarantine(
  sql: Sql,
  source: string,
  kind: string,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return
  const list = inList(externalIds.map((id) => `=${id}`))
  // A look first: most calls find nothing, and a delete would take gap locks on MySQL.
  const rows = await sql.all(
    `SELECT id FROM quarantine WHERE source = ? AND kind = ? AND record_key IN (${list.marks})`,
    [source, kind, ...list.values],
  )
  if (rows.length === 0) return
  const found = inList(rows.map((row) => number(row['id'])))
  await sql.run(`DELETE FROM quarantine WHERE id IN (${found.marks})`, found.values)
}

/** Good records that came before these customers. */
export async function findWaiting(
  sql: Sql,
  source: string,
  customerExternalIds: readonly string[],
  limit: number,
): Promise<{ kind: string; record: unknown }[]> {
  if (customerExternalIds.length === 0) return []
  const list = inList(customerExternalIds)
  const rows = await sql.all(
    `SELECT kind, record_json FROM quarantine WHERE source = ? AND waits_for_customer IN (${list.marks}) ORDER BY id LIMIT ?`,
    [source, ...list.values, limit],
  )
  return rows.map((row) => ({ kind: row['kind'] as string, record: JSON.parse(row['record_json'] as string) }))
}

/** What is in quarantine, oldest first, after an id. */
export async function listQuarantine(sql: Sql, source: string, after: number, limit: number): Promise<Quarantined[]> {
  const rows = await sql.all('SELECT * FROM quarantine WHERE source = ? AND id > ? ORDER BY id LIMIT ?', [
    source,
    after,
    limit,
  ])
  return rows.map((row) => ({
    id: number(row['id']),
    kind: row['kind'] as string,
    externalId: row['external_id'] as string | null,
    record: JSON.parse(row['record_json'] as string),
    errors: JSON.parse(row['errors_json'] as string),
    receivedAt: number(row['received_at']),
  }))
}
