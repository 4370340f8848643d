import { inList, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import { systemNow } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import { type DatedLimit, serializeLimits } from './limit.ts'

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
 * holds its lock; always in the order of ids, so that two transactions do not wait for each other in a ring. A dialect
 * with one writer at a time needs none.
 */
export async function lockAccounts(sql: Sql, ids: Iterable<number>): Promise<void> {
  if (sql.forUpdate === '') return
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

/**
 * Notes, in the transaction that changed their room, their members or what is known of them, the accounts whose refused
 * orders are to be looked at again. The caller holds their locks, or changed nothing that an order waits for.
 */
export async function noteAccountChanges(sql: Sql, accountIds: Iterable<number>): Promise<void> {
  // Says only what is looked at first: the newest, since somebody may be waiting for it.
  const notedAt = systemNow()
  const note = createNote()
  const rows = [...new Set(accountIds)].sort((a, b) => a - b).map((id) => [id, notedAt, note])
  const columns = ['account_id', 'noted_at', 'note']
  await sql.upsert('account_changes', columns, rows, ['account_id'], columns.slice(1))
}

/** Each noting is another one: who looked before it does not forget it. */
export const createNote = (): string => createId('chg', systemNow())

/** The same, by the customers that changed. */
export async function noteCustomerChanges(sql: Sql, customerIds: Iterable<number>): Promise<void> {
  const list = inList([...new Set(customerIds)])
  if (list.values.length === 0 || list.values[0] === null) return
  const rows = await sql.all(`SELECT DISTINCT account_id FROM customers WHERE id IN (${list.marks})`, list.values)
  await noteAccountChanges(
    sql,
    rows.map((row) => number(row['account_id'])),
  )
}
