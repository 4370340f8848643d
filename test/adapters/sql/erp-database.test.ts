import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { type ErpDatabase, type ErpDatabaseOptions, openErpDatabase } from '../../../src/sync/erp-database.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { createMariadbDatabase } from '../../harness/mariadb.ts'
import { type DatabaseProxy, startProxy } from './proxy.ts'

const PASSWORD = 'segredo\'do "DBA"'
const signal = new AbortController().signal
const opened: ErpDatabase[] = []
let proxy: DatabaseProxy
let database: { url: string; drop(): Promise<void> }
let name = ''

beforeAll(async () => {
  const serverUrl = inject('mariadbUrl')
  database = await createMariadbDatabase(serverUrl)
  name = new URL(database.url).pathname.slice(1)
  const admin = await createConnection(database.url)
  await admin.query(`CREATE USER fiado_${name} IDENTIFIED BY ${admin.escape(PASSWORD)}`)
  await admin.query(
    'CREATE TABLE T (ID INT PRIMARY KEY, C CHAR(6), V DOUBLE, D DECIMAL(20,2), DAY DATE, AT DATETIME(3))',
  )
  await admin.query('CREATE TABLE HIDDEN (ID INT)')
  await admin.query(`GRANT SELECT, UPDATE ON ${name}.T TO fiado_${name}`)
  await admin.query(
    `INSERT INTO T VALUES (1,'A',0.1,9999999999999.99,'2024-02-29','2026-11-21 10:00:00.125'),(2,NULL,1.4e-14,NULL,NULL,NULL),(3,'C?',3,3,NULL,NULL)`,
  )
  await admin.end()
  proxy = await startProxy(Number(new URL(serverUrl).port))
})

afterAll(async () => {
  await proxy.close()
  const admin = await createConnection(inject('mariadbUrl'))
  await admin.query(`DROP USER fiado_${name}`)
  await admin.end()
  await database.drop()
})

afterEach(async () => {
  proxy.misbehave(null)
  proxy.drop(false)
  for (const one of opened.splice(0)) await one.close()
})

function open(changes: Partial<ErpDatabaseOptions> = {}): ErpDatabase {
  const one = openErpDatabase(
    {
      client: 'mysql2',
      host: '127.0.0.1',
      port: proxy.port,
      user: `fiado_${name}`,
      password: new Secret(PASSWORD),
      database: name,
      timeoutMs: 2_000,
      ...changes,
    },
    { sleep: async () => {} },
  )
  opened.push(one)
  return one
}

const failure = async (work: Promise<unknown>): Promise<SyncError> => {
  const error = await work.then(
    () => expect.fail('it went well'),
    (thrown: unknown) => thrown,
  )
  expect(error, inspect(error)).toBeInstanceOf(SyncError)
  expect(inspect(error, { depth: 10 })).not.toContain('segredo')
  return error as SyncError
}

describe('reading', () => {
  it('gives every value as text, with every digit', async () => {
    const rows = await open().rows('SELECT * FROM T WHERE ID < :max ORDER BY ID', { max: 3 }, signal)
    expect(rows).toEqual([
      { ID: '1', C: 'A', V: '0.1', D: '9999999999999.99', DAY: '2024-02-29', AT: '2026-11-21 10:00:00.125' },
      { ID: '2', C: null, V: '0.000000000000014', D: null, DAY: null, AT: null },
    ])
  })

  it('binds values as values, wherever their names stand', async () => {
    const sql = `SELECT :text AS TEXT, ':text' AS QUOTED, ":text" AS NAMED, ID FROM T WHERE ID = :id AND ID = :id`
    const [row] = await open().rows(sql, { text: "x' OR 1=1 --", id: 3 }, signal)
    expect(row).toEqual({ TEXT: "x' OR 1=1 --", QUOTED: ':text', NAMED: ':text', ID: '3' })
  })

  it('pages by the standard words of all four databases', async () => {
    const sql = 'SELECT ID FROM T WHERE ID > :after ORDER BY ID OFFSET 0 ROWS FETCH NEXT :limit ROWS ONLY'
    const one = open()
    const page = async (after: number) => (await one.rows(sql, { after, limit: 2 }, signal)).map(({ ID }) => ID)
    expect([await page(0), await page(2), await page(3)]).toEqual([['1', '2'], ['3'], []])
  })

  it('tells a binding that is missing', async () => {
    expect(await failure(open().rows('SELECT 1 FROM T WHERE ID = :id', {}, signal))).toMatchObject({
      remedy: 'settings',
    })
  })

  it('cannot write by the way of reading', async () => {
    const error = await failure(open().rows('UPDATE T SET V = 9', {}, signal))
    expect(error.remedy).toBe('settings')
    expect(error.message).toContain('ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION')
  })

  it('holds two connections at most', async () => {
    const one = open()
    const reads = Array.from({ length: 6 }, () => one.rows('SELECT SLEEP(0.05) AS S, ID FROM T', {}, signal))
    await sleep(100)
    expect(proxy.connections).toBe(2)
    await Promise.all(reads)
  })
})

