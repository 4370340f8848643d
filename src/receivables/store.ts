import { inList, type Row, type Sql, type SqlInteger, type SqlValue } from '../database.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Customer, CustomerStatus } from './customer.ts'
import { type DatedLimit, deserializeLimits, serializeLimits } from './limit.ts'
import type { Position } from './position.ts'
import { POSITION_COLUMNS, positionValues, readPosition } from './position-row.ts'
import type { CountsAs, Receivable, ReceivableKind, ReceivableStatus } from './receivable.ts'

export const number = (value: unknown): number => Number(value as SqlInteger)
export const numberOrNull = (value: unknown): number | null => (value === null ? null : number(value))
export const centsOf = (value: unknown): Cents => BigInt(value as SqlInteger)

// Sources

export async function touchSource(sql: Sql, source: string, now: EpochMs): Promise<void> {
  const columns = ['name', 'last_success_at', 'created_at']
  await sql.upsert('sources', columns, [[source, now, now]], ['name'], ['last_success_at'])
}

export async function listSources(sql: Sql): Promise<string[]> {
  const rows = await sql.all('SELECT name FROM sources ORDER BY name')
  return rows.map((row) => row['name'] as string)
}

// Accounts

/** Ids of the accounts with these keys, made where missing. */
export async function ensureAccounts(sql: Sql, keys: readonly string[]): Promise<Map<string, number>> {
  const sorted = [...new Set(keys)].sort()
  let known = await findAccounts(sql, sorted)
  const missing = sorted.filter((key) => !known.has(key))
  if (missing.length > 0) {
    await sql.upsert(
      'accounts',
      ['account_key'],
      missing.map((key) => [key]),
      ['account_key'],
      ['account_key'],
    )
    known = await findAccounts(sql, sorted)
  }
  return known
}

async function findAccounts(sql: Sql, keys: readonly string[]): Promise<Map<string, number>> {
  const list = inList(keys)
  const rows = await sql.all(`SELECT id, account_key FROM accounts WHERE account_key IN (${list.marks})`, list.values)
  return new Map(rows.map((row) => [row['account_key'] as string, number(row['id'])]))
}

/**
 * Takes the accounts for the rest of the transaction. Whoever changes a position, an item or who belongs to an account
 * holds its lock; always in the order of ids, so that two transactions do not wait for each other in a ring.
 */
export async function lockAccounts(sql: Sql, ids: Iterable<number>): Promise<void> {
  const list = inList([...new Set(ids)].sort((a, b) => a - b))
  await sql.all(`SELECT id FROM accounts WHERE id IN (${list.marks}) ORDER BY id${sql.forUpdate}`, list.values)
}

export async function countMembers(sql: Sql, ids: Iterable<number>): Promise<void> {
  const list = inList([...new Set(ids)])
  await sql.run(
    `UPDATE accounts SET members = (SELECT COUNT(*) FROM customers WHERE customers.account_id = accounts.id) WHERE id IN (${list.marks})`,
    list.values,
  )
}

// Customers

export interface StoredCustomer extends Customer {
  id: number
  source: string
  accountId: number
  provisional: boolean
}

const CUSTOMER_COLUMNS = [
  'source',
  'external_id',
  'account_id',
  'company',
  'name',
  'document',
  'group_name',
  'status',
  'hold_until',
  'limits_json',
  'overdue_tolerance_cents',
  'risk_class',
  'email',
  'phone',
  'whatsapp',
  'state',
  'city',
  'active',
  'provisional',
  'since',
  'updated_at',
  'received_at',
  'snapshot_id',
]

export interface Receipt {
  source: string
  receivedAt: EpochMs
  snapshotId: string | null
}

/** The ids that stood when the transaction looked. */
interface Known {
  has(externalId: string): boolean
}

/**
 * Overwrites what is known and inserts what is new. What is new is never written over what another transaction put
 * there meanwhile: it finds the key taken, is run again, and then knows it. In the order of ids, so that two
 * transactions that insert the same ones do not wait for each other in a ring.
 */
async function saveRecords(
  sql: Sql,
  table: string,
  columns: readonly string[],
  known: Known,
  records: readonly { externalId: string; row: SqlValue[] }[],
): Promise<void> {
  const sorted = records.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
  const added = sorted.filter(({ externalId }) => !known.has(externalId))
  const kept = sorted.filter(({ externalId }) => known.has(externalId))
  const rows = (of: typeof records): SqlValue[][] => of.map(({ row }) => row)
  await sql.insert(table, columns, rows(added))
  await sql.upsert(table, columns, rows(kept), ['source', 'external_id'], columns.slice(2))
}

