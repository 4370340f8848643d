import type { Sql, SqlValue } from '../database.ts'
import { number } from '../database-values.ts'
import type { Day } from '../kernel/day.ts'
import type { MessageState } from './message-store.ts'

const ofSource = (source: string | null): { text: string; values: SqlValue[] } =>
  source === null ? { text: '', values: [] } : { text: 'AND c.source = ?', values: [source] }

/** Customers whose promise falls due by a day, the earliest first. */
export async function listPromisedUntil(
  sql: Sql,
  day: Day,
  source: string | null,
  limit: number,
): Promise<{ customerId: number; promisedOn: Day }[]> {
  const { text, values } = ofSource(source)
  const rows = await sql.all(
    `SELECT p.customer_id, p.promised_on FROM promises p JOIN customers c ON c.id = p.customer_id
     WHERE p.state = 'open' AND p.promised_on <= ? ${text} ORDER BY p.promised_on, p.id LIMIT ?`,
    [day, ...values, limit],
  )
  return rows.map((row) => ({ customerId: number(row['customer_id']), promisedOn: row['promised_on'] as Day }))
}

/** Customers with a message of today, on its way or gone, or with one of which nobody knows. */
export async function listContactedOn(
  sql: Sql,
  day: Day,
  source: string | null,
  limit: number,
): Promise<{ customerId: number; state: MessageState }[]> {
  const { text, values } = ofSource(source)
  const select = 'SELECT m.customer_id, m.state FROM collection_messages m JOIN customers c ON c.id = m.customer_id'
  const waiting = await sql.all(
    `${select} WHERE m.state IN ('ambiguous', 'sending', 'planned') ${text} ORDER BY m.state, m.due_at LIMIT ?`,
    [...values, limit],
  )
  const said = await sql.all(`${select} WHERE m.sent_on = ? ${text} ORDER BY m.seq LIMIT ?`, [day, ...values, limit])
  return [...waiting, ...said].map((row) => ({
    customerId: number(row['customer_id']),
    state: row['state'] as MessageState,
  }))
}
