import type { Sql, SqlValue } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** What a call brings along for each of its records. */
export interface Receipt {
  source: string
  receivedAt: EpochMs
  snapshotId: string | null
}

/** The ids that stood when the transaction looked. */
export interface Known {
  has(externalId: string): boolean
}

/**
 * Overwrites what is known and inserts what is new. What is new is never written over what another transaction put
 * there meanwhile: it finds the key taken, is run again, and then knows it. In the order of ids, so that two
 * transactions that insert the same ones do not wait for each other in a ring.
 */
export async function saveRecords(
  sql: Sql,
  table: string,
  columns: readonly string[],
  known: Known,
  records: readonly { externalId: string; row: SqlValue[] }[],
): Promise<void> {
  const sorted = records.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
  const added = sorted.filter(({ externalId }) => !known.has(externalId))
  const kept = sorted.filter(({ externalId }) => known.has(externalId))
  const rows = (of: typeof records): SqlValue[][] => of.map(({ row }) => row)
  await sql.insert(table, columns, rows(added))
  await sql.upsert(table, columns, rows(kept), ['source', 'external_id'], columns.slice(2))
}
