import type { FakeReply, FakeRequest, PageFault } from '../../conformance/fake-server.ts'
import { columnsOf, FilterError, parseFilters, type Row } from './filters.ts'

export type Resource = 'thirdparties' | 'invoices' | 'orders'
const isResource = (name: string): name is Resource => name in NOT_FOUND

/** Everything that one Dolibarr holds, as its API tells it; discounts with the third party that they belong to. */
export interface ErpState {
  thirdparties: Row[]
  invoices: Row[]
  orders: Row[]
  discounts: Row[]
}

/** What the user of a key may do. */
export interface ErpUser {
  readonly reads: boolean
  /** societe/client/voir: without it the user sees the customers whose sales representative it is, here none. */
  readonly seesAll: boolean
  readonly writes: boolean
  /** user/self/creer. */
  readonly readsItself: boolean
}

const NOT_FOUND: Record<Resource, string> = {
  thirdparties: 'Thirdparty not found',
  invoices: 'Invoice not found',
  orders: 'Order not found',
}
const EMPTY = ['No third parties found', 'No customers found', 'No prospects found']
const STATUSES: Readonly<Record<string, string>> = { draft: '0', unpaid: '1', paid: '2', cancelled: '3' }

/** The REST API of Dolibarr 22.0.4, as far as the adapter meets it; checked against recorded answers. */
export class Erp {
  state: ErpState = { thirdparties: [], invoices: [], orders: [], discounts: [] }
  readonly zone: string
  private readonly users: Readonly<Record<string, ErpUser>>
  private readonly nowSeconds: () => number
  /** A Dolibarr from before `pagination_data`: lists are bare arrays. */
  isOld = false
  /** Ids of rows that lists count and fail to load, so that a page is shorter than its limit. */
  readonly unloadable = new Set<unknown>()
  /** The user is told without its rights. */
  isSilentOnRights = false
  /** The module of orders is switched off. */
  isWithoutOrders = false
  private readonly emptied = new Set<string>()

  constructor(zone: string, users: Readonly<Record<string, ErpUser>>, nowSeconds: () => number) {
    this.zone = zone
    this.users = users
    this.nowSeconds = nowSeconds
  }

  answer(request: FakeRequest, fault: PageFault = null): FakeReply {
    const user = this.users[String(request.headers['dolapikey'] ?? '')]
    const [, resource = '', id, ...rest] = request.path.replace(/^.*\/api\/index\.php/, '').split('/')
    if (!user) return failure(401, 'Unauthorized: Error user not valid')
    if (resource === 'status')
      return { body: { success: { code: 200, dolibarr_version: '22.0.4', access_locked: '0' } } }
    if (resource === 'users' && id === 'info')
      return this.isSilentOnRights ? { body: { id: '7', rights: {} } } : infoOf(user)
    if (!isResource(resource)) return { status: 501, headers: HTML, body: 'API not found (failed to include API file)' }
    if (request.method !== 'GET' && request.method !== 'PUT') return failure(404, 'Not Found')
    if (!user.reads || (resource === 'orders' && this.isWithoutOrders)) return failure(403, 'Forbidden')
    if (id === undefined) return this.list(resource, request.query, user, fault)
    if (!/^\d+$/.test(id)) return failure(400, 'Bad Request: invalid value specified for `id`')
    const row = this.state[resource].find((kept) => String(kept['id']) === id)
    if (rest.length > 0 && rest[0] !== 'fixedamountdiscounts') return failure(404, 'Not Found')
    if (request.method === 'PUT' && !user.writes) return failure(403, 'Forbidden')
    if (!row) return failure(404, `Not Found: ${NOT_FOUND[resource]}`)
    if (!user.seesAll) return failure(403, 'Forbidden: Access not allowed for login sync on this thirdparty')
    if (rest.length > 0) return { body: this.discountsOf(id, request.query.get('filter') ?? 'none') }
    return request.method === 'PUT' ? this.put(row, request.json) : { body: row }
  }

