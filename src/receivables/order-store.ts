import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Order, OrderState } from './order.ts'

const ORDER_COLUMNS = [
  'source',
  'external_id',
  'customer_id',
  'company',
  'revision',
  'state',
  'amount_cents',
  'credit_cents',
  'reported_invoiced_cents',
  'linked_invoiced_cents',
  'linked_drafted_cents',
  'expires_at',
  'check_id',
  'request_digest',
  'accepted_overdue_cents',
  'updated_at',
  'received_at',
  'snapshot_id',
]

type SavedOrder = Order & { snapshotId?: string | null }

const valuesOf = (order: SavedOrder, receivedAt: EpochMs): SqlValue[] => [
  order.source,
  order.externalId,
  order.customerId,
  order.company,
  order.revision,
  order.state,
  order.amount,
  order.creditAmount,
  order.reportedInvoiced,
  order.linkedInvoiced,
  order.linkedDrafted,
  order.expiresAt,
  order.checkId,
  order.requestDigest,
  order.acceptedOverdue,
  order.updatedAt,
  receivedAt,
  order.snapshotId ?? null,
]

/**
 * Saves orders; one of id 0 is new. A new one is inserted and never written over another: the transaction that finds
 * its key taken meanwhile, perhaps for another customer, is run again and reads what stands. In the order of ids, so
 * that two transactions that insert the same ones do not wait for each other in a ring.
 */
export async function saveOrders(sql: Sql, receivedAt: EpochMs, orders: readonly SavedOrder[]): Promise<void> {
  const rowOf = (order: SavedOrder): SqlValue[] => valuesOf(order, receivedAt)
  const sorted = orders.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
  const [added, kept] = [sorted.filter(({ id }) => id === 0), sorted.filter(({ id }) => id !== 0)]
  await sql.insert('orders', ORDER_COLUMNS, added.map(rowOf))
  await sql.upsert('orders', ORDER_COLUMNS, kept.map(rowOf), ['source', 'external_id'], ORDER_COLUMNS.slice(2))
}

/** Only what invoices say of orders that stand: the ERP has not told of the orders themselves, nor listed them. */
export async function saveLinked(sql: Sql, orders: readonly Order[]): Promise<void> {
  const rows = orders.map((order) => valuesOf(order, 0))
  const linked = ['linked_invoiced_cents', 'linked_drafted_cents']
  await sql.upsert('orders', ORDER_COLUMNS, rows, ['source', 'external_id'], linked)
}

export function readOrder(row: Row): Order {
  return {
    id: number(row['id']),
    source: row['source'] as string,
    externalId: row['external_id'] as string,
    customerId: number(row['customer_id']),
    company: row['company'] as string,
    revision: number(row['revision']),
    state: row['state'] as OrderState,
    amount: centsOf(row['amount_cents']),
    creditAmount: centsOf(row['credit_cents']),
    reportedInvoiced: centsOf(row['reported_invoiced_cents']),
    linkedInvoiced: centsOf(row['linked_invoiced_cents']),
    linkedDrafted: centsOf(row['linked_drafted_cents']),
    expiresAt: numberOrNull(row['expires_at']),
    checkId: row['check_id'] as string | null,
    requestDigest: row['request_digest'] as string | null,
    acceptedOverdue: centsOf(row['accepted_overdue_cents']),
    updatedAt: numberOrNull(row['updated_at']),
  }
}

/** With `lock`, it waits for those that are just being made. */
export async function findOrders(
  sql: Sql,
  source: string,
  externalIds: Iterable<string>,
  lock: Sql['forUpdate'] = '',
): Promise<Map<string, Order>> {
  const list = inList([...new Set(externalIds)])
  const rows = await sql.all(`SELECT * FROM orders WHERE source = ? AND external_id IN (${list.marks})${lock}`, [
    source,
    ...list.values,
  ])
  return new Map(rows.map(readOrder).map((order) => [order.externalId, order]))
}

/**
 * All holds of these customers. Which of them have run out is not asked here: SQLite would look for those among the
 * holds of everybody.
 */
export async function findHeld(sql: Sql, customerIds: Iterable<number>): Promise<Order[]> {
  const list = inList([...new Set(customerIds)])
  const rows = await sql.all(
    `SELECT * FROM orders WHERE customer_id IN (${list.marks}) AND state = 'held'`,
    list.values,
  )
  return rows.map(readOrder)
}

/** Customers with a hold that has run out, at most `limit`. */
export async function findCustomersWithExpired(sql: Sql, now: EpochMs, limit: number): Promise<number[]> {
  const rows = await sql.all(
    "SELECT DISTINCT customer_id FROM orders WHERE state = 'held' AND expires_at <= ? LIMIT ?",
    [now, limit],
  )
  return rows.map((row) => number(row['customer_id']))
}
