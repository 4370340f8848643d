import { READ_IDS_MAX, type ReadReply, type Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { Row } from './api.ts'
import { isCreditId, readCredits } from './credits.ts'
import { idOf } from './rows.ts'
import { mapStream, TABLES } from './streams.ts'
import type { Context } from './walk.ts'

/** Records by id, in one call; what is not among them is asked for singly before it is told as missing. */
export async function readRecords(
  context: Context,
  stream: Stream,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadReply> {
  const creditIds = stream === 'receivables' ? externalIds.filter(isCreditId) : []
  const rowIds = externalIds.filter((id) => /^\d{1,18}$/.test(id))
  const rows = await readRows(context, stream, rowIds, signal)
  const mapped = mapStream(stream, rows, context.settings)
  const credits = creditIds.length > 0 ? await readCredits(context, creditIds, signal) : NONE
  const records = [...mapped.records, ...credits.records]
  const bad = [...mapped.bad, ...credits.bad]
  // What was never validated is there and counts nothing, as if it were not.
  const told = new Set([
    ...records.map((record) => ('id' in record ? record.id : record.externalId)),
    ...bad.map(({ externalId }) => externalId),
  ])
  return { ...mapped, records, bad, missing: externalIds.filter((id) => !told.has(id)) }
}

const NONE = { records: [], bad: [] }

async function readRows({ api }: Context, stream: Stream, ids: readonly string[], signal: AbortSignal): Promise<Row[]> {
  const { resource, properties, linked = false } = TABLES[stream]
  if (ids.length === 0) return []
  const filters = [`t.rowid:in:${ids.join(',')}`]
  const listed = (await api.list(resource, { filters, properties, linked, limit: READ_IDS_MAX }, signal)).rows
  const known = new Set(listed.map(idOf))
  const rows: Row[] = [...listed]
  for (const id of ids) {
    if (known.has(id)) continue
    // A list leaves out in silence what the user has no right to see; asked for by id that is a 403, and no deletion.
    const row = await api.get(`/${resource}/${id}`, signal)
    if (row !== null) rows.push(asRow(row))
  }
  return rows
}

function asRow(answer: unknown): Row {
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as Row
  throw new SyncError('unavailable', 'Dolibarr answered something that is no record')
}
