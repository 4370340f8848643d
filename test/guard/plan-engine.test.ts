import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Mariadb, startMariadb } from '../harness/mariadb.ts'
import { openPlace, type Place } from './place.ts'

describe('the engine that keeps refusals', () => {
  let server: Mariadb
  let place: Place
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server.stop())

  const ofServer = async (sql: string): Promise<void> => {
    const connection = await createConnection(server.url)
    await connection.query(sql)
    await connection.end()
  }
  const sell = (number: string): Promise<string | null> =>
    place.tell("INSERT INTO pedidos (numero, cliente, valor) VALUES (?, 'C9', 10)", [number])

  it('of another name takes back what it should keep: said, unless no refusal is to be kept', async () => {
    await ofServer("INSTALL SONAME 'ha_federatedx'")
    place = await openPlace(server.url)
    place.write('pedidos', {})
    expect(await place.guard('install')).toMatchObject({ code: 2, said: expect.stringContaining('ha_federatedx') })
    place.write('pedidos', { recordRefusals: 'false' })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    await place.root.query(`INSERT INTO ${place.schema}.credit_status (source, customer, blocked, message, as_of)
      VALUES ('erp-matriz', 'C9', 1, 'Não.', UTC_TIMESTAMP())`)
    expect(await sell('P1')).toBe('Não.')
    expect(await place.all(`SELECT * FROM ${place.schema}.events`)).toEqual([])
    expect(await place.guard('verify')).toMatchObject({ code: 0 })
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({ code: 0 })
    await ofServer("UNINSTALL SONAME 'ha_federatedx'")
  })

  it('that was unloaded stops every sale: said first, and install loads it', async () => {
    place.write('pedidos', {})
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    await place.root.query("UNINSTALL SONAME 'ha_federated'; FLUSH TABLES")
    expect(await sell('P2')).toMatch(/Unknown storage engine 'FEDERATED'/)
    expect((await place.guard('verify')).said).toMatch(
      /^-- guard pedidos\nEVERY SALE FAILS, or is about to: the engine FEDERATED is not loaded: INSTALL SONAME 'ha_federated'\n/,
    )
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await sell('P2')).toBe(null)
    expect(await place.guard('verify')).toMatchObject({ code: 0 })
    await place.close()
  })
})
