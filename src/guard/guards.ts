import type { CreditDeps } from '../credit/check.ts'
import type { Sql } from '../database.ts'
import type { SharedJob } from '../jobs/shared-job.ts'
import { formatCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { SyncError } from '../sync/errors.ts'
import type { Pace } from '../sync/http.ts'
import { noteForPosts } from './change-store.ts'
import { collectEvents } from './collect.ts'
import { comparisonOf } from './compare.ts'
import type { ErpEvent } from './erp-event-store.ts'
import { countVerdicts, type EventQuery, listEvents } from './event-store.ts'
import type { Guard } from './guard-file.ts'
import type { GuardFiles } from './guard-files.ts'
import { readTriggersNow } from './inspection-store.ts'
import { stateOf } from './plan.ts'
import { openPosts, type Post } from './post.ts'
import { ensurePosts, noteFailure, noteVerified } from './post-store.ts'
import { publishChanges } from './publish.ts'
import { readStates } from './states.ts'
import { triggersOf } from './trigger.ts'

export interface GuardsDeps extends CreditDeps {
  readonly pace: Pick<Pace, 'sleep'>
  readonly zone: string
  /** When all answers are compared, by cron. */
  readonly compareAt: string
  onEvent(event: ErpEvent): void
  onFault(error: unknown, place: string): void
}

/** A post that failed is left alone for so long at most, growing from the first of them. */
const PAUSE_MS = 500
const PAUSE_MAX_MS = 10_000
const TRIALS_MAX = 8

/** All guards of this program: what they answer, what they recorded, and whether they stand. */
export function openGuards(deps: GuardsDeps, { guards, faults }: GuardFiles) {
  const { db, clock } = deps
  const posts = openPosts(guards, deps.pace)
  const stopping = new AbortController()
  const pauses = new Map<Post, { until: EpochMs; failures: number }>()

  /** Runs work on every post that does not pause; what fails is noted, and tried again later. */
  const onEach = async (work: (post: Post) => Promise<unknown>): Promise<void> => {
    await Promise.all(posts.map((post) => onPost(post, work)))
  }
  const onPost = async (post: Post, work: (post: Post) => Promise<unknown>): Promise<void> => {
    if ((pauses.get(post)?.until ?? 0) > clock.system() || stopping.signal.aborted) return
    try {
      await work(post)
      pauses.delete(post)
    } catch (error) {
      if (stopping.signal.aborted) return
      if (!(error instanceof SyncError)) throw error
      const failures = Math.min((pauses.get(post)?.failures ?? 0) + 1, TRIALS_MAX)
      const pauseMs = Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** failures)
      pauses.set(post, { until: clock.system() + pauseMs, failures })
      if (failures === 1) deps.onFault(error, post.name)
      await noteFailure(db, post.name, clock.system(), error.message)
    }
  }

  return {
    guards,
    faults,
    /** Notes, in the transaction that looked at them, accounts whose answers may have changed. */
    noteLooked: (sql: Sql, accountIds: readonly number[]): Promise<void> => noteForPosts(sql, posts, accountIds),
    prepare: (): Promise<void> =>
      ensurePosts(
        db,
        posts.map(({ name }) => name),
      ),
    publish: () => onEach((post) => post.alone(() => publishChanges(deps, post, stopping.signal))),
    collect: () =>
      onEach((post) =>
        collectEvents({ ...deps, onFault: (error) => deps.onFault(error, post.name) }, post, stopping.signal),
      ),
    verify: () => onEach((post) => verifyPost(deps, post, stopping.signal)),
    comparison: (): SharedJob[] => (posts.length === 0 ? [] : [comparisonOf(deps, posts, deps.zone, deps.compareAt)]),
    list: () => readStates(db, posts),
    countVerdicts: (since: EpochMs) => countVerdicts(db, since),
    events: async (query: EventQuery) => {
      const found = await listEvents(db, query)
      const events = found.map(({ seq, at, amount, source: _source, isRefused, ...event }) => ({
        ...event,
        ...{ at: clock.format(at), refused: isRefused, amount: amount === null ? null : formatCents(amount) },
      }))
      return { events, next: found.length === query.limit ? String(found.at(-1)?.seq) : null }
    },
    stop: async (): Promise<void> => {
      stopping.abort(new Error('the program stops'))
      await Promise.all(posts.map((post) => post.close()))
    },
  }
}

export type Guards = ReturnType<typeof openGuards>

/** Whether the triggers stand as the files say: somebody may have dropped or edited them. */
async function verifyPost({ db, clock }: CreditDeps, post: Post, signal: AbortSignal): Promise<void> {
  const byTable = await readTriggersNow(post.database, post.guards[0] as Guard, signal)
  const drift = post.guards.flatMap((guard) => {
    const { database, table } = guard.table
    const standing = byTable.get(`${database}.${table}`) ?? []
    return triggersOf(guard).flatMap((trigger) => {
      const state = stateOf(guard, trigger, standing)
      return state === 'current' ? [] : [{ guard: guard.name, trigger: trigger.name, state }]
    })
  })
  await noteVerified(db, post.name, clock.system(), drift)
}
