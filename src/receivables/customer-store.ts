import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Day } from '../kernel/day.ts'
import type { Customer, CustomerStatus } from './customer.ts'
import { deserializeLimits, serializeLimits } from './limit.ts'
import { type Known, type Receipt, saveRecords } from './record-store.ts'

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
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const list = inList(wanted)
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

/** Ids of customers after an id, in order. */
export async function listCustomerIds(sql: Sql, after: number, limit: number): Promise<number[]> {
  const rows = await sql.all('SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?', [after, limit])
  return rows.map((row) => number(row['id']))
}

/** Who belongs to these accounts, and what of them counts for the others. */
export async function listMembers(
  sql: Sql,
  accountIds: readonly number[],
): Promise<{ id: number; accountId: number; riskClass: string | null; brokenPromises: number }[]> {
  if (accountIds.length === 0) return []
  const list = inList(accountIds)
  const rows = await sql.all(
    `SELECT id, account_id, risk_class, broken_promises FROM customers WHERE account_id IN (${list.marks})`,
    list.values,
  )
  return rows.map((row) => ({
    id: number(row['id']),
    accountId: number(row['account_id']),
    riskClass: row['risk_class'] as string | null,
    brokenPromises: number(row['broken_promises']),
  }))
}
