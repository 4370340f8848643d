import type { Care } from '../../collection/care.ts'
import { careWire } from '../../collection/care-wire.ts'
import type { Gate } from '../../credit/gate.ts'
import { findChecks } from '../../credit/store.ts'
import type { Database } from '../../database.ts'
import { formatCents } from '../../kernel/cents.ts'
import type { Clock } from '../../kernel/clock.ts'
import { isAble } from '../../people/abilities.ts'
import type { Person } from '../../people/person.ts'
import { sumAging } from '../../reports/dashboard-store.ts'
import type { CustomerDetail, CustomerRow, CustomersPort } from '../customer-port.ts'
import { repOf, requireAbility } from './actor.ts'
import { agingToPort } from './aging.ts'
import { type CustomerScope, type FoundCustomer, findCheckIds, findScoped, searchCustomers } from './customer-store.ts'
import { isGroup, reasonsToPort } from './order-case.ts'
import { listOrdersOf } from './orders.ts'
import { listOpenTitles } from './title-store.ts'
import { titleToPort } from './titles.ts'

interface CustomersSupply {
  readonly db: Database
  readonly clock: Clock
  readonly gate: Pick<Gate, 'credit'>
  readonly care: Pick<Care, 'view' | 'story'>
}

const CUSTOMERS_PER_PAGE = 25
const TEXT_CHARS_MAX = 200
const TITLES_SHOWN = 200
const TITLES_MAX = 5_000
const STORY_MAX = 100
const CHECKS_SHOWN = 20
/** A rep is shown those of their own orders: some of what is read is left out. */
const CHECKS_READ = 60
const CHECKS_SINCE_MS = 90 * 86_400_000
const ID = /^\d{1,15}$/

/** Customers as people look them up: reps find those they ask credit for, and others do not exist for them. */
export function customersPort(deps: CustomersSupply): CustomersPort {
  const { db } = deps
  return {
    search: async (person, text, after, limit = CUSTOMERS_PER_PAGE) => {
      requireAbility(person, 'customers.see')
      const wanted = text.trim()
      if (wanted.length > TEXT_CHARS_MAX) return { entries: [], next: null }
      const scope = scopeOf(person)
      const last = after !== null && ID.test(after) ? await findScoped(db, scope, { id: Number(after) }) : null
      const found = await searchCustomers(db, scope, wanted || null, last, limit)
      const entries: CustomerRow[] = []
      for (let first = 0; first < found.length; first += CUSTOMERS_PER_PAGE) {
        const some = found.slice(first, first + CUSTOMERS_PER_PAGE)
        entries.push(...(await Promise.all(some.map((customer) => readRow(deps, customer)))))
      }
      return { entries, next: found.length === limit ? String(found.at(-1)?.id) : null }
    },
    read: async (person, key) => {
      requireAbility(person, 'customers.see')
      const customer = await findScoped(db, scopeOf(person), key)
      return customer && readDetail(deps, person, customer)
    },
    titles: async (person, key) => {
      requireAbility(person, 'customers.see')
      const customer = await findScoped(db, scopeOf(person), key)
      if (!customer) return null
      const today = deps.clock.today()
      const found = await listOpenTitles(db, customer.id, TITLES_MAX + 1)
      const entries = found.slice(0, TITLES_MAX).map((title) => titleToPort(title, today))
      return { entries, isCut: found.length > TITLES_MAX }
    },
  }
}

const scopeOf = (person: Person): CustomerScope => ({ source: person.source, salesRep: repOf(person) })

const nameOf = ({ source, externalId, name, document, city, state, riskClass }: FoundCustomer) => ({
  ...{ source, externalId, name, document, city, state, riskClass },
})

async function readPosition({ gate }: CustomersSupply, { source, externalId, company }: FoundCustomer) {
  const credit = await gate.credit(source, externalId, company, null)
  if (credit === null) throw new TypeError(`customer ${source}/${externalId} went away while it was read`)
  return credit
}

async function readRow(deps: CustomersSupply, customer: FoundCustomer): Promise<CustomerRow> {
  const { limit, exposure, blocked } = await readPosition(deps, customer)
  const { total, overdue, available } = exposure
  return { ...nameOf(customer), limit, total, overdue, available, blocked }
}

async function readDetail(deps: CustomersSupply, person: Person, customer: FoundCustomer): Promise<CustomerDetail> {
  const { db, clock, care } = deps
  const today = clock.today()
  const seesCare = isAble(person.role, 'collection.see')
  const [position, aged, titles, orders, view, story, checks] = await Promise.all([
    readPosition(deps, customer),
    sumAging(db, { first: customer.id, last: customer.id }, today),
    listOpenTitles(db, customer.id, TITLES_SHOWN),
    listOrdersOf(deps, person, customer.id),
    seesCare ? care.view(customer) : null,
    seesCare ? care.story(customer, Number.MAX_SAFE_INTEGER, STORY_MAX) : null,
    readChecks(deps, person, customer.id),
  ])
  const { oldestDueOn: _, reasons, account, ...credit } = position
  const wire = careWire(clock)
  return {
    customer: { ...nameOf(customer), since: customer.since },
    credit: { ...credit, reasons: reasonsToPort(reasons), account: account && isGroup(account) ? account : null },
    aging: agingToPort(Object.fromEntries(aged.map((one) => [one.bucket, one]))),
    titles: titles.map((title) => titleToPort(title, today)),
    orders,
    care: view && wire.view(view),
    story: story?.entries.map(wire.entry) ?? [],
    checks,
  }
}

async function readChecks(
  { db, clock }: CustomersSupply,
  person: Person,
  customerId: number,
): Promise<CustomerDetail['checks']> {
  const ids = await findCheckIds(db, customerId, clock.now() - CHECKS_SINCE_MS, CHECKS_READ)
  const found = await findChecks(db, ids)
  const rep = repOf(person)
  return ids
    .flatMap((id) => found.get(id)?.made ?? [])
    .filter(({ facts }) => rep === null || facts.order.salesRep === rep)
    .slice(0, CHECKS_SHOWN)
    .map(({ id, mode, decision, facts, checkedAt }) => ({
      ...{ id, mode, decision: decision.decision, orderId: facts.order.id, amount: formatCents(facts.order.amount) },
      ...{ checkedAt: clock.format(checkedAt), reasons: reasonsToPort(decision.reasons) },
    }))
}
