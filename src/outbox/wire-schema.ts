import { z } from 'zod'
import { cursorSchema, wholeSchema } from '../kernel/paging.ts'
import { sourceSchema, textSchema } from '../kernel/text.ts'
import { SHOWN_STATES } from './delivery.ts'
import { EVENT_TYPES } from './event.ts'

const NAME_MAX = 120
const URL_MAX = 2_000
const REPLAYED_BY_ID_MAX = 100
const EVENTS_MAX = 500
const EVENTS_PAGE = 100

const instantSchema = z.string().meta({ format: 'date-time' })
const typeSchema = z.enum(EVENT_TYPES, `must be one of ${EVENT_TYPES.join(', ')}`)
const numberText = (message: string) => z.string(message).regex(/^\d{1,15}$/, message)

export const idParamsSchema = z.strictObject({ id: textSchema(32) })

export const newWebhookSchema = z.strictObject({
  name: textSchema(NAME_MAX),
  url: z.string('must be a URL').min(1, 'must not be empty').max(URL_MAX, `must have at most ${URL_MAX} characters`),
  types: z
    .array(typeSchema, 'must be a list of types')
    .max(100, 'must have at most 100 types')
    .transform((types) => EVENT_TYPES.filter((type) => types.includes(type)))
    .default([])
    .meta({ description: 'The types that it takes; none is all of them, those of later versions too.' }),
  source: sourceSchema.optional(),
})

export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  source: z.string().nullable().meta({ description: 'Whose events it takes; null is every source.' }),
  active: z.boolean().meta({ description: 'False after its receiver answered 410.' }),
  failing: z.boolean().meta({ description: 'Its newest attempt failed: one at a time tries whether it is back.' }),
  waiting: z.int(),
  dead: z.int(),
  createdAt: instantSchema,
})

export const secretSchema = z.string().meta({ description: 'Shown once: what the signatures are made with.' })

export const deliveryQuerySchema = z.strictObject({
  state: z.enum(SHOWN_STATES, `must be one of ${SHOWN_STATES.join(', ')}`).optional(),
  after: cursorSchema.optional(),
})

export const deliverySchema = z.object({
  id: z.string(),
  event: z.object({ id: z.string(), type: z.string(), cursor: z.string() }),
  state: z.enum(SHOWN_STATES),
  attempts: z.int(),
  nextAt: instantSchema.nullable(),
  lastStatus: z.int().nullable().meta({ description: 'Null also where no answer came.' }),
  lastError: z.string().nullable(),
  deliveredAt: instantSchema.nullable(),
})

const WHICH = 'must say which: either `deliveries`, a list of ids, or `dead: true`'
export const replayRequestSchema = z
  .strictObject({
    deliveries: z
      .array(numberText('must be the id of a delivery').transform(Number), 'must be a list of ids')
      .min(1, 'must name at least one delivery')
      .max(REPLAYED_BY_ID_MAX, `must have at most ${REPLAYED_BY_ID_MAX} ids`)
      .optional(),
    dead: z.literal(true, 'must be true, or absent').optional(),
  })
  .refine(({ deliveries, dead }) => (deliveries === undefined) !== (dead === undefined), WHICH)

export const replayedSchema = z.object({
  replayed: z.int(),
  more: z.boolean().meta({ description: 'There are more that are dead: ask again.' }),
})

export const eventQuerySchema = z.strictObject({
  after: cursorSchema
    .optional()
    .meta({ description: 'The `next` of the answer before; absent begins with the oldest.' }),
  limit: wholeSchema(EVENTS_MAX).default(EVENTS_PAGE),
  type: z
    .union([typeSchema, z.array(typeSchema).max(EVENT_TYPES.length)], `must be one of ${EVENT_TYPES.join(', ')}`)
    .transform((types) => [types].flat())
    .optional()
    .meta({ description: 'May be given several times.' }),
})

export const eventPageSchema = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      cursor: z.string(),
      type: z.string(),
      timestamp: instantSchema,
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.string().meta({ description: 'Give it as `after` to read on. Also where nothing was found.' }),
  more: z.boolean().meta({ description: 'Ask again at once; else there is nothing more for now.' }),
})
