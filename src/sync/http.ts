import { Agent } from 'node:https'
import axios, { type AxiosError, type AxiosResponse } from 'axios'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel'
import PQueue from 'p-queue'
import type { EpochMs } from '../kernel/clock.ts'
import { isAborted, SyncError } from './errors.ts'
import { parseJson } from './json.ts'
import type { Secret } from './secret.ts'

/** At most `parallel` calls at a time, and at most `count` begun within each `intervalMs`. */
export interface RateLimit {
  readonly parallel: number
  readonly count: number
  readonly intervalMs: number
}

export interface HttpOptions {
  readonly baseUrl: string
  readonly timeoutMs: number
  /** By name; a request names one by `limit`, or falls under `default`. Kept for the source, over all its sessions. */
  readonly limits: Readonly<Record<string, RateLimit>> & { readonly default: RateLimit }
  /** Blotted out wherever a message would show them. */
  readonly secrets: readonly Secret[]
  /** Headers of every attempt, such as the authorization. */
  readonly headers?: (signal: AbortSignal) => Promise<Record<string, string>> | Record<string, string>
  /** Called once a request when the answer is 401: whether there are new credentials to repeat it with. */
  readonly renew?: (signal: AbortSignal) => Promise<boolean>
  /**
   * What an answer means where its status does not tell: an error inside a 200, a business error told as 500. `null`
   * leaves it to the status. Its message may quote the vendor: secrets in it are blotted out, and it is cut short.
   */
  readonly judge?: (reply: HttpReply) => SyncError | null
  /** PEM of the certificate authority of an ERP in the house. */
  readonly ca?: Secret
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base URL, or a whole URL of the same origin (a next link). */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a URLSearchParams as a form; a string as it is. */
  readonly body?: unknown
  readonly limit?: string
  /** Whether it may be sent again when nobody knows if it arrived. GET may; a POST that only reads says so. */
  readonly repeatable?: boolean
  /** Statuses besides 2xx that are answers and no failures, such as 404. */
  readonly expect?: readonly number[]
  readonly signal: AbortSignal
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly cookies: readonly string[]
  /** The parsed body; `null` where it is empty. Integers that a double cannot hold are text. */
  readonly json: unknown
}

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpReply>
}

/** The passing of time, as a test may want it. */
export interface Pace {
  now(): EpochMs
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** From 0 to 1. */
  random(): number
}

type Log = (line: { method: string; path: string; status: number | null; ms: number; attempt: number }) => void

const ATTEMPTS_MAX = 5
const BACKOFF_MS = 500
const BACKOFF_MAX_MS = 30_000
/** A vendor that asks for a longer pause gets it by the run ending: the next one comes by the schedule. */
const WAIT_MAX_MS = 60_000
const BREAK_AFTER = 5
const BROKEN_FOR_MS = 30_000
const BODY_BYTES_MAX = 64 * 1024 * 1024
const VENDOR_WORDS_MAX = 300

/** What outlives a session: how often a source may be called, and whether it is worth calling at all. */
interface Gauge {
  readonly queues: ReadonlyMap<string, PQueue>
  readonly breaker: CircuitBreakerPolicy
}

/** Makes the clients of all sources; limits and breakers are kept by source and address as long as the process runs. */
export function createHttpFactory(pace: Pace, log: Log): (source: string, options: HttpOptions) => HttpClient {
  const gauges = new Map<string, Gauge>()
  return (source, options) => {
    const key = `${source} ${options.baseUrl} ${JSON.stringify(options.limits)}`
    const gauge = gauges.get(key) ?? createGauge(options)
    gauges.set(key, gauge)
    return createClient(options, gauge, pace, log)
  }
}

function createGauge({ limits }: HttpOptions): Gauge {
  const queues = Object.entries(limits).map(([name, { parallel, count, intervalMs }]) => {
    const queue = new PQueue({
      concurrency: parallel,
      intervalCap: count,
      interval: intervalMs,
      carryoverIntervalCount: true,
    })
    return [name, queue] as const
  })
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof SyncError && error.remedy === 'unavailable'),
    { halfOpenAfter: BROKEN_FOR_MS, breaker: new ConsecutiveBreaker(BREAK_AFTER) },
  )
  return { queues: new Map(queues), breaker }
}

function createClient(options: HttpOptions, gauge: Gauge, pace: Pace, log: Log): HttpClient {
  const agent = options.ca && new Agent({ keepAlive: true, ca: options.ca.reveal() })
  const send = axios.create({
    baseURL: options.baseUrl,
    ...(agent ? { httpsAgent: agent } : {}),
    responseType: 'text',
    transformResponse: [(text: unknown) => text],
    validateStatus: () => true,
    // A redirect would carry the key to wherever it points.
    maxRedirects: 0,
    maxContentLength: BODY_BYTES_MAX,
    allowAbsoluteUrls: true,
    paramsSerializer: { indexes: null },
  })

  const attemptOnce = async (request: HttpRequest, attempt: number): Promise<HttpReply> => {
    const { method, path, signal } = request
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const headers = { accept: 'application/json', ...(await options.headers?.(signal)), ...request.headers }
    const startedMs = performance.now()
    let status: number | null = null
    try {
      const reply = await send.request<string>({
        method,
        url: path,
        params: request.query,
        data: request.body,
        headers,
        signal: AbortSignal.any([signal, timeout]),
      })
      status = reply.status
      return readReply(reply, request)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SyncError) throw error
      throw networkError(error as AxiosError, request, timeout.aborted ? options.timeoutMs : null)
    } finally {
      log({ method, path: pathOf(path), status, ms: Math.round(performance.now() - startedMs), attempt })
    }
  }

  const judged = async (request: HttpRequest, attempt: number): Promise<HttpReply> => {
    let reply = await attemptOnce(request, attempt)
    if (reply.status === 401 && (await options.renew?.(request.signal))) reply = await attemptOnce(request, attempt)
    const error = options.judge?.(reply) ?? statusError(reply, request, pace.now())
    if (error) throw error
    return reply
  }

  const attempts = async (request: HttpRequest): Promise<HttpReply> => {
    const mayRepeat = request.repeatable ?? request.method === 'GET'
    for (let attempt = 1; ; attempt++) {
      try {
        return await judged(request, attempt)
      } catch (error) {
        const waitMs = waitFor(error, attempt, mayRepeat, pace)
        if (waitMs === null) throw error
        await pace.sleep(waitMs, request.signal)
      }
    }
  }

  return {
    request: async (request) => {
      requireSameOrigin(options.baseUrl, request.path)
      const queue = gauge.queues.get(request.limit ?? 'default')
      if (!queue) throw new TypeError(`there is no rate limit called ${request.limit}`)
      try {
        const run = () => gauge.breaker.execute(() => attempts(request), request.signal)
        return await queue.add(run, { signal: request.signal })
      } catch (error) {
        request.signal.throwIfAborted()
        throw blotted(error, options.secrets)
      }
    },
  }
}

