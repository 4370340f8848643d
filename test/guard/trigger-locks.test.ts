import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { type Mariadb, startMariadb } from '../harness/mariadb.ts'
import { answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place, toldBy } from './place.ts'

const WAITS = 'waits'
const WAITS_MS = 1_000
/** What becomes of it in a time that is long for whatever waits for nobody. */
const soon = <T>(work: Promise<T>): Promise<T | typeof WAITS> =>
  Promise.race([work, sleep(WAITS_MS, WAITS as typeof WAITS)])

let place: Place
let orders: Guarded
let holders: Connection[]
let number = 0

async function open(serverUrl: string): Promise<void> {
  place = await openPlace(serverUrl)
  orders = await guardTable(place)
  await answerUsual(place)
}

/** Somebody who has changed or locked something, and does not end. */
async function holding(sql: string): Promise<Connection> {
  const connection = await createConnection({ uri: place.serverUrl, database: place.schema })
  holders.push(connection)
  await connection.query('SET innodb_lock_wait_timeout = 1')
  await connection.query('START TRANSACTION')
  await connection.query(sql)
  return connection
}

/** Not as long as the usual 50 seconds. */
async function session(): Promise<Connection> {
  const opened = await place.session()
  await opened.query('SET innodb_lock_wait_timeout = 5')
  return opened
}

async function seller(): Promise<(cliente: string, valor?: number) => Promise<string | null>> {
  const own = await session()
  return (cliente, valor = 5) => {
    number += 1
    return toldBy(
      own,
      `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('P${number}', '${cliente}', ${valor})`,
    )
  }
}

const touch = (customer: string): string =>
  `UPDATE credit_status SET revision = revision + 1 WHERE source = 'erp-matriz' AND company = 'main' AND customer = '${customer}'`

beforeEach(() => {
  holders = []
})
afterEach(async () => {
  for (const holder of holders) holder.destroy()
  await orders.events()
})

describe('without a binary log', () => {
  beforeAll(() => open(inject('mariadbUrl')))
  afterAll(() => place.close())

  it.each([
    ['credit_status', touch('FREE'), touch('BLOCK')],
    [
      'passes',
      "INSERT INTO passes VALUES ('erp-matriz', 'X', 'BLOCK', 'main', 1, NOW())",
      'SELECT * FROM passes FOR UPDATE',
    ],
    ['guards', 'SELECT * FROM guards FOR UPDATE', 'DO 0'],
    ['events', 'SELECT * FROM events ORDER BY number LIMIT 2 FOR UPDATE', 'DELETE FROM events ORDER BY number LIMIT 1'],
  ])('a sale waits for nobody who holds rows of %s', async (_, ...statements) => {
    const sell = await seller()
    for (let made = 0; made < 3; made++) await sell('BLOCK')
    const holder = await holding(statements[0] ?? '')
    await holder.query(statements[1] ?? '')
    expect(await soon(sell('FREE'))).toBe(null)
    expect(await soon(sell('BLOCK'))).toBe(BLOCKED)
    await holder.query('ROLLBACK')
    expect(await orders.events()).toHaveLength(4)
  })

  it('a sale holds nothing that Fiado writes', async () => {
    const [sale, other] = [await session(), await seller()]
    await sale.query('START TRANSACTION')
    for (const cliente of ['FREE', 'ROOM', 'BLOCK'])
      await toldBy(sale, `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('H${cliente}', '${cliente}', 5)`)
    for (const customer of ['FREE', 'ROOM', 'BLOCK']) await holding(touch(customer))
    expect(await soon(other('FREE'))).toBe(null)
    await sale.query('ROLLBACK')
  })

  it('a sale that waits for a row of the ERP holds no sale of another, nor of the same customer', async () => {
    const [first, second, other] = [await session(), await session(), await seller()]
    const taken = `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('SAME', 'FREE', 5)`
    await first.query('START TRANSACTION')
    await first.query(taken)
    const waiting = toldBy(second, taken)
    expect(await soon(waiting)).toBe(WAITS)
    expect(await soon(other('FREE'))).toBe(null)
    expect(await soon(other('BLOCK'))).toBe(BLOCKED)
    await first.query('ROLLBACK')
    expect(await waiting).toBe(null)
  })

  it('a refusal waits two seconds for who waits for it: somebody who changes the table of the records', async () => {
    const [first, second] = [await session(), await session()]
    const row = (numero: string, cliente: string): string => `('${numero}', '${cliente}', 5)`
    const insert = `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES `
    await first.query('START TRANSACTION')
    await first.query(insert + row('TAKEN', 'FREE'))
    const refused = toldBy(second, `${insert}${row('TAKEN', 'FREE')}, ${row('NEXT', 'BLOCK')}`)
    expect(await soon(refused)).toBe(WAITS)
    const altering = place.root.query(`ALTER TABLE ${place.schema}.events COMMENT 'looked at'`)
    expect(await soon(altering)).toBe(WAITS)
    await first.query('ROLLBACK')
    expect(await refused).toBe(BLOCKED)
    await altering
  })

  it('a transaction that began before the copy changed judges by what it saw then', async () => {
    const own = await session()
    await own.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    await place.root.query(
      `UPDATE ${place.schema}.credit_status SET blocked = 0, available = NULL WHERE customer = 'BLOCK'`,
    )
    const insert = (numero: string) =>
      toldBy(own, `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('${numero}', 'BLOCK', 5)`)
    expect(await insert('OLD1')).toBe(BLOCKED)
    await own.query('ROLLBACK')
    expect(await insert('OLD2')).toBe(null)
    await answerUsual(place)
  })
})

