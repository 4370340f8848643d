import type { Sql } from '../database.ts'
import { removeRecords } from '../receivables/close-records.ts'
import { feed, RECORDS_PER_CALL } from '../receivables/feed.ts'
import { completeSnapshot, openSnapshot } from '../receivables/snapshot.ts'
import { countUnseen, findSnapshot, markKind } from '../receivables/snapshot-store.ts'
import type { CanonicalRecord, CustomerRecord, Page, Stream } from './contract.ts'
import { settleMarks } from './credit-marks.ts'
import { noteDue } from './credit-marks-store.ts'
import { SyncError } from './errors.ts'
import { walkPages } from './pages.ts'
import { addReply, progressOf } from './progress.ts'
import { readAhead } from './read-ahead.ts'
import type { RunContext } from './run.ts'
import { findPosition, type StreamPosition, savePosition, saveProgress } from './store.ts'

/** Brings what is new of one stream. Each page is saved together with where to go on. */
export async function pullStream(context: RunContext, stream: Stream): Promise<void> {
  const { source, session, signal } = context
  const isSnapshot = source.adapter.capabilities.changes[stream] === 'snapshot'
  const start = await beginAt(context, stream, isSnapshot)
  const pages = session.pull(stream, start.cursor, signal)
  for await (const page of readAhead(walkPages(pages, signal))) {
    await takePage(context, stream, page, { ...start, cursor: page.cursor })
  }
  if (isSnapshot && start.snapshotId !== null) await closeListing(context, stream, start.snapshotId)
}

async function beginAt(context: RunContext, stream: Stream, isSnapshot: boolean): Promise<StreamPosition> {
  const { deps, source, run } = context
  const known = await findPosition(deps.db, source.name, stream)
  if (isSnapshot && (known.snapshotId === null || run.kind === 'full')) {
    const { id } = await openSnapshot(deps.feedDeps, source.name)
    await markKind(deps.db, id, stream)
    return restart(context, stream, { cursor: null, snapshotId: id })
  }
  return run.kind === 'full' ? restart(context, stream, { cursor: null, snapshotId: null }) : known
}

/** Saved at once, so that a run which is interrupted goes on with the new listing and not after the old one. */
async function restart(context: RunContext, stream: Stream, position: StreamPosition): Promise<StreamPosition> {
  await context.deps.db.transaction(async (sql) => {
    await context.hold(sql)
    await savePosition(sql, context.source.name, stream, position)
  })
  return position
}

/**
 * Takes one page. `position` is saved in the transaction of its last records, after everything else of it: a page that
 * was not taken whole comes again.
 */
export async function takePage(
  context: RunContext,
  stream: Stream,
  page: Pick<Page, 'records' | 'bad' | 'removed' | 'marks'>,
  position: StreamPosition | null,
  snapshotId: string | null = position?.snapshotId ?? null,
): Promise<void> {
  const { deps, source, hold } = context
  const progress = progressOf(context.progress, stream)
  if (page.removed && page.removed.length > 0) progress.removed += await remove(context, stream, page.removed)
  const records = stream === 'customers' ? await settleMarks(context, page) : page.records
  const unreadable = (page.bad ?? []).map(({ externalId, errors, raw }) => ({ externalId, errors, raw }))
  for (let start = 0; start === 0 || start < records.length; start += RECORDS_PER_CALL) {
    const part = records.slice(start, start + RECORDS_PER_CALL)
    const isLast = start + RECORDS_PER_CALL >= records.length
    const also = async (sql: Sql): Promise<void> => {
      await hold(sql)
      await noteDue(sql, source, customersOf(stream, part))
      if (isLast && position) await savePosition(sql, source.name, stream, position)
    }
    const terms = { snapshotId, isHeard: false, also, unreadable: isLast ? unreadable : [] }
    addReply(progress, await feed(deps.feedDeps, stream, source.name, part, terms))
  }
  progress.pages++
  await saveProgress(deps.db, context.run.id, context.progress)
}

export async function remove(context: RunContext, stream: Stream, externalIds: readonly string[]): Promise<number> {
  const { deps, source, hold } = context
  return removeRecords(deps.feedDeps, stream, source.name, externalIds, hold)
}

function customersOf(stream: Stream, records: readonly CanonicalRecord[]): string[] {
  const ids = records.map((record) =>
    stream === 'customers'
      ? (record as CustomerRecord).externalId
      : 'customer' in record
        ? record.customer.externalId
        : '',
  )
  return [...new Set(ids)]
}

/** What the whole listing did not name is gone. */
async function closeListing(context: RunContext, stream: Stream, snapshotId: string): Promise<void> {
  const { deps, source } = context
  const snapshot = await findSnapshot(deps.db, source.name, snapshotId)
  if (!snapshot) throw new Error(`the snapshot ${snapshotId} is missing`)
  const { live, unseen } = await countUnseen(deps.db, stream, snapshot)
  requireLikely(context, stream, unseen, live)
  const outcome = await completeSnapshot(deps.feedDeps, source.name, snapshotId, async (sql) => {
    await context.hold(sql)
    await savePosition(sql, source.name, stream, { cursor: null, snapshotId: null })
  })
  if (outcome.kind === 'done') progressOf(context.progress, stream).removed += outcome.closed[stream]
}

const REMOVALS_FREE = 50
const REMOVALS_SHARE = 0.5

/** A listing that lost a right, a filter or half its rows looks like a day on which everybody paid. */
export function requireLikely({ allowsRemovals }: RunContext, stream: Stream, gone: number, live: number): void {
  if (allowsRemovals || gone <= REMOVALS_FREE || gone <= live * REMOVALS_SHARE) return
  throw new SyncError(
    'settings',
    `${gone} of ${live} open ${stream} are no longer listed by the ERP: if that is right, run it with allowRemovals`,
  )
}
