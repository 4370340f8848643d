import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Page } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { Api, Query } from './api.ts'
import { isTooLongAgo, type Span } from './windows.ts'

/** A run that is over: the next one looks for what changed since. */
const doneSchema = z.strictObject({ since: z.int() })

/** A run that is under way: page `page` of listing `listing` is the next to read. */
const placeSchema = z.strictObject({
  since: z.int().nullable(),
  until: z.int(),
  /** How many listings there were: other settings make others, and then it begins again. */
  listings: z.int().min(1),
  listing: z.int().min(0),
  page: z.int().min(1),
  /** How many rows the listing had in all when its page before was read. */
  total: z.int().nullable(),
  /** How often this listing was begun again. */
  round: z.int().min(0),
})
export type Place = z.output<typeof placeSchema>

/** Page numbers shift when a row leaves an earlier page: then the listing is read again, so often at most. */
const ROUNDS_MAX = 3
const CALLS_MAX = 100_000
/** Empty pages in a row although the vendor says that more follows. */
const EMPTY_MAX = 50

/** Where a run begins that comes after `cursor`. */
export function placeOf(cursor: string | null, now: EpochMs): Place {
  const begin = (since: EpochMs | null): Place => ({ ...BEGINNING, since, until: now })
  if (cursor === null) return begin(null)
  const saved = z.union([doneSchema, placeSchema]).safeParse(parse(cursor))
  if (!saved.success)
    throw new SyncError('settings', 'the saved position is none of this adapter: everything has to be pulled again')
  if ('until' in saved.data) return saved.data
  return begin(isTooLongAgo(saved.data.since, now) ? null : saved.data.since)
}

const BEGINNING = { listings: 1, listing: 0, page: 1, total: null, round: 0 } as const

function parse(cursor: string): unknown {
  try {
    return JSON.parse(cursor)
  } catch {
    return null
  }
}

export interface Sweep {
  readonly path: string
  readonly listings: readonly Query[]
  readonly pageSize: number
  toPage(rows: readonly unknown[]): Omit<Page, 'cursor'>
}

/** All pages of all listings. Pages without a row are not handed on, but for the last one. */
export async function* sweep(api: Api, what: Sweep, start: Place, signal: AbortSignal): AsyncGenerator<Page> {
  const { path, listings, pageSize, toPage } = what
  let place: Place = start.listings === listings.length ? start : { ...start, ...BEGINNING, listings: listings.length }
  let empty = 0
  for (let calls = 0; calls < CALLS_MAX; calls++) {
    signal.throwIfAborted()
    const query = { ...listings[place.listing], pagina: place.page, tamanho_pagina: pageSize }
    const { rows, total } = await api.list(path, query, signal)
    const next = placeAfter(place, rows.length, total, pageSize)
    if (next.listing >= listings.length) {
      yield { ...toPage(rows), cursor: cursorAfter(place) }
      return
    }
    if (rows.length > 0) yield { ...toPage(rows), cursor: JSON.stringify(next) }
    empty = rows.length === 0 && next.listing === place.listing ? empty + 1 : 0
    if (empty > EMPTY_MAX) break
    place = next
  }
  throw new SyncError('unavailable', `GET ${path} does not end: page after page says that more follows`)
}

const cursorAfter = ({ until }: Span): string => JSON.stringify({ since: until } satisfies z.input<typeof doneSchema>)

function placeAfter(place: Place, count: number, total: number, pageSize: number): Place {
  const { page, round } = place
  if (place.total !== null && total < place.total && round < ROUNDS_MAX)
    return { ...place, page: 1, total: null, round: round + 1 }
  // A full page may be followed by another one whatever the total says: in some lists of this vendor it counts too few.
  if (page * pageSize < total || count >= pageSize) return { ...place, page: page + 1, total }
  return { ...place, listing: place.listing + 1, page: 1, total: null, round: 0 }
}
