import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { httpSettings } from '../../../src/sync/settings.ts'

const { timeoutMs, requestsPerMinute, parallel } = httpSettings

/** Of the key, as Standard Webhooks asks for. */
const KEY_BYTES_MIN = 24
const KEY_BYTES_MAX = 64
const PREFIX = 'whsec_'

export const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')

/** Decoding passes over what is no base64, so the key has to give the same text again. */
function isKey(secret: string): boolean {
  const key = keyOf(secret)
  const isWhole = key.toString('base64').replace(/=+$/, '') === secret.slice(PREFIX.length).replace(/=+$/, '')
  return secret.startsWith(PREFIX) && isWhole && key.length >= KEY_BYTES_MIN && key.length <= KEY_BYTES_MAX
}

export const settingsSchema = z.strictObject({
  url: z
    .string('must be a URL such as "https://crm.example.com/fiado"')
    .refine((text) => {
      if (!URL.canParse(text)) return false
      const { protocol, username, password, hash } = new URL(text)
      return /^https?:$/.test(protocol) && `${username}${password}${hash}` === ''
    }, 'must be an http or https URL without user or fragment')
    .transform((text) => new URL(text).href),
  secret: secretSchema.refine(
    (secret) => isKey(secret.reveal()),
    `must be "${PREFIX}" and the base64 of ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} random bytes`,
  ),
  timeoutMs: timeoutMs.default(20_000),
  requestsPerMinute: requestsPerMinute.default(600),
  parallel: parallel.default(4),
})

export type WebhookSettings = z.output<typeof settingsSchema>
