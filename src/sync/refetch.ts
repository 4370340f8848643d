import { READ_IDS_MAX, type Stream } from './contract.ts'
import { progressOf } from './progress.ts'
import { remove, takePage } from './pull.ts'
import { dropRefetches, listQuarantinedIds, listRefetches, noteRefetches } from './refetch-store.ts'
import type { RunContext } from './run.ts'

const ROUNDS_MAX = 1_000
/** So many bad records are asked for again each night; the rest have to be mended first. */
const QUARANTINED_MAX = 2_000

/** Fetches the records again that a webhook, or quarantine, has noted. */
export async function refetch(context: RunContext): Promise<void> {
  const { deps, source } = context
  const now = deps.feedDeps.clock.now()
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const noted = await listRefetches(deps.db, source.name, now, READ_IDS_MAX)
    if (noted.length === 0) return
    for (const stream of ['customers', 'receivables', 'orders'] as const) {
      const due = noted.filter((entry) => entry.stream === stream)
      if (due.length > 0) await refetchStream(context, stream, due)
    }
  }
}

async function refetchStream(
  context: RunContext,
  stream: Stream,
  due: readonly { externalId: string; dueAt: number }[],
): Promise<void> {
  const { deps, source, session, signal } = context
  if (source.streams.includes(stream) && source.adapter.capabilities.reads.includes(stream) && session.read) {
    const ids = due.map(({ externalId }) => externalId)
    const reply = await session.read(stream, ids, signal)
    await takePage(context, stream, reply, null)
    progressOf(context.progress, stream).removed += await remove(context, stream, reply.missing)
  }
  await deps.db.transaction((sql) => dropRefetches(sql, source.name, stream, due))
}

/** Bad records may have been mended in the ERP without it telling anybody. */
export async function noteQuarantined({ deps, source }: RunContext): Promise<void> {
  const now = deps.feedDeps.clock.now()
  for (const stream of source.streams) {
    if (!source.adapter.capabilities.reads.includes(stream)) continue
    const ids = await listQuarantinedIds(deps.db, source.name, stream, QUARANTINED_MAX)
    const records = ids.map((externalId) => ({ stream, externalId }))
    await deps.db.transaction((sql) => noteRefetches(sql, source.name, records, now))
  }
}
