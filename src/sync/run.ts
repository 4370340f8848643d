import type { Logger } from 'pino'
import { z } from 'zod'
import type { Database, Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { FeedDeps } from '../receivables/feed.ts'
import { touchSource } from '../receivables/source-store.ts'
import type { ErpSession } from './contract.ts'
import { SyncError } from './errors.ts'
import type { Pace } from './http.ts'
import type { Progress } from './progress.ts'
import { pullStream } from './pull.ts'
import { compareOpen, comparesOpen } from './reconcile.ts'
import { noteQuarantined, refetch } from './refetch.ts'
import type { Source } from './source.ts'
import {
  claimSource,
  ensureSource,
  keepSource,
  type RunFailure,
  recordDone,
  recordFailure,
  recordStart,
  releaseSource,
  type SyncKind,
  type SyncRun,
} from './store.ts'

export interface SyncDeps {
  readonly db: Database
  readonly feedDeps: FeedDeps
  readonly pace: Pace
  readonly logger: Logger
  /** How long a runner that is not heard of is believed to live. */
  readonly leaseMs: number
  open(source: Source): ErpSession
  /** Brings the ERP's own block in line with what Fiado decides. Runs in every sync, after everything was read. */
  pushCreditStatus(context: RunContext): Promise<void>
  record(run: SyncRun, seconds: number): void
}

/** One run under way. */
export interface RunContext {
  readonly deps: SyncDeps
  readonly source: Source
  readonly session: ErpSession
  readonly run: SyncRun
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Somebody has looked at an alarming number of removals and says that they are right. */
  readonly allowsRemovals: boolean
  /** For the beginning of what a transaction writes: throws when another process has taken over the source. */
  hold(sql: Sql): Promise<void>
}

export interface RunOrder {
  readonly kind: SyncKind
  readonly allowsRemovals?: boolean
  readonly signal: AbortSignal
  /** Told as soon as the run has begun. */
  onStart?(run: SyncRun): void
}

/** Another process runs this source by now: ours was not heard of for too long. */
class SourceLost extends Error {}

const LEASE_RENEWALS = 3

/** Runs one source, unless it runs already (`null`). Never throws for what an ERP does: the run says what went wrong. */
export async function runSource(deps: SyncDeps, source: Source, order: RunOrder): Promise<SyncRun | null> {
  const { db, feedDeps, leaseMs } = deps
  const { clock } = feedDeps
  const id = createId('syn', clock.now())
  await ensureSource(db, source.name)
  if (!(await claimSource(db, source.name, id, clock.system(), clock.system() + leaseMs))) return null

  const lost = new AbortController()
  const signal = AbortSignal.any([order.signal, lost.signal])
  const hold = async (sql: Sql): Promise<void> => {
    if (!(await keepSource(sql, source.name, id, clock.system() + leaseMs))) throw new SourceLost()
  }
  const renewal = setInterval(() => {
    hold(db).catch((error) => error instanceof SourceLost && lost.abort(error))
  }, leaseMs / LEASE_RENEWALS)
  const startedMs = performance.now()
  const progress: Progress = {}
  const started: SyncRun = {
    id,
    source: source.name,
    kind: order.kind,
    state: 'running',
    startedAt: clock.now(),
    finishedAt: null,
    progress,
    remedy: null,
    message: null,
  }
  try {
    await db.transaction((sql) => recordStart(sql, started))
    order.onStart?.(started)
    const run = await runToEnd(deps, source, started, { ...order, signal }, hold)
    deps.record(run, (performance.now() - startedMs) / 1_000)
    return run
  } finally {
    clearInterval(renewal)
    await releaseSource(db, source.name, id)
  }
}

async function runToEnd(
  deps: SyncDeps,
  source: Source,
  run: SyncRun,
  { signal, allowsRemovals = false }: RunOrder,
  hold: RunContext['hold'],
): Promise<SyncRun> {
  const { db, feedDeps, logger } = deps
  const { clock } = feedDeps
  let session: ErpSession | null = null
  try {
    session = deps.open(source)
    const context = { deps, source, session, run, progress: run.progress, signal, allowsRemovals, hold }
    await readAll(context)
    await deps.pushCreditStatus(context)
    const finishedAt = clock.now()
    await db.transaction(async (sql) => {
      await hold(sql)
      await recordDone(sql, run, finishedAt)
      await releaseSource(sql, source.name, run.id)
    })
    return { ...run, state: 'done', finishedAt }
  } catch (error) {
    const failure = failureOf(error, signal, clock.now())
    const log = { sync: run.id, source: source.name, remedy: failure.remedy }
    if (failure.remedy === null && failure.state === 'failed') logger.error({ ...log, err: error }, 'sync failed')
    else logger.warn(log, `sync ${failure.state}: ${failure.message}`)
    await db.transaction(async (sql) => {
      await recordFailure(sql, run, failure, clock.now())
      await releaseSource(sql, source.name, run.id)
    })
    return { ...run, ...failure, finishedAt: clock.now() }
  } finally {
    await session?.close?.().catch(() => logger.warn({ source: source.name }, 'the session did not close'))
  }
}

async function readAll(context: RunContext): Promise<void> {
  const { deps, source, run } = context
  await refetch(context)
  if (run.kind === 'refetch') return
  for (const stream of source.streams) await pullStream(context, stream)
  for (const stream of source.streams.filter((candidate) => comparesOpen(context, candidate)))
    await compareOpen(context, stream)
  if (run.kind !== 'changes') {
    await noteQuarantined(context)
    await refetch(context)
  }
  // What was read is as old as the beginning of the run: what changed after we looked is not in it.
  const isNews = await deps.db.transaction(async (sql) => {
    await context.hold(sql)
    return touchSource(sql, source.name, run.startedAt, deps.feedDeps.keeping())
  })
  if (isNews) deps.feedDeps.onTaken?.()
}

function failureOf(error: unknown, signal: AbortSignal, now: EpochMs): RunFailure {
  if (error instanceof SourceLost || signal.aborted) {
    const isLost = error instanceof SourceLost || signal.reason instanceof SourceLost
    const message = isLost ? 'another process took over' : 'stopped; the next run goes on from here'
    return { state: 'interrupted', remedy: null, message, notBefore: null }
  }
  if (error instanceof SyncError) {
    const { remedy, message, retryAfterMs } = error
    const notBefore = remedy === 'throttled' && retryAfterMs !== null ? now + retryAfterMs : null
    return { state: 'failed', remedy, message, notBefore }
  }
  if (error instanceof z.ZodError) {
    const message = 'the ERP answered in a form that the adapter does not know'
    return { state: 'failed', remedy: 'unavailable', message, notBefore: null }
  }
  return { state: 'failed', remedy: null, message: 'a fault in Fiado or its database: see the log', notBefore: null }
}
