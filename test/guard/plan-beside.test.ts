import { afterEach, describe, expect, it } from 'vitest'
import type { Place } from './place.ts'
import { everythingOf, fill, openGuarded, openInstalled, paste, REFUSED, STANDS, sell } from './standing.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

describe('beside others', () => {
  const OTHER = `CREATE TRIGGER estoque AFTER INSERT ON pedidos FOR EACH ROW BEGIN
    -- it's theirs; DELIMITER ;
    INSERT INTO baixas VALUES (NEW.numero); END`

  async function openBeside(): Promise<Place> {
    const place = await openGuarded(endings)
    await place.root.query(`CREATE TABLE baixas (numero CHAR(8)) ENGINE=InnoDB`)
    await place.root.query(OTHER)
    return place
  }

  it('a trigger of theirs on the same change has to be read first', async () => {
    const place = await openBeside()
    for (const action of ['plan', 'install']) {
      const { code, said } = await place.guard(action)
      expect(code).toBe(2)
      expect(said).toContain('--     INSERT INTO baixas VALUES (NEW.numero); END')
      expect(said).toMatch(/nothing is done: the trigger estoque of root@\S+ also acts after INSERT: .*"beside"/)
      expect(said).not.toContain('CREATE')
    }
    expect(await everythingOf(place)).toHaveLength(1)
  })

  it('then both work, and a refusal takes back what theirs did', async () => {
    const place = await openBeside()
    place.write('pedidos', { beside: '[estoque]' })
    expect(await paste(place, (await place.guard('plan')).said)).toEqual({ code: 0, said: '' })
    await fill(place)
    expect(await sell(place, 'P1', 'C1')).toBe(REFUSED)
    expect(await sell(place, 'P2', 'C2')).toBe(null)
    expect(await place.all(`SELECT numero FROM baixas`)).toEqual([{ numero: 'P2' }])
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('two guards stand on one table and in one schema, and go one by one', async () => {
    const place = await openInstalled(endings)
    place.write('segunda', { source: 'erp-filial' })
    expect(await place.guard('install', 'segunda')).toMatchObject({ code: 0 })
    await place.root.query(`INSERT INTO ${place.schema}.credit_status (source, customer, blocked, message, as_of)
      VALUES ('erp-filial', 'C3', 1, 'Segunda.', UTC_TIMESTAMP())`)
    await fill(place)
    expect(await sell(place, 'P1', 'C1')).toBe(REFUSED)
    expect(await sell(place, 'P1', 'C3')).toBe('Segunda.')
    expect(await sell(place, 'P1', 'C2')).toBe(null)
    expect(await place.guard('verify')).toMatchObject({ code: 0 })
    await place.root.query(`DELETE FROM ${place.schema}.events`)
    expect((await place.guard('uninstall', 'pedidos')).said).toContain('other guards stand in it')
    expect(await sell(place, 'P2', 'C1')).toBe(null)
    expect(await sell(place, 'P3', 'C3')).toBe('Segunda.')
    expect(await place.guard('verify', 'segunda')).toMatchObject({ code: 0 })
    await place.root.query(`DELETE FROM ${place.schema}.events`)
    expect(await place.guard('uninstall', 'segunda')).toMatchObject({ code: 0 })
    expect(await everythingOf(place)).toEqual([])
  })

  it('another schema needs a user of its own for its triggers', async () => {
    const place = await openInstalled(endings)
    place.write('segunda', { schema: `${place.schema}_b` })
    expect(await place.guard('install', 'segunda')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/already the user of .*name one of its own under "definer"/),
    })
    expect(await place.all('SHOW DATABASES LIKE ?', [`${place.schema}_b`])).toEqual([])
  })

  it('guards in one schema act as one user', async () => {
    const place = await openInstalled(endings)
    place.write('segunda', { definer: 'somebody@localhost' })
    expect(await place.guard('install', 'segunda')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/act as definer_\w+@localhost: name the same/),
    })
  })

  it('a database of others is not moved into', async () => {
    const place = await openGuarded(endings)
    await place.root.query(`CREATE DATABASE ${place.schema}; CREATE TABLE ${place.schema}.contas (id INT)`)
    expect(await place.guard('install')).toMatchObject({
      code: 2,
      said: expect.stringContaining('holds other things (contas)'),
    })
  })
})
