import { nearIds, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

export interface Dispute {
  readonly id: string
  readonly customerId: number
  /** null: everything. */
  readonly receivableIds: readonly number[] | null
  readonly reason: string
  readonly state: 'open' | 'resolved'
  readonly openedBy: string
  readonly openedAt: EpochMs
  readonly resolution: string | null
  readonly resolvedAt: EpochMs | null
}

const COLUMNS = ['id', 'customer_id', 'receivables_json', 'reason', 'state', 'opened_by', 'opened_at']
const IDS_PER_STATEMENT = 512

export async function insertDispute(sql: Sql, dispute: Dispute): Promise<void> {
  const { id, customerId, receivableIds, reason, state, openedBy, openedAt } = dispute
  const titles = receivableIds === null ? null : JSON.stringify(receivableIds)
  await sql.insert('disputes', COLUMNS, [[id, customerId, titles, reason, state, openedBy, openedAt]])
}

const readDispute = (row: Row): Dispute => ({
  id: row['id'] as string,
  customerId: number(row['customer_id']),
  receivableIds: row['receivables_json'] === null ? null : JSON.parse(row['receivables_json'] as string),
  reason: row['reason'] as string,
  state: row['state'] as Dispute['state'],
  openedBy: row['opened_by'] as string,
  openedAt: number(row['opened_at']),
  resolution: row['resolution'] as string | null,
  resolvedAt: numberOrNull(row['resolved_at']),
})

export async function findDispute(sql: Sql, id: string): Promise<Dispute | null> {
  const [row] = await sql.all('SELECT * FROM disputes WHERE id = ?', [id])
  return row ? readDispute(row) : null
}

export async function resolveDispute(sql: Sql, id: string, resolution: string, at: EpochMs): Promise<void> {
  await sql.run("UPDATE disputes SET state = 'resolved', resolution = ?, resolved_at = ? WHERE id = ?", [
    resolution,
    at,
    id,
  ])
}

/** The open ones of many customers, the oldest first. */
export async function listOpenDisputes(sql: Sql, customerIds: readonly number[]): Promise<Dispute[]> {
  const wanted = new Set(customerIds)
  const found: Row[] = []
  for (let start = 0; start < customerIds.length; start += IDS_PER_STATEMENT) {
    const near = nearIds('customer_id', customerIds.slice(start, start + IDS_PER_STATEMENT))
    const text = `SELECT * FROM disputes WHERE ${near.where} AND state = 'open' ORDER BY opened_at, id`
    found.push(...(await sql.all(text, near.values)))
  }
  return found.map(readDispute).filter(({ customerId }) => wanted.has(customerId))
}
