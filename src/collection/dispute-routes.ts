import type { App } from '../app.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import type { Care } from './care.ts'
import {
  customerParamsSchema,
  disputeRequestSchema,
  disputeSchema,
  idParamsSchema,
  resolutionRequestSchema,
} from './care-schema.ts'
import type { CareWire } from './care-wire.ts'
import { doneOf, MAKING_REFUSALS, REFUSALS, TAGS } from './outcome-routes.ts'

export function addDisputes(app: App, care: Care, wire: CareWire): void {
  app.post(
    '/v1/customers/:source/:externalId/disputes',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'openDispute',
        summary: 'Write down that a customer disputes receivables, or everything',
        description: 'Nobody is asked for them until it is resolved. Nothing is disputed twice at a time (409).',
        tags: TAGS,
        params: customerParamsSchema,
        body: disputeRequestSchema,
        response: { 201: disputeSchema, ...MAKING_REFUSALS },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      const done = doneOf(await care.openDispute(request.params, request.body, request))
      return reply.code(201).send(wire.dispute(done.is))
    },
  )
  app.post(
    '/v1/disputes/:id/resolve',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'resolveDispute',
        summary: 'Resolve a dispute',
        description: 'With the same words again: the same answer. With other words: 409.',
        tags: TAGS,
        params: idParamsSchema,
        body: resolutionRequestSchema,
        response: { 200: disputeSchema, ...REFUSALS },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      return wire.dispute(doneOf(await care.endDispute(request.params.id, request.body.resolution, bound, request)).is)
    },
  )
}
