import { inspect } from 'node:util'
import { SyncError } from './errors.ts'
import type { Secret } from './secret.ts'

/** Takes out of what is said whatever must not be shown, in the forms in which vendors give it back. */
export interface Redaction {
  text(said: string): string
  /** The same error without what must not be shown: in its message, its stack and all its causes. */
  error(error: unknown): unknown
  /** Headers that were sent: the values of those that open doors are never shown either, whoever made them. */
  learn(headers: Readonly<Record<string, string>>): void
}

const MASK = '***'
const MESSAGE_CHARS_MAX = 300
/** A session sends one or two; tokens that rotate add some. */
const SENT_MAX = 64
/** What is shorter says nothing by itself, and would blot out half of every sentence. */
const SENT_CHARS_MIN = 6
const CAUSES_MAX = 5
const DOOR = /auth|cookie|key|token|secret|session|passw/i

/** `secrets` is read whenever something is said: an adapter may add to it. */
export function createRedaction(secrets: readonly Secret[]): Redaction {
  const sent = new Set<string>()
  const blot = (text: string): string =>
    [...secrets.map((secret) => secret.reveal()), ...sent]
      .flatMap(formsOf)
      .sort((one, other) => other.length - one.length)
      .reduce((rest, form) => rest.replaceAll(form, MASK), text)
  const cut = (text: string): string => blot(text).slice(0, MESSAGE_CHARS_MAX).toWellFormed()
  const causeOf = (cause: unknown, depth: number): unknown => {
    if (cause === undefined || depth >= CAUSES_MAX) return undefined
    if (cause instanceof SyncError) return cleaned(cause, depth)
    // A driver's error carries the request with its key, so only its words go on.
    return new Error(cut(cause instanceof Error ? cause.message : String(cause)))
  }
  const cleaned = (error: SyncError, depth = 0): SyncError => {
    const { stack = '', cause } = error
    const frames = stack.indexOf('\n    at ')
    error.message = cut(error.message)
    error.stack = `${error.name}: ${error.message}${frames < 0 ? '' : blot(stack.slice(frames))}`
    if (cause !== undefined) error.cause = causeOf(cause, depth + 1)
    return error
  }
  /** A fault in an adapter goes on as it is, unless it shows something. */
  const fault = (error: unknown): unknown => {
    const shown = inspect(error, { depth: CAUSES_MAX })
    return blot(shown) === shown ? error : new Error(cut(error instanceof Error ? error.message : shown))
  }
  return {
    text: (said) => blot(said),
    error: (error) => (error instanceof SyncError ? cleaned(error) : fault(error)),
    learn: (headers) => {
      for (const [name, value] of Object.entries(headers)) {
        if (!DOOR.test(name)) continue
        for (const part of partsOf(value)) {
          if (sent.size >= SENT_MAX && !sent.has(part)) sent.delete(sent.values().next().value ?? '')
          sent.add(part)
        }
      }
    },
  }
}

/** Of `Bearer abc` also `abc`, of `id=abc; node=def` also `abc` and `def`. */
function partsOf(value: string): string[] {
  const credentials = value.replace(/^\S+\s+/, '')
  const cookies = value.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1))
  return [value, credentials, ...cookies].filter((part) => part.length >= SENT_CHARS_MIN)
}

/** As it is, in an address, in a form, in JSON, and in base64. */
function formsOf(secret: string): string[] {
  if (secret === '') return []
  const encoded = encodeURIComponent(secret.toWellFormed())
  return [
    secret,
    encoded,
    encoded.replace(/%../g, (octet) => octet.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ]
}
