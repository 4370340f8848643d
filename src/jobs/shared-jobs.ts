import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Trail } from '../receivables/trail.ts'
import { type Claim, type Claimed, claimDue, claimNow, takeOver } from './claim.ts'
import { type SharedJobDeps, workOn } from './run.ts'
import { type JobMetrics, type Schedule, startJobs } from './schedule.ts'
import type { SharedJob } from './shared-job.ts'
import {
  ensurePlans,
  findLastRuns,
  findPlans,
  findRun,
  forgetRuns,
  listRuns,
  listUnderWay,
  replan,
  type StoredRun,
} from './store.ts'
import { type Times, timesOf } from './times.ts'

const HISTORY_MS = 90 * 86_400_000
const NAME = /^[a-z][a-z0-9-]{0,63}$/
const LOOK = { name: 'look-for-shared-jobs', expression: '*/10 * * * * *', zone: 'UTC' }
const FORGET = { name: 'forget-job-runs', expression: '35 4 * * *', zone: 'UTC' }
/** Looking is no job of its own to whoever reads the metrics. */
const UNCOUNTED: JobMetrics = { recordJob: () => undefined }

export type StartedRun = { kind: 'started'; run: StoredRun } | { kind: 'running' } | { kind: 'unknown' }

interface Planned {
  readonly job: SharedJob
  readonly times: Times
}

/**
 * Jobs that one process runs for all on a database. Throws where a job cannot be planned. `Request` is whatever the trail
 * needs to know who asks.
 */
export function openSharedJobs<Request>(
  deps: SharedJobDeps,
  jobs: readonly SharedJob[],
  trail: Trail<Request> = async () => undefined,
) {
  const { db, clock, logger, metrics } = deps
  const planned = planAll(jobs)
  const names = [...planned.keys()]
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  let schedule: Schedule | null = null

  const begin = (job: SharedJob, claimed: Claimed): void => {
    const work = workOn(deps, job, claimed, stopping.signal).finally(() => underWay.delete(work))
    underWay.add(work)
  }
  const follow = (job: SharedJob, claim: Claim): void => {
    if (claim.kind === 'claimed') begin(job, claim)
    if (claim.kind !== 'skipped') return
    logger.warn({ job: job.name }, `job skipped: ${claim.message}`)
    metrics.recordJob(job.name, 'skipped', 0)
  }
  /** Takes up what no process works on, then begins what is due. Does not wait for the work. */
  const look = async (): Promise<void> => {
    if (stopping.signal.aborted || names.length === 0) return
    const now = clock.system()
    for (const run of await listUnderWay(db, names)) {
      const { job } = planned.get(run.job) ?? {}
      if (job && (run.runsUntil ?? 0) <= now) follow(job, await takeOver(deps, run.id, now))
    }
    for (const [name, nextAt] of await findPlans(db, names)) {
      const found = planned.get(name)
      if (found && nextAt <= now) follow(found.job, await claimDue(deps, found.job, found.times, now))
      else if (found) await repairPlan(deps, found, nextAt, now)
    }
  }
  const forget = (): Promise<void> => forgetRuns(db, clock.system() - HISTORY_MS)

  /** Plans what is new or has changed. */
  const plan = (): Promise<void> => planFromNow(deps, planned)

  return {
    plan,
    look,
    forget,
    /** Plans, makes up for what was missed, and goes by the schedule from now on. */
    start: async (): Promise<void> => {
      await plan()
      // The time itself wakes a process up; what is due is read from the plan, which all processes share.
      const wakers = jobs.map(({ name, expression, zone }) => ({ name, expression, zone, run: look }))
      schedule = startJobs([...wakers, { ...LOOK, run: look }, { ...FORGET, run: forget }], logger, UNCOUNTED)
      await look()
    },
    /** Begins a run now, outside of the schedule, or has one that waits go on. `running`: a run is under way. */
    runNow: async (name: string, actor: string, request: Request): Promise<StartedRun> => {
      const found = planned.get(name)
      if (!found) return { kind: 'unknown' }
      const now = clock.system()
      await ensurePlans(db, new Map([[name, found.times.next(now)]]))
      const tell = (sql: Sql, run: StoredRun): Promise<void> =>
        trail(sql, request, 'job.started', name, { run: run.id })
      const claim = await claimNow(deps, found.job, actor, now, tell)
      if (claim.kind !== 'claimed') return { kind: 'running' }
      begin(found.job, claim)
      return { kind: 'started', run: claim.run }
    },
    describe: () => describeAll(deps, planned),
    /** The newest first; of all jobs for `null`. */
    list: (job: string | null, limit: number): Promise<StoredRun[]> => listRuns(db, job, limit),
    find: (id: string): Promise<StoredRun | null> => findRun(db, id),
    knows: (name: string): boolean => planned.has(name),
    /** Runs under way stop at their next step, and go on from there in the next process that looks. */
    stop: async (): Promise<void> => {
      stopping.abort(new Error('the program stops'))
      await schedule?.stop()
      await Promise.all(underWay)
    },
  }
}

export type SharedJobs = ReturnType<typeof openSharedJobs<object>>

function planAll(jobs: readonly SharedJob[]): ReadonlyMap<string, Planned> {
  const planned = new Map<string, Planned>()
  for (const job of jobs) {
    if (!NAME.test(job.name) || planned.has(job.name)) throw new Error(`"${job.name}" is no name for another job`)
    try {
      planned.set(job.name, { job, times: timesOf(job.expression, job.zone) })
    } catch (cause) {
      throw new Error(`job ${job.name}: "${job.expression}" in ${job.zone} is no schedule`, { cause })
    }
  }
  return planned
}

/**
 * A new job comes first at its next time. One whose expression has changed since it was planned is planned anew; a time
 * that has passed by then still counts as missed.
 */
async function planFromNow({ db, clock }: SharedJobDeps, planned: ReadonlyMap<string, Planned>): Promise<void> {
  const now = clock.system()
  const plans = new Map<string, EpochMs>([...planned].map(([name, { times }]) => [name, times.next(now)]))
  await ensurePlans(db, plans)
  for (const [name, nextAt] of plans) await replan(db, name, nextAt, now)
}

/**
 * A clock that was far ahead has planned a time that is far away. One time too many is left alone: it is planned so where
 * clocks differ a little, or where processes with another expression are still running.
 */
async function repairPlan(
  { db }: SharedJobDeps,
  { job, times }: Planned,
  nextAt: EpochMs,
  now: EpochMs,
): Promise<void> {
  const comesAt = times.next(now)
  if (nextAt > times.next(comesAt)) await replan(db, job.name, comesAt, now)
}

async function describeAll({ db, clock }: SharedJobDeps, planned: ReadonlyMap<string, Planned>) {
  const names = [...planned.keys()]
  const plans = await findPlans(db, names)
  const underWay = await listUnderWay(db, names)
  const lastRuns = await findLastRuns(db, names)
  return [...planned.values()].map(({ job: { name, expression, zone, catchUp }, times }, index) => ({
    name,
    expression,
    zone,
    catchUp,
    nextAt: plans.get(name) ?? times.next(clock.system()),
    running: underWay.find(({ job }) => job === name) ?? null,
    lastRun: lastRuns[index] ?? null,
  }))
}
