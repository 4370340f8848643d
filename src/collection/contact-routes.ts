import { z } from 'zod'
import type { App } from '../app.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import type { Care } from './care.ts'
import {
  contactPointRequestSchema,
  contactSchema,
  customerParamsSchema,
  idParamsSchema,
  markRequestSchema,
} from './care-schema.ts'
import type { CareWire } from './care-wire.ts'
import { doneOf, MAKING_REFUSALS, refuse, statusOf, TAGS } from './outcome-routes.ts'

export function addContacts(app: App, care: Care, wire: CareWire): void {
  app.post(
    '/v1/customers/:source/:externalId/contact-points',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'addContactPoint',
        summary: 'Add an address that the ERP does not have',
        description: 'It is used before those of the ERP. The same address again: 200.',
        tags: TAGS,
        params: customerParamsSchema,
        body: contactPointRequestSchema,
        response: { 200: contactSchema, 201: contactSchema, ...MAKING_REFUSALS },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      const done = doneOf(await care.addContactPoint(request.params, request.body, request))
      return reply.code(statusOf(done)).send(wire.contact(done.is))
    },
  )
  app.delete(
    '/v1/contact-points/:id',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'removeContactPoint',
        summary: 'Remove an address that was added',
        tags: TAGS,
        params: idParamsSchema,
        response: { 204: z.undefined().describe('Removed'), 404: problemResponse(404) },
      },
    },
    async (request, reply) => {
      const { source: bound } = callerOf(request)
      const refusal = await care.removeContactPoint(request.params.id, bound, request)
      if (refusal) throw refuse(refusal)
      return reply.code(204).send()
    },
  )
  app.put(
    '/v1/customers/:source/:externalId/address-marks',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'markAddress',
        summary: 'Say that an address is wrong, that its owner wants no more messages, or that it is good again',
        description: 'Holds for everybody who has that address.',
        tags: TAGS,
        params: customerParamsSchema,
        body: markRequestSchema,
        response: { 200: contactSchema, ...MAKING_REFUSALS },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      return wire.contact(doneOf(await care.markContact(request.params, request.body, request)).is)
    },
  )
}
