import type { App } from '../app.ts'
import { problemResponse } from '../web/openapi.ts'
import type { Orders } from './orders.ts'
import {
  idSchema,
  reasonSchema,
  releaseSchema,
  releasesPageSchema,
  releasesQuerySchema,
  signatureSchema,
} from './orders-schema.ts'
import { actorOfKey, doneOf, REFUSALS, TAGS } from './outcome-routes.ts'

export function addReleases(app: App, orders: Orders): void {
  app.get(
    '/v1/releases',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listReleases',
        summary: 'Read the releases that were asked for, the newest first',
        tags: TAGS,
        querystring: releasesQuerySchema,
        response: { 200: releasesPageSchema },
      },
    },
    async (request) => {
      const { state = null, before = null, limit } = request.query
      return orders.listReleases(actorOfKey(request), state, before, limit)
    },
  )
  app.post(
    '/v1/blocked-orders/:id/releases',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'requestRelease',
        summary: 'Ask for the release of an order that was refused',
        description: 'While a request for the same revision is open, it is answered again.',
        tags: TAGS,
        params: idSchema,
        body: reasonSchema,
        response: { 201: releaseSchema, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const release = doneOf(await orders.requestRelease(actorOfKey(request), id, request.body.reason, request))
      return reply.code(201).send(release)
    },
  )
  app.post(
    '/v1/releases/:id/sign',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'signRelease',
        summary: 'Approve or reject a release',
        description:
          'Within the authority of config/orders.yaml; nobody signs what they asked for themselves; above a threshold ' +
          'two sign. With the last signature the order is freed: its room is held until `expiresAt`, and the ERP’s next ' +
          '`reserve` of the same order, up to the amount, is approved.',
        tags: TAGS,
        params: idSchema,
        body: signatureSchema,
        response: { 200: releaseSchema, ...REFUSALS, 422: problemResponse(422) },
      },
    },
    async (request) => doneOf(await orders.signRelease(actorOfKey(request), request.params.id, request.body, request)),
  )
  app.post(
    '/v1/releases/:id/withdraw',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'withdrawRelease',
        summary: 'Take a release back on which no room was taken',
        tags: TAGS,
        params: idSchema,
        body: reasonSchema,
        response: { 200: releaseSchema, ...REFUSALS },
      },
    },
    async (request) =>
      doneOf(await orders.withdrawRelease(actorOfKey(request), request.params.id, request.body.reason, request)),
  )
}
