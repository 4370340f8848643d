import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { insertDispute, resolveDispute } from '../../src/collection/dispute-store.ts'
import { insertPromise } from '../../src/collection/promise-store.ts'
import { type Conduct, conductDays, NO_CONDUCT, segmentOf, thresholdsSchema } from '../../src/collection/segment.ts'
import { createStandings } from '../../src/collection/standings.ts'
import { listStory } from '../../src/collection/story-store.ts'
import { type Database, openDatabase, type Sql } from '../../src/database.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { addDays, type Day, daysBetween } from '../../src/kernel/day.ts'
import { feed } from '../../src/receivables/feed.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { customer, invoice } from '../receivables/records.ts'

/** A Wednesday. */
const TODAY = '2026-11-18'
const thresholds = thresholdsSchema.parse({})
const calendar = createCalendar()
/** Of two processes that judge while the ledger is fed. */
const ROUNDS_MAX = 2_000
const clockOn = (day: Day) => createClock('America/Sao_Paulo', `${day}T10:00:00-03:00`)
const paid = (dueOn: Day, settledOn: Day | null, changes: object = {}) => ({
  ...{ issuedOn: '2020-01-02', dueOn, status: 'paid', openAmount: '0.00', settledOn },
  ...changes,
})
const open = (dueOn: Day, changes: object = {}) => ({ issuedOn: '2020-01-02', dueOn, ...changes })

/** A process on the database: it feeds, and judges. */
function processOn(db: Database, day: Day = TODAY) {
  const clock = clockOn(day)
  const keeping = {
    ...{ accountBy: ['cnpj_root'] as const, perCompany: false },
    ...{ graceDays: () => 0, disputedIsOverdue: () => false },
  }
  const deps = { db, clock, calendar, keeping: () => keeping, catchUp: async () => undefined }
  const take = async (kind: 'customers' | 'receivables', records: readonly unknown[]): Promise<void> => {
    const told = await feed(deps, kind, 'erp', records)
    if (told.accepted !== records.length) throw new Error(JSON.stringify(told))
  }
  return { take, ...createStandings({ db, clock, thresholds }) }
}