/** How long to wait before the next attempt; `null` when there is none. */
function waitFor(error: unknown, attempt: number, mayRepeat: boolean, pace: Pace): number | null {
  if (!(error instanceof SyncError) || attempt >= ATTEMPTS_MAX) return null
  // What was throttled was not carried out, so it may always be sent again.
  if (error.remedy !== 'throttled' && !(error.remedy === 'unavailable' && mayRepeat)) return null
  const backoffMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (attempt - 1))
  const waitMs = Math.max(error.retryAfterMs ?? 0, backoffMs * (0.5 + pace.random() / 2))
  return waitMs <= WAIT_MAX_MS ? waitMs : null
}

function readReply(reply: AxiosResponse<string>, request: HttpRequest): HttpReply {
  const headers = reply.headers as Record<string, string | string[] | undefined>
  const cookies = headers['set-cookie'] ?? []
  const isFine = (reply.status >= 200 && reply.status < 300) || request.expect?.includes(reply.status)
  const parsed = parseJson(reply.data ?? '')
  if (isFine && 'fault' in parsed) {
    const { method, path } = request
    throw new SyncError('unavailable', `${method} ${pathOf(path)} answered ${reply.status} with ${parsed.fault}`)
  }
  return {
    status: reply.status,
    headers: { ...headers, 'set-cookie': undefined } as Record<string, string | undefined>,
    cookies: Array.isArray(cookies) ? cookies : [cookies],
    json: 'value' in parsed ? parsed.value : null,
  }
}

/** What a status means where the adapter has no word on it. */
function statusError(reply: HttpReply, request: HttpRequest, now: EpochMs): SyncError | null {
  const { status } = reply
  if ((status >= 200 && status < 300) || request.expect?.includes(status)) return null
  const said = `${request.method} ${pathOf(request.path)} answered ${status}`
  const retryAfterMs = retryAfter(reply.headers['retry-after'], now)
  if (status === 401) return new SyncError('auth', `${said}: the credentials are not accepted`)
  if (status === 403) return new SyncError('auth', `${said}: the user has no right to this`)
  if (status === 429) return new SyncError('throttled', `${said}: too many requests`, { retryAfterMs })
  if (status >= 500 || status === 408) return new SyncError('unavailable', said, { retryAfterMs })
  return new SyncError('settings', `${said}: the ERP does not accept this call`)
}

/** Whole seconds or an HTTP date (RFC 9110, 10.2.3), in milliseconds; 0 where there is none. */
function retryAfter(text: string | undefined, now: EpochMs): number {
  if (text === undefined) return 0
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}

function networkError(error: AxiosError, { method, path }: HttpRequest, timeoutMs: number | null): SyncError {
  if (isAborted(error) && timeoutMs === null) throw error
  const why = timeoutMs === null ? (error.code ?? 'connection failed') : `no answer within ${timeoutMs} ms`
  // The driver's error carries the request with its key, so only its words go on.
  const cause = new Error(error.message)
  const remedy = NEVER_THERE.has(error.code ?? '') ? 'settings' : 'unavailable'
  return new SyncError(remedy, `${method} ${pathOf(path)}: ${why}`, { cause })
}

const NEVER_THERE = new Set(['ERR_INVALID_URL', 'ERR_BAD_OPTION', 'ERR_FR_TOO_MANY_REDIRECTS'])

/** Without origin and query: both may hold what is not to be shown. */
const pathOf = (path: string): string => path.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/s, '')

function requireSameOrigin(baseUrl: string, path: string): void {
  if (new URL(path, `${baseUrl}/`).origin !== new URL(baseUrl).origin)
    throw new SyncError('settings', `the ERP points to another address than ${new URL(baseUrl).origin}: not followed`)
}

function blotted(error: unknown, secrets: readonly Secret[]): unknown {
  if (error instanceof BrokenCircuitError)
    return new SyncError('unavailable', 'the ERP failed several times in a row: it is left alone for a while', {
      retryAfterMs: BROKEN_FOR_MS,
    })
  if (!(error instanceof SyncError)) return error
  const blot = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret.reveal(), '***'), text).slice(0, VENDOR_WORDS_MAX)
  error.message = blot(error.message)
  if (error.cause instanceof Error) error.cause = new Error(blot(error.cause.message))
  return error
}
