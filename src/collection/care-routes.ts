import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import type { Care } from './care.ts'
import { careSchema, customerParamsSchema, entrySchema, noteRequestSchema, storyQuerySchema } from './care-schema.ts'
import { type CareWire, careWire } from './care-wire.ts'
import { addContacts } from './contact-routes.ts'
import { addDisputes } from './dispute-routes.ts'
import { doneOf, MAKING_REFUSALS, noCustomer, statusOf, TAGS } from './outcome-routes.ts'
import { addPauses } from './pause-routes.ts'
import { addPromises } from './promise-routes.ts'
import { addTasks } from './task-routes.ts'

/** The customer's story: what was said, promised, disputed and noted, and what has to be done. */
export function careRoom(care: Care, clock: Clock) {
  const wire = careWire(clock)
  return async (app: App): Promise<void> => {
    addStory(app, care, wire)
    addNotes(app, care, wire)
    addPromises(app, care, wire)
    addDisputes(app, care, wire)
    addPauses(app, care, wire)
    addTasks(app, care, wire)
    addContacts(app, care, wire)
  }
}

function addStory(app: App, care: Care, wire: CareWire): void {
  app.get(
    '/v1/customers/:source/:externalId/story',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readStory',
        summary: 'Read everything that was told to and by a customer, the newest first',
        description: 'Entries are only ever added. Amounts in `detail` are decimal strings.',
        tags: TAGS,
        params: customerParamsSchema,
        querystring: storyQuerySchema,
        response: {
          200: z.object({ entries: z.array(entrySchema), next: z.string().nullable() }),
          404: problemResponse(404),
        },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      const { before = Number.MAX_SAFE_INTEGER, limit } = request.query
      const page = await care.story(request.params, before, limit)
      if (!page) throw noCustomer()
      return { entries: page.entries.map(wire.entry), next: page.next }
    },
  )
  app.get(
    '/v1/customers/:source/:externalId/collection',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readCare',
        summary: 'Read what has to be known before one speaks with a customer',
        description:
          'Standing, and what is in force: promises, disputes, pauses, tasks, and every address with what is known of it.',
        tags: TAGS,
        params: customerParamsSchema,
        response: { 200: careSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      const view = await care.view(request.params)
      if (!view) throw noCustomer()
      return wire.view(view)
    },
  )
}

function addNotes(app: App, care: Care, wire: CareWire): void {
  app.post(
    '/v1/customers/:source/:externalId/notes',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'addNote',
        summary: "Write a note into a customer's story",
        description: 'The same text from the same key, with nothing between, is one note: 200.',
        tags: TAGS,
        params: customerParamsSchema,
        body: noteRequestSchema,
        response: { 200: entrySchema, 201: entrySchema, ...MAKING_REFUSALS },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      const done = doneOf(await care.addNote(request.params, request.body.text, request))
      return reply.code(statusOf(done)).send(wire.entry(done.is))
    },
  )
}
