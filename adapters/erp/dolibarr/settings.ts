import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const zoneSchema = z.string().refine(isZone, 'must be a time zone such as "America/Sao_Paulo"')

export const settingsSchema = z.strictObject({
  /** Where Dolibarr itself is: the address of its login page, without `/api/index.php`. */
  baseUrl: baseUrlSchema,
  /** The API key of a Dolibarr user, from the user's card. */
  apiKey: secretSchema,
  /** The time zone of PHP on Dolibarr's server. Its API tells days as midnights there and does not say where that is. */
  timeZone: zoneSchema.default('America/Sao_Paulo'),
  /** The time zone of its database's sessions, where it differs: changes are searched by the database's local time. */
  databaseTimeZone: zoneSchema.optional(),
  /** Module Multicompany: the environment to read. */
  entity: z.int().min(1).optional(),
  /** What an empty credit limit means: nobody decided (the policy's default), or no limit. */
  withoutLimit: z.enum(['policy', 'unlimited']).default('policy'),
  /** Whether credit notes and deposits that became available credits are asked for: a call per customer who ever had one. */
  convertedCredits: z.boolean().default(true),
  /** How far each run looks back before the last one: clocks that differ, and transactions that took their time. */
  overlapSeconds: z.int().min(1).max(86_400).default(300),
  ...httpSettings,
})

export type Settings = z.output<typeof settingsSchema>

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}
