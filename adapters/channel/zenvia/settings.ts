import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const { timeoutMs, parallel, requestsPerMinute } = httpSettings

/** A template of the Zenvia platform: its id, and its variables in the order of our parameters. */
const templateSchema = z.strictObject({
  id: z.string().min(1).max(128),
  fields: z.array(z.string().regex(/^[\w-]{1,64}$/, 'must be the name of a variable, without braces')).max(64),
})

const common = {
  token: secretSchema,
  /** The sender as the credentials page of Zenvia names it: an alias for SMS, the number for WhatsApp. */
  from: z.string('must be text: quote it').min(1).max(64),
  baseUrl: baseUrlSchema.default('https://api.zenvia.com/v2'),
  timeoutMs,
  parallel,
  requestsPerMinute,
}

export const settingsSchema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('sms'), ...common }),
  z.strictObject({
    channel: z.literal('whatsapp'),
    ...common,
    /** By the name that our own templates give to the approved text. */
    templates: z.record(z.string().min(1).max(512), templateSchema),
  }),
])
export type ZenviaSettings = z.output<typeof settingsSchema>
