import { z } from 'zod'
import type { App } from '../app.ts'
import { formatCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { cursorSchema } from '../kernel/paging.ts'
import { sourceSchema, textSchema } from '../kernel/text.ts'
import { callerOf, requireSource, requireUnbound } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { Collection } from './collection.ts'
import type { Message } from './message-store.ts'
import {
  channelCheckSchema,
  collectionStateSchema,
  messageSchema,
  messageStates,
  worklistEntrySchema,
} from './wire-schema.ts'

export const TAGS = ['collection']
const MESSAGES_PAGE = 100
const WORKLIST_MAX = 500
const NOTE_MAX = 500

/** Where managers switch collection on and off, and collectors see what was said and what is to do. */
export function collectionRoom(collection: Collection, clock: Clock) {
  return async (app: App): Promise<void> => {
    addState(app, collection)
    addChannelCheck(app, collection)
    addMessages(app, collection, clock)
    addWorklist(app, collection)
  }
}

/** A key that is bound to a source sees that one. */
export function sourceOf(request: Parameters<typeof callerOf>[0], asked: string | undefined): string | null {
  const source = asked ?? callerOf(request).source
  if (source !== null) requireSource(request, source)
  return source
}

function addState(app: App, collection: Collection): void {
  app.get(
    '/v1/collection',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readCollection',
        summary: 'Read what is switched on, the cadences, the channels, and what is wrong with their files',
        tags: TAGS,
        response: { 200: collectionStateSchema },
      },
    },
    async (request) => {
      requireUnbound(request)
      const { isStopped, cadences, faults, ...state } = await collection.describe()
      return {
        ...state,
        stopped: isStopped,
        cadences: cadences.map(({ name, title, priority, gapDays, steps }) => ({
          ...{ name, title, priority, gapDays },
          steps: steps.map(({ key, offsetDays, stage, channels = [], template = null, task }) => ({
            ...{ key, offsetDays, stage, channels, template, task: task?.title ?? null },
          })),
        })),
        faults: faults.map(({ file, faults: found }) => ({ file, faults: [...found] })),
      }
    },
  )
  app.put(
    '/v1/collection/sending',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'stopSending',
        summary: 'Stop at once to plan and send messages, or go on',
        description: 'Holds for every process, from the next messages on. What is planned stays planned.',
        tags: TAGS,
        body: z.strictObject({ stopped: z.boolean() }),
        response: { 200: z.object({ stopped: z.boolean() }) },
      },
    },
    async (request) => {
      requireUnbound(request)
      await collection.setStopped(request.body.stopped, request)
      return { stopped: request.body.stopped }
    },
  )
}

function addChannelCheck(app: App, collection: Collection): void {
  app.post(
    '/v1/channels/:name/connection-check',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'checkChannel',
        summary: 'Ask the provider of a channel whether it answers and accepts the credentials',
        tags: ['channels'],
        params: z.strictObject({ name: textSchema(64) }),
        body: z.strictObject({}).nullish(),
        response: { 200: channelCheckSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      requireUnbound(request)
      const outcome = await collection.checkChannel(request.params.name)
      if (outcome === null) throw problem(404, 'No file config/channels/<name>.yaml describes this channel.')
      return outcome.ok ? { ok: true as const, facts: { ...outcome.facts } } : outcome
    },
  )
}

function addMessages(app: App, collection: Collection, clock: Clock): void {
  const formatOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))
  const toWire = (message: Message, customer: z.input<typeof messageSchema>['customer']) => {
    const { id, plannedOn, cadence, step, stage, channel, recipient, state, reason, attempts } = message
    const { source, externalId, name } = customer
    return {
      ...{ id, customer: { source, externalId, name }, plannedOn, cadence, step, stage, channel, recipient },
      ...{ state, reason, attempts, dueAt: clock.format(message.dueAt), sentAt: formatOrNull(message.sentAt) },
    }
  }
  app.get(
    '/v1/collection/messages',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listMessages',
        summary: 'Read messages by their state: planned, ambiguous, failed …',
        tags: TAGS,
        querystring: z.strictObject({
          state: z.enum(messageStates).default('planned'),
          source: sourceSchema.optional(),
          after: cursorSchema.default(0),
        }),
        response: { 200: z.object({ messages: z.array(messageSchema), next: z.string().nullable() }) },
      },
    },
    async (request) => {
      const { state, source, after } = request.query
      const found = await collection.listMessages([state], sourceOf(request, source), after, MESSAGES_PAGE)
      return {
        messages: found.map(({ source: of, externalId, name, ...message }) =>
          toWire(message, { source: of, externalId, name }),
        ),
        next: found.length === MESSAGES_PAGE ? String(found.at(-1)?.seq) : null,
      }
    },
  )
  app.get(
    '/v1/collection/messages/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readMessage',
        summary: 'Read one message; its texts and receipts are in the story of its customer',
        tags: TAGS,
        params: z.strictObject({ id: textSchema(32) }),
        response: { 200: messageSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      const message = await collection.findMessage(request.params.id)
      const { source: bound } = callerOf(request)
      if (!message || (bound !== null && bound !== message.customer.source)) throw noMessage()
      return toWire(message, message.customer)
    },
  )
  app.post(
    '/v1/collection/messages/:id/resolution',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'resolveMessage',
        summary: 'Say whether a message left of which nobody knew',
        description: '`sent`: it left, and its step is done. `not_sent`: it did not, and is sent again.',
        tags: TAGS,
        params: z.strictObject({ id: textSchema(32) }),
        body: z.strictObject({ outcome: z.enum(['sent', 'not_sent']), note: textSchema(NOTE_MAX).nullish() }),
        response: { 200: messageSchema, 404: problemResponse(404), 409: problemResponse(409) },
      },
    },
    async (request) => {
      const { id } = request.params
      const before = await collection.findMessage(id)
      const { source: bound } = callerOf(request)
      if (!before || (bound !== null && bound !== before.customer.source)) throw noMessage()
      const { outcome, note = null } = request.body
      const isResolved = await collection.resolve(id, outcome, note, request)
      if (isResolved === null) throw noMessage()
      if (!isResolved) throw problem(409, 'This message is not ambiguous (any more): there is nothing to resolve.')
      const message = await collection.findMessage(id)
      return toWire(message ?? before, before.customer)
    },
  )
}

const noMessage = () => problem(404, 'There is no message of that id.')

function addWorklist(app: App, collection: Collection): void {
  app.get(
    '/v1/collection/worklist',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readWorklist',
        summary: "Read today's list: whom to do with, the most pressing first, with the next best step and why",
        tags: TAGS,
        querystring: z.strictObject({ source: sourceSchema.optional() }),
        response: { 200: z.object({ entries: z.array(worklistEntrySchema) }) },
      },
    },
    async (request) => {
      const entries = await collection.worklist(sourceOf(request, request.query.source), WORKLIST_MAX)
      return {
        entries: entries.map(({ subject: { customer }, overdue, oldestDueOn, next }) => ({
          customer: { source: customer.source, externalId: customer.externalId, name: customer.name },
          ...{ segment: customer.segment, profile: customer.profile, overdue: formatCents(overdue), oldestDueOn, next },
        })),
      }
    },
  )
}
