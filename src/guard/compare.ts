import type { CreditDeps } from '../credit/check.ts'
import type { JobRun, SharedJob } from '../jobs/shared-job.ts'
import { SyncError } from '../sync/errors.ts'
import { pageAnswered, readAnswers, removeAnswers } from './answer-store.ts'
import { findKnown, pageOwn } from './change-store.ts'
import type { Guard } from './guard-file.ts'
import type { Post } from './post.ts'
import { nextRevision, noteCompared } from './post-store.ts'
import { customersBound, highestOf, repairCustomers } from './publish.ts'

const PAGES_MAX = 1_000_000

/** Where the comparison of a post stands: first all customers of Fiado, then all that the ERP's database answers for. */
interface Stand {
  readonly afterId: number
  readonly afterName: string | null
  readonly isOver: boolean
  readonly counts: Counts
}

interface Counts {
  readonly customers: number
  readonly repaired: number
  readonly refreshed: number
  readonly removed: number
}

const NOTHING: Counts = { customers: 0, repaired: 0, refreshed: 0, removed: 0 }
const START: Stand = { afterId: 0, afterName: null, isOver: false, counts: NOTHING }

const MINUTES = [60, 30, 15, 10]

/** By cron: so often that no answer that stands grows old between two comparisons. */
export function compareAt(guards: readonly Guard[]): string {
  const soonest = Math.min(...guards.map(({ stale }) => stale.afterSeconds))
  const minutes = MINUTES.find((each) => each * 60 <= soonest / 2) ?? 5
  return minutes === 60 ? '7 * * * *' : `*/${minutes} * * * *`
}

/**
 * The full comparison of all posts, by schedule and once where a time was missed: whatever happened to the copy or to
 * Fiado's notes is mended without a hand. A run that dies goes on at its last page. A database that is away keeps no
 * other waiting, and is tried again by itself.
 */
export function comparisonOf(deps: CreditDeps, posts: readonly Post[], zone: string, expression: string): SharedJob {
  return {
    ...{ name: 'compare-guards', expression, zone, catchUp: 'once' },
    work: async (run) => {
      const stands = new Map(Object.entries(JSON.parse(run.position ?? '{}') as Record<string, Stand>))
      const failures: SyncError[] = []
      for (const post of posts.filter(({ name }) => stands.get(name)?.isOver !== true)) {
        try {
          await comparePost(deps, post, run, stands)
        } catch (error) {
          if (!(error instanceof SyncError)) throw error
          failures.push(error)
        }
      }
      if (failures[0]) throw failures[0]
      return totalOf(posts.map(({ name }) => (stands.get(name) ?? START).counts))
    },
  }
}

function totalOf(all: readonly Counts[]): Record<string, number> {
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0)
  return Object.fromEntries(Object.keys(NOTHING).map((key) => [key, sum(key as keyof Counts)]))
}

async function comparePost(
  deps: CreditDeps,
  post: Post,
  { step, signal }: JobRun,
  stands: Map<string, Stand>,
): Promise<void> {
  const keep = async (stand: Stand): Promise<void> => {
    stands.set(post.name, stand)
    await step(JSON.stringify(Object.fromEntries(stands)), async (sql) => {
      if (stand.isOver) await noteCompared(sql, post.name, deps.clock.system(), { ...stand.counts })
    })
  }
  let stand = stands.get(post.name) ?? START
  for (let page = 0; page < PAGES_MAX && !stand.isOver; page++) {
    const before = stand
    stand = await post.alone(() =>
      before.afterName === null
        ? compareOwn(deps, post, before, signal)
        : removeStrangers(deps, post, before, before.afterName, signal),
    )
    await keep(stand)
  }
}

async function compareOwn(deps: CreditDeps, post: Post, stand: Stand, signal: AbortSignal): Promise<Stand> {
  const customers = await pageOwn(deps.db, post.source, stand.afterId, await customersBound(post, signal))
  const last = customers.at(-1)
  if (!last) return { ...stand, afterName: '' }
  const { repaired, refreshed } = await repairCustomers(deps, post, customers, signal)
  const { counts } = stand
  return {
    ...stand,
    afterId: last.id,
    counts: {
      ...counts,
      customers: counts.customers + customers.length,
      repaired: counts.repaired + repaired,
      refreshed: counts.refreshed + refreshed,
    },
  }
}

/** Answers of customers whom Fiado does not know, or of companies that no guard names. */
async function removeStrangers(
  { db, clock }: CreditDeps,
  post: Post,
  stand: Stand,
  afterName: string,
  signal: AbortSignal,
): Promise<Stand> {
  const names = await pageAnswered(post, afterName, await customersBound(post, signal), signal)
  const last = names.at(-1)
  if (last === undefined) return { ...stand, isOver: true }
  const standing = await readAnswers(post, names, signal)
  const revision = await nextRevision(db, post.name, Math.max(clock.system(), highestOf(standing) + 1))
  // Read after the revision was taken: who is told of by now is written with a higher one.
  const known = await findKnown(db, post.source, names)
  const strange = standing.filter(({ customer, company }) => !known.has(customer) || !post.companies.includes(company))
  await removeAnswers(post, strange, revision, signal)
  const { counts } = stand
  return { ...stand, afterName: last, counts: { ...counts, removed: counts.removed + strange.length } }
}
