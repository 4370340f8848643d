import { describe, expect, it } from 'vitest'
import { comparisonOf } from '../../src/guard/compare.ts'
import type { Post } from '../../src/guard/post.ts'
import { ensurePosts } from '../../src/guard/post-store.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import { NEVER_ABORTED, openGuardedErp } from './business.ts'

const CUSTOMERS = 1_100
const PIECE = 1_000

type Another = Awaited<ReturnType<Awaited<ReturnType<typeof openGuardedErp>>['another']>>

/** Runs the comparison from a position, until it dies at its nth step; answers where it stood, and its counts if it ends. */
async function run({ deps }: Another, posts: readonly Post[], from: string | null, steps: number) {
  let position = from
  let step = 0
  const job = comparisonOf(deps, posts, 'UTC', '* * * * *')
  const work = job.work({
    ...{ id: 'run', dueAt: 0, position: from, signal: NEVER_ABORTED },
    step: async (now, write) => {
      if (++step > steps) throw new Error('killed')
      await deps.db.transaction(write)
      position = now
    },
  })
  const ended = await work.then(
    (counts) => counts,
    (error: Error) => error.message,
  )
  return { ended, position, steps: step }
}

describe.each(dialects)('a comparison with Fiado on %s', (dialect) => {
  it('that dies goes on where it stood, wherever that was', async () => {
    const one = await openGuardedErp(dialect)
    const all = Array.from({ length: CUSTOMERS }, (_, place) => ({ externalId: `C${place}`, name: `C${place}` }))
    for (let start = 0; start < CUSTOMERS; start += PIECE)
      await one.put('customers', ...all.slice(start, start + PIECE))
    await one.program().runJob('review-orders')
    await one.program().db.run('DELETE FROM guard_changes')
    const another = await one.another()
    const { posts } = another
    const reads: string[] = []
    let position: string | null = null
    let ended: unknown = 'killed'
    for (let life = 0; ended === 'killed' && life < 20; life++) {
      const before: string | null = position
      ;({ ended, position } = await run(another, posts, position, 1))
      reads.push(before ?? '')
    }
    // What a life has written at whose end it died is not told, and is not written twice.
    expect(ended).toMatchObject({ customers: CUSTOMERS, removed: 0 })
    const [row] = await one.asked(`SELECT COUNT(*) AS n FROM ${one.place.schema}.credit_status`)
    expect(row).toEqual({ n: CUSTOMERS })
    // Three pages of customers and the end of them, three of answers and the end: each life ends one step further.
    expect(new Set(reads).size).toBe(reads.length)
    expect(reads.length).toBe(8)
    expect((await one.state()).compared).toEqual(ended)
  })

  it('of a database that is away keeps no other waiting, and is tried again', async () => {
    const one = await openGuardedErp(dialect)
    await one.customer('C1')
    await one.settle()
    const another = await one.another()
    const { post } = another
    await ensurePosts(another.deps.db, ['away'])
    let isAway = true
    const rows: Post['database']['rows'] = (text, values, signal) =>
      isAway ? Promise.reject(new SyncError('unavailable', 'away')) : post.database.rows(text, values, signal)
    const away = { ...post, name: 'away', database: { ...post.database, rows } }
    await one.asked(`UPDATE ${one.place.schema}.credit_status SET available = 9`)
    const failed = await run(another, [away, post], null, 100)
    expect([failed.ended, await one.says('C1')]).toEqual(['away', [0, '1000.00']])
    isAway = false
    await one.asked(`UPDATE ${one.place.schema}.credit_status SET available = 9`)
    const { ended } = await run(another, [away, post], failed.position, 100)
    // Of what was compared before nothing is read again, and it is counted once.
    expect(ended).toEqual({ customers: 2, repaired: 2, refreshed: 0, removed: 0 })
  })
})
