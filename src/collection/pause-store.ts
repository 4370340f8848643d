import { nearIds, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Pause } from './case.ts'

export interface StoredPause extends Pause {
  readonly id: string
  readonly customerId: number
  readonly reason: string
  readonly setBy: string
  readonly setAt: EpochMs
  readonly liftedAt: EpochMs | null
}

const COLUMNS = ['id', 'customer_id', 'kind', 'until_on', 'reason', 'set_by', 'set_at']
const IDS_PER_STATEMENT = 512

export async function insertPause(sql: Sql, pause: StoredPause): Promise<void> {
  const { id, customerId, kind, untilOn, reason, setBy, setAt } = pause
  await sql.insert('pauses', COLUMNS, [[id, customerId, kind, untilOn, reason, setBy, setAt]])
}

const readPause = (row: Row): StoredPause => ({
  id: row['id'] as string,
  customerId: number(row['customer_id']),
  kind: row['kind'] as Pause['kind'],
  untilOn: row['until_on'] as Day | null,
  reason: row['reason'] as string,
  setBy: row['set_by'] as string,
  setAt: number(row['set_at']),
  liftedAt: numberOrNull(row['lifted_at']),
})

export async function findPause(sql: Sql, id: string): Promise<StoredPause | null> {
  const [row] = await sql.all('SELECT * FROM pauses WHERE id = ?', [id])
  return row ? readPause(row) : null
}

export async function liftPause(sql: Sql, id: string, at: EpochMs): Promise<void> {
  await sql.run('UPDATE pauses SET lifted_at = ? WHERE id = ?', [at, id])
}

/** Those of many customers that were not lifted and do not end before a day, the oldest first. */
export async function listPauses(sql: Sql, customerIds: readonly number[], endingFrom: Day): Promise<StoredPause[]> {
  const wanted = new Set(customerIds)
  const found: Row[] = []
  for (let start = 0; start < customerIds.length; start += IDS_PER_STATEMENT) {
    const near = nearIds('customer_id', customerIds.slice(start, start + IDS_PER_STATEMENT))
    const text = `SELECT * FROM pauses WHERE ${near.where} AND lifted_at IS NULL
       AND (until_on IS NULL OR until_on >= ?) ORDER BY set_at, id`
    found.push(...(await sql.all(text, [...near.values, endingFrom])))
  }
  return found.map(readPause).filter(({ customerId }) => wanted.has(customerId))
}
