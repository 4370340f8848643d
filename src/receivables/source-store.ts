import type { Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { noteAccountChanges } from './account-store.ts'
import type { Keeping } from './position.ts'

/**
 * Notes when a source was heard of. After a time when it was not, who was refused or blocked meanwhile may have been so
 * for that alone: their accounts are noted to be looked at again. Answers whether any were.
 */
export async function touchSource(
  sql: Sql,
  source: string,
  now: EpochMs,
  { maxDataAgeMs = Number.MAX_SAFE_INTEGER }: Pick<Keeping, 'maxDataAgeMs'>,
): Promise<boolean> {
  const [before] = await sql.all('SELECT last_success_at FROM sources WHERE name = ?', [source])
  const columns = ['name', 'last_success_at', 'created_at']
  await sql.upsert('sources', columns, [[source, now, now]], ['name'], ['last_success_at'])
  const heardAt = numberOrNull(before?.['last_success_at'] ?? null)
  const wasStale = heardAt === null || now - heardAt > maxDataAgeMs
  return wasStale && noteRefused(sql, source)
}

async function noteRefused(sql: Sql, source: string): Promise<boolean> {
  const rows = await sql.all(
    `SELECT DISTINCT c.account_id FROM customers c
     LEFT JOIN credit_tellings t ON t.customer_id = c.id AND t.blocked = 1
     LEFT JOIN blocked_orders b ON b.customer_id = c.id AND b.state = 'blocked'
     WHERE c.source = ? AND (t.customer_id IS NOT NULL OR b.customer_id IS NOT NULL)`,
    [source],
  )
  await noteAccountChanges(
    sql,
    rows.map((row) => number(row['account_id'])),
  )
  return rows.length > 0
}

export async function listSources(sql: Sql): Promise<string[]> {
  const rows = await sql.all('SELECT name FROM sources ORDER BY name')
  return rows.map((row) => row['name'] as string)
}
