import type { CreditDeps } from '../credit/check.ts'
import type { Sql } from '../database.ts'
import type { SharedJob } from '../jobs/shared-job.ts'
import { formatCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Pace } from '../sync/http.ts'
import { noteForPosts } from './change-store.ts'
import { collectEvents, type Troubled } from './collect.ts'
import { comparisonOf } from './compare.ts'
import type { ErpEvent } from './erp-event-store.ts'
import { countVerdicts, type EventQuery, listEvents } from './event-store.ts'
import type { Guard } from './guard-file.ts'
import type { GuardFiles } from './guard-files.ts'
import { readTriggersNow } from './inspection-store.ts'
import { stateOf } from './plan.ts'
import { openPosts, type Post } from './post.ts'
import { ensurePosts, noteVerified } from './post-store.ts'
import { openPostWork } from './post-work.ts'
import { fillEmpty, publishChanges } from './publish.ts'
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

/** All guards of this program: what they answer, what they recorded, and whether they stand. */
export function openGuards(deps: GuardsDeps, { guards, faults }: GuardFiles) {
  const { db, clock } = deps
  const posts = openPosts(guards, deps.pace)
  const stopping = new AbortController()
  const onEach = openPostWork(deps, posts, stopping.signal)
  const publish = publisherOf(deps, stopping.signal)
  const collect = collectorOf(deps, stopping.signal)

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
    publish: () => onEach('publish', publish),
    collect: () => onEach('collect', collect),
    verify: () => onEach('verify', (post) => verifyPost(deps, post, stopping.signal)),
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

/** Whatever happened to a copy while it could not be reached, an empty one is not left to the next comparison. */
function publisherOf(deps: GuardsDeps, signal: AbortSignal): (post: Post) => Promise<void> {
  const filled = new WeakSet<Post>()
  return async (post) => {
    const isFilled = filled.has(post)
    filled.delete(post)
    if (!isFilled) await fillEmpty(deps, post, signal)
    await post.alone(() => publishChanges(deps, post, signal))
    filled.add(post)
  }
}

function collectorOf(deps: GuardsDeps, signal: AbortSignal): (post: Post) => Promise<number> {
  const troubled = new WeakMap<Post, Troubled>()
  return (post) => {
    const left = troubled.get(post) ?? new Map()
    troubled.set(post, left)
    return collectEvents({ ...deps, onFault: (error) => deps.onFault(error, post.name) }, post, left, signal)
  }
}

/** Whether the triggers stand as the files say: somebody may have dropped or edited them. */
async function verifyPost(deps: CreditDeps, post: Post, signal: AbortSignal): Promise<void> {
  const { db, clock } = deps
  await fillEmpty(deps, post, signal)
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
