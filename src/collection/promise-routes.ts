import type { App } from '../app.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import type { Care } from './care.ts'
import {
  customerParamsSchema,
  idParamsSchema,
  promiseRequestSchema,
  promiseSchema,
  reasonRequestSchema,
} from './care-schema.ts'
import type { CareWire } from './care-wire.ts'
import { doneOf, MAKING_REFUSALS, REFUSALS, TAGS } from './outcome-routes.ts'

export function addPromises(app: App, care: Care, wire: CareWire): void {
  app.post(
    '/v1/customers/:source/:externalId/promises',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'makePromise',
        summary: 'Write down that a customer promised to pay',
        description:
          'Nobody is asked for these receivables until the day, and the days that banks take, are over. Kept as soon as ' +
          'the amount came in; broken when it did not, once the ERP was heard of after that. A receivable has one open ' +
          'promise at a time (409).',
        tags: TAGS,
        params: customerParamsSchema,
        body: promiseRequestSchema,
        response: { 201: promiseSchema, ...MAKING_REFUSALS },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      const done = doneOf(await care.makePromise(request.params, request.body, request))
      return reply.code(201).send(wire.promise(done.is))
    },
  )
  app.post(
    '/v1/promises/:id/cancel',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'cancelPromise',
        summary: 'Cancel a promise that was a mistake or no longer holds',
        description: 'Again: the same answer. One that was kept or broken stays so (409).',
        tags: TAGS,
        params: idParamsSchema,
        body: reasonRequestSchema,
        response: { 200: promiseSchema, ...REFUSALS },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      return wire.promise(doneOf(await care.cancelPromise(request.params.id, request.body.reason, bound, request)).is)
    },
  )
}
