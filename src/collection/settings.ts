import { z } from 'zod'
import { amountSchema, shareSchema } from '../kernel/cents.ts'
import { parseDuration } from '../kernel/duration.ts'
import { textSchema } from '../kernel/text.ts'
import { documentSchema } from '../receivables/customer.ts'

/** Who the customers owe: named in every message (Lei 8.078/1990, art. 42-A). */
const creditorSchema = z
  .strictObject({
    name: textSchema(255),
    /** The name customers know, when it is another. */
    tradeName: textSchema(120).optional(),
    document: documentSchema,
    address: textSchema(255),
    email: textSchema(254).optional(),
    phone: textSchema(32).optional(),
    whatsapp: textSchema(32).optional(),
  })
  .refine(({ email, phone, whatsapp }) => (email ?? phone ?? whatsapp) !== undefined, {
    message: 'must have an email, a phone or a whatsapp: customers have to be able to ask',
  })
export type Creditor = z.output<typeof creditorSchema>

const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as "2026-09"')
const rateSchema = z
  .string('must be a decimal string such as "0.0048"')
  .regex(/^-?\d{1,3}(\.\d{1,8})?$/, 'must be a decimal string such as "0.0048" or "-0.0012"')

/** Fine, interest and correction on what is late, and how they are rounded. */
export const chargesSchema = z.strictObject({
  /** Multa, once, on the principal. For consumers never above 2% (Lei 8.078/1990, art. 52 § 1). */
  fine: shareSchema.default('0.02'),
  /** Juros de mora a month, simple, pro rata by the day. */
  interestMonthly: shareSchema.default('0.01'),
  daysInMonth: z.int().min(28).max(31).default(30),
  /**
   * `exact`: each part is rounded once, half up, at the end. `truncated`: cut at the end. `daily_value`: the value of a day
   * is rounded first, as it is printed on a boleto.
   */
  rounding: z.enum(['exact', 'truncated', 'daily_value']).default('exact'),
  /** Correction by an index, of the principal, before interest: monthly rates, by whole months passed. */
  index: z
    .strictObject({
      name: textSchema(32),
      rates: z.record(monthSchema, rateSchema),
      /** What a sum below zero does. */
      negative: z.enum(['ignore', 'apply']).default('ignore'),
    })
    .optional(),
})
export type ChargesConvention = z.output<typeof chargesSchema>

const windowSchema = z.union([
  z.literal('never'),
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'must be such as "08:00-20:00", or "never"'),
])

/** When people may be written to, by the state they are in. What is not said here is as the law known of each state has it. */
export const contactHoursSchema = z.record(
  z.string().regex(/^([A-Z]{2}|default)$/, 'must be the two letters of a state, or "default"'),
  z.strictObject({ weekdays: windowSchema, saturday: windowSchema, holiday: windowSchema.default('never') }),
)

const durationSchema = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'must be a duration such as "P1D" or "PT12H"')
  .transform((text) => parseDuration(text) as number)

/** `config/collection.yaml`. */
export const collectionSchema = z.strictObject({
  /** `off`: nothing is planned or sent; previews work. */
  mode: z.enum(['off', 'on'], 'must be off or on').default('off'),
  /** Cron in the program's time zone: when the day is planned. */
  plansAt: z.string().default('0 6 * * *'),
  /** By company as receivables name it; `main` signs every message. */
  creditors: z
    .record(textSchema(64), creditorSchema)
    .refine((creditors) => creditors['main'] !== undefined, 'must have "main"')
    .optional(),
  charges: chargesSchema.prefault({}),
  contactHours: contactHoursSchema.default({}),
  /** Messages to one customer, on all channels together. */
  caps: z
    .strictObject({ perWeek: z.int().min(1).max(7).default(2), perMonth: z.int().min(1).max(31).default(6) })
    .prefault({}),
  /** Business days from a payment until the bank tells of it, by payment method of the ERP in lower case. */
  settlementDays: z.record(textSchema(64), z.int().min(0).max(10)).default({ pix: 0 }),
  settlementDaysDefault: z.int().min(0).max(10).default(1),
  /** Data older than this charges nobody: whoever paid may not show yet. */
  dataAgeMax: durationSchema.prefault('P1D'),
  /** Every receivable that a message may name is read again from the ERP just before it leaves, where the adapter can. */
  readsAgain: z.boolean().default(true),
  /** Older debts are prescribed (Lei 10.406/2002, art. 206 § 5 I): nobody is written to about them. */
  prescribedAfterYears: z.int().min(1).max(20).default(5),
  minimumAmount: amountSchema.default(0n),
  /** Where customers reach this program from outside, for opt-out links and receipts of providers. */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
})
export type CollectionSettings = z.output<typeof collectionSchema>
