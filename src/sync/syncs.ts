import { z } from 'zod'
import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { forgetSnapshots } from '../receivables/snapshot-store.ts'
import type { Trail } from '../receivables/trail.ts'
import type { WebhookDelivery } from './contract.ts'
import { countBlocks, listMarks, listWrites, noteDue } from './credit-marks-store.ts'
import { SyncError } from './errors.ts'
import { listSourcesToRefetch, noteRefetches } from './refetch-store.ts'
import { type RunOrder, runSource, type SyncDeps } from './run.ts'
import type { Source } from './source.ts'
import type { SourceFiles } from './source-files.ts'
import {
  countQuarantined,
  ensureSource,
  findSourceState,
  findSync,
  forgetSyncs,
  listSyncs,
  planNext,
  type SyncKind,
  type SyncRun,
  stopWriteBack,
  takePlanned,
} from './store.ts'
import { type Reserve, receiveWebhook, type WebhookReply } from './webhooks.ts'

const CHECK_TIMEOUT_MS = 60_000
const HISTORY_MS = 30 * 86_400_000
/** An ERP whose open orders are listed every few seconds makes some hundred thousand in that time. */
const SNAPSHOTS_MS = 7 * 86_400_000
/** Webhooks without an end leave the rest to the next time of the schedule. */
const NUDGES_MAX = 100
/** A run of ours that is over by the time it is looked for leaves the source free; what another process reads waits for the schedule. */
const REFETCH_TRIES_MAX = 2
const RUN_TRIES_MAX = 3

export type Started = { kind: 'started'; run: SyncRun } | { kind: 'running' } | { kind: 'unknown' }
export type Planned = 'changes' | 'nightly'
export type ReadAgain = 'done' | 'busy' | 'unavailable'

