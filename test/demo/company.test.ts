import { describe, expect, it } from 'vitest'
import { createDemoCompany } from '../../src/demo/company.ts'
import { createShowcase, SHOWCASE_ID } from '../../src/demo/showcase.ts'
import { createTitleBook, type WireReceivable } from '../../src/demo/titles.ts'
import type { WireRecord } from '../../src/import/canonical-fields.ts'
import { checkRecords } from '../../src/import/check-records.ts'
import { type Cents, formatCents, parseCents } from '../../src/kernel/cents.ts'
import { addDays, daysBetween, weekday } from '../../src/kernel/day.ts'
import { cnpjRoot, parseDocument } from '../../src/kernel/document.ts'
import { limitSchema } from '../../src/receivables/limit.ts'
import { nextBusinessDay } from '../import/ibm-oracle.ts'

/** An ordinary Saturday, 29 February, carnival, the days around it, New Year, Christmas, the day after Corpus Christi. */
const DAYS = ['2026-11-21', '2024-02-29', '2026-02-17', '2026-02-18', '2027-01-01', '2026-12-25', '2026-06-05'] as const

const cents = (text: string): Cents => parseCents(text) as Cents
const sumOpen = (titles: readonly WireReceivable[]): string =>
  formatCents(titles.reduce((sum, { openAmount }) => sum + cents(openAmount), 0n))

/** Whether the title's effective due day has passed, by the oracle's own calendar. */
function isPastDue(title: WireReceivable, today: string): boolean {
  const epochDay = (day: string): number => daysBetween('1970-01-01', day)
  return epochDay(today) > nextBusinessDay(epochDay(title.dueOn))
}

