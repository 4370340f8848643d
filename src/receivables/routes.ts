import { Readable } from 'node:stream'
import { z } from 'zod'
import type { App } from '../app.ts'
import { cursorSchema } from '../kernel/paging.ts'
import { sourceSchema, textSchema } from '../kernel/text.ts'
import { requireSource, requireUnbound } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import { validatorCompiler } from '../web/validation.ts'
import { customerRecordSchema } from './customer.ts'
import { RECORDS_PER_CALL } from './feed.ts'
import type { Ledgers } from './ledgers.ts'
import { orderRecordSchema } from './order.ts'
import { type FeedKind, feedKinds } from './receipt.ts'
import { receivableRecordSchema } from './receivable.ts'

const TAGS = ['feed']
const QUARANTINE_PAGE = 100

const RECORDS: Record<FeedKind, z.ZodType> = {
  customers: customerRecordSchema,
  receivables: receivableRecordSchema,
  orders: orderRecordSchema,
}

const replySchema = z.object({
  accepted: z.int(),
  ignored: z.int().meta({ description: 'Older than what stands, or repeated in the same call.' }),
  rejected: z.array(
    z.object({
      index: z.int(),
      externalId: z.string().nullable(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
})

const paramsSchema = z.strictObject({ source: sourceSchema })
const snapshotParamsSchema = z.strictObject({ source: sourceSchema, id: textSchema(32) })

/** Records are judged one by one, so the body's schema only describes them: a bad one must not sink the good ones. */
function bodySchema(kind: FeedKind) {
  const { $schema: _, ...described } = z.toJSONSchema(RECORDS[kind], { io: 'input', unrepresentable: 'any' })
  const records = z
    .array(z.unknown().meta(described))
    .max(RECORDS_PER_CALL, `must hold at most ${RECORDS_PER_CALL} records a call`)
  return z.strictObject({ [kind]: records } as Record<FeedKind, typeof records>)
}

/** Where ERPs pour their records in. */
export function receivablesRoom(ledgers: Ledgers) {
  return async (app: App): Promise<void> => {
    app.addContentTypeParser('application/x-ndjson', (_request, stream, done) => done(null, stream))
    for (const kind of feedKinds) addFeed(app, ledgers, kind)
    addSnapshots(app, ledgers)
    addSourceRoutes(app, ledgers)
  }
}

function addFeed(app: App, ledgers: Ledgers, kind: FeedKind): void {
  const operationId = `put${kind[0]?.toUpperCase()}${kind.slice(1)}`
  app.put(
    `/v1/sources/:source/${kind}`,
    {
      config: { scope: 'write' },
      validatorCompiler: (route) => {
        const validate = validatorCompiler(route as never)
        return (input: unknown) => (input instanceof Readable ? { value: input } : validate(input))
      },
      schema: {
        operationId,
        summary: `Send ${kind} of one source`,
        description:
          `Upserts up to ${RECORDS_PER_CALL} records by (source, external id); a record older than the stored one is ` +
          'ignored. Bad records are told and kept in quarantine, the good ones are taken. As `application/x-ndjson`, ' +
          'one record a line, a call may be of any length.',
        tags: TAGS,
        consumes: ['application/json', 'application/x-ndjson'],
        params: paramsSchema,
        querystring: z.strictObject({ snapshot: textSchema(32).optional() }),
        body: bodySchema(kind),
        response: {
          200: replySchema,
          404: problemResponse(404, 'No such snapshot'),
          413: problemResponse(413),
          415: problemResponse(415),
        },
      },
    },
    async (request) => {
      const { source } = request.params
      requireSource(request, source)
      const { snapshot } = request.query
      if (snapshot !== undefined && !(await ledgers.joinSnapshot(source, snapshot, kind))) throw noSnapshot()
      const body = request.body as unknown
      if (body instanceof Readable) return ledgers.feedLines(kind, source, body, snapshot ?? null)
      return ledgers.feed(kind, source, (body as Record<FeedKind, unknown[]>)[kind], snapshot ?? null)
    },
  )
}

const noSnapshot = () => problem(404, 'This source has no open snapshot of that id.')

function addSnapshots(app: App, ledgers: Ledgers): void {
  app.post(
    '/v1/sources/:source/snapshots',
    {
      config: { scope: 'write' },
      schema: {
        operationId: 'openSnapshot',
        summary: 'Begin to list everything that the ERP has',
        description: 'Send the records with ?snapshot=<id>, then complete it.',
        tags: TAGS,
        params: paramsSchema,
        body: z.strictObject({}).nullish(),
        response: { 201: z.object({ id: z.string(), startedAt: z.string() }) },
      },
    },
    async (request, reply) => {
      requireSource(request, request.params.source)
      return reply.code(201).send(await ledgers.openSnapshot(request.params.source))
    },
  )
  app.post(
    '/v1/sources/:source/snapshots/:id/complete',
    {
      config: { scope: 'write' },
      schema: {
        operationId: 'completeSnapshot',
        summary: 'Close what the ERP no longer lists',
        description:
          'Of the kinds that were sent with the snapshot: receivables count as paid, orders as closed, customers as ' +
          'inactive. A snapshot with no records closes nothing (409).',
        tags: TAGS,
        params: snapshotParamsSchema,
        body: z.strictObject({}).nullish(),
        response: {
          200: z.object({ closed: z.object({ customers: z.int(), receivables: z.int(), orders: z.int() }) }),
          404: problemResponse(404),
          409: problemResponse(409),
        },
      },
    },
    async (request) => {
      const { source, id } = request.params
      requireSource(request, source)
      const outcome = await ledgers.completeSnapshot(source, id, request)
      if (outcome.kind === 'unknown') throw noSnapshot()
      if (outcome.kind === 'empty')
        throw problem(409, 'Nothing was sent with this snapshot: completing it would close everything.')
      return { closed: outcome.closed }
    },
  )
}

function addSourceRoutes(app: App, ledgers: Ledgers): void {
  app.post(
    '/v1/sources/:source/heartbeat',
    {
      config: { scope: 'write' },
      schema: {
        operationId: 'sendHeartbeat',
        summary: 'Say that the source is in sync although there is nothing new',
        tags: TAGS,
        params: paramsSchema,
        body: z.strictObject({}).nullish(),
        response: { 200: z.object({ source: z.string(), dataAsOf: z.string() }) },
      },
    },
    async (request) => {
      const { source } = request.params
      requireSource(request, source)
      return { source, dataAsOf: await ledgers.heartbeat(source) }
    },
  )
  app.get(
    '/v1/sources/:source/quarantine',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listQuarantine',
        summary: 'Read the records that could not be taken, with the reasons, the oldest first',
        tags: TAGS,
        params: paramsSchema,
        querystring: z.strictObject({
          after: cursorSchema.optional(),
        }),
        response: {
          200: z.object({
            records: z.array(
              z.object({
                id: z.string(),
                kind: z.string(),
                externalId: z.string().nullable(),
                record: z.unknown(),
                errors: z.array(z.object({ path: z.string(), message: z.string() })),
                receivedAt: z.string(),
              }),
            ),
            next: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      return ledgers.listQuarantine(request.params.source, request.query.after ?? 0, QUARANTINE_PAGE)
    },
  )
  app.put(
    '/v1/groups/:key',
    {
      config: { scope: 'write' },
      schema: {
        operationId: 'putGroup',
        summary: 'Set the limit that a whole credit account shares',
        description:
          "`key`: the group's name, or `cnpj:` and the first 8 characters of the CNPJ. `limit: null` takes it away.",
        tags: TAGS,
        params: z.strictObject({ key: textSchema(120) }),
        body: ledgers.groupSchema,
        response: { 200: z.object({ key: z.string(), members: z.int() }) },
      },
    },
    async (request) => {
      // An account may have members in every source.
      requireUnbound(request)
      return ledgers.putGroup(request.params.key, request.body, request)
    },
  )
  app.post(
    '/v1/positions/verify',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'verifyPositions',
        summary: 'Compute every position from its items again and tell any difference',
        tags: ['proof'],
        body: z.strictObject({}).nullish(),
        response: {
          200: z.object({
            checked: z.int(),
            drift: z.array(
              z.object({
                source: z.string(),
                externalId: z.string(),
                company: z.string(),
                field: z.string(),
                stored: z.string(),
                derived: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      requireUnbound(request)
      return ledgers.verify()
    },
  )
}
