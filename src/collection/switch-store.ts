import type { Sql } from '../database.ts'
import { number } from '../database-values.ts'

const DISPATCH = 'dispatch'

/** Whether somebody has stopped all sending, for every process. */
export async function isStopped(sql: Sql): Promise<boolean> {
  const [row] = await sql.all('SELECT stopped FROM collection_switch WHERE name = ?', [DISPATCH])
  return row !== undefined && number(row['stopped']) === 1
}

export async function setStopped(sql: Sql, stopped: boolean): Promise<void> {
  await sql.upsert('collection_switch', ['name', 'stopped'], [[DISPATCH, stopped ? 1 : 0]], ['name'], ['stopped'])
}
