import type { Database } from '../../database.ts'
import { formatCents } from '../../kernel/cents.ts'
import type { Clock } from '../../kernel/clock.ts'
import { listOrderEntries } from '../../orders/blocked-store.ts'
import { maySee } from '../../orders/order-act.ts'
import type { Orders } from '../../orders/orders.ts'
import type { OrdersSettings } from '../../orders/orders-settings.ts'
import { listReleasesOf, listSignatures } from '../../orders/release-store.ts'
import { isAble } from '../../people/abilities.ts'
import type { Person } from '../../people/person.ts'
import type { Approvals, OrderDetail, OrderQuery, OrderRow, OrdersPort } from '../order-port.ts'
import type { Paged } from '../outcome.ts'
import { actorOfPerson, repOf, requireAbility } from './actor.ts'
import { orderActs } from './order-acts.ts'
import { caseToRow, decisionToPort, type OrderCase, readCase, readCases, releaseToPort } from './order-case.ts'
import { authorityToPort, mayOf, readSpent } from './order-may.ts'
import {
  countOrdersToSign,
  findOrderIds,
  findOrdersToSign,
  type OrderPlace,
  type OrderSearch,
  sumFoundOrders,
} from './order-store.ts'
import { isPayable, readPayment } from './payment.ts'
import { findOverdueCustomers, listOpenTitles } from './title-store.ts'
import { isOverdue, overdueToPort } from './titles.ts'

export interface OrdersSupply {
  readonly db: Database
  readonly clock: Clock
  readonly settings: OrdersSettings
  readonly orders: Orders
  /** Who asks for the money, as customers know them. */
  readonly companyName: string
}

const ORDERS_PER_PAGE = 50
/** What ended lately, beside what stands. */
const ENDED_SHOWN = 5
/** More than these are not added up for a page that asks again every few seconds. */
const SUMMED_MAX = 10_000
/** Each has two forms of its own. */
const TO_SIGN_PER_PAGE = 25
const ENTRIES_MAX = 500
const RELEASES_MAX = 50
const TITLES_MAX = 200
const ORDERS_OF_CUSTOMER_MAX = 20
const PLACE = /^(\d{1,15})-(\d{1,15})$/
const REQUEST = /^\d{1,15}$/

/** Refused orders as people read them, over the flows that the API has. */
export function ordersPort(deps: OrdersSupply): OrdersPort {
  const { db } = deps
  const read: OrdersPort['read'] = (person, id) => readOrder(deps, person, id)
  return {
    ...orderActs({ ...deps, readOrder: read }),
    read,
    list: async (person, query) => {
      requireAbility(person, 'orders.see')
      const search = searchOf(person, query)
      const page = await readPage(deps, search, query.after, ORDERS_PER_PAGE)
      const sum = await sumFoundOrders(db, search, SUMMED_MAX)
      return { ...page, totals: sum && { count: sum.count, amount: formatCents(sum.amount) } }
    },
    rows: async (person, query, limit) => {
      requireAbility(person, 'orders.see')
      return readPage(deps, searchOf(person, query), query.after, limit)
    },
    ended: async (person) => {
      requireAbility(person, 'orders.see')
      const search = searchOf(person, { state: 'closed', text: null })
      return (await readPage(deps, search, null, ENDED_SHOWN)).entries
    },
    approvals: (person, after = null, limit = TO_SIGN_PER_PAGE) => readApprovals(deps, person, after, limit),
  }
}

const searchOf = (person: Person, { state, text }: Pick<OrderQuery, 'state' | 'text'>): OrderSearch => ({
  ...{ ...scopeOf(person), customerId: null, state, text: text?.trim() || null },
})

async function readPage(
  deps: Pick<OrdersSupply, 'db' | 'clock'>,
  search: OrderSearch,
  after: string | null,
  limit: number,
): Promise<Paged<OrderRow>> {
  const ids = await findOrderIds(deps.db, search, placeOf(after), limit)
  const cases = await readCases(deps.db, ids)
  return { entries: await toRows(deps, cases), next: ids.length === limit ? nextOf(cases.at(-1)) : null }
}

