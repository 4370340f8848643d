import { z } from 'zod'
import type { Link } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply, HttpRequest, RateLimit } from '../../../src/sync/http.ts'
import type { BlingSettings } from './settings.ts'
import { createTokens, JWT } from './tokens.ts'

/** Lists are given as `name[]`, once for each value: without the brackets Bling ignores the filter and says nothing. */
export type Query = readonly (readonly [name: string, value: string | number])[]

export interface BlingApi {
  /** The rows of one page of a listing; Bling tells neither how many there are nor whether more follow. */
  list(path: string, query: Query, signal: AbortSignal): Promise<readonly unknown[]>
  /** One record, or `null` where Bling says that it has none. */
  find(path: string, signal: AbortSignal): Promise<unknown>
  /** May be sent twice: it sets a state and adds nothing. */
  change(path: string, body: unknown, signal: AbortSignal): Promise<void>
}

/** Three calls a second for the whole account, whoever makes them (developer.bling.com.br/limites, 2026-11-22). */
const CALL_EVERY_MS = 350
const PARALLEL = 3
/** The quota of a day is used up; when Bling begins a new one is not told. */
const DAY_LIMIT_PAUSE_MS = 3_600_000

const rowsSchema = z.looseObject({ data: z.array(z.unknown()) })
const rowSchema = z.looseObject({ data: z.looseObject({}) })
const missingSchema = z.looseObject({ error: z.looseObject({ type: z.literal('RESOURCE_NOT_FOUND') }) })
const dayLimitSchema = z.looseObject({ error: z.looseObject({ period: z.literal('day') }) })

export function createApi(settings: BlingSettings, link: Link): BlingApi {
  const { baseUrl, timeoutMs, clientSecret, refreshToken } = settings
  const secrets = [clientSecret, refreshToken]
  const tokens = createTokens(settings, link, secrets)
  const client = link.http({ baseUrl, timeoutMs, limits: { default: rateOf(settings) }, secrets, judge })

  const send = (request: HttpRequest, token: string): Promise<HttpReply> =>
    client.request({
      ...request,
      headers: { authorization: `Bearer ${token}`, ...JWT },
      expect: [...(request.expect ?? []), 401],
    })

  // Not by the client's `renew`: of several calls at a time, each has to name the token that was refused to it, or the
  // second would have the token renewed that the first has just brought.
  const call = async (request: HttpRequest): Promise<HttpReply> => {
    const token = await tokens(request.signal)
    const reply = await send(request, token)
    if (reply.status !== 401) return reply
    const again = await send(request, await tokens(request.signal, token))
    if (again.status !== 401) return again
    throw new SyncError('auth', 'Bling refuses a token that it has just given: authorise the app in Bling again')
  }

  return {
    list: async (path, query, signal) => {
      const text = new URLSearchParams(query.map(([name, value]) => [name, String(value)]))
      const { json } = await call({ method: 'GET', path: `${path}?${text}`, signal })
      return dataOf(rowsSchema, json, path)
    },
    find: async (path, signal) => {
      const { status, json } = await call({ method: 'GET', path, signal, expect: [404] })
      if (status !== 404) return dataOf(rowSchema, json, path)
      if (missingSchema.safeParse(json).success) return null
      throw new SyncError('settings', `${path} is not known at settings.baseUrl`)
    },
    change: async (path, body, signal) => {
      await call({ method: 'PATCH', path, body, signal, repeatable: true })
    },
  }
}

function dataOf<Data>(schema: z.ZodType<{ data: Data }>, json: unknown, path: string): Data {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new SyncError('unavailable', `${path} was answered without data`)
  return parsed.data.data
}

function rateOf({ requestsPerMinute, parallel = PARALLEL }: BlingSettings): RateLimit {
  if (requestsPerMinute === undefined) return { parallel, count: 1, intervalMs: CALL_EVERY_MS }
  const count = Math.max(1, Math.floor(requestsPerMinute / 60))
  return { parallel, count, intervalMs: Math.max(1_000, Math.ceil(60_000 / requestsPerMinute)) }
}

function judge({ status, json }: HttpReply): SyncError | null {
  if (status !== 429 || !dayLimitSchema.safeParse(json).success) return null
  return new SyncError('throttled', 'the account has used up the calls that Bling allows in a day', {
    retryAfterMs: DAY_LIMIT_PAUSE_MS,
  })
}
