import { z } from 'zod'
import type { App } from '../app.ts'
import { daySchema } from '../kernel/day.ts'
import { companySchema, externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'
import { callerOf, requireSource, requireUnbound } from '../web/auth.ts'
import type { Metrics } from '../web/metrics.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import { answerSchema, creditSchema, orderReplySchema } from './answer-schema.ts'
import type { Gate } from './gate.ts'
import { PolicyRefused } from './policies.ts'
import { checkRequestSchema, toCheckRequest } from './request.ts'

const TAGS = ['credit']
const REPLAYED = 'idempotency-replayed'

/** May this customer buy on credit? */
export function creditRoom(
  gate: Gate,
  metrics: Pick<Metrics, 'recordCheck' | 'recordReason'>,
  monotonicMs: () => number,
) {
  return async (app: App): Promise<void> => {
    addChecks(app, gate, metrics, monotonicMs)
    addOrders(app, gate)
    addCredit(app, gate)
    addPolicy(app, gate)
  }
}

function addChecks(
  app: App,
  gate: Gate,
  metrics: Pick<Metrics, 'recordCheck' | 'recordReason'>,
  monotonicMs: () => number,
): void {
  app.post(
    '/v1/credit-checks',
    {
      config: { scope: 'check' },
      schema: {
        operationId: 'checkCredit',
        summary: 'May this customer buy on credit?',
        description:
          '`check` leaves no trace on the position, `reserve` holds the amount if approved, `recheck` asks again at ' +
          'delivery or invoicing. The decision is on disk before it is answered. An approved `reserve` is replayed for ' +
          'the same order, revision and body, with the header `Idempotency-Replayed: true`.',
        tags: TAGS,
        body: checkRequestSchema,
        response: {
          200: answerSchema,
          409: problemResponse(409),
          413: problemResponse(413),
          415: problemResponse(415),
          422: problemResponse(422),
        },
      },
    },
    async (request, reply) => {
      requireSource(request, request.body.source)
      const started = monotonicMs()
      const outcome = await gate.ask(toCheckRequest(request.body))
      if (outcome.kind === 'unprocessable')
        throw problem(422, 'The order makes no sense as a sale.', [{ path: outcome.path, message: outcome.message }])
      if (outcome.kind === 'conflict') throw problem(409, outcome.detail)
      const { json, replayed, decision } = outcome
      metrics.recordCheck(request.body.mode, decision?.decision ?? 'replayed', (monotonicMs() - started) / 1_000)
      for (const { code, severity } of decision?.reasons ?? []) metrics.recordReason(code, severity)
      if (replayed) reply.header(REPLAYED, 'true')
      // The stored text goes out as it is: the schema describes it, and a test compares the two.
      return reply.type('application/json; charset=utf-8').send(json as never)
    },
  )
  app.get(
    '/v1/credit-checks/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readCheck',
        summary: 'Read a decision with the facts that it was made on',
        description: 'Amounts among the facts are in cents.',
        tags: TAGS,
        params: z.strictObject({ id: textSchema(32) }),
        response: { 200: answerSchema.extend({ facts: z.record(z.string(), z.unknown()) }), 404: problemResponse(404) },
      },
    },
    async (request) => {
      const found = await gate.findCheck(request.params.id)
      const { source: bound } = callerOf(request)
      if (!found || (bound !== null && bound !== found.source))
        throw problem(404, 'There is no credit check of that id.')
      return found.check
    },
  )
}

function addOrders(app: App, gate: Gate): void {
  const steps = [
    {
      step: 'confirm',
      summary: 'The hold becomes a confirmed order',
      description: 'Idempotent. One whose hold had run out counts all the same.',
    },
    {
      step: 'cancel',
      summary: 'Give the room of an order back',
      description: 'Idempotent. Refused (409) once the order is invoiced.',
    },
  ] as const
  for (const { step, summary, description } of steps) {
    app.post(
      `/v1/orders/:id/${step}`,
      {
        config: { scope: 'check' },
        schema: {
          operationId: `${step}Order`,
          summary,
          description,
          tags: TAGS,
          params: z.strictObject({ id: externalIdSchema }),
          body: z.strictObject({ source: sourceSchema }),
          response: {
            200: orderReplySchema,
            404: problemResponse(404),
            409: problemResponse(409),
            415: problemResponse(415),
          },
        },
      },
      async (request) => {
        const { source } = request.body
        requireSource(request, source)
        const outcome = await gate[step](source, request.params.id, request)
        if (outcome.kind === 'unknown') {
          throw problem(
            404,
            `Order ${request.params.id} was never heard of: send it by PUT /v1/sources/${source}/orders.`,
          )
        }
        if (outcome.kind === 'conflict') throw problem(409, outcome.detail)
        return outcome.reply
      },
    )
  }
}

function addCredit(app: App, gate: Gate): void {
  app.get(
    '/v1/customers/:source/:externalId/credit',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readCredit',
        summary: "Read a customer's position, and what a check of amount zero would say",
        tags: TAGS,
        params: z.strictObject({ source: sourceSchema, externalId: externalIdSchema }),
        querystring: z.strictObject({ company: companySchema, asOf: daySchema.optional() }),
        response: { 200: creditSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      const { source, externalId } = request.params
      requireSource(request, source)
      const credit = await gate.credit(source, externalId, request.query.company, request.query.asOf ?? null)
      if (!credit) throw problem(404, 'This source has no customer of that id.')
      return credit
    },
  )
}

function addPolicy(app: App, gate: Gate): void {
  app.get(
    '/v1/policies/default',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readPolicy',
        summary: 'Read the policy in force, nothing left to default',
        tags: TAGS,
        response: {
          200: z.object({
            name: z.string(),
            version: z.int(),
            loadedAt: z.string(),
            policy: z.record(z.string(), z.unknown()),
          }),
        },
      },
    },
    async () => ({ name: 'default', ...gate.policy() }),
  )
  app.post(
    '/v1/policies/reload',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'reloadPolicy',
        summary: 'Read the policy file again',
        description:
          'A changed file becomes a new version; one with faults is refused (422) with file, line and field, and the old one stays.',
        tags: TAGS,
        body: z.strictObject({}).nullish(),
        response: {
          200: z.object({ name: z.string(), version: z.int(), changed: z.boolean() }),
          422: problemResponse(422),
        },
      },
    },
    async (request) => {
      requireUnbound(request)
      try {
        return { name: 'default', ...(await gate.reloadPolicy(request)) }
      } catch (error) {
        if (!(error instanceof PolicyRefused)) throw error
        const faults = error.faults.map(({ file, line, column, field, message }) => ({
          path: field,
          message: `${file}:${line}:${column} ${message}`,
        }))
        throw problem(422, `The policy file has faults; version ${gate.policy().version} stays in force.`, faults)
      }
    },
  )
}
