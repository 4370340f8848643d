import type { Sql, SqlInteger } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'

export interface SourceSync {
  readonly source: string
  /** `null`: it was never synced. */
  readonly lastSuccessAt: EpochMs | null
}

/** Sources are ERP connections, a handful; the bound keeps a public page small whatever was fed. */
const SOURCES_MAX = 1_000

/** When each source was last synced, by name. Doubles as the question whether the database answers. */
export async function readSourceSyncs(sql: Sql): Promise<SourceSync[]> {
  const rows = await sql.all<{ name: string; last_success_at: SqlInteger | null }>(
    `SELECT name, last_success_at FROM sources ORDER BY name LIMIT ${SOURCES_MAX}`,
  )
  return rows.map((row) => ({
    source: row.name,
    lastSuccessAt: row.last_success_at === null ? null : Number(row.last_success_at),
  }))
}
