import type { Page, ReadReply } from '../../../src/sync/contract.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { BlingApi, Query } from './api.ts'
import { changedSince, listAll, type Row } from './listing.ts'
import { markOf, toCustomer } from './mapping.ts'
import type { BlingSettings } from './settings.ts'
import { findEach, type Part } from './walk.ts'

/** `criterio` of the listing; without it Bling lists only the contacts that came last. */
const CRITERION = { all: 1, deleted: 2 } as const
/** A call for each: no more of them are done again after a crash than a second has room for. */
const CONTACTS_PER_PAGE = 3

export const contactPath = (id: number | string): string => `/contatos/${id}`

export function customerParts(
  api: BlingApi,
  settings: BlingSettings,
  since: number | null,
  start: number,
): readonly Part[] {
  const { customerTypeId, pageSize = 100 } = settings
  const filter: Query = [
    ...(changedSince(since, start) ?? []),
    ...(customerTypeId === undefined ? [] : [['idTipoContato', customerTypeId] as const]),
  ]
  const list = (criterion: number) => (signal: AbortSignal) =>
    listAll(api, [{ path: '/contatos', query: [['criterio', criterion], ...filter] }], pageSize, signal)
  return [
    {
      key: 'contacts',
      rowsPerPage: CONTACTS_PER_PAGE,
      list: list(CRITERION.all),
      toPage: (rows, signal) => readInFull(api, rows, signal),
    },
    {
      key: 'deleted',
      rowsPerPage: pageSize,
      list: list(CRITERION.deleted),
      // They may still owe, so they stay customers, though no active ones. What the list says is enough for that.
      toPage: async (rows) => toPage(rows.filter(({ situacao }) => situacao === 'E')),
    },
  ]
}

/** What a list says of a contact has neither the limit nor the address: each is asked for by itself. */
async function readInFull(api: BlingApi, rows: readonly Row[], signal: AbortSignal): Promise<Omit<Page, 'cursor'>> {
  const ids = rows.map(({ id }) => id)
  const found = await findEach(ids, (id, either) => api.find(contactPath(id), either), signal)
  const page = toPage([...found.values()].filter((row) => row !== null))
  return { ...page, removed: ids.filter((id) => found.get(id) === null).map(String) }
}

export function toPage(rows: readonly unknown[]): Omit<ReadReply, 'missing'> {
  const marks = rows.flatMap((row) => {
    const mark = markOf(row)
    return mark ? [[String((row as Row).id), mark] as const] : []
  })
  return { ...mapRows(rows, (row) => String((row as Row).id), toCustomer), marks: Object.fromEntries(marks) }
}
