import type { Sql, SqlValue } from '../../database.ts'
import { centsOf, number } from '../../database-values.ts'
import type { Cents } from '../../kernel/cents.ts'
import type { EpochMs } from '../../kernel/clock.ts'
import { holdsText, likePattern } from './search-store.ts'

export interface OrderSearch {
  readonly source: string | null
  readonly salesRep: string | null
  readonly customerId: number | null
  /** `closed`: released, lapsed, cancelled or sold. Null finds both. */
  readonly state: 'blocked' | 'closed' | null
  /** In the name of the customer or the number of the order. */
  readonly text: string | null
}

const FROM = 'FROM blocked_orders b'
const WITH_CUSTOMERS = `${FROM} JOIN customers c ON c.id = b.customer_id`

function conditionsOf(sql: Sql, search: OrderSearch): { from: string; where: string; values: SqlValue[] } {
  const { source, salesRep, customerId, state, text } = search
  const given: readonly (readonly [string, SqlValue | null])[] = [
    ['b.source = ?', source],
    ['b.sales_rep = ?', salesRep],
    ['b.customer_id = ?', customerId],
  ]
  const conditions = given.filter(([, value]) => value !== null)
  const parts = conditions.map(([condition]) => condition)
  const values = conditions.map(([, value]) => value)
  // What ended is what has an end: the indexes of it begin with whose it is.
  if (state !== null) parts.push(state === 'blocked' ? "b.state = 'blocked'" : 'b.closed_at IS NOT NULL')
  if (text !== null) {
    parts.push(`(${holdsText(sql, 'c.name')} OR ${holdsText(sql, 'b.order_id')} OR c.external_id = ?)`)
    values.push(likePattern(text), likePattern(text), text)
  }
  const from = text === null ? FROM : WITH_CUSTOMERS
  return { from, where: `WHERE ${['1 = 1', ...parts].join(' AND ')}`, values }
}

/** Where a page begins: after the order with this number, or after one that ended then. */
export interface OrderPlace {
  readonly at: EpochMs
  readonly seq: number
}

/** Ids of a page: what stands by when it was first refused, what ended by when it ended, the newest first. */
export async function findOrderIds(
  sql: Sql,
  search: OrderSearch,
  after: OrderPlace | null,
  limit: number,
): Promise<string[]> {
  const { from, where, values } = conditionsOf(sql, search)
  const { at, seq } = after ?? { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER }
  const isByEnd = search.state === 'closed'
  const [beyond, order] = isByEnd
    ? ['b.closed_at <= ? AND (b.closed_at < ? OR b.seq < ?)', 'b.closed_at DESC, b.seq DESC']
    : ['b.seq < ?', 'b.seq DESC']
  const rows = await sql.all(`SELECT b.id ${from} ${where} AND ${beyond} ORDER BY ${order} LIMIT ${limit}`, [
    ...values,
    ...(isByEnd ? [at, at, seq] : [seq]),
  ])
  return rows.map((row) => row['id'] as string)
}

/** How many orders are found, and what they are worth; null where they are more than `max`, which nobody adds up. */
export async function sumFoundOrders(
  sql: Sql,
  search: OrderSearch,
  max: number,
): Promise<{ count: number; amount: Cents } | null> {
  const { from, where, values } = conditionsOf(sql, search)
  const [row] = await sql.all(
    `SELECT COUNT(*) AS found, COALESCE(SUM(cents), 0) AS cents
     FROM (SELECT b.amount_cents AS cents ${from} ${where} LIMIT ${max + 1}) AS some`,
    values,
  )
  const count = number(row?.['found'] ?? 0)
  return count > max ? null : { count, amount: centsOf(row?.['cents'] ?? 0) }
}

const TO_SIGN = `FROM releases r JOIN blocked_orders b ON b.id = r.blocked_order_id
  WHERE r.state = 'requested' AND b.state = 'blocked' AND b.revision = r.revision AND (? IS NULL OR r.source = ?)`

/** Orders whose release somebody asked for and nobody has decided, the oldest request first; those after a request. */
export async function findOrdersToSign(
  sql: Sql,
  source: string | null,
  after: number,
  limit: number,
): Promise<{ id: string; request: number }[]> {
  const rows = await sql.all(`SELECT b.id, r.seq ${TO_SIGN} AND r.seq > ? ORDER BY r.seq LIMIT ${limit}`, [
    source,
    source,
    after,
  ])
  return rows.map((row) => ({ id: row['id'] as string, request: number(row['seq']) }))
}

export async function countOrdersToSign(sql: Sql, source: string | null): Promise<number> {
  const [row] = await sql.all(`SELECT COUNT(*) AS waiting ${TO_SIGN}`, [source, source])
  return number(row?.['waiting'] ?? 0)
}
