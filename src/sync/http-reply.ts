import type { EpochMs } from '../kernel/clock.ts'
import { SyncError, UNTRUSTED_CERTIFICATE } from './errors.ts'
import type { HttpReply, HttpRequest } from './http.ts'
import { parseJson } from './json.ts'

/** What came back, as the driver gives it. */
export interface RawReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** What the driver throws when nothing came back. */
export interface NetworkFailure {
  readonly message: string
  readonly code?: string | undefined
}

/** A vendor that asks for more is asked again after a day. */
const RETRY_AFTER_MAX_MS = 24 * 60 * 60 * 1_000
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Whatever they come with, they say all by themselves. */
const REFUSALS = new Set([401, 403])

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/**
 * A page instead of JSON is no answer, also with an expected 404: a proxy in between says nothing about whether the ERP
 * has the record.
 */
export function readReply({ status, headers, body }: RawReply, request: HttpRequest): HttpReply {
  const cookies = headers['set-cookie'] ?? []
  const parsed = parseJson(decode(body, String(headers['content-type'] ?? '')))
  const isAnswer = isSuccess(status) || (request.expect?.includes(status) && !REFUSALS.has(status))
  if (isAnswer && 'fault' in parsed)
    throw new SyncError('unavailable', `${nameOf(request)} answered ${status} with ${parsed.fault}`, {
      mayHaveArrived: true,
    })
  return {
    status,
    headers: { ...headers, 'set-cookie': undefined } as Record<string, string | undefined>,
    cookies: Array.isArray(cookies) ? cookies : [cookies],
    json: 'value' in parsed ? parsed.value : null,
  }
}

/** UTF-8, as JSON has to be, unless the answer says that it is not: ERPs of the nineties speak ISO-8859-1. */
function decode(body: Buffer, contentType: string): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w-]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return new TextDecoder().decode(body)
  }
}

/** What a status means where the adapter has no word on it. */
export function statusError(reply: HttpReply, request: HttpRequest, now: EpochMs): SyncError | null {
  const { status } = reply
  if (isSuccess(status) || request.expect?.includes(status)) return null
  const said = `${nameOf(request)} answered ${status}`
  const retryAfterMs = retryAfter(reply.headers['retry-after'], now)
  if (status === 401) return new SyncError('auth', `${said}: the credentials are not accepted`)
  if (status === 403) return new SyncError('auth', `${said}: the user has no right to this`)
  if (status === 429) return new SyncError('throttled', `${said}: too many requests`, { retryAfterMs })
  if (status >= 500 || status === 408) return new SyncError('unavailable', said, { retryAfterMs, mayHaveArrived: true })
  if (REDIRECTS.has(status))
    return new SyncError('settings', `${said}: a redirect${originOf(reply.headers['location'])}, which is not followed`)
  return new SyncError('settings', `${said}: the ERP does not accept this call`)
}

const originOf = (location = ''): string => (URL.canParse(location) ? ` to ${new URL(location).origin}` : '')

/** Whole seconds or an HTTP date (RFC 9110, 10.2.3), in milliseconds; 0 where there is none. */
function retryAfter(text: string | undefined, now: EpochMs): number {
  if (text === undefined) return 0
  const waitMs = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isNaN(waitMs) ? 0 : Math.min(RETRY_AFTER_MAX_MS, Math.max(0, waitMs))
}

/** Nothing came back. `timeoutMs` is given when that took too long. */
export function networkError({ code = '', message }: NetworkFailure, request: HttpRequest, timeoutMs: number | null) {
  if (timeoutMs !== null)
    return new SyncError('unavailable', `${nameOf(request)}: no answer within ${timeoutMs} ms`, {
      mayHaveArrived: true,
    })
  const cause = new Error(message)
  if (message.startsWith('maxContentLength'))
    return new SyncError('settings', `${nameOf(request)}: the answer is too large, ask for smaller pages`, {
      cause,
      mayHaveArrived: true,
    })
  if (UNTRUSTED_CERTIFICATE.has(code))
    return new SyncError('settings', `${nameOf(request)}: the certificate of the ERP is not trusted (${code})`, {
      cause,
    })
  const remedy = NEVER_SENT.has(code) ? 'settings' : 'unavailable'
  const mayHaveArrived = !NEVER_SENT.has(code) && !NEVER_CONNECTED.has(code)
  return new SyncError(remedy, `${nameOf(request)}: ${code || 'connection failed'}`, { cause, mayHaveArrived })
}

const NEVER_SENT = new Set(['ERR_INVALID_URL', 'ERR_BAD_OPTION', 'ERR_INVALID_CHAR'])
/** No connection came about, so nothing was sent. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const nameOf = ({ method, path }: HttpRequest): string => `${method} ${pathOf(path)}`

/** Without origin and query: both may hold what is not to be shown. */
export const pathOf = (path: string): string => path.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
