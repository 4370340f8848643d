import type { Sql, SqlInteger } from '../database.ts'
import { type FeedKind, feedKinds } from '../receivables/receipt.ts'

/** How many records of each kind a source has stored. */
export async function countRecords(sql: Sql, source: string): Promise<Record<FeedKind, number>> {
  const counts = { customers: 0, receivables: 0, orders: 0 }
  for (const kind of feedKinds) {
    const [row] = await sql.all(`SELECT COUNT(*) AS stored FROM ${kind} WHERE source = ?`, [source])
    counts[kind] = Number(row?.['stored'] as SqlInteger)
  }
  return counts
}
