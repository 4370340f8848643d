import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { type CreditDeps, checkAll } from '../../src/credit/check.ts'
import type { Ask } from '../../src/credit/gather.ts'
import { cancelOrder } from '../../src/credit/holds.ts'
import { createPolicyBook } from '../../src/credit/policies.ts'
import { checkRequestSchema, toCheckRequest } from '../../src/credit/request.ts'
import { reserveAll } from '../../src/credit/reserve.ts'
import type { ReserveOutcome } from '../../src/credit/reserving.ts'
import { type Database, openDatabase, type Row, type Sql } from '../../src/database.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { feed } from '../../src/receivables/feed.ts'
import { expireHolds } from '../../src/receivables/settle.ts'
import { reshape } from '../../src/receivables/shape.ts'
import { createDatabaseUrl, type Dialect, dialects } from '../harness/databases.ts'
import { createPolicyFolder } from './shop.ts'

const NOW = '2026-11-18T10:00:00-03:00'
const AFTER_THE_HOLDS = '2026-11-25T10:00:00-03:00'

/** Calls `before` ahead of every read, with its text. */
function watched(db: Database, before: (text: string) => Promise<void> | void): Database {
  const watch = (sql: Sql): Sql => ({
    ...sql,
    all: async (text, values) => {
      await before(text)
      return sql.all(text, values)
    },
    each: async (question, values) => {
      await before(question)
      return sql.each(question, values)
    },
  })
  return {
    ...db,
    ...watch(db),
    transaction: (work, timeoutMs) => db.transaction((sql) => work(watch(sql)), timeoutMs),
    transactionIfNeeded: (several, work) => db.transactionIfNeeded(several, (sql) => work(watch(sql))),
  } as Database
}

async function openRooms(dialect: Dialect) {
  const database = await createDatabaseUrl(dialect)
  const db = openDatabase(database.url)
  await migrate(db.migrations)
  const depsAt = async (now: string, on: Database = db): Promise<CreditDeps> => {
    const clock = createClock('America/Sao_Paulo', now)
    const policies = createPolicyBook(on, clock, 'config', async () => undefined)
    await policies.open()
    return { db: on, clock, policies }
  }
  const tell = async (
    { db: on, clock, policies }: CreditDeps,
    kind: 'customers' | 'receivables',
    records: object[],
  ) => {
    const keeping = () => policies.keeping()
    const catchUp = () => policies.catchUp()
    const reply = await feed({ db: on, clock, calendar: createCalendar(), keeping, catchUp }, kind, 'erp', records)
    expect(reply.rejected).toEqual([])
  }
  return {
    db,
    depsAt,
    tell,
    stop: async () => {
      await db.close()
      await database.drop()
    },
  }
}

function askOf(mode: string, customer: string, id: string, amount: string): Ask {
  const body = { source: 'erp', mode, customer: { externalId: customer }, order: { id, amount } }
  return { ...toCheckRequest(checkRequestSchema.parse(body)), externalId: customer }
}

const customer = (externalId: string): object => ({
  externalId,
  name: externalId,
  limit: { mode: 'amount', amount: '1000.00' },
})

const title = (externalId: string, of: string, dueOn: string): object => ({
  externalId,
  customer: { externalId: of },
  kind: 'invoice',
  issuedOn: '2026-10-01',
  dueOn,
  amount: '10.00',
  openAmount: '10.00',
  status: 'open',
})

