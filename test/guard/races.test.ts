import { describe, expect, it } from 'vitest'
import { comparisonOf } from '../../src/guard/compare.ts'
import type { Post } from '../../src/guard/post.ts'
import { publishChanges } from '../../src/guard/publish.ts'
import { systemNow } from '../../src/kernel/clock.ts'
import { dialects } from '../harness/databases.ts'
import { type GuardedErp, interrupted, NEVER_ABORTED, openGuardedErp } from './business.ts'
import { SOURCE } from './words.ts'

const CROWD = 2_000
const MEMBERS = 1_200
const PIECE = 1_000

const limitOf = (amount: string): object => ({ limit: { mode: 'amount', amount } })
const names = (count: number): string[] => Array.from({ length: count }, (_, place) => `C${place}`)

async function crowd(one: GuardedErp, count: number, fields: object = {}): Promise<void> {
  const all = names(count).map((externalId) => ({ externalId, name: externalId, ...limitOf('100.00'), ...fields }))
  for (let start = 0; start < count; start += PIECE) await one.put('customers', ...all.slice(start, start + PIECE))
}

describe.each(dialects)('publishing with Fiado on %s', (dialect) => {
  it('writes again what is noted while it is written', async () => {
    const one = await openGuardedErp(dialect)
    const { deps, post } = await one.another()
    await one.customer('C1')
    await one.program().runJob('review-orders')
    const changing = interrupted(post, async (_statement, turn) => {
      if (turn > 1) return
      await one.customer('C1', limitOf('2000.00'))
      await one.program().runJob('review-orders')
    })
    await publishChanges(deps, changing, NEVER_ABORTED)
    // Its second round has read what was noted in the first.
    expect([await one.says('C1'), await one.noted()]).toEqual([[0, '2000.00'], 0])
  })

  it('never keeps what was read earlier, where two processes write at once', async () => {
    const one = await openGuardedErp(dialect)
    const { deps, post } = await one.another()
    await one.customer('C1')
    await one.program().runJob('review-orders')
    let isOvertaken = false
    const late = interrupted(post, async () => {
      if (isOvertaken) return
      isOvertaken = true
      await one.customer('C1', limitOf('2000.00'))
      await one.settle()
      expect(await one.says('C1')).toEqual([0, '2000.00'])
    })
    await publishChanges(deps, late, NEVER_ABORTED)
    expect([isOvertaken, await one.says('C1')]).toEqual([true, [0, '2000.00']])
  })

  it.each(['publishing', 'comparing'])('lets no order pass that was given up meanwhile, when %s', async (work) => {
    const one = await openGuardedErp(dialect)
    const { deps, post } = await one.another()
    await one.customer('C1')
    await one.settle()
    await one.reserve('P1', 'C1', '900.00')
    if (work === 'publishing') await one.program().runJob('review-orders')
    const late = interrupted(post, async (statement) => {
      if (!/INSERT INTO \S+passes/.test(statement) || (await one.passes()).length > 0) return
      await one.program().call('POST', '/v1/orders/P1/cancel', { source: SOURCE })
      await one.settle()
    })
    if (work === 'publishing') await publishChanges(deps, late, NEVER_ABORTED)
    else await compareAll(one, deps, late)
    expect(await one.passes()).toEqual(['P1 900.00'])
    // The process that was late has noted it.
    await one.settle()
    expect([await one.passes(), await one.says('C1')]).toEqual([[], [0, '1000.00']])
  })

  it('writes once more what a process had written that died before it could forget it', async () => {
    const one = await openGuardedErp(dialect)
    const { deps, post } = await one.another()
    await one.customer('C1')
    await one.program().runJob('review-orders')
    const rows: Post['database']['rows'] = (text, values, signal) =>
      /passes/.test(text) ? Promise.reject(new Error('killed')) : post.database.rows(text, values, signal)
    const dying = { ...post, database: { ...post.database, rows } }
    await expect(publishChanges(deps, dying, NEVER_ABORTED)).rejects.toThrow('killed')
    expect([await one.says('C1'), await one.noted()]).toEqual([[0, '1000.00'], 1])
    await one.settle()
    expect([await one.says('C1'), await one.noted()]).toEqual([[0, '1000.00'], 0])
  })

  it.each(['publishing', 'comparing'])('wins over what no process has written, when %s', async (work) => {
    const one = await openGuardedErp(dialect)
    await one.customer('C1')
    await one.settle()
    // As after a restore with a clock that goes behind, and by hand.
    for (const [revision, amount] of [
      [`${systemNow() + 10 * 86_400_000}`, '2000.00'],
      ['9223372036854775807', '3000.00'],
    ] as const) {
      await one.asked(`UPDATE ${one.place.schema}.credit_status SET revision = ${revision}, available = 7`)
      await one.customer('C1', limitOf(amount))
      if (work === 'comparing') {
        await one.program().runJob('review-orders')
        await one.program().db.run('DELETE FROM guard_changes')
        await one.compare()
      } else {
        await one.settle()
        await one.settle()
      }
      expect([await one.says('C1'), await one.noted()]).toEqual([[0, amount], 0])
    }
  })

  it('goes in rounds through many accounts, and the newest is never far', async () => {
    const one = await openGuardedErp(dialect)
    const { deps, post } = await one.another()
    await crowd(one, CROWD)
    await one.program().runJob('review-orders')
    expect(await one.noted()).toBe(CROWD)
    const seen: unknown[] = []
    const counting = interrupted(post, async (_statement, turn) => {
      if (turn === 2) {
        await one.customer('C3', limitOf('777.00'))
        await one.program().runJob('review-orders')
      }
      if (turn === 4) seen.push(await one.says('C3'), (await one.noted()) > CROWD / 2)
    })
    expect(await publishChanges(deps, counting, NEVER_ABORTED)).toBeGreaterThanOrEqual(CROWD)
    expect(seen).toEqual([[0, '777.00'], true])
    expect(await one.noted()).toBe(0)
    const [row] = await one.asked(`SELECT COUNT(*) AS n FROM ${one.place.schema}.credit_status`)
    expect(row).toEqual({ n: CROWD })
  })

  it('answers for every member of a large account', async () => {
    const one = await openGuardedErp(dialect)
    await crowd(one, MEMBERS, { group: 'REDE' })
    await one.settle()
    await one.owe('C7', '300.00')
    await one.settle()
    const rows = await one.asked(
      `SELECT blocked, COUNT(*) AS n FROM ${one.place.schema}.credit_status GROUP BY blocked`,
    )
    expect(rows).toEqual([{ blocked: 1, n: MEMBERS }])
  })
})

it('one statement an answer where the log of the server is kept by statements, and few before the newest', async () => {
  const one = await openGuardedErp('sqlite')
  const { deps, post } = await one.another()
  await crowd(one, 120)
  await one.program().runJob('review-orders')
  const alone = { ...post, rowsMax: async () => 1 }
  const newest: unknown[] = []
  let statements = 0
  const counting = interrupted(alone, async (_statement, turn) => {
    statements = turn
    if (turn === 1) {
      await one.customer('C3', limitOf('777.00'))
      await one.program().runJob('review-orders')
    }
    // The next fifty.
    if (turn === 102) newest.push(await one.says('C3'))
  })
  await publishChanges(deps, counting, NEVER_ABORTED)
  expect([newest, statements]).toEqual([[[0, '777.00']], 120])
})

async function compareAll(
  one: GuardedErp,
  deps: Awaited<ReturnType<GuardedErp['another']>>['deps'],
  post: Post,
): Promise<void> {
  const { db } = one.program()
  const step = (_position: string, write: (sql: typeof db) => Promise<void>): Promise<void> => write(db)
  const job = comparisonOf(deps, [post], 'UTC', '* * * * *')
  await job.work({ id: 'run', dueAt: 0, position: null, signal: NEVER_ABORTED, step })
}
