import { z } from 'zod'
import { amountSchema, parseCents } from '../kernel/cents.ts'
import { parseDuration } from '../kernel/duration.ts'

/** What `config/orders.yaml` says. Durations in milliseconds. */
export type OrdersSettings = z.output<typeof ordersSettingsSchema>
/** What one signature is good for; what is absent has no bound. */
export type Authority = z.output<typeof authoritySchema>

const DAY_MS = 86_400_000
const LAPSE_MAX_MS = 365 * DAY_MS
const EXPIRES_MAX_MS = 90 * DAY_MS
const PEOPLE_MAX = 500

const durationSchema = (maxMs: number) =>
  z
    .string()
    .transform((text) => parseDuration(text) ?? -1)
    .refine((ms) => ms > 0 && ms <= maxMs, `must be a duration such as "P2D", at most ${maxMs / DAY_MS} days`)

const authoritySchema = z.strictObject({
  amountMax: amountSchema.exactOptional(),
  /** In ten-thousandths of the limit. */
  overLimitShareMax: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be a share such as "0.20"')
    .transform((text) => BigInt(Math.round(Number(text) * 10_000)))
    .exactOptional(),
  monthlyMax: amountSchema.exactOptional(),
})

const AUTHORITY = {
  analyst: { amountMax: '20000.00', overLimitShareMax: '0.20', monthlyMax: '200000.00' },
  manager: { amountMax: '200000.00', overLimitShareMax: '1.00', monthlyMax: '2000000.00' },
  admin: {},
}

export const ordersSettingsSchema = z.strictObject({
  lapseAfter: durationSchema(LAPSE_MAX_MS).prefault('P7D'),
  holdFreed: durationSchema(LAPSE_MAX_MS).prefault('P1D'),
  release: z
    .strictObject({
      expiresAfter: durationSchema(EXPIRES_MAX_MS).prefault('P2D'),
      expiresMax: durationSchema(EXPIRES_MAX_MS).prefault('P30D'),
      secondSignatureAbove: amountSchema.default(parseCents('50000.00') as bigint),
      authority: z
        .strictObject({
          analyst: authoritySchema.exactOptional(),
          manager: authoritySchema.exactOptional(),
          admin: authoritySchema.exactOptional(),
        })
        .prefault(AUTHORITY),
      people: z
        .record(z.string().min(1).max(254), authoritySchema)
        .refine((people) => Object.keys(people).length <= PEOPLE_MAX, `must name at most ${PEOPLE_MAX} people`)
        .default({}),
    })
    .refine(({ expiresAfter, expiresMax }) => expiresAfter <= expiresMax, {
      message: 'must be at most expiresMax',
      path: ['expiresAfter'],
    })
    .prefault({}),
})
