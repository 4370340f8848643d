import { z } from 'zod'

/** The wire form of what the credit room answers. */
const moneySchema = z.string().meta({ examples: ['1234.56'], description: 'Decimal text with two decimals.' })

const limitAnswerSchema = z.object({
  mode: z.enum(['unlimited', 'none', 'amount']),
  amount: moneySchema
    .optional()
    .meta({ description: 'What the limit is worth, with the insured share; only for mode `amount`.' }),
  validUntil: z.string().optional(),
  insured: z.object({ amount: moneySchema, share: z.string() }).optional(),
})

const exposureSchema = z
  .object({
    open: moneySchema,
    overdue: moneySchema,
    orders: moneySchema,
    held: moneySchema,
    drafts: moneySchema,
    credits: moneySchema,
    total: moneySchema,
    available: moneySchema.nullable(),
  })
  .meta({
    description:
      'total = open + orders + held + drafts − credits; available = limit − total, null when there is no amount to compare with.',
  })

const sideShape = { limit: limitAnswerSchema.nullable(), exposure: exposureSchema }

const accountSchema = z.object({ key: z.string(), members: z.int(), ...sideShape }).nullable()

const reasonSchema = z.object({
  code: z.string(),
  severity: z.enum(['block', 'conditional', 'warn']),
  message: z.string().meta({ description: 'For the sales rep, in Portuguese.' }),
  detail: z.record(z.string(), z.unknown()),
})

const remedySchema = z
  .object({
    kind: z.enum(['pay_receivables', 'reduce_order', 'down_payment', 'shorten_term', 'pay_cash', 'request_release']),
    amount: moneySchema.optional(),
    ownAmount: moneySchema
      .optional()
      .meta({ description: 'Of a payment that others of the account share in: the part for the own titles.' }),
    days: z.int().optional(),
    receivables: z
      .array(z.string())
      .optional()
      .meta({ description: 'Own overdue titles that a payment goes to: each in full, in this order, but the last.' }),
  })
  .meta({
    description:
      'Each one alone makes the same check pass; amounts are the least payment, the largest order, the down payment.',
  })

const holdSchema = z
  .object({
    id: z.string(),
    orderId: z.string(),
    revision: z.int(),
    amount: moneySchema,
    expiresAt: z.string().nullable(),
  })
  .nullable()

export const answerSchema = z.object({
  id: z.string(),
  mode: z.string(),
  decision: z.enum(['approved', 'conditional', 'blocked']),
  releasable: z.boolean(),
  reasons: z.array(reasonSchema),
  remedies: z.array(remedySchema),
  ...sideShape,
  account: accountSchema,
  hold: holdSchema,
  policy: z.object({ name: z.string(), version: z.int() }),
  dataAsOf: z.string().nullable(),
  checkedAt: z.string(),
})

export const creditSchema = z.object({
  account: accountSchema,
  ...sideShape,
  oldestDueOn: z.string().nullable(),
  daysOverdue: z.int(),
  receivablesOpen: z.int(),
  status: z.string(),
  blocked: z.boolean(),
  reasons: z.array(reasonSchema),
  dataAsOf: z.string().nullable(),
  asOf: z.string(),
})

export const orderReplySchema = z.object({
  orderId: z.string(),
  status: z.enum(['confirmed', 'cancelled', 'closed', 'invoiced']),
  amount: moneySchema,
  invoicedAmount: moneySchema,
  overLimit: z
    .boolean()
    .meta({ description: 'The order counts and no longer fits: it was confirmed after its hold had run out.' }),
})
