import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import { addDays, type Day } from '../../../src/kernel/day.ts'
import { localTimeOf } from '../../../src/sync/convert.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { BlingApi, Query } from './api.ts'

/** Bling reads and writes local times without offset; in UTC a filter finds nothing and says nothing. */
export const ZONE = 'America/Sao_Paulo'

/** Whatever a larger `limite` asks for, a page has no more. */
const PAGE_ROWS_MAX = 100
const PAGES_MAX = 10_000
/** A filter over more than a year is answered with 400 (developer.bling.com.br/limites, 2026-11-22). */
const WINDOW_DAYS = 365
const DAY_MS = 86_400_000
/** The same second, and a clock that goes wrong. */
const OVERLAP_MS = 120_000

const rowSchema = z.looseObject({ id: z.int().positive() })
export type Row = z.output<typeof rowSchema>

function rowOf(value: unknown): Row {
  const parsed = rowSchema.safeParse(value)
  if (!parsed.success) throw new SyncError('unavailable', 'Bling listed a row without an id')
  return parsed.data
}

/** A listing and its filters. */
export interface Listing {
  readonly path: string
  readonly query: Query
}

/**
 * All rows of some listings, each once, by id. They are read to the end before anything else is done with them: rows
 * move between numbered pages while others are written, and the calls for single records would give them hours to.
 */
export async function listAll(
  api: BlingApi,
  listings: readonly Listing[],
  pageSize: number,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows = new Map<number, Row>()
  for (const listing of listings) {
    for await (const row of readPages(api, listing, Math.min(pageSize, PAGE_ROWS_MAX), signal)) rows.set(row.id, row)
  }
  return [...rows.values()].sort((first, second) => first.id - second.id)
}

/** A short page is the last one. Nothing tells an empty one from a fault, so the page behind it is asked for once. */
async function* readPages(
  api: BlingApi,
  { path, query }: Listing,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const seen = new Set<number>()
  let isBehindEmpty = false
  for (let page = 1; page <= PAGES_MAX; page++) {
    signal.throwIfAborted()
    const values = await api.list(path, [...query, ['pagina', page], ['limite', limit]], signal)
    const rows = values.map(rowOf)
    if (rows.length === 0 && (page === 1 || isBehindEmpty)) return
    isBehindEmpty = rows.length === 0
    if (rows.length >= limit && rows.every(({ id }) => seen.has(id)))
      throw new SyncError('unavailable', `the list ${path} does not end: the same records came twice`)
    for (const row of rows) seen.add(row.id)
    yield* rows
    if (rows.length > 0 && rows.length < limit) return
  }
  throw new SyncError('unavailable', `the list ${path} does not end: more than ${PAGES_MAX} pages`)
}

export interface DayWindow {
  readonly first: Day
  readonly last: Day
}

/** The days from `first` to `last` in windows that Bling accepts. */
export function windowsOf(first: Day, last: Day): DayWindow[] {
  const windows: DayWindow[] = []
  for (let start = first; start <= last; start = addDays(start, WINDOW_DAYS)) {
    const end = addDays(start, WINDOW_DAYS - 1)
    windows.push({ first: start, last: end < last ? end : last })
  }
  return windows
}

export const inWindow = ({ first, last }: DayWindow): Query => [
  ['dataInicial', first],
  ['dataFinal', last],
]

/**
 * The filter for what was changed since; `null` where that is longer ago than Bling looks. It ends in the future, so
 * that a record which is changed once more while pages are read does not leave the list and move the others.
 */
export function changedSince(since: EpochMs | null, start: EpochMs): Query | null {
  if (since === null || start - since > (WINDOW_DAYS - 2) * DAY_MS) return null
  return [
    ['dataAlteracaoInicial', blingTime(since - OVERLAP_MS)],
    ['dataAlteracaoFinal', blingTime(start + DAY_MS)],
  ]
}

const blingTime = (instant: EpochMs): string => localTimeOf(instant, ZONE).replace('T', ' ')
