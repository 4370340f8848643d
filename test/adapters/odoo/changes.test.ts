import { afterEach, describe, expect, it } from 'vitest'
import { odoo } from '../../../adapters/erp/odoo/index.ts'
import type { ErpSession, Page, Stream } from '../../../src/sync/contract.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import { createTestLink, createVendorClock } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { type FakeOdoo, startOdoo } from './fake.ts'
import { stamp } from './orm.ts'

const SIGNAL = new AbortController().signal
const open: FakeOdoo[] = []
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close()
})

async function start(api: 'json2' | 'jsonrpc', clock: VendorClock): Promise<FakeOdoo> {
  const fake = await startOdoo(clock, api)
  open.push(fake)
  fake.seed({ customers: customers(1, 25), receivables: [], orders: [] })
  return fake
}

const customers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    externalId: String(from + index),
    name: `Cliente ${from + index}`,
  }))

const connect = (fake: FakeOdoo, clock: VendorClock, more: Record<string, unknown> = {}): ErpSession =>
  odoo.open(odoo.settings.parse({ ...fake.settings, ...more }), createTestLink(clock))

async function pull(
  session: ErpSession,
  stream: Stream,
  cursor: string | null,
): Promise<{ ids: string[]; pages: Page[] }> {
  const pages: Page[] = []
  for await (const page of walkPages(session.pull(stream, cursor, SIGNAL), SIGNAL)) pages.push(page)
  return { ids: pages.flatMap(({ records }) => records.map(idOfRecord)), pages }
}

const cursorOf = ({ pages }: { pages: Page[] }): string => pages.at(-1)?.cursor ?? ''

describe.each(['json2', 'jsonrpc'] as const)('what changed, by %s', (api) => {
  it('comes in full where one job wrote more than two pages in the same second', async () => {
    const clock = createVendorClock()
    const fake = await start(api, clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    clock.advance(3_600_000)
    for (const customer of customers(101, 101)) fake.put('customers', customer)
    clock.advance(5_000)
    for (const customer of customers(201, 234)) fake.put('customers', customer)
    clock.advance(5_000)
    for (const customer of customers(301, 303)) fake.put('customers', customer)
    const { ids } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    const expected = [...customers(101, 101), ...customers(201, 234), ...customers(301, 303)]
    expect([...new Set(ids)].sort()).toEqual(expected.map(({ externalId }) => externalId).sort())
  })

  it('goes on within that second after a crash', async () => {
    const clock = createVendorClock()
    const fake = await start(api, clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    clock.advance(3_600_000)
    for (const customer of customers(201, 234)) fake.put('customers', customer)
    const { pages } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    for (const [index, page] of pages.entries()) {
      const rest = await pull(connect(fake, clock), 'customers', page.cursor)
      const together = [...pages.slice(0, index + 1), ...rest.pages].flatMap(({ records }) => records.map(idOfRecord))
      expect(new Set(together).size, `after page ${index + 1}`).toBe(34)
    }
  })

  it('comes where a transaction that began before the last run was committed after it', async () => {
    const clock = createVendorClock()
    const fake = await start(api, clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    const row = fake.orm.table('res.partner')[7]
    Object.assign(row ?? {}, { write_date: stamp(clock.now() - 110_000), city: 'Ijuí' })
    clock.advance(300_000)
    const { ids } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    expect(ids).toEqual([String(row?.id)])
  })

  it.each([-900_000, 900_000])('comes where the clocks of the two machines differ by %i ms', async (skewMs) => {
    const clock = createVendorClock()
    const theirs = createVendorClock()
    theirs.advance(skewMs)
    const fake = await start(api, theirs)
    const first = await pull(connect(fake, clock), 'customers', null)
    for (const each of [clock, theirs]) each.advance(10_000)
    fake.put('customers', { externalId: '77', name: 'Cliente 77' })
    const { ids } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    expect(ids).toContain('77')
  })

  it('costs two calls for a listing in which nothing changed, besides the names of the fields', async () => {
    const clock = createVendorClock()
    const fake = await start(api, clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    clock.advance(600_000)
    const session = connect(fake, clock)
    const { pages } = await pull(session, 'customers', cursorOf(first))
    const before = fake.calls
    await pull(session, 'customers', cursorOf({ pages }))
    expect(fake.calls - before).toBeLessThanOrEqual(3)
    expect(pages).toHaveLength(1)
  })

  it('is not taken for all where a module gives fewer rows than were asked for', async () => {
    const clock = createVendorClock()
    const fake = await start(api, clock)
    fake.rowsMax = 4
    const first = await pull(connect(fake, clock), 'customers', null)
    expect(first.ids).toHaveLength(25)
    clock.advance(3_600_000)
    for (const customer of customers(201, 211)) fake.put('customers', customer)
    const { ids } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    expect(new Set(ids).size).toBe(11)
  })
})

describe('who owes', () => {
  it('is the company of the contact that a document names', async () => {
    const clock = createVendorClock()
    const fake = await start('json2', clock)
    fake.put('receivables', {
      ...{ externalId: '9001', customer: { externalId: '500' }, kind: 'invoice', status: 'open' },
      ...{ issuedOn: '2026-11-01', dueOn: '2026-12-01', amount: '10.00', openAmount: '10.00' },
    })
    fake.orm.table('res.partner').push({
      ...{ id: 500, name: 'Contato', active: true, is_company: false, parent_id: [3, 'Cliente 3'] },
      ...{ commercial_partner_id: [3, 'Cliente 3'], write_date: stamp(clock.now()) },
    })
    const { pages } = await pull(connect(fake, clock), 'receivables', null)
    expect(pages[0]?.records).toMatchObject([{ externalId: '9001', customer: { externalId: '3' } }])
  })

  it('is nobody who only sells to us, until the nightly listing sees that they buy', async () => {
    const clock = createVendorClock()
    const fake = await start('json2', clock)
    const supplier = fake.orm.table('res.partner')[0]
    Object.assign(supplier ?? {}, { customer_rank: 0, supplier_rank: 4 })
    const session = connect(fake, clock)
    expect((await pull(session, 'customers', null)).ids).not.toContain(String(supplier?.id))
    Object.assign(supplier ?? {}, { customer_rank: 1 })
    const listed: string[] = []
    for await (const { records } of session.listOpen?.('customers', SIGNAL) ?? [])
      listed.push(...records.map(idOfRecord))
    expect(listed).toContain(String(supplier?.id))
  })
})

describe('an Odoo without Sales', () => {
  it('has no orders where the settings say so, and a clear error where they do not', async () => {
    const clock = createVendorClock()
    const fake = await start('json2', clock)
    delete fake.orm.tables['sale.order']
    delete fake.orm.fields['sale.order']
    const without = await pull(connect(fake, clock, { orders: false }), 'orders', null)
    expect(without.pages).toEqual([{ records: [], cursor: '{}' }])
    await expect(pull(connect(fake, clock), 'orders', null)).rejects.toMatchObject({ remedy: 'settings' })
  })
})
