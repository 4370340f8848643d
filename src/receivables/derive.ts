import { inList, type Sql, type SqlInteger } from '../database.ts'
import type { Day } from '../kernel/day.ts'
import type { Order } from './order.ts'
import { readOrder } from './order-store.ts'
import {
  ALL_COMPANIES,
  applyOrder,
  applyReceivable,
  emptyPosition,
  type Keeping,
  type Position,
  scopeOf,
} from './position.ts'
import type { KeptPosition } from './position-store.ts'
import type { CountsAs } from './receivable.ts'
import { sumLinked } from './receivable-store.ts'

interface Total {
  customerId: number
  company: string
  countsAs: CountsAs
  isDisputed: boolean
  effectiveDueOn: Day
  cents: bigint
  titles: number
}

/**
 * Positions computed anew from the items alone: what the stored ones must equal. `cutoffOf` says per customer which due
 * days count as overdue. Only customers with something to count are answered.
 */
export async function derivePositions(
  sql: Sql,
  customerIds: readonly number[],
  keeping: Pick<Keeping, 'perCompany'>,
  cutoffOf: (customerId: number, company: string) => Day,
): Promise<KeptPosition[]> {
  const derived = new Map<string, KeptPosition>()
  const at = (customerId: number, company: string): Position => {
    const key = `${customerId}|${company}`
    let kept = derived.get(key)
    if (!kept) {
      kept = { customerId, company, position: emptyPosition(cutoffOf(customerId, company)) }
      derived.set(key, kept)
    }
    return kept.position
  }
  for (const total of await readTotals(sql, customerIds, keeping.perCompany)) {
    const position = at(total.customerId, total.company)
    const status = total.isDisputed ? 'disputed' : 'open'
    const { openCount, overdueCount, disputedOverdueCount } = position
    applyReceivable(
      position,
      { countsAs: total.countsAs, openAmount: total.cents, status, effectiveDueOn: total.effectiveDueOn },
      1,
    )
    // One total stands for many titles, and applyReceivable counted it as one.
    if (position.openCount > openCount) position.openCount = openCount + total.titles
    if (position.overdueCount > overdueCount) position.overdueCount = overdueCount + total.titles
    if (position.disputedOverdueCount > disputedOverdueCount)
      position.disputedOverdueCount = disputedOverdueCount + total.titles
  }
  for (const order of await readLiveOrders(sql, customerIds))
    applyOrder(at(order.customerId, scopeOf(keeping, order.company)), order, 1)
  return [...derived.values()]
}

async function readTotals(sql: Sql, customerIds: readonly number[], perCompany: boolean): Promise<Total[]> {
  const list = inList(customerIds)
  const company = perCompany ? 'company' : `'${ALL_COMPANIES}'`
  const disputed = "CASE WHEN status = 'disputed' THEN 1 ELSE 0 END"
  const rows = await sql.all(
    `SELECT customer_id, ${company} AS scope, counts_as, ${disputed} AS disputed, effective_due_on,
       SUM(open_cents) AS cents, COUNT(*) AS titles
     FROM receivables WHERE customer_id IN (${list.marks}) AND counts_as IN (1, 2, 3)
     GROUP BY customer_id, scope, counts_as, disputed, effective_due_on`,
    list.values,
  )
  return rows.map((row) => ({
    customerId: Number(row['customer_id'] as SqlInteger),
    company: row['scope'] as string,
    countsAs: Number(row['counts_as'] as SqlInteger) as CountsAs,
    isDisputed: Number(row['disputed'] as SqlInteger) === 1,
    effectiveDueOn: row['effective_due_on'] as Day,
    cents: BigInt(row['cents'] as SqlInteger),
    titles: Number(row['titles'] as SqlInteger),
  }))
}

/** Live orders with what their invoices and drafts really sum up to, not what was remembered. */
async function readLiveOrders(sql: Sql, customerIds: readonly number[]): Promise<Order[]> {
  const list = inList(customerIds)
  const rows = await sql.all(
    `SELECT * FROM orders WHERE customer_id IN (${list.marks}) AND state IN ('held', 'confirmed')`,
    list.values,
  )
  const orders: Order[] = []
  for (const [source, own] of Map.groupBy(rows.map(readOrder), (order) => order.source)) {
    const ids = own.map(({ externalId }) => externalId)
    const linked = await sumLinked(sql, source, ids)
    for (const order of own) {
      const { invoiced, drafted } = linked.get(order.externalId) ?? { invoiced: 0n, drafted: 0n }
      orders.push({ ...order, linkedInvoiced: invoiced, linkedDrafted: drafted })
    }
  }
  return orders
}