describe('with a binary log', () => {
  let server: Mariadb
  beforeAll(async () => {
    server = await startMariadb({ serverOptions: ['--log-bin', '--binlog-format=MIXED', '--server-id=1'] })
    await open(server.url)
  })
  afterAll(async () => {
    await place.close()
    await server.stop()
  })

  describe.each(['ROW', 'MIXED', 'STATEMENT'])('by %s', (format) => {
    beforeAll(() => place.root.query(`SET GLOBAL binlog_format = ${format}`))
    const waits = format !== 'ROW'

    it(`a sale ${waits ? 'waits for who writes its own customer' : 'waits for nobody'}`, async () => {
      const [sell, other] = [await seller(), await seller()]
      const holder = await holding(touch('FREE'))
      const sale = sell('FREE')
      expect(await soon(sale)).toBe(waits ? WAITS : null)
      expect(await soon(other('ROOM'))).toBe(null)
      expect(await soon(other('BLOCK'))).toBe(BLOCKED)
      await holder.query('COMMIT')
      expect(await soon(sale)).toBe(null)
      expect(await orders.events()).toMatchObject([{ customer: 'BLOCK', refused: 1 }])
    })

    it(`Fiado ${waits ? 'waits for the open sale of that customer' : 'waits for no sale'}`, async () => {
      const sale = await session()
      await sale.query('START TRANSACTION')
      await sale.query(`INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('O', 'FREE', 5)`)
      const outcome = await holding(touch('FREE')).then(
        () => 'written',
        (error: { code: string }) => error.code,
      )
      expect(outcome).toBe(waits ? 'ER_LOCK_WAIT_TIMEOUT' : 'written')
      await holding(touch('ROOM'))
      await sale.query('ROLLBACK')
    })
  })

  it('a sale that waits too long for its customer’s row ends as one that waits for a row of the ERP', async () => {
    await place.root.query('SET GLOBAL binlog_format = MIXED')
    await holding(touch('FREE'))
    const waiting = await session()
    await waiting.query('SET innodb_lock_wait_timeout = 1')
    const insert = (cliente: string) =>
      `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('L${cliente}', '${cliente}', 5)`
    expect(await toldBy(waiting, insert('FREE'))).toMatch(/Lock wait timeout exceeded/)
    expect(await toldBy(waiting, insert('ROOM'))).toBe(null)
  })
})
