import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { sourceSchema, textSchema } from '../kernel/text.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { SyncRun } from './store.ts'
import { type Syncs, syncOrderSchema } from './syncs.ts'
import { addWebhooks } from './webhook-routes.ts'
import { remedySchema, runSchema, sourceStateSchema } from './wire-schema.ts'
import { addWriteBack, noSource, paramsSchema, TAGS } from './write-back-routes.ts'

const SYNCS_PAGE = 50

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
