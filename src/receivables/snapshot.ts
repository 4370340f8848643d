import type { Sql } from '../database.ts'
import { createId } from '../kernel/ids.ts'
import { findCustomersById, type StoredCustomer } from './customer-store.ts'
import type { FeedDeps } from './feed.ts'
import { type Also, type Ledger, openLedger, withLocksAsNeeded } from './ingest.ts'
import { relinkOrders, requireOwners } from './ingest-receivables.ts'
import { findOrders, saveOrders } from './order-store.ts'
import { applyOrder, applyReceivable } from './position.ts'
import { savePositions } from './position-store.ts'
import { type FeedKind, feedKinds } from './receipt.ts'
import { COUNTS_AS } from './receivable.ts'
import { findReceivables, saveReceivables } from './receivable-store.ts'
import {
  closeSnapshot,
  findSnapshot,
  insertSnapshot,
  listUnseen,
  type Snapshot,
  type Unseen,
} from './snapshot-store.ts'

const RECORDS_PER_STEP = 500

/** A listing of all that the ERP has of some kinds: what it does not name when it is complete is gone in the ERP. */
export async function openSnapshot({ db, clock }: FeedDeps, source: string): Promise<Snapshot> {
  // The system's time and not the clock's: a frozen clock could not tell what came before the snapshot began.
  const snapshot: Snapshot = {
    id: createId('snp', clock.now()),
    source,
    kinds: [],
    startedAt: clock.system(),
    completedAt: null,
  }
  await insertSnapshot(db, snapshot)
  return snapshot
}

export type SnapshotOutcome =
  | { kind: 'done'; closed: Record<FeedKind, number> }
  | { kind: 'unknown' }
  | { kind: 'empty' }

/**
 * Closes whatever the ERP no longer lists of the kinds that were sent with the snapshot: receivables count as paid,
 * orders as closed, customers as inactive. What came by another call since the snapshot began stays. Runs in steps, each
 * a transaction; called again after a crash it goes on.
 */
export async function completeSnapshot(
  deps: FeedDeps,
  source: string,
  id: string,
  record: (sql: Sql, closed: Record<FeedKind, number>) => Promise<void>,
): Promise<SnapshotOutcome> {
  const snapshot = await findSnapshot(deps.db, source, id)
  if (!snapshot) return { kind: 'unknown' }
  if (snapshot.kinds.length === 0) return { kind: 'empty' }
  const closed: Record<FeedKind, number> = { customers: 0, receivables: 0, orders: 0 }
  if (snapshot.completedAt !== null) return { kind: 'done', closed }
  for (const kind of feedKinds) {
    if (!snapshot.kinds.includes(kind)) continue
    for (let step = 1; step > 0; closed[kind] += step)
      step = await withLocksAsNeeded(deps, (also) =>
        deps.db.transaction((sql) => CLOSE[kind](deps, sql, snapshot, also)),
      )
  }
  await deps.db.transaction(async (sql) => {
    await closeSnapshot(sql, id, deps.clock.now())
    await record(sql, closed)
  })
  return { kind: 'done', closed }
}

const contextOf = ({ keeping, clock }: FeedDeps) => ({
  keeping: keeping(),
  time: { now: clock.now(), today: clock.today() },
})

/** What is to be closed, under the locks of whom it concerns. Listed again then: it may have come while we waited. */
async function lockUnseen(
  deps: FeedDeps,
  sql: Sql,
  kind: FeedKind,
  snapshot: Snapshot,
  also: Also,
): Promise<{ unseen: Unseen[]; ledger: Ledger<StoredCustomer> }> {
  const listed = await listUnseen(sql, kind, snapshot, RECORDS_PER_STEP)
  const customers = await findCustomersById(
    sql,
    listed.map(({ customerId }) => customerId),
  )
  const ledger = await openLedger(sql, customers.values(), also, contextOf(deps))
  const unseen = await listUnseen(sql, kind, snapshot, RECORDS_PER_STEP)
  requireOwners(
    ledger,
    unseen.map(({ customerId }) => customerId),
  )
  return { unseen, ledger }
}

const CLOSE: Record<FeedKind, (deps: FeedDeps, sql: Sql, snapshot: Snapshot, also: Also) => Promise<number>> = {
  receivables: async (deps, sql, snapshot, also) => {
    const { unseen, ledger } = await lockUnseen(deps, sql, 'receivables', snapshot, also)
    if (unseen.length === 0) return 0
    const ids = unseen.map(({ externalId }) => externalId)
    const existing = await findReceivables(sql, snapshot.source, ids)
    const receivables = [...existing.values()]
    for (const receivable of receivables) {
      const position = ledger.change(receivable.customerId, receivable.company)
      applyReceivable(position, receivable, -1)
      position.overdueTitles = null
      Object.assign(receivable, {
        status: 'paid',
        openAmount: 0n,
        countsAs: COUNTS_AS.nothing,
        settledOn: deps.clock.today(),
      })
    }
    await saveReceivables(
      sql,
      { source: snapshot.source, receivedAt: deps.clock.system(), snapshotId: snapshot.id },
      receivables,
      existing,
    )
    await relinkOrders(
      sql,
      snapshot.source,
      ledger,
      receivables.flatMap(({ orderId }) => orderId ?? []),
    )
    await savePositions(sql, ledger.changes)
    return unseen.length
  },
  orders: async (deps, sql, snapshot, also) => {
    const { unseen, ledger } = await lockUnseen(deps, sql, 'orders', snapshot, also)
    if (unseen.length === 0) return 0
    const ids = unseen.map(({ externalId }) => externalId)
    const orders = [...(await findOrders(sql, snapshot.source, ids)).values()]
    for (const order of orders) {
      applyOrder(ledger.change(order.customerId, order.company), order, -1)
      order.state = 'closed'
    }
    await saveOrders(
      sql,
      deps.clock.system(),
      orders.map((order) => ({ ...order, snapshotId: snapshot.id })),
    )
    await savePositions(sql, ledger.changes)
    return unseen.length
  },
  customers: async (deps, sql, snapshot) => {
    const unseen = await listUnseen(sql, 'customers', snapshot, RECORDS_PER_STEP)
    for (const { id } of unseen) {
      await sql.run(
        'UPDATE customers SET active = 0, snapshot_id = ?, received_at = ? WHERE id = ? AND received_at <= ?',
        [snapshot.id, deps.clock.system(), id, snapshot.startedAt],
      )
    }
    return unseen.length
  },
}
