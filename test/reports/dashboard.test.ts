import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDashboard } from '../../src/reports/dashboard.ts'
import { dashboardToWire } from '../../src/reports/report-wire.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Company, type Customer, money, plusDays, randomCompany, settleIn, type Title } from './company.ts'
import { type ReportDesk, startReportDesk, TODAY } from './report-desk.ts'

/** Days on which no bank works, besides weekends. */
const HOLIDAYS = [
  '2026-02-16',
  '2026-02-17',
  '2026-04-03',
  '2026-04-21',
  '2026-05-01',
  '2026-06-04',
  '2026-09-07',
  '2026-10-12',
  '2026-11-02',
  '2026-11-20',
  '2026-12-25',
  '2027-01-01',
]
const ZONE = 'America/Sao_Paulo'

function workday(day: string): string {
  for (let next = day; ; next = plusDays(next, 1))
    if (Temporal.PlainDate.from(next).dayOfWeek < 6 && !HOLIDAYS.includes(next)) return next
}

const ENDS = [15, 30, 60, 90]
const NAMES = ['disputed', 'notDue', '1-15', '16-30', '31-60', '61-90', 'over90']

function bucketOf(title: Title): string {
  if (title.status === 'disputed') return 'disputed'
  if (workday(title.dueOn) >= TODAY) return 'notDue'
  const days = Temporal.PlainDate.from(title.dueOn).until(TODAY).days
  return NAMES[2 + ENDS.filter((end) => days > end).length] as string
}

const isOpen = ({ kind, status, open }: Title): boolean =>
  kind === 'invoice' && open > 0n && ['open', 'disputed', 'returned'].includes(status)

const share = (part: number, whole: number): string | null =>
  whole === 0 ? null : (Math.round((part / whole) * 10_000) / 10_000).toFixed(4)

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)
const worthOf = (orders: readonly { amount: bigint }[]) => ({
  ...{ orders: orders.length, amount: money(total(orders.map(({ amount }) => amount))) },
})
const dayOf = (at: number | null): string =>
  at === null ? '' : Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate().toString()
const isShown = (day: string): boolean => day > plusDays(TODAY, -30) && day <= TODAY
const isFreed = (order: Company['orders'][number]): boolean =>
  order.state === 'released' && isShown(dayOf(order.closedAt))

/** Recounted from what was written down, of these customers and these orders. */
function recount(company: Company, customers: readonly Customer[], orders: Company['orders']) {
  const has = (source: string, id: string) => customers.some((one) => one.source === source && one.externalId === id)
  const own = company.titles.filter(({ source, customer }) => has(source, customer))
  const open = own.filter(isOpen)
  const sold = own.filter(
    ({ kind, status, issuedOn, dueOn }) =>
      kind === 'invoice' &&
      status !== 'cancelled' &&
      issuedOn > plusDays(TODAY, -90) &&
      issuedOn <= TODAY &&
      dueOn > issuedOn,
  )
  const settled = company.promises.filter(
    ({ customer, promisedOn }) =>
      customers.includes(customer) && promisedOn > plusDays(TODAY, -90) && promisedOn <= TODAY,
  )
  const [kept, broken] = ['kept', 'broken'].map((state) => settled.filter((promise) => promise.state === state))
  const overdue = open.filter((title) => !['disputed', 'notDue'].includes(bucketOf(title)))
  const sum = (titles: readonly Title[]): bigint => total(titles.map((title) => title.open))
  const [openSum, soldSum] = [sum(open), total(sold.map(({ amount }) => amount))]
  return {
    aging: NAMES.map((bucket) => {
      const titles = open.filter((title) => bucketOf(title) === bucket)
      const names = new Set(titles.map(({ source, customer }) => `${source}/${customer}`))
      return { bucket, amount: money(sum(titles)), titles: titles.length, customers: names.size }
    }),
    customers: new Set(open.map(({ source, customer }) => `${source}/${customer}`)).size,
    ...{ open: money(openSum), overdue: money(sum(overdue)), creditSales: money(soldSum) },
    overdueShare: share(Number(sum(overdue)), Number(openSum)),
    dso: soldSum === 0n ? null : Math.round((Number(openSum) / Number(soldSum)) * 900) / 10,
    promises: {
      open: company.promises.filter(({ customer, state }) => customers.includes(customer) && state === 'open').length,
      ...{ kept: kept?.length, broken: broken?.length },
      keptAmount: worthOf(kept ?? []).amount,
      brokenAmount: worthOf(broken ?? []).amount,
      keptShare: share(kept?.length ?? 0, (kept?.length ?? 0) + (broken?.length ?? 0)),
    },
    waiting: worthOf(orders.filter(({ state }) => state === 'blocked')),
    blocked: worthOf(orders.filter(({ blockedAt }) => isShown(dayOf(blockedAt)))),
    freed: worthOf(orders.filter(isFreed)),
  }
}

