import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { SyncRun } from './store.ts'
import { type Syncs, syncOrderSchema } from './syncs.ts'
import { instantSchema, markSchema, remedySchema, runSchema, sourceStateSchema } from './wire-schema.ts'

const TAGS = ['sync']
const SYNCS_PAGE = 50
const MARKS_PAGE = 100
const WEBHOOK_BYTES_MAX = 1024 * 1024
const SECRET_MAX = 512

const paramsSchema = z.strictObject({ source: sourceSchema })

/** Where people and programs see what comes from the ERPs, and vendors post what changed. */
export function syncRoom(syncs: Syncs, clock: Clock) {
  const formatOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))
  const toWire = (run: SyncRun) => ({
    ...run,
    startedAt: clock.format(run.startedAt),
    finishedAt: formatOrNull(run.finishedAt),
  })
  return async (app: App): Promise<void> => {
    addSyncs(app, syncs, toWire)
    addSources(app, syncs, formatOrNull)
    addWriteBack(app, syncs, clock)
    await app.register(async (scope) => addWebhooks(scope as App, syncs))
  }
}

function addSyncs(app: App, syncs: Syncs, toWire: (run: SyncRun) => z.input<typeof runSchema>): void {
  app.post(
    '/v1/syncs',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'startSync',
        summary: 'Read an ERP now',
        description:
          '`changes`: what is new. `nightly`: that, and a comparison with everything that is open. `full`: everything ' +
          'from the start. Answers when it has begun; ask GET /v1/syncs/{id} how it goes. `allowRemovals` says that an ' +
          'alarming number of records that the ERP no longer lists is right.',
        tags: TAGS,
        body: syncOrderSchema,
        response: { 202: runSchema, 404: problemResponse(404), 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      const { source, kind, allowRemovals } = request.body
      requireSource(request, source)
      const outcome = await syncs.start(source, kind, allowRemovals)
      if (outcome.kind === 'unknown') throw noSource()
      if (outcome.kind === 'running') throw problem(409, 'This source is being read already: see GET /v1/syncs.')
      return reply.code(202).send(toWire(outcome.run))
    },
  )
  app.get(
    '/v1/syncs',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listSyncs',
        summary: 'Read what was synced lately, the newest first',
        tags: TAGS,
        querystring: z.strictObject({ source: sourceSchema.optional() }),
        response: { 200: z.object({ syncs: z.array(runSchema) }) },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      const source = request.query.source ?? bound
      if (source !== null) requireSource(request, source)
      return { syncs: (await syncs.list(source, SYNCS_PAGE)).map(toWire) }
    },
  )
  app.get(
    '/v1/syncs/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readSync',
        summary: 'Read how one sync goes',
        tags: TAGS,
        params: z.strictObject({ id: textSchema(32) }),
        response: { 200: runSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      const run = await syncs.find(request.params.id)
      const { source: bound } = callerOf(request)
      if (!run || (bound !== null && bound !== run.source)) throw problem(404, 'There is no sync of that id.')
      return toWire(run)
    },
  )
}

const noSource = () => problem(404, 'No file config/sources/<name>.yaml describes this source.')

