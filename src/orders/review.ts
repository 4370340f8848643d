import { setImmediate } from 'node:timers/promises'
import { readBlockingLocked } from '../credit/blocking.ts'
import type { CreditDeps } from '../credit/check.ts'
import { dossierKey } from '../credit/dossier-store.ts'
import type { Ask } from '../credit/gather.ts'
import { orderKey } from '../credit/gather.ts'
import { reserveAll } from '../credit/reserve.ts'
import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Happening } from '../outbox/event.ts'
import { addEvents } from '../outbox/event-store.ts'
import { lockAccounts } from '../receivables/account-store.ts'
import { type BlockedOrder, isOpen, textOf } from './blocked-order.ts'
import { addOrderEntries, listWaiting, saveBlockedOrders } from './blocked-store.ts'
import {
  findWaitingAccounts,
  forgetAccountChanges,
  listChangedAccounts,
  listMembers,
  listUrgentAccounts,
  type Member,
  noteAllAccounts,
  noteNewDay,
  readErpStates,
  readMark,
  saveTellings,
  writeMark,
} from './review-store.ts'

/** Accounts looked at in a round; those without orders that wait, in one transaction. */
const ACCOUNTS_MAX = 50
/** With orders that wait, so many a round: what changes meanwhile comes first in the next one. */
const WAITING_MAX = 10
/** Every so many full rounds, so many of those with orders that wait come first. */
const URGENT_EVERY = 10
const URGENT_MAX = 50
/** Orders of one account that are judged, in one transaction; of more, the oldest. */
const ORDERS_MAX = 2_000
export interface ReviewDeps extends CreditDeps {
  /** How long an order that was freed by a change keeps its room. */
  readonly holdFreedMs: number
  /** Told, after the commit, who became blocked or unblocked. */
  onTurned(customers: readonly Turned[]): void
  /** Called after commits of what others are to be told. */
  onEvents(): void
}

export interface Turned {
  readonly source: string
  readonly externalId: string
}

const ROUNDS_MAX = 100_000
/** While there is much to look at, who turned is told so often: each time is a run of its own in the ERP. */
const TELL_EVERY_MS = 500
const DAY_MARK = 'reviewed-day'
const POLICY_MARK = 'reviewed-policy'
const VERSION_DIGITS = 12

/**
 * Looks again at the accounts that changed: frees the refused orders that fit by now, the oldest first, and tells whose
 * customers are blocked or no longer. Each account in one transaction that holds its lock and forgets the change at its
 * end, so that nothing is freed twice and no change is lost, whoever dies on the way. Answers how many accounts.
 */
export async function reviewChanges(deps: ReviewDeps, signal: AbortSignal): Promise<number> {
  await deps.policies.catchUp()
  await noteWhatTimeChanged(deps)
  let reviewed = 0
  const turned: Turned[] = []
  let tellsAt = deps.clock.system() + TELL_EVERY_MS
  for (let round = 0; round < ROUNDS_MAX && !signal.aborted; round++) {
    const changed = await listChangedAccounts(deps.db, ACCOUNTS_MAX)
    if (changed.length === 0) break
    const waits = await findWaitingAccounts(deps.db, changed)
    // After a night's feed there are many: whoever has an order that waits does not wait for all of them.
    const isFull = changed.length === ACCOUNTS_MAX && round % URGENT_EVERY === 0
    const urgent = isFull ? await listUrgentAccounts(deps.db, URGENT_MAX) : []
    const first = changed.filter((accountId) => waits.has(accountId)).slice(0, WAITING_MAX)
    for (const accountId of new Set([...first, ...urgent])) {
      if (signal.aborted) break
      turned.push(...(await reviewAccount(deps, accountId)))
      await setImmediate()
    }
    const others = changed.filter((accountId) => !waits.has(accountId))
    if (others.length > 0) turned.push(...(await deps.db.transaction((sql) => reviewOthers(deps, sql, others))))
    reviewed += first.length + others.length
    if (first.length + turned.length > 0) deps.onEvents()
    if (turned.length > 0 && deps.clock.system() >= tellsAt) {
      deps.onTurned(turned.splice(0))
      tellsAt = deps.clock.system() + TELL_EVERY_MS
    }
    // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
    await setImmediate()
  }
  if (turned.length > 0) deps.onTurned(turned)
  return reviewed
}

