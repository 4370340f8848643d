import { openSnapshot } from '../receivables/snapshot.ts'
import { countUnseen, listUnseen, markKind } from '../receivables/snapshot-store.ts'
import { READ_IDS_MAX, type Stream } from './contract.ts'
import { SyncError } from './errors.ts'
import { walkPages } from './pages.ts'
import { progressOf } from './progress.ts'
import { remove, requireLikely, takePage } from './pull.ts'
import type { RunContext } from './run.ts'

/** Whether this run asks for all that is open of a stream. */
export function comparesOpen({ source, run }: RunContext, stream: Stream): boolean {
  const when = source.adapter.capabilities.openListing[stream]
  return when === 'every_run' || (when === 'nightly' && run.kind !== 'changes')
}

/**
 * Reads all that is open in the ERP, and asks one by one for what Fiado holds as open and the ERP no longer lists: paid,
 * cancelled or deleted, without a trace in what changed.
 */
export async function compareOpen(context: RunContext, stream: Stream): Promise<void> {
  const { deps, source, session, signal } = context
  if (!session.listOpen || !session.read) throw new TypeError(`adapter ${source.adapter.id} lacks listOpen or read`)
  const snapshot = await openSnapshot(deps.feedDeps, source.name)
  await markKind(deps.db, snapshot.id, stream)
  for await (const page of walkPages(session.listOpen(stream, signal), signal))
    await takePage(context, stream, page, null, snapshot.id)

  const { live } = await countUnseen(deps.db, stream, snapshot)
  let gone = 0
  for (;;) {
    const unseen = await listUnseen(deps.db, stream, snapshot, READ_IDS_MAX, { listedBefore: true })
    if (unseen.length === 0) return
    const ids = unseen.map(({ externalId }) => externalId)
    const reply = await session.read(stream, ids, signal)
    requireAnswered(ids, reply)
    gone += reply.missing.length
    requireLikely(context, stream, gone, live)
    await takePage(context, stream, reply, null, snapshot.id)
    progressOf(context.progress, stream).removed += await remove(context, stream, reply.missing)
  }
}

/** Every id has to be answered, or the same ones would be asked for again without an end. */
function requireAnswered(
  ids: readonly string[],
  reply: Awaited<ReturnType<NonNullable<RunContext['session']['read']>>>,
): void {
  const answered = new Set<string | null>([
    ...reply.records.map((record) => ('id' in record ? record.id : record.externalId)),
    ...(reply.bad ?? []).map(({ externalId }) => externalId),
    ...reply.missing,
  ])
  const silent = ids.filter((id) => !answered.has(id))
  if (silent.length > 0)
    throw new SyncError('unavailable', `the ERP said nothing about ${silent.length} of ${ids.length} records`)
}
