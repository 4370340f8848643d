import { z } from 'zod'
import { Refusal, type RefusalCause } from '../../../src/channels/outcome.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'

interface Meaning {
  readonly is: RefusalCause | 'settings' | 'auth' | 'throttled'
  readonly words: string
  readonly retryAfterMs?: number
}

const MINUTE_MS = 60_000

/** https://www.twilio.com/docs/api/errors, read on 2026-11-22. The same codes come with an answer and with a receipt. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  ...mean([20_003], 'auth', 'the account SID or the auth token is wrong'),
  ...mean([20_005], 'settings', 'the account is suspended or closed'),
  ...mean([20_404], 'settings', 'there is no such account'),
  ...mean([20_008], 'settings', 'these are test credentials'),
  ...mean([20_429], 'throttled', 'too many calls at a time'),
  ...mean([21_611, 30_001], 'throttled', 'too many messages of this sender are waiting', 10 * MINUTE_MS),
  ...mean([63_038], 'throttled', 'the account may send no more messages today', 60 * MINUTE_MS),
  ...mean([21_211, 21_217, 21_265, 21_604], 'invalid_recipient', 'this is no number that can be written to'),
  ...mean([21_614, 21_635, 30_006], 'invalid_recipient', 'the number is a landline, or takes no SMS'),
  ...mean([21_612, 21_214], 'invalid_recipient', 'the number cannot be reached from this sender'),
  ...mean([30_005], 'invalid_recipient', 'nobody has this number'),
  ...mean([21_610], 'opted_out', 'the person answered STOP to this sender'),
  ...mean(
    [21_212, 21_603, 21_606, 21_659, 21_660],
    'settings',
    'the sender is not one of this account, or sends no SMS',
  ),
  ...mean([21_701, 21_703, 21_704], 'settings', 'the messaging service is not there, or has no sender'),
  ...mean([21_408], 'settings', 'the account may not write to this country: see the geographic permissions'),
  ...mean([21_608], 'settings', 'a trial account writes only to numbers that were verified'),
  ...mean([21_609], 'settings', 'Twilio does not take the address for receipts'),
  ...mean([21_602, 21_617, 21_619], 'content', 'the text is empty, or has more than 1,600 characters'),
  ...mean([30_007], 'content', 'the text was filtered as unwanted'),
}

function mean(codes: readonly number[], is: Meaning['is'], words: string, retryAfterMs = 0): Record<number, Meaning> {
  return Object.fromEntries(codes.map((code) => [code, { is, words, ...(retryAfterMs ? { retryAfterMs } : {}) }]))
}

const errorSchema = z.looseObject({ code: z.int() })

/** What an answer means that is no success; `null` where its status says as much. Its own words may quote the number. */
export function judge({ status, json }: HttpReply): SyncError | null {
  const { data: error } = errorSchema.safeParse(json)
  // Also of what comes with a 5xx nobody knows; and 429 may say how long to wait.
  if (status < 400 || status >= 500 || status === 429 || error === undefined) return null
  const { is, words, retryAfterMs } = MEANINGS[error.code] ?? { is: 'settings', words: 'see the codes of Twilio' }
  const message = `Twilio refuses the call (${error.code}): ${words}`
  if (is === 'invalid_recipient' || is === 'opted_out' || is === 'content') return new Refusal(is, message)
  return new SyncError(is, message, retryAfterMs === undefined ? {} : { retryAfterMs })
}

/** What a receipt with this code says of its message. */
export function fateOf(code: number | null): 'failed' | 'invalid_recipient' | 'unwanted' {
  const is = code === null ? undefined : MEANINGS[code]?.is
  if (is === 'opted_out') return 'unwanted'
  return is === 'invalid_recipient' ? is : 'failed'
}

/** For people, as far as the code is known. */
export const wordsOf = (code: number): string => `${MEANINGS[code]?.words ?? 'not delivered'} (${code})`
