import type { EpochMs } from '../kernel/clock.ts'

/** What became of one attempt. `cut`: we broke it off ourselves, and nobody knows whether it arrived. */
export type Outcome =
  | { readonly kind: 'taken'; readonly status: number }
  | { readonly kind: 'gone'; readonly status: number }
  | { readonly kind: 'failed'; readonly status: number | null; readonly error: string; readonly retryAfterMs: number }
  | { readonly kind: 'cut' }

export interface Posting {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Of an answer so much is read, and for so long, that its connection can be used again; what it says is never kept. */
const ANSWER_BYTES_MAX = 4_096
const ANSWER_READ_MS = 1_000
const GONE = 410

/**
 * Posts once. Any 2xx has taken it, whatever comes after the status; redirects are not followed, since they would carry
 * what is told to wherever they point.
 */
export async function post(
  { url, headers, body }: Posting,
  timeoutMs: number,
  now: EpochMs,
  cutting: AbortSignal,
): Promise<Outcome> {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const reply = await fetch(url, {
      ...{ method: 'POST', body, redirect: 'manual', signal: AbortSignal.any([limit, cutting]) },
      headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', 'user-agent': 'fiado', ...headers },
    })
    await readSome(reply)
    return outcomeOf(reply, now)
  } catch (error) {
    if (cutting.aborted) return { kind: 'cut' }
    const said = limit.aborted ? `no answer within ${timeoutMs} ms` : `the connection failed${codeOf(error)}`
    return { kind: 'failed', status: null, error: said, retryAfterMs: 0 }
  }
}

function outcomeOf({ status, ok, headers }: Response, now: EpochMs): Outcome {
  if (ok) return { kind: 'taken', status }
  if (status === GONE) return { kind: 'gone', status }
  const isRedirect = status >= 300 && status < 400
  const error = isRedirect ? `answered ${status}: redirects are not followed` : `answered ${status}`
  return { kind: 'failed', status, error, retryAfterMs: retryAfterOf(headers.get('retry-after'), now) }
}

/** Whole seconds or an HTTP date (RFC 9110, 10.2.3); 0 where there is none. */
function retryAfterOf(text: string | null, now: EpochMs): number {
  if (text === null) return 0
  const waitMs = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isNaN(waitMs) ? 0 : Math.max(0, waitMs)
}

async function readSome({ body }: Response): Promise<void> {
  if (body === null) return
  const reader = body.getReader()
  const cancel = (): Promise<void> => reader.cancel().catch(() => undefined)
  const enough = setTimeout(() => void cancel(), ANSWER_READ_MS)
  try {
    for (let bytes = 0; bytes < ANSWER_BYTES_MAX; ) {
      const { done, value } = await reader.read()
      if (done) return
      bytes += value.byteLength
    }
  } catch {
    // The status has been told; that the rest was lost changes nothing.
  } finally {
    clearTimeout(enough)
    await cancel()
  }
}

/** fetch says why only in the code of its cause; its message may hold the address. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } }
  const code = String(cause?.code ?? '')
  return /^[A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : ''
}
