import { afterEach, describe, expect, it } from 'vitest'
import { everythingOf, fill, openGuarded, openInstalled, paste, REFUSED, STANDS, sell, triggersOn } from './standing.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

describe('plan', () => {
  it('changes nothing', async () => {
    const place = await openGuarded(endings)
    const before = await everythingOf(place)
    expect(await place.guard('plan')).toMatchObject({ code: 0 })
    expect(await everythingOf(place)).toEqual(before)
  })

  it("pasted into the database's own client gives what install gives", async () => {
    const place = await openGuarded(endings, {
      creditSales: `[{ column: cliente, notIn: ["it's", 'a\\b', "; //"] }]`,
      salesRep: 'numero',
    })
    const { said } = await place.guard('plan')
    expect(await paste(place, said)).toEqual({ code: 0, said: '' })
    expect(await place.guard('verify')).toEqual(STANDS)
    const pasted = await everythingOf(place)
    await fill(place)
    expect(await sell(place, 'P1', 'C1')).toBe(REFUSED)
    expect(await place.all(`SELECT customer, refused FROM ${place.schema}.events`)).toEqual([
      { customer: 'C1', refused: 1 },
    ])
    await place.root.query(`DELETE FROM ${place.schema}.events`)
    expect(await place.guard('uninstall', 'pedidos')).toMatchObject({ code: 0 })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await everythingOf(place)).toEqual(pasted)
  })

  it('tells no password that somebody uses', async () => {
    const place = await openGuarded(endings)
    Object.assign(place.environment, { GUARD_PASSWORD: 'S3gr\\edo"d\'' })
    const { said } = await place.guard('plan')
    expect(said).toMatch(/IDENTIFIED BY PASSWORD '\*[0-9A-F]{40}';/)
    expect(said).not.toContain('S3gr')
    expect((await place.guard('install')).said).not.toMatch(/S3gr|fiado_[\w-]{43}|\*[0-9A-F]{40}/)
  })
})

describe('install', () => {
  it('run again changes no trigger', async () => {
    const place = await openInstalled(endings)
    const before = await triggersOn(place)
    expect(before).toHaveLength(2)
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await triggersOn(place)).toEqual(before)
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('follows the file from watching to refusing', async () => {
    const place = await openInstalled(endings, { mode: 'monitor' })
    await fill(place)
    expect(await sell(place, 'P1', 'C1')).toBe(null)
    place.write('pedidos', { mode: 'enforce' })
    expect(await place.guard('verify')).toMatchObject({
      code: 1,
      said: expect.stringContaining('monitor, the file enforce'),
    })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await sell(place, 'P2', 'C1')).toBe(REFUSED)
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('moves with the file to another table, and leaves nothing on the first', async () => {
    const place = await openInstalled(endings)
    await place.root.query(`CREATE TABLE ${place.database}.vendas LIKE ${place.database}.pedidos`)
    place.write('pedidos', { table: `${place.database}.vendas` })
    expect(await place.guard('verify')).toMatchObject({
      code: 1,
      said: expect.stringContaining(`_ai stands on ${place.database}.pedidos`),
    })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect((await triggersOn(place)).map(({ guarded }) => guarded)).toEqual(['vendas', 'vendas'])
    const left = await place.all("SELECT Table_name FROM mysql.tables_priv WHERE Db = ? AND User LIKE 'definer%'", [
      place.database,
    ])
    expect(left).toEqual([{ Table_name: 'vendas' }])
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('takes away a trigger that the file asks for no longer', async () => {
    const place = await openInstalled(endings)
    place.write('pedidos', { sold: '{ growth: false }' })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect((await triggersOn(place)).map(({ name }) => name)).toEqual(['fiado_pedidos_ai'])
  })

  it('lets the triggers act as another user, who then is the one that looks', async () => {
    const place = await openInstalled(endings)
    const other = `app_${place.schema.replace('fiado_guard_', '')}@%`
    place.write('pedidos', { definer: `"${other}"`, mode: 'monitor' })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect((await triggersOn(place)).map(({ definer }) => definer)).toEqual([other, other])
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('waits five seconds for a table that is in use, and lets the sales go on', async () => {
    const place = await openGuarded(endings)
    const session = await place.session()
    await session.query('START TRANSACTION')
    await session.query("INSERT INTO pedidos (numero, cliente, valor) VALUES ('P0', 'C2', 10)")
    const startedAt = performance.now()
    const { code, said } = await place.guard('install')
    expect(code).toBe(2)
    expect(said).toMatch(/somebody's transaction used the table for more than 5 seconds: run this again/)
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(await sell(place, 'P1', 'C1')).toBe(null)
    await session.query('COMMIT')
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('replaces a trigger in one step: where that fails the old one stands', async () => {
    const place = await openInstalled(endings)
    await fill(place)
    await place.root.query(`REVOKE SUPER, SET USER ON *.* FROM ${place.administrator}@'%'`)
    place.write('pedidos', { salesRep: 'numero' })
    expect(await place.guard('install')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/does not let the user do this .*, at:\n {2}CREATE OR REPLACE DEFINER=/),
    })
    expect(await triggersOn(place)).toHaveLength(2)
    expect(await sell(place, 'P1', 'C1')).toBe(REFUSED)
  })
})
