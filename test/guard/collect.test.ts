import { copyFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { collectEvents } from '../../src/guard/collect.ts'
import { dialects } from '../harness/databases.ts'
import { type GuardedErp, interrupted, NEVER_ABORTED, openGuardedErp } from './business.ts'
import { SOURCE } from './words.ts'

const REFUSALS = 12
const TROUBLED = 205

const collect = (one: GuardedErp) => one.program().runJob('collect-guard-events')
const waitingInErp = async (one: GuardedErp): Promise<number> =>
  Number((await one.asked(`SELECT COUNT(*) AS n FROM ${one.place.schema}.events`))[0]?.['n'])
const events = async (one: GuardedErp) => {
  const text = 'SELECT number, verdict, refused, order_id, check_id, message FROM guard_events ORDER BY seq'
  const rows = await one.program().db.all(text)
  return rows.map((row) => ({ ...row, order_id: row['order_id'], refused: Number(row['refused']) }))
}
const blockedOrders = async (one: GuardedErp): Promise<string[]> =>
  (await one.program().call('GET', `/v1/blocked-orders?source=${SOURCE}`)).body.orders
    .map(({ orderId }: { orderId: string }) => orderId)
    .sort()
const countChecks = async (one: GuardedErp): Promise<number> =>
  Number((await one.program().db.all('SELECT COUNT(*) AS n FROM credit_checks'))[0]?.['n'])

/** A customer who owes, and sales that are refused for it. */
async function refuse(one: GuardedErp, count: number): Promise<string[]> {
  await one.customer('C1')
  await one.owe('C1', '300.00')
  await one.settle()
  const ids = Array.from({ length: count }, (_, place) => `P${100 + place}`)
  for (const id of ids) expect(await one.sell(id, 'C1', 10)).toMatch(/^Crédito bloqueado/)
  return ids
}

async function collector(one: GuardedErp) {
  const { deps, post } = await one.another()
  const told: unknown[] = []
  const faults: string[] = []
  const all = {
    ...{ ...deps, onEvent: ({ orderId }: { orderId: string | null }) => void told.push(orderId) },
    onFault: (error: unknown) => void faults.push(String(error)),
  }
  return { deps: all, post, told, faults }
}

describe.each(dialects)('what the database refused, with Fiado on %s,', (dialect) => {
  it('is taken once, in its order, where the program dies before it can say so', async () => {
    const one = await openGuardedErp(dialect)
    const ids = await refuse(one, 3)
    const { deps, post, told, faults } = await collector(one)
    const dying = interrupted(post, () => Promise.reject(new Error('killed')))
    await expect(collectEvents(deps, dying, new Map(), NEVER_ABORTED)).rejects.toThrow('killed')
    expect([told, await waitingInErp(one)]).toEqual([ids, 3])
    await collect(one)
    expect(await waitingInErp(one)).toBe(0)
    expect((await events(one)).map((event) => event['order_id'])).toEqual(ids)
    expect([await countChecks(one), await blockedOrders(one), faults]).toEqual([3, ids, []])
  })

  it('is taken once by two processes at a time', async () => {
    const one = await openGuardedErp(dialect)
    const ids = await refuse(one, REFUSALS)
    const both = [await collector(one), await collector(one)] as const
    const [first, second] = both
    await Promise.all(both.map(({ deps, post }) => collectEvents(deps, post, new Map(), NEVER_ABORTED)))
    expect([...first.told, ...second.told].sort()).toEqual(ids)
    expect([...first.faults, ...second.faults]).toEqual([])
    expect([await countChecks(one), await blockedOrders(one), await waitingInErp(one)]).toEqual([REFUSALS, ids, 0])
  })

  it('waits for none that cannot be taken, and those are told once and left where they are', async () => {
    const one = await openGuardedErp(dialect)
    await one.asked(
      `SET SESSION sql_mode = ''; INSERT INTO ${one.place.schema}.events
         (at, guard, source, verdict, refused, customer, company, order_id, amount)
       SELECT '0000-00-00', 'pedidos', '${SOURCE}', 'over', 1, 'C1', 'main', seq, 1 FROM ${one.place.schema}.seq_1_to_${TROUBLED}`,
    )
    const ids = await refuse(one, 2)
    const { deps, post, told, faults } = await collector(one)
    const troubled = new Map<number, number>()
    for (let round = 0; round < 3; round++) await collectEvents(deps, post, troubled, NEVER_ABORTED)
    expect([told, faults.length, await waitingInErp(one)]).toEqual([ids, TROUBLED, TROUBLED])
    // Tried again when their time has come.
    for (const number of troubled.keys()) troubled.set(number, 0)
    await collectEvents(deps, post, troubled, NEVER_ABORTED)
    expect(faults).toHaveLength(2 * TROUBLED)
    // Whoever mends the record has it taken.
    await one.asked(`UPDATE ${one.place.schema}.events SET at = UTC_TIMESTAMP(6)`)
    await collectEvents(deps, post, new Map(), NEVER_ABORTED)
    expect([await waitingInErp(one), (await events(one)).length]).toEqual([0, TROUBLED + 2])
  })

  it('is kept without a decision where there was none: an old copy, and a fault', async () => {
    const one = await openGuardedErp(dialect)
    await one.customer('C1')
    await one.settle()
    await one.asked(`UPDATE ${one.place.schema}.credit_status SET as_of = as_of - INTERVAL 3 DAY`)
    expect(await one.sell('P1', 'C1', 5_000)).toBe(null)
    await one.asked(`RENAME TABLE ${one.place.schema}.credit_status TO ${one.place.schema}.gone`)
    expect(await one.sell('P2', 'C1', 5_000)).toBe(null)
    await one.asked(`RENAME TABLE ${one.place.schema}.gone TO ${one.place.schema}.credit_status`)
    await collect(one)
    expect(await events(one)).toMatchObject([
      { verdict: 'old', refused: 0, order_id: 'P1', check_id: null },
      { verdict: 'fault', refused: 0, check_id: null, message: expect.stringContaining('credit_status') },
    ])
    expect([await countChecks(one), await blockedOrders(one), await waitingInErp(one)]).toEqual([0, [], 0])
  })

  it('and would have been refused in monitor mode is a check alone', async () => {
    const one = await openGuardedErp(dialect, { lines: { mode: 'monitor' } })
    await one.customer('C1')
    await one.settle()
    expect(await one.sell('P1', 'C1', 5_000)).toBe(null)
    await collect(one)
    expect(await events(one)).toMatchObject([{ verdict: 'over', refused: 0, check_id: expect.stringMatching(/^chk/) }])
    expect([await countChecks(one), await blockedOrders(one)]).toEqual([1, []])
  })

  it('has the rep whose sale it was', async () => {
    const one = await openGuardedErp(dialect, { lines: { salesRep: 'unico' } })
    await one.customer('C1')
    await one.settle()
    const sold = "INSERT INTO pedidos (numero, cliente, valor, unico) VALUES ('P1', 'C1', 5000, 77)"
    expect(await one.place.tell(sold)).toMatch(/^Crédito insuficiente/)
    await collect(one)
    const { orders } = (await one.program().call('GET', `/v1/blocked-orders?source=${SOURCE}`)).body
    expect(orders).toMatchObject([{ orderId: 'P1', salesRep: '77', amount: '5000.00' }])
  })
})

describe("Fiado's database is put back to an earlier day", () => {
  it('what was taken since is gone with it; what still stands in the ERP is taken once', async () => {
    const one = await openGuardedErp('sqlite')
    const file = one.url.slice('sqlite:'.length)
    await refuse(one, 2)
    await collect(one)
    await one.stop()
    await copyFile(file, `${file}.kept`)
    await one.start()
    expect(await one.sell('P200', 'C1', 10)).toMatch(/^Crédito bloqueado/)
    await collect(one)
    await one.stop()
    expect(await one.sell('P300', 'C1', 10)).toMatch(/^Crédito bloqueado/)
    await copyFile(`${file}.kept`, file)
    await one.start()
    await collect(one)
    await collect(one)
    expect(await blockedOrders(one)).toEqual(['P100', 'P101', 'P300'])
    expect([(await events(one)).length, await waitingInErp(one)]).toEqual([3, 0])
    // What the copy says is written over by what is known now, although the ERP's is newer.
    await one.owe('C1', '0.00')
    await one.settle()
    expect(await one.says('C1')).toEqual([0, '970.00'])
  })
})
