import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const { timeoutMs, parallel } = httpSettings

export const settingsSchema = z.strictObject({
  /** Of the sending number, as WhatsApp Manager shows it; it is not the number itself. */
  phoneNumberId: z
    .string('must be text: quote it')
    .regex(/^\d{5,20}$/, 'must be the id of the phone number, digits only'),
  /** Of a system user, with the right `whatsapp_business_messaging`. */
  accessToken: secretSchema,
  /** Of the app that the webhook belongs to: Meta signs with it. */
  appSecret: secretSchema,
  apiVersion: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'must be a version such as "v23.0"')
    .default('v23.0'),
  baseUrl: baseUrlSchema.default('https://graph.facebook.com'),
  timeoutMs,
  parallel,
  /** Kept by the second: 2,400 are 40 in each. Meta lets a number send 80. */
  requestsPerMinute: z.int().min(60).max(600_000).default(2_400),
})
export type WhatsappSettings = z.output<typeof settingsSchema>
