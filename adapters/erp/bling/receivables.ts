import { addDays } from '../../../src/kernel/day.ts'
import type { Page, ReadReply } from '../../../src/sync/contract.ts'
import { dayInZone } from '../../../src/sync/convert.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { BlingApi, Query } from './api.ts'
import { inWindow, type Listing, listAll, type Row, windowsOf, ZONE } from './listing.ts'
import { needsBalance, owedSituations, toReceivable } from './mapping.ts'
import type { BlingSettings } from './settings.ts'
import { findEach, type Part } from './walk.ts'

/** `tipoFiltroData`: without it Bling takes the day of issue, and the last year. */
const BY = { issue: 'E', due: 'V', receipt: 'R' } as const
/** Invoices are dated ahead now and then. */
const POSTDATED_DAYS = 31

const PATH = '/contas/receber'
export const titlePath = (id: number | string): string => `${PATH}/${id}`

/**
 * Bling does not tell when a title was changed. A first run lists every due day, since each title has one; the later
 * ones what was issued or received of late. Whatever else happens to a title is seen by the nightly listing.
 */
export function titleParts(
  api: BlingApi,
  settings: BlingSettings,
  since: number | null,
  start: number,
): readonly Part[] {
  if (since === null) return byDueDay(api, settings, start, [])
  const today = dayInZone(start, ZONE)
  const first = addDays(dayInZone(since, ZONE), -settings.lookbackDays)
  const listings = [
    ...windowsOf(first, addDays(today, POSTDATED_DAYS)).map((window) => listing(BY.issue, inWindow(window))),
    ...windowsOf(first, today).map((window) => listing(BY.receipt, inWindow(window))),
  ]
  return [part(api, settings, 'recent', listings)]
}

/** What is owed, and so whatever became of a title that is not listed has to be asked for by its id. */
export const openTitleParts = (api: BlingApi, settings: BlingSettings, now: number): readonly Part[] =>
  byDueDay(
    api,
    settings,
    now,
    owedSituations(settings).map((situation) => ['situacoes[]', situation]),
  )

function byDueDay(api: BlingApi, settings: BlingSettings, now: number, filter: Query): Part[] {
  const today = dayInZone(now, ZONE)
  const windows = windowsOf(addDays(today, -settings.historyDays), addDays(today, settings.aheadDays))
  return windows.map((window) =>
    part(api, settings, `due ${window.first}`, [listing(BY.due, [...filter, ...inWindow(window)])]),
  )
}

const listing = (by: string, filter: Query): Listing => ({ path: PATH, query: [['tipoFiltroData', by], ...filter] })

function part(api: BlingApi, settings: BlingSettings, key: string, listings: readonly Listing[]): Part {
  const { pageSize = 100 } = settings
  return {
    key,
    rowsPerPage: pageSize,
    list: (signal) => listAll(api, listings, pageSize, signal),
    toPage: (rows, signal) => withBalances(api, settings, rows, signal),
  }
}

async function withBalances(
  api: BlingApi,
  settings: BlingSettings,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<Omit<Page, 'cursor'>> {
  const ids = rows.filter((row) => needsBalance(row, settings)).map(({ id }) => id)
  const found = await findEach(ids, (id, either) => api.find(titlePath(id), either), signal)
  const whole = rows.map((row) => (found.has(row.id) ? found.get(row.id) : row)).filter((row) => row !== null)
  return {
    ...toTitlePage(whole, settings),
    removed: ids.filter((id) => found.get(id) === null).map(String),
  }
}

export const toTitlePage = (rows: readonly unknown[], settings: BlingSettings): Omit<ReadReply, 'missing'> =>
  mapRows(
    rows,
    (row) => String((row as Row).id),
    (row) => toReceivable(row, settings),
  )
