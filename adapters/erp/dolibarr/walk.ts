import type { Clock } from '../../../src/kernel/clock.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { DolibarrApi, ListQuery, Resource, Row } from './api.ts'
import { idOf } from './rows.ts'
import type { Settings } from './settings.ts'

/** What a session works with. */
export interface Context {
  readonly api: DolibarrApi
  readonly settings: Settings
  readonly clock: Clock
}

const PAGE_SIZE = 100
/** A page with nothing on it although the total says otherwise is asked for again this often. */
const EMPTY_TRIES_MAX = 3
const PAGES_MAX = 1_000_000

interface WalkedPage {
  readonly rows: readonly Row[]
  /** The highest row id so far, from which the next page goes on. */
  readonly after: number
  readonly isLast: boolean
}

/** A list in the order of row ids, each page beginning above the last one: what is written meanwhile moves nothing. */
export async function* walk(
  { api, settings }: Context,
  resource: Resource,
  query: Omit<ListQuery, 'limit'>,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<WalkedPage> {
  const limit = settings.pageSize ?? PAGE_SIZE
  let after = from
  for (let page = 1; page <= PAGES_MAX; page++) {
    const filters = after === 0 ? query.filters : [...query.filters, `t.rowid:>:${after}`]
    const { rows, total } = await filledPage(api, resource, { ...query, filters, limit }, signal)
    after = requireAscending(rows, after)
    // The total counts what is above `after`. A row that Dolibarr fails to load shortens a page, not the total.
    const isLast = total === null ? rows.length < limit : total <= limit
    yield { rows, after, isLast }
    if (isLast) return
  }
  throw new SyncError('unavailable', `GET /${resource} does not end after ${PAGES_MAX} pages`)
}

async function filledPage(api: DolibarrApi, resource: Resource, query: ListQuery, signal: AbortSignal) {
  for (let attempt = 1; attempt <= EMPTY_TRIES_MAX; attempt++) {
    signal.throwIfAborted()
    const reply = await api.list(resource, query, signal)
    if (reply.rows.length > 0 || !reply.total) return reply
  }
  throw new SyncError('unavailable', `GET /${resource} answered an empty page although it says that there is more`)
}

function requireAscending(rows: readonly Row[], from: number): number {
  return rows.reduce((after, row) => {
    const id = Number(idOf(row) ?? Number.NaN)
    if (!(id > after)) throw new SyncError('unavailable', "Dolibarr's list does not go on in the order of its ids")
    return id
  }, from)
}
