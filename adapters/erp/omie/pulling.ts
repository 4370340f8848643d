import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Day } from '../../../src/kernel/day.ts'
import type { Link, Page, Stream } from '../../../src/sync/contract.ts'
import { dayInZone } from '../../../src/sync/convert.ts'
import type { Api } from './api.ts'
import { type Cursor, readCursor, type Standing, settle, standAt, writeCursor } from './cursor.ts'
import { type Listing, listingsOf, openListingsOf } from './listings.ts'
import type { OmieSettings } from './omie-settings.ts'
import { contentOf, idOfRow } from './records.ts'
import { START, walk } from './walk.ts'

const MINUTE_MS = 60_000
/** Six stages are one method, and ten errors of a method close it for half an hour: an empty one rests for longer. */
const PART_REST_MINUTES = 60

/** What is new since `text`, one listing after the other. */
export async function* pull(
  api: Api,
  link: Link,
  settings: OmieSettings,
  stream: Stream,
  text: string | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let cursor = readCursor(text)
  const today = dayInZone(link.clock.now(), settings.timeZone)
  const plan = planOf(listingsOf(stream, settings), cursor, link.clock.now(), settings)
  if (plan.length === 0) yield { records: [], cursor: writeCursor(cursor) }
  const told = new Set<string>()
  for (const [index, listing] of plan.entries()) {
    const since = cursor.since[listing.name]
    let at: Standing = cursor.at?.listing === listing.name ? cursor.at : standAt(listing.name, today)
    for await (const sheet of walk(api, listing, since ? listing.since(since) : {}, at, signal)) {
      at = { ...at, ...sheet.position, newest: newestOf(listing, sheet.rows, at.newest) }
      cursor = { ...cursor, at }
      if (sheet.isLast && at.total === 0) api.emptyLists.set(listing.name, link.clock.now())
      if (sheet.isLast) cursor = atNext(settle(cursor, at, link.clock.now()), plan[index + 1], today)
      // Lists overlap: the same page twice in a row would look like a vendor that goes in circles.
      const rows = sheet.rows.filter((row) => !told.has(idOfRow(stream, row) ?? ''))
      const ids = listing.isPartOf ? rows.map((row) => idOfRow(stream, row)) : []
      for (const id of ids) if (id !== null) told.add(id)
      yield { ...contentOf(stream, rows, settings), cursor: writeCursor(cursor) }
    }
  }
}

const isResting = (emptyAt: EpochMs | undefined, now: EpochMs): boolean =>
  emptyAt !== undefined && emptyAt > now - PART_REST_MINUTES * MINUTE_MS

/**
 * Everything that counts now. Its cursors lead nowhere: a listing that is cut off begins anew. A stage that was empty a
 * short while ago is left out: what has come there since is asked for by its code.
 */
export async function* listOpen(
  api: Api,
  now: EpochMs,
  settings: OmieSettings,
  stream: Stream,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  for (const listing of openListingsOf(stream, settings)) {
    if (listing.isPartOf && isResting(api.emptyLists.get(listing.name), now)) continue
    for await (const { rows, position } of walk(api, listing, {}, START, signal))
      yield { ...contentOf(stream, rows, settings), cursor: `${listing.name}:${position.page}` }
  }
}

/**
 * From the listing in which a run was cut off; without those that were empty a short while ago, and those that the
 * first run is about to read as part of a whole.
 */
function planOf(
  listings: readonly Listing[],
  { at, since, emptyAt }: Cursor,
  now: number,
  { emptyPauseMinutes }: OmieSettings,
): Listing[] {
  const begin = Math.max(
    0,
    listings.findIndex(({ name }) => name === at?.listing),
  )
  const isDue = ({ name, isPartOf }: Listing): boolean => {
    if (isPartOf !== undefined && !(isPartOf in since)) return false
    const restMinutes = isPartOf === undefined ? emptyPauseMinutes : Math.max(emptyPauseMinutes, PART_REST_MINUTES)
    return (emptyAt[name] ?? Number.NEGATIVE_INFINITY) <= now - restMinutes * MINUTE_MS
  }
  return listings.slice(begin).filter((listing) => listing.name === at?.listing || isDue(listing))
}

const atNext = (cursor: Cursor, next: Listing | undefined, today: Day): Cursor =>
  next ? { ...cursor, at: standAt(next.name, today) } : cursor

function newestOf({ changedOn }: Listing, rows: readonly unknown[], newest: Day | null): Day | null {
  return rows.reduce<Day | null>((latest, row) => {
    const day = changedOn(row)
    return day !== null && (latest === null || day > latest) ? day : latest
  }, newest)
}
