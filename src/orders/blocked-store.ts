import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { BlockedCause, BlockedOrder, BlockedState } from './blocked-order.ts'

const COLUMNS = [
  ...['id', 'source', 'order_id', 'revision', 'customer_id', 'company', 'amount_cents', 'request_json', 'sales_rep'],
  ...['check_id', 'reasons_json', 'state', 'cause', 'forced', 'blocked_at', 'lapses_at', 'closed_at'],
]
const KEYS = ['source', 'order_id']
const KEPT = new Set(['id', ...KEYS])
const SELECTED = COLUMNS.map((column) => `b.${column}`).join(', ')

/** Inserts, or overwrites what is kept of the same order. Its `id` stays. */
export async function saveBlockedOrders(sql: Sql, orders: readonly BlockedOrder[]): Promise<void> {
  const rows = orders.map((order): SqlValue[] => [
    ...[order.id, order.source, order.orderId, order.revision, order.customerId, order.company, order.amount],
    ...[JSON.stringify(order.request), order.salesRep, order.checkId, JSON.stringify(order.reasons), order.state],
    ...[order.cause, order.isForced ? 1 : 0, order.blockedAt, order.lapsesAt, order.closedAt],
  ])
  await sql.upsert(
    'blocked_orders',
    COLUMNS,
    rows,
    KEYS,
    COLUMNS.filter((column) => !KEPT.has(column)),
  )
}

export async function findBlockedOrders(
  sql: Sql,
  source: string,
  orderIds: readonly string[],
): Promise<Map<string, BlockedOrder>> {
  const list = inList(orderIds)
  const rows = await sql.all(
    `SELECT ${SELECTED} FROM blocked_orders b WHERE b.source = ? AND b.order_id IN (${list.marks})`,
    [source, ...list.values],
  )
  return new Map(rows.map(toBlockedOrder).map((order) => [order.orderId, order]))
}

export async function findBlockedOrder(sql: Sql, id: string): Promise<BlockedOrder | null> {
  const [row] = await sql.all(`SELECT ${SELECTED} FROM blocked_orders b WHERE b.id = ?`, [id])
  return row ? toBlockedOrder(row) : null
}

/**
 * What waits for room in an account, the oldest first, and what was freed there by a change and may have to return.
 * CROSS has SQLite begin with the account: else it looks through all orders that wait anywhere.
 */
export async function listWaiting(sql: Sql, accountId: number, limit: number): Promise<BlockedOrder[]> {
  const rows = await sql.all(
    `SELECT ${SELECTED} FROM customers c
     CROSS JOIN blocked_orders b ON b.customer_id = c.id AND b.state IN ('blocked', 'released')
     LEFT JOIN orders o ON o.source = b.source AND o.external_id = b.order_id
     WHERE c.account_id = ? AND (b.state = 'blocked' OR (b.cause = 'changed' AND o.state = 'held'))
     ORDER BY b.blocked_at, b.seq LIMIT ${limit}`,
    [accountId],
  )
  return rows.map(toBlockedOrder)
}

/** Orders that nothing freed in time, with the accounts of their customers. */
export async function listLapsed(
  sql: Sql,
  now: EpochMs,
  limit: number,
): Promise<{ order: BlockedOrder; accountId: number }[]> {
  const rows = await sql.all(
    `SELECT ${SELECTED}, c.account_id FROM blocked_orders b JOIN customers c ON c.id = b.customer_id
     WHERE b.state = 'blocked' AND b.lapses_at <= ? ORDER BY b.lapses_at LIMIT ${limit}`,
    [now],
  )
  return rows.map((row) => ({ order: toBlockedOrder(row), accountId: number(row['account_id']) }))
}

/** Orders that were freed, and whose room ran out before anybody went on with them; blocked since `since`. */
export async function listForgone(
  sql: Sql,
  since: EpochMs,
  limit: number,
): Promise<{ order: BlockedOrder; accountId: number }[]> {
  const rows = await sql.all(
    `SELECT ${SELECTED}, c.account_id FROM blocked_orders b
     JOIN orders o ON o.source = b.source AND o.external_id = b.order_id AND o.state = 'expired'
     JOIN customers c ON c.id = b.customer_id
     WHERE b.state = 'released' AND b.lapses_at > ? ORDER BY b.lapses_at LIMIT ${limit}`,
    [since],
  )
  return rows.map((row) => ({ order: toBlockedOrder(row), accountId: number(row['account_id']) }))
}

