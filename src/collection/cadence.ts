import { z } from 'zod'
import { channelKinds } from '../channels/contract.ts'
import { amountSchema } from '../kernel/cents.ts'
import { textSchema } from '../kernel/text.ts'
import { stages } from '../receivables/standing.ts'
import type { CollectionCase } from './case.ts'

/** A régua: what is said, or done, how many days before or after the due day of a title. */

const STEPS_MAX = 40
const OFFSET_MAX_DAYS = 1_800
const GAP_MAX_DAYS = 90

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be kebab-case, such as "aviso-1"')

export const taskKinds = ['call', 'handover', 'protest', 'negativation', 'other'] as const

const stepSchema = z
  .strictObject({
    key: nameSchema,
    /** From the effective due day: the due day, or the next business day if it is none. Negative is before. */
    offsetDays: z.int().min(-60).max(OFFSET_MAX_DAYS),
    stage: z.enum(stages),
    /** In this order: the next one when the one before cannot reach the customer. */
    channels: z.array(z.enum(channelKinds)).min(1).max(channelKinds.length).optional(),
    template: nameSchema.optional(),
    /** A task for a person in place of a message. */
    task: z
      .strictObject({
        kind: z.enum(taskKinds),
        title: textSchema(255),
        dueInDays: z.int().min(0).max(90).default(1),
      })
      .optional(),
    when: z
      .strictObject({
        /** Of all that is overdue of the customer. */
        overdueMin: amountSchema.optional(),
        person: z.enum(['natural', 'legal']).optional(),
      })
      .prefault({}),
  })
  .superRefine((step, context) => {
    const isMessage = step.channels !== undefined || step.template !== undefined
    if (isMessage === (step.task !== undefined))
      context.addIssue({ code: 'custom', message: 'must have either channels and template, or a task' })
    else if (isMessage && (step.channels === undefined || step.template === undefined))
      context.addIssue({ code: 'custom', message: 'must have both channels and template' })
    if (step.task && step.offsetDays < 0)
      context.addIssue({ code: 'custom', path: ['task'], message: 'must not come before the due day' })
    if (step.channels && new Set(step.channels).size < step.channels.length)
      context.addIssue({ code: 'custom', path: ['channels'], message: 'names a channel twice' })
  })

export const cadenceSchema = z
  .strictObject({
    name: nameSchema,
    title: textSchema(120),
    /** The first cadence that fits, by this number and then by name, takes the customer. */
    priority: z.int().min(0).max(1_000),
    /** Who takes it: any of these segments, profiles or flags. Nothing at all: everybody. */
    for: z
      .strictObject({
        segments: z.array(textSchema(32)).default([]),
        profiles: z.array(textSchema(32)).default([]),
        flags: z.array(textSchema(32)).default([]),
        riskClasses: z.array(textSchema(32)).default([]),
      })
      .prefault({}),
    /** Whole days between two messages to the same customer, whatever the channel. */
    gapDays: z.int().min(1).max(GAP_MAX_DAYS),
    /** Nobody is written to for less. */
    minimumAmount: amountSchema.default(0n),
    /** A step before the due day that falls on no business day. */
    beforeDue: z.enum(['previous', 'next']).default('previous'),
    steps: z.array(stepSchema).min(1).max(STEPS_MAX),
  })
  .superRefine(({ steps }, context) => {
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1]
      if (before && step.offsetDays <= before.offsetDays)
        context.addIssue({
          code: 'custom',
          path: ['steps', index, 'offsetDays'],
          message: 'must grow from step to step',
        })
      if (before && stages.indexOf(step.stage) < stages.indexOf(before.stage))
        context.addIssue({ code: 'custom', path: ['steps', index, 'stage'], message: 'must not be milder than before' })
      if (steps.findIndex(({ key }) => key === step.key) !== index)
        context.addIssue({ code: 'custom', path: ['steps', index, 'key'], message: 'is the key of an earlier step' })
    }
  })

export type Cadence = z.output<typeof cadenceSchema>
export type Step = Cadence['steps'][number]

/** The cadence that takes a customer; `null` when none does. */
export function cadenceFor(customer: CollectionCase['customer'], cadences: readonly Cadence[]): Cadence | null {
  const sorted = [...cadences].sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1))
  return sorted.find((cadence) => fits(customer, cadence)) ?? null
}

function fits(customer: CollectionCase['customer'], { for: audience }: Cadence): boolean {
  const { segments, profiles, flags, riskClasses } = audience
  if (segments.length + profiles.length + flags.length + riskClasses.length === 0) return true
  return (
    (customer.segment !== null && segments.includes(customer.segment)) ||
    (customer.profile !== null && profiles.includes(customer.profile)) ||
    (customer.riskClass !== null && riskClasses.includes(customer.riskClass)) ||
    customer.flags.some((flag) => flags.includes(flag))
  )
}
