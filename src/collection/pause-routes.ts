import type { App } from '../app.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import type { Care } from './care.ts'
import {
  customerParamsSchema,
  idParamsSchema,
  pauseRequestSchema,
  pauseSchema,
  reasonRequestSchema,
} from './care-schema.ts'
import type { CareWire } from './care-wire.ts'
import { doneOf, MAKING_REFUSALS, REFUSALS, statusOf, TAGS } from './outcome-routes.ts'

export function addPauses(app: App, care: Care, wire: CareWire): void {
  app.post(
    '/v1/customers/:source/:externalId/pauses',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'setPause',
        summary: 'Have nobody write to a customer for some time',
        description:
          '`do_not_contact`, `hardship`, `payment_reported` (the customer says it is paid) or `paused`. The same pause ' +
          'that is in force already: 200.',
        tags: TAGS,
        params: customerParamsSchema,
        body: pauseRequestSchema,
        response: { 200: pauseSchema, 201: pauseSchema, ...MAKING_REFUSALS },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      const done = doneOf(await care.setPause(request.params, request.body, request))
      return reply.code(statusOf(done)).send(wire.pause(done.is))
    },
  )
  app.post(
    '/v1/pauses/:id/lift',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'liftPause',
        summary: 'Lift a pause before its time',
        description: 'Again: the same answer.',
        tags: TAGS,
        params: idParamsSchema,
        body: reasonRequestSchema,
        response: { 200: pauseSchema, ...REFUSALS },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      return wire.pause(doneOf(await care.endPause(request.params.id, request.body.reason, bound, request)).is)
    },
  )
}
