import type { Database } from '../database.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { SyncError } from '../sync/errors.ts'
import type { Post } from './post.ts'
import { noteFailure, noteSound } from './post-store.ts'

/** Work that failed on a post is left alone for so long: twice this at first, and growing. */
const PAUSE_MS = 500
const PAUSE_MAX_MS = 10_000
const TRIALS_MAX = 8

export interface PostWorkDeps {
  readonly db: Database
  readonly clock: Clock
  onFault(error: unknown, place: string): void
}

export type WorkName = 'publish' | 'collect' | 'verify'

/** How the work on a post goes in this process. */
interface Condition {
  /** What failed is left alone until then. One kind of work does not wait for another. */
  readonly pauses: Map<WorkName, { readonly until: EpochMs; readonly failures: number }>
  /** Whether nothing has failed since something was done. */
  isSound: boolean
}

/** Runs work on every post where it does not pause; what fails is told, noted, and tried again later. */
export function openPostWork({ db, clock, onFault }: PostWorkDeps, posts: readonly Post[], signal: AbortSignal) {
  const conditions = posts.map((post) => ({ post, condition: { pauses: new Map(), isSound: false } as Condition }))

  const onPost = async (post: Post, condition: Condition, name: WorkName, work: (post: Post) => Promise<unknown>) => {
    const { pauses } = condition
    if ((pauses.get(name)?.until ?? 0) > clock.system() || signal.aborted) return
    try {
      await work(post)
      pauses.delete(name)
      // Also what another process noted, which is gone by now.
      if (!condition.isSound && pauses.size === 0) await noteSound(db, post.name)
      condition.isSound = pauses.size === 0
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof SyncError)) throw error
      const failures = Math.min((pauses.get(name)?.failures ?? 0) + 1, TRIALS_MAX)
      pauses.set(name, { until: clock.system() + Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** failures), failures })
      if (failures === 1) onFault(error, post.name)
      condition.isSound = false
      await noteFailure(db, post.name, clock.system(), error.message)
    }
  }

  /** A fault on one post keeps no other waiting; it is thrown when all are done. */
  return async (name: WorkName, work: (post: Post) => Promise<unknown>): Promise<void> => {
    const outcomes = await Promise.allSettled(
      conditions.map(({ post, condition }) => onPost(post, condition, name, work)),
    )
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
}
