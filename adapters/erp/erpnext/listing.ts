import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import { localTimeOf } from '../../../src/sync/convert.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { ErpnextApi, Filter, Query, Row, Rows } from './api.ts'

/** What a listing is asked for, besides where it goes on. */
export type Listing = Omit<Query, 'orderBy' | 'limit' | 'parent'>

/**
 * Where a listing stands. Names are compared by the database alone, which has an alphabet of its own (utf8mb4_unicode_ci).
 * A patch or an import stamps thousands of documents with one and the same instant, so within it the name goes on.
 */
const placeSchema = z.discriminatedUnion('by', [
  /** The first listing, which nothing that happens meanwhile can shift. */
  z.strictObject({ by: z.literal('name'), name: z.string() }),
  z.strictObject({ by: z.literal('time'), at: z.string() }),
  z.strictObject({ by: z.literal('instant'), at: z.string(), name: z.string() }),
])
type Place = z.output<typeof placeSchema>

/** `since`: where this run began, for its second doctype; `next`: where the next run begins, for all. */
const cursorSchema = z.strictObject({
  next: z.string(),
  since: z.string().nullable().optional(),
  part: z.int().optional(),
  place: placeSchema.optional(),
})

/**
 * `modified` is when a document was saved, and it shows when its transaction is done: a job in the background may take
 * 300 s (frappe/utils/background_jobs.py, seen 2026-11-22; the long ones commit as they go). A minute more for the clocks
 * of two machines.
 */
const OVERLAP_MS = 360_000
const PAGES_MAX = 1_000_000
/** Frappe says no total: an empty page is asked for once more before it is taken for the end. */
const EMPTY_ANSWERS_MAX = 2

export interface Step {
  readonly part: number
  readonly rows: readonly Row[]
  readonly cursor: string
}

/** Lists the doctypes of a stream one after the other: all of it the first time, then what was saved since. */
export async function* walkChanges(
  api: ErpnextApi,
  listings: readonly Listing[],
  saved: string | null,
  { zone, pageSize }: { zone: string; pageSize: number },
  signal: AbortSignal,
): AsyncGenerator<Step> {
  const begun = begin(saved)
  let { next, part, place } = begun
  const { since } = begun
  for (let page = 0; page < PAGES_MAX; page++) {
    const listing = listings[part]
    if (!listing) return
    const { rows, askedAt } = await listPage(api, listing, place, pageSize, signal)
    next ??= siteTime(askedAt - OVERLAP_MS, zone)
    const following = after(place, rows, pageSize)
    if (following === 'again') {
      place = { by: 'instant', at: modifiedAt(rows[0]), name: '' }
      continue
    }
    const isLast = following === null && part === listings.length - 1
    const reached = following === null ? { part: part + 1, place: start(since) } : { part, place: following }
    yield { part, rows, cursor: JSON.stringify(isLast ? { next } : { next, since, ...reached }) }
    ;({ part, place } = reached)
  }
  throw new SyncError('unavailable', `ERPNext's list has more than ${PAGES_MAX} pages`)
}

/** By name, for listings of what is open. */
export async function* walkNames(
  api: ErpnextApi,
  listings: readonly Listing[],
  pageSize: number,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  for (const [part, listing] of listings.entries()) {
    let place: Place | null = start(null)
    for (let page = 0; place !== null; page++) {
      if (page >= PAGES_MAX) throw new SyncError('unavailable', `ERPNext's list has more than ${PAGES_MAX} pages`)
      const { rows } = await listPage(api, listing, place, pageSize, signal)
      const following = after(place, rows, pageSize)
      place = following === 'again' ? null : following
      yield { part, rows, cursor: JSON.stringify({ part, place }) }
    }
  }
}

async function listPage(
  api: ErpnextApi,
  listing: Listing,
  place: Place,
  pageSize: number,
  signal: AbortSignal,
): Promise<Rows> {
  const orderBy = place.by === 'time' ? 'modified asc, name asc' : 'name asc'
  const filters = [...listing.filters, ...filtersOf(place)]
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    const found = await api.list({ ...listing, filters, orderBy, limit: pageSize }, signal)
    if (found.rows.length > 0 || attempt >= EMPTY_ANSWERS_MAX) return found
  }
}

const start = (since: string | null): Place => (since === null ? { by: 'name', name: '' } : { by: 'time', at: since })

function begin(saved: string | null): { next: string | null; since: string | null; part: number; place: Place } {
  if (saved === null) return { next: null, since: null, part: 0, place: start(null) }
  const { next, since = null, part = 0, place } = cursorSchema.parse(JSON.parse(saved))
  return place ? { next, since, part, place } : { next: null, since: next, part: 0, place: start(next) }
}

function filtersOf(place: Place): Filter[] {
  if (place.by === 'time') return [['modified', '>=', place.at]]
  const names: Filter[] = place.name === '' ? [] : [['name', '>', place.name]]
  return place.by === 'name' ? names : [['modified', '=', place.at], ...names]
}

/** `again`: the page lies within one instant, and only listing that instant by name gets through it. `null`: the end. */
function after(place: Place, rows: readonly Row[], pageSize: number): Place | 'again' | null {
  const last = rows.at(-1)
  const isFull = last !== undefined && rows.length >= pageSize
  if (place.by === 'instant')
    return isFull ? { ...place, name: last.name } : { by: 'time', at: microsecondAfter(place.at) }
  if (!isFull) return null
  if (place.by === 'name') return { by: 'name', name: last.name }
  return modifiedAt(rows[0]) === modifiedAt(last) ? 'again' : { by: 'time', at: modifiedAt(last) }
}

function modifiedAt(row: Row | undefined): string {
  if (row?.modified === undefined) throw new SyncError('unavailable', 'ERPNext listed a change without modified')
  return row.modified
}

/** Six decimals always: Frappe compares `modified` as text. */
const siteTime = (instant: EpochMs, zone: string): string => `${localTimeOf(instant, zone).replace('T', ' ')}.000000`

const microsecondAfter = (at: string): string =>
  Temporal.PlainDateTime.from(at).add({ microseconds: 1 }).toString({ fractionalSecondDigits: 6 }).replace('T', ' ')
