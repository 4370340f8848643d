import type { Receipt, ReceiptDelivery, ReceiptOutcome } from '../../../src/channels/contract.ts'
import { isOptOut } from '../../../src/channels/opt-out.ts'
import { fateOf, wordsOf } from './codes.ts'
import type { TwilioSettings } from './settings.ts'
import { isSignedByTwilio } from './signature.ts'

const KEY = /^[\w-]{1,64}$/
const SID = /^(SM|MM)[0-9a-fA-F]{32}$/
const E164 = /^\+[1-9]\d{7,14}$/

/** A form for each change of a message, in any order, and one for each message that somebody sends to us. */
export function receive({ authToken }: TwilioSettings, delivery: ReceiptDelivery): ReceiptOutcome {
  const { method, url, query, headers, rawBody } = delivery
  if (method !== 'POST') return { kind: 'refused', message: 'Twilio posts' }
  const fields = new URLSearchParams(rawBody.toString('utf8'))
  if (!isSignedByTwilio(authToken, url, fields, headers['x-twilio-signature']))
    return { kind: 'refused', message: 'the signature is not that of the Twilio account' }
  const receipt = fields.has('MessageStatus') ? statusIn(fields, query['key']) : optOutIn(fields)
  return { kind: 'receipts', receipts: receipt === null ? [] : [receipt] }
}

const KINDS: Readonly<Record<string, Receipt['kind']>> = { delivered: 'delivered', read: 'read' }
const FAILURES = new Set(['failed', 'undelivered', 'canceled'])

/** `key` stands in the address that was given with the message; the address is part of what is signed. */
function statusIn(fields: URLSearchParams, key = ''): Receipt | null {
  const status = fields.get('MessageStatus') ?? ''
  const code = /^\d{5}$/.test(fields.get('ErrorCode') ?? '') ? Number(fields.get('ErrorCode')) : null
  const kind = FAILURES.has(status) ? fateOf(code) : KINDS[status]
  const sid = fields.get('MessageSid') ?? ''
  const providerId = SID.test(sid) ? sid : null
  const ours = KEY.test(key) ? key : null
  if (kind === undefined || (providerId === null && ours === null)) return null
  const message = FAILURES.has(status) && code !== null ? wordsOf(code) : null
  return { providerId, key: ours, kind, recipient: numberIn(fields, 'To'), at: null, message }
}

/** `OptOutType` is set where Twilio itself knew the word, and has already blocked the number for this sender. */
function optOutIn(fields: URLSearchParams): Receipt | null {
  const body = fields.get('Body') ?? ''
  const recipient = numberIn(fields, 'From')
  if (recipient === null || (fields.get('OptOutType') !== 'STOP' && !isOptOut(body))) return null
  return { providerId: null, key: null, kind: 'opted_out', recipient, at: null, message: body.slice(0, WORDS_MAX) }
}

const WORDS_MAX = 80

function numberIn(fields: URLSearchParams, name: string): string | null {
  const number = fields.get(name) ?? ''
  return E164.test(number) ? number : null
}
