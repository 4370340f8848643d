import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the name of a field, such as "tax_id"')

export const settingsSchema = z.strictObject({
  baseUrl: baseUrlSchema,
  apiKey: secretSchema,
  apiSecret: secretSchema,
  /** ERPNext's companies and what Fiado calls them. Needed where there are several; one alone is `main`. */
  companies: z
    .record(z.string().min(1), z.string().min(1).max(64))
    .refine((companies) => Object.keys(companies).length > 0, 'must name at least one company')
    .optional(),
  /** Where CNPJ and CPF stand; the first that holds a valid one counts. */
  documentFields: z.array(fieldName).min(1).max(5).default(['tax_id']),
  /** The zone of the site; asked for where it is not given. */
  timeZone: z.string().refine(isZone, 'must be a time zone such as "America/Sao_Paulo"').optional(),
  /** The secret that signs webhooks; without, none are accepted. */
  webhookSecret: secretSchema.optional(),
  ...httpSettings,
})

export type Settings = z.output<typeof settingsSchema>

export function isZone(name: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== ''
  } catch {
    return false
  }
}
