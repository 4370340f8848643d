import type { Sql } from '../database.ts'
import { noteAccountChanges, noteCustomerChanges } from './account-store.ts'
import { findCustomersById, type StoredCustomer } from './customer-store.ts'
import type { FeedDeps } from './feed.ts'
import { type Also, accountsOf, type Ledger, openLedger, withLocksAsNeeded } from './ingest.ts'
import { relinkOrders, requireOwners } from './ingest-receivables.ts'
import { findOrders, saveOrders } from './order-store.ts'
import { applyOrder, applyReceivable } from './position.ts'
import { savePositions } from './position-store.ts'
import { dropFromQuarantine } from './quarantine-store.ts'
import type { FeedKind } from './receipt.ts'
import { COUNTS_AS } from './receivable.ts'
import { findReceivables, saveReceivables } from './receivable-store.ts'
import { listLive, type Unseen } from './snapshot-store.ts'
import { noteStandingsDue } from './standing-store.ts'

/** Records that count no longer, and why. */
export interface Closing {
  readonly source: string
  readonly snapshotId: string | null
  /** `gone`: no longer listed among what is open. `deleted`: the ERP has no such record any more. */
  readonly because: 'gone' | 'deleted'
  /** What is to be closed; asked again under the locks, since it may have come while we waited. */
  list(sql: Sql): Promise<Unseen[]>
  /** A customer that came after this instant stays. */
  readonly before: number
}

const STATUS = { gone: 'paid', deleted: 'cancelled' } as const
const STATE = { gone: 'closed', deleted: 'cancelled' } as const

/** Closes some records in the transaction of `sql`; how many, so that the caller goes on until there are none. */
export function closeRecords(deps: FeedDeps, sql: Sql, kind: FeedKind, closing: Closing, also: Also): Promise<number> {
  return CLOSE[kind](deps, sql, closing, also)
}

const contextOf = ({ keeping, clock }: FeedDeps) => ({
  keeping: keeping(),
  time: { now: clock.now(), today: clock.today() },
})

/** What is to be closed, under the locks of whom it concerns. Listed again then: it may have come while we waited. */
async function lockUnseen(
  deps: FeedDeps,
  sql: Sql,
  closing: Closing,
  also: Also,
): Promise<{ unseen: Unseen[]; ledger: Ledger<StoredCustomer> }> {
  const listed = await closing.list(sql)
  const customers = await findCustomersById(
    sql,
    listed.map(({ customerId }) => customerId),
  )
  const ledger = await openLedger(sql, customers.values(), also, contextOf(deps))
  const unseen = await closing.list(sql)
  requireOwners(
    ledger,
    unseen.map(({ customerId }) => customerId),
  )
  return { unseen, ledger }
}

const CLOSE: Record<FeedKind, (deps: FeedDeps, sql: Sql, closing: Closing, also: Also) => Promise<number>> = {
  receivables: async (deps, sql, closing, also) => {
    const { unseen, ledger } = await lockUnseen(deps, sql, closing, also)
    if (unseen.length === 0) return 0
    const { source, snapshotId, because } = closing
    const existing = await findReceivables(
      sql,
      source,
      unseen.map(({ externalId }) => externalId),
    )
    const receivables = [...existing.values()]
    for (const receivable of receivables) {
      const position = ledger.change(receivable.customerId, receivable.company)
      applyReceivable(position, receivable, -1)
      position.overdueTitles = null
      Object.assign(receivable, { status: STATUS[because], openAmount: 0n, countsAs: COUNTS_AS.nothing })
      if (because === 'gone') receivable.settledOn = deps.clock.today()
    }
    await saveReceivables(sql, { source, receivedAt: deps.clock.system(), snapshotId }, receivables, existing)
    await relinkOrders(
      sql,
      source,
      ledger,
      receivables.flatMap(({ orderId }) => orderId ?? []),
    )
    await savePositions(sql, ledger.changes)
    await noteAccountChanges(sql, accountsOf(ledger, ledger.owners.keys()))
    await noteStandingsDue(
      sql,
      receivables.map(({ customerId }) => customerId),
    )
    return unseen.length
  },
  orders: async (deps, sql, closing, also) => {
    const { unseen, ledger } = await lockUnseen(deps, sql, closing, also)
    if (unseen.length === 0) return 0
    const { source, snapshotId, because } = closing
    const ids = unseen.map(({ externalId }) => externalId)
    const orders = [...(await findOrders(sql, source, ids)).values()]
    for (const order of orders) {
      applyOrder(ledger.change(order.customerId, order.company), order, -1)
      order.state = STATE[because]
    }
    await saveOrders(
      sql,
      deps.clock.system(),
      orders.map((order) => ({ ...order, snapshotId })),
    )
    await savePositions(sql, ledger.changes)
    await noteAccountChanges(sql, accountsOf(ledger, ledger.owners.keys()))
    return unseen.length
  },
  customers: async (deps, sql, { list, snapshotId, before }) => {
    const unseen = await list(sql)
    await noteCustomerChanges(
      sql,
      unseen.map(({ id }) => id),
    )
    for (const { id } of unseen) {
      await sql.run(
        'UPDATE customers SET active = 0, snapshot_id = ?, received_at = ? WHERE id = ? AND received_at <= ?',
        [snapshotId, deps.clock.system(), id, before],
      )
    }
    return unseen.length
  },
}

/**
 * Takes records away that the ERP has deleted, `also` in the same transaction: receivables and orders count as
 * cancelled, customers as inactive. How many there were.
 */
export async function removeRecords(
  deps: FeedDeps,
  kind: FeedKind,
  source: string,
  externalIds: readonly string[],
  alsoWrite: (sql: Sql) => Promise<void>,
): Promise<number> {
  const closing: Closing = {
    source,
    snapshotId: null,
    because: 'deleted',
    before: Number.MAX_SAFE_INTEGER,
    list: (sql) => listLive(sql, kind, source, externalIds),
  }
  return withLocksAsNeeded(deps, (also) =>
    deps.db.transaction(async (sql) => {
      const removed = externalIds.length === 0 ? 0 : await closeRecords(deps, sql, kind, closing, also)
      await dropFromQuarantine(sql, source, kind, externalIds)
      await alsoWrite(sql)
      return removed
    }),
  )
}
