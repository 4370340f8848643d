import { z } from 'zod'
import type { Link, TokenSet } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpClient, HttpReply, HttpRequest, RateLimit } from '../../../src/sync/http.ts'
import { Secret } from '../../../src/sync/secret.ts'
import type { Settings } from './settings.ts'

export type Query = NonNullable<HttpRequest['query']>

export interface Listing {
  readonly rows: readonly unknown[]
  /** How many rows all pages hold together, as the vendor counts them. */
  readonly total: number
}

export interface Api {
  list(path: string, query: Query, signal: AbortSignal): Promise<Listing>
  /** One record, or `null` where there is none. */
  get(path: string, signal: AbortSignal): Promise<unknown>
  /** Sends what may be sent twice. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<unknown>
}

/** 600 a minute and 10 a second for each connected account, shared with whatever else is connected to it. */
const CALLS_PER_MINUTE = 480
const PARALLEL = 4

export function createApi(settings: Settings, link: Link): Api {
  const client = createClient(settings, link)
  return {
    list: async (path, query, signal) =>
      listingOf(path, (await client.request({ method: 'GET', path, query, signal })).json),
    get: async (path, signal) => {
      const { status, json } = await client.request({ method: 'GET', path, expect: [404], signal })
      return status === 404 ? null : json
    },
    post: async (path, body, signal) =>
      (await client.request({ method: 'POST', path, body, repeatable: true, signal })).json,
  }
}

function createClient(settings: Settings, link: Link): HttpClient {
  const { baseUrl, timeoutMs, refreshToken, clientSecret } = settings
  const refresh = createRefresh(settings, link)
  let accessToken = ''
  const authorize = async (signal: AbortSignal, rejected?: string): Promise<string> => {
    accessToken = await link.tokens.accessToken(refreshToken, refresh, signal, rejected)
    return accessToken
  }
  return link.http({
    baseUrl,
    timeoutMs,
    limits: { default: rateOf(settings) },
    secrets: [clientSecret, refreshToken],
    headers: async (signal) => ({ authorization: `Bearer ${await authorize(signal)}` }),
    renew: async (signal) => {
      const rejected = accessToken
      return (await authorize(signal, rejected)) !== rejected
    },
    judge,
  })
}

/** Both limits of the vendor hold when the calls of a minute are spread over its seconds. */
function rateOf({ requestsPerMinute = CALLS_PER_MINUTE, parallel = PARALLEL }: Settings): RateLimit {
  return requestsPerMinute >= 60
    ? { parallel, count: Math.floor(requestsPerMinute / 60), intervalMs: 1_000 }
    : { parallel, count: 1, intervalMs: Math.ceil(60_000 / requestsPerMinute) }
}

const tokenSchema = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive().default(3_600),
})

/** A token is not used any more so long before it ends. */
const MARGIN_MS = 120_000

/**
 * The refresh token changes with each renewal and the former one dies; an answer without one leaves it as it is.
 * https://developers.contaazul.com/renewingaccesstoken (read 2026-11-22)
 */
function createRefresh(settings: Settings, { clock, http }: Link) {
  const { origin, pathname } = new URL(settings.tokenUrl)
  const basic = new Secret(Buffer.from(`${settings.clientId}:${settings.clientSecret.reveal()}`).toString('base64'))
  const client = http({
    baseUrl: origin,
    timeoutMs: settings.timeoutMs,
    limits: { default: { parallel: 1, count: 10, intervalMs: 1_000 } },
    secrets: [settings.clientSecret, settings.refreshToken, basic],
    headers: () => ({ authorization: `Basic ${basic.reveal()}` }),
    judge: judgeToken,
  })
  return async (refreshToken: string, signal: AbortSignal): Promise<TokenSet> => {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
    const { json } = await client.request({ method: 'POST', path: pathname, body, signal })
    const parsed = tokenSchema.safeParse(json)
    if (!parsed.success) throw new SyncError('unavailable', 'Conta Azul answered the renewal without an access token')
    const { access_token, refresh_token, expires_in } = parsed.data
    return {
      accessToken: access_token,
      refreshToken: refresh_token ?? refreshToken,
      expiresAt: clock.now() + expires_in * 1_000 - MARGIN_MS,
    }
  }
}

const complaintSchema = z.looseObject({
  error: z.string().nullish(),
  error_subtype: z.string().nullish(),
  message: z.string().nullish(),
})

/** A refused renewal is a 400: `invalid_grant`, since October 2026 with `access_revoked` and others to tell why. */
function judgeToken({ status, json }: HttpReply): SyncError | null {
  if (status !== 400 && status !== 401) return null
  const { data } = complaintSchema.safeParse(json)
  const why = data?.error_subtype ?? data?.error ?? `status ${status}`
  return new SyncError('auth', `Conta Azul does not renew the access (${why}): connect the account again`)
}

/** What Conta Azul says is wrong with a call stands in `message` or `error`, by module. */
function judge({ status, json }: HttpReply): SyncError | null {
  if (status !== 400 && status !== 403) return null
  const { data } = complaintSchema.safeParse(json)
  const why = data?.message ?? data?.error ?? `status ${status}`
  return new SyncError(status === 403 ? 'auth' : 'settings', `Conta Azul does not accept the call: ${why}`)
}

const count = z.int().min(0).nullish()
const listSchema = z.looseObject({
  itens: z.array(z.unknown()).nullish(),
  items: z.array(z.unknown()).nullish(),
  itens_totais: count,
  totalItems: count,
  total_itens: count,
})

/** Each module has names of its own for the rows and their number, and people are `null` where there are none. */
function listingOf(path: string, json: unknown): Listing {
  const { data } = listSchema.safeParse(json)
  const total = data?.itens_totais ?? data?.totalItems ?? data?.total_itens
  if (!data || total == null) throw new SyncError('unavailable', `GET ${path} answered with something that is no list`)
  return { rows: data.itens ?? data.items ?? [], total }
}