function recountAll(company: Company, source: string | null) {
  const customers = company.customers.filter((customer) => source === null || customer.source === source)
  const orders = company.orders.filter((order) => source === null || order.source === source)
  const reps = [null, 'ana', 'bia', 'caio', 'dora'].map((salesRep) => ({
    salesRep,
    ...recount(
      company,
      customers.filter((one) => (salesRep === null ? one.reps.length === 0 : one.reps.includes(salesRep))),
      orders.filter((order) => order.salesRep === salesRep),
    ),
  }))
  const segments = [null, 'bom', 'lento'].map((segment) => ({
    segment,
    ...recount(
      company,
      customers.filter((one) => one.segment === segment),
      orders.filter(({ customer }) => customer.segment === segment),
    ),
  }))
  const days = Array.from({ length: 30 }, (_, index) => plusDays(TODAY, index - 29)).map((day) => ({
    day,
    blocked: worthOf(orders.filter(({ blockedAt }) => dayOf(blockedAt) === day)),
    freed: worthOf(orders.filter((order) => isFreed(order) && dayOf(order.closedAt) === day)),
  }))
  return { overall: recount(company, customers, orders), reps, segments, days }
}

const sortedBy = <T extends object>(key: keyof T, list: readonly T[]): T[] =>
  [...list].sort((a, b) => String(a[key]).localeCompare(String(b[key])))

describe.each(dialects)('the dashboard on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let desk: ReportDesk
  const company = randomCompany(dialect.length)
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    desk = await startReportDesk(database.url)
    await settleIn(desk, company)
  })
  afterAll(async () => {
    await desk.stop()
    await database.drop()
  })

  it.each([null, 'north', 'south'])('says what the records say (source %s)', async (source) => {
    const { status, body } = await desk.call('GET', `/v1/reports/dashboard${source ? `?source=${source}` : ''}`)
    expect(status).toBe(200)
    const truth = recountAll(company, source)
    expect(body).toMatchObject({ source, asOf: TODAY, leftOut: { salesReps: 0, segments: 0 } })
    expect(body.overall).toEqual(truth.overall)
    expect(body.days).toEqual(truth.days)
    expect(sortedBy('salesRep', body.bySalesRep)).toEqual(sortedBy('salesRep', truth.reps))
    expect(sortedBy('segment', body.bySegment)).toEqual(sortedBy('segment', truth.segments))
    // Enough is in it for any of it to be wrong.
    if (source !== null) return
    expect(truth.overall.aging.filter(({ titles }) => titles < 3)).toEqual([])
    expect(Math.min(truth.overall.waiting.orders, truth.overall.freed.orders)).toBeGreaterThan(10)
  })

  it('is the same however many customers are read at a time', async () => {
    const whole = dashboardToWire(await readDashboard(desk, null))
    for (const perPage of [1, 7, company.customers.length])
      expect(dashboardToWire(await readDashboard(desk, null, perPage))).toEqual(whole)
  })

  it('lists who has the most open first', async () => {
    const { body } = await desk.call('GET', '/v1/reports/dashboard')
    const amounts = body.bySalesRep.map(({ open }: { open: string }) => Number(open))
    expect(amounts).toEqual(amounts.toSorted((a: number, b: number) => b - a))
  })

  it('of a bound key is that of its source', async () => {
    const { body } = await desk.call('GET', '/v1/reports/dashboard?source=north')
    expect((await desk.asBound('/v1/reports/dashboard')).body).toEqual(body)
    expect((await desk.asBound('/v1/reports/dashboard?source=north')).body).toEqual(body)
    expect((await desk.asBound('/v1/reports/dashboard?source=south')).status).toBe(403)
  })
})

describe.each(dialects)('the days of the dashboard on %s', (dialect) => {
  it.each(['Asia/Kathmandu', 'America/Santiago'])('begin when they begin in %s', async (zone) => {
    const database = await createDatabaseUrl(dialect)
    const desk = await startReportDesk(database.url, zone)
    try {
      await desk.feed('north', 'customers', [{ externalId: 'C1', name: 'C1' }])
      const id = await desk.idOf('north', 'C1')
      const today = desk.clock.today()
      const start = (day: string): number => Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
      const first = plusDays(today, -29)
      // The last millisecond of a day and the first one of the next, and the last day that is not shown.
      const instants = [start(first) - 1, start(first), start(today) - 1, start(today)]
      await desk.db.insert(
        'blocked_orders',
        [
          ...['id', 'source', 'order_id', 'revision', 'customer_id', 'company', 'amount_cents', 'request_json'],
          ...['check_id', 'reasons_json', 'state', 'forced', 'blocked_at', 'lapses_at'],
        ],
        instants.map((blockedAt, index) => [
          ...[
            `b${index}`,
            'north',
            `P${index}`,
            1,
            id,
            'main',
            index + 1,
            '{}',
            'chk_0',
            '[]',
            'blocked',
            0,
            blockedAt,
            0,
          ],
        ]),
      )
      const { days, overall } = (await desk.call('GET', '/v1/reports/dashboard')).body
      const shown = days.filter(({ blocked }: { blocked: { orders: number } }) => blocked.orders > 0)
      expect(shown.map((one: { day: string; blocked: object }) => [one.day, one.blocked])).toEqual([
        [first, { orders: 1, amount: '0.02' }],
        [plusDays(today, -1), { orders: 1, amount: '0.03' }],
        [today, { orders: 1, amount: '0.04' }],
      ])
      expect(overall.blocked).toEqual({ orders: 3, amount: '0.09' })
    } finally {
      await desk.stop()
      await database.drop()
    }
  })
})
