import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { openGuardedErp } from './business.ts'
import { SOURCE } from './words.ts'

const MONDAY = '2026-11-23T10:00:00-03:00'
const amount = (value: string): object => ({ mode: 'amount', amount: value })

describe.each(dialects)('the copy in the ERP, with Fiado on %s,', (dialect) => {
  it('follows what falls due and what is paid, and its sentence follows the days', async () => {
    const one = await openGuardedErp(dialect, { now: MONDAY })
    await one.customer('C1')
    await one.title('T1', 'C1', '2026-11-23', '300.00')
    await one.settle()
    expect(await one.says('C1')).toEqual([0, '700.00'])
    for (const [now, days] of [
      ['2026-11-24T00:00:01-03:00', '1 dia '],
      ['2026-11-25T00:00:01-03:00', '2 dias '],
    ] as const) {
      await one.stop()
      await one.start(now)
      await one.settle()
      expect(await one.answers('C1')).toMatchObject({ blocked: 1, message: expect.stringContaining(`há ${days}`) })
    }
    await one.title('T1', 'C1', '2026-11-23', '0.00')
    await one.settle()
    expect(await one.answers('C1')).toMatchObject({ blocked: 0, available: '1000.00', message: null })
  })

  it('follows limits and what people say of a customer', async () => {
    const one = await openGuardedErp(dialect, { now: MONDAY })
    const said: unknown[] = []
    for (const fields of [
      { limit: amount('1000.00') },
      { limit: amount('2000.00') },
      { limit: amount('10.00') },
      { limit: { mode: 'unlimited' } },
      { limit: { mode: 'none' } },
      { status: 'stop' },
      { status: 'hold', holdUntil: '2026-11-24' },
      { status: 'exempt', limit: { mode: 'none' } },
      { active: false },
      { limit: null, limits: [amount('500.00'), { ...amount('50.00'), from: '2026-11-25' }] },
    ]) {
      await one.customer('C1', fields)
      await one.settle()
      said.push(await one.says('C1'))
    }
    expect(said).toEqual([
      ...[
        [0, '1000.00'],
        [0, '2000.00'],
        [0, '10.00'],
        [0, null],
        [1, '0.00'],
        [1, '0.00'],
        [1, '0.00'],
        [0, null],
      ],
      ...[
        [1, '0.00'],
        [0, '500.00'],
      ],
    ])
    await one.stop()
    await one.start('2026-11-25T08:00:00-03:00')
    await one.settle()
    expect(await one.says('C1')).toEqual([0, '50.00'])
  })

  it('follows orders, and lets those pass that Fiado holds room for', async () => {
    const one = await openGuardedErp(dialect)
    const order = (id: string, what: string) =>
      one.program().call('POST', `/v1/orders/${id}/${what}`, { source: SOURCE })
    await one.customer('C1')
    await one.customer('C2')
    await one.settle()
    expect([await one.reserve('P1', 'C1', '900.00'), await one.reserve('P2', 'C2', '400.00')]).toEqual([
      'approved',
      'approved',
    ])
    await one.settle()
    expect(await one.says('C1')).toEqual([0, '100.00'])
    expect(await one.passes()).toEqual(['P1 900.00', 'P2 400.00'])
    expect(await one.sell('P1', 'C1', 900)).toBe(null)
    expect(await one.sell('P3', 'C1', 1001)).toMatch(/^Crédito insuficiente/)
    await order('P1', 'confirm')
    await order('P2', 'cancel')
    await one.settle()
    expect([await one.says('C1'), await one.says('C2')]).toEqual([
      [0, '100.00'],
      [0, '1000.00'],
    ])
    expect(await one.passes()).toEqual(['P1 900.00'])
    await order('P1', 'cancel')
    await one.put('orders', { id: 'P9', customer: { externalId: 'C2' }, amount: '250.00', status: 'confirmed' })
    await one.settle()
    expect([await one.says('C1'), await one.says('C2')]).toEqual([
      [0, '1000.00'],
      [0, '750.00'],
    ])
    expect(await one.passes()).toEqual(['P9 250.00'])
  })

  it('gives the room of a hold back when it runs out', async () => {
    const one = await openGuardedErp(dialect, { now: MONDAY })
    await one.customer('C1')
    await one.reserve('P1', 'C1', '900.00')
    await one.settle()
    expect([await one.says('C1'), await one.passes()]).toEqual([[0, '100.00'], ['P1 900.00']])
    await one.stop()
    await one.start('2026-11-23T11:00:01-03:00')
    await one.program().runJob('expire-holds')
    await one.settle()
    expect([await one.says('C1'), await one.passes()]).toEqual([[0, '1000.00'], []])
  })

  it('follows what the members of a group owe, their limit, and who moves to another', async () => {
    const one = await openGuardedErp(dialect)
    const members = ['A1', 'A2', 'B1']
    const all = async () => Promise.all(members.map(async (id) => (await one.says(id))?.join(' ')))
    for (const id of members) await one.customer(id, { group: id.charAt(0) })
    await one.owe('A1', '300.00')
    await one.settle()
    expect(await all()).toEqual(['1 0.00', '1 0.00', '0 1000.00'])
    await one.customer('A2', { group: 'B' })
    await one.settle()
    expect(await all()).toEqual(['1 0.00', '0 1000.00', '0 1000.00'])
    await one.program().call('PUT', '/v1/groups/B', { limit: amount('40.00') })
    await one.settle()
    expect(await all()).toEqual(['1 0.00', '0 40.00', '0 40.00'])
    await one.customer('A1', { group: 'B' })
    await one.settle()
    expect(await all()).toEqual(['1 0.00', '1 0.00', '1 0.00'])
  })

  it('follows the policy, and has an answer for each company', async () => {
    const company = '{ column: unico, values: { "1": main, "2": filial } }'
    const one = await openGuardedErp(dialect, { lines: { company } })
    const limits = [amount('1000.00'), { ...amount('20.00'), company: 'filial' }]
    await one.customer('C1', { limit: null, limits })
    await one.settle()
    const before = [await one.says('C1'), await one.says('C1', 'filial')]
    expect(before[0]).toEqual(before[1])
    one.usePolicy('name: default\nmaxDataAge: P365D\nperCompany: true\n')
    expect((await one.program().call('POST', '/v1/policies/reload', {})).status).toBe(200)
    await one.settle()
    expect([await one.says('C1'), await one.says('C1', 'filial')]).toEqual([
      [0, '1000.00'],
      [0, '20.00'],
    ])
    one.usePolicy(
      'name: default\nmaxDataAge: P365D\nperCompany: true\nrules: { term_too_long: { level: block, daysMax: 45 } }\n',
    )
    await one.program().call('POST', '/v1/policies/reload', {})
    await one.settle()
    expect(await one.answers('C1')).toMatchObject({ blocked: 0, available: '1000.00', term_days_max: 45 })
  })

  it('answers for a new customer, and neither for one who is known from an order alone nor for a refused record', async () => {
    const one = await openGuardedErp(dialect)
    await one.customer('C1')
    await one.settle()
    expect(await one.reserve('P1', 'NEW', '10.00')).toBe('blocked')
    const bad = { externalId: 'BAD', name: 'Ruim', limit: { mode: 'amount', amount: 'muito' } }
    const { body } = await one.program().call('PUT', `/v1/sources/${SOURCE}/customers`, { customers: [bad] })
    expect(body.rejected).toHaveLength(1)
    await one.settle()
    const rows = await one.asked(`SELECT customer FROM ${one.place.schema}.credit_status`)
    expect(rows).toEqual([{ customer: 'C1' }])
    expect(await one.sell('P2', 'NEW', 999)).toBe(null)
    await one.customer('NEW')
    await one.settle()
    // The order that was refused fits by now, and is held.
    expect(await one.says('NEW')).toEqual([0, '990.00'])
    expect(await one.noted()).toBe(0)
  })

  it('is sellable within a second after a payment, although nobody runs a job', async () => {
    const one = await openGuardedErp(dialect, { isQuiet: false })
    await one.customer('C1')
    await one.owe('C1', '300.00')
    await expect.poll(() => one.says('C1'), { timeout: 10_000, interval: 50 }).toEqual([1, '0.00'])
    await one.owe('C1', '0.00')
    const paidMs = performance.now()
    await expect.poll(() => one.sell('P1', 'C1', 100), { timeout: 10_000, interval: 10 }).toBe(null)
    expect(performance.now() - paidMs).toBeLessThan(1_000)
    expect(await one.reserve('P2', 'C1', '950.00')).toBe('approved')
    const takenMs = performance.now()
    await expect.poll(() => one.says('C1'), { timeout: 10_000, interval: 10 }).toEqual([0, '50.00'])
    expect(performance.now() - takenMs).toBeLessThan(1_000)
  })
})
