import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place, type SessionOptions, toldBy } from './place.ts'

let place: Place
let orders: Guarded
const LINES = { paymentTerm: '{ column: condicao, cash: ["01"], days: { "31": 31 } }', stale: '{ sales: refuse }' }
beforeAll(async () => {
  place = await openPlace()
  orders = await guardTable(place, { lines: LINES })
  await answerUsual(place)
  await answer(place, 'ÁGUA', { blocked: 1, message: 'Crédito bloqueado: situação não é às três.' })
  await answer(place, 'STALE', { ageSeconds: 86_400 + 60 })
  await answer(place, 'LATE', { blocked: 1, ageSeconds: 86_400 - 60 })
})
afterAll(() => place.close())

/** What the sessions of every ERP are to be told. */
const VERDICTS: readonly (readonly [string, number, string, string | null])[] = [
  ['BLOCK', 5, '30', BLOCKED],
  ['ÁGUA', 5, '30', 'Crédito bloqueado: situação não é às três.'],
  ['BLOCK', 5, '01', null],
  ['ROOM', 100, '30', null],
  ['ROOM', 1_234.5, '30', 'Crédito insuficiente: venda de R$ 1.234,50, disponível R$ 100,00.'],
  ['TERM', 5, '31', 'Prazo de 31 dias acima do máximo de 30 dias.'],
  ['FREE', 5, '30', null],
  ['STALE', 5, '30', 'Crédito não confirmado: o Fiado não responde há 24 h.'],
  ['LATE', 5, '30', BLOCKED],
]

async function verdictsIn(session: Connection, table: string): Promise<(string | null)[]> {
  await place.root.query(`DELETE FROM ${table}`)
  const told: (string | null)[] = []
  for (const [index, [cliente, valor, condicao]] of VERDICTS.entries())
    told.push(
      await toldBy(session, `INSERT INTO ${table} (numero, cliente, valor, condicao) VALUES (?, ?, ?, ?)`, [
        ...[`P${index}`, cliente, valor, condicao],
      ]),
    )
  return told
}

describe('a session of the ERP', () => {
  it.each<[SessionOptions]>([
    [{ charset: 'latin1' }],
    [{ charset: 'cp850' }],
    [{ charset: 'utf8' }],
    [{ charset: 'utf8mb4' }],
    [{ sqlMode: '' }],
    [{ sqlMode: 'ANSI_QUOTES' }],
    [{ sqlMode: 'ANSI' }],
    [{ sqlMode: 'PAD_CHAR_TO_FULL_LENGTH' }],
    [{ sqlMode: 'STRICT_ALL_TABLES,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO' }],
    [{ sqlMode: 'TRADITIONAL' }],
    [{ sqlMode: 'ORACLE' }],
    [{ timeZone: '-05:00' }],
    [{ timeZone: '+13:00', charset: 'latin1', sqlMode: 'ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH' }],
  ])('with %o hears the same', async (options) => {
    expect(await verdictsIn(await place.session(options), orders.table)).toEqual(VERDICTS.map((verdict) => verdict[3]))
  })

  it('without backslashes hears the same', async () => {
    const session = await place.session({ sqlMode: 'NO_BACKSLASH_ESCAPES' })
    expect(await verdictsIn(session, orders.table)).toEqual(VERDICTS.map((verdict) => verdict[3]))
  })

  it.each([
    ['REPEATABLE READ', 0],
    ['READ COMMITTED', 0],
    ['READ UNCOMMITTED', 1],
    ['SERIALIZABLE', 1],
  ])('in %s with autocommit %i hears the same', async (level, autocommit) => {
    const session = await place.session()
    await session.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${level}`)
    await session.query(`SET SESSION autocommit = ${autocommit}`)
    const told = await verdictsIn(session, orders.table)
    await session.query('COMMIT')
    expect(told).toEqual(VERDICTS.map((verdict) => verdict[3]))
  })

  it('that locks its table for itself hears the same', async () => {
    const session = await place.session()
    await place.root.query(`DELETE FROM ${orders.table}`)
    await orders.events()
    await session.query(`LOCK TABLES ${orders.table} WRITE`)
    const sell = (numero: string, cliente: string) =>
      toldBy(session, `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('${numero}', '${cliente}', 5)`)
    expect([await sell('A', 'FREE'), await sell('B', 'BLOCK')]).toEqual([null, BLOCKED])
    await session.query('UNLOCK TABLES')
    expect(await orders.events()).toMatchObject([{ order_id: 'B' }])
  })
})

describe('what the copy says to a blocked customer', () => {
  it.each([['latin1'], ['cp850'], ['utf8'], ['utf8mb4']])(
    'arrives whole in %s: 128 characters of accents',
    async (charset) => {
      const sentence = 'çãéõü'.repeat(26).slice(0, 128)
      await answer(place, 'TOLD', { blocked: 1, message: sentence })
      const session = await place.session({ charset })
      const sql = `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('T', 'TOLD', 5)`
      expect(await toldBy(session, sql)).toBe(sentence)
    },
  )

  it.each([
    ['d\'água \\ "x" `y` -- ; #', 'd\'água \\ "x" `y` -- ; #'],
    ['100 %s %d %n %% %1$s', '100 %s %d %n %% %1$s'],
    ['linha\r\noutra', 'linha\r\noutra'],
    ['😀 emoji', expect.stringMatching(/ emoji$/)],
    ['antes\0depois', expect.stringMatching(/^antes/)],
    ['\0', expect.any(String)],
  ])('refuses whatever it is: %j', async (message, told) => {
    await orders.events()
    await answer(place, 'TOLD', { blocked: 1, message })
    const sql = `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES ('T', 'TOLD', 5)`
    for (const charset of ['utf8mb4', 'latin1']) {
      const error = await (await place.session({ charset })).query(sql).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ sqlState: '45000', errno: 1644 })
      if (charset === 'utf8mb4') expect(error).toMatchObject({ sqlMessage: told })
    }
    expect((await orders.events()).map((event) => event['message'])).toEqual([message, message])
  })
})

describe('a trigger that was made by hand', () => {
  /** As the mysql client runs the script of `plan`. */
  const statementsOf = (script: string): string[] =>
    script
      .split(/^DELIMITER .*$/m)
      .flatMap((part) => (part.trimEnd().endsWith('//') ? [part.trimEnd().slice(0, -2)] : part.split(/;$/m)))
      .map((statement) => statement.replace(/^--.*$/gm, '').trim())
      .filter((statement) => statement !== '')

  it.each([
    ['', 'utf8mb4'],
    ['ANSI_QUOTES', 'utf8mb4'],
    ['NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH', 'utf8mb4'],
    ['STRICT_ALL_TABLES', 'latin1'],
  ])(
    'in a session with sql_mode "%s" and %s judges the same, and stands as the file says',
    async (sqlMode, charset) => {
      const table = `manual_${sqlMode.length}`
      await place.root.query(`CREATE TABLE ${table} LIKE ${orders.table}`)
      const name = `manual-${sqlMode.length}`
      place.write(name, { table: `${place.database}.${table}`, ...LINES })
      const { said } = await place.guard('plan', name)
      const session = await createConnection({ uri: place.serverUrl, charset })
      await session.query('SET SESSION sql_mode = ?', [sqlMode])
      for (const statement of statementsOf(said.slice(said.indexOf('SET NAMES')))) await session.query(statement)
      await session.end()
      expect(await verdictsIn(await place.session(), table)).toEqual(VERDICTS.map((verdict) => verdict[3]))
      expect(await place.guard('verify', name)).toMatchObject({ code: 0 })
    },
  )
})
