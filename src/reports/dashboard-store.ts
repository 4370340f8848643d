import type { Row, Sql, SqlValue } from '../database.ts'
import { centsOf, number } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { BUCKET_ENDS, BUCKETS, type Bucket, PERIOD_DAYS, type Value } from './figures.ts'

// Titles, sales and promises are read a range of customers at a time: every statement is short and goes by an index that
// begins with the customer, however many titles there are.

export interface ReportedCustomer {
  readonly id: number
  /** What collection has found; `null` until it has looked. */
  readonly segment: string | null
}

/** A range of customers, both ends included. */
export interface Range {
  readonly first: number
  readonly last: number
}

const ofSource = (source: string | null, column: string): { text: string; values: SqlValue[] } =>
  source === null ? { text: '', values: [] } : { text: `AND ${column} = ?`, values: [source] }

/** The next customers by id. `limit` is a whole number of ours. */
export async function listCustomersAfter(
  sql: Sql,
  after: number,
  source: string | null,
  limit: number,
): Promise<ReportedCustomer[]> {
  const { text, values } = ofSource(source, 'source')
  const rows = await sql.all(`SELECT id, segment FROM customers WHERE id > ? ${text} ORDER BY id LIMIT ${limit}`, [
    ...[after, ...values],
  ])
  return rows.map((row) => ({ id: number(row['id']), segment: row['segment'] as string | null }))
}

/** Whose customers these are. */
export async function listRepsOf(
  sql: Sql,
  { first, last }: Range,
): Promise<{ customerId: number; salesRep: string }[]> {
  const rows = await sql.all('SELECT customer_id, sales_rep FROM rep_customers WHERE customer_id BETWEEN ? AND ?', [
    ...[first, last],
  ])
  return rows.map((row) => ({ customerId: number(row['customer_id']), salesRep: row['sales_rep'] as string }))
}

export interface CustomerAging {
  readonly customerId: number
  readonly bucket: Bucket
  readonly amount: Cents
  readonly titles: number
}

/** What is open of each customer, by how late it is today. */
export async function sumAging(sql: Sql, { first, last }: Range, today: Day): Promise<CustomerAging[]> {
  const late = BUCKET_ENDS.map((_, index) => `WHEN due_on >= ? THEN ${index + 2}`).join(' ')
  const rows = await sql.all(
    `SELECT customer_id, CASE WHEN status = 'disputed' THEN 0 WHEN effective_due_on >= ? THEN 1 ${late}
       ELSE ${BUCKETS.length - 1} END AS bucket, SUM(open_cents) AS cents, COUNT(*) AS titles
     FROM receivables WHERE customer_id BETWEEN ? AND ? AND counts_as = 1 GROUP BY customer_id, bucket`,
    [today, ...BUCKET_ENDS.map((days) => addDays(today, -days)), first, last],
  )
  return rows.map((row) => ({
    customerId: number(row['customer_id']),
    bucket: BUCKETS[number(row['bucket'])] as Bucket,
    amount: centsOf(row['cents']),
    titles: number(row['titles']),
  }))
}

/** Invoices of the last `PERIOD_DAYS`, today included, that are due later than they were issued; not the cancelled ones. */
export async function sumCreditSales(sql: Sql, { first, last }: Range, today: Day): Promise<Map<number, Cents>> {
  const rows = await sql.all(
    `SELECT customer_id, SUM(amount_cents) AS cents FROM receivables
     WHERE customer_id BETWEEN ? AND ? AND kind = 'invoice' AND status <> 'cancelled'
       AND issued_on > ? AND issued_on <= ? AND due_on > issued_on GROUP BY customer_id`,
    [first, last, addDays(today, -PERIOD_DAYS), today],
  )
  return new Map(rows.map((row) => [number(row['customer_id']), centsOf(row['cents'])]))
}

export interface CustomerPromises {
  readonly customerId: number
  readonly state: 'open' | 'kept' | 'broken'
  readonly promises: number
  readonly amount: Cents
}

/** Promises that are open, and those for a day of the last `PERIOD_DAYS`, today included, that were kept or broken. */
export async function sumPromises(sql: Sql, { first, last }: Range, today: Day): Promise<CustomerPromises[]> {
  const rows = await sql.all(
    `SELECT customer_id, state, COUNT(*) AS promises, SUM(amount_cents) AS cents FROM promises
     WHERE customer_id BETWEEN ? AND ? AND (state = 'open' OR (state IN ('kept', 'broken') AND promised_on > ? AND promised_on <= ?))
     GROUP BY customer_id, state`,
    [first, last, addDays(today, -PERIOD_DAYS), today],
  )
  return rows.map((row) => ({
    customerId: number(row['customer_id']),
    state: row['state'] as CustomerPromises['state'],
    promises: number(row['promises']),
    amount: centsOf(row['cents']),
  }))
}

/** Which orders: those that are blocked now, or those that were blocked or freed within a time, both ends included. */
export type OrderChoice =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'blocked' | 'freed'; readonly since: EpochMs; readonly until: EpochMs }

function chosen(choice: OrderChoice, source: string | null): { text: string; values: SqlValue[] } {
  const own = ofSource(source, 'b.source')
  if (choice.kind === 'waiting') return { text: `b.state = 'blocked' ${own.text}`, values: own.values }
  const { since, until } = choice
  const text =
    choice.kind === 'freed' ? "b.state = 'released' AND b.closed_at BETWEEN ? AND ?" : 'b.blocked_at BETWEEN ? AND ?'
  return { text: `${text} ${own.text}`, values: [since, until, ...own.values] }
}

const readValue = (row: Row): Value => ({ orders: number(row['orders']), amount: centsOf(row['cents']) })

/** By the rep who asked and the segment of the customer. */
export async function sumOrders(
  sql: Sql,
  choice: OrderChoice,
  source: string | null,
): Promise<{ salesRep: string | null; segment: string | null; value: Value }[]> {
  const { text, values } = chosen(choice, source)
  const rows = await sql.all(
    `SELECT b.sales_rep, c.segment, COUNT(*) AS orders, SUM(b.amount_cents) AS cents
     FROM blocked_orders b JOIN customers c ON c.id = b.customer_id WHERE ${text} GROUP BY b.sales_rep, c.segment`,
    values,
  )
  return rows.map((row) => ({
    salesRep: row['sales_rep'] as string | null,
    segment: row['segment'] as string | null,
    value: readValue(row),
  }))
}

/** Days begin on a quarter of an hour in every zone. */
export const QUARTER_MS = 900_000

/** By the quarter of an hour in which they were blocked or freed. */
export async function sumOrdersByQuarter(
  sql: Sql,
  choice: Exclude<OrderChoice, { kind: 'waiting' }>,
  source: string | null,
): Promise<{ quarter: EpochMs; value: Value }[]> {
  const { text, values } = chosen(choice, source)
  const at = choice.kind === 'freed' ? 'b.closed_at' : 'b.blocked_at'
  const rows = await sql.all(
    `SELECT ${at} - ${at} % ${QUARTER_MS} AS slot, COUNT(*) AS orders, SUM(b.amount_cents) AS cents
     FROM blocked_orders b WHERE ${text} GROUP BY slot`,
    values,
  )
  return rows.map((row) => ({ quarter: number(row['slot']), value: readValue(row) }))
}
