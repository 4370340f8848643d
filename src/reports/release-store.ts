import { inList, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Repaid } from './release-outcome.ts'

export interface ApprovedRelease {
  readonly seq: number
  readonly id: string
  readonly source: string
  readonly orderId: string
  readonly customer: { readonly externalId: string; readonly name: string }
  readonly amount: Cents
  /** By how much the order went beyond the room there was. */
  readonly over: Cents
  readonly requestedBy: string
  readonly decidedAt: EpochMs | null
}

/**
 * Approved releases decided since then, whether room was taken on them (`used`) or not yet, the newest first, before the
 * one of `before`. One that ran out or was withdrawn freed nothing. `limit` is a whole number of ours.
 */
export async function listReleasesBefore(
  sql: Sql,
  since: EpochMs,
  before: number,
  source: string | null,
  limit: number,
): Promise<ApprovedRelease[]> {
  const own = source === null ? '' : 'AND r.source = ?'
  const values: SqlValue[] = [before, since, ...(source === null ? [] : [source])]
  const rows = await sql.all(
    `SELECT r.seq, r.id, r.source, r.order_id, r.amount_cents, r.over_cents, r.requested_by, r.decided_at,
       c.external_id, c.name
     FROM releases r JOIN customers c ON c.id = r.customer_id
     WHERE r.state IN ('approved', 'used') AND r.seq < ? AND r.decided_at >= ? ${own} ORDER BY r.seq DESC LIMIT ${limit}`,
    values,
  )
  return rows.map((row) => ({
    seq: number(row['seq']),
    id: row['id'] as string,
    source: row['source'] as string,
    orderId: row['order_id'] as string,
    customer: { externalId: row['external_id'] as string, name: row['name'] as string },
    amount: centsOf(row['amount_cents']),
    over: centsOf(row['over_cents']),
    requestedBy: row['requested_by'] as string,
    decidedAt: numberOrNull(row['decided_at']),
  }))
}

/** Who approved each of these releases. */
export async function listApprovers(sql: Sql, releaseIds: readonly string[]): Promise<Map<string, string[]>> {
  if (releaseIds.length === 0) return new Map()
  const list = inList(releaseIds)
  const rows = await sql.all(
    `SELECT release_id, signer FROM release_signatures
     WHERE verdict = 'approved' AND release_id IN (${list.marks}) ORDER BY release_id, signed_at, signer`,
    list.values,
  )
  const found = new Map<string, string[]>()
  for (const row of rows) {
    const id = row['release_id'] as string
    const signers = found.get(id)
    if (signers) signers.push(row['signer'] as string)
    else found.set(id, [row['signer'] as string])
  }
  return found
}

/** What became of the invoices that name each order; cancelled ones are left out. */
export async function sumRepaid(
  sql: Sql,
  orders: readonly { readonly source: string; readonly orderId: string }[],
  today: Day,
): Promise<Repaid[]> {
  const sumOf = (condition: string, cents: string): string =>
    `COALESCE(SUM(CASE WHEN ${condition} THEN ${cents} END), 0)`
  const isOpen = "status IN ('open', 'returned')"
  const found = await sql.each(
    `SELECT COALESCE(SUM(amount_cents), 0) AS invoiced,
       ${sumOf("status = 'paid' AND settled_on <= effective_due_on", 'amount_cents')} AS on_time,
       ${sumOf("status = 'paid' AND settled_on > effective_due_on", 'amount_cents')} AS late,
       ${sumOf("status = 'paid' AND settled_on IS NULL", 'amount_cents')}
         + ${sumOf("status IN ('open', 'returned', 'disputed')", 'amount_cents - open_cents')} AS undated,
       ${sumOf(`${isOpen} AND effective_due_on >= ?`, 'open_cents')} AS not_due,
       ${sumOf(`${isOpen} AND effective_due_on < ?`, 'open_cents')} AS overdue,
       ${sumOf("status = 'disputed'", 'open_cents')} AS disputed,
       ${sumOf("status = 'written_off'", 'amount_cents')} AS written_off
     FROM receivables WHERE source = ? AND order_id = ? AND kind = 'invoice' AND status <> 'cancelled'`,
    orders.map(({ source, orderId }) => [today, today, source, orderId]),
  )
  return found.map(([row]) => ({
    invoiced: centsOf(row?.['invoiced'] ?? 0),
    onTime: centsOf(row?.['on_time'] ?? 0),
    late: centsOf(row?.['late'] ?? 0),
    undated: centsOf(row?.['undated'] ?? 0),
    notDue: centsOf(row?.['not_due'] ?? 0),
    overdue: centsOf(row?.['overdue'] ?? 0),
    disputed: centsOf(row?.['disputed'] ?? 0),
    writtenOff: centsOf(row?.['written_off'] ?? 0),
  }))
}