export interface BlockedQuery {
  readonly source: string | null
  readonly state: BlockedState | null
  readonly salesRep: string | null
  readonly customerId: number | null
  /** Only older ones than the one with this number. */
  readonly before: number | null
  readonly limit: number
}

export interface ListedOrder {
  readonly seq: number
  readonly order: BlockedOrder
  readonly customer: { readonly externalId: string; readonly name: string }
}

/** The newest first. */
export async function listBlockedOrders(sql: Sql, query: BlockedQuery): Promise<ListedOrder[]> {
  const conditions: string[] = []
  const values: SqlValue[] = []
  const given: readonly (readonly [string, SqlValue | null])[] = [
    ['b.source = ?', query.source],
    ['b.state = ?', query.state],
    ['b.sales_rep = ?', query.salesRep],
    ['b.customer_id = ?', query.customerId],
    ['b.seq < ?', query.before],
  ]
  for (const [condition, value] of given) {
    if (value === null) continue
    conditions.push(condition)
    values.push(value)
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const rows = await sql.all(`${LISTED} ${where} ORDER BY b.seq DESC LIMIT ${query.limit}`, values)
  return rows.map(toListed)
}

/** These orders, the newest first. */
export async function findListedOrders(sql: Sql, ids: readonly string[]): Promise<ListedOrder[]> {
  if (ids.length === 0) return []
  const list = inList(ids)
  const rows = await sql.all(`${LISTED} WHERE b.id IN (${list.marks}) ORDER BY b.seq DESC`, list.values)
  return rows.map(toListed)
}

const LISTED = `SELECT b.seq, ${SELECTED}, c.external_id, c.name
  FROM blocked_orders b JOIN customers c ON c.id = b.customer_id`

const toListed = (row: Row): ListedOrder => ({
  seq: number(row['seq']),
  order: toBlockedOrder(row),
  customer: { externalId: row['external_id'] as string, name: row['name'] as string },
})

function toBlockedOrder(row: Row): BlockedOrder {
  return {
    id: row['id'] as string,
    source: row['source'] as string,
    orderId: row['order_id'] as string,
    revision: number(row['revision']),
    customerId: number(row['customer_id']),
    company: row['company'] as string,
    amount: centsOf(row['amount_cents']),
    request: JSON.parse(row['request_json'] as string),
    salesRep: row['sales_rep'] as string | null,
    checkId: row['check_id'] as string,
    reasons: JSON.parse(row['reasons_json'] as string),
    state: row['state'] as BlockedState,
    cause: row['cause'] as BlockedCause | null,
    isForced: number(row['forced']) === 1,
    blockedAt: number(row['blocked_at']),
    lapsesAt: number(row['lapses_at']),
    closedAt: numberOrNull(row['closed_at']),
  }
}

/** One line of what happened to an order. */
export interface OrderEntry {
  readonly blockedOrderId: string
  readonly at: EpochMs
  readonly kind: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Appends to the histories of orders; nothing in the program changes or deletes these rows. */
export async function addOrderEntries(sql: Sql, entries: readonly OrderEntry[]): Promise<void> {
  await sql.insert(
    'order_entries',
    ['blocked_order_id', 'at', 'kind', 'actor', 'detail_json'],
    entries.map(({ blockedOrderId, at, kind, actor, detail }) => [
      ...[blockedOrderId, at, kind, actor],
      JSON.stringify(detail),
    ]),
  )
}

/** The newest `limit` of an order, the oldest of them first. */
export async function listOrderEntries(sql: Sql, blockedOrderId: string, limit: number): Promise<OrderEntry[]> {
  const rows = await sql.all(
    `SELECT blocked_order_id, at, kind, actor, detail_json FROM order_entries WHERE blocked_order_id = ? ORDER BY seq DESC LIMIT ${limit}`,
    [blockedOrderId],
  )
  return rows.reverse().map((row) => ({
    blockedOrderId: row['blocked_order_id'] as string,
    at: number(row['at']),
    kind: row['kind'] as string,
    actor: row['actor'] as string,
    detail: JSON.parse(row['detail_json'] as string),
  }))
}

/** Whose customers are whose, by who asks for credit for them. */
export async function noteRepCustomers(sql: Sql, pairs: readonly (readonly [string, number])[]): Promise<void> {
  const columns = ['sales_rep', 'customer_id']
  await sql.upsert('rep_customers', columns, pairs, columns, ['customer_id'])
}
