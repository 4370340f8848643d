import { hash } from 'node:crypto'
import { z } from 'zod'
import { amountSchema, type Cents, parseCents } from '../kernel/cents.ts'
import { type Day, daySchema } from '../kernel/day.ts'
import { companySchema, externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'
import { checkRate, currencyFields, toBase } from '../receivables/currency.ts'
import { documentSchema } from '../receivables/customer.ts'
import type { ToldRefusal } from './facts.ts'

const TERMS_MAX = 120
export const TERM_DAYS_MAX = 3_650
export const REVISION_MAX = 2_147_483_647
const WRONG_FORM = 'must be a decimal string such as "1234.56": up to 13 integer digits, up to 2 decimals'

/** Signed: an amount of zero or less is well formed, but means a return, which is no sale (422). */
const orderAmountSchema = z
  .string({ error: (issue) => (typeof issue.input === 'number' ? `${WRONG_FORM}, not a JSON number` : WRONG_FORM) })
  .regex(/^-?\d{1,13}(\.\d{1,2})?$/, WRONG_FORM)
  .meta({ examples: ['1250.00'] })
  .transform((text) => parseCents(text) as Cents)

const termSchema = z.strictObject({ dueInDays: z.int().min(0).max(TERM_DAYS_MAX), amount: amountSchema })

export const checkRequestSchema = z
  .strictObject({
    source: sourceSchema,
    mode: z.enum(['check', 'reserve', 'recheck']),
    customer: z.union(
      [z.strictObject({ externalId: externalIdSchema }), z.strictObject({ document: documentSchema })],
      'must be {"externalId": "…"} or {"document": "…"}',
    ),
    order: z
      .strictObject({
        id: externalIdSchema.optional(),
        revision: z.int().min(0).max(REVISION_MAX).default(1),
        amount: orderAmountSchema,
        company: companySchema,
        payment: z
          .strictObject({
            kind: z.enum(['credit', 'cash', 'prepaid']),
            terms: z.array(termSchema).max(TERMS_MAX).optional(),
          })
          .default({ kind: 'credit' }),
        salesRep: textSchema(120).optional(),
        ...currencyFields,
      })
      .superRefine(checkRate),
    asOf: daySchema.optional(),
  })
  .superRefine((request, context) => {
    if (request.mode !== 'check' && request.order.id === undefined) {
      context.issues.push({
        code: 'custom',
        input: request,
        path: ['order', 'id'],
        message: `is needed with mode "${request.mode}"`,
      })
    }
    if (request.mode !== 'check' && request.asOf !== undefined) {
      context.issues.push({
        code: 'custom',
        input: request,
        path: ['asOf'],
        message: 'is only allowed with mode "check"',
      })
    }
  })

/** May this customer buy? As asked, in the base currency. */
export interface CheckRequest {
  source: string
  mode: 'check' | 'reserve' | 'recheck'
  customer: { externalId: string } | { document: string }
  orderId: string | null
  revision: number
  amount: Cents
  company: string
  paymentKind: 'credit' | 'cash' | 'prepaid'
  upfront: Cents
  termDaysMax: number | null
  salesRep: string | null
  asOf: Day | null
  /** Nobody asks for it: the ERP's own database refused it, and that is looked into here. */
  refusedBy: ToldRefusal | null
  /** Of everything asked: a retry has the same, another body under the same key has another. */
  digest: string
}

export function toCheckRequest(body: z.output<typeof checkRequestSchema>): CheckRequest {
  const { order } = body
  const terms = order.payment.terms ?? []
  const upfront = terms.filter(({ dueInDays }) => dueInDays === 0).reduce((sum, { amount }) => sum + amount, 0n)
  return {
    source: body.source,
    mode: body.mode,
    customer: body.customer,
    orderId: order.id ?? null,
    revision: order.revision,
    amount: toBase(order.amount, order),
    company: order.company,
    paymentKind: order.payment.kind,
    upfront: toBase(upfront, order),
    termDaysMax: terms.length === 0 ? null : Math.max(...terms.map(({ dueInDays }) => dueInDays)),
    salesRep: order.salesRep ?? null,
    asOf: body.asOf ?? null,
    refusedBy: null,
    digest: body.mode === 'reserve' ? digestOf(body) : '',
  }
}

/** A request for the room of an order of which nothing but the amount is known: sold on credit, no terms, no rep. */
export const plainReserve = (
  source: string,
  externalId: string,
  order: { id: string; revision: number; amount: string; company?: string },
): CheckRequest =>
  toCheckRequest(checkRequestSchema.parse({ source, mode: 'reserve', customer: { externalId }, order }))

/** The parsed body has its keys in the schema's order, so the same request always gives the same text. */
function digestOf(body: z.output<typeof checkRequestSchema>): string {
  const { order, ...rest } = body
  const terms = order.payment.terms?.map((term) => ({ ...term, amount: term.amount.toString() }))
  const text = JSON.stringify([
    rest,
    { ...order, amount: order.amount.toString(), payment: { ...order.payment, terms } },
  ])
  return hash('sha256', text, 'base64url')
}
