import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './place.ts'

const REFUSED = /denied/

/** What Fiado's own user has no business with. */
const FORBIDDEN = [
  'SELECT * FROM {erp}.pedidos',
  'DELETE FROM {erp}.pedidos',
  "INSERT INTO {erp}.pedidos (numero) VALUES ('1')",
  'UPDATE {erp}.pedidos SET valor = 0',
  'ALTER TABLE {erp}.pedidos ENGINE=InnoDB',
  'DROP TRIGGER {erp}.fiado_pedidos_ai',
  'SELECT * FROM mysql.user',
  'SET GLOBAL read_only = 1',
  'DROP TABLE {guard}.credit_status',
  'DROP DATABASE {guard}',
  'CREATE TABLE {guard}.other (id INT)',
  'ALTER TABLE {guard}.events ADD x INT',
  'DROP FUNCTION {guard}.triggers_now',
  'UPDATE {guard}.guards SET enabled = 0',
  'DELETE FROM {guard}.guards',
  "INSERT INTO {guard}.events (at, guard) VALUES (NOW(), 'x')",
  'SELECT * FROM {guard}.events_aside',
  'SHOW CREATE TABLE {guard}.events_aside',
]

describe('least rights', () => {
  let place: Place
  const open = new Set<Connection>()
  beforeEach(async () => {
    place = await openPlace()
    place.write('pedidos', {})
    expect(await place.guard('install')).toMatchObject({ code: 0 })
  })
  afterEach(async () => {
    for (const connection of open) connection.destroy()
    open.clear()
    await place.close()
  })

  const named = (word: string): string => place.schema.replace('fiado_guard', word)
  async function logIn(user: string, password: string): Promise<Connection> {
    const port = Number(new URL(place.serverUrl).port)
    const connection = await createConnection({ host: '127.0.0.1', port, user, password })
    open.add(connection)
    return connection
  }
  /** What the database answers to a statement: `null`, or why not. */
  const answerTo = (connection: Connection, sql: string): Promise<string | null> =>
    connection.query(sql.replaceAll('{erp}', place.database).replaceAll('{guard}', place.schema)).then(
      () => null,
      (error: Error) => error.message,
    )

  it('Fiado reads and writes its own tables, and sees nothing of the ERP', async () => {
    const fiado = await logIn(named('fiado'), 'fiado')
    for (const sql of [
      ...['SELECT * FROM {guard}.guards', 'DELETE FROM {guard}.events', 'SELECT {guard}.triggers_now()'],
      ...['UPDATE {guard}.credit_status SET blocked = 0', 'DELETE FROM {guard}.passes'],
    ])
      expect(await answerTo(fiado, sql), sql).toBe(null)
    for (const sql of FORBIDDEN) expect(await answerTo(fiado, sql), sql).toMatch(REFUSED)
    const [[found]] = await fiado.query<RowDataPacket[]>(`SELECT ${place.schema}.triggers_now() AS text`)
    const triggers = JSON.parse(found?.['text']) as { name: string; body: string }[]
    expect(triggers.map(({ name, body }) => [name, body.slice(-3)]).toSorted()).toEqual([
      ['fiado_pedidos_ai', 'END'],
      ['fiado_pedidos_au', 'END'],
    ])
    const [seen] = await fiado.query<RowDataPacket[]>('SHOW DATABASES')
    expect(seen.map(({ Database }) => Database).toSorted()).toEqual([place.schema, 'information_schema'].toSorted())
  })

  it("nobody logs in as the triggers' user, who reads the guarded columns alone", async () => {
    const definer = named('definer')
    await place.root.query(`SET PASSWORD FOR ${definer}@localhost = PASSWORD('known')`)
    const told = await logIn(definer, 'known').catch((error: Error) => error.message)
    expect(told).toMatch(/denied|locked/)
    const [row] = await place.all(
      `SELECT JSON_VALUE(Priv, '$.account_locked') AS locked FROM mysql.global_priv WHERE User = ?`,
      [definer],
    )
    expect(String(row?.['locked'])).toBe('1')
    const grants = await place.all(`SHOW GRANTS FOR ${definer}@localhost`)
    const schema = `\`${place.schema}\``
    expect(grants.map((grant) => String(Object.values(grant)[0]).replace(/^GRANT | TO .*/g, '')).toSorted()).toEqual(
      [
        `SELECT (\`cliente\`, \`numero\`, \`valor\`), TRIGGER ON \`${place.database}\`.\`pedidos\``,
        ...['credit_status', 'passes', 'guards'].map((table) => `SELECT ON ${schema}.\`${table}\``),
        ...['events', 'events_aside'].map((table) => `INSERT ON ${schema}.\`${table}\``),
        `EXECUTE ON FUNCTION ${schema}.\`triggers_now\``,
        'USAGE ON *.*',
      ].toSorted(),
    )
  })

  it('who keeps refusals comes from the server itself and adds records alone', async () => {
    const aside = `${named('definer')}_aside`
    const hosts = await place.all('SELECT Host FROM mysql.user WHERE User = ?', [aside])
    expect(hosts).toEqual([{ Host: '127.0.0.1' }])
    await place.root.query(`SET PASSWORD FOR ${aside}@127.0.0.1 = PASSWORD('known')`)
    const keeper = await logIn(aside, 'known')
    expect(await answerTo(keeper, 'SELECT * FROM {guard}.events')).toBe(null)
    for (const sql of [
      ...['DELETE FROM {guard}.events', 'SELECT * FROM {guard}.credit_status', 'SELECT * FROM {erp}.pedidos'],
      ...['DROP TABLE {guard}.events', 'UPDATE {guard}.guards SET enabled = 0'],
    ])
      expect(await answerTo(keeper, sql), sql).toMatch(REFUSED)
  })
})
