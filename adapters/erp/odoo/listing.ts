import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import { localTimeOf } from '../../../src/sync/convert.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { OdooApi } from './api.ts'

/** A term of a domain, in Odoo's Polish notation. */
export type Term = '|' | '&' | readonly [string, string, unknown]
export type Domain = readonly Term[]

const rowsSchema = z.array(
  z.looseObject({ id: z.int(), write_date: z.union([z.string(), z.literal(false)]).optional() }),
)
export type Row = z.output<typeof rowsSchema>[number]

export interface Rows {
  readonly rows: readonly Row[]
  readonly askedAt: EpochMs
  readonly isLast: boolean
}

export interface Query {
  readonly model: string
  readonly fields: readonly string[]
  readonly context: Readonly<Record<string, unknown>>
  readonly pageSize: number
}

/** Odoo says no total, and a module may cap `limit` silently: what looks like the end is counted before it is believed. */
const EMPTY_ANSWERS_MAX = 3

export async function listRows(
  api: OdooApi,
  { model, fields, context, pageSize }: Query,
  domain: Domain,
  order: string,
  signal: AbortSignal,
): Promise<Rows> {
  for (let attempt = 1; attempt <= EMPTY_ANSWERS_MAX; attempt++) {
    signal.throwIfAborted()
    const named = { domain, fields, limit: pageSize, order, context }
    const { result, askedAt } = await api.call(model, 'search_read', named, signal)
    const rows = readRows(result, model)
    if (rows.length >= pageSize) return { rows, askedAt, isLast: false }
    const { result: total } = await api.call(model, 'search_count', { domain, context }, signal)
    if (typeof total !== 'number') throw new SyncError('unavailable', `search_count of ${model} answered no number`)
    if (total <= rows.length) return { rows, askedAt, isLast: true }
    if (rows.length > 0) return { rows, askedAt, isLast: false }
  }
  throw new SyncError('unavailable', `Odoo counts rows of ${model} and lists none`)
}

export function readRows(result: unknown, model: string): Row[] {
  const parsed = rowsSchema.safeParse(result)
  if (!parsed.success) throw new SyncError('unavailable', `Odoo answered no list of ${model}`)
  return parsed.data
}

/**
 * Where a listing stands. Odoo keeps microseconds but shows and compares whole seconds: from Odoo 19 on, `>` a second
 * means from the next second on (odoo/orm/domains.py, `_optimize_type_datetime`, seen 2026-11-22), so a keyset of
 * (write_date, id) would lose rows, and before 19 it would turn for ever where one job wrote more than a page.
 * Hence only `>=` and `<` on whole seconds, and by id within a second.
 */
const placeSchema = z.discriminatedUnion('by', [
  /** The first listing, which nothing that happens meanwhile can shift. */
  z.strictObject({ by: z.literal('id'), id: z.int() }),
  z.strictObject({ by: z.literal('time'), at: z.string() }),
  z.strictObject({ by: z.literal('second'), at: z.string(), id: z.int() }),
])
type Place = z.output<typeof placeSchema>

const cursorSchema = z.strictObject({ next: z.string(), place: placeSchema.optional() })

/**
 * `write_date` is when the transaction began, and Odoo lets one run for 120 s (`limit_time_real`): what it wrote shows up
 * that much later. A minute more for the clocks of two machines.
 */
const OVERLAP_MS = 180_000
const PAGES_MAX = 1_000_000

export type List = (domain: Domain, order: string) => Promise<Rows>

/** Everything by id the first time; afterwards what was written since, oldest change first. */
export async function* walkChanges(
  list: List,
  saved: string | null,
  signal: AbortSignal,
): AsyncGenerator<{ rows: readonly Row[]; cursor: string }> {
  let { next, place } = begin(saved)
  for (let page = 0; page < PAGES_MAX; page++) {
    signal.throwIfAborted()
    const found = await list(domainOf(place), place.by === 'time' ? 'write_date asc, id asc' : 'id asc')
    next ??= utcText(found.askedAt - OVERLAP_MS)
    const following = after(place, found)
    if (following !== 'again')
      yield { rows: found.rows, cursor: JSON.stringify({ next, place: following ?? undefined }) }
    if (following === null) return
    place = following === 'again' ? { by: 'second', at: writtenAt(found.rows[0]), id: 0 } : following
  }
  throw new SyncError('unavailable', `Odoo's list has more than ${PAGES_MAX} pages`)
}

/** By id, for listings of what is open. */
export async function* walkIds(
  list: List,
  signal: AbortSignal,
): AsyncGenerator<{ rows: readonly Row[]; cursor: string }> {
  let id = 0
  for (let page = 0; page < PAGES_MAX; page++) {
    signal.throwIfAborted()
    const { rows, isLast } = await list([['id', '>', id]], 'id asc')
    id = rows.at(-1)?.id ?? id
    yield { rows, cursor: isLast ? 'end' : String(id) }
    if (isLast) return
  }
  throw new SyncError('unavailable', `Odoo's list has more than ${PAGES_MAX} pages`)
}

function begin(saved: string | null): { next: string | null; place: Place } {
  if (saved === null) return { next: null, place: { by: 'id', id: 0 } }
  const { next, place } = cursorSchema.parse(JSON.parse(saved))
  return place ? { next, place } : { next: null, place: { by: 'time', at: next } }
}

function domainOf(place: Place): Domain {
  if (place.by === 'id') return [['id', '>', place.id]]
  const since: Term = ['write_date', '>=', place.at]
  return place.by === 'time' ? [since] : [since, ['write_date', '<', secondAfter(place.at)], ['id', '>', place.id]]
}

/** `again`: the page lies within one second, and only listing that second by id gets through it. `null`: the end. */
function after(place: Place, { rows, isLast }: Rows): Place | 'again' | null {
  const last = rows.at(-1)
  if (place.by === 'second')
    return isLast ? { by: 'time', at: secondAfter(place.at) } : { ...place, id: last?.id ?? place.id }
  if (isLast || !last) return null
  if (place.by === 'id') return { by: 'id', id: last.id }
  return writtenAt(rows[0]) === writtenAt(last) ? 'again' : { by: 'time', at: writtenAt(last) }
}

function writtenAt(row: Row | undefined): string {
  if (!row?.write_date) throw new SyncError('unavailable', 'Odoo listed a change without write_date')
  return row.write_date
}

/** UTC without offset, as Odoo writes points in time. */
const utcText = (instant: EpochMs): string => localTimeOf(instant, 'UTC').replace('T', ' ')

const secondAfter = (at: string): string =>
  Temporal.PlainDateTime.from(at).add({ seconds: 1 }).toString({ smallestUnit: 'second' }).replace('T', ' ')
