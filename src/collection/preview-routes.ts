import { z } from 'zod'
import type { App } from '../app.ts'
import { channelKinds } from '../channels/contract.ts'
import { formatCents } from '../kernel/cents.ts'
import { daySchema as dayRequestSchema } from '../kernel/day.ts'
import { externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'
import { stages } from '../receivables/standing.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { CaseCustomer } from './case.ts'
import {
  type Collection,
  PREVIEW_MAX,
  type Previewed,
  REHEARSED_CUSTOMERS_MAX,
  REHEARSED_DAYS_MAX,
} from './collection.ts'
import { sourceOf, TAGS } from './routes.ts'
import { daySchema, letterSchema, previewSchema, rehearsedDaySchema } from './wire-schema.ts'
import { explainWithheld } from './words.ts'

const audienceSchema = {
  source: sourceSchema.optional(),
  customer: z.strictObject({ externalId: externalIdSchema }).optional(),
  cadence: textSchema(64).optional().meta({ description: 'As if everybody took this one.' }),
}

const nameOf = ({ source, externalId, name }: CaseCustomer) => ({ source, externalId, name })

/** Where a manager tries a cadence on real customers before it is switched on. */
export function previewRoom(collection: Collection) {
  return async (app: App): Promise<void> => {
    addPreview(app, collection)
    addLetter(app, collection)
    addRehearsal(app, collection)
  }
}

function addPreview(app: App, collection: Collection): void {
  app.post(
    '/v1/collection/preview',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'previewCollection',
        summary: 'See what would be said to whom on a day, word by word, and why the rest would not be said',
        description:
          'Writes and sends nothing. Customers for whom nothing is due and nothing is withheld are left out.',
        tags: TAGS,
        body: z.strictObject({
          ...audienceSchema,
          day: dayRequestSchema
            .optional()
            .meta({ description: 'The next business day if absent, today if it is one; with what is open now.' }),
          after: z
            .string()
            .regex(/^\d{1,15}$/, 'must be the `next` of an earlier answer')
            .optional(),
        }),
        response: {
          200: z.object({ day: daySchema, plans: z.array(previewSchema), next: z.string().nullable() }),
          404: problemResponse(404),
          422: problemResponse(422),
        },
      },
    },
    async (request) => {
      const { source, customer, cadence = null, day = null, after = '0' } = request.body
      const audience = audienceOf(sourceOf(request, source), customer?.externalId ?? null, cadence)
      const found = await collection.preview(audience, day, Number(after), PREVIEW_MAX)
      if (!found) throw noCadence()
      return {
        day: found.day,
        plans: found.previews.filter(isWorthShowing).map(toWire),
        next: found.next === null ? null : String(found.next),
      }
    },
  )
}

const noCadence = () => problem(404, 'There is no cadence of that name: see GET /v1/collection.')

function audienceOf(source: string | null, externalId: string | null, cadence: string | null) {
  if (externalId !== null && source === null)
    throw problem(422, 'A customer is known by its source as well.', [
      { path: 'source', message: 'must be given with customer' },
    ])
  return { source, externalId, cadence }
}

const isWorthShowing = ({ plan }: Previewed): boolean =>
  plan.contact !== null || plan.tasks.length > 0 || plan.withheld.length > 0

function toWire({ subject, plan, written }: Previewed): z.input<typeof previewSchema> {
  const { contact, cadence, tasks, withheld, next } = plan
  const outgoing = written && 'outgoing' in written ? written.outgoing : null
  return {
    customer: nameOf(subject.customer),
    segment: subject.customer.segment,
    cadence: cadence?.name ?? null,
    message: contact && {
      ...{ step: contact.step.key, stage: contact.step.stage, channels: [...contact.channels] },
      recipient: outgoing?.recipient ?? null,
      titles: contact.carried.map(({ title, step }) => ({
        ...{ externalId: title.externalId, number: title.number, dueOn: title.dueOn },
        ...{ openAmount: formatCents(title.openAmount), step: step.key },
      })),
      ...{ subject: outgoing?.subject ?? null, text: outgoing?.text ?? null, html: outgoing?.html ?? null },
      fault: written && 'fault' in written ? written.fault : null,
    },
    tasks: tasks.map(({ step, titles }) => ({
      ...{ step: step.key, kind: step.task.kind, title: step.task.title },
      titles: titles.map(({ externalId }) => externalId),
    })),
    withheld: withheld.map((one) => ({
      ...{ code: one.code, message: explainWithheld(one), until: one.untilOn },
      titles: one.titles.map(({ externalId }) => externalId),
    })),
    next,
  }
}

function addLetter(app: App, collection: Collection): void {
  app.post(
    '/v1/collection/letters',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'previewLetter',
        summary: 'Read a template as a customer of yours would',
        description: 'With what is open today, whether anything is due or not. Sends nothing.',
        tags: TAGS,
        body: z.strictObject({
          source: sourceSchema,
          customer: z.strictObject({ externalId: externalIdSchema }),
          template: textSchema(64),
          channel: z.enum(channelKinds),
          stage: z.enum(stages).default('notice'),
        }),
        response: { 200: letterSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      const { source, customer, template, channel, stage } = request.body
      const written = await collection.letter(
        sourceOf(request, source) as string,
        customer.externalId,
        template,
        channel,
        stage,
      )
      if (!written) throw problem(404, 'There is no customer of that id in this source.')
      if ('fault' in written) return { subject: null, text: null, html: null, approved: null, fault: written.fault }
      const { subject, text, html, approved } = written.outgoing
      return {
        subject,
        text,
        html,
        approved: approved && { ...approved, parameters: [...approved.parameters] },
        fault: null,
      }
    },
  )
}

function addRehearsal(app: App, collection: Collection): void {
  app.post(
    '/v1/collection/rehearsals',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'rehearseCollection',
        summary: 'Play cadences day by day over what is open now, as if nobody paid',
        description:
          'Writes and sends nothing. What it shows is the most that would be said: whoever pays is not written to any more.',
        tags: TAGS,
        body: z.strictObject({
          ...audienceSchema,
          from: dayRequestSchema.optional(),
          days: z.int().min(1).max(REHEARSED_DAYS_MAX).default(30),
        }),
        response: {
          200: z.object({ days: z.array(rehearsedDaySchema) }),
          404: problemResponse(404),
          422: problemResponse(422),
        },
      },
    },
    async (request) => {
      const { source, customer, cadence = null, from = null, days } = request.body
      const audience = audienceOf(sourceOf(request, source), customer?.externalId ?? null, cadence)
      const rehearsed = await collection.rehearse(audience, from, days)
      if (rehearsed === null) throw noCadence()
      if (rehearsed === 'too_many')
        throw problem(422, `More than ${REHEARSED_CUSTOMERS_MAX} customers owe: name a source or a customer.`)
      return {
        days: rehearsed.map(({ on, messages, tasks, withheld }) => ({
          on,
          messages: messages.map(({ customer: of, amount, titles, ...message }) => ({
            ...{ ...message, customer: nameOf(of), amount: formatCents(amount), titles: [...titles] },
          })),
          tasks: tasks.map(({ customer: of, titles, ...task }) => ({
            ...{ ...task, customer: nameOf(of), titles: [...titles] },
          })),
          withheld: { ...withheld },
        })),
      }
    },
  )
}
