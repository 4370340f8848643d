import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { cursorSchema, wholeSchema } from '../kernel/paging.ts'
import { textSchema } from '../kernel/text.ts'
import { callerOf } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { VerdictCount } from './event-store.ts'
import type { Guards } from './guards.ts'
import type { GuardState } from './states.ts'
import { eventSchema, faultSchema, guardSchema } from './wire-schema.ts'

const TAGS = ['guards']
const LIMIT = 50
const LIMIT_MAX = 200
const NAME_MAX = 40
const DAY_MS = 86_400_000

/** What people and programs see of the guards in the ERPs' own databases. */
export function guardRoom(guards: Guards, clock: Clock) {
  return async (app: App): Promise<void> => {
    addGuards(app, guards, clock)
    addEvents(app, guards)
  }
}

function addGuards(app: App, guards: Guards, clock: Clock): void {
  app.get(
    '/v1/guards',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listGuards',
        summary: "Read the state of every guard in an ERP's database, and what is wrong with guard files",
        description:
          'A guard whose database is away goes on by what was written last; checks do not depend on it. A key that is ' +
          'bound to a source sees the guards of its source.',
        tags: TAGS,
        response: { 200: z.object({ guards: z.array(guardSchema), faults: z.array(faultSchema) }) },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      const states = (await guards.list()).filter(({ source }) => bound === null || bound === source)
      const counts = await guards.countVerdicts(clock.system() - DAY_MS)
      const faults = guards.faults.map(({ file, faults: found }) => ({ file, faults: [...found] }))
      // Files are named after guards, and a fault may be in any of them.
      return { guards: states.map((state) => toWire(state, counts, clock)), faults: bound === null ? faults : [] }
    },
  )
}

function addEvents(app: App, guards: Guards): void {
  app.get(
    '/v1/guards/:guard/events',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listGuardEvents',
        summary: 'Read which sales a guard refused, would have refused or could not judge, the newest first',
        description: 'What its triggers recorded, as soon as it was fetched out of the ERP’s database.',
        tags: TAGS,
        params: z.strictObject({ guard: textSchema(NAME_MAX) }),
        querystring: z.strictObject({
          before: cursorSchema.optional(),
          limit: wholeSchema(LIMIT_MAX).default(LIMIT),
        }),
        response: {
          200: z.object({ events: z.array(eventSchema), next: z.string().nullable() }),
          404: problemResponse(404),
        },
      },
    },
    async (request) => {
      const { source: bound } = callerOf(request)
      const guard = guards.guards.find(({ name }) => name === request.params.guard)
      if (!guard || (bound !== null && bound !== guard.source)) throw problem(404, 'There is no guard of that name.')
      const { before = null, limit } = request.query
      return guards.events({ guard: guard.name, before, limit })
    },
  )
}

function toWire(state: GuardState, counts: readonly VerdictCount[], clock: Clock): z.input<typeof guardSchema> {
  const { name, source, mode, table, waiting, compared, failure, drift } = state
  const atOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))
  return {
    ...{ name, source, mode, table, waiting, failure },
    ...{ waitingSince: atOrNull(state.waitingSince), publishedAt: atOrNull(state.publishedAt) },
    ...{ comparedAt: atOrNull(state.comparedAt), compared: compared && { ...compared } },
    ...{ failedAt: atOrNull(state.failedAt), verifiedAt: atOrNull(state.verifiedAt) },
    drift: drift?.map(({ trigger, state: found }) => ({ trigger, state: found })) ?? null,
    lastDay: counts
      .filter(({ guard }) => guard === name)
      .map(({ verdict, isRefused, count }) => ({ verdict, refused: isRefused, count })),
  }
}