const nextOf = (last: OrderCase | undefined): string | null =>
  last === undefined ? null : `${last.order.closedAt ?? 0}-${last.seq}`

async function toRows({ db, clock }: Pick<OrdersSupply, 'db' | 'clock'>, cases: readonly OrderCase[]) {
  const standing = cases.filter(({ order }) => order.state === 'blocked')
  const owing = await findOverdueCustomers(
    db,
    [...new Set(standing.map(({ order }) => order.customerId))],
    clock.today(),
  )
  return cases.map((one) => caseToRow(one, isPayable(one, owing.has(one.order.customerId)), clock))
}

function placeOf(after: string | null): OrderPlace | null {
  const [, at, seq] = PLACE.exec(after ?? '') ?? []
  return at === undefined || seq === undefined ? null : { at: Number(at), seq: Number(seq) }
}

const scopeOf = (person: Person): Pick<OrderSearch, 'source' | 'salesRep'> => ({
  ...{ source: person.source, salesRep: repOf(person) },
})

/** The newest of a customer; none for who sees no orders. */
export async function listOrdersOf(
  deps: Pick<OrdersSupply, 'db' | 'clock'>,
  person: Person,
  customerId: number,
): Promise<OrderRow[]> {
  if (!isAble(person.role, 'orders.see')) return []
  const search = { ...scopeOf(person), customerId, state: null, text: null }
  const ids = await findOrderIds(deps.db, search, null, ORDERS_OF_CUSTOMER_MAX)
  return toRows(deps, await readCases(deps.db, ids))
}

async function readOrder(deps: OrdersSupply, person: Person, id: string): Promise<OrderDetail | null> {
  requireAbility(person, 'orders.see')
  const { db, clock, settings } = deps
  const found = await readCase(db, id)
  if (!found || !maySee(actorOfPerson(person), found.order)) return null
  const [titles, entries, releases, spent] = await Promise.all([
    listOpenTitles(db, found.order.customerId, TITLES_MAX),
    listOrderEntries(db, id, ENTRIES_MAX),
    listReleasesOf(db, id, RELEASES_MAX),
    readSpent(db, clock, person),
  ])
  const signatures = await listSignatures(
    db,
    releases.map((release) => release.id),
  )
  const today = clock.today()
  const payment = await readPayment(deps, found, titles)
  return {
    ...caseToRow(found, payment !== null, clock),
    decision: decisionToPort(found, clock),
    overdue: titles.filter((title) => isOverdue(title, today)).map((title) => overdueToPort(title, today)),
    timeline: entries.map(({ at, kind, actor, detail }) => ({ at: clock.format(at), kind, actor, detail })),
    releases: releases.map((release) => releaseToPort(release, signatures, clock, settings)),
    may: mayOf(person, found, signatures, spent, settings),
    payment,
  }
}

async function readApprovals(
  deps: OrdersSupply,
  person: Person,
  after: string | null,
  limit: number,
): Promise<Approvals> {
  requireAbility(person, 'releases.approve')
  const { db, clock, settings } = deps
  const found = await findOrdersToSign(
    db,
    person.source,
    after !== null && REQUEST.test(after) ? Number(after) : 0,
    limit,
  )
  const cases = await readCases(
    db,
    found.map(({ id }) => id),
  )
  const rows = await toRows(deps, cases)
  const signatures = await listSignatures(
    db,
    cases.flatMap(({ release }) => release?.id ?? []),
  )
  const spent = await readSpent(db, clock, person)
  return {
    entries: cases.flatMap((one, index) => {
      const row = rows[index]
      if (one.release === null || row === undefined) return []
      const request = releaseToPort(one.release, signatures, clock, settings)
      return { ...row, request, may: mayOf(person, one, signatures, spent, settings) }
    }),
    next: found.length === limit ? String(found.at(-1)?.request) : null,
    count: await countOrdersToSign(db, person.source),
    authority: authorityToPort(person, spent, settings),
  }
}
