import { readBlockingLocked } from '../credit/blocking.ts'
import type { CreditDeps } from '../credit/check.ts'
import { dossierKey } from '../credit/dossier-store.ts'
import { type Ask, orderKey } from '../credit/gather.ts'
import type { OrderNotes } from '../credit/order-book.ts'
import { reserveAll, type Turn } from '../credit/reserve.ts'
import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Happening } from '../outbox/event.ts'
import { addEvents } from '../outbox/event-store.ts'
import { lockAccounts } from '../receivables/account-store.ts'
import { withLocksAsNeeded } from '../receivables/ingest.ts'
import type { Order } from '../receivables/order.ts'
import { type BlockedOrder, isOpen, textOf } from './blocked-order.ts'
import { addOrderEntries, listWaiting, saveBlockedOrders } from './blocked-store.ts'
import {
  type ErpState,
  findWaitingAccounts,
  forgetAccountChanges,
  listMembers,
  type Member,
  readErpStates,
  readNotes,
  saveTellings,
} from './review-store.ts'

/** Orders of one account that are judged, in one transaction; of more, the oldest. */
const ORDERS_MAX = 2_000

export interface AccountReviewDeps extends CreditDeps {
  /** How long an order that was freed by a change keeps its room. */
  readonly holdFreedMs: number
  /** Notes who became blocked or unblocked, in the transaction that tells it: nobody dies in between. */
  noteTurned(sql: Sql, customers: readonly Turned[]): Promise<void>
  /** Notes accounts that were looked at, for whoever keeps a copy of what holds of their customers. */
  noteLooked(sql: Sql, accountIds: readonly number[]): Promise<void>
}

export interface Turned {
  readonly source: string
  readonly externalId: string
}

/** Looks again at one account now; answers whose customers became blocked or unblocked. */
export async function reviewAccount(deps: AccountReviewDeps, accountId: number): Promise<Turned[]> {
  // First: what is noted from here on is looked at again.
  const notes = await readNotes(deps.db, [accountId])
  const waiting = await listWaiting(deps.db, accountId, ORDERS_MAX)
  const byKey = new Map(waiting.map((order) => [orderKey(order.source, order.orderId), order]))
  const sold = await closeSold(deps, accountId, waiting)
  const asks = waiting.filter((order) => !sold.has(order.id)).map(askAgain)
  const known = (ask: Ask): BlockedOrder | undefined => byKey.get(orderKey(ask.source, ask.orderId as string))
  let turned: Turned[] = []
  const finish = async (sql: Sql): Promise<void> => {
    await lockAccounts(sql, [accountId])
    const now = await listWaiting(sql, accountId, ORDERS_MAX)
    // Refused since we looked, before or after the change: the next round looks at it.
    const isSeen = now.every(({ id, revision }) => waiting.some((one) => one.id === id && one.revision === revision))
    turned = isSeen ? await tellAndForget(deps, sql, [accountId], notes) : []
  }
  if (asks.length === 0) {
    await withLocksAsNeeded(deps.policies, () => deps.db.transaction(finish))
  } else {
    await reserveAll(deps, asks, {
      cause: 'changed',
      isNews: (ask, reasons) => textOf(reasons) !== textOf(known(ask)?.reasons ?? []),
      turnOf,
      holdMs: deps.holdFreedMs,
      finish,
    })
  }
  return turned
}

/** Read under the lock: between our looking and now somebody may have kept it back, let it lapse, or asked for another revision. */
function turnOf({ revision }: Ask, { release, refused }: OrderNotes, order: Order | null): Turn {
  if (refused?.revision !== revision || refused.stands === 'over') return 'leave'
  if (refused.stands === 'freed') return 'return'
  // Signed by a person, or else only for what no person keeps back, and for what was not sold as it was before.
  return release || !(refused.isKeptBack || order?.state === 'confirmed') ? 'judge' : 'leave'
}

/**
 * Orders that the ERP holds as confirmed, or gave up, although they were refused: nothing is left to free. Looked at under
 * the lock, where nobody frees them meanwhile.
 */
