import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { countNoted } from './change-store.ts'
import type { Guard } from './guard-file.ts'
import type { Post } from './post.ts'
import { type PostState, readPosts } from './post-store.ts'

/** One guard as people and programs see it; what is of its post, all guards of that post have in common. */
export interface GuardState extends PostState {
  readonly name: string
  readonly source: string
  readonly mode: Guard['mode']
  readonly table: string
  /** Accounts whose answers are not in the ERP's database yet, and since when. */
  readonly waiting: number
  readonly waitingSince: EpochMs | null
}

const NOTHING: PostState = {
  ...{ publishedAt: null, comparedAt: null, compared: null, failedAt: null, failure: null },
  ...{ verifiedAt: null, drift: null },
}

/** In the order of the files' names. */
export async function readStates(sql: Sql, posts: readonly Post[]): Promise<GuardState[]> {
  if (posts.length === 0) return []
  const known = await readPosts(sql)
  const states = posts.map(async (post): Promise<GuardState[]> => {
    const { count, oldestAt } = await countNoted(sql, post.name)
    const state = known.get(post.name) ?? NOTHING
    return post.guards.map(({ name, source, mode, table }) => ({
      ...state,
      ...{ name, source, mode, table: `${table.database}.${table.table}`, waiting: count, waitingSince: oldestAt },
      drift: state.drift?.filter(({ guard }) => guard === name) ?? null,
    }))
  })
  return (await Promise.all(states)).flat().toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
