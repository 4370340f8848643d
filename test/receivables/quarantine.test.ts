import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Sql } from '../../src/database.ts'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

describe.each(dialects)('quarantine on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start()
  })

  it('keeps each bad record with its reason until a good version comes', async () => {
    const { send, take, quarantine } = erp(program, 'reasons')
    await take('customers', customer('1'))
    const bad = invoice('T', '1', { amount: 'ten' })
    await send('receivables', [bad])
    expect(await quarantine()).toMatchObject([
      { kind: 'receivables', externalId: 'T', record: bad, errors: [{ path: 'amount' }] },
    ])
    const worse = invoice('T', '1', { status: 'late' })
    await send('receivables', [worse])
    expect(await quarantine()).toMatchObject([{ externalId: 'T', record: worse, errors: [{ path: 'status' }] }])
    await take('receivables', invoice('T', '1'))
    expect(await quarantine()).toEqual([])
  })

  it('keeps ids of different kinds, and records without an id, apart', async () => {
    const { send, quarantine } = erp(program, 'kinds')
    await send('customers', [{ externalId: 'X' }, { name: 'no id' }, { name: 'no id either' }, { name: 'no id' }])
    await send('receivables', [{ externalId: 'X' }])
    await send('orders', [{ id: 'X' }])
    const kept = (await quarantine()).map(({ kind, externalId }) => `${kind} ${externalId}`).sort()
    expect(kept).toEqual(['customers X', 'customers null', 'customers null', 'orders X', 'receivables X'])
    expect(await erp(program, 'another').quarantine()).toEqual([])
  })

  it('leaves what stood of a record as it was', async () => {
    const { send, take, credit } = erp(program, 'stands')
    await take('customers', customer('1'))
    await take('receivables', invoice('T', '1'))
    await send('receivables', [invoice('T', '1', { openAmount: '-1.00' }), invoice('T2', 'nobody')])
    expect((await credit('1')).exposure.open).toBe('100.00')
  })

  it('gives receivables and orders back when their customer arrives, in whatever order they came', async () => {
    const { send, take, credit, quarantine } = erp(program, 'early')
    await send('orders', [order('P', 'late'), order('P2', 'later')])
    await send('receivables', [invoice('T', 'late', { orderId: 'P', amount: '40.00', openAmount: '30.00' })])
    expect((await quarantine()).length).toBe(3)
    await take('customers', customer('late'))
    expect((await quarantine()).map(({ externalId }) => externalId)).toEqual(['P2'])
    expect((await credit('late')).exposure).toMatchObject({ open: '30.00', orders: '60.00', total: '90.00' })
    await take('customers', customer('later'))
    expect(await quarantine()).toEqual([])
    expect((await credit('later')).exposure.orders).toBe('100.00')
    expect(await driftOf(program)).toEqual([])
  })

  it('gives back more than a call holds', { timeout: 60_000 }, async () => {
    const { sendLines, take, credit, quarantine } = erp(program, 'many')
    const lines = Array.from({ length: 2_300 }, (_, index) =>
      JSON.stringify(invoice(`T${index}`, '1', { openAmount: '0.01' })),
    )
    const told = await sendLines('receivables', lines.join('\n'))
    expect([told.body.accepted, told.body.rejected.length]).toEqual([0, 1_000])
    await take('customers', customer('1'))
    expect((await credit('1')).exposure.open).toBe('23.00')
    expect(await quarantine()).toEqual([])
  })

  it('is read in pages', async () => {
    const { send } = erp(program, 'pages')
    await send(
      'customers',
      Array.from({ length: 250 }, (_, index) => ({ externalId: `C${index}` })),
    )
    const seen: string[] = []
    let path = '/v1/sources/pages/quarantine'
    for (let page = 1; page <= 4 && path !== ''; page++) {
      const { body } = await program.call('GET', path)
      seen.push(...body.records.map(({ externalId }: { externalId: string }) => externalId))
      path = body.next === null ? '' : `/v1/sources/pages/quarantine?after=${body.next}`
    }
    expect(new Set(seen).size).toBe(250)
    expect(seen.length).toBe(250)
    expect((await program.call('GET', '/v1/sources/pages/quarantine?after=x')).status).toBe(400)
  })

  it('takes records whose customer another program brought at the same moment', { timeout: 60_000 }, async () => {
    const other = await start()
    const [one, two] = [erp(program, 'moment'), erp(other, 'moment')]
    await one.take('customers', customer('first'))
    const lockSource = (sql: Sql) => sql.all(`SELECT name FROM sources WHERE name = 'moment'${sql.forUpdate}`)
    for (let round = 0; round < 5; round++) {
      const id = `C${round}`
      // Both calls do their work, unseen by each other, and wait to say that the source was heard of. The customer may
      // go on first, and has looked for records that wait before those are there to be seen.
      const calls = await program.db.transaction(async (sql) => {
        await lockSource(sql)
        const customers = two.take('customers', customer(id))
        await sleep(25)
        const between = other.db.transaction(async (held) => {
          await lockSource(held)
          await sleep(50)
        })
        await sleep(25)
        const receivables = one.send('receivables', [invoice(`T${round}`, id)])
        await sleep(25)
        return [customers, between, receivables]
      })
      await Promise.all(calls)
      expect((await one.credit(id)).exposure.open, `round ${round}`).toBe('100.00')
    }
    expect(await one.quarantine()).toEqual([])
    expect(await driftOf(program)).toEqual([])
  })
})
