import type { Sql } from '../database.ts'
import { createId } from '../kernel/ids.ts'
import { type Closing, closeRecords } from './close-records.ts'
import type { FeedDeps } from './feed.ts'
import { withLocksAsNeeded } from './ingest.ts'
import { type FeedKind, feedKinds } from './receipt.ts'
import { closeSnapshot, findSnapshot, insertSnapshot, listUnseen, type Snapshot } from './snapshot-store.ts'

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
        deps.db.transaction((sql) => closeRecords(deps, sql, kind, closingOf(snapshot, kind), also)),
      )
  }
  await deps.db.transaction(async (sql) => {
    await closeSnapshot(sql, id, deps.clock.now())
    await record(sql, closed)
  })
  return { kind: 'done', closed }
}

const closingOf = (snapshot: Snapshot, kind: FeedKind): Closing => ({
  source: snapshot.source,
  snapshotId: snapshot.id,
  because: 'gone',
  before: snapshot.startedAt,
  list: (sql) => listUnseen(sql, kind, snapshot, RECORDS_PER_STEP),
})
