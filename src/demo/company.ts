import { type Cents, formatCents, parseCents } from '../kernel/cents.ts'
import { addDays, type Day, weekday } from '../kernel/day.ts'
import { buyAndPay } from './conduct.ts'
import { type Buyer, createBuyers, DEMO_GROUPS, limitOf, type WireCustomer, type WireGroup } from './customers.ts'
import { createOrders, type WireOrder } from './orders.ts'
import { createRandom } from './random.ts'
import { createShowcase, SHOWCASE_ID } from './showcase.ts'
import { createTitleBook, type TitleBook, type WireReceivable } from './titles.ts'

/** A whole made-up ledger in wire form, ready to be fed as an ERP would. */
export interface DemoCompany {
  readonly name: string
  readonly source: string
  readonly customers: WireCustomer[]
  readonly receivables: WireReceivable[]
  readonly orders: WireOrder[]
  /** For `PUT /v1/groups/{key}`. */
  readonly groups: WireGroup[]
}

export const DEMO_SOURCE = 'demo-serra-azul'
const SEED = 1_042
const OWED: readonly unknown[] = ['open', 'disputed', 'returned']

/**
 * "Distribuidora Serra Azul", a food wholesaler of Minas Gerais, as of a day: about 200 customers and 3,000 titles of
 * the last 14 months. The same day gives the same ledger, and another day the same people with all dates moved.
 */
export function createDemoCompany(today: Day): DemoCompany {
  const random = createRandom(SEED)
  const book = createTitleBook(today)
  const showcase = createShowcase(today, book)
  const buyers = createBuyers(SHOWCASE_ID, today, random)
  for (const { customer, conduct } of buyers) buyAndPay(customer.externalId, conduct, today, book, random)
  const punctual = buyers.filter(({ conduct }) => conduct === 'punctual').map(({ customer }) => customer.externalId)
  placeOnClosedDays(punctual.slice(0, 4), today, book)
  payInPart(buyers, book)
  const orders = createOrders(punctual.slice(4, 18), today, book)
  const owed = sumOwed(book.titles)
  const customers = buyers.map(({ customer }, place): WireCustomer => {
    const limit = limitOf(place, owed.get(customer.externalId) ?? 0n, today)
    return limit === undefined ? customer : { ...customer, limit }
  })
  return {
    name: 'Distribuidora Serra Azul',
    source: DEMO_SOURCE,
    customers: [showcase, ...customers],
    receivables: book.titles,
    orders,
    groups: [...DEMO_GROUPS],
  }
}

/** Titles due on a weekend or holiday, whose effective due day is the next business day. */
function placeOnClosedDays(customerIds: readonly string[], today: Day, book: TitleBook): void {
  const lastSaturday = addDays(today, -((weekday(today) + 1) % 7))
  const days = [lastSaturday, addDays(lastSaturday, 8), lastFixedHoliday(today), addDays(lastSaturday, 21)]
  for (const [place, customerId] of customerIds.entries()) {
    const dueOn = days[place] as Day
    const issuedOn = addDays(dueOn, -30)
    book.open(customerId, issuedOn < today ? issuedOn : addDays(today, -1), dueOn, 612_40n)
  }
}

/** Holidays of every year that are never business days. */
const FIXED_HOLIDAYS = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25']

/** The latest fixed national holiday up to today. */
function lastFixedHoliday(today: Day): Day {
  const year = Number(today.slice(0, 4))
  const days = [year - 1, year].flatMap((of) => FIXED_HOLIDAYS.map((monthDay) => `${of}-${monthDay}`))
  return days.filter((day) => day <= today).at(-1) as Day
}

/** Some late payers have paid half of their oldest open title. */
function payInPart(buyers: readonly Buyer[], book: TitleBook): void {
  const partial = buyers.filter(({ conduct }) => conduct === 'chronic' || conduct === 'late').slice(0, 12)
  for (const { customer } of partial) {
    const title = book.titles.find(({ customer: { externalId }, status }) => {
      return externalId === customer.externalId && status === 'open'
    })
    if (title) title.openAmount = formatCents((parseCents(title.amount) as Cents) / 2n)
  }
}

function sumOwed(titles: readonly WireReceivable[]): Map<string, Cents> {
  const owed = new Map<string, Cents>()
  for (const { customer, kind, status, openAmount } of titles) {
    if (kind !== 'invoice' || !OWED.includes(status)) continue
    owed.set(customer.externalId, (owed.get(customer.externalId) ?? 0n) + (parseCents(openAmount) as Cents))
  }
  return owed
}
