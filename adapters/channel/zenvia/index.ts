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
import { judge } from './faults.ts'
import { bodyOf } from './message.ts'
import { receive } from './receipts.ts'
import { settingsSchema, type ZenviaSettings } from './settings.ts'

export const zenvia = defineChannel({
  id: 'zenvia',
  title: 'Zenvia SMS and WhatsApp (API v2)',
  capabilities: {
    kinds: ['sms', 'whatsapp'],
    honoursKey: false,
    receipts: { verified: 'url_secret' },
    // Of SMS. For WhatsApp the settings name the templates, and anything else is refused.
    approvedTextsOnly: false,
  },
  settings: settingsSchema,
  kindOf: ({ channel }) => channel,
  open,
  receive,
})

const PARALLEL = 10
const CALLS_PER_MINUTE = 600
const MINUTE_MS = 60_000

function open(settings: ZenviaSettings, link: ChannelLink): ChannelSession {
  const { baseUrl, timeoutMs, token, parallel = PARALLEL, requestsPerMinute = CALLS_PER_MINUTE } = settings
  const http = link.http({
    baseUrl,
    timeoutMs,
    limits: { default: { parallel, count: requestsPerMinute, intervalMs: MINUTE_MS } },
    secrets: [token],
    headers: () => ({ 'x-api-token': token.reveal() }),
    judge,
  })
  return {
    check: (signal) => check(http, settings, signal),
    send: (message, signal) => send(http, settings, message, signal),
  }
}

const subscriptionsSchema = z.array(
  z.looseObject({
    eventType: z.string(),
    status: z.string().optional(),
    criteria: z.looseObject({ channel: z.string().optional() }).optional().catch(undefined),
  }),
)

/** Which webhooks are there is the cheapest question, and a sender without them hears of no receipt. */
async function check(
  http: HttpClient,
  { channel, from }: ZenviaSettings,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const { json } = await http.request({ method: 'GET', path: '/subscriptions', signal })
  const { data: subscriptions } = subscriptionsSchema.safeParse(json)
  if (!subscriptions) throw new SyncError('unavailable', 'Zenvia did not list the webhooks')
  const active = subscriptions.filter(
    ({ status, criteria }) => status !== 'INACTIVE' && (criteria?.channel ?? channel) === channel,
  )
  const count = (type: string): string => String(active.filter(({ eventType }) => eventType === type).length)
  return { channel, from, statusWebhooks: count('MESSAGE_STATUS'), messageWebhooks: count('MESSAGE') }
}

const createdSchema = z.looseObject({ id: z.string().min(1) })

async function send(
  http: HttpClient,
  settings: ZenviaSettings,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    const body = bodyOf(settings, message)
    const path = `/channels/${settings.channel}/messages`
    const { json } = await http.request({ method: 'POST', path, body, signal })
    const { data: created } = createdSchema.safeParse(json)
    if (!created) return { kind: 'ambiguous', message: 'Zenvia took the call, but named no message' }
    return { kind: 'accepted', providerId: created.id }
  } catch (error) {
    return outcomeOf(error)
  }
}
