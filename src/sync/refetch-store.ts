import type { Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { ChangedRecord, Stream } from './contract.ts'

/** Notes records to be fetched again. One that is noted already waits for the later time: it changed once more. */
export async function noteRefetches(
  sql: Sql,
  source: string,
  records: readonly ChangedRecord[],
  now: EpochMs,
): Promise<void> {
  const columns = ['source', 'stream', 'external_id', 'due_at']
  const rows = records.map(({ stream, externalId, afterMs = 0 }) => [source, stream, externalId, now + afterMs])
  await sql.upsert('refetches', columns, rows, columns.slice(0, 3), ['due_at'])
}

export async function listRefetches(
  sql: Sql,
  source: string,
  now: EpochMs,
  limit: number,
): Promise<{ stream: Stream; externalId: string; dueAt: EpochMs }[]> {
  const rows = await sql.all(
    'SELECT stream, external_id, due_at FROM refetches WHERE source = ? AND due_at <= ? ORDER BY due_at LIMIT ?',
    [source, now, limit],
  )
  return rows.map((row) => ({
    stream: row['stream'] as Stream,
    externalId: row['external_id'] as string,
    dueAt: number(row['due_at']),
  }))
}

/** Sources of which something is to be fetched again by now. */
export async function listSourcesToRefetch(sql: Sql, now: EpochMs): Promise<string[]> {
  const rows = await sql.all('SELECT DISTINCT source FROM refetches WHERE due_at <= ?', [now])
  return rows.map((row) => row['source'] as string)
}

/** One that was noted again meanwhile has another time, and stays. */
export async function dropRefetches(
  sql: Sql,
  source: string,
  stream: Stream,
  done: readonly { externalId: string; dueAt: EpochMs }[],
): Promise<void> {
  for (const { externalId, dueAt } of done) {
    await sql.run('DELETE FROM refetches WHERE source = ? AND stream = ? AND external_id = ? AND due_at = ?', [
      source,
      stream,
      externalId,
      dueAt,
    ])
  }
}

/** Ids in quarantine that the ERP can be asked for again. */
export async function listQuarantinedIds(sql: Sql, source: string, stream: Stream, limit: number): Promise<string[]> {
  const rows = await sql.all(
    `SELECT external_id FROM quarantine WHERE source = ? AND kind = ? AND external_id IS NOT NULL
     AND waits_for_customer IS NULL ORDER BY id LIMIT ?`,
    [source, stream, limit],
  )
  return rows.map((row) => row['external_id'] as string)
}

/** False when this delivery of the vendor was taken before. */
export async function noteDelivery(sql: Sql, source: string, deliveryId: string, now: EpochMs): Promise<boolean> {
  const [known] = await sql.all('SELECT 1 AS known FROM webhook_deliveries WHERE source = ? AND delivery_id = ?', [
    source,
    deliveryId,
  ])
  if (known) return false
  await sql.insert('webhook_deliveries', ['source', 'delivery_id', 'received_at'], [[source, deliveryId, now]])
  return true
}
