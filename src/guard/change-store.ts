import { inList, type Sql } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import { type EpochMs, systemNow } from '../kernel/clock.ts'
import { createNote } from '../receivables/account-store.ts'

/** What Fiado keeps of its guards, in its own database: see answer-store.ts for the ERP's. */

/** A post and the source whose customers it answers for. */
export interface PostName {
  readonly name: string
  readonly source: string
}

/** Notes, in the transaction that looked at them, accounts with customers of a post's source. */
export async function noteForPosts(sql: Sql, posts: readonly PostName[], accountIds: readonly number[]): Promise<void> {
  if (accountIds.length === 0) return
  const list = inList([...new Set(accountIds)])
  const note = createNote()
  const notedAt = systemNow()
  const columns = ['post', 'account_id', 'noted_at', 'note']
  for (const { name, source } of posts) {
    const rows = await sql.all(
      `SELECT DISTINCT account_id FROM customers WHERE account_id IN (${list.marks}) AND source = ? ORDER BY account_id`,
      [...list.values, source],
    )
    const noted = rows.map((row) => [name, number(row['account_id']), notedAt, note])
    await sql.upsert('guard_changes', columns, noted, columns.slice(0, 2), columns.slice(2))
  }
}

/** Notes every account with customers of a post's source, those that are noted already as they are. */
export async function noteAllForPost(sql: Sql, { name, source }: PostName): Promise<void> {
  await sql.run(
    `INSERT INTO guard_changes (post, account_id, noted_at, note)
     SELECT DISTINCT ?, account_id, ?, ? FROM customers WHERE source = ? AND provisional = 0
     AND account_id NOT IN (SELECT account_id FROM guard_changes WHERE post = ?)`,
    [name, systemNow(), createNote(), source, name],
  )
}

export interface Noted {
  readonly accountId: number
  readonly note: string
}

/** The newest first: somebody may be waiting for it. */
export async function readNoted(sql: Sql, post: string, limit: number): Promise<Noted[]> {
  const rows = await sql.all(
    `SELECT account_id, note FROM guard_changes WHERE post = ? ORDER BY noted_at DESC, account_id LIMIT ${limit}`,
    [post],
  )
  return rows.map((row) => ({ accountId: number(row['account_id']), note: String(row['note']) }))
}

/** Only as they were read: what was noted again since is written again. */
export async function forgetNoted(sql: Sql, post: string, noted: readonly Noted[]): Promise<void> {
  if (noted.length === 0) return
  const accounts = inList(noted.map(({ accountId }) => accountId))
  const notes = inList([...new Set(noted.map(({ note }) => note))])
  await sql.run(
    `DELETE FROM guard_changes WHERE post = ? AND account_id IN (${accounts.marks}) AND note IN (${notes.marks})`,
    [post, ...accounts.values, ...notes.values],
  )
}

export async function countNoted(sql: Sql, post: string): Promise<{ count: number; oldestAt: EpochMs | null }> {
  const [row] = await sql.all(
    'SELECT COUNT(*) AS count, MIN(noted_at) AS oldest_at FROM guard_changes WHERE post = ?',
    [post],
  )
  return { count: number(row?.['count']), oldestAt: numberOrNull(row?.['oldest_at'] ?? null) }
}

export interface OwnCustomer {
  readonly id: number
  readonly accountId: number
  readonly externalId: string
}

/** Customers of a source in these accounts. */
export async function listOwn(sql: Sql, source: string, accountIds: readonly number[]): Promise<OwnCustomer[]> {
  const list = inList(accountIds)
  const rows = await sql.all(
    `SELECT id, account_id, external_id FROM customers WHERE account_id IN (${list.marks}) AND source = ? ORDER BY id`,
    [...list.values, source],
  )
  return rows.map(toOwn)
}

/** Customers of a source, in the order of ids, after one. */
export async function pageOwn(sql: Sql, source: string, afterId: number, limit: number): Promise<OwnCustomer[]> {
  const rows = await sql.all(
    `SELECT id, account_id, external_id FROM customers WHERE source = ? AND id > ? ORDER BY id LIMIT ${limit}`,
    [source, afterId],
  )
  return rows.map(toOwn)
}

const toOwn = (row: Record<string, unknown>): OwnCustomer => ({
  id: number(row['id']),
  accountId: number(row['account_id']),
  externalId: String(row['external_id']),
})

/** Which of these customers a source has. */
export async function findKnown(sql: Sql, source: string, externalIds: readonly string[]): Promise<Set<string>> {
  const list = inList(externalIds)
  const rows = await sql.all(
    `SELECT external_id FROM customers WHERE source = ? AND external_id IN (${list.marks}) AND provisional = 0`,
    [source, ...list.values],
  )
  return new Set(rows.map((row) => String(row['external_id'])))
}

/** An order that takes room. */
export interface TakenOrder {
  readonly customerId: number
  readonly orderId: string
  readonly company: string
  readonly amount: Cents
  /** When its hold runs out; `null` once it is confirmed. */
  readonly expiresAt: EpochMs | null
  readonly receivedAt: EpochMs
}

/** Orders of these customers that are held, or that were confirmed since an instant. */
export async function listTaken(
  sql: Sql,
  source: string,
  customerIds: readonly number[],
  confirmedSince: EpochMs,
): Promise<TakenOrder[]> {
  const list = inList(customerIds)
  const rows = await sql.all(
    `SELECT customer_id, external_id, company, amount_cents, expires_at, received_at, state FROM orders
     WHERE customer_id IN (${list.marks}) AND source = ?
       AND (state = 'held' OR (state = 'confirmed' AND received_at >= ?))`,
    [...list.values, source, confirmedSince],
  )
  return rows.map((row) => ({
    customerId: number(row['customer_id']),
    orderId: String(row['external_id']),
    company: String(row['company']),
    amount: centsOf(row['amount_cents']),
    expiresAt: row['state'] === 'held' ? numberOrNull(row['expires_at']) : null,
    receivedAt: number(row['received_at']),
  }))
}
