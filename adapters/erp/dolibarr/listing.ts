import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Page, Stream } from '../../../src/sync/contract.ts'
import { creditsOfExcess, listCredits } from './credits.ts'
import { searchedFrom } from './dates.ts'
import type { Settings } from './settings.ts'
import { mapStream, TABLES } from './streams.ts'
import { type Context, walk } from './walk.ts'

/** Within a run: what is searched, how far it has come and when it began. Between runs: only `since`. */
const cursorSchema = z.strictObject({
  since: z.int().nullable(),
  after: z.int().min(0).optional(),
  startedAt: z.int().optional(),
})
type Cursor = z.output<typeof cursorSchema>

const NOTHING = { records: [], bad: [] }

/** What changed since the last run began, less the overlap. A cursor of another form begins anew. */
export async function* pullChanges(
  context: Context,
  stream: Stream,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const { settings, clock } = context
  const begun = cursor === null ? { since: null } : readCursor(cursor)
  const run = { since: begun.since, startedAt: begun.startedAt ?? clock.now() }
  const { resource, filters, properties, linked = false } = TABLES[stream]
  const searched = [...filters, ...changedSince(run.since, run.startedAt, settings)]
  const query = { filters: searched, properties, linked }
  for await (const { rows, after, isLast } of walk(context, resource, query, begun.after ?? 0, signal)) {
    const next: Cursor = isLast ? { since: run.startedAt - settings.overlapSeconds * 1_000 } : { ...run, after }
    const mapped = mapStream(stream, rows, settings)
    const excess =
      stream === 'receivables' && settings.convertedCredits ? await creditsOfExcess(context, rows, signal) : NOTHING
    yield {
      ...mapped,
      records: [...mapped.records, ...excess.records],
      bad: [...mapped.bad, ...excess.bad],
      cursor: JSON.stringify(next),
    }
  }
}

function changedSince(since: EpochMs | null, now: EpochMs, settings: Settings): string[] {
  if (since === null) return []
  return [`t.tms:>=:'${searchedFrom(since, now, settings.databaseTimeZone ?? settings.timeZone)}'`]
}

function readCursor(text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(text))
  } catch {
    return { since: null }
  }
}

/** Everything that counts now. Part payments, used credit notes and deletions do not touch the time of change. */
export async function* listOpenRecords(context: Context, stream: Stream, signal: AbortSignal): AsyncGenerator<Page> {
  const { resource, open, properties, linked = false } = TABLES[stream]
  let page = 0
  for await (const { rows } of walk(context, resource, { filters: open, properties, linked }, 0, signal))
    yield { ...mapStream(stream, rows, context.settings), cursor: `open-${++page}` }
  if (stream === 'receivables' && context.settings.convertedCredits) yield* listCredits(context, signal)
}
