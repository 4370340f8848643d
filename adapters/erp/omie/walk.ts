import { z } from 'zod'
import { SyncError } from '../../../src/sync/errors.ts'
import type { Api } from './api.ts'
import type { Listing } from './listings.ts'

/** How far a listing has been read. */
export interface Position {
  /** The last page that was read, 0 at first. */
  readonly page: number
  /** How many rows stand up to there. */
  readonly done: number
  readonly total: number
  /** Whether rows may have been passed over: the next run has to read this listing again. */
  readonly hasGap: boolean
}

export const START: Position = { page: 0, done: 0, total: 0, hasGap: false }

export interface Sheet {
  readonly rows: readonly unknown[]
  readonly position: Position
  readonly isLast: boolean
}

/** Page sizes differ from second to second for a minute, so that two walks within it do not send the same query. */
const SIZES = 61
/** A page is never smaller than this part of what it may be. */
const SIZE_MIN_SHARE = 0.5
/** More is no list any more, whatever Omie says that follows. */
const PAGES_MAX = 100_000

const countSchema = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
])

/**
 * Reads a listing from `start` on. Rows stand by code, so that a change moves none, and a new one comes last; but one
 * that is deleted lets those behind it move up by one, and the first of the next page is passed over. That shows in a
 * total that shrinks: `hasGap`. The position counts rows and not pages, since the size of a page varies.
 */
export async function* walk(
  api: Api,
  listing: Listing,
  filter: Readonly<Record<string, unknown>>,
  start: Position,
  signal: AbortSignal,
): AsyncGenerator<Sheet> {
  const sizes = Math.min(SIZES, Math.floor(listing.pageSize * (1 - SIZE_MIN_SHARE)) + 1)
  let size = listing.pageSize - api.vary(sizes, listing.name)
  let page = Math.floor(start.done / size) + 1
  let position = start
  for (let isFirst = true; ; isFirst = false) {
    signal.throwIfAborted()
    const answer = await read(api, listing, { ...listing.filter, ...filter }, page, size, signal)
    if (answer === null) {
      yield { rows: [], position: endOf(position, page), isLast: true }
      return
    }
    const { rows, pages, total } = answer
    if (isFirst && rows.length > 0 && rows.length < size && page < pages) {
      // Omie gives fewer rows than it is asked for: its own size is what pages are counted by.
      size = rows.length
      const right = Math.floor(start.done / size) + 1
      if (right !== page) {
        page = right
        continue
      }
    }
    const isSkipped = rows.length === 0 && page < pages
    const hasGap = position.hasGap || total < position.total || isSkipped
    position = { page, done: (page - 1) * size + rows.length, total, hasGap }
    yield { rows, position, isLast: page >= pages }
    if (page >= pages) return
    if (page >= PAGES_MAX)
      throw new SyncError('unavailable', `${listing.method} does not end: page ${page} of ${pages}`)
    page++
  }
}

/** "There is nothing on this page": all was read, or what stood there has moved up. */
const endOf = (position: Position, page: number): Position => ({
  ...position,
  page,
  hasGap: position.hasGap || position.done < position.total,
})

interface Sighting {
  readonly rows: readonly unknown[]
  readonly pages: number
  readonly total: number
}

async function read(
  api: Api,
  { method, dialect, rowsIn }: Listing,
  filter: Readonly<Record<string, unknown>>,
  page: number,
  size: number,
  signal: AbortSignal,
): Promise<Sighting | null> {
  const answer = await api.ask(method, { [dialect.page]: page, [dialect.size]: size, ...filter }, signal)
  if (answer.kind === 'nothing') return null
  const schema = z.looseObject({
    [dialect.pages]: countSchema,
    [dialect.total]: countSchema,
    [rowsIn]: z.array(z.unknown()).nullish(),
  })
  const parsed = schema.safeParse(answer.json)
  // Without its totals nobody knows whether this was all.
  if (!parsed.success) throw new SyncError('unavailable', `${method} answered something else than a list`)
  const { [dialect.pages]: pages, [dialect.total]: total, [rowsIn]: rows } = parsed.data
  return { rows: (rows ?? []) as unknown[], pages: Number(pages), total: Number(total) }
}
