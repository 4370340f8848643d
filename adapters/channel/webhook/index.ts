import {
  type ChannelLink,
  defineChannel,
  type OutgoingMessage,
  type SendOutcome,
} from '../../../src/channels/contract.ts'
import { outcomeOf } from '../../../src/channels/outcome.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { settingsSchema, type WebhookSettings } from './settings.ts'
import { sign } from './sign.ts'

export const webhook = defineChannel({
  id: 'webhook',
  title: 'Webhook to a program of your own (Standard Webhooks 1)',
  capabilities: { kinds: ['webhook'], honoursKey: true, receipts: null, approvedTextsOnly: false },
  settings: settingsSchema,
  kindOf: () => 'webhook',
  open: (settings, link) => {
    const post = openPost(settings, link)
    return {
      check: async (signal) => {
        // The timestamp makes it another event each time.
        const status = await post(`check_${link.clock.system()}`, 'connection.check', {}, signal)
        return { address: new URL(settings.url).origin, answered: String(status) }
      },
      send: async (message, signal) => {
        if (!CUSTOMER.test(message.recipient)) return refused('the recipient is no customer of a source')
        try {
          await post(message.key, 'collection.message', contentOf(message), signal)
          return { kind: 'accepted', providerId: null }
        } catch (error) {
          return error instanceof GoneError ? refused(error.message) : outcomeOf(error)
        }
      },
    }
  },
})

type Post = (id: string, type: string, content: object, signal: AbortSignal) => Promise<number>

/** Whoever answers 410 takes nothing more: https://www.standardwebhooks.com (specification 1.0.0, seen 2026-11-22). */
class GoneError extends SyncError {}

function openPost({ url, secret, timeoutMs, requestsPerMinute, parallel }: WebhookSettings, link: ChannelLink): Post {
  const { origin, pathname, search } = new URL(url)
  // Such an address is often the only key to what stands behind it.
  const hidden = [pathname, search].filter((part) => part.length >= HIDDEN_CHARS_MIN).map((part) => new Secret(part))
  const client = link.http({
    baseUrl: origin,
    timeoutMs,
    limits: { default: { parallel, count: requestsPerMinute, intervalMs: 60_000 } },
    secrets: [secret, ...hidden],
    judge: ({ status }) =>
      status === 410 ? new GoneError('bad_record', 'the program answered 410: it takes no more messages') : null,
  })
  return async (id, type, content, signal) => {
    const now = link.clock.system()
    const body = JSON.stringify({ type, timestamp: link.clock.format(now), data: content })
    const headers = { 'content-type': 'application/json', ...sign(secret, id, Math.floor(now / 1_000), body) }
    try {
      const path = `${pathname}${search}`
      const { status } = await client.request({ method: 'POST', path, body, headers, signal })
      return status
    } catch (error) {
      if (hasTaken(error)) return 200
      throw error
    }
  }
}

const HIDDEN_CHARS_MIN = 6

/** Any 2xx has taken it, whatever the body is; the client takes a body that is no JSON for a fault. */
const hasTaken = (error: unknown): boolean =>
  error instanceof SyncError && error.mayHaveArrived && / answered 2\d\d with /.test(error.message)

const refused = (message: string): SendOutcome => ({ kind: 'refused', why: 'invalid_recipient', message })

/** The name of a source holds no slash; an id may. */
const CUSTOMER = /^[^/]+\/.*\S/s

const contentOf = ({ recipient, recipientName, subject, text, html, unsubscribeUrl, facts }: OutgoingMessage) => ({
  source: recipient.slice(0, recipient.indexOf('/')),
  recipient: recipient.slice(recipient.indexOf('/') + 1),
  recipientName,
  // It becomes a header somewhere.
  subject: subject?.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ') ?? null,
  text,
  html,
  unsubscribeUrl,
  facts,
})
