import { inList, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type FeedKind, feedKinds } from './receipt.ts'

export interface Snapshot {
  id: string
  source: string
  /** The kinds that were sent with it so far. */
  kinds: FeedKind[]
  startedAt: EpochMs
  completedAt: EpochMs | null
}

export async function insertSnapshot(sql: Sql, snapshot: Snapshot): Promise<void> {
  await sql.insert('snapshots', ['id', 'source', 'started_at'], [[snapshot.id, snapshot.source, snapshot.startedAt]])
}

export async function findSnapshot(sql: Sql, source: string, id: string): Promise<Snapshot | null> {
  const [row] = await sql.all('SELECT * FROM snapshots WHERE id = ? AND source = ?', [id, source])
  if (!row) return null
  return {
    id,
    source,
    kinds: feedKinds.filter((kind) => number(row[`has_${kind}`]) === 1),
    startedAt: number(row['started_at']),
    completedAt: numberOrNull(row['completed_at']),
  }
}

/** Remembers that a kind was sent, so that completing closes of that kind only. */
export async function markKind(sql: Sql, id: string, kind: FeedKind): Promise<void> {
  await sql.run(`UPDATE snapshots SET has_${kind} = 1 WHERE id = ?`, [id])
}

/** A record that was sent and could not be taken is still one that the ERP lists: what stands of it stays. */
export async function markListed(
  sql: Sql,
  kind: FeedKind,
  source: string,
  snapshotId: string,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return
  const list = inList(externalIds)
  await sql.run(`UPDATE ${kind} SET snapshot_id = ? WHERE source = ? AND external_id IN (${list.marks})`, [
    snapshotId,
    source,
    ...list.values,
  ])
}

export async function closeSnapshot(sql: Sql, id: string, now: EpochMs): Promise<void> {
  await sql.run('UPDATE snapshots SET completed_at = ? WHERE id = ?', [now, id])
}

/** Nobody completes one any longer; records that name it are told from newer ones all the same. */
export async function forgetSnapshots(sql: Sql, before: EpochMs): Promise<void> {
  await sql.run('DELETE FROM snapshots WHERE started_at < ?', [before])
}

/** What still counts for something: only that has to be closed. */
const LIVE: Record<FeedKind, string> = {
  customers: 'active = 1',
  receivables: 'counts_as <> 0',
  orders: "state = 'confirmed'",
}

export interface Unseen {
  id: number
  externalId: string
  customerId: number
}

/**
 * Records of a kind that the snapshot does not name and that no other call has brought since it began. `listedBefore`
 * leaves out orders that were confirmed here and that no listing has ever named: the ERP may know them by another id.
 */
export async function listUnseen(
  sql: Sql,
  kind: FeedKind,
  snapshot: Snapshot,
  limit: number,
  { listedBefore = false } = {},
): Promise<Unseen[]> {
  const owner = kind === 'customers' ? 'id' : 'customer_id'
  const known = listedBefore && kind === 'orders' ? 'AND (check_id IS NULL OR snapshot_id IS NOT NULL)' : ''
  const rows = await sql.all(
    `SELECT id, external_id, ${owner} AS customer_id FROM ${kind}
     WHERE source = ? AND ${LIVE[kind]} AND (snapshot_id IS NULL OR snapshot_id <> ?) AND received_at <= ? ${known} ORDER BY id LIMIT ?`,
    [snapshot.source, snapshot.id, snapshot.startedAt, limit],
  )
  return rows.map(toUnseen)
}

/** How many records of a kind count for something now, and how many of those the snapshot does not name. */
export async function countUnseen(
  sql: Sql,
  kind: FeedKind,
  snapshot: Snapshot,
): Promise<{ live: number; unseen: number }> {
  const [row] = await sql.all(
    `SELECT COUNT(*) AS live, SUM(CASE WHEN (snapshot_id IS NULL OR snapshot_id <> ?) AND received_at <= ? THEN 1 ELSE 0 END) AS unseen
     FROM ${kind} WHERE source = ? AND ${LIVE[kind]}`,
    [snapshot.id, snapshot.startedAt, snapshot.source],
  )
  return { live: number(row?.['live']), unseen: Number(row?.['unseen'] ?? 0) }
}

/** Of these records, those that still count for something. */
export async function listLive(
  sql: Sql,
  kind: FeedKind,
  source: string,
  externalIds: readonly string[],
): Promise<Unseen[]> {
  const owner = kind === 'customers' ? 'id' : 'customer_id'
  const list = inList(externalIds)
  const rows = await sql.all(
    `SELECT id, external_id, ${owner} AS customer_id FROM ${kind}
     WHERE source = ? AND external_id IN (${list.marks}) AND ${LIVE[kind]}`,
    [source, ...list.values],
  )
  return rows.map(toUnseen)
}

const toUnseen = (row: Row): Unseen => ({
  id: number(row['id']),
  externalId: row['external_id'] as string,
  customerId: number(row['customer_id']),
})
