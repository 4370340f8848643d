import { z } from 'zod'
import { actorOf } from '../access/key.ts'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { textSchema } from '../kernel/text.ts'
import { callerOf, requireUnbound } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { SharedJobs } from './shared-jobs.ts'
import { runStates, type StoredRun } from './store.ts'

const TAGS = ['jobs']
const RUNS_PAGE = 100

const instantSchema = z.string().meta({ format: 'date-time' })
const runSchema = z.object({
  id: z.string(),
  job: z.string(),
  dueAt: instantSchema.meta({ description: 'The time by the schedule that the run is for.' }),
  state: z.enum(runStates).meta({
    description:
      '`waiting`: no process works on it; it goes on from where it stood. `skipped`: it never began, `message` says why.',
  }),
  startedBy: z.string().meta({ description: '`schedule`, or the key that asked for it.' }),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  counts: z.record(z.string(), z.number()).nullable().meta({ description: 'What the job counted, once it is done.' }),
  message: z.string().nullable().meta({ description: 'Why it failed, waits or was skipped.' }),
})
const jobSchema = z.object({
  name: z.string(),
  expression: z.string().meta({ description: 'Cron, five fields or six with seconds first.' }),
  zone: z.string(),
  catchUp: z.enum(['once', 'none']).meta({
    description: 'What happens with times that passed while no process ran: one run for all of them, or none.',
  }),
  nextAt: instantSchema,
  running: runSchema.nullable().meta({ description: 'The run that is under way or waits.' }),
  lastRun: runSchema.nullable().meta({ description: 'The last run that came to an end.' }),
})
const paramsSchema = z.strictObject({ name: textSchema(64) })

/** Where people see what runs by the clock, and run it now. */
export function jobsRoom(jobs: SharedJobs, clock: Clock) {
  const toWire = ({ id, job, dueAt, state, startedBy, startedAt, finishedAt, counts, message }: StoredRun) => ({
    ...{ id, job, state, startedBy, message },
    dueAt: clock.format(dueAt),
    startedAt: clock.format(startedAt),
    finishedAt: finishedAt === null ? null : clock.format(finishedAt),
    counts: counts && { ...counts },
  })
  const toWireOrNull = (run: StoredRun | null) => run && toWire(run)
  return async (app: App): Promise<void> => {
    app.get(
      '/v1/jobs',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'listJobs',
          summary: 'Read what runs by the clock, once for all processes, and when',
          tags: TAGS,
          response: { 200: z.object({ jobs: z.array(jobSchema) }) },
        },
      },
      async (request) => {
        requireUnbound(request)
        const described = await jobs.describe()
        return {
          jobs: described.map(({ nextAt, running, lastRun, ...job }) => ({
            ...job,
            nextAt: clock.format(nextAt),
            running: toWireOrNull(running),
            lastRun: toWireOrNull(lastRun),
          })),
        }
      },
    )
    app.get(
      '/v1/jobs/:name/runs',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'listJobRuns',
          summary: 'Read what became of the last runs of a job, the newest first',
          tags: TAGS,
          params: paramsSchema,
          response: { 200: z.object({ runs: z.array(runSchema) }), 404: problemResponse(404) },
        },
      },
      async (request) => {
        requireUnbound(request)
        if (!jobs.knows(request.params.name)) throw noJob()
        return { runs: (await jobs.list(request.params.name, RUNS_PAGE)).map(toWire) }
      },
    )
    app.post(
      '/v1/jobs/:name/runs',
      {
        config: { scope: 'operate' },
        schema: {
          operationId: 'runJob',
          summary: 'Run a job now',
          description:
            'Besides its schedule, which stays as it is. A run that waits for another try goes on at once. Answers when it ' +
            'has begun; ask GET /v1/jobs/{name}/runs how it goes.',
          tags: TAGS,
          params: paramsSchema,
          body: z.strictObject({}).nullish(),
          response: { 202: runSchema, 404: problemResponse(404), 409: problemResponse(409) },
        },
      },
      async (request, reply) => {
        requireUnbound(request)
        const { name } = request.params
        const outcome = await jobs.runNow(name, actorOf(callerOf(request)), request)
        if (outcome.kind === 'unknown') throw noJob()
        if (outcome.kind === 'running') throw problem(409, `The job ${name} is running: see GET /v1/jobs/${name}/runs.`)
        return reply.code(202).send(toWire(outcome.run))
      },
    )
  }
}

const noJob = () => problem(404, 'There is no job of that name: see GET /v1/jobs.')
