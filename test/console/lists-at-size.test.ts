import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { searchCustomers } from '../../src/console/supply/customer-store.ts'
import {
  findOrderIds,
  type OrderPlace,
  type OrderSearch,
  sumFoundOrders,
} from '../../src/console/supply/order-store.ts'
import { type Database, openDatabase, type Sql, type SqlValue } from '../../src/database.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'

const MANY = 3_000
const PAGE = 25
/** A page, the rows of its index and of its table, and what an order by rank looks at. */
const READS_MAX = 6 * PAGE

/** A hundredth is of one source and one rep; one in fifty stands. */
const orderAt = (place: number): SqlValue[] => [
  ...[`blk_${place}`, place % 100 === 0 ? 'small' : 'large', `P-${place}`, 1, 1 + (place % MANY), 'main', 100, '{}'],
  ...[place % 100 === 1 ? 'rep-small' : 'rep-large', 'chk_0', '[]', place % 50 === 2 ? 'blocked' : 'lapsed', 0, 1, 1],
  place % 50 === 2 ? null : 1_000 + place,
]
const ORDER_COLUMNS = [
  ...['id', 'source', 'order_id', 'revision', 'customer_id', 'company', 'amount_cents', 'request_json'],
  ...['sales_rep', 'check_id', 'reasons_json', 'state', 'forced', 'blocked_at', 'lapses_at', 'closed_at'],
]
const customerAt = (place: number): SqlValue[] => [
  ...[
    place % 100 === 0 ? 'small' : 'large',
    `C${place}`,
    1,
    'main',
    `Loja ${(place * 7919) % MANY}`,
    'normal',
    1,
    0,
    1,
  ],
]
const CUSTOMER_COLUMNS = [
  ...['source', 'external_id', 'account_id', 'company', 'name', 'status', 'active', 'provisional', 'received_at'],
]
const everywhere = { source: null, salesRep: null, customerId: null, text: null } as const

describe.each(dialects)('lists of a large company, on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let db: Database
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    db = openDatabase(database.url)
    await migrate(db.migrations)
    await db.insert('customers', CUSTOMER_COLUMNS, MANY_OF.map(customerAt))
    await db.insert('blocked_orders', ORDER_COLUMNS, MANY_OF.map(orderAt))
    await db.insert(
      'rep_customers',
      ['sales_rep', 'customer_id'],
      [['rep-small', 5], ...MANY_OF.map((place) => ['rep-large', place + 1])],
    )
    if (dialect === 'mariadb') await db.all('ANALYZE TABLE customers, blocked_orders, rep_customers')
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  /** How many rows MariaDB reads for it. */
  const readsFor = (work: (sql: Sql) => Promise<unknown>): Promise<number> =>
    db.transaction(async (sql) => {
      const before = await readsOf(sql)
      await work(sql)
      return (await readsOf(sql)) - before
    })

  /** How SQLite goes about it, where it walks through a table or sorts. */
  async function walksFor(work: (sql: Sql) => Promise<unknown>): Promise<string[]> {
    const plans: string[] = []
    const all: Sql['all'] = async (text, values) => {
      plans.push(...(await db.all(`EXPLAIN QUERY PLAN ${text}`, values)).map(({ detail }) => String(detail)))
      return db.all(text, values)
    }
    await work({ ...db, all })
    return plans.filter((step) => /^SCAN [bcr]$|TEMP B-TREE/.test(step))
  }

  const looksThrough = async (work: (sql: Sql) => Promise<unknown>): Promise<boolean> =>
    dialect === 'mariadb' ? (await readsFor(work)) > READS_MAX : (await walksFor(work)).length > 0

  const SCOPES = [{}, { source: 'small' }, { source: 'large' }, { salesRep: 'rep-small' }, { salesRep: 'rep-large' }]

  it.each(SCOPES)('orders that stand and those that ended are read a page at a time: %o', async (scope) => {
    for (const state of ['blocked', 'closed'] as const) {
      const search: OrderSearch = { ...everywhere, ...scope, state }
      let found = 0
      expect(
        await looksThrough(async (sql) => {
          found = (await findOrderIds(sql, search, null, PAGE)).length
        }),
      ).toBe(false)
      expect(found).toBe(Math.min(PAGE, MANY_OF.filter((place) => isOf(search, orderAt(place))).length))
    }
  })

  it('page after page, all that ended are read once, the last first', async () => {
    const search: OrderSearch = { ...everywhere, state: 'closed' }
    const ids: string[] = []
    for (let after = null as OrderPlace | null; ids.length < MANY; ) {
      const page = await findOrderIds(db, search, after, 500)
      ids.push(...page)
      const last = Number(page.at(-1)?.slice(4))
      if (page.length < 500) break
      after = { at: 1_000 + last, seq: last + 1 }
    }
    expect(ids).toEqual(
      MANY_OF.filter((place) => isOf(search, orderAt(place)))
        .map((place) => `blk_${place}`)
        .toReversed(),
    )
  })

  it.each(SCOPES.slice(0, 3))('customers are read by name a page at a time: %o', async (scope) => {
    const who = { source: null, salesRep: null, ...scope }
    for (const after of [null, { id: 7, name: 'Loja 2' }])
      expect(await looksThrough((sql) => searchCustomers(sql, who, null, after, PAGE))).toBe(false)
  })

  it('the few customers of a rep are found without looking through the others', async () => {
    const who = { source: null, salesRep: 'rep-small' }
    expect((await searchCustomers(db, who, null, null, PAGE)).map(({ externalId }) => externalId)).toEqual(['C4'])
    if (dialect === 'mariadb')
      return expect(await readsFor((sql) => searchCustomers(sql, who, null, null, PAGE))).toBeLessThan(PAGE)
    expect(await walksFor((sql) => searchCustomers(sql, who, null, null, PAGE))).toEqual([
      expect.stringContaining('ORDER BY'),
    ])
  })

  it('totals that nobody would add up are not added up', async () => {
    const search: OrderSearch = { ...everywhere, state: 'closed' }
    const all = MANY_OF.filter((place) => isOf(search, orderAt(place))).length
    expect(await sumFoundOrders(db, search, all)).toEqual({ count: all, amount: BigInt(all) * 100n })
    expect(await sumFoundOrders(db, search, all - 1)).toBe(null)
    if (dialect === 'mariadb')
      expect(await readsFor((sql) => sumFoundOrders(sql, search, PAGE))).toBeLessThan(READS_MAX)
  })
})

const MANY_OF = Array.from({ length: MANY }, (_, place) => place)

function isOf({ source, salesRep, state }: OrderSearch, order: SqlValue[]): boolean {
  const isStanding = order.at(-1) === null
  return (
    (source === null || order[1] === source) &&
    (salesRep === null || order[8] === salesRep) &&
    isStanding === (state === 'blocked')
  )
}

async function readsOf(sql: Sql): Promise<number> {
  const rows = await sql.all("SHOW SESSION STATUS LIKE 'Handler_read%'")
  return rows.reduce((sum, row) => sum + Number(row['Value']), 0)
}
