import { z } from 'zod'
import type { Receipt, ReceiptDelivery, ReceiptOutcome } from '../../../src/channels/contract.ts'
import { isOptOut } from '../../../src/channels/opt-out.ts'
import { phoneOf } from '../../../src/channels/phone.ts'
import { parseInstant } from '../../../src/kernel/clock.ts'
import { parseJson } from '../../../src/sync/json.ts'
import { fateOf } from './faults.ts'
import type { ZenviaSettings } from './settings.ts'

const KEY = /^[\w-]{1,64}$/

const text = z.string().optional().catch(undefined)
const atSchema = z
  .string()
  .transform((at) => parseInstant(at))
  .nullable()
  .catch(null)
const statusSchema = z.looseObject({
  type: z.literal('MESSAGE_STATUS'),
  channel: text,
  /** Where it stood before `message` came. */
  messageId: text,
  message: z.looseObject({ id: text, externalId: text, to: text }).default({ id: undefined }).catch({ id: undefined }),
  messageStatus: z.looseObject({
    code: z.string(),
    timestamp: atSchema,
    description: text,
    causes: z.array(z.looseObject({ channelErrorCode: text, reason: text, details: text })).catch([]),
  }),
})
const messageSchema = z.looseObject({
  type: z.literal('MESSAGE'),
  channel: text,
  direction: text,
  message: z.looseObject({
    from: text,
    direction: text,
    timestamp: atSchema,
    /** Of the message that is answered; with SMS, of the last one that was sent to this number. */
    idRef: text,
    contents: z.array(z.looseObject({ text, payload: text })),
  }),
})

/** One event in each call, in any order, and again until it is answered 2xx. Zenvia signs none of them. */
export function receive({ channel }: ZenviaSettings, { method, rawBody }: ReceiptDelivery): ReceiptOutcome {
  if (method !== 'POST') return { kind: 'refused', message: 'Zenvia posts' }
  const parsed = parseJson(rawBody.toString('utf8'))
  if ('fault' in parsed) return { kind: 'refused', message: 'this is no event of Zenvia' }
  const { data: status } = statusSchema.safeParse(parsed.value)
  const { data: message } = messageSchema.safeParse(parsed.value)
  const told = status ?? message
  if (told?.channel !== undefined && told.channel !== channel) return { kind: 'receipts', receipts: [] }
  const receipt = status ? receiptOf(status) : message ? optOutOf(message) : null
  return { kind: 'receipts', receipts: receipt === null ? [] : [receipt] }
}

/** `SENT` and `ACCEPTED` say no more than the answer to the call did. Who clicks has read. */
const KINDS: Readonly<Record<string, Receipt['kind']>> = {
  DELIVERED: 'delivered',
  VERIFIED: 'delivered',
  READ: 'read',
  CLICKED: 'read',
}
const FAILURES = new Set(['REJECTED', 'NOT_DELIVERED'])
const WORDS_MAX = 160

function receiptOf({ message, messageId, messageStatus }: z.output<typeof statusSchema>): Receipt | null {
  const { code, causes, timestamp: at, description } = messageStatus
  const isFailure = FAILURES.has(code)
  const kind = isFailure ? fateOf(causes) : KINDS[code]
  const providerId = message.id ?? messageId ?? null
  const key = message.externalId !== undefined && KEY.test(message.externalId) ? message.externalId : null
  if (kind === undefined || (providerId === null && key === null)) return null
  const [cause] = causes
  const said = cause?.details ?? cause?.reason ?? description ?? code
  // A cause may quote the number.
  const words = isFailure
    ? said
        .replace(/\d{7,}/g, '…')
        .slice(0, WORDS_MAX)
        .toWellFormed()
    : null
  return { providerId, key, kind, recipient: phoneOf(message.to), at, message: words }
}

function optOutOf({ direction, message }: z.output<typeof messageSchema>): Receipt | null {
  if ((direction ?? message.direction) === 'OUT') return null
  const said = message.contents.flatMap((content) => [content.text, content.payload])
  const words = said.find((part) => part !== undefined && isOptOut(part))
  const recipient = phoneOf(message.from)
  const providerId = message.idRef ?? null
  if (words === undefined || (recipient === null && providerId === null)) return null
  return { providerId, key: null, kind: 'opted_out', recipient, at: message.timestamp, message: words }
}
