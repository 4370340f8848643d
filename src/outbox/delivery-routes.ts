import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { callerOf } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { Delivery } from './delivery.ts'
import type { Outbox } from './outbox.ts'
import {
  deliveryQuerySchema,
  deliverySchema,
  idParamsSchema,
  replayedSchema,
  replayRequestSchema,
} from './wire-schema.ts'

export const TAGS = ['events']
const DELIVERIES_PAGE = 100

export const noWebhook = () => problem(404, 'There is no event webhook of that id.')

export function addDeliveries(app: App, { webhooks }: Outbox, clock: Clock): void {
  const formatOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))
  const toWire = (delivery: Delivery) => {
    const { seq, eventId, eventType, position, state, attempts, nextAt, lastStatus, lastError, deliveredAt } = delivery
    return {
      ...{ id: String(seq), event: { id: eventId, type: eventType, cursor: String(position) }, state, attempts },
      ...{ nextAt: formatOrNull(nextAt), lastStatus, lastError, deliveredAt: formatOrNull(deliveredAt) },
    }
  }
  app.get(
    '/v1/event-webhooks/:id/deliveries',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listEventDeliveries',
        summary: 'Read how the events went to a webhook, the newest first',
        description: '`dead` is what was given up after 3 days: POST …/replay sends it again.',
        tags: TAGS,
        params: idParamsSchema,
        querystring: deliveryQuerySchema,
        response: {
          200: z.object({ deliveries: z.array(deliverySchema), next: z.string().nullable() }),
          404: problemResponse(404),
        },
      },
    },
    async (request) => {
      const { state = null, after = null } = request.query
      const query = { webhookId: request.params.id, state, before: after }
      const found = await webhooks.listDeliveries(query, callerOf(request).source, DELIVERIES_PAGE)
      if (found === null) throw noWebhook()
      const next = found.length === DELIVERIES_PAGE ? String(found.at(-1)?.position) : null
      return { deliveries: found.map(toWire), next }
    },
  )
  app.post(
    '/v1/event-webhooks/:id/replay',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'replayEventDeliveries',
        summary: 'Post events again',
        description:
          '`deliveries`: these, dead or delivered; others are passed over. `dead`: all that are dead, up to 5,000 a ' +
          'call. Their order by customer holds among what waits. The receiver sees the same `webhook-id` as before.',
        tags: TAGS,
        params: idParamsSchema,
        body: replayRequestSchema,
        response: { 200: replayedSchema, 404: problemResponse(404), 409: problemResponse(409) },
      },
    },
    async (request) => {
      const { deliveries } = request.body
      const replay = deliveries === undefined ? { dead: true as const } : { seqs: deliveries }
      const replayed = await webhooks.replay(request.params.id, replay, callerOf(request).source, request)
      if (replayed.kind === 'unknown') throw noWebhook()
      if (replayed.kind === 'off')
        throw problem(409, 'Its receiver answered 410 and it was switched off. Activate it first.')
      return { replayed: replayed.count, more: replayed.isMore }
    },
  )
}
