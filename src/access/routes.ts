import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { cursorSchema, wholeSchema } from '../kernel/paging.ts'
import { sourceSchema, textSchema } from '../kernel/text.ts'
import { callerOf, requireUnbound } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { Access, Act } from './access.ts'
import { type ApiKey, SCOPES } from './key.ts'

const ACCESS = ['access']
const AUDIT_PAGE_MAX = 500
const AUDIT_PAGE = 100

const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  source: z.string().nullable(),
  createdAt: z.string().meta({ format: 'date-time' }),
  revokedAt: z.string().nullable().meta({ format: 'date-time' }),
})

const newKeySchema = z.strictObject({
  name: textSchema(120),
  scopes: z
    .array(z.enum(SCOPES, `must be one of ${SCOPES.join(', ')}`))
    .min(1, 'must name at least one scope')
    .max(SCOPES.length)
    .transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope))),
  source: sourceSchema.optional(),
})

const auditSchema = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      at: z.string().meta({ format: 'date-time' }),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.record(z.string(), z.unknown()),
      requestId: z.string().nullable(),
    }),
  ),
  next: z.string().nullable().meta({ description: 'Give it as `after` to read on; null at the end.' }),
})

const auditQuerySchema = z.strictObject({
  after: cursorSchema.optional(),
  limit: wholeSchema(AUDIT_PAGE_MAX).default(AUDIT_PAGE),
  subject: textSchema(255).optional(),
})

/** API keys and the audit trail. */
export function accessRoom(access: Access, clock: Clock) {
  const actOf = (request: FastifyRequest): Act => ({
    caller: callerOf(request),
    at: clock.now(),
    requestId: request.id,
  })
  const toWire = ({ keyId, name, scopes, source, createdAt, revokedAt }: ApiKey) => ({
    id: keyId,
    name,
    scopes: [...scopes],
    source,
    createdAt: clock.format(createdAt),
    revokedAt: revokedAt === null ? null : clock.format(revokedAt),
  })
  return async (app: App): Promise<void> => {
    app.post(
      '/v1/keys',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'createKey',
          summary: 'Make an API key',
          description:
            'The answer is the only place where the secret is shown. A key gives no scope and no source that the ' +
            'caller lacks.',
          tags: ACCESS,
          body: newKeySchema,
          response: { 201: keySchema.extend({ key: z.string() }), 409: problemResponse(409, 'Too many keys') },
        },
      },
      async (request, reply) => {
        const made = await access.createKey(request.body, actOf(request))
        if ('key' in made) return reply.code(201).send({ ...toWire(made.key), key: made.secret })
        throw made.refused === 'beyond_caller'
          ? problem(403, 'A key cannot give away what it lacks.', [made.fault])
          : problem(409, 'There are too many keys in force. Revoke one that is not used.')
      },
    )
    app.get(
      '/v1/keys',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'listKeys',
          summary: 'List the API keys: those in force, then the revoked ones, the newest first',
          tags: ACCESS,
          response: { 200: z.object({ keys: z.array(keySchema) }) },
        },
      },
      async (request) => ({ keys: (await access.listKeys(callerOf(request))).map(toWire) }),
    )
    app.delete(
      '/v1/keys/:id',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'revokeKey',
          summary: 'Revoke an API key',
          description:
            'At once in the process that answers, within 5 seconds in others. A key that is revoked already: 204.',
          tags: ACCESS,
          params: z.strictObject({ id: textSchema(32) }),
          response: { 204: z.undefined().describe('Revoked'), 404: problemResponse(404) },
        },
      },
      async (request, reply) => {
        const isKnown = await access.revokeKey(request.params.id, actOf(request))
        if (!isKnown) throw problem(404, 'There is no key of that id.')
        return reply.code(204).send()
      },
    )
    app.get(
      '/v1/audit',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'listAudit',
          summary: 'Read the audit trail, the newest first',
          description:
            'Every change made by a person or a key. `after` continues towards older entries. No route changes or ' +
            'deletes an entry. The trail covers all sources: a key that is bound to one may not read it.',
          tags: ACCESS,
          querystring: auditQuerySchema,
          response: { 200: auditSchema },
        },
      },
      async (request) => {
        requireUnbound(request)
        const { after = null, subject = null, limit } = request.query
        const entries = await access.readAudit({ before: after, subject, limit })
        return {
          entries: entries.map((entry) => ({ ...entry, id: String(entry.id), at: clock.format(entry.at) })),
          next: entries.length === limit ? String(entries.at(-1)?.id) : null,
        }
      },
    )
  }
}
