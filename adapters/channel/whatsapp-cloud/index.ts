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
import { bodyOf } from './message.ts'
import { receive } from './receipts.ts'
import { settingsSchema, type WhatsappSettings } from './settings.ts'

export const whatsappCloud = defineChannel({
  id: 'whatsapp-cloud',
  title: 'WhatsApp Business Platform of Meta (Cloud API v23.0)',
  capabilities: {
    kinds: ['whatsapp'],
    honoursKey: false,
    receipts: { verified: 'hmac' },
    approvedTextsOnly: true,
  },
  settings: settingsSchema,
  kindOf: () => 'whatsapp',
  open,
  receive,
})

const PARALLEL = 10
const SECOND_MS = 1_000

function open(settings: WhatsappSettings, link: ChannelLink): ChannelSession {
  const { baseUrl, timeoutMs, accessToken, appSecret, parallel = PARALLEL, requestsPerMinute } = settings
  const http = link.http({
    baseUrl,
    timeoutMs,
    limits: { default: { parallel, count: Math.floor(requestsPerMinute / 60), intervalMs: SECOND_MS } },
    secrets: [accessToken, appSecret],
    headers: () => ({ authorization: `Bearer ${accessToken.reveal()}` }),
    judge,
  })
  const path = `/${settings.apiVersion}/${settings.phoneNumberId}`
  return {
    check: (signal) => check(http, path, signal),
    send: (message, signal) => send(http, path, message, signal),
  }
}

const numberSchema = z.looseObject({
  /** Missing until Meta has approved it. */
  verified_name: z.string().optional(),
  display_phone_number: z.string(),
  quality_rating: z.string().optional(),
})

async function check(http: HttpClient, path: string, signal: AbortSignal): Promise<Record<string, string>> {
  const query = { fields: 'verified_name,display_phone_number,quality_rating' }
  const { json } = await http.request({ method: 'GET', path, query, signal })
  const { data: number } = numberSchema.safeParse(json)
  if (!number) throw new SyncError('unavailable', 'WhatsApp did not name the number')
  const { verified_name: name, display_phone_number: phone, quality_rating: quality } = number
  return { phone, ...(name === undefined ? {} : { name }), ...(quality === undefined ? {} : { quality }) }
}

const E164 = /^\+[1-9]\d{7,14}$/
const acceptedSchema = z.looseObject({
  messages: z.tuple([z.looseObject({ id: z.string().min(1) })]).rest(z.unknown()),
})

async function send(
  http: HttpClient,
  path: string,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { approved, recipient } = message
  if (approved === null)
    return { kind: 'refused', why: 'content', message: 'WhatsApp takes only approved templates, and none is named' }
  if (!E164.test(recipient))
    return { kind: 'refused', why: 'invalid_recipient', message: 'the number is not in the form +5511987654321' }
  try {
    const body = bodyOf(message, approved)
    const { json } = await http.request({ method: 'POST', path: `${path}/messages`, body, signal })
    const { data: accepted } = acceptedSchema.safeParse(json)
    if (!accepted) return { kind: 'ambiguous', message: 'WhatsApp took the call, but named no message' }
    return { kind: 'accepted', providerId: accepted.messages[0].id }
  } catch (error) {
    return outcomeOf(error)
  }
}