async function closeSold(
  { db, clock }: CreditDeps,
  accountId: number,
  waiting: readonly BlockedOrder[],
): Promise<Set<string>> {
  // Most wait for room, and are in no state in the ERP: they cost no lock.
  if (endedOf(waiting, await readErpStates(db, waiting), clock.now()).length === 0) return new Set()
  return db.transaction(async (sql) => {
    await lockAccounts(sql, [accountId])
    const still = await listWaiting(sql, accountId, ORDERS_MAX)
    const ended = endedOf(still, await readErpStates(sql, still), clock.now())
    await saveBlockedOrders(sql, ended)
    await addOrderEntries(
      sql,
      ended.map(({ id, state, revision }) => ({
        ...{ blockedOrderId: id, at: clock.now(), kind: state, actor: 'fiado', detail: { revision } },
      })),
    )
    return new Set(ended.map(({ id }) => id))
  })
}

function endedOf(
  waiting: readonly BlockedOrder[],
  states: Awaited<ReturnType<typeof readErpStates>>,
  now: EpochMs,
): BlockedOrder[] {
  return waiting.filter(isOpen).flatMap((order): BlockedOrder[] => {
    const erp = states.get(orderKey(order.source, order.orderId))
    // An ERP that names no revision (0) means the order as it is; a lower one means what was agreed before.
    if (!erp || (erp.revision > 0 && erp.revision < order.revision)) return []
    const isSold = (erp.state === 'confirmed' || erp.state === 'closed') && isSoldAs(order, erp)
    if (!isSold && erp.state !== 'cancelled') return []
    return [{ ...order, state: isSold ? 'sold' : 'cancelled', cause: 'erp', closedAt: now }]
  })
}

/** Where the ERP's database refused to have an order grow, what the ERP holds for less stood before. */
const isSoldAs = ({ request, amount }: BlockedOrder, erp: ErpState): boolean =>
  request.isRefusedGrowth !== true || (erp.amount >= amount && erp.creditAmount > 0n)

function askAgain({ source, orderId, revision, amount, company, salesRep, request }: BlockedOrder): Ask {
  const { externalId, paymentKind, upfront, termDaysMax, digest } = request
  return {
    ...{ source, mode: 'reserve', customer: { externalId }, externalId, orderId, revision, amount, company },
    ...{ paymentKind, upfront: BigInt(upfront), termDaysMax, salesRep, asOf: null, refusedBy: null, digest },
  }
}

/** Accounts where no order waits, unless one was refused since they were looked up: those are left to the next round. */
export async function reviewOthers(
  deps: AccountReviewDeps,
  sql: Sql,
  accountIds: readonly number[],
): Promise<Turned[]> {
  await lockAccounts(sql, accountIds)
  const notes = await readNotes(sql, accountIds)
  const waits = await findWaitingAccounts(sql, accountIds)
  const others = accountIds.filter((accountId) => !waits.has(accountId))
  return tellAndForget(deps, sql, others, notes)
}

/** Under the locks of these accounts: tells whose customers became blocked or unblocked, and forgets that they changed. */
async function tellAndForget(
  deps: AccountReviewDeps,
  sql: Sql,
  accountIds: readonly number[],
  notes: readonly string[],
): Promise<Turned[]> {
  const members = await listMembers(sql, accountIds)
  const wanted = new Map<string, Set<string>>()
  for (const { source, externalId } of members) wanted.set(source, (wanted.get(source) ?? new Set()).add(externalId))
  const blocking = await readBlockingLocked(deps, sql, wanted)
  const now = deps.clock.now()
  const turned = members.flatMap((member) => {
    const reasons = blocking.get(dossierKey(member.source, member.externalId)) ?? []
    const isBlocked = reasons.length > 0
    if (isBlocked === (member.told?.isBlocked ?? false)) return []
    return [{ member, isBlocked, reasons: reasons.map(({ code, severity, message }) => ({ code, severity, message })) }]
  })
  await addEvents(
    sql,
    turned.map(({ member, isBlocked, reasons }) => tellCustomer(member, isBlocked, reasons)),
    now,
  )
  await saveTellings(
    sql,
    turned.map(({ member, isBlocked, reasons }) => ({
      ...{ customerId: member.id, isBlocked, reasons: JSON.stringify(reasons) },
    })),
    now,
  )
  const customers = turned.map(({ member: { source, externalId } }) => ({ source, externalId }))
  await deps.noteTurned(sql, customers)
  await deps.noteLooked(sql, accountIds)
  await forgetAccountChanges(sql, accountIds, notes)
  return customers
}

const tellCustomer = (
  { id, source, externalId, name }: Member,
  isBlocked: boolean,
  reasons: readonly object[],
): Happening => ({
  type: isBlocked ? 'customer.blocked' : 'customer.unblocked',
  source,
  customerId: id,
  payload: { source, customer: { externalId, name }, reasons },
})
