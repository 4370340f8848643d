import { z } from 'zod'
import { channelKinds } from '../channels/contract.ts'
import { amountSchema } from '../kernel/cents.ts'
import { daySchema, isDay } from '../kernel/day.ts'
import { cursorSchema } from '../kernel/paging.ts'
import { externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'
import { taskKinds } from './cadence.ts'
import { pauseKinds } from './case.ts'
import { promiseStates } from './promise.ts'
import { storyKinds } from './story-store.ts'

/** What the API takes and tells of a customer's story. */

const REASON_MAX = 500
const NOTE_MAX = 4_000
const NAME_MAX = 120
const ADDRESS_MAX = 255
const TASK_TITLE_MAX = 255
/** Titles that one promise or dispute may name. */
export const TITLES_MAX = 1_000
const STORY_PAGE_MAX = 200
const STORY_PAGE = 50

const LINE_BREAKS = /[\n\r\t]/g
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u

/** What a person writes: trimmed, not empty, of several lines if need be, no other control characters. */
const wordsSchema = (lengthMax: number) =>
  z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine(
      (text) => text.isWellFormed() && !CONTROL.test(text.replace(LINE_BREAKS, ' ')),
      'must not hold control or broken characters',
    )

export const customerParamsSchema = z.strictObject({ source: sourceSchema, externalId: externalIdSchema })
export const idParamsSchema = z.strictObject({ id: textSchema(32) })

const titlesSchema = z
  .array(externalIdSchema)
  .min(1, 'must name a receivable, or be left out')
  .max(TITLES_MAX, `must name at most ${TITLES_MAX} receivables`)
  .optional()

export const noteRequestSchema = z.strictObject({ text: wordsSchema(NOTE_MAX) })
export const promiseRequestSchema = z.strictObject({
  amount: amountSchema,
  promisedOn: daySchema,
  receivables: titlesSchema.meta({
    description: 'External ids. Left out: all that is overdue, or all that is open where nothing is.',
  }),
  note: wordsSchema(REASON_MAX).optional(),
})
export type PromiseRequest = z.output<typeof promiseRequestSchema>
export const reasonRequestSchema = z.strictObject({ reason: wordsSchema(REASON_MAX) })
export const disputeRequestSchema = z.strictObject({
  reason: wordsSchema(REASON_MAX),
  receivables: titlesSchema.meta({ description: 'External ids. Left out: everything, also what is to come.' }),
})
export type DisputeRequest = z.output<typeof disputeRequestSchema>
export const resolutionRequestSchema = z.strictObject({ resolution: wordsSchema(REASON_MAX) })
export const pauseRequestSchema = z.strictObject({
  kind: z.enum(pauseKinds),
  until: daySchema.optional().meta({
    description:
      'The last day of the pause. Left out: until it is lifted; for `payment_reported`, until banks would have told.',
  }),
  reason: wordsSchema(REASON_MAX),
})
export type PauseRequest = z.output<typeof pauseRequestSchema>

const taskStates = ['open', 'done'] as const
export const taskRequestSchema = z.strictObject({
  title: textSchema(TASK_TITLE_MAX),
  dueOn: daySchema,
  assignee: textSchema(NAME_MAX).optional(),
  kind: z.enum(taskKinds).default('other'),
})
export type TaskRequest = z.output<typeof taskRequestSchema>
export const outcomeRequestSchema = z.strictObject({ outcome: wordsSchema(REASON_MAX) })
export const taskQuerySchema = z.strictObject({
  state: z.enum(taskStates).default('open'),
  dueUntil: daySchema.optional(),
  assignee: textSchema(NAME_MAX).optional(),
  after: z
    .string()
    .refine(
      (text) => isDay(text.slice(0, 10)) && /^.{10}~\w{1,32}$/.test(text),
      'must be the `next` of an earlier answer',
    )
    .transform((text) => ({ dueOn: text.slice(0, 10), id: text.slice(11) }))
    .optional(),
})

export const contactPointRequestSchema = z.strictObject({
  channel: z.enum(['email', 'whatsapp', 'sms']),
  address: textSchema(ADDRESS_MAX),
  name: textSchema(NAME_MAX).optional(),
})
export type ContactPointRequest = z.output<typeof contactPointRequestSchema>
export const markRequestSchema = z.strictObject({
  channel: z.enum(channelKinds),
  address: textSchema(ADDRESS_MAX),
  mark: z.enum(['invalid', 'opted_out', 'good']),
  reason: textSchema(ADDRESS_MAX),
})
export type MarkRequest = z.output<typeof markRequestSchema>

export const storyQuerySchema = z.strictObject({
  before: cursorSchema.optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `must be a number from 1 to ${STORY_PAGE_MAX}`)
    .transform(Number)
    .pipe(z.int().min(1).max(STORY_PAGE_MAX))
    .default(STORY_PAGE),
})

