import type { Logger } from 'pino'
import type { Database } from '../database.ts'
import { DatabaseUnavailable } from '../database-errors.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { SyncError } from '../sync/errors.ts'
import type { Claimed } from './claim.ts'
import type { JobMetrics } from './schedule.ts'
import { type JobRun, RunLost, type SharedJob } from './shared-job.ts'
import { endRun, keepRun, type RunEnd, type StoredRun, savePosition } from './store.ts'

export interface SharedJobDeps {
  readonly db: Database
  /** Jobs go by `system()`, as the scheduler does: a frozen clock would hold every job. */
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: JobMetrics
  /** How long a process that runs a job is believed to live when nothing is heard of it. */
  readonly leaseMs: number
}

const LEASE_RENEWALS = 3
/** Nobody waits for a job: its statements may take longer than those of a request. */
const STATEMENT_TIMEOUT_MS = 60_000
/** A run that dies or fails more often than this, without a step in between, is given up. */
const TRIES_MAX = 6
/** The wait before another try doubles from a minute to half an hour, and is longer only where somebody asked for it. */
const RETRY_MS = 60_000
const RETRY_MAX_MS = 3_600_000
const MESSAGE_LENGTH_MAX = 500

/** Works on a run until it is over, stopped or lost. Never throws: the run says what went wrong. */
export async function workOn(
  deps: SharedJobDeps,
  job: SharedJob,
  claimed: Claimed,
  stopping: AbortSignal,
): Promise<void> {
  const { db, logger, metrics } = deps
  const { run, runner } = claimed
  const log = { job: job.name, run: run.id }
  const startedMs = performance.now()
  const held = holdRun(deps, claimed, stopping)
  try {
    const ending = await attempt(deps, job, run, held)
    if (ending.kind === 'failed')
      logger[ending.level]({ ...log, ...ending.detail }, `job failed: ${ending.end.message}`)
    if (ending.kind === 'left') logger.warn(log, `job left: ${ending.why}`)
    else if (!(await endRun(db, run.id, runner, ending.end))) logger.warn(log, `job left: ${new RunLost().message}`)
    else if (ending.kind !== 'stopped')
      metrics.recordJob(job.name, ending.kind, (performance.now() - startedMs) / 1_000)
  } catch (error) {
    logger.error({ ...log, err: error }, 'the end of a run could not be written: it goes on when its lease is over')
  } finally {
    held.release()
  }
}

/** How an attempt ended. `left`: nothing may or can be written, and who finds the run when its lease is over goes on. */
type Ending =
  | { readonly kind: 'done' | 'stopped'; readonly end: RunEnd }
  | { readonly kind: 'failed'; readonly end: RunEnd; readonly level: 'warn' | 'error'; readonly detail: object }
  | { readonly kind: 'left'; readonly why: string }

async function attempt({ clock }: SharedJobDeps, job: SharedJob, run: StoredRun, held: Held): Promise<Ending> {
  const { id, dueAt, position } = run
  const { signal, step } = held
  if (run.tries > TRIES_MAX) {
    const end = failed(`given up after ${TRIES_MAX} tries: ${run.message}`, clock.system())
    return { kind: 'failed', end, level: 'error', detail: {} }
  }
  try {
    signal.throwIfAborted()
    const counts = await job.work({ id, dueAt, position, signal, step })
    signal.throwIfAborted()
    const end = { ...failed(null, clock.system()), state: 'done' as const, counts }
    return { kind: 'done', end }
  } catch (error) {
    if (error instanceof RunLost || signal.reason instanceof RunLost)
      return { kind: 'left', why: new RunLost().message }
    if (signal.aborted) {
      const [now, tries] = [clock.system(), held.tries()]
      return { kind: 'stopped', end: { ...waiting('stopped; any process goes on from here', now), tries } }
    }
    if (error instanceof DatabaseUnavailable) return { kind: 'left', why: 'the database was away' }
    const end = failureOf(error, job, held.tries(), clock.system())
    return error instanceof SyncError
      ? { kind: 'failed', end, level: 'warn', detail: { remedy: error.remedy } }
      : { kind: 'failed', end, level: 'error', detail: { err: error } }
  }
}

const failed = (message: string | null, now: EpochMs): RunEnd => ({
  state: 'failed',
  finishedAt: now,
  runsUntil: null,
  counts: null,
  message: message?.slice(0, MESSAGE_LENGTH_MAX) ?? null,
  tries: 0,
})
const waiting = (message: string, runsUntil: EpochMs): RunEnd => ({
  ...failed(message, runsUntil),
  state: 'waiting',
  finishedAt: null,
  runsUntil,
})

/**
 * A job that makes up for missed times also makes up for what was away: it is tried again from where it stood, until it
 * was tried often enough or its next time comes. Everything else that fails waits for the next time.
 */
function failureOf(error: unknown, job: SharedJob, tries: number, now: EpochMs): RunEnd {
  if (!(error instanceof SyncError)) return failed('a fault in Fiado or its database: see the log', now)
  const comesBack = error.remedy === 'unavailable' || error.remedy === 'throttled'
  if (job.catchUp === 'none' || !comesBack || tries >= TRIES_MAX) return failed(error.message, now)
  const waitMs = Math.min(RETRY_MAX_MS, Math.max(RETRY_MS * 2 ** tries, error.retryAfterMs ?? 0))
  return { ...waiting(error.message, now + waitMs), tries: tries + 1 }
}

/** A run as this process holds it. */
interface Held {
  readonly signal: AbortSignal
  readonly step: JobRun['step']
  /** How often the run died or failed since its last step. */
  tries(): number
  /** Renews the lease no longer. */
  release(): void
}

function holdRun({ db, clock, leaseMs }: SharedJobDeps, { run, runner }: Claimed, stopping: AbortSignal): Held {
  const lost = new AbortController()
  const signal = AbortSignal.any([stopping, lost.signal])
  const until = (): EpochMs => clock.system() + leaseMs
  let tries = run.tries
  const lose = (): RunLost => {
    const error = new RunLost()
    lost.abort(error)
    return error
  }
  // While the database is away the lease may run out: then the next step says so.
  const renewal = setInterval(() => {
    keepRun(db, run.id, runner, until()).then(
      (isKept) => isKept || lose(),
      () => undefined,
    )
  }, leaseMs / LEASE_RENEWALS)
  return {
    signal,
    tries: () => tries,
    release: () => clearInterval(renewal),
    step: async (position, write) => {
      signal.throwIfAborted()
      await db.transaction(async (sql) => {
        if (!(await savePosition(sql, run.id, runner, position, until()))) throw lose()
        await write(sql)
        // Nobody could take the run over meanwhile, and nobody shall because the step took long.
        await keepRun(sql, run.id, runner, until())
      }, STATEMENT_TIMEOUT_MS)
      tries = 0
    },
  }
}
