import { Agent } from 'node:https'
import axios, { type AxiosError, type AxiosInstance } from 'axios'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel'
import PQueue from 'p-queue'
import type { EpochMs } from '../kernel/clock.ts'
import { SyncError } from './errors.ts'
import { networkError, pathOf, type RawReply, readReply, statusError } from './http-reply.ts'
import { createRedaction } from './redaction.ts'
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
  /** Called when an attempt is about to leave: until then nothing was sent, however long it waited for its turn. */
  readonly leaving?: () => void
  /** Called when an attempt was throttled: it was not carried out, and nothing is under way until the next one leaves. */
  readonly turnedAway?: () => void
  /** A longer pause before the next attempt is left to whoever asks: the failure says how long. A minute unless told. */
  readonly waitMaxMs?: number
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

/** Of one named limit: a request keeps its slot over all its attempts, and every attempt is a start. */
interface Gate {
  readonly slots: PQueue
  readonly starts: PQueue
}

/** What outlives a session: how often a source may be called, and whether it is worth calling at all. */
interface Gauge {
  readonly gates: ReadonlyMap<string, Gate>
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
  const gates = Object.entries(limits).map(([name, { parallel, count, intervalMs }]) => {
    const slots = new PQueue({ concurrency: parallel })
    // Strict: no interval of this length holds more starts, wherever it begins.
    const starts = new PQueue({ intervalCap: count, interval: intervalMs, strict: true })
    return [name, { slots, starts }] as const
  })
  const breaker = circuitBreaker(
    // What is not ours to judge (an abort, a fault in an adapter) does not close a circuit that is being tried.
    handleWhen((error) => isUnavailable(error) || breaker.state === CircuitState.HalfOpen),
    { halfOpenAfter: BROKEN_FOR_MS, breaker: new ConsecutiveBreaker(BREAK_AFTER) },
  )
  return { gates: new Map(gates), breaker }
}

const isUnavailable = (error: unknown): boolean => error instanceof SyncError && error.remedy === 'unavailable'

/** Through the breaker. An ERP that refuses is there: only what never came, or came broken, counts against it. */
async function guarded(breaker: CircuitBreakerPolicy, ask: () => Promise<HttpReply>): Promise<HttpReply> {
  // One call alone tries whether the ERP is back; the others are not made to wait for it.
  if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError()
  const outcome = await breaker.execute(() =>
    ask().catch((error: unknown) => {
      if (isUnavailable(error) || !(error instanceof SyncError)) throw error
      return error
    }),
  )
  if (outcome instanceof SyncError) throw outcome
  return outcome
}

function createDriver({ baseUrl, ca }: HttpOptions): AxiosInstance {
  const agent = ca && new Agent({ keepAlive: true, ca: ca.reveal() })
  return axios.create({
    baseURL: baseUrl,
    ...(agent ? { httpsAgent: agent } : {}),
    responseType: 'arraybuffer',
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
    // A redirect would carry the key to wherever it points.
    maxRedirects: 0,
    maxContentLength: BODY_BYTES_MAX,
    allowAbsoluteUrls: true,
    paramsSerializer: { indexes: null },
  })
}

function createClient(options: HttpOptions, gauge: Gauge, pace: Pace, log: Log): HttpClient {
  const driver = createDriver(options)
  const redaction = createRedaction(options.secrets)

  const attemptOnce = async (request: HttpRequest, { starts }: Gate, attempt: number): Promise<HttpReply> => {
    const { method, path, signal, query = {} } = request
    const { type, ...body } = encode(request.body)
    const headers = { accept: 'application/json', ...type, ...(await options.headers?.(signal)), ...request.headers }
    redaction.learn(headers)
    await starts.add(() => undefined, { signal })
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), options.timeoutMs)
    const startedMs = performance.now()
    let status: number | null = null
    request.leaving?.()
    try {
      const either = AbortSignal.any([signal, limit.signal])
      const reply = await driver.request({ method, url: path, params: query, ...body, headers, signal: either })
      status = reply.status
      return readReply({ status, headers: reply.headers as RawReply['headers'], body: reply.data }, request)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SyncError) throw error
      throw networkError(error as AxiosError, request, limit.signal.aborted ? options.timeoutMs : null)
    } finally {
      clearTimeout(timer)
      const ms = Math.round(performance.now() - startedMs)
      log({ method, path: redaction.text(pathOf(path)), status, ms, attempt })
    }
  }

  const attempts = async (request: HttpRequest, gate: Gate): Promise<HttpReply> => {
    const { signal, method, repeatable = method === 'GET', waitMaxMs = WAIT_MAX_MS, expect } = request
    let mayRenew = options.renew !== undefined && !expect?.includes(401)
    const judged = async (attempt: number): Promise<HttpReply> => {
      let reply = await attemptOnce(request, gate, attempt)
      if (reply.status === 401 && mayRenew) {
        mayRenew = false
        if (await options.renew?.(signal)) reply = await attemptOnce(request, gate, attempt)
      }
      const error = options.judge?.(reply) ?? statusError(reply, request, pace.now())
      if (error) throw error
      return reply
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await judged(attempt)
      } catch (error) {
        if (error instanceof SyncError && error.remedy === 'throttled') request.turnedAway?.()
        const waitMs = waitFor(error, attempt, repeatable, pace)
        if (waitMs === null || waitMs > waitMaxMs) throw error
        await pace.sleep(waitMs, signal)
      }
    }
  }

  return {
    request: async (request) => {
      const { signal, limit = 'default' } = request
      const gate = gauge.gates.get(limit)
      if (!gate) throw new TypeError(`there is no rate limit called ${limit}`)
      let work: Promise<HttpReply> | null = null
      const run = (): Promise<HttpReply> => {
        work = guarded(gauge.breaker, () => attempts(request, gate))
        return work
      }
      try {
        requireSameOrigin(options.baseUrl, request.path)
        return await gate.slots.add(run, { signal })
      } catch (error) {
        // The queue lets go at once. What is under way ends too, before somebody closes what it works with.
        if (signal.aborted) await Promise.allSettled([work])
        signal.throwIfAborted()
        throw redaction.error(error instanceof BrokenCircuitError ? leftAlone() : error)
      }
    },
  }
}

const leftAlone = (): SyncError =>
  new SyncError('unavailable', 'the ERP failed several times in a row: it is left alone for a while', {
    retryAfterMs: BROKEN_FOR_MS,
  })

function encode(body: unknown): { data?: string; type?: { 'content-type': string } } {
  if (body === undefined) return {}
  if (typeof body === 'string') return { data: body }
  if (body instanceof URLSearchParams)
    return { data: body.toString(), type: { 'content-type': 'application/x-www-form-urlencoded' } }
  return { data: JSON.stringify(body), type: { 'content-type': 'application/json' } }
}

/** How long to wait before the next attempt; `null` when there is none. */
function waitFor(error: unknown, attempt: number, mayRepeat: boolean, pace: Pace): number | null {
  if (!(error instanceof SyncError) || attempt >= ATTEMPTS_MAX) return null
  // What was throttled was not carried out, so it may always be sent again.
  if (error.remedy !== 'throttled' && !(error.remedy === 'unavailable' && mayRepeat)) return null
  const backoffMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (attempt - 1))
  return Math.max(error.retryAfterMs ?? 0, backoffMs * (0.5 + pace.random() / 2))
}

function requireSameOrigin(baseUrl: string, path: string): void {
  const { origin } = new URL(baseUrl)
  if (URL.parse(path, `${baseUrl}/`)?.origin !== origin)
    throw new SyncError('settings', `the ERP points to another address than ${origin}: not followed`)
}
