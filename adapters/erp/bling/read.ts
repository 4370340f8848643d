import type { CanonicalRecord, ReadReply, Stream } from '../../../src/sync/contract.ts'
import type { BlingApi } from './api.ts'
import { contactPath, toPage } from './customers.ts'
import { orderPath, toOrderPage } from './orders.ts'
import { titlePath, toTitlePage } from './receivables.ts'
import type { BlingSettings } from './settings.ts'
import { findEach } from './walk.ts'

const PATHS: Readonly<Record<Stream, (id: number) => string>> = {
  customers: contactPath,
  receivables: titlePath,
  orders: orderPath,
}

/** Records by id, a call for each. What no longer concerns credit is told as missing: it counts nothing any more. */
export async function readRecords(
  api: BlingApi,
  settings: BlingSettings,
  stream: Stream,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadReply> {
  const ids = externalIds.filter((id) => /^[1-9]\d{0,15}$/.test(id)).map(Number)
  const found = await findEach(ids, (id, either) => api.find(PATHS[stream](id), either), signal)
  const rows = [...found.values()].filter((row) => row !== null)
  const reply = pageOf(stream, rows, settings)
  const answered = new Set([
    ...reply.records.map(idOf),
    ...(reply.bad ?? []).map(({ externalId }) => String(externalId)),
  ])
  return { ...reply, missing: externalIds.filter((id) => !answered.has(id)) }
}

function pageOf(stream: Stream, rows: readonly unknown[], settings: BlingSettings): Omit<ReadReply, 'missing'> {
  if (stream === 'customers') return toPage(rows)
  return stream === 'receivables' ? toTitlePage(rows, settings) : toOrderPage(rows, settings)
}

const idOf = (record: CanonicalRecord): string => ('id' in record ? record.id : record.externalId)
