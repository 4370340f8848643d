import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { CanonicalRecord, Link, Page, ReadReply, Stream } from '../../../src/sync/contract.ts'
import { dayInZone, localTimeOf } from '../../../src/sync/convert.ts'
import type { ErpDatabase, ErpValue } from '../../../src/sync/erp-database.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import { cellOf, type ErpRow, idOf, idParts, toErpRow } from './cell.ts'
import { markOf } from './credit-status.ts'
import { type Key, type Position, readCursor, writeCursor } from './cursor.ts'
import { toCustomer, toOrder, toReceivable } from './mapping.ts'
import type { SqlSettings } from './settings.ts'
import { withIds } from './statement.ts'
import type { CustomerPart, Part, Streams } from './streams.ts'

export interface Source {
  readonly settings: SqlSettings
  readonly database: ErpDatabase
  readonly clock: Link['clock']
}

const PAGES_MAX = 1_000_000

const partsOf = ({ settings }: Source, stream: Stream): readonly Part[] => settings.streams[stream] ?? []

/** From place to place and key to key. A run that was cut off goes on with what it asked for when it began. */
export async function* pull(source: Source, stream: Stream, cursor: string | null, signal: AbortSignal) {
  const parts = partsOf(source, stream)
  const saved = cursor === null ? { since: null, next: null, part: 0, after: null } : readCursor(cursor)
  let position: Position = { ...saved, next: saved.next ?? source.clock.now() }
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const part = parts[position.part]
    const rows = part ? await readPage(source, part, position, signal) : []
    position = goOn(position, parts.length, part && keyOfFull(source, part, rows))
    const page: Page = { ...pageOf(source, stream, part, rows), cursor: writeCursor(position) }
    yield page
    if (position.next === null) return
  }
}

function goOn({ since, next, part }: Position, parts: number, after: Key | null | undefined): Position {
  if (after) return { since, next, part, after }
  if (part + 1 < parts) return { since, next, part: part + 1, after: null }
  return { since: next, next: null, part: 0, after: null }
}

/** A page that is not full is the last one. */
function keyOfFull({ settings }: Source, part: Part, rows: readonly ErpRow[]): Key | null {
  const last = rows.at(-1)
  return last && rows.length >= settings.pageSize ? keyOf(part, last) : null
}

function readPage(source: Source, part: Part, { since, after }: Position, signal: AbortSignal): Promise<ErpRow[]> {
  if (since === null || !part.changed || !part.since) return readRows(source, part, part.all, after, {}, signal)
  return readRows(source, part, part.changed, after, { since: sinceText(source, part.since, since) }, signal)
}

/** What counts now. */
export async function* listOpen(source: Source, stream: Stream, signal: AbortSignal) {
  const parts = partsOf(source, stream)
  let position: Position = { since: null, next: 0, part: 0, after: null }
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const part = parts[position.part]
    const rows = part ? await readRows(source, part, part.open ?? part.all, position.after, {}, signal) : []
    position = goOn(position, parts.length, part && keyOfFull(source, part, rows))
    const page: Page = { ...pageOf(source, stream, part, rows), cursor: writeCursor(position) }
    yield page
    if (position.next === null) return
  }
}

async function readRows(
  { settings, database }: Source,
  part: Part,
  sql: string,
  after: Key | null,
  bindings: Readonly<Record<string, ErpValue>>,
  signal: AbortSignal,
): Promise<ErpRow[]> {
  signal.throwIfAborted()
  const key = Object.fromEntries(part.order.map(({ start }, index) => [`after_${index + 1}`, after?.[index] ?? start]))
  const rows = await database.rows(sql, { ...bindings, ...key, limit: settings.pageSize }, signal)
  const found = rows.map(toErpRow)
  const last = found.at(-1)
  if (last && after && String(keyOf(part, last)) === String(after))
    throw new SyncError('settings', 'a query gives the same page again: its WHERE has to go on after :after_1')
  return found
}

/** Numbers are bound as numbers: some databases lose digits or an index when they compare them with text. */
function keyOf(part: Part, row: ErpRow): Key {
  return part.order.map(({ column, start }) => {
    const text = cellOf(row, column)
    return typeof start === 'number' && Number.isSafeInteger(Number(text)) ? Number(text) : text
  })
}

function sinceText({ clock }: Source, since: NonNullable<Part['since']>, instant: EpochMs): string {
  const zone = since.zone ?? clock.timeZone
  const from = instant - since.overlap
  if (since.form === 'instant') return localTimeOf(from, zone).replace('T', ' ')
  const day = dayInZone(from, zone)
  return since.form === 'day' ? `${day} 00:00:00` : day.replaceAll('-', '')
}

