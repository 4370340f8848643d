import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Link } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'
import type { Settings } from './settings.ts'

export type Filter = readonly [field: string, operator: string, value: unknown]

export interface Query {
  readonly doctype: string
  readonly fields: readonly string[]
  readonly filters: readonly Filter[]
  readonly orderBy?: string
  /** 0 is all. */
  readonly limit: number
  /** Of a child table: the doctype whose rights count. */
  readonly parent?: string
}

const rowSchema = z.looseObject({ name: z.string(), modified: z.string().optional() })
export type Row = z.output<typeof rowSchema>

export interface Rows {
  readonly rows: readonly Row[]
  /** An instant that was surely not after the listing, by the more cautious of the two clocks. */
  readonly askedAt: EpochMs
}

export interface ErpnextApi {
  /** `GET /api/resource/{DocType}`. */
  list(query: Query, signal: AbortSignal): Promise<Rows>
  /** The same as a POST, for filters that no address has room for. */
  listAmong(query: Query, signal: AbortSignal): Promise<readonly Row[]>
  /** A whitelisted method; `null` where this version has none of that name. */
  method(name: string, signal: AbortSignal): Promise<unknown>
  update(doctype: string, name: string, values: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>
}

const CALLS_PER_MINUTE = 600
const CALLS_PARALLEL = 2

export function connect(settings: Settings, link: Link): ErpnextApi {
  const { apiKey, apiSecret, baseUrl, timeoutMs } = settings
  const http = link.http({
    baseUrl,
    timeoutMs,
    limits: {
      default: {
        parallel: settings.parallel ?? CALLS_PARALLEL,
        count: settings.requestsPerMinute ?? CALLS_PER_MINUTE,
        intervalMs: 60_000,
      },
    },
    secrets: [apiKey, apiSecret],
    headers: () => ({ authorization: `token ${apiKey.reveal()}:${apiSecret.reveal()}` }),
    judge: faultOf,
  })
  return {
    list: async ({ doctype, fields, filters, orderBy, limit }, signal) => {
      const query = {
        fields: JSON.stringify(fields),
        filters: JSON.stringify(filters),
        ...(orderBy ? { order_by: orderBy } : {}),
        limit_start: 0,
        limit_page_length: limit,
      }
      const startedAt = link.clock.now()
      const reply = await http.request({
        method: 'GET',
        path: `/api/resource/${encodeURIComponent(doctype)}`,
        query,
        signal,
      })
      const rows = rowsOf((reply.json as { data?: unknown } | null)?.data, doctype)
      return { rows, askedAt: askedAt(reply, startedAt, link.clock.now()) }
    },
    listAmong: async ({ doctype, fields, filters, limit, parent }, signal) => {
      const body = { doctype, fields, filters, limit_page_length: limit, ...(parent ? { parent } : {}) }
      const path = '/api/method/frappe.client.get_list'
      const { json } = await http.request({ method: 'POST', path, body, repeatable: true, signal })
      return rowsOf((json as { message?: unknown } | null)?.message, doctype)
    },
    method: async (name, signal) => {
      const { json } = await http.request({ method: 'GET', path: `/api/method/${name}`, expect: [404], signal })
      return (json as { message?: unknown } | null)?.message ?? null
    },
    update: async (doctype, name, values, signal) => {
      const path = `/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`
      await http.request({ method: 'PUT', path, body: values, repeatable: true, signal })
    },
  }
}

function rowsOf(value: unknown, doctype: string): Row[] {
  const parsed = z.array(rowSchema).safeParse(value)
  if (!parsed.success) throw new SyncError('unavailable', `ERPNext answered no list of ${doctype}`)
  return parsed.data
}

/** `Date` is when the answer was written, so the time that the call took is taken off. */
function askedAt(reply: HttpReply, startedAt: EpochMs, endedAt: EpochMs): EpochMs {
  const told = Date.parse(reply.headers['date'] ?? '')
  return Number.isNaN(told) ? startedAt : Math.min(startedAt, told - (endedAt - startedAt))
}

const faultSchema = z.looseObject({ exc_type: z.string().max(80) })

/** Passes when it is tried again: somebody else was saving the same document. */
const PASSING = new Set(['TimestampMismatchError', 'QueryDeadlockError', 'QueryTimeoutError'])

/** The kind of the error, under the status that Frappe has for all of them. Its words may name customers: not passed on. */
function faultOf({ status, json }: HttpReply): SyncError | null {
  const fault = status === 409 || status === 417 ? faultSchema.safeParse(json) : null
  if (!fault?.success) return null
  const { exc_type: type } = fault.data
  return new SyncError(PASSING.has(type) ? 'unavailable' : 'settings', `ERPNext answered ${type}`)
}