describe.each(DAYS)('the demonstration company as of %s', (today) => {
  const company = createDemoCompany(today)
  const { customers, receivables, orders, groups } = company

  it('is the same every time', () => {
    expect(createDemoCompany(today)).toEqual(company)
  })

  it('is made of records that the API takes', () => {
    expect(checkRecords('customers', customers as unknown as WireRecord[]).rejected).toEqual([])
    expect(checkRecords('receivables', receivables as unknown as WireRecord[]).rejected).toEqual([])
    expect(checkRecords('orders', orders as unknown as WireRecord[]).rejected).toEqual([])
    for (const { key, limit, ...rest } of groups) {
      expect(key).toMatch(/\S/)
      expect(limitSchema.safeParse(limit).success).toBe(true)
      expect(Object.keys(rest).filter((name) => name !== 'overdueTolerance')).toEqual([])
    }
  })

  it('has the size that was asked for, and no id twice', () => {
    expect(customers).toHaveLength(200)
    expect(receivables.length).toBeGreaterThan(2_800)
    expect(receivables.length).toBeLessThan(3_400)
    expect(new Set(customers.map(({ externalId }) => externalId)).size).toBe(customers.length)
    expect(new Set(customers.map(({ name }) => name)).size).toBe(customers.length)
    expect(new Set(customers.map(({ document }) => document)).size).toBe(customers.length)
    expect(new Set(receivables.map(({ externalId }) => externalId)).size).toBe(receivables.length)
    expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length)
  })

  it('adds up', () => {
    const known = new Set(customers.map(({ externalId }) => externalId))
    const ids = new Map(orders.map((order) => [order.id, order]))
    for (const title of receivables) {
      expect(known).toContain(title.customer.externalId)
      expect(cents(title.openAmount)).toBeLessThanOrEqual(cents(title.amount))
      expect(cents(title.amount)).toBeGreaterThan(0n)
      if (['paid', 'cancelled', 'written_off'].includes(title.status)) expect(title.openAmount).toBe('0.00')
      else expect(cents(title.openAmount)).toBeGreaterThan(0n)
      expect(title.status === 'paid').toBe(title.settledOn != null)
      expect(title.issuedOn <= today && (title.settledOn ?? today) <= today).toBe(true)
      expect(title.issuedOn <= title.dueOn && title.issuedOn <= (title.settledOn ?? today)).toBe(true)
      expect(daysBetween(title.issuedOn, today)).toBeLessThanOrEqual(14 * 31)
      if (title.orderId) expect(ids.get(title.orderId)?.customer).toEqual(title.customer)
    }
    for (const { customer } of orders) expect(known).toContain(customer.externalId)
  })

  it('invoices part of some orders, by the invoices and by the order itself', () => {
    const invoiced = (id: string): Cents =>
      receivables.reduce((sum, title) => (title.orderId === id ? sum + cents(title.amount) : sum), 0n)
    const partly = orders.filter(({ id, amount, status }) => {
      return status === 'confirmed' && invoiced(id) > 0n && invoiced(id) < cents(amount)
    })
    expect(partly.length).toBeGreaterThanOrEqual(2)
    expect(
      orders.filter(({ status, invoicedAmount }) => status === 'confirmed' && invoicedAmount).length,
    ).toBeGreaterThanOrEqual(2)
    expect(
      orders.filter(({ id, status }) => status === 'confirmed' && invoiced(id) === 0n).length,
    ).toBeGreaterThanOrEqual(5)
  })

  it('shows every kind of customer', () => {
    const count = (test: (customer: (typeof customers)[number]) => unknown): number => customers.filter(test).length
    expect(count(({ document }) => document?.length === 11)).toBeGreaterThan(15)
    expect(count(({ document }) => /[A-Z]/.test(document ?? ''))).toBeGreaterThan(30)
    expect(customers.every(({ document }) => parseDocument(document ?? '') === document)).toBe(true)
    for (const status of ['exempt', 'hold', 'stop'])
      expect(count((customer) => customer.status === status)).toBeGreaterThan(1)
    expect(count(({ holdUntil }) => holdUntil && holdUntil > today)).toBeGreaterThan(0)
    expect(count(({ holdUntil }) => holdUntil && holdUntil < today)).toBeGreaterThan(0)
    for (const riskClass of ['A', 'B', 'C', 'D'])
      expect(count((customer) => customer.riskClass === riskClass)).toBeGreaterThan(10)
    for (const mode of ['unlimited', 'none', 'amount'])
      expect(count(({ limit }) => limit?.mode === mode)).toBeGreaterThan(2)
    expect(count(({ limit }) => limit == null)).toBeGreaterThan(5)
    expect(count(({ limit }) => limit?.mode === 'amount' && limit.insured)).toBeGreaterThan(2)
    expect(
      count(({ limit }) => limit?.mode === 'amount' && limit.validUntil && limit.validUntil < today),
    ).toBeGreaterThan(2)
    expect(
      count(({ limit }) => limit?.mode === 'amount' && limit.validUntil && limit.validUntil > today),
    ).toBeGreaterThan(10)
    expect(count(({ active }) => active === false)).toBeGreaterThan(0)
    expect(new Set(customers.map(({ state }) => state)).size).toBeGreaterThanOrEqual(6)
  })

  it('has companies of several branches, and economic groups with a limit', () => {
    const roots = Map.groupBy(customers, ({ document }) => cnpjRoot(document ?? '') ?? 'none')
    const branches = [...roots].filter(([root, members]) => root !== 'none' && members.length > 1)
    expect(branches.map(([, members]) => members.length).sort()).toEqual([2, 3, 4])
    const byName = groups.filter(({ key }) => customers.filter(({ group }) => group === key).length >= 3)
    expect(byName).toHaveLength(2)
    expect(groups.some(({ key }) => branches.some(([root]) => key === `cnpj:${root}`))).toBe(true)
  })

  it('shows every kind of title', () => {
    const count = (test: (title: WireReceivable) => boolean): number => receivables.filter(test).length
    for (const status of ['disputed', 'returned', 'cancelled', 'written_off']) {
      expect(count((title) => title.kind === 'invoice' && title.status === status)).toBeGreaterThanOrEqual(3)
    }
    for (const kind of ['credit_note', 'advance', 'draft']) {
      expect(count((title) => title.kind === kind && title.status === 'open')).toBeGreaterThanOrEqual(3)
    }
    expect(count(({ amount, openAmount, status }) => status === 'open' && openAmount !== amount)).toBeGreaterThan(3)
    expect(count(({ installment }) => installment === '3/3')).toBeGreaterThan(200)
    expect(count((title) => title.status === 'open' && weekday(title.dueOn) >= 6)).toBeGreaterThan(10)
    const overdue = receivables.filter((title) => {
      return title.kind === 'invoice' && ['open', 'returned'].includes(title.status) && isPastDue(title, today)
    })
    const share = new Set(overdue.map(({ customer }) => customer.externalId)).size / customers.length
    expect(share).toBeGreaterThan(0.15)
    expect(share).toBeLessThan(0.4)
  })

  it('has customers whose only purchase went unpaid, and customers who buy while they owe', () => {
    const byCustomer = [...Map.groupBy(receivables, ({ customer }) => customer.externalId).values()]
    const defaults = byCustomer.filter((titles) => {
      const first = titles.find(({ installment }) => installment?.toString().startsWith('1/'))
      return (
        new Set(titles.map(({ number }) => number)).size === 1 && first?.status === 'open' && isPastDue(first, today)
      )
    })
    expect(defaults).toHaveLength(6)
    const owing = byCustomer.filter((titles) => {
      const owed = titles.some((title) => title.status === 'open' && isPastDue(title, today))
      return owed && titles.some(({ issuedOn }) => issuedOn >= addDays(today, -7))
    })
    expect(owing.length).toBeGreaterThanOrEqual(8)
  })
})

