import { z } from 'zod'
import { Refusal, type RefusalCause } from '../../../src/channels/outcome.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'

interface Meaning {
  readonly is: RefusalCause | 'settings' | 'auth' | 'throttled' | 'unavailable'
  readonly words: string
  /** For `throttled`. */
  readonly retryAfterMs?: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/**
 * Meta's codes: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes, read as of
 * 2026-09-11. They count, not the status; the same ones come with an answer and with a receipt.
 */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  ...mean([0, 102, 104, 190], 'auth', 'the access token is not valid any more'),
  ...mean([3, 10, 131_005], 'auth', 'the access token has no right to send for this number'),
  ...mean([4, 80_007], 'throttled', 'too many calls for this app or account', 5 * MINUTE_MS),
  ...mean([130_429], 'throttled', 'more messages a second than the number may send', SECOND_MS),
  ...mean([131_056], 'throttled', 'too many messages to this number in a short time', 6 * SECOND_MS),
  ...mean([131_048], 'throttled', 'the number may not send more: too many people blocked or reported it', HOUR_MS),
  ...mean([131_064], 'throttled', 'the account is limited: templates were given the wrong category', 24 * HOUR_MS),
  ...mean([131_049], 'throttled', 'this person gets no more marketing for now: is the template utility?', 24 * HOUR_MS),
  ...mean([132_069], 'throttled', 'the flow of the template is slowed down', HOUR_MS),
  ...mean([131_026], 'invalid_recipient', 'the number is not on WhatsApp, or cannot receive business messages'),
  ...mean([131_021], 'invalid_recipient', 'the number is the one that sends'),
  ...mean([130_403], 'invalid_recipient', 'the number is blocked in your own WhatsApp account'),
  ...mean([131_050], 'opted_out', 'the person wants no marketing from you, which is what the template counts as'),
  ...mean([368, 131_031, 141_008, 141_014], 'settings', 'the WhatsApp account is restricted or locked by Meta'),
  ...mean([130_497], 'settings', 'the WhatsApp account may not write to this country'),
  ...mean([33, 133_010, 131_045], 'settings', 'the sending number is not registered any more'),
  ...mean([131_030], 'settings', 'the sending number is for tests, and writes only to numbers that it was told'),
  ...mean([131_037], 'settings', 'the display name of the sending number is not approved'),
  ...mean([131_042], 'settings', 'WhatsApp has no way of payment for this account'),
  ...mean([131_063], 'settings', 'the template counts as marketing, which is switched off for this account'),
  ...mean([132_000], 'settings', 'the template has another number of places than parameters were given'),
  ...mean([132_001], 'settings', 'there is no approved template of this name in this language'),
  ...mean([132_015, 132_016, 132_068], 'settings', 'the template is paused or disabled by Meta'),
  ...mean([131_057, 133_004], 'unavailable', 'the account is being maintained'),
  ...mean([130_472], 'content', 'Meta leaves this person out of marketing as an experiment: is the template utility?'),
  ...mean([131_047], 'content', 'only templates may be sent a day after the last message of the person'),
  ...mean([131_008, 131_009, 131_051, 131_053, 135_000], 'content', 'a value of the message is not accepted'),
  ...mean([132_005, 132_007, 132_012], 'content', 'the template does not take these parameters'),
}

function mean(codes: readonly number[], is: Meaning['is'], words: string, retryAfterMs = 0): Record<number, Meaning> {
  return Object.fromEntries(codes.map((code) => [code, { is, words, ...(retryAfterMs ? { retryAfterMs } : {}) }]))
}

/** Meta is not sure itself, so neither are we: `1`, `2`, `131000` and `131016`. */
const UNSURE = new Set([1, 2, 131_000, 131_016])

const errorSchema = z.looseObject({
  error: z.looseObject({
    code: z.int(),
    error_data: z
      .looseObject({ details: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
})

/** What an answer means that is no success; `null` where its status says as much. */
export function judge({ status, json }: HttpReply): SyncError | null {
  const error = errorSchema.safeParse(json).data?.error
  if (status < 400 || status === 429 || error === undefined) return null
  const { code, error_data } = error
  const said = `WhatsApp refuses the call (${code})`
  if (UNSURE.has(code)) return new SyncError('unavailable', `${said}: a fault of its own`, { mayHaveArrived: true })
  const meaning = meaningOf(code, error_data !== undefined)
  if (meaning === null) return status >= 500 ? null : new SyncError('settings', `${said}: see the codes of Meta`)
  const { is, words, retryAfterMs } = meaning
  // Only what is said of templates: other details may quote the recipient.
  const details = code >= 132_000 && code < 133_000 ? quoted(error_data?.details) : ''
  const message = `${said}: ${words}${details}`
  if (is === 'invalid_recipient' || is === 'opted_out' || is === 'content') return new Refusal(is, message)
  return new SyncError(is, message, retryAfterMs === undefined ? {} : { retryAfterMs })
}

/** `isOfMessage`: the Cloud API itself speaks, not the Graph before it, which knows nothing of messages. */
function meaningOf(code: number, isOfMessage: boolean): Meaning | null {
  if (code >= 200 && code <= 299) return { is: 'auth', words: 'the access token has no right to this' }
  if (code === 100 && isOfMessage) return { is: 'content', words: 'a value of the message is not accepted' }
  if (code === 100) return { is: 'settings', words: 'there is no such phone number id, or the token may not see it' }
  return MEANINGS[code] ?? null
}

/** What a receipt with this code says of its message. */
export function fateOf(code: number | undefined): 'failed' | 'invalid_recipient' | 'unwanted' {
  const is = code === undefined ? undefined : MEANINGS[code]?.is
  if (is === 'opted_out') return 'unwanted'
  return is === 'invalid_recipient' ? is : 'failed'
}

const DETAILS_MAX = 160

const quoted = (details = ''): string =>
  details === ''
    ? ''
    : ` ("${details
        .replace(/\d{5,}/g, '…')
        .slice(0, DETAILS_MAX)
        .toWellFormed()}")`
