import { afterEach, describe, expect, it } from 'vitest'
import type { SqlValue } from '../../src/database.ts'
import { dialects } from '../harness/databases.ts'
import { openSupplyDesk, personOf, REP_A, REP_B, refusalOf, SOURCE, type SupplyDesk } from './supply-desk.ts'

const MANAGER = personOf('manager')
const COLLECTOR = personOf('collector')
const keyOf = (externalId: string, source = SOURCE) => ({ source, externalId })

describe.each(dialects)('the customers of the console, on %s', (dialect) => {
  let desk: SupplyDesk | null = null
  afterEach(async () => {
    await desk?.close()
    desk = null
  })
  const open = async () => {
    const one = await openSupplyDesk(dialect)
    desk = one
    await one.customer('C1', { name: 'Padaria São José', document: '11222333000181', city: 'Itajubá', state: 'MG' })
    await one.customer('C2', { name: 'Mercado 100% Bom_Preço', document: '52998224725' })
    await one.title('T1', 'C1', '300.00', { number: '77', installment: '2' })
    await one.title('T2', 'C1', '120.00', { dueOn: '2026-12-10' })
    await one.title('T3', 'C1', '50.00', { dueOn: '2026-09-01', status: 'disputed' })
    const a = await one.reserve('P-1', 'C1', '200.00', 'rep-a')
    await one.reserve('P-2', 'C1', '75.00', 'rep-b')
    await one.reserve('P-3', 'C2', '5000.00', 'rep-b')
    return { ...one, a }
  }
  const found = async (one: SupplyDesk, text: string, person = MANAGER) =>
    (await one.customers.search(person, text, null)).entries.map(({ externalId }) => externalId)

  it('are found by name, document and id, by name in order, with where they stand', async () => {
    const one = await open()
    expect(await found(one, '')).toEqual(['C2', 'C1'])
    expect(await found(one, 'são josé')).toEqual(['C1'])
    expect(await found(one, 'SAO')).toEqual(['C1'])
    expect(await found(one, '11.222.333/0001-81')).toEqual(['C1'])
    expect(await found(one, '529.982')).toEqual(['C2'])
    expect(await found(one, 'C2')).toEqual(['C2'])
    expect(await found(one, '100%')).toEqual(['C2'])
    for (const hostile of ['%', '_', '!', "'", '"', '\\', "' OR 1=1 --", '\0', '\ud800', 'ã'.repeat(500)])
      expect([hostile, (await found(one, hostile)).includes('C1')]).toEqual([hostile, false])
    expect((await one.customers.search(MANAGER, 'padaria', null)).entries).toEqual([
      {
        ...{ source: SOURCE, externalId: 'C1', name: 'Padaria São José', document: '11222333000181' },
        ...{ city: 'Itajubá', state: 'MG', riskClass: null, limit: { mode: 'amount', amount: '1000.00' } },
        ...{ total: '470.00', overdue: '300.00', available: '530.00', blocked: true },
      },
    ])
  })

  it('go on page by page, a rep among their own, and a page after another customer tells nothing of it', async () => {
    const one = await open()
    for (let index = 10; index < 40; index++) await one.customer(`X${index}`, { name: `Loja ${index}` })
    const first = await one.customers.search(MANAGER, '', null)
    const second = await one.customers.search(MANAGER, '', first.next)
    expect(await one.customers.search(MANAGER, '', null, 500)).toEqual({
      ...{ entries: [...first.entries, ...second.entries], next: null },
    })
    const names = [...first.entries, ...second.entries].map(({ name }) => name)
    expect([first.entries.length, second.next, names.length]).toEqual([25, null, 32])
    expect(names).toEqual([...names].sort())
    const last = await one.db.all<{ id: number }>("SELECT id FROM customers WHERE external_id = 'X39'")
    const reps = await one.customers.search(REP_A, '', String(last[0]?.id))
    expect(reps.entries.map(({ externalId }) => externalId)).toEqual(['C1'])
  })

  it('are those of a rep alone: what another asks for, and other sources, do not exist', async () => {
    const one = await open()
    await one.customer('C1', { name: 'Outra firma' }, 'outro')
    expect(await found(one, '', REP_A)).toEqual(['C1'])
    expect(await found(one, '', REP_B)).toEqual(['C2', 'C1'])
    expect(await found(one, 'C2', REP_A)).toEqual([])
    expect(await found(one, '', personOf('rep'))).toEqual([])
    expect(await one.customers.read(REP_A, keyOf('C2'))).toBe(null)
    expect(await one.customers.read(REP_A, keyOf('C1', 'outro'))).toBe(null)
    const bound = personOf('manager', { source: 'outro' })
    expect((await one.customers.search(bound, '', null)).entries.map(({ name }) => name)).toEqual(['Outra firma'])
    expect(await one.customers.read(bound, keyOf('C1'))).toBe(null)
    expect(await one.customers.read(MANAGER, keyOf('none'))).toBe(null)
  })

  it('show a rep their own orders and checks, and nothing of collection', async () => {
    const one = await open()
    await one.care.addNote(keyOf('C1'), 'ligar na sexta', { person: COLLECTOR })
    const own = await one.customers.read(REP_A, keyOf('C1'))
    expect(own?.orders.map(({ orderId }) => orderId)).toEqual(['P-1'])
    expect(own?.checks.map(({ orderId }) => orderId)).toEqual(['P-1'])
    expect([own?.care, own?.story]).toEqual([null, []])
    const all = await one.customers.read(MANAGER, keyOf('C1'))
    expect(all?.orders.map(({ orderId }) => orderId)).toEqual(['P-2', 'P-1'])
    expect(all?.checks.map(({ orderId, decision, amount, mode }) => [orderId, decision, amount, mode]).sort()).toEqual([
      ['P-1', 'blocked', '200.00', 'reserve'],
      ['P-2', 'blocked', '75.00', 'reserve'],
    ])
    expect(all?.checks[0]?.reasons.map(({ code }) => code)).toContain('overdue_receivables')
    expect(all?.story).toMatchObject([
      { kind: 'note.added', actor: 'Pessoa collector (usr_collector)', detail: { text: 'ligar na sexta' } },
    ])
    expect(all?.care).toMatchObject({ brokenPromises: 0, promises: [], tasks: [] })
    expect((await one.customers.read(COLLECTOR, keyOf('C1')))?.orders).toEqual([])
  })

  it('show every title and how late it is, the position, and the aging without what is disputed', async () => {
    const one = await open()
    const detail = await one.customers.read(MANAGER, keyOf('C1'))
    expect(
      detail?.titles.map(({ externalId, number, daysOverdue, openAmount, status }) => [
        ...[externalId, number, daysOverdue, openAmount, status],
      ]),
    ).toEqual([
      ['T3', null, 83, '50.00', 'disputed'],
      ['T1', '77/2', 13, '300.00', 'open'],
      ['T2', null, 0, '120.00', 'open'],
    ])
    expect(await one.customers.titles(MANAGER, keyOf('C1'))).toEqual({ entries: detail?.titles, isCut: false })
    expect(detail?.aging).toEqual([
      { from: null, to: 0, amount: '120.00', titles: 1 },
      { from: 1, to: 15, amount: '300.00', titles: 1 },
      { from: 16, to: 30, amount: '0.00', titles: 0 },
      { from: 31, to: 60, amount: '0.00', titles: 0 },
      { from: 61, to: 90, amount: '0.00', titles: 0 },
      { from: 91, to: null, amount: '0.00', titles: 0 },
    ])
    expect(detail?.credit).toMatchObject({
      ...{ status: 'normal', blocked: true, daysOverdue: 13, receivablesOpen: 3, asOf: '2026-11-23', account: null },
      exposure: { open: '470.00', overdue: '300.00', available: '530.00' },
    })
  })

  it('say of a sheet of their titles that there are more than it holds', async () => {
    const one = await open()
    const [row = {}] = await one.db.all<Record<string, SqlValue>>("SELECT * FROM receivables WHERE external_id = 'T1'")
    const { id: _, external_id: __, ...same } = row
    await one.db.insert(
      'receivables',
      ['external_id', ...Object.keys(same)],
      Array.from({ length: 5_000 }, (__, place) => [`X${place}`, ...Object.values(same)]),
    )
    const sheet = await one.customers.titles(MANAGER, keyOf('C1'))
    expect([sheet?.entries.length, sheet?.isCut]).toEqual([5_000, true])
  })

  it('are refused by ability where a route forgot to', async () => {
    const one = await open()
    const integrator = personOf('integrator')
    expect(await refusalOf(() => one.customers.search(integrator, '', null))).toBe(403)
    expect(await refusalOf(() => one.customers.read(integrator, keyOf('C1')))).toBe(403)
  })
})
