import { afterEach, describe, expect, it } from 'vitest'
import { erpnext } from '../../../adapters/erp/erpnext/index.ts'
import type { ErpSession, Page, Stream } from '../../../src/sync/contract.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import { createTestLink, createVendorClock } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { COMPANY } from './docs.ts'
import { type FakeErpnext, startErpnext } from './fake.ts'

const SIGNAL = new AbortController().signal
const open: FakeErpnext[] = []
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close()
})

async function start(clock: VendorClock, zone?: string): Promise<FakeErpnext> {
  const fake = await startErpnext(clock, zone)
  open.push(fake)
  fake.seed({ customers: customers(1, 25), receivables: [], orders: [] })
  return fake
}

const customers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    externalId: `Cliente ${from + index}`,
    name: `Cliente ${from + index}`,
  }))

const connect = (fake: FakeErpnext, clock: VendorClock, more: Record<string, unknown> = {}): ErpSession =>
  erpnext.open(erpnext.settings.parse({ ...fake.settings, ...more }), createTestLink(clock))

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

describe('what changed', () => {
  it('comes in full where a patch stamped more than two pages with one instant, also after a crash', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    clock.advance(3_600_000)
    for (const customer of customers(101, 101)) fake.put('customers', customer)
    clock.advance(5_000)
    for (const customer of customers(201, 234)) fake.put('customers', customer)
    clock.advance(5_000)
    for (const customer of customers(301, 303)) fake.put('customers', customer)
    const { ids, pages } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    expect(new Set(ids).size).toBe(38)
    for (const [index, page] of pages.entries()) {
      const rest = await pull(connect(fake, clock), 'customers', page.cursor)
      const together = [...pages.slice(0, index + 1), ...rest.pages].flatMap(({ records }) => records.map(idOfRecord))
      expect(new Set(together).size, `after page ${index + 1}`).toBe(38)
    }
  })

  it('comes where a job that saved before the last run was done after it', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    Object.assign(fake.frappe.get('Customer', 'Cliente 8'), { modified: fake.frappe.stamp(clock.now() - 290_000) })
    clock.advance(600_000)
    expect((await pull(connect(fake, clock), 'customers', cursorOf(first))).ids).toEqual(['Cliente 8'])
  })

  it.each([-900_000, 900_000])('comes where the clocks of the two machines differ by %i ms', async (skewMs) => {
    const clock = createVendorClock()
    const theirs = createVendorClock()
    theirs.advance(skewMs)
    const fake = await start(theirs)
    const first = await pull(connect(fake, clock), 'customers', null)
    for (const each of [clock, theirs]) each.advance(10_000)
    fake.put('customers', { externalId: 'Nova', name: 'Nova' })
    expect((await pull(connect(fake, clock), 'customers', cursorOf(first))).ids).toContain('Nova')
  })

  it('comes, and little else, on a site in another zone', async () => {
    const clock = createVendorClock()
    const fake = await start(clock, 'Asia/Kolkata')
    const first = await pull(connect(fake, clock), 'customers', null)
    clock.advance(600_000)
    fake.put('customers', { externalId: 'Nova', name: 'Nova' })
    const { pages } = await pull(connect(fake, clock), 'customers', cursorOf(first))
    expect(pages.flatMap(({ records }) => records)).toMatchObject([
      { externalId: 'Nova', updatedAt: '2026-11-21T13:10:00.000217Z' },
    ])
  })

  it('goes on with payments where the run broke off after the invoices', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    const advance = (n: number) => ({
      ...({
        externalId: `PAY-${n}:advance`,
        customer: { externalId: 'Cliente 1' },
        kind: 'advance',
        status: 'open',
      } as const),
      ...{ issuedOn: '2026-11-01', dueOn: '2026-11-01', amount: '10.00', openAmount: '4.00' },
    })
    fake.put('receivables', advance(1))
    clock.advance(3_600_000)
    const first = await pull(connect(fake, clock), 'receivables', null)
    expect(first.ids).toEqual(['PAY-1:advance'])
    clock.advance(3_600_000)
    fake.put('receivables', advance(2))
    const second = await pull(connect(fake, clock), 'receivables', cursorOf(first))
    expect(second.ids).toEqual(['PAY-2:advance'])
    const afterInvoices = second.pages[0]?.cursor ?? ''
    clock.advance(3_600_000)
    expect((await pull(connect(fake, clock), 'receivables', afterInvoices)).ids).toEqual(['PAY-2:advance'])
  })

  it('costs a listing and its repetition where nothing did', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    const first = await pull(connect(fake, clock), 'customers', null)
    clock.advance(3_600_000)
    const session = connect(fake, clock)
    const second = await pull(session, 'customers', cursorOf(first))
    const before = fake.calls
    expect((await pull(session, 'customers', cursorOf(second))).pages).toHaveLength(1)
    expect(fake.calls - before).toBe(2)
  })
})

