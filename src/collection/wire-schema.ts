import { z } from 'zod'
import { channelKinds } from '../channels/contract.ts'
import { stages } from '../receivables/standing.ts'
import { withheldCodes } from './plan.ts'

/** What the API tells of cadences, plans and messages. */
const instantSchema = z.string().meta({ format: 'date-time' })
export const daySchema = z.string().meta({ format: 'date' })
const moneySchema = z.string().meta({ examples: ['1234.56'] })

const customerSchema = z.object({ source: z.string(), externalId: z.string(), name: z.string() })

export const messageStates = [
  'planned',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'ambiguous',
  'cancelled',
] as const

export const messageSchema = z.object({
  id: z.string(),
  customer: customerSchema,
  plannedOn: daySchema,
  cadence: z.string(),
  step: z.string(),
  stage: z.enum(stages),
  channel: z.enum(channelKinds).nullable(),
  recipient: z.string().nullable(),
  state: z.enum(messageStates),
  reason: z.string().nullable().meta({ description: 'Why it waits, failed or was cancelled, as a code.' }),
  attempts: z.int(),
  dueAt: instantSchema,
  sentAt: instantSchema.nullable(),
})

const withheldSchema = z.object({
  code: z.enum(withheldCodes),
  message: z.string(),
  until: daySchema.nullable(),
  titles: z.array(z.string()),
})

const titleSchema = z.object({
  externalId: z.string(),
  number: z.string().nullable(),
  dueOn: daySchema,
  openAmount: moneySchema,
  step: z.string(),
})

export const previewSchema = z.object({
  customer: customerSchema,
  segment: z.string().nullable(),
  cadence: z.string().nullable(),
  message: z
    .object({
      step: z.string(),
      stage: z.enum(stages),
      channels: z.array(z.enum(channelKinds)).meta({ description: 'Tried in this order.' }),
      recipient: z.string().nullable(),
      titles: z.array(titleSchema),
      subject: z.string().nullable(),
      text: z.string().nullable(),
      html: z.string().nullable(),
      fault: z.string().nullable().meta({ description: 'Why it could not be written.' }),
    })
    .nullable(),
  tasks: z.array(z.object({ step: z.string(), kind: z.string(), title: z.string(), titles: z.array(z.string()) })),
  withheld: z.array(withheldSchema).meta({ description: 'What is due and not said, with the reason.' }),
  next: z.object({ on: daySchema, step: z.string() }).nullable(),
})

export const letterSchema = z.object({
  subject: z.string().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  approved: z
    .object({ name: z.string(), language: z.string(), parameters: z.array(z.string()) })
    .nullable()
    .meta({ description: 'For WhatsApp: the text that the provider approved, and what fills its places.' }),
  fault: z.string().nullable(),
})

export const rehearsedDaySchema = z.object({
  on: daySchema,
  messages: z.array(
    z.object({
      customer: customerSchema,
      cadence: z.string(),
      step: z.string(),
      stage: z.enum(stages),
      channel: z.enum(channelKinds),
      titles: z.array(z.string()),
      amount: moneySchema,
    }),
  ),
  tasks: z.array(
    z.object({
      customer: customerSchema,
      step: z.string(),
      stage: z.enum(stages),
      title: z.string(),
      titles: z.array(z.string()),
    }),
  ),
  withheld: z.record(z.string(), z.int()).meta({ description: 'How many customers nothing was said to, by reason.' }),
})

export const worklistEntrySchema = z.object({
  customer: customerSchema,
  segment: z.string().nullable(),
  profile: z.string().nullable(),
  overdue: moneySchema,
  oldestDueOn: daySchema.nullable(),
  next: z.object({ kind: z.string(), title: z.string(), because: z.string() }),
})

export const channelCheckSchema = z.union([
  z.object({ ok: z.literal(true), facts: z.record(z.string(), z.string()) }),
  z.object({
    ok: z.literal(false),
    remedy: z.enum(['settings', 'auth', 'throttled', 'unavailable', 'bad_record']),
    message: z.string(),
  }),
])

export const collectionStateSchema = z.object({
  mode: z.enum(['off', 'on']),
  stopped: z.boolean().meta({ description: 'Sending was stopped by hand, for every process.' }),
  plansAt: z.string(),
  cadences: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      priority: z.int(),
      gapDays: z.int(),
      steps: z.array(
        z.object({
          key: z.string(),
          offsetDays: z.int(),
          stage: z.enum(stages),
          channels: z.array(z.enum(channelKinds)),
          template: z.string().nullable(),
          task: z.string().nullable(),
        }),
      ),
    }),
  ),
  channels: z.array(z.object({ name: z.string(), kind: z.enum(channelKinds), adapter: z.string() })),
  faults: z.array(z.object({ file: z.string(), faults: z.array(z.object({ path: z.string(), message: z.string() })) })),
})
