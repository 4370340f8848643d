import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Database } from '../database.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import {
  listCustomersAfter,
  listRepsOf,
  type OrderChoice,
  QUARTER_MS,
  type Range,
  type ReportedCustomer,
  sumAging,
  sumCreditSales,
  sumOrders,
  sumOrdersByQuarter,
  sumPromises,
} from './dashboard-store.ts'
import { type DayValues, emptyDay, emptyFigures, type Figures, openOf, SHOWN_DAYS, type Value } from './figures.ts'

export interface ReportDeps {
  readonly db: Database
  readonly clock: Clock
}

/** What finance and sales look at, as it is now. */
export interface Dashboard {
  readonly source: string | null
  readonly asOf: Day
  readonly overall: Figures
  /** The last `SHOWN_DAYS`, today last. */
  readonly days: readonly DayValues[]
  /** Who has the most open first, `GROUPS_MAX` at most; the key `null` is what belongs to nobody. */
  readonly bySalesRep: readonly Group[]
  readonly bySegment: readonly Group[]
  /** So many reps and segments did not find a place. */
  readonly leftOut: { readonly salesReps: number; readonly segments: number }
}

export interface Group {
  readonly key: string | null
  readonly figures: Figures
}

const CUSTOMERS_PER_PAGE = 1_000
const GROUPS_MAX = 200
const DAY_MS = 86_400_000

/**
 * Counts everything anew: titles, sales and promises by a walk over the customers, a page at a time, and orders by few
 * statements. What changes meanwhile is in it or not. A customer of several reps counts for each of them, so that reps
 * may add up to more than all; an order counts for the rep who asked.
 */
export async function readDashboard(
  { db, clock }: ReportDeps,
  source: string | null,
  customersPerPage = CUSTOMERS_PER_PAGE,
): Promise<Dashboard> {
  const today = clock.today()
  const book = new Book()
  for (let after = 0; ; ) {
    const customers = await listCustomersAfter(db, after, source, customersPerPage)
    const [first, last] = [customers.at(0), customers.at(-1)]
    if (!first || !last) break
    await addCustomers(db, book, customers, { first: first.id, last: last.id }, today)
    after = last.id
    if (customers.length < customersPerPage) break
    await yieldToOthers()
  }
  const days = await addOrders({ db, clock }, book, source, today)
  const [salesReps, segments] = [sorted(book.reps), sorted(book.segments)]
  return {
    ...{ source, asOf: today, overall: book.overall, days },
    ...{ bySalesRep: salesReps.slice(0, GROUPS_MAX), bySegment: segments.slice(0, GROUPS_MAX) },
    leftOut: {
      salesReps: Math.max(0, salesReps.length - GROUPS_MAX),
      segments: Math.max(0, segments.length - GROUPS_MAX),
    },
  }
}

/** The figures while they are counted. */
class Book {
  readonly overall = emptyFigures()
  readonly reps = new Map<string | null, Figures>()
  readonly segments = new Map<string | null, Figures>()

  /** Everything that a customer, or an order, of these counts in. */
  of(salesReps: readonly (string | null)[], segment: string | null): Figures[] {
    return [this.overall, ...salesReps.map((rep) => figuresOf(this.reps, rep)), figuresOf(this.segments, segment)]
  }
}

function figuresOf(groups: Map<string | null, Figures>, key: string | null): Figures {
  const known = groups.get(key)
  if (known) return known
  const created = emptyFigures()
  groups.set(key, created)
  return created
}

function sorted(groups: ReadonlyMap<string | null, Figures>): Group[] {
  const all = [...groups].map(([key, figures]) => ({ key, figures, open: openOf(figures) }))
  // Names decide among equals, so that the list does not jump about.
  all.sort((a, b) => (a.open === b.open ? ((a.key ?? '') < (b.key ?? '') ? -1 : 1) : a.open > b.open ? -1 : 1))
  return all.map(({ key, figures }) => ({ key, figures }))
}

async function addCustomers(
  db: Database,
  book: Book,
  customers: readonly ReportedCustomer[],
  range: Range,
  today: Day,
): Promise<void> {
  const reps = Map.groupBy(await listRepsOf(db, range), ({ customerId }) => customerId)
  const places = new Map(
    customers.map(({ id, segment }) => {
      const salesReps = reps.get(id)?.map(({ salesRep }) => salesRep) ?? [null]
      return [id, () => book.of(salesReps, segment)]
    }),
  )
  // Customers of other sources lie in between.
  const placesOf = (customerId: number): Figures[] => places.get(customerId)?.() ?? []
  const aged = await sumAging(db, range, today)
  for (const id of new Set(aged.map(({ customerId }) => customerId)))
    for (const figures of placesOf(id)) figures.customers++
  for (const { customerId, bucket, amount, titles } of aged) {
    for (const { aging } of placesOf(customerId)) {
      aging[bucket].amount += amount
      aging[bucket].titles += titles
      aging[bucket].customers++
    }
  }
  for (const [customerId, amount] of await sumCreditSales(db, range, today))
    for (const figures of placesOf(customerId)) figures.creditSales += amount
  for (const { customerId, state, promises, amount } of await sumPromises(db, range, today)) {
    for (const figures of placesOf(customerId)) {
      figures.promises[state] += promises
      if (state !== 'open') figures.promises[`${state}Amount`] += amount
    }
  }
}

async function addOrders(deps: ReportDeps, book: Book, source: string | null, today: Day): Promise<DayValues[]> {
  const { db, clock } = deps
  const since = startOf(clock, addDays(today, 1 - SHOWN_DAYS))
  const until = clock.now()
  const days = new Map(
    Array.from({ length: SHOWN_DAYS }, (_, index) => addDays(today, index + 1 - SHOWN_DAYS)).map((day) => [
      ...([day, emptyDay(day)] as const),
    ]),
  )
  for (const kind of ['waiting', 'blocked', 'freed'] as const) {
    const choice: OrderChoice = kind === 'waiting' ? { kind } : { kind, since, until }
    for (const { salesRep, segment, value } of await sumOrders(db, choice, source))
      for (const figures of book.of([salesRep], segment)) add(figures[kind], value)
    if (choice.kind === 'waiting') continue
    for (const { quarter, value } of await sumOrdersByQuarter(db, choice, source)) {
      const day = days.get(clock.format(quarter).slice(0, 10))
      if (day) add(day[choice.kind], value)
    }
  }
  return [...days.values()]
}

function add(sum: Value, { orders, amount }: Value): void {
  sum.orders += orders
  sum.amount += amount
}

/** The first instant of a day of the last months in the zone of the clock: days begin on a quarter of an hour. */
function startOf(clock: Pick<Clock, 'now' | 'format'>, day: Day): EpochMs {
  let late = Math.ceil(clock.now() / QUARTER_MS) * QUARTER_MS
  let early = late - (SHOWN_DAYS + 3) * DAY_MS
  while (late - early > QUARTER_MS) {
    const middle = early + Math.floor((late - early) / 2 / QUARTER_MS) * QUARTER_MS
    if (clock.format(middle).slice(0, 10) < day) early = middle
    else late = middle
  }
  return late
}