describe('read', () => {
  it('asks for a hundred names without an address that the server refuses', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    const long = Array.from({ length: 100 }, (_, n) => ({
      externalId: `${'Comércio de Gêneros '.repeat(4)}${n}`,
      name: 'x',
    }))
    for (const customer of long) fake.put('customers', customer)
    const reply = await connect(fake, clock).read?.(
      'customers',
      long.map(({ externalId }) => externalId),
      SIGNAL,
    )
    expect(reply?.records).toHaveLength(100)
    expect(reply?.missing).toEqual([])
  })

  it('brings all instalments of an invoice, and tells a credit that is used up as missing', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    fake.put('receivables', {
      ...{ externalId: 'SINV-1:1', customer: { externalId: 'Cliente 1' }, kind: 'invoice', status: 'open' },
      ...{ issuedOn: '2026-11-01', dueOn: '2026-12-01', amount: '90.00', openAmount: '90.00' },
    })
    const row = fake.frappe.get('Payment Schedule', 'SINV-1-1')
    Object.assign(row, { payment_amount: 45, base_payment_amount: 45 })
    fake.frappe.table('Payment Schedule').push({ ...row, name: 'SINV-1-2', idx: 2, due_date: '2027-01-01' })
    const session = connect(fake, clock)
    const reply = await session.read?.('receivables', ['SINV-1:1'], SIGNAL)
    expect(reply?.records).toMatchObject([
      { externalId: 'SINV-1:1', dueOn: '2026-12-01', openAmount: '45.00', installment: '1' },
      { externalId: 'SINV-1:2', dueOn: '2027-01-01', openAmount: '45.00', installment: '2' },
    ])
    Object.assign(fake.frappe.get('Sales Invoice', 'SINV-1'), { outstanding_amount: -12.5 })
    expect((await session.read?.('receivables', ['SINV-1:credit'], SIGNAL))?.records).toMatchObject([
      { externalId: 'SINV-1:1', openAmount: '0.00' },
      { externalId: 'SINV-1:2', openAmount: '0.00' },
      { externalId: 'SINV-1:credit', kind: 'credit_note', openAmount: '12.50' },
    ])
    Object.assign(fake.frappe.get('Sales Invoice', 'SINV-1'), { outstanding_amount: 0 })
    expect((await session.read?.('receivables', ['SINV-1:credit'], SIGNAL))?.missing).toEqual(['SINV-1:credit'])
  })
})

describe('limits', () => {
  const limitOf = (parenttype: string, parent: string, company: string, credit_limit: number, bypass = 0) => ({
    ...{ name: `${parenttype}-${parent}-${company}`, modified: '2026-01-01 00:00:00.000000', idx: 1 },
    ...{ parenttype, parent, company, credit_limit, bypass_credit_limit_check: bypass },
  })

  it('are the customer’s, else the group’s, else the company’s, and none where all are zero', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    fake.frappe.tables['Customer Credit Limit'] = [
      limitOf('Customer', 'Cliente 1', COMPANY, 5000, 1),
      limitOf('Customer', 'Cliente 2', COMPANY, 0),
      limitOf('Customer Group', 'Comercial', COMPANY, 800),
      limitOf('Customer Group', 'Livre', COMPANY, 900, 1),
    ]
    Object.assign(fake.frappe.get('Customer', 'Cliente 3'), { customer_group: 'Livre' })
    const limits = async (): Promise<unknown[]> => {
      const reply = await connect(fake, clock).read?.('customers', ['Cliente 1', 'Cliente 2', 'Cliente 3'], SIGNAL)
      const found = new Map(reply?.records.map((record) => [idOfRecord(record), record]))
      return ['Cliente 1', 'Cliente 2', 'Cliente 3'].map((id) => (found.get(id) as { limit?: unknown }).limit)
    }
    const amount = (text: string) => ({ mode: 'amount', amount: text })
    expect(await limits()).toEqual([amount('5000.00'), amount('800.00'), undefined])
    Object.assign(fake.frappe.get('Company', COMPANY), { credit_limit: 300 })
    expect(await limits()).toEqual([amount('5000.00'), amount('800.00'), amount('300.00')])
  })

  it('are one for each company where there are several', async () => {
    const clock = createVendorClock()
    const fake = await start(clock)
    const modified = '2026-01-01 00:00:00.000000'
    fake.frappe.table('Company').push({ name: 'Filial RS', modified, default_currency: 'BRL', credit_limit: 70 })
    fake.frappe.tables['Customer Credit Limit'] = [limitOf('Customer', 'Cliente 1', COMPANY, 5000)]
    await expect(connect(fake, clock).check(SIGNAL)).rejects.toMatchObject({ remedy: 'settings' })
    const session = connect(fake, clock, { companies: { [COMPANY]: 'main', 'Filial RS': 'filial-rs' } })
    expect((await session.read?.('customers', ['Cliente 1'], SIGNAL))?.records).toMatchObject([
      {
        limits: [
          { mode: 'amount', amount: '5000.00', company: 'main' },
          { mode: 'amount', amount: '70.00', company: 'filial-rs' },
        ],
      },
    ])
  })
})
