import { type Cents, parseCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Place } from './answer-store.ts'
import { quoteName } from './statement.ts'

/** What triggers recorded, in the ERP's database. */

/**
 * `blocked`, `over`, `term` and `stale` refuse, or would in monitor mode; `old`: judged by nothing, since the copy was
 * old; `fault`: not judged, since something of ours was broken.
 */
export type Verdict = 'blocked' | 'over' | 'term' | 'stale' | 'old' | 'fault'

export interface ErpEvent {
  readonly number: number
  readonly at: EpochMs
  readonly guard: string
  readonly verdict: Verdict
  readonly isRefused: boolean
  readonly customer: string | null
  readonly company: string | null
  readonly orderId: string | null
  readonly amount: Cents | null
  readonly days: number | null
  readonly salesRep: string | null
  readonly message: string | null
}

/** Those after a number, the oldest first. */
export async function readErpEvents(
  place: Place,
  after: number,
  limit: number,
  signal: AbortSignal,
): Promise<ErpEvent[]> {
  const rows = await place.database.rows(
    `SELECT number, at, guard, verdict, refused, customer, company, order_id, amount, days, sales_rep, message
     FROM ${quoteName(place.schema)}.events WHERE source = :source AND number > :after ORDER BY number LIMIT ${limit}`,
    { source: place.source, after },
    signal,
  )
  return rows.map((row) => {
    const text = (name: string): string | null => (row[name] === null ? null : String(row[name]))
    const days = text('days')
    const amount = text('amount')
    return {
      number: Number(row['number']),
      at: Date.parse(`${String(row['at']).replace(' ', 'T')}Z`),
      guard: String(row['guard']),
      verdict: String(row['verdict']) as Verdict,
      isRefused: row['refused'] === '1',
      ...{ customer: text('customer'), company: text('company'), orderId: text('order_id') },
      amount: amount === null ? null : parseCents(amount),
      days: days === null ? null : Number(days),
      ...{ salesRep: text('sales_rep'), message: text('message') },
    }
  })
}

export async function removeErpEvents(place: Place, numbers: readonly number[], signal: AbortSignal): Promise<void> {
  if (numbers.length === 0) return
  await place.database.run(
    `DELETE FROM ${quoteName(place.schema)}.events WHERE number IN (${numbers.map(() => '?').join(', ')})`,
    [...numbers],
    signal,
  )
}
