import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, type FakeServer, startFakeServer } from '../../conformance/fake-server.ts'
import { DAY_MS, type FakeVendor, type VendorClock } from '../../conformance/vendor.ts'
import { type Context, type Domain, OdooError, type OdooRow, Orm, stamp } from './orm.ts'
import {
  COMPANY_ROWS,
  LINE_FIELDS,
  lineRow,
  ORDER_FIELDS,
  orderRow,
  PARTNER_FIELDS,
  partnerRow,
  STATES,
} from './rows.ts'

const KEY = '6578616d706c65206a736f6e20617069206b6579'
const DATABASE = 'distribuidora'
const LOGIN = 'fiado@distribuidora.example'
const USER_ID = 8
const MODELS = { customers: 'res.partner', receivables: 'account.move.line', orders: 'sale.order' } as const

interface Named {
  ids?: number[]
  domain?: Domain
  fields?: string[]
  allfields?: string[]
  limit?: number
  order?: string
  vals?: Record<string, string | number | boolean>
  context?: Context
}

/** One Odoo for tests: `json2` is a 19, `jsonrpc` a 17. */
export interface FakeOdoo extends FakeVendor {
  readonly orm: Orm
  readonly url: string
  /** A module of that installation that gives no more rows at a time, whatever is asked for. */
  rowsMax: number
}

export async function startOdoo(clock: VendorClock, api: 'json2' | 'jsonrpc'): Promise<FakeOdoo> {
  const isOld = api === 'jsonrpc'
  const orm = createTables(clock, isOld)
  const listed = { model: '', hasBeenEmpty: false }
  const server: FakeServer = await startFakeServer(
    (request) => {
      const reply = isOld ? answerRpc(request) : answerJson2(request)
      return { ...reply, headers: { date: new Date(clock.now()).toUTCString() } }
    },
    ({ path, json }) => path.startsWith('/json/2/') || json?.params?.service === 'object',
  )

  const answerJson2 = ({ method, path, headers, json }: FakeRequest): FakeReply => {
    if (method === 'GET' && path === '/web/version')
      return { body: { version: '19.0', version_info: [19, 0, 0, 'final', 0, ''] } }
    const [, model = '', name = ''] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(path) ?? []
    return failing(
      () => {
        if (headers.authorization !== `bearer ${KEY}`)
          throw new OdooError('werkzeug.exceptions.Unauthorized', 'Invalid apikey', 401)
        if (headers['x-odoo-database'] !== DATABASE) throw new OdooError('werkzeug.exceptions.NotFound', '404', 404)
        return { body: run(model, name, json) }
      },
      (error) => ({ status: error.status, body: exception(error) }),
    )
  }

  const answerRpc = ({ json }: FakeRequest): FakeReply => {
    const { service, method, args } = json.params
    const answer = (result: unknown): FakeReply => ({ body: { jsonrpc: '2.0', id: json.id, result } })
    return failing(
      () => {
        if (service === 'common' && method === 'version') return answer({ server_version: '17.0', protocol_version: 1 })
        const [database, who, key] = args
        if (database !== DATABASE)
          throw new OdooError('psycopg2.OperationalError', `database "${database}" does not exist`, 200)
        if (method === 'authenticate') return answer(who === LOGIN && key === KEY ? USER_ID : false)
        if (who !== USER_ID || key !== KEY) throw new OdooError('odoo.exceptions.AccessDenied', 'Access Denied', 200)
        const [, , , model, name, [ids], named] = args
        return answer(run(model, name, ids ? { ...named, ids } : named))
      },
      (error) => ({
        body: {
          jsonrpc: '2.0',
          id: json.id,
          error: { code: 200, message: 'Odoo Server Error', data: exception(error) },
        },
      }),
    )
  }

  const run = (model: string, method: string, named: Named): unknown => {
    if (method === 'fields_get')
      return Object.fromEntries(
        (named.allfields ?? [])
          .filter((field) => orm.fields[model]?.includes(field))
          .map((field) => [field, { type: 'char' }]),
      )
    if (method === 'write') return write(model, named)
    const { domain = [], fields = [], context = {} } = named
    const isContinued = domain.some(
      (term) => Array.isArray(term) && term[0] === 'id' && term[1] === '>' && term[2] !== 0,
    )
    const fault = isContinued ? server.pageFault() : null
    const wanted = fault === 'repeat_page' ? domain.map((term) => fromTheStart(term)) : domain
    const found = orm.search(model, wanted as Domain, context, named.order)
    if (method === 'search_count') return found.length
    if (method !== 'search_read') throw new OdooError('builtins.AttributeError', `no method ${method}`, 422)
    if (fault === 'empty_page' && listed.model !== model) {
      listed.model = model
      return []
    }
    return found
      .slice(0, Math.min(named.limit ?? odoo.rowsMax, odoo.rowsMax))
      .map((row) => orm.show(model, row, fields))
  }

  const write = (model: string, { ids = [], vals = {} }: Named): true => {
    const rows = orm.table(model).filter((row) => ids.includes(row.id))
    if (rows.length < ids.length)
      throw new OdooError('odoo.exceptions.MissingError', 'Record does not exist or has been deleted.', 404)
    const unknown = Object.keys(vals).find((field) => !orm.fields[model]?.includes(field))
    if (unknown) throw new OdooError('builtins.ValueError', `Invalid field '${unknown}' on '${model}'`, 500)
    for (const row of rows) Object.assign(row, orNothing(vals), { write_date: orm.now() })
    return true
  }

  const rowOf = (stream: keyof typeof MODELS, id: string): OdooRow | undefined =>
    orm.table(MODELS[stream]).find((row) => row.id === Number(id))
  const store = (stream: keyof typeof MODELS, record: never, writtenAt: string): void => {
    const { id, externalId } = record as { id?: string; externalId?: string }
    const number = Number(id ?? externalId)
    const before = rowOf(stream, String(number))
    const fields =
      stream === 'customers'
        ? partnerRow(record, isOld)
        : stream === 'orders'
          ? orderRow(record, orm)
          : lineRow(record, orm)
    const row = { id: number, write_date: writtenAt, ...fields } as OdooRow
    if (stream === 'customers') row['commercial_partner_id'] = [number, String(row['name'])]
    if (before) Object.assign(before, row)
    else orm.table(MODELS[stream]).push(row)
  }
  const markFields = isOld ? ['sale_warn', 'sale_warn_msg'] : ['fiado_block']

  const odoo: FakeOdoo = {
    orm,
    url: server.url,
    rowsMax: Number.POSITIVE_INFINITY,
    settings: {
      baseUrl: server.url,
      api,
      database: DATABASE,
      apiKey: new Secret(KEY),
      companies: { 1: 'main', 3: 'filial-rs' },
      ...(isOld ? { login: LOGIN } : { blockField: 'fiado_block' }),
      timeoutMs: 400,
      pageSize: 10,
      requestsPerMinute: 600_000,
      parallel: 8,
    },
    secrets: [KEY],
    get calls() {
      return server.calls
    },
    seed: (book) => {
      for (const stream of ['customers', 'receivables', 'orders'] as const) {
        orm.tables[MODELS[stream]] = []
        for (const record of book[stream])
          store(stream, record as never, stamp(record.updatedAt ? Date.parse(record.updatedAt) : clock.now() - DAY_MS))
      }
    },
    put: (stream, record) => store(stream, record as never, orm.now()),
    remove: (stream, externalId) => {
      orm.tables[MODELS[stream]] = orm.table(MODELS[stream]).filter((row) => row.id !== Number(externalId))
    },
    corrupt: (stream, externalId) => {
      const field = { customers: 'name', receivables: 'parent_state', orders: 'state' }[stream]
      Object.assign(rowOf(stream, externalId) ?? {}, {
        [field]: stream === 'customers' ? null : 'quarantined',
        write_date: orm.now(),
      })
    },
    misbehave: (how, times) => {
      listed.model = ''
      server.misbehave(how, times)
    },
    markOf: (id) => {
      const row = rowOf('customers', id)
      return row ? (Object.fromEntries(markFields.map((field) => [field, row[field] ?? null])) as never) : null
    },
    setMark: (id, mark) => {
      Object.assign(rowOf('customers', id) ?? {}, mark, { write_date: orm.now() })
    },
    close: () => server.close(),
  }
  return odoo
}

