import { beforeAll, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { RandomChoices } from './random-choices.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

const CALLS = 12

describe.each(dialects)('two programs on one %s', (dialect) => {
  const start = programsOn(dialect)
  let programs: readonly [Program, Program]
  beforeAll(async () => {
    programs = [await start(), await start()]
  })
  const inTurn = <T>(work: (program: Program, call: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: CALLS }, (_, call) => work(programs[call % 2] as Program, call)))

  it('that feed the same records at once keep each once', { timeout: 60_000 }, async () => {
    const source = 'same'
    const customers = Array.from({ length: 20 }, (_, index) => customer(`C${index}`, { group: `G${index % 3}` }))
    const told = await inTurn((program) => erp(program, source).send('customers', customers))
    expect(told.map(({ status }) => status)).toEqual(Array(CALLS).fill(200))
    const receivables = Array.from({ length: 60 }, (_, index) =>
      invoice(`T${index}`, `C${index % 20}`, { orderId: `P${index % 20}` }),
    )
    const orders = Array.from({ length: 20 }, (_, index) => order(`P${index}`, `C${index}`, { amount: '500.00' }))
    const fed = await inTurn((program, call) =>
      call % 3 === 0
        ? erp(program, source).send('orders', orders)
        : erp(program, source).send('receivables', receivables),
    )
    expect(fed.map(({ status, body }) => [status, body.rejected.length])).toEqual(Array(CALLS).fill([200, 0]))
    const { exposure, account } = await erp(programs[0], source).credit('C0')
    expect(exposure).toMatchObject({ open: '300.00', orders: '200.00' })
    expect(account).toMatchObject({ members: 7, exposure: { open: '2100.00', orders: '1400.00' } })
    expect(await driftOf(programs[1])).toEqual([])
  })

  it('that meet the same new customer at once make it once', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 10; round++) {
      const source = `new-${round}`
      const told = await inTurn((program, call) =>
        erp(program, source).send('customers', [customer('1', { group: call % 3 === 0 ? 'one' : `other-${round}` })]),
      )
      expect(told.map(({ status, body }) => [status, body.accepted])).toEqual(Array(CALLS).fill([200, 1]))
      await erp(programs[0], source).take('customers', customer('1', { group: `last-${round}` }))
      const { account } = await erp(programs[1], source).credit('1')
      expect(account).toMatchObject({ key: `last-${round}`, members: 1 })
    }
    expect(await driftOf(programs[0])).toEqual([])
  })

  it('that feed overlapping and contradicting records keep positions exact', { timeout: 120_000 }, async () => {
    const source = 'overlap'
    const random = new RandomChoices(7)
    const ids = Array.from({ length: 8 }, (_, index) => `C${index}`)
    await erp(programs[0], source).take('customers', ...ids.map((id) => customer(id)))
    for (let round = 0; round < 12; round++) {
      const told = await inTurn((program, call) => {
        const { send } = erp(program, source)
        const owner = (): string => random.one(ids)
        const batch = (count: number) => Array.from({ length: count }, (_, index) => index * CALLS + random.whole(0, 5))
        const group = { group: random.one(['x', 'y', 'z']) }
        if (call % 4 === 0)
          return send(
            'customers',
            random.some(ids, 3).map((id) => customer(id, group)),
          )
        if (call % 4 === 1)
          return send(
            'orders',
            batch(3).map((index) => order(`P${index}`, owner())),
          )
        return send(
          'receivables',
          batch(5).map((index) => invoice(`T${round}-${index}`, owner(), { openAmount: '1.00', orderId: `P${index}` })),
        )
      })
      for (const { status, body } of told) expect([status, body.rejected]).toEqual([200, []])
      expect(await driftOf(programs[round % 2] as Program), `round ${round}`).toEqual([])
    }
    const verified = await programs[0].call('POST', '/v1/positions/verify')
    expect(verified.body.checked).toBeGreaterThanOrEqual(ids.length)
  })

  it('see each other make an order and invoice it to a customer of another account', { timeout: 60_000 }, async () => {
    const source = 'cross'
    const [one, two] = [erp(programs[0], source), erp(programs[1], source)]
    await one.take('customers', customer('1'), customer('2'))
    const bill = (id: string) => two.take('receivables', invoice(`T-${id}`, '2', { orderId: id, amount: '30.00' }))
    for (let round = 1; round <= 20; round++) {
      await Promise.all([one.take('orders', order(`P${round}`, '1')), bill(`P${round}`)])
      const [{ body }] = await Promise.all([one.reserve(`R${round}`, '1', '100.00'), bill(`R${round}`)])
      expect(body.decision).toBe('approved')
      const taken = `${70 * round}.00`
      expect((await one.credit('1')).exposure).toMatchObject({ orders: taken, held: taken })
    }
    expect(await driftOf(programs[0])).toEqual([])
  })

  it('find no drift while the other one writes', { timeout: 60_000 }, async () => {
    const source = 'busy'
    const ids = Array.from({ length: 6 }, (_, index) => `C${index}`)
    const random = new RandomChoices(11)
    await erp(programs[0], source).take('customers', ...ids.map((id) => customer(id)))
    const writing = (async () => {
      for (let round = 0; round < 30; round++) {
        const { take } = erp(programs[0], source)
        await take(
          'customers',
          ...random.some(ids, 2).map((id) => customer(id, { group: random.one(['busy-1', 'busy-2']) })),
        )
        await take('receivables', invoice(`T${round % 7}`, random.one(ids)))
      }
    })()
    for (let round = 0; round < 15; round++) expect(await driftOf(programs[1]), `round ${round}`).toEqual([])
    await writing
    expect(await driftOf(programs[1])).toEqual([])
  })
})
