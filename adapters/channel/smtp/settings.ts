import { z } from 'zod'
import { textSchema } from '../../../src/kernel/text.ts'
import { secretSchema } from '../../../src/sync/secret.ts'
import { httpSettings } from '../../../src/sync/settings.ts'

/** RFC 5321, 4.5.3.1: what of an address is longer is taken by no server. */
const ADDRESS_CHARS_MAX = 254

export const addressSchema = z.email('must be an e-mail address').max(ADDRESS_CHARS_MAX)

/** RFC 6409 and RFC 8314. */
const PORTS = { tls: 465, starttls: 587, none: 25 } as const

export const settingsSchema = z
  .strictObject({
    host: textSchema(253),
    /** By `security`, if it is not given: 465, 587 or 25. */
    port: z.int().min(1).max(65_535).optional(),
    security: z.enum(['tls', 'starttls', 'none'], 'must be tls, starttls or none').default('starttls'),
    user: textSchema(320).optional(),
    password: secretSchema.optional(),
    from: z.strictObject({ name: textSchema(120), address: addressSchema }),
    replyTo: addressSchema.optional(),
    /** One step: connecting, the greeting, an answer. */
    timeoutMs: httpSettings.timeoutMs,
    connections: z.int().min(1).max(20).default(2),
    messagesPerMinute: z.int().min(1).max(600_000).default(60),
    /** PEM of the certificate authority of a server in the house. */
    ca: secretSchema.optional(),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'user and password come together',
  })
  .transform(({ port, ...settings }) => ({ ...settings, port: port ?? PORTS[settings.security] }))

export type SmtpSettings = z.output<typeof settingsSchema>
