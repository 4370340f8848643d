import { inList, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { Day } from '../kernel/day.ts'

/**
 * Notes, in the transaction that changed what they owe or did, the customers whose standing has to be judged again. In the
 * order of ids, so that two transactions do not wait for each other in a ring.
 */
export async function noteStandingsDue(sql: Sql, customerIds: Iterable<number>): Promise<void> {
  const rows = [...new Set(customerIds)].sort((a, b) => a - b).map((id) => [id])
  await sql.upsert('standings_due', ['customer_id'], rows, ['customer_id'], ['customer_id'])
}

/** How often these customers asked for credit while overdue, from a day on. */
export async function countOwingChecks(
  sql: Sql,
  customerIds: readonly number[],
  since: Day,
): Promise<Map<number, number>> {
  if (customerIds.length === 0) return new Map()
  const list = inList(customerIds)
  const rows = await sql.all(
    `SELECT customer_id, SUM(checks) AS checks FROM owing_checks
     WHERE customer_id IN (${list.marks}) AND asked_on >= ? GROUP BY customer_id`,
    [...list.values, since],
  )
  return new Map(rows.map((row) => [number(row['customer_id']), number(row['checks'])]))
}
