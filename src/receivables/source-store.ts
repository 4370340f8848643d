import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'

export async function touchSource(sql: Sql, source: string, now: EpochMs): Promise<void> {
  const columns = ['name', 'last_success_at', 'created_at']
  await sql.upsert('sources', columns, [[source, now, now]], ['name'], ['last_success_at'])
}

export async function listSources(sql: Sql): Promise<string[]> {
  const rows = await sql.all('SELECT name FROM sources ORDER BY name')
  return rows.map((row) => row['name'] as string)
}
