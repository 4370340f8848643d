import { z } from 'zod'
import { wholeSchema } from '../kernel/paging.ts'
import { textSchema } from '../kernel/text.ts'
import { REHEARSED_DAYS_MAX } from './draft-rehearsal.ts'

const BODY_CHARS_MAX = 256 * 1024
const VERSION_MAX = 2_147_483_647
const PAGE_MAX = 200
const PAGE = 50

const versionSchema = wholeSchema(VERSION_MAX, 'must be the number of a version')
export const versionParamsSchema = z.strictObject({ version: versionSchema })
export const diffQuerySchema = z.strictObject({
  with: versionSchema.optional().meta({ description: 'The version to compare with: the one before, if absent.' }),
})
export const versionsQuerySchema = z.strictObject({
  after: versionSchema.optional().meta({ description: '`next` of an earlier answer.' }),
  limit: wholeSchema(PAGE_MAX).default(PAGE),
})
export const draftParamsSchema = z.strictObject({ id: textSchema(32) })

export const draftRequestSchema = z.strictObject({
  body: z
    .string('must be the text of a policy')
    .min(1, 'must not be empty')
    .max(BODY_CHARS_MAX, `must have at most ${BODY_CHARS_MAX} characters`)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must not hold broken characters')
    .meta({ description: 'YAML, as `config/policies/default.yaml` would have it.' }),
  note: textSchema(500).meta({ description: 'What it is for.' }),
})
const DAYS = `must be a whole number from 1 to ${REHEARSED_DAYS_MAX}`
export const rehearsalRequestSchema = z.strictObject({
  days: z.int(DAYS).min(1, DAYS).max(REHEARSED_DAYS_MAX, DAYS),
})
export const activationRequestSchema = z.strictObject({
  reason: textSchema(500),
  force: z.boolean().default(false).meta({ description: 'Also without a rehearsal.' }),
})

const instant = z.string().meta({ format: 'date-time' })
const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())])
export const changesSchema = z
  .array(z.object({ path: z.string(), before: valueSchema, after: valueSchema }))
  .meta({ description: 'Each key that differs, complete with defaults; a list is one value, null is a key not there.' })

export const listedVersionSchema = z.object({
  version: z.int(),
  digest: z.string().meta({ description: 'SHA-256 of the text' }),
  loadedAt: instant,
  origin: z.enum(['file', 'draft']),
  loadedBy: z.string().nullable().meta({ description: 'Who made it active; null for a file.' }),
  inForce: z.boolean(),
})
export const versionSchemaWithBody = listedVersionSchema.omit({ inForce: true }).extend({ body: z.string() })

const sumSchema = z.object({
  orders: z.int(),
  amount: z.string(),
  unpaidOrders: z.int(),
  unpaidAmount: z.string().meta({ description: 'What those orders are worth, not what of them is open.' }),
  withoutTitles: z.int().meta({ description: 'Of so many there are no titles to tell by: not in unpaidOrders.' }),
})
const reasonsSchema = z.array(sumSchema.extend({ code: z.string() }))
const namedSchema = z.array(
  z.object({
    checkId: z.string(),
    checkedAt: instant,
    source: z.string(),
    orderId: z.string().nullable(),
    customer: z.string().nullable(),
    salesRep: z.string().nullable(),
    amount: z.string(),
    was: z.enum(['approved', 'conditional', 'blocked']),
    would: z.enum(['approved', 'conditional', 'blocked']),
    reasons: z.array(z.string()),
    because: z.string().nullable().meta({ description: 'The first sentence of what refuses.' }),
    payment: z.enum(['unpaid', 'paid', 'no_titles']),
  }),
)
const notesSchema = z.array(z.object({ key: z.string(), why: z.string(), decisions: z.int() }))

export const rehearsalSchema = z
  .object({
    days: z.int(),
    from: instant,
    rehearsedAt: instant,
    policyVersion: z.int(),
    checks: z.int(),
    decisions: z.int().meta({ description: 'Decided again: of each order the newest check or reserve of each day.' }),
    hypothetical: z.int().meta({ description: 'Asked with `asOf` another day: left out.' }),
    unreadable: z.int().meta({ description: 'Of a policy or with facts that this program cannot read: left out.' }),
    cut: z.boolean().meta({ description: 'There were more than 200,000 checks: only the newest were looked at.' }),
    readBackTo: instant.nullable(),
    unpaidMeans: z.string().meta({ description: 'What is taken as not paid, in Portuguese.' }),
    held: sumSchema.meta({ description: 'Approved then, and not by the draft.' }),
    freed: sumSchema.meta({ description: 'Blocked or conditional then, and approved by the draft.' }),
    byReason: z
      .object({ held: reasonsSchema, freed: reasonsSchema })
      .meta({ description: 'By what refuses; an order with several reasons stands under each.' }),
    bySalesRep: z.array(z.object({ salesRep: z.string().nullable(), held: sumSchema, freed: sumSchema })),
    largest: z.object({ held: namedSchema, freed: namedSchema }),
    notReplayed: notesSchema.meta({
      description: 'Keys that differ and whose effect the stored facts do not hold: there they act as they did then.',
    }),
    assumed: notesSchema.meta({
      description: "Keys applied because today's records show no terms of the customer's own.",
    }),
  })
  .meta({ id: 'PolicyRehearsal' })

const draftFields = {
  id: z.string(),
  note: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  changedAt: instant,
  activatedVersion: z.int().nullable(),
}
export const listedDraftSchema = z.object({ ...draftFields, rehearsed: z.boolean() })
export const draftSchema = z.object({
  ...draftFields,
  body: z.string(),
  rehearsal: rehearsalSchema.nullable(),
  changes: changesSchema,
})
