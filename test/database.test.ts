import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../src/database.ts'
import { DatabaseUnavailable } from '../src/database-errors.ts'
import { createDatabaseUrl, dialects } from './harness/databases.ts'

/** What a text protocol would have to escape and a prepared one not: both must keep it as it is. */
const HOSTILE = [
  `it's "quoted" \\ back\\'slash \\0 \\n`,
  "'; DROP TABLE things; -- ? ?? :name",
  'São Paulo 🧾 𝒜 \u2028 \t\n\r',
  '\\',
  "'",
  '',
]
/** Around every size at which a statement is cut or changes its kind. */
const SIZES = [0, 1, 7, 8, 9, 15, 16, 63, 64, 65, 127, 128, 129, 137, 300]

describe.each(dialects)('the database port on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let db: Database
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    db = openDatabase(database.url)
    const collation = dialect === 'mariadb' ? ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : ''
    await db.run(
      `CREATE TABLE things (id BIGINT PRIMARY KEY, name VARCHAR(120)${collation} NULL, cents BIGINT NOT NULL)`,
    )
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  const row = (id: number) => [id, HOSTILE[id % HOSTILE.length] as string, 9_007_199_254_740_993n + BigInt(id)]
  const stored = async () =>
    (await db.all('SELECT id, name, cents FROM things ORDER BY id')).map(({ id, name, cents }) => [
      Number(id),
      name,
      BigInt(cents as string),
    ])

  it.each(SIZES)('inserts, overwrites and reads back %i rows as they are', async (size) => {
    await db.run('DELETE FROM things')
    const rows = Array.from({ length: size }, (_, id) => row(id))
    await db.transaction((sql) => sql.insert('things', ['id', 'name', 'cents'], rows))
    expect(await stored()).toEqual(rows)
    const changed = rows.map(([id]) => [id as number, null, 1n])
    await db.transaction((sql) => sql.upsert('things', ['id', 'name', 'cents'], changed, ['id'], ['name', 'cents']))
    expect(await stored()).toEqual(changed)
    await db.transaction((sql) =>
      sql.add(
        'things',
        ['id'],
        'cents',
        rows.map(([id]) => [id as number, 2]),
      ),
    )
    expect((await stored()).every(([, , cents]) => cents === 3n)).toBe(true)
  })

  it('finds texts by lists of themselves', async () => {
    await db.run('DELETE FROM things')
    await db.transaction((sql) =>
      sql.insert(
        'things',
        ['id', 'name', 'cents'],
        HOSTILE.map((_, id) => row(id)),
      ),
    )
    const marks = HOSTILE.map(() => '?').join(',')
    const found = await db.all(`SELECT name FROM things WHERE name IN (${marks}) ORDER BY id`, HOSTILE)
    expect(found.map(({ name }) => name)).toEqual(HOSTILE)
  })

  it('asks one question of more things than fit into a statement, each with its rows in order', async () => {
    await db.run('DELETE FROM things')
    const rows = Array.from({ length: 300 }, (_, id) => row(id))
    await db.transaction((sql) => sql.insert('things', ['id', 'name', 'cents'], rows))
    // Of each rest the last two of its three rows; of 500 none.
    const asked = [...Array.from({ length: 100 }, (_, rest) => [rest]), [500]]
    const found = await db.each('SELECT id FROM things WHERE id % 100 = ? ORDER BY id DESC LIMIT 2', asked)
    expect(found.map((each) => each.map(({ id }) => Number(id)))).toEqual([
      ...Array.from({ length: 100 }, (_, rest) => [200 + rest, 100 + rest]),
      [],
    ])
    expect(await db.each('SELECT id FROM things WHERE id = ?', [])).toEqual([])
  })

  it('runs a transaction again that a deadlock or a lock wait ended, and leaves one result', async () => {
    await db.run('DELETE FROM things')
    for (const code of ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY']) {
      let attempts = 0
      await db.transaction(async (sql) => {
        await sql.insert('things', ['id', 'name', 'cents'], [[attempts, code, 1n]])
        if (++attempts < 4) throw Object.assign(new Error(code), { code })
        await sql.run('DELETE FROM things')
      })
      expect(attempts).toBe(4)
    }
    expect(await stored()).toEqual([])
  })

  it('gives up after a bound when it is locked out for ever', async () => {
    let attempts = 0
    const startedMs = performance.now()
    const locked = db.transaction(async () => {
      attempts++
      throw Object.assign(new Error('locked'), { code: 'ER_LOCK_DEADLOCK' })
    })
    await expect(locked).rejects.toBeInstanceOf(DatabaseUnavailable)
    expect(attempts).toBeGreaterThan(3)
    expect(attempts).toBeLessThanOrEqual(21)
    expect(performance.now() - startedMs).toBeLessThan(10_000)
  })
})

describe('on mariadb', () => {
  it('two transactions that lock the same rows in a ring both end well', async () => {
    const { url, drop } = await createDatabaseUrl('mariadb')
    const db = openDatabase(url)
    try {
      await db.run('CREATE TABLE things (id BIGINT PRIMARY KEY, cents BIGINT NOT NULL) ENGINE=InnoDB')
      await db.insert(
        'things',
        ['id', 'cents'],
        [
          [1, 0n],
          [2, 0n],
        ],
      )
      let attempts = 0
      const holding = { 1: Promise.withResolvers<void>(), 2: Promise.withResolvers<void>() }
      const addTo = (first: 1 | 2, second: 1 | 2): Promise<void> =>
        db.transaction(async (sql) => {
          attempts++
          const add = 'UPDATE things SET cents = cents + 1 WHERE id = ?'
          await sql.run(add, [first])
          holding[first].resolve()
          await holding[second].promise
          await sql.run(add, [second])
        })
      await Promise.all([addTo(1, 2), addTo(2, 1)])
      expect(attempts).toBe(3)
      const rows = await db.all('SELECT cents FROM things ORDER BY id')
      expect(rows.map(({ cents }) => Number(cents))).toEqual([2, 2])
    } finally {
      await db.close()
      await drop()
    }
  })
})