describe.each(dialects)('standings on %s', { timeout: 120_000 }, (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let db: Database
  let count = 0
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    db = openDatabase(database.url)
    await migrate(db.migrations)
  })
  beforeEach(() => db.run('DELETE FROM standings_due'))
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  /** A customer of its own for each test, with these titles; ids of both. */
  async function customerWith(...titles: object[]): Promise<{ id: number; name: string; titleIds: number[] }> {
    const name = `C${++count}`
    const { take } = processOn(db)
    await take('customers', [customer(name)])
    const records = titles.map((title, index) => invoice(`${name}-${index}`, name, title))
    if (records.length > 0) await take('receivables', records)
    const [row] = await db.all('SELECT id FROM customers WHERE external_id = ?', [name])
    const id = Number(row?.['id'])
    const rows = await db.all('SELECT id FROM receivables WHERE customer_id = ? ORDER BY external_id', [id])
    return { id, name, titleIds: rows.map((title) => Number(title['id'])) }
  }
  async function judge(id: number, day: Day = TODAY): Promise<void> {
    const { noteDue, refreshDue } = processOn(db, day)
    await db.transaction((sql) => noteDue(sql, [id]))
    await refreshDue(1_000)
  }
  async function conductOf(id: number, day: Day = TODAY): Promise<Conduct> {
    await judge(id, day)
    const [row] = await db.all('SELECT conduct_json FROM customer_standings WHERE customer_id = ?', [id])
    const { because: _, ...conduct } = JSON.parse(row?.['conduct_json'] as string)
    return conduct
  }
  const conductWith = async (...titles: object[]): Promise<Conduct> => conductOf((await customerWith(...titles)).id)
  async function shownOf(id: number): Promise<unknown[]> {
    const [row] = await db.all('SELECT segment, collection_stage, broken_promises FROM customers WHERE id = ?', [id])
    return [row?.['segment'], row?.['collection_stage'], Number(row?.['broken_promises'])]
  }
  const changesOf = async (id: number) => {
    const entries = await listStory(db, id, Number.MAX_SAFE_INTEGER, 100)
    return entries.reverse().map(({ kind, actor, detail }) => ({ kind, actor, ...detail }))
  }

  describe('tell of titles', () => {
    it('that one paid on a business day after a weekend is in time, and one paid later late from its due day', async () => {
      // 14 November 2026 is a Saturday, the 20th a holiday.
      expect(await conductWith(paid('2026-11-14', '2026-11-16'))).toMatchObject({ titles: 1, late: 0, paid: 1 })
      expect(await conductWith(paid('2026-11-14', '2026-11-17'))).toMatchObject({ titles: 1, late: 1, daysLate: 3 })
      expect(await conductWith(paid('2026-12-15', '2026-11-10'))).toMatchObject({ titles: 1, late: 0, daysLate: 0 })
    })

    it('that one is late from the day after its effective due day on, and not before', async () => {
      expect(await conductWith(open('2026-11-18'), open('2026-11-20'))).toEqual(NO_CONDUCT)
      const { id } = await customerWith(open('2026-11-20'))
      expect(await conductOf(id, '2026-11-23')).toEqual(NO_CONDUCT)
      const late = { titles: 1, late: 1, daysLate: 4, overdue: 1, overdueDays: 4, firstUnpaidDays: 4 }
      expect(await conductOf(id, '2026-11-24')).toEqual({ ...NO_CONDUCT, ...late })
    })

    it('over 29 February', async () => {
      const titles = [paid('2028-02-25', '2028-03-01'), open('2028-02-25'), paid('2027-02-26', '2027-02-27')]
      // Carnival is on 28 and 29 February that year.
      const inTime = paid('2028-02-28', '2028-03-01')
      const { id } = await customerWith(...titles, paid('2027-02-26', '2027-02-28'), inTime)
      // A year before is 28 February: what was settled the day before is forgotten.
      const expected = { titles: 4, late: 3, daysLate: 5 + 4 + 2, paid: 3, overdue: 1, overdueDays: 4 }
      expect(await conductOf(id, '2028-02-29')).toEqual({ ...NO_CONDUCT, ...expected })
      expect(await conductOf(id, '2028-03-01')).toMatchObject({ titles: 3, daysLate: 5 + 5, overdueDays: 5 })
    })

    it('those of a year ago are forgotten once they are paid, never before', async () => {
      const old = [paid('2025-11-17', '2025-11-17'), paid('2025-11-17', '2025-11-18'), open('2021-11-18')]
      const expected = { titles: 2, late: 2, daysLate: 1 + 1826, paid: 1, overdue: 1, overdueDays: 1826 }
      expect(await conductWith(...old)).toEqual({ ...NO_CONDUCT, ...expected, firstUnpaidDays: 1826 })
    })

    it('invoices alone: no credit notes, advances, drafts, and none that was cancelled', async () => {
      const kinds = ['credit_note', 'advance', 'draft'].map((kind) => open('2026-10-01', { kind }))
      expect(await conductWith(...kinds, open('2026-10-01', { status: 'cancelled' }))).toEqual(NO_CONDUCT)
    })

    it('that a payment that bounced is none', async () => {
      const bounced = { status: 'returned', settledOn: '2026-11-10' }
      expect(await conductWith(open('2026-11-09', bounced))).toMatchObject({
        ...{ titles: 1, late: 1, daysLate: 9, paid: 0, overdue: 1, overdueDays: 9 },
      })
    })

    it('that nobody is judged by what is disputed, in the ERP or with us', async () => {
      const fine = paid('2026-11-09', '2026-11-09')
      expect(await conductWith(open('2026-10-01', { status: 'disputed' }), fine)).toEqual({
        ...{ ...NO_CONDUCT, titles: 1, paid: 1 },
      })
      const one = await customerWith(open('2026-10-01'), open('2026-11-03'))
      const dispute = { customerId: one.id, reason: 'mercadoria avariada', openedBy: 'ana', openedAt: 1 }
      const unresolved = { state: 'open', resolution: null, resolvedAt: null } as const
      const receivableIds = one.titleIds.slice(0, 1)
      await insertDispute(db, { id: 'dsp_1', ...dispute, ...unresolved, receivableIds })
      expect(await conductOf(one.id)).toMatchObject({ titles: 1, overdue: 1, overdueDays: 15, firstUnpaidDays: 0 })
      await insertDispute(db, { id: 'dsp_2', ...dispute, ...unresolved, receivableIds: null })
      expect(await conductOf(one.id)).toEqual(NO_CONDUCT)
      await resolveDispute(db, 'dsp_2', 'sem razão', 2)
      await resolveDispute(db, 'dsp_1', 'sem razão', 2)
      expect(await conductOf(one.id)).toMatchObject({ titles: 2, overdue: 2, overdueDays: 48, firstUnpaidDays: 48 })
    })

    it('that what was given up was not paid', async () => {
      const lost = { status: 'written_off' }
      const titles = [paid('2026-10-01', '2026-10-11', lost), open('2026-11-09', lost), open('2025-11-03', lost)]
      const expected = { titles: 2, late: 2, daysLate: 10 + 9, writtenOff: 2, firstUnpaidDays: 380 }
      expect(await conductWith(...titles)).toEqual({ ...NO_CONDUCT, ...expected })
    })

    it('that one paid on a day that nobody tells says nothing', async () => {
      const titles = [paid('2026-10-01', null), paid('2026-10-01', null), paid('2024-10-01', null)]
      expect(await conductWith(...titles)).toEqual({ ...NO_CONDUCT, paidUndated: 2 })
    })

    it('whether the very first one was ever paid', async () => {
      const first = async (...titles: object[]) => (await conductWith(...titles)).firstUnpaidDays
      expect(await first(open('2026-11-03'), paid('2026-11-10', '2026-11-10'))).toBe(15)
      expect(await first(open('2026-11-10'), paid('2026-11-03', '2026-11-10'))).toBe(0)
      expect(await first(open('2026-11-10'), paid('2020-01-02', '2020-01-02'))).toBe(0)
      expect(await first(open('2026-11-10'), open('2026-11-03', { status: 'cancelled' }))).toBe(8)
      expect(await first(open('2026-11-10'), open('2026-11-03', { status: 'disputed' }))).toBe(0)
      expect(await first(paid('2026-11-03', '2026-11-03'), open('2026-11-03'))).toBe(15)
    })

    it('as plain counting does, whatever they are', async () => {
      const statuses = ['open', 'paid', 'cancelled', 'written_off', 'disputed', 'returned'] as const
      const between = (from: number, to: number) =>
        fc.integer({ min: from, max: to }).map((offset) => addDays(TODAY, offset))
      const titles = fc.record({
        kind: fc.constantFrom('invoice', 'invoice', 'invoice', 'credit_note', 'draft'),
        status: fc.constantFrom(...statuses, 'open', 'paid', 'paid'),
        dueOn: between(-500, 20),
        settledOn: fc.option(between(-450, 0)),
        openAmount: fc.constantFrom('0.00', '10.00', '100.00'),
      })
      const ledgers = fc.array(fc.array(titles, { maxLength: 12 }), { minLength: 5, maxLength: 5 })
      await fc.assert(
        fc.asyncProperty(ledgers, async (ledger) => {
          for (const records of ledger) {
            const found = await conductWith(...records.map((record) => ({ issuedOn: '2020-01-02', ...record })))
            expect(found).toEqual(countPlainly(records))
          }
        }),
        { numRuns: 15 },
      )
    })
  })

  /** The same once more, title by title. */
  function countPlainly(
    titles: readonly { kind: string; status: string; dueOn: Day; settledOn: Day | null; openAmount: string }[],
  ): Conduct {
    const { since } = conductDays(thresholds, TODAY)
    const counts = { ...NO_CONDUCT }
    const invoices = titles.filter(({ kind, status }) => kind === 'invoice' && status !== 'cancelled')
    const firstDueOn = invoices.map(({ dueOn }) => dueOn).sort()[0]
    for (const { status, dueOn, settledOn, openAmount } of invoices) {
      const effectiveDueOn = calendar.nextBusinessDay(dueOn)
      const isOpen = openAmount !== '0.00' && ['open', 'disputed', 'returned'].includes(status)
      const isOverdue = isOpen && status !== 'disputed' && effectiveDueOn < TODAY
      const isLost = status === 'written_off' && (settledOn ?? dueOn) >= since
      const isPaid = !isOpen && status !== 'written_off' && settledOn !== null && settledOn >= since
      if (!isOpen && status === 'paid' && settledOn === null && dueOn >= since) counts.paidUndated += 1
      if ((isOverdue || status === 'written_off') && dueOn === firstDueOn)
        counts.firstUnpaidDays = daysBetween(dueOn, TODAY)
      if (isOverdue) counts.overdueDays = Math.max(counts.overdueDays, daysBetween(dueOn, TODAY))
      if (!isOverdue && !isLost && !isPaid) continue
      counts.titles += 1
      if (isOverdue) counts.overdue += 1
      if (isLost) counts.writtenOff += 1
      if (isPaid) counts.paid += 1
      const until = isOverdue ? TODAY : (settledOn ?? TODAY)
      if (isPaid && until <= effectiveDueOn) continue
      counts.late += 1
      counts.daysLate += Math.max(0, daysBetween(dueOn, until))
    }
    return counts
  }

  describe('tell besides', () => {
    it('how often the customer asked for credit while owing, in the last 30 days', async () => {
      const { id } = await customerWith(open('2026-10-01'))
      const rows = [
        [id, '2026-10-19', 100],
        [id, '2026-10-20', 2],
        [id, '2026-11-18', 1],
        [id + 100_000, '2026-11-18', 50],
      ]
      await db.insert('owing_checks', ['customer_id', 'asked_on', 'checks'], rows)
      expect((await conductOf(id)).owingChecks).toBe(3)
      const [standing] = await db.all('SELECT flags_json FROM customer_standings WHERE customer_id = ?', [id])
      expect(standing?.['flags_json']).toBe('["first_payment_default","buys_while_owing"]')
    })

    it('broken promises: of the year to whom judges, of 90 days and as long as they are owed to the credit gate', async () => {
      const { id, titleIds } = await customerWith(open('2026-12-01'), paid('2026-10-01', '2026-10-01'))
      const [owed = 0, settled = 0] = titleIds
      const promise = async (state: 'broken' | 'kept' | 'open', resolvedOn: Day | null, ...ids: number[]) =>
        insertPromise(db, {
          ...{ id: `prm_${dialect}_${++count}`, customerId: id, amount: 100n, promisedOn: '2026-08-03' },
          ...{ state, resolvedOn, titles: ids.map((titleId) => ({ id: titleId, openThen: 100n })) },
          ...{ madeBy: 'ana', madeAt: 1, note: null },
        })
      await promise('broken', '2026-08-20', settled, owed)
      expect((await conductOf(id)).brokenPromises).toBe(1)
      expect(await shownOf(id)).toEqual(['novo', null, 1])
      await promise('broken', '2026-08-19', owed)
      await promise('broken', '2026-11-10', settled)
      await promise('broken', '2025-11-17', owed)
      await promise('kept', '2026-11-10', owed)
      await promise('open', null, owed)
      expect((await conductOf(id)).brokenPromises).toBe(3)
      expect(await shownOf(id)).toEqual(['novo', null, 1])
      const [standing] = await db.all('SELECT profile FROM customer_standings WHERE customer_id = ?', [id])
      expect(standing?.['profile']).toBe('mau_pagador')
    })

    it('how far collection has come, with what is overdue alone', async () => {
      const settled = paid('2026-10-01', '2026-11-01')
      const disputed = open('2026-10-02', { status: 'disputed' })
      const { id, name, titleIds } = await customerWith(open('2026-10-01'), settled, disputed, open('2026-12-01'))
      const [first = 0, done = 0, argued = 0, coming = 0] = titleIds
      const progress = (stages: Record<number, string>) =>
        db.upsert(
          'title_progress',
          ['receivable_id', 'customer_id', 'offset_days', 'step', 'stage', 'done_on'],
          Object.entries(stages).map(([titleId, stage]) => [Number(titleId), id, 1, 'aviso', stage, '2026-11-02']),
          ['receivable_id'],
          ['stage'],
        )
      await progress({ [done]: 'legal', [argued]: 'final', [coming]: 'firm' })
      await judge(id)
      expect((await shownOf(id))[1]).toBeNull()
      await progress({ [first]: 'notice' })
      await judge(id)
      expect((await shownOf(id))[1]).toBe('notice')
      // Two days later what was to come is overdue too.
      await judge(id, '2026-12-03')
      expect((await shownOf(id))[1]).toBe('firm')
      await processOn(db).take('receivables', [invoice(`${name}-0`, name, paid('2026-10-01', '2026-11-17'))])
      await judge(id)
      expect((await shownOf(id))[1]).toBeNull()
    })
  })

  it('have the refused orders of an account looked at again when what the credit gate reads has changed', async () => {
    const { id, titleIds } = await customerWith(open('2026-10-01'))
    const isNoted = async (): Promise<boolean> => {
      const rows = await db.all(
        'SELECT a.account_id FROM account_changes a JOIN customers c ON c.account_id = a.account_id WHERE c.id = ?',
        [id],
      )
      await db.run('DELETE FROM account_changes')
      return rows.length > 0
    }
    const promised = { titles: titleIds.map((titleId) => ({ id: titleId, openThen: 100n })), resolvedOn: '2026-11-10' }
    const promiseId = `prm_${dialect}_${++count}`
    await insertPromise(db, {
      ...{ id: promiseId, customerId: id, amount: 100n, promisedOn: '2026-11-03', state: 'broken', ...promised },
      ...{ madeBy: 'ana', madeAt: 1, note: null },
    })
    await judge(id)
    expect([await isNoted(), (await shownOf(id))[2]]).toEqual([true, 1])
    await judge(id)
    expect(await isNoted()).toBe(false)
    await db.run("UPDATE promises SET state = 'kept' WHERE id = ?", [promiseId])
    await judge(id)
    expect([await isNoted(), (await shownOf(id))[2]]).toEqual([true, 0])
  })

  describe('are kept', () => {
    const late = paid('2026-10-01', '2026-10-21')

    it('with their history: each change once, with before, after and why', async () => {
      const { id, name } = await customerWith()
      await judge(id)
      expect(await shownOf(id)).toEqual(['novo', null, 0])
      expect(await changesOf(id)).toEqual([])
      const { take, refreshDue } = processOn(db)
      await take(
        'receivables',
        ['a', 'b', 'c'].map((title) => invoice(`${name}-${title}`, name, late)),
      )
      expect(await refreshDue(10)).toBe(1)
      await judge(id)
      const novo = { segment: 'novo', profile: null, flags: [] }
      const often = { segment: 'recorrente', profile: 'cronico', flags: [] }
      const first = {
        ...{ kind: 'segment.changed', actor: 'fiado', before: novo, after: often },
        because: [
          '3 de 3 títulos pagos com atraso nos últimos 12 meses, em média 20 dias.',
          'Atrasa com frequência, mas paga: 3 de 3 títulos pagos.',
        ],
      }
      expect(await changesOf(id)).toEqual([first])
      expect((await shownOf(id))[0]).toBe('recorrente')
      await take('receivables', [invoice(`${name}-d`, name, open('2026-06-01'))])
      await refreshDue(10)
      const bad = { segment: 'recorrente', profile: 'mau_pagador', flags: ['first_payment_default'] }
      expect(await changesOf(id)).toEqual([
        first,
        {
          ...{ kind: 'segment.changed', actor: 'fiado', before: often, after: bad },
          because: [
            '4 de 4 títulos com atraso nos últimos 12 meses, em média 58 dias (1 ainda sem pagamento).',
            'Título vencido há 170 dias, ainda não pago.',
            'Primeira parcela não paga, vencida há 170 dias.',
          ],
        },
      ])
      const [row] = await db.all('SELECT * FROM customer_standings WHERE customer_id = ?', [id])
      expect(row).toMatchObject({ segment: 'recorrente', profile: 'mau_pagador', computed_on: TODAY })
      expect(JSON.parse(row?.['conduct_json'] as string).because).toHaveLength(3)
    })

    it('of whom nobody knew, at once, without a before', async () => {
      const { id } = await customerWith(late, late, late)
      await judge(id)
      expect(await changesOf(id)).toMatchObject([{ before: null, after: { segment: 'recorrente' } }])
    })

    it('in one transaction with the note, which stays when it fails', async () => {
      const { id } = await customerWith(late, late, late)
      const failing = (sql: Sql): Sql => ({
        ...sql,
        insert: (table, columns, rows) =>
          table === 'story_entries' ? Promise.reject(new Error('no')) : sql.insert(table, columns, rows),
      })
      const broken: Database = { ...db, transaction: (work) => db.transaction((sql) => work(failing(sql))) }
      await expect(processOn(broken).refreshDue(10)).rejects.toThrow('no')
      expect(await shownOf(id)).toEqual([null, null, 0])
      expect(await db.all('SELECT * FROM customer_standings WHERE customer_id = ?', [id])).toEqual([])
      expect(await processOn(db).refreshDue(10)).toBe(1)
      expect((await shownOf(id))[0]).toBe('recorrente')
    })

    it('as many as were asked for, in few statements however many these are', async () => {
      const names = Array.from({ length: 250 }, () => `C${++count}`)
      const { take, refreshDue, noteDue } = processOn(db)
      await take(
        'customers',
        names.map((name) => customer(name)),
      )
      await take(
        'receivables',
        names.flatMap((name) => [1, 2, 3].map((index) => invoice(`${name}-${index}`, name, late))),
      )
      expect(await refreshDue(240)).toBe(240)
      expect(await db.all('SELECT customer_id FROM standings_due')).toHaveLength(10)
      // Nobody of this number: the note goes, and nothing is made of it.
      await noteDue(db, [900_000])
      let statements = 0
      const texts = new Set<unknown>()
      const counted = (sql: Sql): Sql => {
        const one =
          <A extends unknown[], R>(run: (...given: A) => R) =>
          (...given: A): R => {
            statements++
            texts.add(given[0])
            return run(...given)
          }
        return {
          ...sql,
          ...{ all: one(sql.all) as Sql['all'], run: one(sql.run), insert: one(sql.insert), upsert: one(sql.upsert) },
        }
      }
      const watched: Database = { ...db, transaction: (work) => db.transaction((sql) => work(counted(sql))) }
      expect(await processOn(watched).refreshDue(100)).toBe(11)
      const few = statements
      expect(await db.all('SELECT customer_id FROM customer_standings WHERE customer_id = 900000')).toEqual([])
      const rows = await db.all('SELECT id FROM customers WHERE external_id IN (?, ?)', [
        names[0] ?? '',
        names[249] ?? '',
      ])
      for (const row of rows) expect((await shownOf(Number(row['id'])))[0]).toBe('recorrente')
      const all = await db.all('SELECT id FROM customers ORDER BY id DESC LIMIT 100')
      await noteDue(
        db,
        all.map((row) => Number(row['id'])),
      )
      statements = 0
      texts.clear()
      expect(await processOn(watched).refreshDue(100)).toBe(100)
      expect(statements).toBeLessThanOrEqual(few)
      // What has not changed is not shown anew.
      expect([...texts].filter((text) => String(text).startsWith('UPDATE'))).toEqual([])
    })
  })

  describe('of everybody', () => {
    it('are judged in batches, from a position on, and the day alone makes titles late', async () => {
      const names = Array.from({ length: 1_010 }, () => `C${++count}`)
      const { take, refreshAll } = processOn(db)
      const nine = names.slice(0, 999)
      await take(
        'customers',
        nine.map((name) => customer(name)),
      )
      await take(
        'customers',
        names.slice(999).map((name) => customer(name)),
      )
      const last = names.at(-1) as string
      await take(
        'receivables',
        [1, 2, 3].map((index) => invoice(`${last}-${index}`, last, open('2026-11-24'))),
      )
      const [highest] = await db.all('SELECT MAX(id) AS id FROM customers')
      const end = Number(highest?.['id'])
      const positions: [number, number][] = []
      await refreshAll(end - 1_010, async (position, write, customers) => {
        positions.push([position, customers])
        await db.transaction(write)
      })
      expect(positions).toEqual([
        [end - 510, 500],
        [end - 10, 500],
        [end, 10],
      ])
      expect((await shownOf(end))[0]).toBe('novo')
      expect((await shownOf(end - 1_009))[0]).toBe('novo')
      const later = processOn(db, '2026-11-25')
      const stopped = later.refreshAll(end - 10, async () => {
        throw new Error('taken over')
      })
      await expect(stopped).rejects.toThrow('taken over')
      expect((await shownOf(end))[0]).toBe('novo')
      await later.refreshAll(end - 10, (_, write) => db.transaction(write))
      expect((await shownOf(end))[0]).toBe('recorrente')
      expect(await changesOf(end)).toMatchObject([{ before: { segment: 'novo' }, after: { profile: 'negligente' } }])
      await later.refreshAll(end, () => Promise.reject(new Error('there is nobody left')))
    })
  })

  describe('judged by two processes', () => {
    it('while the ledger is fed are right in the end, and each change is told once', async () => {
      const other = openDatabase(database.url)
      try {
        const processes = [processOn(db), processOn(other)] as const
        const names = Array.from({ length: 60 }, () => `C${++count}`)
        await processes[0].take(
          'customers',
          names.map((name) => customer(name)),
        )
        const [first] = await db.all('SELECT id FROM customers WHERE external_id = ?', [names[0] ?? ''])
        const from = Number(first?.['id'])
        const feedIt = async (who: 0 | 1): Promise<void> => {
          for (let round = 0; round < 6; round++) {
            const half = names.filter((_, index) => index % 2 === who)
            const dueOn = addDays('2026-10-01', round)
            const title = round % 3 === 0 ? open(dueOn) : paid(dueOn, addDays(dueOn, (round % 2) * 20))
            await processes[who].take(
              'receivables',
              half.map((name) => invoice(`${name}-${round}`, name, title)),
            )
          }
        }
        let isFeeding = true
        const judgeIt = async (who: 0 | 1): Promise<void> => {
          const on = who === 0 ? db : other
          for (let round = 0; round < 3 || (isFeeding && round < ROUNDS_MAX); round++) {
            if (round % 3 === 2) await processes[who].refreshAll(from - 1, (_, write) => on.transaction(write))
            else await processes[who].refreshDue(1_000)
            // The one connection that may write is for everybody on SQLite.
            await sleep(2)
          }
        }
        const judging = Promise.all([judgeIt(0), judgeIt(1)])
        await Promise.all([feedIt(0), feedIt(1)]).finally(() => {
          isFeeding = false
        })
        await judging
        await processes[0].refreshDue(1_000)
        expect(await db.all('SELECT customer_id FROM standings_due')).toEqual([])
        for (let index = 0; index < names.length; index++) {
          const id = from + index
          const [row] = await db.all('SELECT * FROM customer_standings WHERE customer_id = ?', [id])
          const conduct: Conduct = JSON.parse(row?.['conduct_json'] as string)
          expect(conduct).toMatchObject({ titles: 6, paid: 4, overdue: 2, late: 4 })
          const { because: _, ...standing } = segmentOf(conduct, thresholds)
          expect((await shownOf(id))[0]).toBe(standing.segment)
          const told = await changesOf(id)
          expect(told.at(-1)).toMatchObject({ after: standing })
          // An unbroken chain: no change was told twice, none is missing.
          const chain = told as unknown as { before: unknown; after: unknown }[]
          for (const [place, entry] of chain.entries())
            expect(entry.before ?? null).toEqual(chain[place - 1]?.after ?? entry.before)
          const texts = chain.map(({ after }) => JSON.stringify(after))
          for (const [place, text] of texts.entries()) expect(text).not.toBe(texts[place - 1])
        }
      } finally {
        await other.close()
      }
    })
  })
})
