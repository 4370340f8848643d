import { z } from 'zod'
import { defineChannel, type OutgoingMessage, type Receipt, type SendOutcome } from '../../src/channels/contract.ts'
import { outcomeOf } from '../../src/channels/outcome.ts'
import { secretSchema } from '../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../src/sync/settings.ts'
import { isSignedBy } from '../../src/sync/signature.ts'
import { startSampleProvider } from './sample-provider.ts'
import type { ChannelSubject } from './vendor.ts'

const { timeoutMs } = httpSettings

const receiptSchema = z.object({
  message: z.string().min(1),
  event: z.enum(['delivered', 'read', 'failed', 'invalid_recipient', 'opted_out']),
})
const ADDRESS = /^[^\s@<>,;:"\p{Cc}?&=]+@[a-z0-9.-]+$/iu

/** A channel of an invented provider: sound in everything, so that the saboteurs have something to spoil. */
const acmePost = defineChannel({
  id: 'acme-post',
  title: 'Acme Post 1',
  capabilities: { kinds: ['email'], honoursKey: true, receipts: { verified: 'hmac' }, approvedTextsOnly: false },
  settings: z.strictObject({ baseUrl: baseUrlSchema, apiKey: secretSchema, signingSecret: secretSchema, timeoutMs }),
  kindOf: () => 'email',
  open: (settings, link) => {
    const client = link.http({
      baseUrl: settings.baseUrl,
      timeoutMs: settings.timeoutMs,
      limits: { default: { parallel: 4, count: 600_000, intervalMs: 60_000 } },
      secrets: [settings.apiKey, settings.signingSecret],
      headers: () => ({ authorization: `Bearer ${settings.apiKey.reveal()}` }),
    })
    return {
      check: async (signal) => {
        const { json } = await client.request({ method: 'GET', path: '/account', signal })
        return { account: String((json as { name?: unknown })?.name) }
      },
      send: async (message, signal) => {
        if (!ADDRESS.test(message.recipient)) return INVALID
        try {
          const body = bodyOf(message)
          const { status, json } = await client.request({
            method: 'POST',
            path: '/messages',
            body,
            expect: [422],
            signal,
          })
          return status === 422 ? INVALID : { kind: 'accepted', providerId: String((json as { id?: unknown }).id) }
        } catch (error) {
          return outcomeOf(error)
        }
      },
    }
  },
  receive: (settings, { headers, rawBody }) => {
    if (!isSignedBy(settings.signingSecret, rawBody, headers['x-acme-signature'], 'hex'))
      return { kind: 'refused', message: 'the signature is not that of Acme' }
    const { message, event } = receiptSchema.parse(JSON.parse(rawBody.toString()))
    return { kind: 'receipts', receipts: [receipt(message, event)] }
  },
})

const INVALID: SendOutcome = { kind: 'refused', why: 'invalid_recipient', message: 'Acme knows no such address' }

const receipt = (providerId: string, kind: Receipt['kind']): Receipt => ({
  providerId,
  key: null,
  kind,
  recipient: null,
  at: null,
  message: null,
})

const bodyOf = ({ key, recipient, recipientName, subject, text, html, unsubscribeUrl, facts }: OutgoingMessage) => ({
  key,
  to: recipient,
  name: recipientName,
  subject: (subject ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '),
  text,
  html,
  unsubscribe: unsubscribeUrl,
  facts,
})

export const sampleSubject: ChannelSubject = {
  adapter: acmePost,
  startProvider: () => startSampleProvider(),
  recipients: ['ana@padaria.example', 'jose@oficina.example'],
  invalidRecipient: 'nobody@padaria.example',
  says: ['key', 'recipientName', 'subject', 'text', 'html', 'unsubscribeUrl', 'facts'],
  receipts: ['delivered', 'read', 'failed', 'invalid_recipient', 'opted_out'],
}
