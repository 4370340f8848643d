import { z } from 'zod'
import {
  type ChannelLink,
  type ChannelSession,
  defineChannel,
  type OutgoingMessage,
  type SendOutcome,
} from '../../../src/channels/contract.ts'
import { outcomeOf } from '../../../src/channels/outcome.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpClient } from '../../../src/sync/http.ts'
import { judge } from './codes.ts'
import { receive } from './receipts.ts'
import { settingsSchema, type TwilioSettings } from './settings.ts'

export const twilio = defineChannel({
  id: 'twilio',
  title: 'Twilio SMS (API 2010-04-01)',
  capabilities: {
    kinds: ['sms'],
    honoursKey: false,
    receipts: { verified: 'hmac' },
    approvedTextsOnly: false,
  },
  settings: settingsSchema,
  kindOf: () => 'sms',
  open,
  receive,
})

const PARALLEL = 10
const CALLS_PER_MINUTE = 600
const MINUTE_MS = 60_000

function open(settings: TwilioSettings, link: ChannelLink): ChannelSession {
  const { baseUrl, timeoutMs, accountSid, authToken } = settings
  const { parallel = PARALLEL, requestsPerMinute = CALLS_PER_MINUTE } = settings
  const credentials = Buffer.from(`${accountSid}:${authToken.reveal()}`).toString('base64')
  const http = link.http({
    baseUrl,
    timeoutMs,
    limits: { default: { parallel, count: requestsPerMinute, intervalMs: MINUTE_MS } },
    secrets: [authToken],
    headers: () => ({ authorization: `Basic ${credentials}` }),
    judge,
  })
  return {
    check: (signal) => check(http, accountSid, signal),
    send: (message, signal) => send(http, settings, message, link.receiptsUrl(message.key), signal),
  }
}

const accountSchema = z.looseObject({ friendly_name: z.string(), status: z.string(), type: z.string() })

async function check(http: HttpClient, accountSid: string, signal: AbortSignal): Promise<Record<string, string>> {
  const { json } = await http.request({ method: 'GET', path: `/2010-04-01/Accounts/${accountSid}.json`, signal })
  const { data: account } = accountSchema.safeParse(json)
  if (!account) throw new SyncError('unavailable', 'Twilio did not name the account')
  const { friendly_name: name, status, type } = account
  if (status !== 'active') throw new SyncError('settings', `the Twilio account is ${status}`)
  return { account: name, type }
}

const E164 = /^\+[1-9]\d{7,14}$/
const createdSchema = z.looseObject({ sid: z.string().min(1) })

async function send(
  http: HttpClient,
  { accountSid, from, messagingServiceSid }: TwilioSettings,
  { recipient, text }: OutgoingMessage,
  receiptsUrl: string | null,
  signal: AbortSignal,
): Promise<SendOutcome> {
  if (!E164.test(recipient))
    return { kind: 'refused', why: 'invalid_recipient', message: 'the number is not in the form +5511987654321' }
  const body = new URLSearchParams({
    To: recipient,
    ...(from === undefined ? {} : { From: from }),
    ...(messagingServiceSid === undefined ? {} : { MessagingServiceSid: messagingServiceSid }),
    Body: text,
    ...(receiptsUrl === null ? {} : { StatusCallback: receiptsUrl }),
  })
  try {
    const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`
    const { json } = await http.request({ method: 'POST', path, body, signal })
    const { data: created } = createdSchema.safeParse(json)
    if (!created) return { kind: 'ambiguous', message: 'Twilio took the call, but named no message' }
    return { kind: 'accepted', providerId: created.sid }
  } catch (error) {
    return outcomeOf(error)
  }
}
