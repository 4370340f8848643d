import { inList, type Sql, type SqlValue } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { number } from '../receivables/store.ts'

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
  const list = inList(ids)
  const rows = await sql.all(`SELECT id, answer_json FROM credit_checks WHERE id IN (${list.marks})`, list.values)
  return new Map(rows.map((row) => [row['id'] as string, row['answer_json'] as string]))
}

export async function insertOwingChecks(
  sql: Sql,
  records: readonly { customerId: number; checkedAt: EpochMs; id: string }[],
): Promise<void> {
  const rows = records.map((record): SqlValue[] => [record.customerId, record.checkedAt, record.id])
  await sql.insert('owing_checks', ['customer_id', 'checked_at', 'check_id'], rows)
}

/** How often each customer asked while overdue since a time, counted up to `max` so that it stays one short read. */
export async function countOwingChecks(
  sql: Sql,
  asked: readonly { customerId: number; since: EpochMs; max: number }[],
): Promise<Map<number, number>> {
  if (asked.length === 0) return new Map()
  const one =
    'SELECT ? AS customer_id, COUNT(*) AS checks FROM (SELECT 1 FROM owing_checks WHERE customer_id = ? AND checked_at >= ? LIMIT ?) t'
  const values = asked.flatMap(({ customerId, since, max }) => [customerId, customerId, since, max])
  const rows = await sql.all(asked.map(() => one).join(' UNION ALL '), values)
  return new Map(rows.map((row) => [number(row['customer_id']), number(row['checks'])]))
}
