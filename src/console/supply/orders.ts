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
import type { Approvals, OrderDetail, OrderRow, OrdersPort } from '../order-port.ts'
import { actorOfPerson, repOf, requireAbility } from './actor.ts'
import { orderActs } from './order-acts.ts'
import { caseToRow, decisionToPort, type OrderCase, readCases, releaseToPort } from './order-case.ts'
import { authorityToPort, mayOf, readSpent } from './order-may.ts'
import { findOrderIds, findOrdersToSign, type OrderPlace, type OrderSearch, sumFoundOrders } from './order-store.ts'
import { readPayment } from './payment.ts'
import { listOpenTitles } from './title-store.ts'
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
const TO_SIGN_MAX = 200
const ENTRIES_MAX = 500
const RELEASES_MAX = 50
const TITLES_MAX = 200
const ORDERS_OF_CUSTOMER_MAX = 20
const PLACE = /^(\d{1,15})-(\d{1,15})$/

/** Refused orders as people read them, over the flows that the API has. */
export function ordersPort(deps: OrdersSupply): OrdersPort {
  const { db, clock } = deps
  const read: OrdersPort['read'] = (person, id) => readOrder(deps, person, id)
  return {
    ...orderActs({ ...deps, readOrder: read }),
    read,
    list: async (person, { state, text, after }) => {
      requireAbility(person, 'orders.see')
      const search: OrderSearch = { ...scopeOf(person), customerId: null, state, text: text?.trim() || null }
      const ids = await findOrderIds(db, search, placeOf(after), ORDERS_PER_PAGE)
      const cases = await readCases(db, ids)
      const { count, amount } = await sumFoundOrders(db, search)
      return {
        entries: cases.map((one) => caseToRow(one, clock)),
        next: ids.length === ORDERS_PER_PAGE ? nextOf(cases.at(-1)) : null,
        totals: { count, amount: formatCents(amount) },
      }
    },
    approvals: (person) => readApprovals(deps, person),
  }
}

const nextOf = (last: OrderCase | undefined): string | null =>
  last === undefined ? null : `${last.order.closedAt ?? 0}-${last.seq}`

function placeOf(after: string | null): OrderPlace | null {
  const [, at, seq] = PLACE.exec(after ?? '') ?? []
  return at === undefined || seq === undefined ? null : { at: Number(at), seq: Number(seq) }
}

const scopeOf = (person: Person): Pick<OrderSearch, 'source' | 'salesRep'> => ({
  ...{ source: person.source, salesRep: repOf(person) },
})

/** The newest of a customer; none for who sees no orders. */
export async function listOrdersOf(
  { db, clock }: Pick<OrdersSupply, 'db' | 'clock'>,
  person: Person,
  customerId: number,
): Promise<OrderRow[]> {
  if (!isAble(person.role, 'orders.see')) return []
  const search = { ...scopeOf(person), customerId, state: null, text: null }
  const cases = await readCases(db, await findOrderIds(db, search, null, ORDERS_OF_CUSTOMER_MAX))
  return cases.map((one) => caseToRow(one, clock))
}

async function readOrder(deps: OrdersSupply, person: Person, id: string): Promise<OrderDetail | null> {
  requireAbility(person, 'orders.see')
  const { db, clock, settings } = deps
  const [found] = await readCases(db, [id])
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
  return {
    ...caseToRow(found, clock),
    decision: decisionToPort(found, clock),
    overdue: titles.filter((title) => isOverdue(title, today)).map((title) => overdueToPort(title, today)),
    timeline: entries.map(({ at, kind, actor, detail }) => ({ at: clock.format(at), kind, actor, detail })),
    releases: releases.map((release) => releaseToPort(release, signatures, clock, settings)),
    may: mayOf(person, found, signatures, spent, settings),
    payment: await readPayment(deps, found, titles),
  }
}

async function readApprovals(deps: OrdersSupply, person: Person): Promise<Approvals> {
  requireAbility(person, 'releases.approve')
  const { db, clock, settings } = deps
  const cases = await readCases(db, await findOrdersToSign(db, person.source, TO_SIGN_MAX))
  const signatures = await listSignatures(
    db,
    cases.flatMap(({ release }) => release?.id ?? []),
  )
  const spent = await readSpent(db, clock, person)
  return {
    waiting: cases.flatMap((one) =>
      one.release === null
        ? []
        : {
            ...caseToRow(one, clock),
            request: releaseToPort(one.release, signatures, clock, settings),
            may: mayOf(person, one, signatures, spent, settings),
          },
    ),
    authority: authorityToPort(person, spent, settings),
  }
}
