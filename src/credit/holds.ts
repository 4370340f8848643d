import type { Sql } from '../database.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { noteAccountChanges } from '../receivables/account-store.ts'
import { findCustomersById } from '../receivables/customer-store.ts'
import { accountsOf, type Ledger, openLedger, withLocksAsNeeded } from '../receivables/ingest.ts'
import { invoicedOf, type Order } from '../receivables/order.ts'
import { findOrders, saveOrders } from '../receivables/order-store.ts'
import { applyOrder } from '../receivables/position.ts'
import { savePositions } from '../receivables/position-store.ts'
import { settle } from '../receivables/settle.ts'
import type { CreditDeps } from './check.ts'
import { readDossiers } from './dossier-store.ts'
import { factsFor, NO_BACKGROUND } from './gather.ts'
import { boundsOf } from './rules/limit.ts'

/** What became of an order. `overLimit`: it counts, and no longer fits (it was confirmed after its hold had run out). */
export interface OrderReply {
  orderId: string
  status: 'confirmed' | 'cancelled' | 'closed' | 'invoiced'
  amount: Cents
  invoicedAmount: Cents
  overLimit: boolean
}

export type OrderOutcome =
  | { kind: 'done'; reply: OrderReply }
  | { kind: 'unknown' }
  | { kind: 'conflict'; detail: string }

/** Written in the transaction of the change, by the caller's audit trail. */
export type Record = (sql: Sql, action: string, subject: string, detail: { [key: string]: unknown }) => Promise<void>

/** A confirmed order keeps the end of a hold that it outlived, so that a retried confirm answers the same. */
const isLate = ({ state, expiresAt }: Order, now: EpochMs): boolean =>
  state === 'expired' ||
  (state === 'held' && expiresAt !== null && expiresAt <= now) ||
  (state === 'confirmed' && expiresAt !== null)

const isInvoiced = (order: Order): boolean => order.amount > 0n && invoicedOf(order) >= order.amount

/** The hold becomes a confirmed order. One that had run out counts all the same: the goods were sold. Idempotent. */
export async function confirmOrder(
  deps: CreditDeps,
  source: string,
  orderId: string,
  record: Record,
): Promise<OrderOutcome> {
  return changeOrder(deps, source, orderId, async (sql, order, ledger) => {
    if (order.state === 'cancelled') {
      return {
        kind: 'conflict',
        detail: `order ${orderId} was cancelled: reserve it again, or send it as sold by PUT /v1/sources/${source}/orders`,
      }
    }
    const late = isLate(order, deps.clock.now())
    if (order.state === 'held' || order.state === 'expired') {
      await move(sql, deps, ledger, order, 'confirmed')
      await record(sql, 'order.confirmed', `${source}/${orderId}`, { revision: order.revision, late })
    }
    return { kind: 'done', reply: { ...replyOf(order), overLimit: late && (await isOverLimit(deps, sql, order)) } }
  })
}

/** Gives the room back; what was invoiced stays owed. Refused once all of it is invoiced. Idempotent. */
export async function cancelOrder(
  deps: CreditDeps,
  source: string,
  orderId: string,
  record: Record,
): Promise<OrderOutcome> {
  return changeOrder(deps, source, orderId, async (sql, order, ledger) => {
    if (order.state !== 'cancelled' && isInvoiced(order)) {
      return { kind: 'conflict', detail: `order ${orderId} is invoiced: cancel its invoices instead` }
    }
    if (order.state !== 'cancelled' && order.state !== 'closed') {
      await move(sql, deps, ledger, order, invoicedOf(order) > 0n ? 'closed' : 'cancelled')
      await record(sql, 'order.cancelled', `${source}/${orderId}`, { revision: order.revision })
    }
    return { kind: 'done', reply: replyOf(order) }
  })
}

async function changeOrder(
  { db, clock, policies }: CreditDeps,
  source: string,
  orderId: string,
  change: (sql: Sql, order: Order, ledger: Ledger) => Promise<OrderOutcome>,
): Promise<OrderOutcome> {
  return withLocksAsNeeded(policies, (also) =>
    db.transaction(async (sql): Promise<OrderOutcome> => {
      const seen = (await findOrders(sql, source, [orderId])).get(orderId)
      if (!seen) return { kind: 'unknown' }
      const owners = await findCustomersById(sql, [seen.customerId])
      const context = { keeping: policies.keeping(), time: { now: clock.now(), today: clock.today() } }
      const ledger = await openLedger(sql, owners.values(), also, context)
      const order = (await findOrders(sql, source, [orderId])).get(orderId) as Order
      ledger.change(order.customerId, order.company)
      return change(sql, order, ledger)
    }),
  )
}

async function move(
  sql: Sql,
  { clock }: CreditDeps,
  ledger: Ledger,
  order: Order,
  state: Order['state'],
): Promise<void> {
  const position = ledger.change(order.customerId, order.company)
  applyOrder(position, order, -1)
  if (state !== 'confirmed' || !isLate(order, clock.now())) order.expiresAt = null
  order.state = state
  applyOrder(position, order, 1)
  await saveOrders(sql, clock.system(), [order])
  await savePositions(sql, ledger.changes)
  await noteAccountChanges(sql, accountsOf(ledger, [order.customerId]))
}

function replyOf(order: Order): OrderReply {
  const status = order.state === 'cancelled' || order.state === 'closed' ? order.state : 'confirmed'
  return {
    orderId: order.externalId,
    status: status === 'confirmed' && isInvoiced(order) ? 'invoiced' : status,
    amount: order.amount,
    invoicedAmount: invoicedOf(order),
    overLimit: false,
  }
}

/** Whether the customer or the account is over a limit now that the order counts. The caller holds their lock. */
async function isOverLimit({ clock, policies }: CreditDeps, sql: Sql, order: Order): Promise<boolean> {
  if (order.creditAmount === 0n) return false
  const owner = (await findCustomersById(sql, [order.customerId])).get(order.customerId)
  if (!owner) return false
  const dossiers = await readDossiers(sql, new Map([[owner.source, new Set([owner.externalId])]]))
  const dossier = dossiers.byCustomerId.get(order.customerId) ?? null
  const ask = askNothing(order.source, owner.externalId, order.company)
  const at = { now: clock.now(), today: clock.today() }
  if (dossier) await settle(sql, dossier.account.members, dossier.account.positions, at, policies.keeping())
  const facts = factsFor(ask, dossier, null, NO_BACKGROUND, at, policies.current())
  const isWithoutCredit = [facts.own, facts.account].some((side) => side?.limit?.mode === 'none')
  return isWithoutCredit || boundsOf(facts).some(({ room }) => room < 0n)
}

/** A check of amount zero: what would be said of the customer without any order. */
export const askNothing = (source: string, externalId: string, company: string) => ({
  source,
  externalId,
  mode: 'check' as const,
  customer: { externalId },
  orderId: null,
  revision: 0,
  amount: 0n,
  company,
  paymentKind: 'credit' as const,
  upfront: 0n,
  termDaysMax: null,
  salesRep: null,
  asOf: null,
  refusedBy: null,
  digest: '',
})
