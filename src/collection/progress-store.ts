import { inList, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
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

/**
 * Puts titles back to where they stood before a message that did not arrive; false when some have come further since, which
 * stay where they are.
 */
export async function restoreProgress(
  sql: Sql,
  customerId: number,
  carried: readonly CarriedTitle[],
  doneOn: Day,
): Promise<boolean> {
  const list = inList(carried.map(({ receivableId }) => receivableId))
  const rows = await sql.all(
    `SELECT receivable_id, step, offset_days, done_on FROM title_progress WHERE receivable_id IN (${list.marks})`,
    list.values,
  )
  const stands = new Map(rows.map((row) => [number(row['receivable_id']), row]))
  const undone = carried.filter(({ receivableId, step, offsetDays }) => {
    const row = stands.get(receivableId)
    return row?.['step'] === step && number(row['offset_days']) === offsetDays && row['done_on'] === doneOn
  })
  for (const { receivableId, before } of undone) {
    if (before === null) await sql.run('DELETE FROM title_progress WHERE receivable_id = ?', [receivableId])
    else await saveProgress(sql, customerId, [{ ...before, receivableId, before: null }], before.doneOn)
  }
  return undone.length === carried.length
}