type Mapped = Pick<ReadReply, 'records' | 'bad' | 'marks'> & { readonly removed: readonly string[] }

function pageOf(source: Source, stream: Stream, part: Part | undefined, rows: readonly ErpRow[]): Mapped {
  if (!part) return { records: [], bad: [], removed: [] }
  const { removed } = part
  const id = (row: ErpRow) => idOf(row, part.columns.externalId)
  const isGone = (row: ErpRow): boolean => removed !== undefined && cellOf(row, removed.column) === removed.is
  const here = rows.filter((row) => !isGone(row))
  const gone = rows.filter(isGone).flatMap((row) => id(row) ?? [])
  return { ...mapRows(here, id, mapperOf(stream, part)), removed: gone, ...marksOf(source, stream, part, here) }
}

function mapperOf(stream: Stream, part: Part): (row: ErpRow) => CanonicalRecord {
  const columns = part.columns as never
  if (stream === 'customers') return (row: ErpRow) => toCustomer(row, columns)
  if (stream === 'receivables') return (row: ErpRow) => toReceivable(row, columns)
  return (row: ErpRow) => toOrder(row, columns)
}

function marksOf({ settings }: Source, stream: Stream, part: Part, rows: readonly ErpRow[]): Pick<Page, 'marks'> {
  const fields = settings.creditStatus?.fields
  if (stream !== 'customers' || !fields) return {}
  const marks = rows.flatMap((row) => {
    const id = idOf(row, part.columns.externalId)
    return id === null ? [] : [[id, markOf(row, fields)] as const]
  })
  return { marks: Object.fromEntries(marks) }
}

export async function read(
  source: Source,
  stream: Stream,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadReply> {
  const parts = [...partsOf(source, stream)]
  // One with a prefix is asked first: without it, an id of its kind might look like another's.
  parts.sort((one, other) => other.columns.externalId.prefix.length - one.columns.externalId.prefix.length)
  const wanted = new Set(externalIds)
  const replies: Mapped[] = []
  for (const part of parts) {
    const own = [...wanted].flatMap((id) => {
      const found = idParts(id, part.columns.externalId)
      return found ? [{ id, found }] : []
    })
    for (const { id } of own) wanted.delete(id)
    const rows = await readByIds(
      source,
      part,
      own.map(({ found }) => found),
      signal,
    )
    replies.push(pageOf(source, stream, part, rows))
  }
  const records = replies.flatMap((reply) => reply.records)
  const bad = replies.flatMap((reply) => reply.bad ?? [])
  const answered = new Set([
    ...records.map((record) => ('id' in record ? record.id : record.externalId)),
    ...bad.map(({ externalId }) => externalId),
  ])
  const marks = stream === 'customers' ? { marks: Object.assign({}, ...replies.map((reply) => reply.marks)) } : {}
  return { records, bad, ...marks, missing: externalIds.filter((id) => !answered.has(id)) }
}

async function readByIds(
  { database }: Source,
  part: Part,
  ids: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<ErpRow[]> {
  const ask = async (sql: string, values: readonly string[], name: string): Promise<ErpRow[]> => {
    signal.throwIfAborted()
    const bindings = Object.fromEntries(values.map((value, index) => [`${name}${index + 1}`, value]))
    return (await database.rows(sql, bindings, signal)).map(toErpRow)
  }
  if (ids.length === 0) return []
  if (part.read.includes(':ids')) return ask(withIds(part.read, ids.length), ids.flat(), 'ids_')
  const rows: ErpRow[] = []
  for (const id of ids) rows.push(...(await ask(part.read, id, 'id')))
  return rows
}

/** One row of everything, to see that the tables and columns are there and may be read. */
export async function tryQueries(source: Source, signal: AbortSignal): Promise<Record<string, string>> {
  const facts: Record<string, string> = {}
  const narrow = { ...source, settings: { ...source.settings, pageSize: 1 } }
  for (const stream of Object.keys(source.settings.streams) as (keyof Streams)[]) {
    const parts = partsOf(source, stream)
    const found: number[] = []
    for (const part of parts) {
      const rows = await readRows(narrow, part, part.all, null, {}, signal)
      pageOf(narrow, stream, part as CustomerPart, rows)
      found.push(rows.length)
    }
    if (parts.length > 0) facts[stream] = found.some((count) => count > 0) ? 'can be read' : 'can be read, empty'
  }
  return facts
}