describe('on another day', () => {
  it('it is the same people and the same titles, moved', () => {
    const [first, second] = [createDemoCompany('2024-02-29'), createDemoCompany('2026-11-21')]
    expect(first.receivables.map(({ externalId, amount }) => [externalId, amount])).toEqual(
      second.receivables.map(({ externalId, amount }) => [externalId, amount]),
    )
    expect(first.customers.map(({ name, document }) => [name, document])).toEqual(
      second.customers.map(({ name, document }) => [name, document]),
    )
  })
})

describe('the showcase customer', () => {
  it('is the same on every day of five years, whatever holidays are near', () => {
    for (let today = '2024-01-01'; today < '2029-01-01'; today = addDays(today, 1)) {
      const book = createTitleBook(today)
      const customer = createShowcase(today, book)
      const open = book.titles.filter(({ status }) => status === 'open')
      const overdue = open.filter((title) => isPastDue(title, today))
      const oldest = overdue.map(({ dueOn }) => dueOn).sort()[0] as string
      const told = {
        today,
        overdue: overdue.length,
        sum: sumOpen(overdue),
        days: daysBetween(oldest, today),
        open: sumOpen(open),
      }
      expect(told).toEqual({ today, overdue: 2, sum: '830.00', days: 12, open: '3100.00' })
      expect(open.filter(({ dueOn }) => dueOn >= today)).toHaveLength(open.length - 2)
      expect(customer).toMatchObject({
        externalId: '1042',
        status: 'normal',
        limit: { mode: 'amount', amount: '5000.00' },
      })
    }
  })

  it('is alone in its account, has no orders and no credits, and has paid before', () => {
    const { customers, receivables, orders } = createDemoCompany('2026-11-21')
    const customer = customers.find(({ externalId }) => externalId === SHOWCASE_ID)
    const root = cnpjRoot(customer?.document ?? '')
    expect(customer?.group).toBeUndefined()
    expect(customers.filter(({ document }) => cnpjRoot(document ?? '') === root)).toEqual([customer])
    expect(orders.filter(({ customer: { externalId } }) => externalId === SHOWCASE_ID)).toEqual([])
    const titles = receivables.filter(({ customer: { externalId } }) => externalId === SHOWCASE_ID)
    expect(new Set(titles.map(({ kind }) => kind))).toEqual(new Set(['invoice']))
    expect(titles.filter(({ status }) => status === 'paid')).toHaveLength(10)
  })
})