function addSources(app: App, syncs: Syncs, formatOrNull: (instant: EpochMs | null) => string | null): void {
  app.get(
    '/v1/sources',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listSources',
        summary: 'Read the state of every ERP connection, and what is wrong with source files',
        tags: TAGS,
        response: {
          200: z.object({
            sources: z.array(sourceStateSchema),
            faults: z.array(
              z.object({ file: z.string(), faults: z.array(z.object({ path: z.string(), message: z.string() })) }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      const described = (await syncs.describe()).filter(({ source }) => bound === null || bound === source)
      const sources = described.map((state) => ({
        ...state,
        lastStartedAt: formatOrNull(state.lastStartedAt),
        lastDoneAt: formatOrNull(state.lastDoneAt),
        lastNightlyAt: formatOrNull(state.lastNightlyAt),
        failingSince: formatOrNull(state.failingSince),
      }))
      const faults = syncs.faults.map(({ file, faults: found }) => ({ file, faults: [...found] }))
      return { sources, faults: bound === null ? faults : [] }
    },
  )
  app.post(
    '/v1/sources/:source/connection-check',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'checkConnection',
        summary: 'Ask an ERP whether it answers and accepts the credentials',
        tags: TAGS,
        params: paramsSchema,
        body: z.strictObject({}).nullish(),
        response: {
          200: z.union([
            z.object({ ok: z.literal(true), facts: z.record(z.string(), z.string()) }),
            z.object({ ok: z.literal(false), remedy: remedySchema, message: z.string() }),
          ]),
          404: problemResponse(404),
        },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      const outcome = await syncs.check(request.params.source)
      if (outcome === null) throw noSource()
      return outcome
    },
  )
}

function addWriteBack(app: App, syncs: Syncs, clock: Clock): void {
  app.put(
    '/v1/sources/:source/write-back',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'stopWriteBack',
        summary: 'Stop at once to write blocks into an ERP, or go on',
        description: 'Holds for every process, from the next customer on. What is blocked stays as it is.',
        tags: TAGS,
        params: paramsSchema,
        body: z.strictObject({ stopped: z.boolean() }),
        response: { 200: z.object({ source: z.string(), stopped: z.boolean() }), 404: problemResponse(404) },
      },
    },
    async (request) => {
      const { source } = request.params
      requireSource(request, source)
      const { stopped } = request.body
      if (!(await syncs.stopWriteBack(source, stopped, request))) throw noSource()
      return { source, stopped }
    },
  )
  app.get(
    '/v1/sources/:source/blocks',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listBlocks',
        summary: 'Read which customers Fiado has blocked in the ERP, and what stood there before',
        tags: TAGS,
        params: paramsSchema,
        querystring: z.strictObject({ after: externalIdSchema.optional() }),
        response: {
          200: z.object({
            blocks: z.array(
              z.object({
                externalId: z.string(),
                state: z.enum(['writing', 'blocked', 'rehearsed']),
                former: markSchema,
                written: markSchema,
                changedAt: instantSchema,
              }),
            ),
            next: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      const marks = await syncs.listMarks(request.params.source, request.query.after ?? '', MARKS_PAGE)
      return {
        blocks: marks.map((mark) => ({ ...mark, changedAt: clock.format(mark.changedAt) })),
        next: marks.length === MARKS_PAGE ? (marks.at(-1)?.externalId ?? null) : null,
      }
    },
  )
  app.get(
    '/v1/sources/:source/block-writes',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listBlockWrites',
        summary: 'Read what was written into the ERP, why, and what stood there, the newest first',
        tags: TAGS,
        params: paramsSchema,
        querystring: z.strictObject({
          before: z
            .string()
            .regex(/^\d{1,15}$/, 'must be the `next` of an earlier answer')
            .transform(Number)
            .optional(),
        }),
        response: {
          200: z.object({
            writes: z.array(
              z.object({
                externalId: z.string(),
                action: z.enum(['block', 'lift']),
                outcome: z.enum(['written', 'rehearsed', 'failed', 'foreign']),
                reason: z.string(),
                before: markSchema.nullable(),
                after: markSchema.nullable(),
                at: instantSchema,
              }),
            ),
            next: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      const { source } = request.params
      requireSource(request, source)
      const found = await syncs.listWrites(source, request.query.before ?? Number.MAX_SAFE_INTEGER, MARKS_PAGE)
      return {
        writes: found.map(({ id: _, ...write }) => ({ ...write, at: clock.format(write.at) })),
        next: found.length === MARKS_PAGE ? String(found.at(-1)?.id) : null,
      }
    },
  )
}

/** In a scope of its own: a signature is made over the body as it came, whatever its type says. */
function addWebhooks(app: App, syncs: Syncs): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  app.post(
    '/v1/webhooks/:source/:secret',
    {
      config: { scope: 'public' },
      schema: {
        operationId: 'receiveWebhook',
        summary: 'Where an ERP posts what changed, or asks whether an order may go on',
        description:
          'The address is the one to enter in the ERP; `secret` is the `webhook.secret` of the source file. Answers 409 ' +
          'when an order must not go on, with the reasons under `detail`.',
        tags: TAGS,
        params: z.strictObject({ source: textSchema(64), secret: textSchema(SECRET_MAX) }),
        response: {
          200: z.object({ received: z.literal(true) }),
          401: problemResponse(401),
          404: problemResponse(404),
          409: problemResponse(409),
          413: problemResponse(413),
        },
      },
    },
    async (request) => {
      const { source, secret } = request.params
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const headers = request.headers as Record<string, string | undefined>
      const outcome = await syncs.receive(source, secret, { headers, rawBody })
      if (outcome.kind === 'unknown') throw problem(404, 'There is no webhook of that address.')
      if (outcome.kind === 'refused') throw problem(401, outcome.message)
      if (outcome.kind === 'vetoed') throw problem(409, outcome.messages.join(' '))
      return { received: true as const }
    },
  )
}