/** Everything that can be done with the ERPs; `Request` is whatever the trail needs to know who asks. */
export function openSyncs<Request>(
  deps: SyncDeps,
  { sources, faults }: SourceFiles,
  reserve: Reserve,
  trail: Trail<Request>,
  /** Has `refetchDue` called now, not when its time comes by the schedule. */
  nudge: () => void,
) {
  const { db, feedDeps, logger } = deps
  const { clock } = feedDeps
  const stopping = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  // A burst of webhooks is one nudge, and what comes while it is followed is followed in the same go.
  let isNudged = false
  let isFollowing = false
  const sourceOf = (name: string): Source | undefined => sources.find((source) => source.name === name)

  const follow = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }
  const runsOf = new Map<string, Map<Promise<unknown>, SyncKind>>(sources.map(({ name }) => [name, new Map()]))
  const run = (source: Source, order: Omit<RunOrder, 'signal'>): Promise<SyncRun | null> => {
    const runs = runsOf.get(source.name)
    const started = runSource(deps, source, { ...order, signal: stopping.signal })
    runs?.set(started, order.kind)
    return follow(started.finally(() => runs?.delete(started)))
  }
  /** As `run`; a refetch of ours, which is short, is waited for: nobody is told that the source is busy because of it. */
  const runNext = async (source: Source, order: Omit<RunOrder, 'signal'>): Promise<SyncRun | null> => {
    for (let tries = 1; tries <= RUN_TRIES_MAX; tries++) {
      const ended = await run(source, order)
      const refetches = [...(runsOf.get(source.name) ?? [])].filter(([, kind]) => kind === 'refetch')
      if (ended !== null) return ended
      await Promise.allSettled(refetches.map(([refetching]) => refetching))
    }
    return null
  }
  const nudgeOnce = (): void => {
    if (isNudged || stopping.signal.aborted) return
    isNudged = true
    if (!isFollowing) nudge()
  }
  /** Another run may be reading the source: what was noted meanwhile is fetched as soon as that one is over. */
  const refetch = async (source: Source): Promise<void> => {
    for (let tries = 1; tries <= REFETCH_TRIES_MAX; tries++) {
      if ((await run(source, { kind: 'refetch' })) !== null) return
      const others = [...(runsOf.get(source.name)?.keys() ?? [])]
      if (others.length > 0) {
        void Promise.allSettled(others).then(nudgeOnce)
        return
      }
    }
  }

  /** Begins a run and answers as soon as it has begun. */
  const start = (name: string, kind: SyncKind, allowsRemovals: boolean): Promise<Started> => {
    const source = sourceOf(name)
    if (!source) return Promise.resolve({ kind: 'unknown' })
    return new Promise((resolve, reject) => {
      runNext(source, { kind, allowsRemovals, onStart: (started) => resolve({ kind: 'started', run: started }) }).then(
        (ended) => resolve(ended === null ? { kind: 'running' } : { kind: 'started', run: ended }),
        reject,
      )
    })
  }

  /**
   * Runs what the schedule fires, in one process alone; also at start, for what was missed while no process ran. A night
   * that found the source busy, away or throttled is made up for by the next run.
   */
  const fire = async (source: Source, kind: Planned, nextOf: (kind: Planned) => EpochMs | null): Promise<void> => {
    const { name } = source
    await ensureSource(db, name)
    const state = await findSourceState(db, name)
    const now = clock.system()
    // A new source is read at once, and its first night comes when it comes.
    if (state?.nextNightlyAt == null && kind === 'changes') await planNext(db, name, 'nightly', nextOf('nightly'))
    const planned = { changes: state?.nextChangesAt ?? null, nightly: state?.nextNightlyAt ?? null }
    const isDue = (of: Planned): boolean => planned[of] === null || planned[of] <= now
    if (!isDue(kind) || (state?.notBefore ?? 0) > clock.now()) return
    if (!(await takePlanned(db, name, kind, planned[kind], nextOf(kind)))) return
    const isNight = planned.nightly !== null && isDue('nightly')
    const missed =
      isNight && kind === 'changes' && (await takePlanned(db, name, 'nightly', planned.nightly, nextOf('nightly')))
    const ended = await runNext(source, { kind: kind === 'nightly' || missed ? 'nightly' : 'changes' })
    const comesAgain = ended === null || ended.remedy === 'unavailable' || ended.remedy === 'throttled'
    if (comesAgain && (kind === 'nightly' || missed)) await planNext(db, name, 'nightly', planned.nightly ?? now)
  }

  return {
    sources,
    faults,
    start,
    fire,
    /** Fetches what webhooks have noted, as soon as its time has come. */
    refetchDue: async (): Promise<void> => {
      isFollowing = true
      try {
        for (let round = 1; round === 1 || (isNudged && round <= NUDGES_MAX); round++) {
          isNudged = false
          for (const name of await listSourcesToRefetch(db, clock.now())) {
            const source = sourceOf(name)
            if (source) await refetch(source)
          }
        }
      } finally {
        isFollowing = false
      }
    },
    /**
     * Reads receivables again from their ERP, now. `done` also where there is no ERP that could be asked for single ones;
     * `unavailable` when it did not answer; `busy` while another run reads it.
     */
    readAgain: async (name: string, externalIds: readonly string[]): Promise<ReadAgain> => {
      const source = sourceOf(name)
      const canRead =
        source?.streams.includes('receivables') && source.adapter.capabilities.reads.includes('receivables')
      if (!source || !canRead) return 'done'
      await ensureSource(db, name)
      const records = externalIds.map((externalId) => ({ stream: 'receivables' as const, externalId }))
      await db.transaction((sql) => noteRefetches(sql, name, records, clock.now()))
      const ended = await run(source, { kind: 'refetch' })
      if (ended === null) return 'busy'
      return ended.state === 'done' ? 'done' : 'unavailable'
    },
    /** Notes customers who became blocked or unblocked: the next run tells their ERP, where it is told at all. */
    noteCreditStatus: async (sql: Sql, turned: readonly { source: string; externalId: string }[]): Promise<void> => {
      for (const [name, some] of Map.groupBy(turned, ({ source }) => source)) {
        const source = sourceOf(name)
        const ids = some.map(({ externalId }) => externalId)
        if (source) await noteDue(sql, source, ids)
      }
    },
    /** Has what was noted so written now, and not by the next run. */
    tellCreditStatus: async (names: ReadonlySet<string>): Promise<void> => {
      for (const source of sources.filter(({ name, writeBack }) => names.has(name) && writeBack.mode !== 'off')) {
        // A run that is under way may have passed them by.
        const others = [...(runsOf.get(source.name)?.keys() ?? [])]
        if ((await run(source, { kind: 'refetch' })) === null)
          void follow(Promise.allSettled(others).then(() => run(source, { kind: 'refetch' })))
      }
    },
    forget: async (): Promise<void> => {
      await forgetSyncs(db, clock.now() - HISTORY_MS)
      await forgetSnapshots(db, clock.now() - SNAPSHOTS_MS)
    },
    find: (id: string): Promise<SyncRun | null> => findSync(db, id),
    list: (source: string | null, limit: number): Promise<SyncRun[]> => listSyncs(db, source, limit),
    describe: () => describeAll(deps, sources),
    /** Asks the ERP something cheap. `null` for an unknown source. */
    check: async (name: string) => {
      const source = sourceOf(name)
      return source ? follow(checkSource(deps, source, stopping.signal)) : null
    },
    receive: async (name: string, secret: string, delivery: WebhookDelivery): Promise<WebhookReply> => {
      const reply = await receiveWebhook({ db, clock, reserve }, sourceOf(name), secret, delivery)
      if (reply.kind === 'taken') nudgeOnce()
      return reply
    },
    stopWriteBack: async (name: string, isStopped: boolean, request: Request): Promise<boolean> => {
      if (!sourceOf(name)) return false
      await ensureSource(db, name)
      await db.transaction(async (sql: Sql) => {
        await stopWriteBack(sql, name, isStopped)
        await trail(sql, request, isStopped ? 'write_back.stopped' : 'write_back.resumed', name, {})
      })
      return true
    },
    listMarks: (name: string, after: string, limit: number) => listMarks(db, name, after, limit),
    listWrites: (name: string, before: number, limit: number) => listWrites(db, name, before, limit),
    /** Runs under way stop within a page, and go on from there when the program starts again. */
    stop: async (): Promise<void> => {
      stopping.abort(new Error('the program stops'))
      await Promise.allSettled(underWay)
      logger.debug('syncs stopped')
    },
  }
}

