import type { Sql } from '../database.ts'

/**
 * Notes, in the transaction that changed what they owe or did, the customers whose standing has to be judged again. In the
 * order of ids, so that two transactions do not wait for each other in a ring.
 */
export async function noteStandingsDue(sql: Sql, customerIds: Iterable<number>): Promise<void> {
  const rows = [...new Set(customerIds)].sort((a, b) => a - b).map((id) => [id])
  await sql.upsert('standings_due', ['customer_id'], rows, ['customer_id'], ['customer_id'])
}
