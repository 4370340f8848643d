import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place, toldBy } from './place.ts'

let place: Place
let orders: Guarded
let monitored: Guarded
beforeAll(async () => {
  place = await openPlace()
  orders = await guardTable(place, { lines: { sold: '{ state: { column: situacao, to: [B] } }' } })
  monitored = await guardTable(place, { lines: { mode: 'monitor' } })
  await answerUsual(place)
})
afterAll(() => place.close())
beforeEach(async () => {
  await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 0`)
  await place.root.query(`DELETE FROM ${orders.table}; DELETE FROM ${monitored.table}`)
  await orders.tell(`INSERT INTO {t} (numero, cliente, valor, situacao) VALUES
    ('S1', 'BLOCK', 5, 'B'), ('S2', 'ROOM', 50, 'B'), ('Q1', 'FREE', 5, 'A'), ('Q2', 'BLOCK', 5, 'A'), ('Q3', 'ROOM', 90, 'A')`)
  await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 1`)
  await place.root.query(`DELETE FROM ${place.schema}.events`)
})

const OVER = 'Crédito insuficiente: venda de R$ 101,00, disponível R$ 100,00.'
const INTO = 'INTO {t} (numero, cliente, valor, situacao)'

describe('a statement that is refused', () => {
  it.each([
    [
      'many rows',
      `INSERT ${INTO} VALUES ('N1', 'FREE', 1, 'B'), ('N2', 'BLOCK', 1, 'B'), ('N3', 'FREE', 1, 'B')`,
      BLOCKED,
    ],
    [
      'INSERT ... SELECT',
      `INSERT ${INTO} SELECT CONCAT('N', numero), cliente, valor, 'B' FROM {t} ORDER BY numero`,
      BLOCKED,
    ],
    ['INSERT IGNORE', `INSERT IGNORE ${INTO} VALUES ('N1', 'FREE', 1, 'B'), ('N2', 'BLOCK', 1, 'B')`, BLOCKED],
    ['INSERT ... SET', "INSERT INTO {t} SET numero = 'N1', cliente = 'ROOM', valor = 101, situacao = 'B'", OVER],
    ['REPLACE of a new order', `REPLACE ${INTO} VALUES ('N1', 'FREE', 1, 'B'), ('N2', 'BLOCK', 1, 'B')`, BLOCKED],
    ['REPLACE of an old one', `REPLACE ${INTO} VALUES ('Q1', 'FREE', 1, 'B'), ('Q2', 'BLOCK', 1, 'B')`, BLOCKED],
    ['REPLACE of a sold one, which is all sold anew', `REPLACE ${INTO} VALUES ('S1', 'BLOCK', 1, 'B')`, BLOCKED],
    [
      'ON DUPLICATE KEY UPDATE that sells',
      `INSERT ${INTO} VALUES ('N1', 'FREE', 1, 'B'), ('Q2', 'BLOCK', 1, 'B') ON DUPLICATE KEY UPDATE situacao = 'B'`,
      BLOCKED,
    ],
    [
      'ON DUPLICATE KEY UPDATE that grows',
      `INSERT ${INTO} VALUES ('S2', 'ROOM', 151, 'B') ON DUPLICATE KEY UPDATE valor = VALUES(valor)`,
      OVER,
    ],
    ['UPDATE of many', "UPDATE {t} SET situacao = 'B'", BLOCKED],
    ['UPDATE IGNORE of many', "UPDATE IGNORE {t} SET situacao = 'B'", BLOCKED],
    ['UPDATE of two tables', "UPDATE {t} JOIN (SELECT 1 AS one) x SET situacao = 'B' WHERE cliente <> 'ROOM'", BLOCKED],
  ])('is taken back whole: %s', async (_, sql, told) => {
    const before = await place.all(`SELECT * FROM ${orders.table} ORDER BY numero`)
    expect(await orders.tell(sql)).toBe(told)
    expect(await place.all(`SELECT * FROM ${orders.table} ORDER BY numero`)).toEqual(before)
    expect(await orders.events()).toMatchObject([{ refused: 1 }])
  })
})

describe('a statement that is taken', () => {
  it.each([
    ['many rows', `INSERT ${INTO} VALUES ('N1', 'FREE', 1, 'B'), ('N2', 'ROOM', 100, 'B'), ('N3', 'BLOCK', 1, 'A')`, 3],
    ['INSERT IGNORE of a number that stands', `INSERT IGNORE ${INTO} VALUES ('S1', 'BLOCK', 900, 'B')`, 0],
    ['REPLACE by a quote', `REPLACE ${INTO} VALUES ('S1', 'BLOCK', 900, 'A')`, 0],
    ['ON DUPLICATE KEY UPDATE', `INSERT ${INTO} VALUES ('S1', 'BLOCK', 9, 'B') ON DUPLICATE KEY UPDATE valor = 4`, 0],
    ['UPDATE of what is free', "UPDATE {t} SET situacao = 'B' WHERE cliente IN ('FREE', 'ROOM')", 0],
    ['DELETE', "DELETE FROM {t} WHERE numero = 'S1'", -1],
  ])('is not recorded: %s', async (_, sql, more) => {
    expect(await orders.tell(sql)).toBe(null)
    expect(await orders.numbers()).toHaveLength(5 + more)
    expect(await orders.events()).toEqual([])
  })

  it('is recorded by the row in monitor mode', async () => {
    const values = Array.from({ length: 300 }, (_, index) => `('M${index}', '${index % 3 ? 'BLOCK' : 'FREE'}', 5, 'B')`)
    expect(await monitored.tell(`INSERT ${INTO} VALUES ${values.join(', ')}`)).toBe(null)
    const events = await monitored.events()
    expect(new Set(events.map((event) => event['order_id'])).size).toBe(200)
    expect(events).toHaveLength(200)
  })
})

describe('the cost of a sale', () => {
  async function readsOf(sql: string): Promise<number> {
    const session = await place.session()
    const reads = async (): Promise<number> => {
      const [rows] = await session.query("SHOW SESSION STATUS LIKE 'Handler_read%'")
      return (rows as { Value: string }[]).reduce((sum, { Value }) => sum + Number(Value), 0)
    }
    await toldBy(session, sql)
    const before = await reads()
    const between = (await reads()) - before
    await toldBy(session, sql.replace('N1', 'N2'))
    return (await reads()) - before - 2 * between
  }
  const insertFor = (cliente: string, values = "1, 'B'"): string =>
    `INSERT INTO ${orders.table} (numero, cliente, valor, situacao) VALUES ('N1', '${cliente}', ${values})`

  it('is one read by key where it is free, and none where nothing is sold on credit', async () => {
    expect(await readsOf(insertFor('OTHER'))).toBe(1)
    await place.root.query(`DELETE FROM ${orders.table}`)
    expect(await readsOf(insertFor('ROOM', "100, 'B'"))).toBe(1)
    await place.root.query(`DELETE FROM ${orders.table}`)
    expect(await readsOf(insertFor('BLOCK', "0, 'B'"))).toBe(0)
    await place.root.query(`DELETE FROM ${orders.table}`)
    expect(await readsOf(insertFor('BLOCK', "9, 'A'"))).toBe(0)
  })
})
