import { z } from 'zod'
import type { App } from '../app.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import type { Care } from './care.ts'
import {
  customerParamsSchema,
  idParamsSchema,
  listedTaskSchema,
  outcomeRequestSchema,
  taskQuerySchema,
  taskRequestSchema,
  taskSchema,
} from './care-schema.ts'
import type { CareWire } from './care-wire.ts'
import { doneOf, MAKING_REFUSALS, REFUSALS, statusOf, TAGS } from './outcome-routes.ts'

export function addTasks(app: App, care: Care, wire: CareWire): void {
  app.post(
    '/v1/customers/:source/:externalId/tasks',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'addTask',
        summary: 'Give somebody a task about a customer',
        description: 'The same task that is open already: 200.',
        tags: TAGS,
        params: customerParamsSchema,
        body: taskRequestSchema,
        response: { 200: taskSchema, 201: taskSchema, ...MAKING_REFUSALS },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      const done = doneOf(await care.addTask(request.params, request.body, request))
      return reply.code(statusOf(done)).send(wire.task(done.is))
    },
  )
  app.post(
    '/v1/tasks/:id/complete',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'completeTask',
        summary: 'Say that a task is done, and what came of it',
        description: 'With the same outcome again: the same answer. With another one: 409.',
        tags: TAGS,
        params: idParamsSchema,
        body: outcomeRequestSchema,
        response: { 200: taskSchema, ...REFUSALS },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      return wire.task(doneOf(await care.completeTask(request.params.id, request.body.outcome, bound, request)).is)
    },
  )
  app.get(
    '/v1/tasks',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listTasks',
        summary: 'Read what people have to do, the most pressing first',
        description: 'A key that is bound to a source sees the tasks about its customers.',
        tags: TAGS,
        querystring: taskQuerySchema,
        response: { 200: z.object({ tasks: z.array(listedTaskSchema), next: z.string().nullable() }) },
      },
    },
    async (request) => {
      const { state, dueUntil = null, assignee = null, after = null } = request.query
      const page = await care.listTasks({ state, dueUntil, assignee, after, source: callerOf(request).source })
      return { tasks: page.tasks.map(wire.listedTask), next: page.next }
    },
  )
}
