import { addDays } from '../../../src/kernel/day.ts'
import type { ReadReply } from '../../../src/sync/contract.ts'
import { dayInZone } from '../../../src/sync/convert.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { BlingApi, Query } from './api.ts'
import { changedSince, inWindow, listAll, type Row, windowsOf, ZONE } from './listing.ts'
import { confirmedSituations, toOrder } from './mapping.ts'
import type { BlingSettings } from './settings.ts'
import type { Part } from './walk.ts'

/** Orders are dated ahead now and then. */
const POSTDATED_DAYS = 31

const PATH = '/pedidos/vendas'
export const orderPath = (id: number | string): string => `${PATH}/${id}`

/** The list says all that is needed of an order. */
export function orderParts(
  api: BlingApi,
  settings: BlingSettings,
  since: number | null,
  start: number,
): readonly Part[] {
  const changed = changedSince(since, start)
  return changed === null ? byOrderDay(api, settings, start, []) : [part(api, settings, 'changed', changed)]
}

export const openOrderParts = (api: BlingApi, settings: BlingSettings, now: number): readonly Part[] =>
  byOrderDay(
    api,
    settings,
    now,
    confirmedSituations(settings).map((id) => ['idsSituacoes[]', id]),
  )

function byOrderDay(api: BlingApi, settings: BlingSettings, now: number, filter: Query): Part[] {
  const today = dayInZone(now, ZONE)
  const windows = windowsOf(addDays(today, -settings.historyDays), addDays(today, POSTDATED_DAYS))
  return windows.map((window) => part(api, settings, `of ${window.first}`, [...filter, ...inWindow(window)]))
}

function part(api: BlingApi, settings: BlingSettings, key: string, query: Query): Part {
  const { pageSize = 100 } = settings
  return {
    key,
    rowsPerPage: pageSize,
    list: (signal) => listAll(api, [{ path: PATH, query }], pageSize, signal),
    toPage: async (rows) => toOrderPage(rows, settings),
  }
}

export const toOrderPage = (rows: readonly unknown[], settings: BlingSettings): Omit<ReadReply, 'missing'> =>
  mapRows(
    rows,
    (row) => String((row as Row).id),
    (row) => toOrder(row, settings),
  )
