import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const { timeoutMs, parallel, requestsPerMinute } = httpSettings

export const settingsSchema = z
  .strictObject({
    accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be the account SID, "AC" and 32 hex digits'),
    /** The primary one: Twilio signs with it too, so a pair of API key and secret is not enough. */
    authToken: secretSchema,
    /** A Twilio number, a short code, or a name where the country allows one (Brazil does not). */
    from: z
      .string('must be text: quote it')
      .regex(
        /^(\+[1-9]\d{7,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
        'must be such as "+5511987654321" or "28000"',
      )
      .optional(),
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-fA-F]{32}$/, 'must be the SID of a messaging service, "MG" and 32 hex digits')
      .optional(),
    baseUrl: baseUrlSchema.default('https://api.twilio.com'),
    timeoutMs,
    parallel,
    requestsPerMinute,
  })
  .refine(({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined), {
    path: ['from'],
    message: 'must be there, or messagingServiceSid, and not both',
  })
export type TwilioSettings = z.output<typeof settingsSchema>
