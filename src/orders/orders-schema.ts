import { z } from 'zod'
import { answerSchema } from '../credit/answer-schema.ts'
import { amountSchema, formatCents } from '../kernel/cents.ts'
import { instantSchema } from '../kernel/clock.ts'
import { cursorSchema, wholeSchema } from '../kernel/paging.ts'
import { externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'

const LIMIT_MAX = 500
const LIMIT = 100
const REASON_MAX = 500

const money = z.string().meta({ examples: ['1250.00'] })
const instant = z.string().meta({ format: 'date-time' })
const ORDER_STATES = ['blocked', 'released', 'lapsed', 'cancelled', 'sold'] as const
const RELEASE_STATES = ['requested', 'approved', 'used', 'rejected', 'withdrawn', 'expired'] as const

export const blockedOrderSchema = z.object({
  id: z.string(),
  source: z.string(),
  orderId: z.string(),
  revision: z.int(),
  company: z.string(),
  customer: z.object({ externalId: z.string(), name: z.string() }),
  amount: money,
  salesRep: z.string().nullable(),
  checkId: z.string().meta({ description: 'The decision that stands: GET /v1/credit-checks/{id}.' }),
  reasons: z.array(z.object({ code: z.string(), severity: z.string(), message: z.string() })),
  state: z.enum(ORDER_STATES).meta({
    description:
      'blocked: waits to be freed. released: room is held for it. lapsed: nothing freed it in time, or nobody went on with it. cancelled: given ' +
      'up. sold: the ERP holds it as confirmed all the same.',
  }),
  cause: z
    .enum(['asked', 'changed', 'release', 'returned', 'erp'])
    .nullable()
    .meta({
      description:
        'asked: the ERP asked again. changed: a payment, a limit or the like freed it. release: a person did. ' +
        'returned: what had freed it has bounced.',
    }),
  keptBack: z.boolean().meta({ description: 'Nothing frees it but a person.' }),
  blockedAt: instant,
  lapsesAt: instant,
  closedAt: instant.nullable(),
})

export const releaseSchema = z.object({
  id: z.string(),
  blockedOrderId: z.string(),
  source: z.string(),
  orderId: z.string(),
  revision: z.int(),
  amount: money.meta({ description: 'Up to this amount; the least that was signed.' }),
  overLimit: money.meta({ description: 'By how much the order went beyond the limit when it was asked for.' }),
  state: z.enum(RELEASE_STATES).meta({ description: 'used: room was taken on it, for as long as the order stands.' }),
  requestedBy: z.string(),
  reason: z.string(),
  requestedAt: instant,
  expiresAt: instant.nullable(),
  decidedAt: instant.nullable(),
  signatures: z.array(
    z.object({
      signer: z.string(),
      role: z.string(),
      verdict: z.enum(['approved', 'rejected']),
      reason: z.string(),
      amount: money,
      signedAt: instant,
    }),
  ),
})

export const orderDetailSchema = blockedOrderSchema.extend({
  decision: answerSchema.nullable(),
  releases: z.array(releaseSchema),
  history: z.array(
    z.object({ at: instant, kind: z.string(), by: z.string(), detail: z.record(z.string(), z.unknown()) }),
  ),
})

const pageFields = {
  before: cursorSchema.optional(),
  limit: wholeSchema(LIMIT_MAX).default(LIMIT),
}

export const ordersQuerySchema = z
  .strictObject({
    source: sourceSchema.optional(),
    state: z.enum(ORDER_STATES).optional(),
    salesRep: textSchema(120).optional(),
    customer: externalIdSchema.optional(),
    ...pageFields,
  })
  .refine(({ source, customer }) => customer === undefined || source !== undefined, {
    message: 'needs a source as well',
    path: ['customer'],
  })

export const releasesQuerySchema = z.strictObject({ state: z.enum(RELEASE_STATES).optional(), ...pageFields })
export const idSchema = z.strictObject({ id: textSchema(32) })
export const reasonSchema = z.strictObject({ reason: textSchema(REASON_MAX) })

export const signatureSchema = z.strictObject({
  verdict: z.enum(['approved', 'rejected']),
  reason: textSchema(REASON_MAX),
  amount: amountSchema
    .optional()
    .meta({ description: `Up to which amount; the order's own when absent, such as ${formatCents(125_000n)}.` }),
  expiresAt: instantSchema.optional(),
})

export const ordersPageSchema = z.object({ orders: z.array(blockedOrderSchema), next: z.string().nullable() })
export const releasesPageSchema = z.object({ releases: z.array(releaseSchema), next: z.string().nullable() })
