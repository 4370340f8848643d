import { z } from 'zod'
import { Refusal } from '../../../src/channels/outcome.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'

const errorSchema = z.looseObject({
  code: z.string(),
  details: z.array(z.looseObject({ path: z.string().optional().catch(undefined) })).catch([]),
})

/**
 * What an answer means that is no success; `null` where its status says as much. Zenvia has five codes for all its
 * channels; which field is wrong stands in the details (zenvia.github.io/zenvia-openapi-spec/v2, "Error Handling").
 */
export function judge({ status, json }: HttpReply): SyncError | null {
  const { data: error } = errorSchema.safeParse(json)
  if (status < 400 || status >= 500 || status === 429 || error === undefined) return null
  const fields = error.details.map(({ path = '' }) => path.split(/[./[\]]+/).filter((part) => part !== ''))
  const names = (field: string): boolean => fields.some(([first]) => first === field)
  const wrong = [...new Set(fields.map((parts) => parts.join('.')).filter((path) => /^[\w.-]{1,80}$/.test(path)))]
  const said = `Zenvia refuses the call (${plain(error.code)}${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''})`
  if (error.code === 'DUPLICATED') return new SyncError('unavailable', `${said}: it knows it already`, ONCE_BEFORE)
  if (error.code !== 'VALIDATION_ERROR') return status === 404 ? new SyncError('settings', said) : null
  if (names('from')) return new SyncError('settings', `${said}: the sender is none of this account`)
  if (names('to')) return new Refusal('invalid_recipient', `${said}: the number is not accepted`)
  return new Refusal('content', `${said}: a value of the message is not accepted`)
}

/** Something like this message is already there; it may be this one. */
const ONCE_BEFORE = { mayHaveArrived: true }

const plain = (code: string): string => code.replace(/[^A-Z_]/g, '').slice(0, 40)

/** Why a message was not delivered, of which only the form is documented. */
interface Cause {
  readonly channelErrorCode?: string | undefined
  readonly reason?: string | undefined
  readonly details?: string | undefined
}

/** Codes of Meta, which come through for WhatsApp. */
const UNREACHABLE = new Set(['131026', '131021', '130403'])
const STOPPED = new Set(['131050'])
const NO_NUMBER =
  /(invalid|unknown|unallocated|inexistent|nonexistent).{0,20}(number|mobile|phone|destination|subscriber|recipient)/
const NO_NUMERO =
  /(numero|celular|telefone|destinatario|assinante).{0,20}(invalido|inexistente|desconhecido|fixo)|landline/
const LISTED = /black ?list|opt(ed)?.?out|unsubscrib|descadastr|lista de bloqueio/

/** What the causes say of the number, as far as they are understood; anything else is just not delivered. */
export function fateOf(causes: readonly Cause[]): 'failed' | 'invalid_recipient' | 'unwanted' {
  const codes = causes.map(({ channelErrorCode = '' }) => channelErrorCode)
  const words = causes.map(({ reason = '', details = '' }) => `${reason} ${details}`).join(' ')
  const plainWords = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  if (codes.some((code) => STOPPED.has(code)) || LISTED.test(plainWords)) return 'unwanted'
  const isUnreachable = codes.some((code) => UNREACHABLE.has(code))
  return isUnreachable || NO_NUMBER.test(plainWords) || NO_NUMERO.test(plainWords) ? 'invalid_recipient' : 'failed'
}
