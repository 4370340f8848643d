import type { CreditDeps } from '../credit/check.ts'
import type { SharedJob } from '../jobs/shared-job.ts'
import { pageAnswered, readAnswers, removeAnswers } from './answer-store.ts'
import { findKnown, pageOwn } from './change-store.ts'
import type { Post } from './post.ts'
import { nextRevision, noteCompared } from './post-store.ts'
import { CUSTOMERS_MAX, repairCustomers } from './publish.ts'

const PAGES_MAX = 100_000

/** Where a comparison stands: first all customers of Fiado, then all that the ERP's database answers for. */
interface Stand {
  readonly post: string
  readonly afterId: number
  readonly afterName: string | null
  readonly counts: Counts
}

interface Counts {
  readonly customers: number
  readonly repaired: number
  readonly refreshed: number
  readonly removed: number
}

const NOTHING: Counts = { customers: 0, repaired: 0, refreshed: 0, removed: 0 }

/**
 * The full comparison of all posts, by schedule and once where a time was missed: whatever happened to the copy or to
 * Fiado's notes is mended without a hand. A run that dies goes on at its last page.
 */
export function comparisonOf(deps: CreditDeps, posts: readonly Post[], zone: string, expression: string): SharedJob {
  return {
    ...{ name: 'compare-guards', expression, zone, catchUp: 'once' },
    work: async ({ position, signal, step }) => {
      let stand = position === null ? null : (JSON.parse(position) as Stand)
      const total = { ...NOTHING }
      for (const post of posts.slice(
        Math.max(
          0,
          posts.findIndex(({ name }) => name === stand?.post),
        ),
      )) {
        const start = stand ?? { post: post.name, afterId: 0, afterName: null, counts: NOTHING }
        const keep = (now: Stand): Promise<void> => step(JSON.stringify(now), async () => undefined)
        const counts = await comparePost(deps, post, start, keep, signal)
        await step(JSON.stringify({ ...start, counts }), (sql) =>
          noteCompared(sql, post.name, deps.clock.system(), { ...counts }).then(() => undefined),
        )
        for (const key of Object.keys(NOTHING) as (keyof Counts)[])
          Object.assign(total, { [key]: total[key] + counts[key] })
        stand = null
      }
      return total
    },
  }
}

async function comparePost(
  deps: CreditDeps,
  post: Post,
  start: Stand,
  keep: (stand: Stand) => Promise<void>,
  signal: AbortSignal,
): Promise<Counts> {
  let stand = start
  for (let page = 0; page < PAGES_MAX && stand.afterName === null; page++) {
    stand = await post.alone(() => compareOwn(deps, post, stand, signal))
    await keep(stand)
  }
  for (let page = 0; page < PAGES_MAX; page++) {
    const next = await post.alone(() => removeStrangers(deps, post, stand, signal))
    if (next === null) break
    stand = next
    await keep(stand)
  }
  return stand.counts
}

async function compareOwn(deps: CreditDeps, post: Post, stand: Stand, signal: AbortSignal): Promise<Stand> {
  const customers = await pageOwn(deps.db, post.source, stand.afterId, CUSTOMERS_MAX)
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

/** Answers of customers whom Fiado does not know, or of companies that no guard names. `null`: there are no more. */
async function removeStrangers(
  { db, clock }: CreditDeps,
  post: Post,
  stand: Stand,
  signal: AbortSignal,
): Promise<Stand | null> {
  const revision = await nextRevision(db, post.name, clock.system())
  const names = await pageAnswered(post, stand.afterName ?? '', CUSTOMERS_MAX, signal)
  const last = names.at(-1)
  if (last === undefined) return null
  const known = await findKnown(db, post.source, names)
  const standing = await readAnswers(post, names, signal)
  const strange = standing.filter(({ customer, company }) => !known.has(customer) || !post.companies.includes(company))
  await removeAnswers(post, strange, revision, signal)
  const { counts } = stand
  return { ...stand, afterName: last, counts: { ...counts, removed: counts.removed + strange.length } }
}
