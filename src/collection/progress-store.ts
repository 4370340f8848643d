import type { Sql } from '../database.ts'
import type { Day } from '../kernel/day.ts'
import type { CarriedTitle } from './message-store.ts'

/** Marks titles as one step further. */
export async function saveProgress(
  sql: Sql,
  customerId: number,
  carried: readonly CarriedTitle[],
  doneOn: Day,
): Promise<void> {
  const columns = ['receivable_id', 'customer_id', 'offset_days', 'step', 'stage', 'done_on']
  const rows = carried.map(({ receivableId, offsetDays, step, stage }) => [
    receivableId,
    customerId,
    offsetDays,
    step,
    stage,
    doneOn,
  ])
  if (rows.length > 0) await sql.upsert('title_progress', columns, rows, ['receivable_id'], columns.slice(1))
}

/** Puts titles back to where they stood before a message that did not arrive. */
export async function restoreProgress(sql: Sql, customerId: number, carried: readonly CarriedTitle[]): Promise<void> {
  for (const { receivableId, before } of carried) {
    if (before === null) await sql.run('DELETE FROM title_progress WHERE receivable_id = ?', [receivableId])
    else await saveProgress(sql, customerId, [{ ...before, receivableId, before: null }], before.doneOn)
  }
}
