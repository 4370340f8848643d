import { describe, expect, it, onTestFinished } from 'vitest'
import { compareAt } from '../../src/guard/compare.ts'
import type { Guard } from '../../src/guard/guard-file.ts'
import { dialects } from '../harness/databases.ts'
import { startMariadb } from '../harness/mariadb.ts'
import { openGuardedErp } from './business.ts'
import { SOURCE } from './words.ts'

const BACK = { timeout: 30_000, interval: 250 }
const MONDAY = '2026-11-23T10:00:00-03:00'

it.each([
  [86_400, '7 * * * *'],
  [7_200, '7 * * * *'],
  [7_199, '*/30 * * * *'],
  [1_800, '*/15 * * * *'],
  [600, '*/5 * * * *'],
])('answers that grow old after %i seconds are compared in time: %s', (afterSeconds, expression) => {
  const guards = [90_000, afterSeconds].map((each) => ({ stale: { afterSeconds: each } }) as Guard)
  expect(compareAt(guards)).toBe(expression)
})

describe.each(dialects)('with Fiado on %s, when', (dialect) => {
  it("the ERP's database is away, Fiado goes on, and the copy catches up by itself", async () => {
    const erp = await startMariadb()
    onTestFinished(() => erp.stop())
    const one = await openGuardedErp(dialect, { serverUrl: erp.url })
    await one.customer('C1')
    await one.settle()
    await erp.kill('SIGKILL')
    await one.settle()
    expect(await one.reserve('P1', 'C1', '100.00')).toBe('approved')
    await one.owe('C1', '300.00')
    await one.customer('C2')
    await one.settle()
    const { failure, failedAt, waiting } = await one.state()
    expect([failure, failedAt, waiting]).toEqual([
      expect.stringMatching(/cannot be reached|no connection/),
      expect.any(Number),
      2,
    ])
    await erp.restart()
    const settled = async () => {
      await one.settle()
      return (await one.state()).failure
    }
    await expect.poll(settled, BACK).toBe(null)
    await expect.poll(async () => (await one.settle().then(() => one.state())).waiting, BACK).toBe(0)
    expect(await one.says('C1')).toEqual([1, '0.00'])
    expect(await one.says('C2')).toEqual([0, '1000.00'])
  })

  it.each([
    ['pass', null],
    ['refuse', /^Crédito não confirmado/],
  ])('Fiado is away for a day, sales that are old %s, and the copy is repaired at its start', async (sales, told) => {
    const one = await openGuardedErp(dialect, { now: MONDAY, lines: { stale: `{ sales: ${sales} }` } })
    await one.customer('C1')
    await one.customer('C2')
    await one.title('T1', 'C1', '2026-11-23', '300.00')
    await one.settle()
    await one.stop()
    expect(await one.sell('P1', 'C1', 700)).toBe(null)
    expect(await one.sell('P2', 'C1', 701)).toMatch(/^Crédito insuficiente/)
    await one.asked(`UPDATE ${one.place.schema}.credit_status SET as_of = as_of - INTERVAL 25 HOUR`)
    const sold = await one.sell('P3', 'C2', 1)
    if (told === null) expect(sold).toBe(null)
    else expect(sold).toMatch(told)
    // As by the system's clock, a time of the comparison was missed.
    const another = await one.another()
    await another.deps.db.run("UPDATE job_plans SET next_at = 1 WHERE job = 'compare-guards'")
    await one.start('2026-11-24T10:00:00-03:00')
    await one.settle()
    expect(await one.answers('C1')).toMatchObject({ blocked: 1, message: expect.stringContaining('há 1 dia') })
    // Nothing has happened to this one.
    await expect.poll(async () => (await one.answers('C2'))?.age, BACK).toBeLessThan(60)
    expect(await one.sell('P4', 'C2', 1)).toBe(null)
  })

  it('the password is wrong, or nothing is installed yet, it says so, and fills the copy once it can', async () => {
    const one = await openGuardedErp(dialect, { isInstalled: false })
    await one.customer('C1')
    await one.customer('C2')
    await one.settle()
    expect((await one.state()).failure).toMatch(/ACCESS_DENIED/)
    // What was noted is not what fills it: a copy that says nothing is filled from all there is.
    await one.program().db.run('DELETE FROM guard_changes')
    expect(await one.place.guard('install', 'pedidos')).toMatchObject({ code: 0 })
    const filled = () => one.settle().then(() => one.says('C2'))
    await expect.poll(filled, BACK).toEqual([0, '1000.00'])
    expect((await one.settle().then(() => one.state())).failure).toBe(null)
    // A password that no longer fits.
    await one.stop()
    await one.start(undefined, { environment: { ...one.place.environment, GUARD_PASSWORD: 'another' } })
    await one.customer('C1', { status: 'stop' })
    await one.settle()
    expect(await one.state()).toMatchObject({ failure: expect.stringMatching(/ACCESS_DENIED/), waiting: 1 })
  })

  it('somebody empties the copy, it is filled at the next look', async () => {
    const one = await openGuardedErp(dialect)
    await one.customer('C1')
    await one.settle()
    await one.asked(`DELETE FROM ${one.place.schema}.credit_status`)
    await one.program().runJob('verify-guards')
    await one.settle()
    expect(await one.says('C1')).toEqual([0, '1000.00'])
    expect(await one.noted()).toBe(0)
  })

  it('somebody edits the copy, the comparison mends it, and counts', async () => {
    const one = await openGuardedErp(dialect)
    for (const id of ['C1', 'C2', 'C3', 'C4', 'C5']) await one.customer(id)
    await one.reserve('P1', 'C5', '10.00')
    await one.settle()
    const { schema } = one.place
    await one.asked(`UPDATE ${schema}.credit_status SET available = 9 WHERE customer = 'C1';
      UPDATE ${schema}.credit_status SET blocked = 1, message = 'Não' WHERE customer = 'C2';
      DELETE FROM ${schema}.credit_status WHERE customer = 'C3';
      UPDATE ${schema}.credit_status SET as_of = as_of - INTERVAL 7 HOUR WHERE customer = 'C4';
      UPDATE ${schema}.credit_status SET as_of = as_of + INTERVAL 1 DAY WHERE customer = 'C5';
      INSERT INTO ${schema}.credit_status SELECT source, 'X', company, 0, 1, NULL, NULL, as_of, 9223372036854775807
        FROM ${schema}.credit_status WHERE customer = 'C1';
      INSERT INTO ${schema}.credit_status SELECT source, customer, 'filial', 0, 1, NULL, NULL, as_of, revision
        FROM ${schema}.credit_status WHERE customer = 'C1';
      INSERT INTO ${schema}.credit_status SELECT 'outra', customer, company, 0, 1, NULL, NULL, as_of, revision
        FROM ${schema}.credit_status WHERE customer = 'C1' AND company = 'main';
      UPDATE ${schema}.passes SET amount = 9999`)
    const { counts, state } = await one.compare()
    expect([state, counts]).toEqual(['done', { customers: 5, repaired: 4, refreshed: 2, removed: 2 }])
    const rows = await one.asked(
      `SELECT source, customer, available, TIMESTAMPDIFF(HOUR, as_of, UTC_TIMESTAMP()) AS age FROM ${schema}.credit_status ORDER BY source, customer`,
    )
    const all = ['C1', 'C2', 'C3', 'C4'].map((customer) => ({ source: SOURCE, customer, available: '1000.00', age: 0 }))
    const last = { source: SOURCE, customer: 'C5', available: '990.00', age: 0 }
    // Another source's are nobody's business here.
    expect(rows).toEqual([...all, last, { source: 'outra', customer: 'C1', available: '1.00', age: 0 }])
    expect(await one.passes()).toEqual(['P1 10.00'])
    expect((await one.compare()).counts).toEqual({ customers: 5, repaired: 0, refreshed: 0, removed: 0 })
    expect(await one.state()).toMatchObject({ compared: { customers: 5, repaired: 0 }, comparedAt: expect.any(Number) })
  })
})
