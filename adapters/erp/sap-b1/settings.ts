import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const ROOT = /\/b1s\/(v\d+)$/

export const settingsSchema = z.strictObject({
  /** `https://b1.example.com:50000`, with or without `/b1s/v2`. */
  baseUrl: baseUrlSchema
    .refine((url) => (ROOT.exec(url)?.[1] ?? 'v2') === 'v2', 'must be the OData 4 service, which ends in /b1s/v2')
    .transform((url) => (ROOT.test(url) ? url : `${url}/b1s/v2`)),
  companyDb: z.string().min(1).max(128),
  userName: z.string().min(1).max(155),
  password: secretSchema,
  /** PEM of the authority that signed the server's certificate; the one that SAP installs is signed by itself. */
  ca: secretSchema.optional(),
  /** What the company calls the real. B1's amounts are in this currency, whatever the document's is. */
  localCurrency: z.string().min(1).max(3).default('R$'),
  /** What a credit limit of 0.00 means: nobody entered one (then the policy decides), or no credit at all. */
  zeroCreditLimit: z.enum(['policy', 'none']).default('policy'),
  /** `branch` makes every branch (BPL) a company of its own. */
  company: z.enum(['main', 'branch']).default('main'),
  /** Boletos that B1 makes as bills of exchange. Has to be decided where there are any: see README, "Boletos". */
  billsOfExchange: z.enum(['read', 'ignore']).optional(),
  /** Reads the lines of orders to know what is left of one that was invoiced in part: ten times the data. */
  orderLines: z.boolean().default(false),
  /** What the write-back writes: B1's own lock, or a user field of the business partner that a hook looks at. */
  blockField: z
    .string()
    .regex(/^(Frozen|U_[A-Za-z0-9_]{1,48})$/, 'must be "Frozen" or a user field such as "U_FiadoHold"')
    .default('Frozen'),
  ...httpSettings,
})

export type Settings = z.output<typeof settingsSchema>
