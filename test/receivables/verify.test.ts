import { beforeAll, describe, expect, it } from 'vitest'
import type { SqlValue } from '../../src/database.ts'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { countTurns } from '../harness/turns.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

describe.each(dialects)('verification on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start()
    const { take, reserve, credit } = erp(program, 'full')
    await take('customers', customer('1'), customer('2'))
    await take(
      'receivables',
      invoice('due', '1', { dueOn: '2026-11-03' }),
      invoice('disputed', '1', { dueOn: '2026-11-03', status: 'disputed' }),
      invoice('later', '1'),
      invoice('credit', '1', { kind: 'credit_note' }),
      invoice('draft', '1', { kind: 'draft', orderId: 'P' }),
    )
    await take('orders', order('P', '1', { amount: '150.00' }))
    expect((await reserve('H', '1', '10.00')).body.decision).toBe('approved')
    await credit('1')
  })

  const position = (column: string) =>
    `SELECT ${column} AS value FROM positions WHERE customer_id = (SELECT id FROM customers WHERE source = 'full' AND external_id = '1')`
  async function tamper(column: string, value: SqlValue): Promise<SqlValue> {
    const [row] = await program.db.all<{ value: SqlValue }>(position(column))
    await program.db.run(
      `UPDATE positions SET ${column} = ? WHERE customer_id = (SELECT id FROM customers WHERE source = 'full' AND external_id = '1')`,
      [value],
    )
    return row?.value as SqlValue
  }

  it('finds nothing where nothing is wrong', async () => {
    const { status, body } = await program.call('POST', '/v1/positions/verify')
    expect([status, body]).toEqual([200, { checked: 2, drift: [] }])
  })

  it.each([
    ['open_cents', 'open', 1],
    ['disputed_cents', 'disputed', 0],
    ['credits_cents', 'credits', 1],
    ['drafts_cents', 'drafts', 1],
    ['orders_cents', 'orders', 1],
    ['held_cents', 'held', 0],
    ['drafted_cents', 'drafted', 1],
    ['open_count', 'openCount', 1],
    ['overdue_cents', 'overdue', 0],
    ['overdue_count', 'overdueCount', 0],
    ['disputed_overdue_cents', 'disputedOverdue', 0],
    ['disputed_overdue_count', 'disputedOverdueCount', 0],
    ['next_due_on', 'nextDueOn', '2027-01-01'],
    ['next_due_on', 'nextDueOn', null],
    ['next_expiry_at', 'nextExpiryAt', 9_000_000_000_000],
    ['next_expiry_at', 'nextExpiryAt', null],
    [
      'overdue_json',
      'overdueTitles',
      '{"oldest":[],"largest":[],"firstDefault":null,"sales":0,"disputedIncluded":false}',
    ],
  ])('names %s where it is not what the items say', async (column, field, value) => {
    const before = await tamper(column, value)
    const drift = await driftOf(program)
    await tamper(column, before)
    expect(drift).toMatchObject([{ source: 'full', externalId: '1', company: '', field }])
    expect(drift[0].stored).not.toBe(drift[0].derived)
    expect(await driftOf(program)).toEqual([])
  })

  it('sees a cutoff that is not what overdue was counted by', async () => {
    const before = await tamper('cutoff_on', '2026-11-02')
    const fields = (await driftOf(program)).map(({ field }) => field)
    await tamper('cutoff_on', before)
    expect(fields).toContain('overdue')
  })

  it('tells amounts as money', async () => {
    const before = await tamper('open_cents', 12_345)
    const [drift] = await driftOf(program)
    await tamper('open_cents', before)
    expect(drift).toEqual({
      source: 'full',
      externalId: '1',
      company: '',
      field: 'open',
      stored: '123.45',
      derived: '300.00',
    })
  })

  it('misses a position that is not there, and finds one that should not be', async () => {
    const rows = await program.db.all<Record<string, SqlValue>>(
      position('customer_id').replace('customer_id AS value', '*'),
    )
    const [row] = rows
    if (!row) throw new Error('there is no position')
    await program.db.run('DELETE FROM positions WHERE customer_id = ?', [row['customer_id'] as SqlValue])
    const missing = (await driftOf(program)).map(({ field }) => field)
    await program.db.insert('positions', Object.keys(row), [Object.values(row)])
    expect(missing).toEqual(expect.arrayContaining(['open', 'overdue', 'orders', 'held', 'credits', 'drafts']))
    const ghost = { ...row, company: 'ghost' }
    await program.db.insert('positions', Object.keys(ghost), [Object.values(ghost)])
    const extra = (await driftOf(program)).map(({ company, field }) => `${company} ${field}`)
    await program.db.run("DELETE FROM positions WHERE company = 'ghost'")
    expect(extra).toContain('ghost open')
    expect(await driftOf(program)).toEqual([])
  })

  it('sees items that were changed behind its back', async () => {
    const change = (set: string, id: string) =>
      program.db.run(`UPDATE receivables SET ${set} WHERE source = 'full' AND external_id = ?`, [id])
    await change('open_cents = 9999', 'later')
    expect((await driftOf(program)).map(({ field }) => field)).toEqual(['open'])
    await change('open_cents = 10000', 'later')
    await program.db.run("UPDATE orders SET state = 'closed' WHERE source = 'full' AND external_id = 'P'")
    expect((await driftOf(program)).map(({ field }) => field).sort()).toEqual(['drafted', 'orders'])
    await program.db.run("UPDATE orders SET state = 'confirmed' WHERE source = 'full' AND external_id = 'P'")
    expect(await driftOf(program)).toEqual([])
  })

  it('needs the scope "operate"', async () => {
    const { body } = await program.call('POST', '/v1/keys', { name: 'reader', scopes: ['read', 'write', 'check'] })
    const headers = { authorization: `Bearer ${body.key}` }
    expect((await program.call('POST', '/v1/positions/verify', undefined, headers)).status).toBe(403)
  })

  it('leaves others their turn', async () => {
    const verify = () => program.call('POST', '/v1/positions/verify')
    const few = await countTurns(verify)
    const ids = Array.from({ length: 1_600 }, (_, index) => `many-${index}`)
    const { take } = erp(program, 'many')
    for (let first = 0; first < ids.length; first += 800)
      await take('customers', ...ids.slice(first, first + 800).map((id) => customer(id)))
    // Once more for each further step of 500. Over a network there are turns while an answer is waited for, more or fewer.
    expect(await countTurns(verify)).toBeGreaterThanOrEqual(dialect === 'sqlite' ? few + 3 : 3)
  })
})
