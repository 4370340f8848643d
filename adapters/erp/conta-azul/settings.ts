import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

/** The API takes no other page sizes. */
const PAGE_SIZES = [10, 20, 50, 100, 200, 500, 1_000] as const

export const settingsSchema = z.strictObject({
  baseUrl: baseUrlSchema.default('https://api-v2.contaazul.com/v1'),
  /** Until August 2026 it was https://auth.contaazul.com/oauth2/token. */
  tokenUrl: baseUrlSchema.default('https://api-v2.contaazul.com/oauth/token'),
  clientId: z.string().min(1),
  clientSecret: secretSchema,
  /** The one that the first authorization gave. Later ones are kept by Fiado. */
  refreshToken: secretSchema,
  /** Titles that are due outside these years are not seen: the API lists by due day only. */
  dueYearsBack: z.int().min(1).max(30).default(10),
  dueYearsAhead: z.int().min(1).max(30).default(5),
  /** How many due days one listing may span. */
  dueWindowDays: z.int().min(1).max(3_660).default(365),
  ...httpSettings,
  pageSize: z.literal(PAGE_SIZES).default(500),
})

export type Settings = z.output<typeof settingsSchema>