  private list(resource: Resource, query: URLSearchParams, user: ErpUser, fault: PageFault): FakeReply {
    const limit = Number(query.get('limit') ?? 100)
    if (!Number.isInteger(limit)) return failure(400, 'Bad Request: Invalid value specified for `limit`.')
    try {
      const { found, isEmptied } = this.search(resource, query, user, fault)
      const page = Math.max(0, Number(query.get('page') ?? 0))
      const some = limit === 0 ? found : found.slice(page * limit, (page + 1) * limit)
      const rows = isEmptied ? [] : some.filter(({ id }) => !this.unloadable.has(id)).map((row) => picked(row, query))
      if (rows.length === 0 && resource === 'thirdparties' && !isEmptied)
        return failure(404, `Not Found: ${EMPTY[Number(query.get('mode') ?? 0)]}`)
      if (query.get('pagination_data') !== 'true' || this.isOld) return { body: rows }
      const pages = Math.ceil(found.length / limit)
      return { body: { data: rows, pagination: { total: found.length, page, page_count: pages, limit } } }
    } catch (error) {
      if (!(error instanceof FilterError)) throw error
      return failure(error.status, `Service Unavailable: Error when retrieving: ${error.message}`)
    }
  }

  private search(resource: Resource, query: URLSearchParams, user: ErpUser, fault: PageFault) {
    const columns = columnsOf(resource, this.zone)
    const [sortfield, filters] = [query.get('sortfield') ?? 't.rowid', query.get('sqlfilters') ?? '']
    const column = columns[sortfield]
    if (!column) throw new FilterError(503, `Unknown column '${sortfield}' in 'ORDER BY'`)
    const base = filters.replace(/ ?(and )?\(t\.rowid:>:\d+\)/, '')
    const isFirst = base === filters
    const sought = fault === 'repeat_page' ? base : filters
    const matches = sought === '' ? () => true : parseFilters(sought, columns)
    const found = this.state[resource]
      .filter((row) => user.seesAll && matches(row) && isAsked(row, query))
      .sort((a, b) => (column(a) < column(b) ? -1 : column(a) > column(b) ? 1 : Number(a['id']) - Number(b['id'])))
    if (isFirst) this.emptied.delete(base)
    const isEmptied = fault === 'empty_page' && !isFirst && !this.emptied.has(base)
    if (isEmptied) this.emptied.add(base)
    return { found, isEmptied }
  }

  private discountsOf(partyId: string, filter: string): Row[] {
    const isUsed = ({ fk_facture, fk_facture_line }: Row): boolean => fk_facture !== null || fk_facture_line !== null
    return this.state.discounts
      .filter((row) => row['fk_soc'] === partyId)
      .filter((row) => filter === 'none' || isUsed(row) === (filter === 'used'))
      .map(({ fk_soc: _, ...row }) => row)
  }

  /** The row as loaded, with the fields set that it has, written back whole. */
  private put(row: Row, fields: Row): FakeReply {
    for (const [name, value] of Object.entries(fields)) {
      if (!(name in row)) continue
      if (name !== 'outstanding_limit') row[name] = String(value)
      else row[name] = Number.isFinite(Number.parseFloat(String(value))) ? Number(value).toFixed(8) : null
    }
    row['date_modification'] = this.nowSeconds()
    return { body: row }
  }
}

const HTML = { 'content-type': 'text/html; charset=UTF-8' }
const failure = (code: number, message: string): FakeReply => ({ status: code, body: { error: { code, message } } })

function infoOf({ reads, seesAll, writes, readsItself }: ErpUser): FakeReply {
  if (!readsItself) return failure(403, 'Forbidden: Not allowed')
  const societe = { lire: reads ? 1 : null, creer: writes ? 1 : null, client: seesAll ? { voir: 1 } : {} }
  return {
    body: {
      id: '7',
      login: 'sync',
      rights: { societe, facture: { lire: reads ? 1 : null }, commande: { lire: reads ? 1 : null } },
    },
  }
}

function isAsked(row: Row, query: URLSearchParams): boolean {
  const status = STATUSES[query.get('status') ?? '']
  const parties = query.get('thirdparty_ids')
  if (status !== undefined && row['statut'] !== status) return false
  if (query.get('mode') === '1' && row['client'] !== '1' && row['client'] !== '3') return false
  return parties === null || parties.split(',').includes(String(row['socid']))
}

/** `properties` trims the rows of lists; linked objects are loaded on demand. */
function picked(row: Row, query: URLSearchParams): Row {
  const names = query.get('properties')?.split(',')
  const shown = query.get('loadlinkedobjects') === '1' ? row : { ...row, linkedObjectsIds: null }
  return names ? Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name))) : shown
}
