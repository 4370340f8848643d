import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import { addDeliveries, noWebhook, TAGS } from './delivery-routes.ts'
import type { Outbox } from './outbox.ts'
import type { ShownWebhook } from './webhooks.ts'
import {
  eventPageSchema,
  eventQuerySchema,
  idParamsSchema,
  newWebhookSchema,
  secretSchema,
  webhookSchema,
} from './wire-schema.ts'

/** What others are told, and whom it is posted to. A key that is bound to a source knows of its events and webhooks alone. */
export function outboxRoom(outbox: Outbox, clock: Clock) {
  return async (app: App): Promise<void> => {
    addEvents(app, outbox, clock)
    addWebhooks(app, outbox, clock)
    addSwitches(app, outbox)
    addDeliveries(app, outbox, clock)
  }
}

function addEvents(app: App, outbox: Outbox, clock: Clock): void {
  app.get(
    '/v1/events',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listEvents',
        summary: 'Read what happened by cursor, the oldest first',
        description:
          'For those who cannot receive webhooks. Keep `next` together with what was done about the events, and give ' +
          'it as `after`: nothing is left out and nothing comes twice.',
        tags: TAGS,
        querystring: eventQuerySchema,
        response: { 200: eventPageSchema },
      },
    },
    async (request) => {
      const { after = 0, limit, type = [] } = request.query
      const page = await outbox.events({ after, types: type, source: callerOf(request).source }, limit)
      const events = page.events.map(({ id, position, type, at, payloadJson }) => ({
        ...{ id, cursor: String(position), type, timestamp: clock.format(at), data: JSON.parse(payloadJson) },
      }))
      return { events, next: String(page.next), more: page.isMore }
    },
  )
}

function addWebhooks(app: App, { webhooks }: Outbox, clock: Clock): void {
  const toWire = ({ isActive, isFailing, createdAt, types, ...webhook }: ShownWebhook) => ({
    ...webhook,
    ...{ types: [...types], active: isActive, failing: isFailing, createdAt: clock.format(createdAt) },
  })
  app.post(
    '/v1/event-webhooks',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'createEventWebhook',
        summary: 'Have events posted to a program of yours',
        description:
          'Signed as Standard Webhooks 1 says. The answer is the only place where the secret is shown. Any 2xx within ' +
          '10 seconds has taken an event; 410 switches the webhook off; anything else is tried again for 3 days. Events ' +
          'of one customer come in order; an event may come twice with the same `webhook-id`.',
        tags: TAGS,
        body: newWebhookSchema,
        response: {
          201: webhookSchema.extend({ secret: secretSchema }),
          409: problemResponse(409, 'Too many webhooks'),
          422: problemResponse(422),
        },
      },
    },
    async (request, reply) => {
      const { name, url, types, source = callerOf(request).source } = request.body
      if (source !== null) requireSource(request, source)
      const made = await webhooks.create({ name, url, types, source }, request)
      if (made.kind === 'too_many')
        throw problem(409, 'There are too many event webhooks. Remove one that is not used.')
      if (made.kind === 'wrong_url')
        throw problem(422, 'Nothing may be posted to this address.', [{ path: 'url', message: made.fault }])
      return reply.code(201).send({ ...toWire(made.webhook), secret: made.secret })
    },
  )
  app.get(
    '/v1/event-webhooks',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'listEventWebhooks',
        summary: 'List to whom events are posted, and how that goes',
        tags: TAGS,
        response: { 200: z.object({ webhooks: z.array(webhookSchema) }) },
      },
    },
    async (request) => ({ webhooks: (await webhooks.list(callerOf(request).source)).map(toWire) }),
  )
  app.delete(
    '/v1/event-webhooks/:id',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'removeEventWebhook',
        summary: 'Post no more events to it',
        description: 'What waits for it is not sent any more.',
        tags: TAGS,
        params: idParamsSchema,
        response: { 204: z.undefined().describe('Removed'), 404: problemResponse(404) },
      },
    },
    async (request, reply) => {
      if (!(await webhooks.remove(request.params.id, callerOf(request).source, request))) throw noWebhook()
      return reply.code(204).send()
    },
  )
}

const emptyBodySchema = z.strictObject({}).nullish()

function addSwitches(app: App, { webhooks }: Outbox): void {
  app.post(
    '/v1/event-webhooks/:id/secret',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'renewEventWebhookSecret',
        summary: 'Make a new secret for it',
        description: 'The one before it signs as well for a day: each post then carries two signatures.',
        tags: TAGS,
        params: idParamsSchema,
        body: emptyBodySchema,
        response: { 200: z.object({ secret: secretSchema }), 404: problemResponse(404) },
      },
    },
    async (request) => {
      const secret = await webhooks.rotateSecret(request.params.id, callerOf(request).source, request)
      if (secret === null) throw noWebhook()
      return { secret }
    },
  )
  app.post(
    '/v1/event-webhooks/:id/activate',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'activateEventWebhook',
        summary: 'Switch it on again after its receiver answered 410',
        description: 'What waited goes on. What happened meanwhile was not kept for it: read GET /v1/events.',
        tags: TAGS,
        params: idParamsSchema,
        body: emptyBodySchema,
        response: { 200: z.object({ active: z.literal(true) }), 404: problemResponse(404) },
      },
    },
    async (request) => {
      if (!(await webhooks.activate(request.params.id, callerOf(request).source, request))) throw noWebhook()
      return { active: true as const }
    },
  )
  app.post(
    '/v1/event-webhooks/:id/test',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'testEventWebhook',
        summary: 'Post a made-up event of the type webhook.test now',
        tags: TAGS,
        params: idParamsSchema,
        body: emptyBodySchema,
        response: {
          200: z.object({ taken: z.boolean(), status: z.int().nullable(), error: z.string().nullable() }),
          404: problemResponse(404),
        },
      },
    },
    async (request) => {
      const outcome = await webhooks.test(request.params.id, callerOf(request).source)
      if (outcome === null) throw noWebhook()
      return { taken: outcome.error === null, ...outcome }
    },
  )
}
