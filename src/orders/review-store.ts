import { inList, type Sql } from '../database.ts'
import { centsOf, number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { addDays, type Day, daysBetween } from '../kernel/day.ts'
import { createNote } from '../receivables/account-store.ts'
import type { Order } from '../receivables/order.ts'

/** Accounts that changed, those that did so last first. */
export async function listChangedAccounts(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql.all(`SELECT account_id FROM account_changes ORDER BY noted_at DESC, account_id LIMIT ${limit}`)
  return rows.map((row) => number(row['account_id']))
}

/** Of all accounts that changed, some where an order is blocked: found by the orders, however many accounts there are. */
export async function listUrgentAccounts(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql.all(
    `SELECT DISTINCT c.account_id FROM blocked_orders b CROSS JOIN customers c CROSS JOIN account_changes a
     WHERE b.state = 'blocked' AND c.id = b.customer_id AND a.account_id = c.account_id
     LIMIT ${limit}`,
  )
  return rows.map((row) => number(row['account_id']))
}

/** Of these accounts, those where an order may be freed, or may have to return. For CROSS see `listWaiting`. */
export async function findWaitingAccounts(sql: Sql, accountIds: readonly number[]): Promise<Set<number>> {
  const list = inList(accountIds)
  const rows = await sql.all(
    `SELECT DISTINCT c.account_id FROM customers c CROSS JOIN blocked_orders b ON b.customer_id = c.id
     WHERE (b.state = 'blocked' OR (b.state = 'released' AND b.cause = 'changed')) AND c.account_id IN (${list.marks})`,
    list.values,
  )
  return new Set(rows.map((row) => number(row['account_id'])))
}

/** Looked at after all others. */
export async function putLast(sql: Sql, accountId: number): Promise<void> {
  await sql.run('UPDATE account_changes SET noted_at = -1 WHERE account_id = ?', [accountId])
}

/** The notes that stand for these accounts. For the beginning of a look, before anything else is read. */
export async function readNotes(sql: Sql, accountIds: readonly number[]): Promise<string[]> {
  const list = inList(accountIds)
  const rows = await sql.all(`SELECT note FROM account_changes WHERE account_id IN (${list.marks})`, list.values)
  return rows.map((row) => row['note'] as string)
}

/** Under the locks of the accounts. What was noted after `notes` were read may have been missed by the look, and stays. */
export async function forgetAccountChanges(
  sql: Sql,
  accountIds: readonly number[],
  notes: readonly string[],
): Promise<void> {
  const [list, seen] = [inList(accountIds), inList(notes)]
  await sql.run(`DELETE FROM account_changes WHERE account_id IN (${list.marks}) AND note IN (${seen.marks})`, [
    ...list.values,
    ...seen.values,
  ])
}

/** A policy or a day changes what is said of everybody. */
export async function noteAllAccounts(sql: Sql): Promise<void> {
  const note = await noteAgain(sql)
  await sql.run(
    `INSERT INTO account_changes (account_id, note)
     SELECT id, ? FROM accounts WHERE id NOT IN (SELECT account_id FROM account_changes)`,
    [note],
  )
}

/** Of what is noted already, somebody may be looking at some under the policy or on the day before. */
async function noteAgain(sql: Sql): Promise<string> {
  const note = createNote()
  await sql.run('UPDATE account_changes SET note = ?', [note])
  return note
}

/** By what the last review went: see `readMark`. */
export const DAY_MARK = 'reviewed-day'
/** After so many days without any review, every limit that begins or ends on some day is looked at. */
const LIMIT_DAYS_MAX = 31

/**
 * A new day makes titles overdue and ends holds and limits: notes the accounts with titles that fall due until `today`
 * and are not counted as overdue yet, of customers who are blocked, of those whose orders wait, and of those for whom a
 * limit has begun or ended since the last review.
 */
export async function noteNewDay(sql: Sql, today: Day): Promise<void> {
  const note = await noteAgain(sql)
  const dated = datedLimits(await readMark(sql, DAY_MARK), today)
  const limits = dated.map(() => 'OR c.limits_json LIKE ? OR a.limit_json LIKE ?').join(' ')
  await sql.run(
    `INSERT INTO account_changes (account_id, note)
     SELECT DISTINCT c.account_id, ? FROM customers c
     JOIN accounts a ON a.id = c.account_id
     LEFT JOIN positions p ON p.customer_id = c.id AND p.next_due_on < ?
     LEFT JOIN credit_tellings t ON t.customer_id = c.id AND t.blocked = 1
     LEFT JOIN blocked_orders b ON b.customer_id = c.id AND b.state = 'blocked'
     WHERE (p.customer_id IS NOT NULL OR t.customer_id IS NOT NULL OR b.customer_id IS NOT NULL ${limits})
     AND c.account_id NOT IN (SELECT account_id FROM account_changes)`,
    [note, today, ...dated.flatMap((pattern) => [pattern, pattern])],
  )
}

/** How limits are written that have begun since a day, or had their last day on it or later. */
function datedLimits(since: Day | null, today: Day): string[] {
  const days = since === null ? 0 : daysBetween(since, today)
  if (since === null || days > LIMIT_DAYS_MAX) return ['%"from":"%', '%"validUntil":"%']
  return Array.from({ length: days }, (_, index) => [
    `%"from":"${addDays(since, index + 1)}"%`,
    `%"validUntil":"${addDays(since, index)}"%`,
  ]).flat()
}

export interface Member {
  readonly id: number
  readonly accountId: number
  readonly source: string
  readonly externalId: string
  readonly name: string
  /** What was last told of the customer; null when nothing was. */
  readonly told: { readonly isBlocked: boolean; readonly reasons: string } | null
}

/** Nobody is told of who is known from an order alone: their ERP has not said that there is such a customer. */
export async function listMembers(sql: Sql, accountIds: readonly number[]): Promise<Member[]> {
  const list = inList(accountIds)
  const rows = await sql.all(
    `SELECT c.id, c.account_id, c.source, c.external_id, c.name, t.blocked, t.reasons_json FROM customers c
     LEFT JOIN credit_tellings t ON t.customer_id = c.id WHERE c.account_id IN (${list.marks}) AND c.provisional = 0 ORDER BY c.id`,
    list.values,
  )
  return rows.map((row) => ({
    id: number(row['id']),
    accountId: number(row['account_id']),
    source: row['source'] as string,
    externalId: row['external_id'] as string,
    name: row['name'] as string,
    told:
      row['blocked'] === null
        ? null
        : { isBlocked: number(row['blocked']) === 1, reasons: row['reasons_json'] as string },
  }))
}

export async function saveTellings(
  sql: Sql,
  tellings: readonly { customerId: number; isBlocked: boolean; reasons: string }[],
  at: EpochMs,
): Promise<void> {
  const rows = tellings.map(({ customerId, isBlocked, reasons }) => [customerId, isBlocked ? 1 : 0, reasons, at])
  await sql.upsert(
    'credit_tellings',
    ['customer_id', 'blocked', 'reasons_json', 'told_at'],
    rows,
    ['customer_id'],
    [...['blocked', 'reasons_json', 'told_at']],
  )
}

/** What the last review went by, such as the day or the version of the policy. */
export async function readMark(sql: Sql, name: string): Promise<string | null> {
  const [row] = await sql.all('SELECT value FROM shapes WHERE name = ?', [name])
  return row ? (row['value'] as string) : null
}

export async function writeMark(sql: Sql, name: string, value: string): Promise<void> {
  await sql.upsert('shapes', ['name', 'value'], [[name, value]], ['name'], ['value'])
}

export type ErpState = Pick<Order, 'state' | 'revision' | 'amount' | 'creditAmount'>

/** The state of orders in the ERP, as kept, of those that wait here. */
export async function readErpStates(
  sql: Sql,
  orders: readonly { source: string; orderId: string }[],
): Promise<Map<string, ErpState>> {
  const found = new Map<string, ErpState>()
  for (const source of new Set(orders.map((order) => order.source))) {
    const list = inList(orders.filter((order) => order.source === source).map(({ orderId }) => orderId))
    const rows = await sql.all(
      `SELECT external_id, state, revision, amount_cents, credit_cents FROM orders
       WHERE source = ? AND external_id IN (${list.marks})`,
      [source, ...list.values],
    )
    for (const row of rows)
      found.set(`${source}\n${row['external_id']}`, {
        state: row['state'] as Order['state'],
        revision: number(row['revision']),
        amount: centsOf(row['amount_cents']),
        creditAmount: centsOf(row['credit_cents']),
      })
  }
  return found
}
