import { inList, type Sql, type SqlValue } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'

/** A decision as kept: what was known and what was answered, as text, under the policy version that decided. */
export interface CheckRecord {
  id: string
  source: string
  customerId: number | null
  orderId: string | null
  mode: string
  decision: string
  policyVersion: number
  checkedAt: EpochMs
  factsJson: string
  answerJson: string
}

const CHECK_COLUMNS = [
  'id',
  'source',
  'customer_id',
  'order_id',
  'mode',
  'decision',
  'policy_version',
  'checked_at',
  'facts_json',
  'answer_json',
]

export async function insertChecks(sql: Sql, records: readonly CheckRecord[]): Promise<void> {
  const rows = records.map((record): SqlValue[] => [
    record.id,
    record.source,
    record.customerId,
    record.orderId,
    record.mode,
    record.decision,
    record.policyVersion,
    record.checkedAt,
    record.factsJson,
    record.answerJson,
  ])
  await sql.insert('credit_checks', CHECK_COLUMNS, rows)
}

export async function findCheck(
  sql: Sql,
  id: string,
): Promise<{ source: string; factsJson: string; answerJson: string } | null> {
  const [row] = await sql.all('SELECT source, facts_json, answer_json FROM credit_checks WHERE id = ?', [id])
  if (!row) return null
  return {
    source: row['source'] as string,
    factsJson: row['facts_json'] as string,
    answerJson: row['answer_json'] as string,
  }
}

/** The stored answers of these checks, by id. */
export async function findAnswers(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const list = inList(ids)
  const rows = await sql.all(`SELECT id, answer_json FROM credit_checks WHERE id IN (${list.marks})`, list.values)
  return new Map(rows.map((row) => [row['id'] as string, row['answer_json'] as string]))
}

/** Counts requests of overdue customers, by customer and day. In the order of ids, so that two batches do not deadlock. */
export async function addOwingChecks(sql: Sql, day: Day, checks: ReadonlyMap<number, number>): Promise<void> {
  const sorted = [...checks].sort(([first], [second]) => first - second)
  const rows = sorted.map(([customerId, count]) => [customerId, day, count])
  await sql.add('owing_checks', ['customer_id', 'asked_on'], 'checks', rows)
}

/** How often these customers asked while overdue, from a day on. */
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