export async function saveCustomers(
  sql: Sql,
  receipt: Receipt,
  customers: readonly (Customer & { accountId: number; provisional: boolean })[],
  known: Known,
): Promise<void> {
  const rowOf = (customer: (typeof customers)[number]): SqlValue[] => [
    receipt.source,
    customer.externalId,
    customer.accountId,
    customer.company,
    customer.name,
    customer.document,
    customer.group,
    customer.status,
    customer.holdUntil,
    serializeLimits(customer.limits),
    customer.overdueTolerance,
    customer.riskClass,
    customer.email,
    customer.phone,
    customer.whatsapp,
    customer.state,
    customer.city,
    customer.active ? 1 : 0,
    customer.provisional ? 1 : 0,
    customer.since,
    customer.updatedAt,
    receipt.receivedAt,
    receipt.snapshotId,
  ]
  const records = customers.map((customer) => ({ externalId: customer.externalId, row: rowOf(customer) }))
  await saveRecords(sql, 'customers', CUSTOMER_COLUMNS, known, records)
}

function readCustomer(row: Row): StoredCustomer {
  return {
    id: number(row['id']),
    source: row['source'] as string,
    externalId: row['external_id'] as string,
    accountId: number(row['account_id']),
    company: row['company'] as string,
    name: row['name'] as string,
    document: row['document'] as string | null,
    group: row['group_name'] as string | null,
    status: row['status'] as CustomerStatus,
    holdUntil: row['hold_until'] as Day | null,
    limits: deserializeLimits(row['limits_json'] as string | null),
    overdueTolerance: row['overdue_tolerance_cents'] === null ? null : centsOf(row['overdue_tolerance_cents']),
    riskClass: row['risk_class'] as string | null,
    email: row['email'] as string | null,
    phone: row['phone'] as string | null,
    whatsapp: row['whatsapp'] as string | null,
    state: row['state'] as string | null,
    city: row['city'] as string | null,
    active: number(row['active']) === 1,
    provisional: number(row['provisional']) === 1,
    since: row['since'] as Day | null,
    updatedAt: numberOrNull(row['updated_at']),
  }
}

export async function findCustomers(
  sql: Sql,
  source: string,
  externalIds: Iterable<string>,
): Promise<Map<string, StoredCustomer>> {
  const list = inList([...new Set(externalIds)])
  const rows = await sql.all(`SELECT * FROM customers WHERE source = ? AND external_id IN (${list.marks})`, [
    source,
    ...list.values,
  ])
  return new Map(rows.map(readCustomer).map((customer) => [customer.externalId, customer]))
}

export async function findCustomersById(sql: Sql, ids: Iterable<number>): Promise<Map<number, StoredCustomer>> {
  const list = inList([...new Set(ids)])
  const rows = await sql.all(`SELECT * FROM customers WHERE id IN (${list.marks})`, list.values)
  return new Map(rows.map(readCustomer).map((customer) => [customer.id, customer]))
}

/** The customers of one source that have this document, at most `limit`. */
export async function findCustomersByDocument(
  sql: Sql,
  source: string,
  document: string,
  limit: number,
): Promise<StoredCustomer[]> {
  const rows = await sql.all(
    'SELECT * FROM customers WHERE document = ? AND source = ? ORDER BY active DESC, id LIMIT ?',
    [document, source, limit],
  )
  return rows.map(readCustomer)
}

// Positions

/** A position and whose it is. */
export interface KeptPosition {
  customerId: number
  company: string
  position: Position
}

export async function loadPositions(sql: Sql, customerIds: Iterable<number>): Promise<KeptPosition[]> {
  const list = inList([...new Set(customerIds)])
  const rows = await sql.all(`SELECT * FROM positions WHERE customer_id IN (${list.marks})`, list.values)
  return rows.map((row) => ({
    customerId: number(row['customer_id']),
    company: row['company'] as string,
    position: readPosition(row),
  }))
}

export async function savePositions(sql: Sql, kept: readonly KeptPosition[]): Promise<void> {
  const rows = kept.map(({ customerId, company, position }) => [customerId, company, ...positionValues(position)])
  await sql.upsert(
    'positions',
    ['customer_id', 'company', ...POSITION_COLUMNS],
    rows,
    ['customer_id', 'company'],
    POSITION_COLUMNS,
  )
}

// Receivables

export interface StoredReceivable extends Omit<Receivable, 'customerExternalId'> {
  customerId: number
  effectiveDueOn: Day
  countsAs: CountsAs
}

const RECEIVABLE_COLUMNS = [
  'source',
  'external_id',
  'customer_id',
  'company',
  'kind',
  'number',
  'installment',
  'issued_on',
  'due_on',
  'effective_due_on',
  'amount_cents',
  'open_cents',
  'status',
  'counts_as',
  'settled_on',
  'order_id',
  'payment_method',
  'updated_at',
  'received_at',
  'snapshot_id',
]