function createTables(clock: VendorClock, isOld: boolean): Orm {
  const orm = new Orm(clock, !isOld)
  const written = { write_date: stamp(clock.now() - DAY_MS) }
  orm.tables['res.partner'] = []
  orm.tables['account.move.line'] = []
  orm.tables['sale.order'] = []
  orm.tables['res.company'] = COMPANY_ROWS.map(([id, name]) => ({ id, name, ...written }))
  orm.tables['res.country.state'] = Object.entries(STATES).map(([code, [id, name]]) => ({
    ...{ id, code, name, country_code: 'BR' },
    ...written,
  }))
  const block = isOld ? ['mobile', 'sale_warn', 'sale_warn_msg'] : ['fiado_block']
  orm.fields['res.partner'] = [...PARTNER_FIELDS, ...block]
  orm.fields['account.move.line'] = [...LINE_FIELDS, isOld ? 'blocked' : 'no_followup']
  orm.fields['sale.order'] = ORDER_FIELDS
  orm.fields['res.company'] = ['id', 'name', 'write_date']
  orm.fields['res.country.state'] = ['id', 'code', 'name', 'country_id', 'write_date']
  return orm
}

function failing(act: () => FakeReply, told: (error: OdooError) => FakeReply): FakeReply {
  try {
    return act()
  } catch (error) {
    if (error instanceof OdooError) return told(error)
    throw error
  }
}

const exception = ({ type, message, status }: OdooError): unknown => ({
  name: type,
  message,
  arguments: [message, status],
  context: {},
  debug: 'Traceback (most recent call last):\n  File "/opt/Odoo/community/odoo/http.py", line 2212',
})

const orNothing = (vals: Record<string, string | number | boolean>): Record<string, string | number | boolean | null> =>
  Object.fromEntries(
    Object.entries(vals).map(([field, value]) => [
      field,
      value === false && field.startsWith('sale_warn') ? null : value,
    ]),
  )

const fromTheStart = (term: unknown): unknown =>
  Array.isArray(term) && term[0] === 'id' && term[1] === '>' ? ['id', '>', 0] : term
