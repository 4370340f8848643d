import { expect, it } from 'vitest'
import type { Guard } from '../../src/guard/guard-file.ts'
import { openPosts, type Post } from '../../src/guard/post.ts'
import { ensurePosts, readPosts } from '../../src/guard/post-store.ts'
import { openPostWork } from '../../src/guard/post-work.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import { NEVER_ABORTED, openGuardedErp } from './business.ts'

const NAME_MAX = 190
const away = (): Promise<never> => Promise.reject(new SyncError('unavailable', 'away'))

it.each(dialects)(
  'what fails pauses, tells it until it works again, and keeps nothing else waiting, on %s',
  async (dialect) => {
    const one = await openGuardedErp(dialect)
    const { deps, post } = await one.another()
    const other: Post = { ...post, name: 'other' }
    await ensurePosts(deps.db, ['other'])
    let nowMs = 1_000_000
    const clock: Clock = { ...deps.clock, system: () => nowMs }
    const faults: string[] = []
    const onEach = openPostWork(
      { db: deps.db, clock, onFault: (_error, place) => void faults.push(place) },
      [post, other],
      NEVER_ABORTED,
    )
    const failure = async () => (await readPosts(deps.db)).get(post.name)?.failure
    const runs = { publish: 0, collect: 0, other: 0 }
    const turn = async (isAway: boolean): Promise<void> => {
      await onEach('publish', async () => void runs.publish++)
      await onEach('collect', (each) => {
        if (each === other) runs.other++
        else runs.collect++
        return isAway && each === post ? away() : Promise.resolve()
      })
    }
    for (let second = 0; second < 60; second++, nowMs += 1_000) await turn(true)
    // After 1, 2, 4 and 8 seconds, and then every ten.
    expect([runs.collect, runs.other, runs.publish]).toEqual([9, 60, 120])
    expect([await failure(), faults]).toEqual(['away', [post.name]])
    nowMs += 10_000
    await turn(false)
    expect(await failure()).toBe(null)
    const fault = onEach('verify', (each) => (each === post ? Promise.reject(new TypeError('a fault')) : away()))
    await expect(fault).rejects.toThrow('a fault')
    expect([faults.at(-1), await failure()]).toEqual(['other', null])
  },
)

it('a copy is named by its place, in no more characters than there are', () => {
  const guardOn = (host: string) =>
    ({
      name: 'g',
      source: 'erp',
      schema: 's',
      connection: { host, port: 3306, password: { reveal: () => '' } },
      company: undefined,
    }) as unknown as Guard
  const long = ['a'.repeat(250), `${'a'.repeat(249)}b`]
  const names = openPosts(['db', ...long].map(guardOn), { sleep: async () => undefined }).map(({ name }) => name)
  expect(names[0]).toBe('erp s@db:3306')
  expect(new Set(names).size).toBe(3)
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(NAME_MAX)
})
