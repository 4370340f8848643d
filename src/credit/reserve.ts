import type { Sql } from '../database.ts'
import { lockAccounts } from '../receivables/account-store.ts'
import { findCustomersById } from '../receivables/customer-store.ts'
import { type Also, Ledger, MoreAccountsNeeded, requireLocked, withLocksAsNeeded } from '../receivables/ingest.ts'
import type { Order } from '../receivables/order.ts'
import { loadPositions } from '../receivables/position-store.ts'
import { sumLinked } from '../receivables/receivable-store.ts'
import { settle } from '../receivables/settle.ts'
import { type CreditDeps, writeAnswer } from './check.ts'
import { findAccountIds, readDossiers } from './dossier-store.ts'
import {
  type Ask,
  accountsOf,
  dossierOf,
  ensurePosition,
  orderKey,
  readBackground,
  readOrders,
  wantedCustomers,
} from './gather.ts'
import type { Cause, OrderNotes } from './order-book.ts'
import { Desk, type Linked, type Owner, type ReserveOutcome } from './reserving.ts'
import type { Finding } from './rules/finding.ts'
import { type CheckRecord, findChecks } from './store.ts'

const POLICY_ATTEMPTS = 3

/** `return`: it stands by a hold, and is judged again: what was paid for it may have bounced. `leave`: nothing is done. */
export type Turn = 'judge' | 'return' | 'leave'

/** How requests are decided. */
export interface Terms {
  readonly cause: Cause
  /** Whether a refusal says something that is not known yet; what does not is not kept. */
  readonly isNews: (ask: Ask, reasons: readonly Finding[]) => boolean
  /** What is to be done with an order, by what is known of it under the locks. */
  readonly turnOf: (ask: Ask, notes: OrderNotes, order: Order | null) => Turn
  /** Room is held for so long at least. */
  readonly holdMs: number
  /** What is asked in truth, by what is known of the order under the locks; a `check` is kept alone, without any trace. */
  readonly restate?: (ask: Ask, known: KnownOrder) => Ask
  /** Runs at the end of the transaction, with the checks that were kept in it. */
  readonly finish?: (sql: Sql, checkIds: readonly string[]) => Promise<void>
}

export interface KnownOrder {
  readonly notes: OrderNotes
  readonly order: Order | null
  /** Whose request it is; null for a customer without a place here. */
  readonly customerId: number | null
}

export const ASKED: Terms = { cause: 'asked', isNews: () => true, turnOf: () => 'judge', holdMs: 0 }

/** Another process has loaded a newer policy: the batch is decided again under that one. */
class PolicyChanged extends Error {}

/**
 * Decides `reserve` requests and takes room for those approved, all in one transaction that holds the locks of their
 * accounts: two orders never see the same room, in one process or in ten. Requests are decided in the order given.
 */
export async function reserveAll(
  deps: CreditDeps,
  asks: readonly Ask[],
  terms: Terms = ASKED,
): Promise<ReserveOutcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const outcomes = await withLocksAsNeeded(deps.policies, (also) =>
        deps.db.transaction((sql) => reserveLocked(deps, sql, asks, also, terms)),
      )
      if (terms.cause === 'asked') deps.onRoomTaken?.()
      return outcomes
    } catch (error) {
      if (!(error instanceof PolicyChanged) || attempt >= POLICY_ATTEMPTS) throw error
      await deps.policies.catchUp()
    }
  }
}

async function reserveLocked(
  deps: CreditDeps,
  sql: Sql,
  asks: readonly Ask[],
  also: Also,
  terms: Terms,
): Promise<ReserveOutcome[]> {
  const desk = await openDesk(deps, sql, asks, also, terms)
  const outcomes = asks.map((ask) => desk.take(ask))
  await desk.save()
  await terms.finish?.(sql, desk.checkIds)
  const replays = await findChecks(
    sql,
    outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [outcome] : [])),
  )
  return outcomes.map((outcome) =>
    typeof outcome === 'string'
      ? desk.tell(outcome, writeAnswer((replays.get(outcome) as CheckRecord).made, deps.clock))
      : outcome,
  )
}

/** Locks and loads everything that the requests touch; see openLedger for why what is read after the locks holds. */
async function openDesk(deps: CreditDeps, sql: Sql, asks: readonly Ask[], also: Also, terms: Terms): Promise<Desk> {
  const { clock, policies } = deps
  const wanted = wantedCustomers(asks)
  const locked = sql.forUpdate === '' ? null : await lockAccountsOf(sql, wanted, also)
  const dossiers = await readDossiers(sql, wanted)
  const others = await findCustomersById(sql, also.customerIds)
  if (locked) {
    const members = [...dossiers.byCustomerId.values()].map(({ customer, account }) => ({
      id: customer.id,
      accountId: account.id,
    }))
    requireLocked(locked, [...members, ...others.values()])
  }
  const loaded = policies.current()
  if ((dossiers.policyVersion ?? 0) > loaded.policy.version) throw new PolicyChanged()
  const at = { now: clock.now(), today: clock.today() }
  const keeping = policies.keeping()
  const owners = new Map<number, Owner>([...accountsOf(dossiers)].flatMap(({ members }) => [...members]))
  const kept = new Set([...accountsOf(dossiers)].flatMap(({ positions }) => positions))
  const strangers = [...others.keys()].filter((id) => !owners.has(id))
  for (const id of strangers) owners.set(id, others.get(id) as Owner)
  if (strangers.length > 0) for (const entry of await loadPositions(sql, strangers)) kept.add(entry)
  await settle(sql, owners, [...kept], at, keeping)
  for (const ask of asks) {
    const dossier = dossierOf(dossiers, ask)
    if (dossier) kept.add(ensurePosition(dossier, ask.company, at, keeping))
  }
  const orders = await readOrders(sql, asks)
  const unlocked = [...orders.values()].map((order) => order.customerId).filter((id) => !owners.has(id))
  if (unlocked.length > 0) throw new MoreAccountsNeeded(unlocked)
  const background = await readBackground(sql, asks, dossiers, at, loaded, deps.orders)
  // Where each side looks again after saving, most invoices come later than their orders and nothing is looked up twice.
  const linked = sql.forUpdate === '' || also.isRetry ? await readLinked(sql, asks, orders) : new Map()
  return new Desk({
    deps,
    sql,
    dossiers,
    orders,
    linked,
    background,
    loaded,
    at,
    terms,
    ledger: new Ledger(owners, [...kept], { keeping, time: at }),
  })
}

/** Takes the accounts of these customers for the transaction. */
async function lockAccountsOf(
  sql: Sql,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  also: Also,
): Promise<Set<number>> {
  const accountIds = await findAccountIds(sql, wanted)
  const sought = await findCustomersById(sql, also.customerIds)
  const soughtAccountIds = [...sought.values()].map(({ accountId }) => accountId)
  const locked = new Set([...accountIds.values(), ...soughtAccountIds, ...also.accountIds])
  await lockAccounts(sql, locked)
  return locked
}

/** Invoices may have come before the order that they name. */
async function readLinked(sql: Sql, asks: readonly Ask[], orders: ReadonlyMap<string, Order>): Promise<Linked> {
  const found: Linked = new Map()
  for (const source of new Set(asks.map((ask) => ask.source))) {
    const ids = asks
      .filter((ask) => ask.source === source && !orders.has(orderKey(source, ask.orderId as string)))
      .map((ask) => ask.orderId as string)
    if (ids.length === 0) continue
    for (const [id, sums] of await sumLinked(sql, source, ids)) found.set(orderKey(source, id), sums)
  }
  return found
}
