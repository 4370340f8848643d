import { createConnection } from 'mysql2/promise'
import { afterEach, describe, expect, it } from 'vitest'
import type { Place } from './place.ts'
import { everythingOf, fill, openGuarded, openInstalled, REFUSED, sell, triggersOn } from './standing.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

describe('uninstall', () => {
  it('leaves nothing', async () => {
    const place = await openInstalled(endings)
    expect((await everythingOf(place)).length).toBeGreaterThan(10)
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({ code: 0 })
    expect(await everythingOf(place)).toEqual([])
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({ code: 0 })
  })

  it('leaves the records that nobody has fetched, with those who may', async () => {
    const place = await openInstalled(endings)
    await fill(place)
    expect(await sell(place, 'P1', 'C1')).toBe(REFUSED)
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({
      code: 0,
      said: expect.stringContaining('1 records were not fetched yet'),
    })
    expect(await sell(place, 'P1', 'C1')).toBe(null)
    const fiado = await connectAsFiado(place)
    await fiado.query(`DELETE FROM ${place.schema}.events`)
    fiado.destroy()
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({ code: 0 })
    expect(await everythingOf(place)).toEqual([])
  })

  it.each(['SELECT ON {erp}.*', 'SELECT ON *.*'])(
    'leaves users that others use, with what was theirs: %s',
    async (right) => {
      const place = await openGuarded(endings)
      const service = place.schema.replace('fiado_guard', 'fiado')
      await place.root.query(
        `CREATE USER ${service}@'%' IDENTIFIED BY 'fiado'; GRANT ${right.replace('{erp}', place.database)} TO ${service}@'%'`,
      )
      const before = await everythingOf(place)
      expect(await place.guard('install')).toMatchObject({ code: 0 })
      const { said } = await place.guard('uninstall', 'pedidos')
      expect(said).toContain(`the user ${service}@% stays: others use it`)
      expect(await everythingOf(place)).toEqual(before)
    },
  )

  it('leaves what others have put into its database meanwhile', async () => {
    const place = await openInstalled(endings)
    await place.root.query(`CREATE TABLE ${place.schema}.contas (id INT)`)
    expect((await place.guard('uninstall', 'pedidos')).said).toContain(`${place.schema}.contas is not ours, and stays`)
    expect(await everythingOf(place)).toEqual([expect.stringMatching(/^contas CREATE TABLE `contas`/)])
  })

  it('of one of two guards takes away the rights on its table', async () => {
    const place = await openInstalled(endings)
    await place.root.query(`CREATE TABLE ${place.database}.vendas LIKE ${place.database}.pedidos`)
    place.write('vendas', { table: `${place.database}.vendas` })
    expect(await place.guard('install', 'vendas')).toMatchObject({ code: 0 })
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({ code: 0 })
    const left = await place.all('SELECT Table_name FROM mysql.tables_priv WHERE Db = ?', [place.database])
    expect(left).toEqual([{ Table_name: 'vendas' }])
    expect(await place.guard('verify', 'vendas')).toMatchObject({ code: 0 })
  })

  it('takes the triggers from wherever they are', async () => {
    const place = await openInstalled(endings)
    await place.root.query(`RENAME TABLE ${place.database}.pedidos TO ${place.database}.antigos`)
    await place.guard('uninstall', 'pedidos')
    expect(await everythingOf(place)).toEqual([])
    expect(await place.tell("INSERT INTO antigos (numero, cliente, valor) VALUES ('P1', 'C1', 10)")).toBe(null)
  })

  it('leaves the user of a trigger that is not its own', async () => {
    const place = await openInstalled(endings)
    const [one] = await triggersOn(place)
    await place.root.query(
      `CREATE DEFINER=${one?.['definer']} TRIGGER ${place.database}.outro BEFORE INSERT ON pedidos FOR EACH ROW SET NEW.unico = 1`,
    )
    expect((await place.guard('uninstall', 'pedidos')).said).toMatch(
      /the user definer_\w+@localhost stays: others use it/,
    )
  })
})

async function connectAsFiado(place: Place) {
  return createConnection({
    host: '127.0.0.1',
    port: Number(new URL(place.serverUrl).port),
    user: place.schema.replace('fiado_guard', 'fiado'),
    password: 'fiado',
  })
}
