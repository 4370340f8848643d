import { z } from 'zod'
import type { Link } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpClient, HttpReply, HttpRequest } from '../../../src/sync/http.ts'
import type { Settings } from './settings.ts'

export type Row = Readonly<Record<string, unknown>>
export type Resource = 'thirdparties' | 'invoices' | 'orders'

export interface ListQuery {
  /** Conditions on database columns, such as `t.fk_statut:=:1`; all have to hold. */
  readonly filters: readonly string[]
  readonly properties: readonly string[]
  /** Always said: Dolibarr's own limit is 100, and its answer does not tell that there is more. */
  readonly limit: number
  readonly linked?: boolean
}

export interface Rows {
  readonly rows: readonly Row[]
  /** How many fulfil the conditions; `null` from a Dolibarr too old to say. */
  readonly total: number | null
}

export interface DolibarrApi {
  list(resource: Resource, query: ListQuery, signal: AbortSignal): Promise<Rows>
  /** `null` when Dolibarr has no such thing, or, with `refused`, when it does not tell this user. */
  get(path: string, signal: AbortSignal, query?: HttpRequest['query'], refused?: 'is_null'): Promise<unknown>
  /** `null` when there is nothing to write to. */
  put(path: string, body: unknown, signal: AbortSignal): Promise<unknown>
}

const CALLS_PER_MINUTE = 600
const CALLS_PARALLEL = 2

export function createApi(settings: Settings, link: Link): DolibarrApi {
  const http = link.http({
    baseUrl: `${settings.baseUrl}/api/index.php`,
    timeoutMs: settings.timeoutMs,
    limits: {
      default: {
        parallel: settings.parallel ?? CALLS_PARALLEL,
        count: settings.requestsPerMinute ?? CALLS_PER_MINUTE,
        intervalMs: 60_000,
      },
    },
    secrets: [settings.apiKey],
    headers: () => ({
      DOLAPIKEY: settings.apiKey.reveal(),
      ...(settings.entity === undefined ? {} : { DOLAPIENTITY: String(settings.entity) }),
    }),
    judge,
  })
  return {
    list: (resource, query, signal) => list(http, resource, query, signal),
    get: async (path, signal, query, refused) => {
      const expect = refused ? [403, 404] : [404]
      return answerOf(await http.request({ method: 'GET', path, ...(query ? { query } : {}), expect, signal }))
    },
    // The same fields written twice are the same: it may be sent again.
    put: async (path, body, signal) =>
      answerOf(await http.request({ method: 'PUT', path, body, expect: [404], repeatable: true, signal })),
  }
}

async function list(http: HttpClient, resource: Resource, query: ListQuery, signal: AbortSignal): Promise<Rows> {
  const { filters, properties, limit, linked } = query
  const reply = await http.request({
    method: 'GET',
    path: `/${resource}`,
    query: {
      sortfield: 't.rowid',
      sortorder: 'ASC',
      limit,
      properties: properties.join(','),
      pagination_data: 'true',
      sqlfilters: filters.length === 0 ? undefined : filters.map((filter) => `(${filter})`).join(' and '),
      loadlinkedobjects: linked ? 1 : undefined,
    },
    expect: [404],
    signal,
  })
  const answer = answerOf(reply)
  if (answer === null) return { rows: [], total: 0 }
  const parsed = listSchema.safeParse(answer)
  if (!parsed.success) throw new SyncError('unavailable', `GET /${resource} answered something that is no list`)
  return parsed.data
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()))
const listSchema = z.union([
  rowsSchema.transform((rows): Rows => ({ rows, total: null })),
  z
    .looseObject({ data: rowsSchema, pagination: z.looseObject({ total: z.int().min(0) }) })
    .transform(({ data, pagination }): Rows => ({ rows: data, total: pagination.total })),
])

/**
 * The body; `null` for "not found", which is also how `/thirdparties` says that a list is empty. The bare `Not Found` is
 * another thing: the API does not know the route, as happens when its route cache is stale.
 */
function answerOf(reply: HttpReply): unknown {
  if (reply.status === 403) return null
  if (reply.status !== 404) return reply.json
  const message = messageOf(reply.json)
  if (message === null || /^Not Found\.?$/i.test(message))
    throw new SyncError(
      'settings',
      'Dolibarr does not know this route: is the module switched on, and its API cache fresh?',
    )
  return null
}

const errorSchema = z.looseObject({ error: z.looseObject({ message: z.string() }) })
const messageOf = (json: unknown): string | null => errorSchema.safeParse(json).data?.error.message ?? null

/** What a status alone does not tell. Dolibarr's words stay out of the message: they quote SQL. */
function judge(reply: HttpReply): SyncError | null {
  if (reply.status === 501)
    return new SyncError('settings', 'Dolibarr does not know this API: is module "API/Web services REST" switched on?')
  if (reply.status === 503 && /Unknown column/i.test(messageOf(reply.json) ?? ''))
    return new SyncError(
      'settings',
      'Dolibarr does not know a column that is searched by: its version is not supported',
    )
  return null
}