export async function saveReceivables(
  sql: Sql,
  receipt: Receipt,
  receivables: readonly StoredReceivable[],
  known: Known,
): Promise<void> {
  const rowOf = (receivable: StoredReceivable): SqlValue[] => [
    receipt.source,
    receivable.externalId,
    receivable.customerId,
    receivable.company,
    receivable.kind,
    receivable.number,
    receivable.installment,
    receivable.issuedOn,
    receivable.dueOn,
    receivable.effectiveDueOn,
    receivable.amount,
    receivable.openAmount,
    receivable.status,
    receivable.countsAs,
    receivable.settledOn,
    receivable.orderId,
    receivable.paymentMethod,
    receivable.updatedAt,
    receipt.receivedAt,
    receipt.snapshotId,
  ]
  const records = receivables.map((receivable) => ({ externalId: receivable.externalId, row: rowOf(receivable) }))
  await saveRecords(sql, 'receivables', RECEIVABLE_COLUMNS, known, records)
}

function readReceivable(row: Row): StoredReceivable {
  return {
    externalId: row['external_id'] as string,
    customerId: number(row['customer_id']),
    company: row['company'] as string,
    kind: row['kind'] as ReceivableKind,
    number: row['number'] as string | null,
    installment: row['installment'] as string | null,
    issuedOn: row['issued_on'] as Day,
    dueOn: row['due_on'] as Day,
    effectiveDueOn: row['effective_due_on'] as Day,
    amount: centsOf(row['amount_cents']),
    openAmount: centsOf(row['open_cents']),
    status: row['status'] as ReceivableStatus,
    countsAs: number(row['counts_as']) as CountsAs,
    settledOn: row['settled_on'] as Day | null,
    orderId: row['order_id'] as string | null,
    paymentMethod: row['payment_method'] as string | null,
    updatedAt: numberOrNull(row['updated_at']),
  }
}

export async function findReceivables(
  sql: Sql,
  source: string,
  externalIds: Iterable<string>,
): Promise<Map<string, StoredReceivable>> {
  const list = inList([...new Set(externalIds)])
  const rows = await sql.all(`SELECT * FROM receivables WHERE source = ? AND external_id IN (${list.marks})`, [
    source,
    ...list.values,
  ])
  return new Map(rows.map(readReceivable).map((receivable) => [receivable.externalId, receivable]))
}

/** What invoices and drafts name each order for, in cents. With `lock`, it waits for those that are just being saved. */
export async function sumLinked(
  sql: Sql,
  source: string,
  orderIds: readonly string[],
  lock: Sql['forUpdate'] = '',
): Promise<Map<string, { invoiced: Cents; drafted: Cents }>> {
  const list = inList(orderIds)
  const rows = await sql.all(
    `SELECT order_id,
       COALESCE(SUM(CASE WHEN kind = 'invoice' AND status <> 'cancelled' THEN amount_cents END), 0) AS invoiced,
       COALESCE(SUM(CASE WHEN counts_as = 3 THEN open_cents END), 0) AS drafted
     FROM receivables WHERE source = ? AND order_id IN (${list.marks}) GROUP BY order_id${lock}`,
    [source, ...list.values],
  )
  return new Map(
    rows.map((row) => [
      row['order_id'] as string,
      { invoiced: centsOf(row['invoiced']), drafted: centsOf(row['drafted']) },
    ]),
  )
}

/** Gives the open titles of a customer new effective due days; the caller settles the position afterwards. */
export async function moveDueDays(sql: Sql, customerId: number, effectiveDueOn: (dueOn: Day) => Day): Promise<void> {
  const rows = await sql.all(
    'SELECT DISTINCT due_on, effective_due_on FROM receivables WHERE customer_id = ? AND counts_as = 1',
    [customerId],
  )
  for (const row of rows) {
    const dueOn = row['due_on'] as Day
    const effective = effectiveDueOn(dueOn)
    if (effective === row['effective_due_on']) continue
    await sql.run(
      'UPDATE receivables SET effective_due_on = ? WHERE customer_id = ? AND counts_as = 1 AND due_on = ?',
      [effective, customerId, dueOn],
    )
  }
}

/** Ids of customers after an id, in order. */
export async function listCustomerIds(sql: Sql, after: number, limit: number): Promise<number[]> {
  const rows = await sql.all('SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?', [after, limit])
  return rows.map((row) => number(row['id']))
}

/** Sets what a whole account shares; answers how many customers it has. The caller holds its lock. */
export async function saveAccountLimit(
  sql: Sql,
  id: number,
  limits: readonly DatedLimit[],
  tolerance: Cents | null,
): Promise<number> {
  await sql.run('UPDATE accounts SET limit_json = ?, overdue_tolerance_cents = ? WHERE id = ?', [
    serializeLimits(limits),
    tolerance,
    id,
  ])
  const [row] = await sql.all('SELECT members FROM accounts WHERE id = ?', [id])
  return number(row?.['members'])
}
