import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Sql } from '../../src/database.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { removeRecords } from '../../src/receivables/close-records.ts'
import { type FeedDeps, feed } from '../../src/receivables/feed.ts'
import type { Keeping } from '../../src/receivables/position.ts'
import { type QuietProgram, startQuietProgram } from '../credit/quiet-program.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { customer, erp, invoice, NOW, order } from './records.ts'

const KEEPING: Keeping = {
  accountBy: ['group', 'cnpj_root'],
  perCompany: false,
  graceDays: () => 0,
  disputedIsOverdue: () => false,
}
const depsOn = (db: Database): FeedDeps => ({
  db,
  clock: createClock('America/Sao_Paulo', NOW),
  calendar: createCalendar(),
  keeping: () => KEEPING,
  catchUp: async () => undefined,
})
const BOLETO = '23793.38102 90000.200015 00006.330039 3 16250000048000'

describe.each(dialects)('whose standing is to be judged again on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let program: QuietProgram
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    program = await startQuietProgram({ url: database.url, now: NOW })
    await erp(program, 'erp').take('customers', ...['1', '2', '3'].map((id) => customer(id)))
  })
  afterAll(async () => {
    await program.stop()
    await database.drop()
  })
  beforeEach(() => program.db.run('DELETE FROM standings_due'))

  /** The customers that are noted, which are forgotten then. */
  async function noted(): Promise<string[]> {
    const rows = await program.db.all(
      'SELECT c.external_id FROM standings_due s JOIN customers c ON c.id = s.customer_id ORDER BY c.external_id',
    )
    await program.db.run('DELETE FROM standings_due')
    return rows.map((row) => row['external_id'] as string)
  }

  it('is that of who has a receivable that is new, or changed, and not of who has the same one', async () => {
    const { take, send } = erp(program, 'erp')
    const told = async (...changes: object[]): Promise<string[]> => {
      await take('receivables', ...changes.map((change, index) => invoice(`A${index}`, '1', change)))
      return noted()
    }
    expect(await told({}, {})).toEqual(['1'])
    expect(await told({}, {})).toEqual([])
    expect(await told({ boletoLine: BOLETO, paymentMethod: 'boleto' })).toEqual([])
    expect(await told({ openAmount: '40.00' })).toEqual(['1'])
    expect(await told({ status: 'paid', openAmount: '0.00' })).toEqual(['1'])
    expect(await told({ status: 'paid', openAmount: '0.00', settledOn: '2026-11-17' })).toEqual(['1'])
    expect(await told({ status: 'paid', openAmount: '0.00', settledOn: '2026-11-17' })).toEqual([])
    const paidLongAgo = { status: 'paid', openAmount: '0.00', issuedOn: '2020-01-02', dueOn: '2020-02-03' }
    await take('receivables', invoice('A9', '2', { ...paidLongAgo, settledOn: '2020-02-03' }))
    expect(await noted()).toEqual(['2'])
    await send('receivables', [invoice('A9', '2', { kind: 'boleto' }), invoice('A8', 'nobody')])
    expect(await noted()).toEqual([])
  })

  it('is that of both when a receivable turns out to be of another', async () => {
    const { take } = erp(program, 'erp')
    await take('receivables', invoice('B', '1'), invoice('B3', '3'))
    expect(await noted()).toEqual(['1', '3'])
    await take('receivables', invoice('B', '2'), invoice('B3', '3'))
    expect(await noted()).toEqual(['1', '2'])
  })

  it('is not that of who has an older version told, or an order', async () => {
    const { take, send } = erp(program, 'erp')
    await take('receivables', invoice('C', '1', { updatedAt: '2026-11-17T12:00:00Z' }))
    await noted()
    await send('receivables', [invoice('C', '1', { openAmount: '1.00', updatedAt: '2026-11-17T11:00:00Z' })])
    await take('orders', order('P', '1'))
    expect(await noted()).toEqual([])
  })

  it('is that of whose receivables a snapshot closes, or the ERP deletes', async () => {
    const { take, send, openSnapshot, completeSnapshot } = erp(program, 'closing')
    await take('customers', ...['4', '5', '6'].map((id) => customer(id)))
    await take('receivables', invoice('D4', '4'), invoice('D5', '5'), invoice('D6', '6'))
    await take('orders', order('P6', '6'))
    await noted()
    await sleep(3)
    const id = await openSnapshot()
    await sleep(3)
    await send('receivables', [invoice('D5', '5'), invoice('D6', '6')], `?snapshot=${id}`)
    await send('orders', [order('P5', '5')], `?snapshot=${id}`)
    expect((await completeSnapshot(id)).body.closed).toEqual({ customers: 0, receivables: 1, orders: 1 })
    expect(await noted()).toEqual(['4'])
    const deps = depsOn(program.db)
    expect(await removeRecords(deps, 'receivables', 'closing', ['D4', 'D5'], async () => undefined)).toBe(1)
    expect(await noted()).toEqual(['5'])
    expect(await removeRecords(deps, 'orders', 'closing', ['P5'], async () => undefined)).toBe(1)
    expect(await noted()).toEqual([])
  })

  it('is noted with the change, or not at all', async () => {
    const lost = feed(depsOn(program.db), 'receivables', 'erp', [invoice('E', '1')], {
      also: async () => {
        throw new Error('the power went out')
      },
    })
    await expect(lost).rejects.toThrow('the power went out')
    expect(await noted()).toEqual([])
    expect(await program.db.all("SELECT id FROM receivables WHERE external_id = 'E'")).toEqual([])
  })

  it('is noted once a call, however many records of how many customers', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `m${index}`)
    await erp(program, 'many').take('customers', ...ids.map((id) => customer(id)))
    let notes = 0
    const count = (sql: Sql): Sql => ({
      ...sql,
      upsert: (table, columns, rows, keys, updated) => {
        if (table === 'standings_due') notes++
        return sql.upsert(table, columns, rows, keys, updated)
      },
    })
    const db: Database = {
      ...program.db,
      transaction: (work, timeoutMs) => program.db.transaction((sql) => work(count(sql)), timeoutMs),
    }
    const records = [...ids, ...ids].map((id, index) => invoice(`M${index}`, id))
    expect(await feed(depsOn(db), 'receivables', 'many', records)).toMatchObject({ accepted: 400 })
    expect(notes).toBe(1)
    expect(await noted()).toHaveLength(200)
  })
})
