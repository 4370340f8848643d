import type { BadRecord, CanonicalRecord, CreditMark, ReadReply, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { Api } from './api.ts'
import { dueDayOf, isCancelled, markOf, toCustomer, toReceivable, toSingleOrder } from './mapping.ts'
import { idOfRow } from './rows.ts'
import { dueBetween, PATHS } from './windows.ts'

const PAGES_MAX = 1_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

interface Reading {
  readonly api: Api
  readonly pageSize: number
  readonly signal: AbortSignal
}

/** Single records as they are now. */
export function readRecords(reading: Reading, stream: Stream, ids: readonly string[]): Promise<ReadReply> {
  if (stream === 'customers') return readCustomers(reading, ids)
  return stream === 'receivables' ? readReceivables(reading, ids) : readOrders(reading, ids)
}

async function readCustomers(reading: Reading, ids: readonly string[]): Promise<ReadReply> {
  const singles = await getAll(reading, '/pessoas', ids)
  const mapped = mapSingles(singles, toCustomer)
  const marks: Record<string, CreditMark> = {}
  for (const { externalId } of mapped.records) marks[externalId] = markOf(singles.get(externalId))
  return { ...answered(ids, mapped), marks }
}

async function readOrders(reading: Reading, ids: readonly string[]): Promise<ReadReply> {
  return answered(ids, mapSingles(await getAll(reading, '/venda', ids), toSingleOrder))
}

/** What there is, by id. The API refuses what is no UUID, so nobody is asked for it. */
async function getAll({ api, signal }: Reading, path: string, ids: readonly string[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>()
  for (const id of ids.filter((text) => UUID.test(text))) {
    const single = await api.get(`${path}/${id}`, signal)
    if (single !== null) found.set(id, single)
  }
  return found
}

/**
 * A title by its id does not say whose it is: its due day is taken from there, and the rest from the list of that day.
 * One that exists and is not listed counts nothing when it was cancelled, and is a bad record otherwise.
 */
async function readReceivables(reading: Reading, ids: readonly string[]): Promise<ReadReply> {
  const singles = await getAll(reading, '/financeiro/eventos-financeiros/parcelas', ids)
  const days = mapSingles(singles, dueDayOf)
  const rows = new Map<string, unknown>()
  for (const day of new Set(days.records)) await findListed(reading, day, singles, rows)
  const mapped = mapSingles(rows, toReceivable)
  const unlisted = [...singles].filter(([id, single]) => !rows.has(id) && isStanding(single))
  const named = new Set(days.bad.map(({ externalId }) => externalId))
  const bad = unlisted.filter(([id]) => !named.has(id)).map(([id, raw]) => badRecord(id, raw))
  return answered(ids, { records: mapped.records, bad: [...mapped.bad, ...days.bad, ...bad] })
}

/** Puts the rows of one due day that were asked for into `rows`. */
async function findListed(
  { api, pageSize, signal }: Reading,
  day: string,
  wanted: ReadonlyMap<string, unknown>,
  rows: Map<string, unknown>,
): Promise<void> {
  for (let page = 1; page <= PAGES_MAX; page++) {
    const query = { ...dueBetween(day, day), pagina: page, tamanho_pagina: pageSize }
    const listing = await api.list(PATHS.receivables, query, signal)
    for (const row of listing.rows) {
      const id = idOfRow(row)
      if (id !== null && wanted.has(id)) rows.set(id, row)
    }
    if (page * pageSize >= listing.total && listing.rows.length < pageSize) return
  }
  throw new SyncError('unavailable', `GET ${PATHS.receivables} does not end: more than ${PAGES_MAX} pages for one day`)
}

function isStanding(single: unknown): boolean {
  const { records } = mapRows([single], idOfRow, dueDayOf)
  return records.length > 0 && !isCancelled(single)
}

const badRecord = (externalId: string, raw: unknown): BadRecord => ({
  externalId,
  errors: [{ path: 'id', message: 'exists, but the list of its due day does not name it' }],
  raw,
})

interface Mapped<Record> {
  records: Record[]
  bad: BadRecord[]
}

/** Bad ones are told by the id that was asked for, whatever the answer calls itself. */
function mapSingles<Record>(
  singles: ReadonlyMap<string, unknown>,
  toRecord: (single: unknown) => Record | null,
): Mapped<Record> {
  const entries = [...singles].map(([id, single]) => ({ id, single }))
  const { records, bad } = mapRows(
    entries,
    ({ id }) => id,
    ({ single }) => toRecord(single),
  )
  return { records, bad: bad.map((fault) => ({ ...fault, raw: singles.get(fault.externalId ?? '') })) }
}

/** What is neither a record nor a bad one is not there, or does not concern credit. */
function answered(ids: readonly string[], { records, bad }: Mapped<CanonicalRecord>): ReadReply {
  const said = new Set<string | null>([
    ...records.map((record) => ('id' in record ? record.id : record.externalId)),
    ...bad.map(({ externalId }) => externalId),
  ])
  return { records, bad, missing: ids.filter((id) => !said.has(id)) }
}