const answerOf = (outcome: ReserveOutcome | undefined) => {
  if (outcome?.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(outcome)}`)
  return JSON.parse(outcome.json)
}

describe('on sqlite', () => {
  let rooms: Awaited<ReturnType<typeof openRooms>>
  beforeEach(async () => {
    rooms = await openRooms('sqlite')
  })
  afterEach(() => rooms.stop())

  it('nothing that is asked at order time looks through a table, or through the holds of everybody', async () => {
    const texts = new Set<string>()
    const db = watched(rooms.db, (text) => {
      texts.add(text)
    })
    const deps = await rooms.depsAt(NOW, db)
    await rooms.tell(deps, 'customers', [customer('A'), customer('B')])
    await rooms.tell(deps, 'receivables', [title('T1', 'A', '2026-11-06'), title('T2', 'B', '2026-11-20')])
    texts.clear()
    await checkAll(deps, [askOf('check', 'A', 'P1', '5.00'), askOf('check', 'B', 'P2', '5.00')])
    const [held] = await reserveAll(deps, [askOf('reserve', 'B', 'P2', '5.00')])
    expect(answerOf(held).decision).toBe('approved')
    await reserveAll(deps, [askOf('reserve', 'B', 'P2', '5.00'), askOf('reserve', 'A', 'P3', '5.00')])
    const later = await rooms.depsAt(AFTER_THE_HOLDS, db)
    const [judged] = await checkAll(later, [askOf('check', 'B', 'P4', '5.00')])
    expect(answerOf(judged).exposure).toMatchObject({ held: '0.00', overdue: '10.00' })
    expect(texts.size).toBeGreaterThan(10)
    for (const text of texts) {
      const plan = await rooms.db.all(`EXPLAIN QUERY PLAN ${text}`, Array(text.split('?').length - 1).fill(null))
      const steps = plan.map((row: Row) => String(row['detail']))
      const found = steps.filter((step) => /orders_state_expires|SCAN (?!CONSTANT|few|policies|shapes)/.test(step))
      expect(found, text).toEqual([])
    }
  })

  it('only the job looks for holds that have run out', async () => {
    const deps = await rooms.depsAt(NOW)
    await rooms.tell(deps, 'customers', [customer('A')])
    await reserveAll(deps, [askOf('reserve', 'A', 'P1', '5.00')])
    const texts: string[] = []
    const later = await rooms.depsAt(
      AFTER_THE_HOLDS,
      watched(rooms.db, (text) => {
        texts.push(text)
      }),
    )
    expect(await expireHolds(later.db, later.clock, later.policies.keeping())).toBe(1)
    expect(texts.filter((text) => text.includes('expires_at <= ?'))).toHaveLength(1)
  })
})

/** What is sent to the database, each statement in a few words. */
function counted(db: Database, sent: string[]): Database {
  const count = (sql: Sql): Sql => ({
    ...sql,
    all: (text, values) => {
      sent.push(`read ${/.*FROM (\w+)/s.exec(text)?.[1]}`)
      return sql.all(text, values)
    },
    insert: (table, columns, rows) => {
      if (rows.length > 0) sent.push(`insert ${table}`)
      return sql.insert(table, columns, rows)
    },
    add: (table, keys, counter, rows) => {
      if (rows.length > 0) sent.push(`add ${table}`)
      return sql.add(table, keys, counter, rows)
    },
    upsert: (table, columns, rows, keys, updated) => {
      if (rows.length > 0) sent.push(`upsert ${table} ${rows}`)
      return sql.upsert(table, columns, rows, keys, updated)
    },
  })
  return {
    ...db,
    ...count(db),
    transaction: (work, timeoutMs) => db.transaction((sql) => work(count(sql)), timeoutMs),
    transactionIfNeeded: (several, work) => db.transactionIfNeeded(several, (sql) => work(count(sql))),
  } as Database
}

describe.each(dialects)('on %s', (dialect) => {
  let rooms: Awaited<ReturnType<typeof openRooms>>
  beforeEach(async () => {
    rooms = await openRooms(dialect)
  })
  afterEach(() => rooms.stop())

  it('collection costs a check nothing, and a note where the customer owes', async () => {
    const plain = await rooms.depsAt(NOW)
    const grouped = { ...customer('G1'), group: 'Grupo' }
    await rooms.tell(plain, 'customers', [customer('A'), customer('B'), grouped, { ...grouped, externalId: 'G2' }])
    await rooms.tell(plain, 'receivables', [title('T1', 'A', '2026-11-06'), title('T2', 'B', '2026-11-20')])
    // The first check after a feed reads the titles that a refusal names.
    await checkAll(plain, [askOf('check', 'A', 'P1', '5.00'), askOf('check', 'B', 'P1', '5.00')])
    await rooms.db.run('DELETE FROM standings_due')
    const sent: string[] = []
    const deps = { ...plain, db: counted(rooms.db, sent) }
    const statementsOf = async (externalId: string): Promise<string[]> => {
      await checkAll(deps, [askOf('check', externalId, 'P1', '5.00')])
      return sent.splice(0)
    }
    const reads = ['read orders', 'read customers', 'read positions']
    expect(await statementsOf('B')).toEqual([...reads, 'insert credit_checks'])
    const ofTheGroup = ['read orders', 'read customers', 'read customers', 'read positions', 'insert credit_checks']
    expect(await statementsOf('G1')).toEqual(ofTheGroup)
    const [owing] = await rooms.db.all("SELECT id FROM customers WHERE external_id = 'A'")
    expect(await statementsOf('A')).toEqual([
      ...[...reads, 'read owing_checks', 'insert credit_checks', 'add owing_checks'],
      `upsert standings_due ${owing?.['id']}`,
    ])
    const reserved = async (externalId: string): Promise<string[]> => {
      await reserveAll(deps, [askOf('reserve', externalId, `R-${externalId}`, '5.00')])
      return sent.splice(0).filter((statement) => statement.includes('standings_due'))
    }
    expect(await reserved('B')).toEqual([])
    expect(await reserved('A')).toHaveLength(1)
    expect(await rooms.db.all('SELECT customer_id FROM standings_due')).toHaveLength(1)
  })

  it('an order cancelled between the two reads of a check gives its room once', async () => {
    const plain = await rooms.depsAt(NOW)
    await rooms.tell(plain, 'customers', [customer('A')])
    await reserveAll(plain, [askOf('reserve', 'A', 'P1', '600.00')])
    let cancelled = 0
    const db = watched(rooms.db, async (text) => {
      if (cancelled > 0 || !text.includes('FROM customers')) return
      cancelled++
      const outcome = await cancelOrder(plain, 'erp', 'P1', async () => undefined)
      expect(outcome.kind).toBe('done')
    })
    const [outcome] = await checkAll({ ...plain, db }, [askOf('check', 'A', 'P1', '1500.00')])
    expect(cancelled).toBe(1)
    expect(answerOf(outcome)).toMatchObject({
      decision: 'blocked',
      exposure: { held: '0.00', total: '0.00', available: '1000.00' },
    })
  })

  it('a policy that keeps positions another way between the two reads of a check hides no debt', async () => {
    const plain = await rooms.depsAt(NOW)
    await rooms.tell(plain, 'customers', [customer('A')])
    await rooms.tell(plain, 'receivables', [
      { ...title('T1', 'A', '2026-12-20'), amount: '900.00', openAmount: '900.00' },
    ])
    const config = await createPolicyFolder({ perCompany: true })
    let changed = 0
    const db = watched(rooms.db, async (text) => {
      if (changed > 0 || !text.includes('FROM positions')) return
      changed++
      // As another process does at a reload.
      const calendar = createCalendar()
      const other = createPolicyBook(rooms.db, plain.clock, config.folder, async (keeping) => {
        await reshape(rooms.db, keeping, calendar, 'none', plain.clock.today())
      })
      await other.open()
    })
    const [outcome] = await checkAll({ ...plain, db }, [askOf('check', 'A', 'P1', '500.00')])
    expect(changed).toBe(1)
    expect(answerOf(outcome)).toMatchObject({
      decision: 'blocked',
      exposure: { open: '900.00', available: '100.00' },
      policy: { version: 2 },
    })
    await config.drop()
  })

  it('an invoice that came before its order is not counted beside it', async () => {
    const deps = await rooms.depsAt(NOW)
    await rooms.tell(deps, 'customers', [customer('A')])
    const invoice = { ...title('T1', 'A', '2026-12-20'), amount: '900.00', openAmount: '900.00', orderId: 'P1' }
    await rooms.tell(deps, 'receivables', [invoice])
    const [small, whole] = await reserveAll(deps, [
      askOf('reserve', 'A', 'P2', '200.00'),
      askOf('reserve', 'A', 'P1', '950.00'),
    ])
    expect(answerOf(small)).toMatchObject({ decision: 'blocked', exposure: { open: '900.00', available: '100.00' } })
    expect(answerOf(whole)).toMatchObject({ decision: 'approved', hold: { amount: '50.00' } })
  })
})
