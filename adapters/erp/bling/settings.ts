import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

/** What an order's situation means; `ignored` is an order that nobody has sold yet. */
export const orderMeanings = ['confirmed', 'closed', 'cancelled', 'ignored'] as const
export type OrderMeaning = (typeof orderMeanings)[number]

const situationId = z.string().regex(/^\d{1,15}$/, 'must be the id of a situation, such as "883047"')

export const settingsSchema = z.strictObject({
  baseUrl: baseUrlSchema.default('https://api.bling.com.br/Api/v3'),
  /** Of the private app that the company made for Fiado. */
  clientId: z.string('must be the client id of the Bling app').min(1).max(200),
  clientSecret: secretSchema,
  /** The one that authorising the app gave. Bling changes it with every use: Fiado keeps the later ones. */
  refreshToken: secretSchema,
  /** As `check` tells it. With it, a token or a webhook of another company is refused. */
  companyId: z.string().min(1).max(64).optional(),
  /** Only contacts of this type (`GET /contatos/tipos`) are customers: saves a call for every supplier. */
  customerTypeId: z.int().positive().optional(),
  /** How far back due days and order days are looked at, and how far ahead due days. */
  historyDays: z.int().min(30).max(9_000).default(3_650),
  aheadDays: z.int().min(30).max(9_000).default(1_830),
  /** So late may a title or a receipt be entered with an earlier day and still be seen before the night. */
  lookbackDays: z.int().min(1).max(180).default(7),
  /** Situations of orders that the company made itself, by id. */
  orderSituations: z.record(situationId, z.enum(orderMeanings)).default({}),
  /** What "Devolvido" means for this company: a payment that bounced (it is owed), or goods that came back. */
  returnedTitles: z.enum(['owed', 'cancelled']).default('owed'),
  /** Fiscal codes of payment forms whose titles are not owed by the customer, such as 3 and 4 for cards. */
  ignoredPaymentCodes: z.array(z.int().min(0).max(99)).max(100).default([]),
  ...httpSettings,
})

export type BlingSettings = z.output<typeof settingsSchema>
