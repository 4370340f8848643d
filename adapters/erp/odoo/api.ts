import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Link } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpClient, HttpReply, RateLimit } from '../../../src/sync/http.ts'
import { faultOf } from './faults.ts'
import type { Settings } from './settings.ts'

/** What a call answered, and an instant that was surely not after it, by the more cautious of the two clocks. */
export interface Answer {
  readonly result: unknown
  readonly askedAt: EpochMs
}

export type Arguments = Readonly<Record<string, unknown>> & { readonly ids?: readonly number[] }

/** Odoo's two ways in; models, methods and named arguments are the same on both. */
export interface OdooApi {
  /** Only methods that may be called twice: reads, and a `write` of the same values. */
  call(model: string, method: string, named: Arguments, signal: AbortSignal): Promise<Answer>
  version(signal: AbortSignal): Promise<string>
}

const CALLS_PER_MINUTE = 600
const CALLS_PARALLEL = 2

export function connect(settings: Settings, link: Link): OdooApi {
  const { baseUrl, timeoutMs, apiKey, database, api } = settings
  const limit: RateLimit = {
    parallel: settings.parallel ?? CALLS_PARALLEL,
    count: settings.requestsPerMinute ?? CALLS_PER_MINUTE,
    intervalMs: 60_000,
  }
  const isJson2 = api === 'json2'
  const authorization = isJson2 ? { authorization: `bearer ${apiKey.reveal()}` } : {}
  const http = link.http({
    baseUrl,
    timeoutMs,
    limits: { default: limit },
    secrets: [apiKey],
    headers: () => ({ ...authorization, ...(isJson2 && database ? { 'x-odoo-database': database } : {}) }),
    judge: faultOf,
  })
  return isJson2 ? json2(http, link) : jsonRpc(http, link, settings)
}

/** `POST /json/2/<model>/<method>`, Odoo 19 and later. */
function json2(http: HttpClient, link: Link): OdooApi {
  return {
    call: async (model, method, named, signal) => {
      const startedAt = link.clock.now()
      const path = `/json/2/${model}/${method}`
      const reply = await http.request({ method: 'POST', path, body: named, repeatable: true, signal })
      return { result: reply.json, askedAt: askedAt(reply, startedAt, link.clock.now()) }
    },
    version: async (signal) => {
      const { json } = await http.request({ method: 'GET', path: '/web/version', expect: [404], signal })
      return z.looseObject({ version: z.string() }).safeParse(json).data?.version ?? 'unknown'
    },
  }
}

/** `POST /jsonrpc` with `execute_kw`, which needs the number of the user: asked once for a session. */
function jsonRpc(http: HttpClient, link: Link, settings: Settings): OdooApi {
  const key = settings.apiKey.reveal()
  const post = async (service: string, method: string, args: unknown[], signal: AbortSignal) => {
    const body = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } }
    const reply = await http.request({ method: 'POST', path: '/jsonrpc', body, repeatable: true, signal })
    return { reply, result: (reply.json as { result?: unknown } | null)?.result }
  }
  let userId: number | null = null
  const login = async (signal: AbortSignal): Promise<number> => {
    const { result } = await post('common', 'authenticate', [settings.database, settings.login, key, {}], signal)
    if (typeof result !== 'number') throw new SyncError('auth', 'Odoo does not know this login with this API key')
    return result
  }
  return {
    call: async (model, method, { ids, ...named }, signal) => {
      userId ??= await login(signal)
      const startedAt = link.clock.now()
      const args = [settings.database, userId, key, model, method, ids ? [ids] : [], named]
      const { reply, result } = await post('object', 'execute_kw', args, signal)
      return { result, askedAt: askedAt(reply, startedAt, link.clock.now()) }
    },
    version: async (signal) => {
      const { result } = await post('common', 'version', [], signal)
      return z.looseObject({ server_version: z.string() }).safeParse(result).data?.server_version ?? 'unknown'
    },
  }
}

/** `Date` is when the answer was written, so the time that the call took is taken off. */
function askedAt(reply: HttpReply, startedAt: EpochMs, endedAt: EpochMs): EpochMs {
  const told = Date.parse(reply.headers['date'] ?? '')
  return Number.isNaN(told) ? startedAt : Math.min(startedAt, told - (endedAt - startedAt))
}