export type Syncs = ReturnType<typeof openSyncs<object>>

export const syncOrderSchema = z.strictObject({
  source: z.string(),
  kind: z.enum(['changes', 'nightly', 'full']).default('changes'),
  allowRemovals: z.boolean().default(false),
})

async function checkSource(deps: SyncDeps, source: Source, stopping: AbortSignal) {
  const session = deps.open(source)
  try {
    const facts = await session.check(AbortSignal.any([stopping, AbortSignal.timeout(CHECK_TIMEOUT_MS)]))
    return { ok: true as const, facts }
  } catch (error) {
    if (error instanceof SyncError) return { ok: false as const, remedy: error.remedy, message: error.message }
    if (!stopping.aborted && (error as Error).name === 'TimeoutError')
      return { ok: false as const, remedy: 'unavailable' as const, message: `no answer in ${CHECK_TIMEOUT_MS} ms` }
    throw error
  } finally {
    await session.close?.()
  }
}

async function describeAll({ db, feedDeps }: SyncDeps, sources: readonly Source[]) {
  const { clock } = feedDeps
  const midnight = Temporal.PlainDate.from(clock.today()).toZonedDateTime(clock.timeZone).epochMilliseconds
  const quarantined = await countQuarantined(
    db,
    sources.map(({ name }) => name),
  )
  return Promise.all(
    sources.map(async ({ name, adapter, streams, schedule, writeBack }) => {
      const state = await findSourceState(db, name)
      return {
        source: name,
        adapter: adapter.id,
        streams: [...streams],
        schedule,
        isRunning: state?.runner != null && (state.runsUntil ?? 0) >= clock.system(),
        lastStartedAt: state?.lastStartedAt ?? null,
        lastDoneAt: state?.lastDoneAt ?? null,
        lastNightlyAt: state?.lastNightlyAt ?? null,
        failures: state?.failures ?? 0,
        failingSince: state?.failingSince ?? null,
        remedy: state?.remedy ?? null,
        message: state?.message ?? null,
        quarantined: quarantined.get(name) ?? 0,
        writeBack: {
          mode: writeBack.mode,
          isStopped: state?.writeBackStopped ?? false,
          dailyCap: writeBack.dailyCap,
          blocksToday: await countBlocks(db, name, midnight),
        },
      }
    }),
  )
}
