import type { Sql } from '../database.ts'
import { type Cents, maxCents } from '../kernel/cents.ts'
import { noteAccountChanges } from './account-store.ts'
import type { StoredCustomer } from './customer-store.ts'
import {
  type Also,
  accountsOf,
  type Incoming,
  type IngestContext,
  MoreAccountsNeeded,
  type Outcome,
  openLedger,
  sortByCustomer,
} from './ingest.ts'
import { isOlder, requireOwners } from './ingest-receivables.ts'
import type { Order, OrderRecord } from './order.ts'
import { findOrders, saveOrders } from './order-store.ts'
import { applyOrder, withinBounds } from './position.ts'
import { savePositions } from './position-store.ts'
import { sumLinked } from './receivable-store.ts'

/** Upserts the orders that the ERP holds as sold and moves the positions with them, in the transaction of `sql`. */
export async function ingestOrders(
  sql: Sql,
  context: IngestContext,
  incoming: readonly Incoming<OrderRecord>[],
  also: Also,
): Promise<Outcome> {
  const { source, receivedAt, snapshotId } = context.receipt
  const { customers, known, rejected } = await sortByCustomer(sql, source, incoming)
  const ledger = await openLedger(sql, customers.values(), also, context)
  const existing = await findOrders(
    sql,
    source,
    known.map(({ externalId }) => externalId),
  )
  requireOwners(
    ledger,
    [...existing.values()].map((order) => order.customerId),
  )
  const linked = await sumLinked(
    sql,
    source,
    known.map(({ externalId }) => externalId),
  )

  const saved: (Order & { snapshotId: string | null })[] = []
  let ignored = 0
  for (const { record, index, externalId, raw } of known) {
    const before = existing.get(externalId)
    if (
      before &&
      (isOlder(record.updatedAt, before.updatedAt) || (record.revision ?? before.revision) < before.revision)
    ) {
      ignored++
      saved.push({ ...before, snapshotId })
      continue
    }
    const customer = customers.get(record.customerExternalId) as StoredCustomer
    const sums = linked.get(externalId) ?? { invoiced: 0n, drafted: 0n }
    const after = asTold(record, source, customer.id, before, sums)
    const position = ledger.change(customer.id, after.company)
    applyOrder(position, after, 1)
    if (!withinBounds(position)) {
      applyOrder(position, after, -1)
      rejected.push({
        index,
        externalId,
        raw,
        errors: [{ path: 'amount', message: 'would make the position larger than can be kept' }],
      })
      continue
    }
    if (before) applyOrder(ledger.change(before.customerId, before.company), before, -1)
    saved.push({ ...after, snapshotId })
  }
  await saveOrders(sql, receivedAt, saved)
  await requireLinked(
    sql,
    saved.filter(({ id }) => id === 0),
  )
  await savePositions(sql, ledger.changes)
  const changed = ledger.changes.map(({ customerId }) => customerId)
  await noteAccountChanges(sql, accountsOf(ledger, changed))
  return { accepted: saved.length - ignored, ignored, rejected }
}

/** A new order, with what invoices and drafts were taken to say of it. */
export type Expected = Pick<Order, 'source' | 'externalId' | 'linkedInvoiced' | 'linkedDrafted'>

/**
 * Invoices to customers of other accounts may come while orders that they name are made, and neither sees the other. So
 * each side saves first and then looks, waiting for the other: whoever looks last finds it and is run again.
 */
export async function requireLinked(sql: Sql, added: readonly Expected[]): Promise<void> {
  if (sql.forUpdate === '') return // one writer at a time: nobody came
  for (const [source, orders] of Map.groupBy(added, (order) => order.source)) {
    const ids = orders.map(({ externalId }) => externalId)
    const linked = await sumLinked(sql, source, ids, sql.forUpdate)
    const isLinked = (order: Expected): boolean => {
      const { invoiced, drafted } = linked.get(order.externalId) ?? { invoiced: 0n, drafted: 0n }
      return order.linkedInvoiced === invoiced && order.linkedDrafted === drafted
    }
    if (!orders.every(isLinked)) throw new MoreAccountsNeeded([])
  }
}

/** The order as the ERP tells it. What was agreed to be paid in advance stays out of the credit amount. */
function asTold(
  record: OrderRecord,
  source: string,
  customerId: number,
  before: Order | undefined,
  linked: { invoiced: Cents; drafted: Cents },
): Order {
  const paidAhead = before ? before.amount - before.creditAmount : 0n
  const onCredit = before?.creditAmount === 0n && before.amount > 0n ? 0n : maxCents(0n, record.amount - paidAhead)
  return {
    id: before?.id ?? 0,
    source,
    externalId: record.externalId,
    customerId,
    company: record.company,
    revision: record.revision ?? before?.revision ?? 0,
    state: record.status,
    amount: record.amount,
    creditAmount: onCredit,
    reportedInvoiced: record.invoicedAmount ?? before?.reportedInvoiced ?? 0n,
    linkedInvoiced: linked.invoiced,
    linkedDrafted: linked.drafted,
    expiresAt: null,
    checkId: before?.checkId ?? null,
    requestDigest: before?.requestDigest ?? null,
    acceptedOverdue: before?.acceptedOverdue ?? 0n,
    updatedAt: record.updatedAt ?? before?.updatedAt ?? null,
  }
}
