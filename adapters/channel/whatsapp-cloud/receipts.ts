import { z } from 'zod'
import type { Receipt, ReceiptDelivery, ReceiptOutcome } from '../../../src/channels/contract.ts'
import { isOptOut } from '../../../src/channels/opt-out.ts'
import { phoneOf } from '../../../src/channels/phone.ts'
import { parseJson } from '../../../src/sync/json.ts'
import type { Secret } from '../../../src/sync/secret.ts'
import { isSignedBy } from '../../../src/sync/signature.ts'
import { fateOf } from './codes.ts'
import type { WhatsappSettings } from './settings.ts'

const PREFIX = 'sha256='
const KEY = /^[\w-]{1,64}$/

/** One call brings what happened to many messages, in any order, and again until it is answered 200. */
export function receive(
  { appSecret, phoneNumberId }: WhatsappSettings,
  { method, query, headers, rawBody }: ReceiptDelivery,
  secret: Secret,
): ReceiptOutcome {
  if (method === 'GET') return verify(query, secret)
  const given = headers['x-hub-signature-256']
  if (!given?.startsWith(PREFIX) || !isSignedBy(appSecret, rawBody, given.slice(PREFIX.length), 'hex'))
    return { kind: 'refused', message: 'the signature is not that of the Meta app' }
  const parsed = parseJson(rawBody.toString('utf8'))
  const { data: told } = envelopeSchema.safeParse('value' in parsed ? parsed.value : null)
  const changes = told?.entry.flatMap((entry) => entry.changes) ?? []
  const values = changes.flatMap(({ field, value }) =>
    field === 'messages' ? (valueSchema.safeParse(value).data ?? []) : [],
  )
  // An app hears of all numbers of the account; the others are not ours.
  const ours = values.filter(({ metadata }) => metadata.phone_number_id === phoneNumberId)
  return { kind: 'receipts', receipts: ours.flatMap((value) => [...statusesIn(value), ...optOutsIn(value)]) }
}

/** Asked once, when the address is entered: https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
function verify(query: Readonly<Record<string, string>>, secret: Secret): ReceiptOutcome {
  const challenge = query['hub.challenge'] ?? ''
  if (query['hub.mode'] !== 'subscribe' || query['hub.verify_token'] !== secret.reveal() || challenge === '')
    return { kind: 'refused', message: 'the verify token is not the secret of the address' }
  return { kind: 'challenge', text: challenge }
}

const envelopeSchema = z.looseObject({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.looseObject({ changes: z.array(z.looseObject({ field: z.string(), value: z.unknown() })) })),
})
const valueSchema = z.looseObject({
  metadata: z.looseObject({ phone_number_id: z.string() }),
  statuses: z.array(z.unknown()).catch([]),
  messages: z.array(z.unknown()).catch([]),
})
type Value = z.output<typeof valueSchema>
/** Seconds since 1970, as text or number. */
const atSchema = z.union([z.string().regex(/^\d{9,11}$/), z.int().positive()]).transform((at) => Number(at) * 1_000)
const statusSchema = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  timestamp: atSchema.nullable().catch(null),
  /** Left out for people with a username that were not written to for a while. */
  recipient_id: z.string().optional().catch(undefined),
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  errors: z.array(z.looseObject({ code: z.int(), title: z.string().optional().catch(undefined) })).catch([]),
})
const spoken = z.looseObject({ text: z.string().optional().catch(undefined), payload: z.string().optional() })
const messageSchema = z.looseObject({
  from: z.string().optional().catch(undefined),
  timestamp: atSchema.nullable().catch(null),
  /** Of the message that is answered. */
  context: z.looseObject({ id: z.string(), from: z.string().optional() }).optional().catch(undefined),
  text: z.looseObject({ body: z.string() }).optional().catch(undefined),
  button: spoken.optional().catch(undefined),
  interactive: z
    .looseObject({ button_reply: z.looseObject({ title: z.string() }).optional() })
    .optional()
    .catch(undefined),
})

/** Parts that are not understood are passed over: they would come again and again otherwise. */
function statusesIn(value: Value): Receipt[] {
  const statuses = value.statuses.flatMap((status) => statusSchema.safeParse(status).data ?? [])
  return statuses.flatMap(({ id, status, timestamp, recipient_id, biz_opaque_callback_data: key = '', errors }) => {
    const [error] = errors
    const kind = status === 'failed' ? fateOf(error?.code) : KINDS[status]
    if (kind === undefined) return []
    const message = error === undefined ? null : `${error.title ?? 'failed'} (${error.code})`
    const recipient = phoneOf(recipient_id)
    return { providerId: id, key: KEY.test(key) ? key : null, kind, recipient, at: timestamp, message }
  })
}

/** `sent` says no more than the answer to the call did. Whoever plays a voice message has seen it. */
const KINDS: Readonly<Record<string, Receipt['kind']>> = { delivered: 'delivered', read: 'read', played: 'read' }

function optOutsIn(value: Value): Receipt[] {
  const messages = value.messages.flatMap((message) => messageSchema.safeParse(message).data ?? [])
  return messages.flatMap(({ from, timestamp, context, text, button, interactive }) => {
    const said = [text?.body, button?.text, button?.payload, interactive?.button_reply?.title]
    const words = said.find((part) => part !== undefined && isOptOut(part))
    // People may also answer a message of their own.
    const providerId = context !== undefined && context.from !== from ? context.id : null
    const recipient = phoneOf(from)
    if (words === undefined || (recipient === null && providerId === null)) return []
    return { providerId, key: null, kind: 'opted_out', recipient, at: timestamp, message: words }
  })
}