const instantSchema = z.string().meta({ format: 'date-time' })
const daySchemaOut = z.string().meta({ format: 'date' })
const moneySchema = z.string().meta({ examples: ['1234.56'] })

export const entrySchema = z.object({
  kind: z.enum(storyKinds),
  at: instantSchema,
  actor: z.string(),
  detail: z.record(z.string(), z.unknown()),
  messageId: z.string().nullable(),
})

export const promiseSchema = z.object({
  id: z.string(),
  amount: moneySchema,
  promisedOn: daySchemaOut,
  deadlineOn: daySchemaOut.meta({
    description: 'The last day on which the money may show: banks tell some days later.',
  }),
  state: z.enum(promiseStates),
  received: moneySchema.meta({ description: 'What has come in of these titles since.' }),
  waitsForSource: z.boolean().meta({
    description: 'The deadline has passed and the ERP was not heard of since: whoever paid may not show yet.',
  }),
  receivables: z.array(z.object({ externalId: z.string(), openThen: moneySchema, openAmount: moneySchema })),
  note: z.string().nullable(),
  madeBy: z.string(),
  madeAt: instantSchema,
  resolvedOn: daySchemaOut.nullable(),
})

export const disputeSchema = z.object({
  id: z.string(),
  receivables: z.array(z.string()).nullable().meta({ description: 'External ids; null is everything.' }),
  reason: z.string(),
  state: z.enum(['open', 'resolved']),
  openedBy: z.string(),
  openedAt: instantSchema,
  resolution: z.string().nullable(),
  resolvedAt: instantSchema.nullable(),
})

export const pauseSchema = z.object({
  id: z.string(),
  kind: z.enum(pauseKinds),
  until: daySchemaOut.nullable(),
  reason: z.string(),
  setBy: z.string(),
  setAt: instantSchema,
  liftedAt: instantSchema.nullable(),
})

export const taskSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  dueOn: daySchemaOut,
  assignee: z.string().nullable(),
  state: z.enum(taskStates),
  origin: z.string().nullable().meta({ description: 'What made it; null for a task that a person made.' }),
  messageId: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instantSchema,
  outcome: z.string().nullable(),
  doneAt: instantSchema.nullable(),
})
export const listedTaskSchema = taskSchema.extend({
  customer: z.object({ source: z.string(), externalId: z.string(), name: z.string() }),
})

export const contactSchema = z.object({
  id: z.string().nullable().meta({ description: 'Of a contact point that was added; null for what the ERP has.' }),
  channel: z.enum(channelKinds),
  address: z.string(),
  name: z.string().nullable(),
  field: z.enum(['email', 'phone', 'whatsapp']).nullable().meta({ description: 'Where the ERP has it.' }),
  state: z.enum(['good', 'invalid', 'opted_out', 'unusable']),
  reason: z.string().nullable(),
  markedAt: instantSchema.nullable(),
})

export const careSchema = z.object({
  customer: z.object({ source: z.string(), externalId: z.string(), name: z.string() }),
  standing: z
    .object({
      segment: z.string(),
      profile: z.string().nullable(),
      flags: z.array(z.string()),
      because: z.array(z.string()).meta({ description: 'In sentences with the numbers, in pt-BR.' }),
      computedOn: daySchemaOut,
    })
    .nullable(),
  collectionStage: z.string().nullable(),
  brokenPromises: z.int(),
  promises: z.array(promiseSchema),
  disputes: z.array(disputeSchema),
  pauses: z.array(pauseSchema),
  tasks: z.array(taskSchema),
  contacts: z.array(contactSchema),
})