describe('writing', () => {
  it('tells how many rows matched, changed or not', async () => {
    const one = open()
    const write = (v: number) => one.change('UPDATE T SET V = :v WHERE ID = :id', { v, id: 3 }, 1, signal)
    expect([await write(7), await write(7)]).toEqual([1, 1])
    expect(await one.change('UPDATE T SET V = 7 WHERE ID = 99', {}, 1, signal)).toBe(0)
    expect(await one.rows('SELECT V FROM T WHERE ID = 3', {}, signal)).toEqual([{ V: '7' }])
  })

  it('takes back a write that changes more rows than it may', async () => {
    const one = open()
    const error = await failure(one.change('UPDATE T SET D = 1', {}, 1, signal))
    expect(error).toMatchObject({ remedy: 'settings', message: expect.stringContaining('3 rows instead of 1') })
    expect(await one.rows('SELECT D FROM T WHERE ID = 1', {}, signal)).toEqual([{ D: '9999999999999.99' }])
  })

  it('is not tried again when nobody knows whether it was done', async () => {
    proxy.misbehave({ kind: 'cut_off' })
    const before = proxy.calls
    const error = await failure(open().change('UPDATE T SET V = V WHERE ID = 1', {}, 1, signal))
    expect({ remedy: error.remedy, calls: proxy.calls - before }).toEqual({ remedy: 'unavailable', calls: 1 })
  })

  it('leaves nothing half done when the connection breaks before the end', async () => {
    const one = open({ timeoutMs: 300 })
    const slow = 'UPDATE T SET V = 55 + SLEEP(1) WHERE ID = 3'
    expect((await failure(one.change(slow, {}, 1, signal))).remedy).toBe('unavailable')
    await sleep(1_200)
    expect(await one.rows('SELECT V FROM T WHERE ID = 3', {}, signal)).toEqual([{ V: '7' }])
  })
})

describe('when something is wrong', () => {
  it('a wrong password is auth, and not shown', async () => {
    const error = await failure(open({ password: new Secret('errado-0815') }).rows('SELECT 1 FROM T', {}, signal))
    expect(error.remedy).toBe('auth')
    expect(inspect(error)).not.toContain('errado-0815')
  })

  it('a table without a grant is auth, and names the table', async () => {
    const error = await failure(open().rows('SELECT * FROM HIDDEN', {}, signal))
    expect(error).toMatchObject({ remedy: 'auth', message: expect.stringContaining('HIDDEN') })
  })

  it.each([
    ['SELECT NOPE FROM T', 'NOPE'],
    ['SELECT * FROM T WHERE FROM', 'ER_PARSE_ERROR'],
  ])('%s is a matter of the settings', async (sql, named) => {
    const error = await failure(open().rows(sql, {}, signal))
    expect(error).toMatchObject({ remedy: 'settings', message: expect.stringContaining(named) })
  })

  it('does not repeat the values of a statement', async () => {
    const sql = 'SELECT * FROM T WHERE C = :name AND WHERE'
    const error = await failure(open().rows(sql, { name: 'Padaria do Zé' }, signal))
    expect(inspect(error, { depth: 10 })).not.toContain('Padaria')
  })

  it('a database that is not there is a matter of the settings or of rights', async () => {
    const error = await failure(open({ database: 'nowhere' }).rows('SELECT 1', {}, signal))
    expect(['auth', 'settings']).toContain(error.remedy)
  })

  it('nobody listening is unavailable', async () => {
    const error = await failure(open({ port: 1 }).rows('SELECT 1 FROM T', {}, signal))
    expect(error).toMatchObject({ remedy: 'unavailable', message: expect.stringContaining('ECONNREFUSED') })
  })

  it('a server that takes the connection and says nothing is unavailable', async () => {
    const { createServer } = await import('node:net')
    const mute = createServer(() => undefined)
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as { port: number }
    expect((await failure(open({ port, timeoutMs: 100 }).rows('SELECT 1 FROM T', {}, signal))).remedy).toBe(
      'unavailable',
    )
    mute.close()
  })

  it('a server that was killed is asked again, and answers once it is back', async () => {
    const one = open()
    await one.rows('SELECT 1 FROM T', {}, signal)
    proxy.drop(false)
    expect(await one.rows('SELECT ID FROM T WHERE ID = 1', {}, signal)).toEqual([{ ID: '1' }])
    proxy.drop(true)
    expect((await failure(one.rows('SELECT ID FROM T', {}, signal))).remedy).toBe('unavailable')
    proxy.drop(false)
    expect(await one.rows('SELECT ID FROM T WHERE ID = 1', {}, signal)).toEqual([{ ID: '1' }])
  })

  it('a statement that is too slow ends, here and on the server', async () => {
    const one = open({ timeoutMs: 200 })
    const startedMs = performance.now()
    const error = await failure(one.rows('SELECT SLEEP(30) AS S FROM T', {}, signal))
    expect(error).toMatchObject({ remedy: 'unavailable', message: expect.stringContaining('200 ms') })
    expect(performance.now() - startedMs).toBeLessThan(5_000)
    await sleep(1_500)
    const [running] = await open().rows(
      `SELECT COUNT(*) AS N FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP(30)%'`,
      {},
      signal,
    )
    expect(running).toEqual({ N: '0' })
  })

  it('an abort ends a statement at once, and is no fault of the database', async () => {
    const stop = new AbortController()
    const one = open({ timeoutMs: 60_000 })
    const reading = one
      .rows('SELECT SLEEP(3) AS S FROM T WHERE ID = 1', {}, stop.signal)
      .catch((error: unknown) => error)
    await sleep(200)
    const startedMs = performance.now()
    stop.abort()
    expect(await reading).not.toBeInstanceOf(SyncError)
    expect(performance.now() - startedMs).toBeLessThan(1_000)
    expect(await one.rows('SELECT ID FROM T WHERE ID = 1', {}, signal)).toEqual([{ ID: '1' }])
  })

  it.each(['pg', 'mssql', 'oracledb'] as const)('says how to install the driver for %s', async (client) => {
    const error = await failure(open({ client }).rows('SELECT 1', {}, signal))
    expect(error.remedy).toBe('settings')
    expect(error.message).toMatch(/npm install --no-save (pg|tedious|oracledb)@\d+/)
  })
})