/** Nothing happens to an account at midnight, or when a policy takes force, and yet it is judged otherwise. */
async function noteWhatTimeChanged({ db, clock, policies }: CreditDeps): Promise<void> {
  const { version } = policies.current().policy
  const marks = [
    { name: DAY_MARK, value: clock.today(), note: (sql: Sql) => noteNewDay(sql, clock.today()) },
    { name: POLICY_MARK, value: String(version).padStart(VERSION_DIGITS, '0'), note: noteAllAccounts },
  ]
  for (const { name, value, note } of marks) {
    // Only ever forward: two processes whose clocks differ do not undo each other.
    const isBehind = async (sql: Sql): Promise<boolean> => ((await readMark(sql, name)) ?? '') < value
    if (!(await isBehind(db))) continue
    await db.transaction(async (sql) => {
      if (!(await isBehind(sql))) return
      await note(sql)
      await writeMark(sql, name, value)
    })
  }
}

/** Looks again at one account now; answers whose customers became blocked or unblocked. */
export async function reviewAccount(deps: ReviewDeps, accountId: number): Promise<Turned[]> {
  const waiting = await listWaiting(deps.db, accountId, ORDERS_MAX)
  const byKey = new Map(waiting.map((order) => [orderKey(order.source, order.orderId), order]))
  const sold = await closeSold(deps, accountId, waiting)
  const asks = waiting.filter((order) => !order.isForced && !sold.has(order.id)).map(askAgain)
  const known = (ask: Ask): BlockedOrder | undefined => byKey.get(orderKey(ask.source, ask.orderId as string))
  let turned: Turned[] = []
  const finish = async (sql: Sql): Promise<void> => {
    await lockAccounts(sql, [accountId])
    const now = await listWaiting(sql, accountId, ORDERS_MAX)
    // Refused since we looked, before or after the change: the next round looks at it.
    const isSeen = now.every(({ id, revision }) => waiting.some((one) => one.id === id && one.revision === revision))
    turned = isSeen ? await tellAndForget(deps, sql, [accountId]) : []
  }
  if (asks.length === 0) {
    await deps.db.transaction(finish)
  } else {
    await reserveAll(deps, asks, {
      cause: 'changed',
      isNews: (ask, reasons) => textOf(reasons) !== textOf(known(ask)?.reasons ?? []),
      mayReturn: (ask) => known(ask)?.state === 'released',
      holdMs: deps.holdFreedMs,
      finish,
    })
  }
  return turned
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
    const isSold = erp.state === 'confirmed' || erp.state === 'closed'
    if (!isSold && erp.state !== 'cancelled') return []
    return [{ ...order, state: isSold ? 'sold' : 'cancelled', cause: 'erp', closedAt: now }]
  })
}

function askAgain({ source, orderId, revision, amount, company, salesRep, request }: BlockedOrder): Ask {
  const { externalId, paymentKind, upfront, termDaysMax, digest } = request
  return {
    ...{ source, mode: 'reserve', customer: { externalId }, externalId, orderId, revision, amount, company },
    ...{ paymentKind, upfront: BigInt(upfront), termDaysMax, salesRep, asOf: null, digest },
  }
}

/** Accounts where no order waits, unless one was refused since they were looked up: those are left to the next round. */
async function reviewOthers(deps: CreditDeps, sql: Sql, accountIds: readonly number[]): Promise<Turned[]> {
  await lockAccounts(sql, accountIds)
  const waits = await findWaitingAccounts(sql, accountIds)
  return tellAndForget(
    deps,
    sql,
    accountIds.filter((accountId) => !waits.has(accountId)),
  )
}

/** Under the locks of these accounts: tells whose customers became blocked or unblocked, and forgets that they changed. */
async function tellAndForget(deps: CreditDeps, sql: Sql, accountIds: readonly number[]): Promise<Turned[]> {
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
  await forgetAccountChanges(sql, accountIds)
  return turned.map(({ member: { source, externalId } }) => ({ source, externalId }))
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
