import { SyncError } from '../../../src/sync/errors.ts'
import type { Listing } from './listings.ts'
import { allOf, type Key, literal } from './query.ts'
import type { Rows, ServiceLayer } from './service-layer.ts'

interface Batch {
  readonly rows: readonly unknown[]
  /** The key of the last row: the listing goes on behind it. */
  readonly last: Key
}

const PAGES_MAX = 1_000_000
/** An empty page that says that more follow is asked behind, but not for ever. */
const EMPTY_PAGES_MAX = 20

/**
 * A set in the order of its key, page by page. The next page is what lies behind the last key, not what comes after so
 * many rows: documents that are opened or closed meanwhile shift no page.
 */
export async function* walk(
  layer: ServiceLayer,
  listing: Listing,
  filter: string | undefined,
  from: Key | null,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  let after = from
  for (let page = 0; page < PAGES_MAX; page++) {
    signal.throwIfAborted()
    const behind = after === null ? null : `${listing.key} gt ${literal(after)}`
    const { rows, next } = await firstWithRows(layer, listing, allOf(listing.base, filter, behind), signal)
    if (rows.length === 0) return
    const last = keyOf(listing, rows.at(-1))
    if (last === after) throw doesNotEnd(listing, 'it begins anew')
    yield { rows, last }
    if (next === null) return
    after = last
  }
  throw doesNotEnd(listing, `more than ${PAGES_MAX} pages`)
}

async function firstWithRows(
  layer: ServiceLayer,
  listing: Listing,
  filter: string | undefined,
  signal: AbortSignal,
): Promise<Rows> {
  let found = await layer.list(listing, filter, signal)
  for (let empty = 1; found.rows.length === 0 && found.next !== null; empty++) {
    if (empty > EMPTY_PAGES_MAX) throw doesNotEnd(listing, `${EMPTY_PAGES_MAX} pages in a row were empty`)
    signal.throwIfAborted()
    found = await layer.follow(found.next, signal)
  }
  return found
}

function keyOf({ set, key }: Listing, row: unknown): Key {
  const value = typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[key] : undefined
  if (typeof value === 'string' || typeof value === 'number') return value
  throw new SyncError('unavailable', `the Service Layer lists ${set} without ${key}`)
}

const doesNotEnd = ({ set }: Listing, why: string): SyncError =>
  new SyncError('unavailable', `the list of ${set} does not end: ${why}`)
