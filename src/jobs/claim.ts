import type { Database, Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { SharedJob } from './shared-job.ts'
import {
  findFreeTime,
  giveRun,
  giveUpWaiting,
  hasRunAt,
  insertRun,
  listUnderWay,
  lockPlan,
  lockUnderWay,
  movePlan,
  type Outcome,
  type StoredRun,
} from './store.ts'
import type { Times } from './times.ts'

/** A run that this process has, and the name under which it holds it. */
export interface Claimed {
  readonly kind: 'claimed'
  readonly run: StoredRun
  readonly runner: string
}
export type Claim = Claimed | { readonly kind: 'skipped'; readonly message: string } | { readonly kind: 'none' }

export interface ClaimDeps {
  readonly db: Database
  readonly leaseMs: number
}

/** A time that nobody looked at for so long has passed while no process ran. Processes look every ten seconds. */
const LATE_MAX_MS = 60_000
const NONE: Claim = { kind: 'none' }

/**
 * Claims the time of a job that has come, and plans the next one, in one transaction. The time is one of the schedule and
 * never the moment of looking, so that processes whose clocks differ claim the same one. Of many missed times it is the
 * last.
 */
export function claimDue(deps: ClaimDeps, job: SharedJob, times: Times, now: EpochMs): Promise<Claim> {
  return deps.db.transaction(async (sql) => {
    const nextAt = await lockPlan(sql, job.name)
    if (nextAt === null || nextAt > now) return NONE
    // No time of the expression at all: it was another one when the time was planned.
    const dueAt = times.last(nextAt - 1, now) ?? nextAt
    const isLate = now - dueAt > LATE_MAX_MS
    const current = await isUnderWay(sql, job.name, now)
    // Nobody could begin it in time: it is made up for when the run that was found is over.
    if (current && isLate && job.catchUp === 'once') return NONE
    await movePlan(sql, job.name, times.next(now))
    if (await hasRunAt(sql, job.name, dueAt)) return NONE
    const message = current ? 'its last run was not over' : 'no process ran at that time'
    if (current || (isLate && job.catchUp === 'none')) {
      await insertRun(sql, { ...newRun(job, dueAt, 'schedule', now), state: 'skipped', finishedAt: now, message }, null)
      return { kind: 'skipped', message }
    }
    return insertClaimed(sql, deps, newRun(job, dueAt, 'schedule', now), now)
  })
}

/** Claims a run that somebody asks for now; one that waits goes on at once instead. `none`: a run is under way. */
export function claimNow(
  deps: ClaimDeps,
  job: SharedJob,
  startedBy: string,
  now: EpochMs,
  tell: (sql: Sql, run: StoredRun) => Promise<void>,
): Promise<Claim> {
  return deps.db.transaction(async (sql) => {
    await lockPlan(sql, job.name)
    const [found] = await listUnderWay(sql, [job.name])
    const current = found ? await lockUnderWay(sql, found.id) : null
    if (current && !isFree(current, now) && current.state === 'running') return NONE
    const claimed = current
      ? await take(sql, deps, current, { ...current, tries: 0 }, now)
      : await insertClaimed(sql, deps, newRun(job, await findFreeTime(sql, job.name, now), startedBy, now), now)
    await tell(sql, claimed.run)
    return claimed
  })
}

/** Takes over a run that was stopped, waits for another try, or whose process has died. */
export function takeOver(deps: ClaimDeps, id: string, now: EpochMs): Promise<Claim> {
  return deps.db.transaction(async (sql) => {
    const run = await lockUnderWay(sql, id)
    if (!run || !isFree(run, now)) return NONE
    const hasDied = run.state === 'running'
    const message = hasDied ? 'its process died, or the database was away' : run.message
    return take(sql, deps, run, { counts: null, message, tries: run.tries + (hasDied ? 1 : 0) }, now)
  })
}

const isFree = ({ runsUntil }: StoredRun, now: EpochMs): boolean => (runsUntil ?? 0) <= now

/** A run that waits for another try makes way for the next time, which does its work. */
async function isUnderWay(sql: Sql, job: string, now: EpochMs): Promise<boolean> {
  const [found] = await listUnderWay(sql, [job])
  const current = found ? await lockUnderWay(sql, found.id) : null
  if (current?.state === 'waiting' && !isFree(current, now)) {
    await giveUpWaiting(sql, current.id, now)
    return false
  }
  return current !== null
}

async function take(
  sql: Sql,
  { leaseMs }: ClaimDeps,
  run: StoredRun,
  outcome: Outcome,
  now: EpochMs,
): Promise<Claimed> {
  const runner = createId('rnr', now)
  await giveRun(sql, run.id, runner, now + leaseMs, outcome)
  return { kind: 'claimed', runner, run: { ...run, ...outcome, state: 'running', runsUntil: now + leaseMs } }
}

async function insertClaimed(sql: Sql, { leaseMs }: ClaimDeps, run: StoredRun, now: EpochMs): Promise<Claimed> {
  const runner = createId('rnr', now)
  const claimed: StoredRun = { ...run, runsUntil: now + leaseMs }
  await insertRun(sql, claimed, runner)
  return { kind: 'claimed', runner, run: claimed }
}

const newRun = (job: SharedJob, dueAt: EpochMs, startedBy: string, now: EpochMs): StoredRun => ({
  id: createId('run', now),
  job: job.name,
  dueAt,
  state: 'running',
  startedBy,
  startedAt: now,
  finishedAt: null,
  position: null,
  runsUntil: null,
  counts: null,
  message: null,
  tries: 0,
})
