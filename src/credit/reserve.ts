import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { lockAccounts } from '../receivables/account-store.ts'
import { findCustomersById, type StoredCustomer } from '../receivables/customer-store.ts'
import { type Also, Ledger, MoreAccountsNeeded, requireLocked, withLocksAsNeeded } from '../receivables/ingest.ts'
import { type Expected, requireLinked } from '../receivables/ingest-orders.ts'
import type { Order } from '../receivables/order.ts'
import { saveOrders } from '../receivables/order-store.ts'
import { applyOrder, withinBounds } from '../receivables/position.ts'
import { loadPositions, savePositions } from '../receivables/position-store.ts'
import { sumLinked } from '../receivables/receivable-store.ts'
import { settle } from '../receivables/settle.ts'
import type { Made } from './answer.ts'
import type { AskedAt } from './assemble.ts'
import {
  type Answered,
  type CreditDeps,
  conclude,
  type Judged,
  type Outcome,
  saveJudged,
  stamp,
  writeAnswer,
} from './check.ts'
import { decide, type LoadedPolicy, questionOf } from './decide.ts'
import { type Dossier, type Dossiers, findAccountIds, readDossiers } from './dossier-store.ts'
import { creditAmountOf, type Facts, owingSide } from './facts.ts'
import {
  type Ask,
  accountsOf,
  type Background,
  dossierOf,
  ensurePosition,
  factsFor,
  orderKey,
  readBackground,
  readOrders,
  wantedCustomers,
} from './gather.ts'
import { policyFor } from './policy.ts'
import { type CheckRecord, findChecks } from './store.ts'

const MINUTE_MS = 60_000
const POLICY_ATTEMPTS = 3

type Owner = Pick<StoredCustomer, 'id' | 'riskClass'>

/** Another process has loaded a newer policy: the batch is decided again under that one. */
class PolicyChanged extends Error {}

/**
 * Decides `reserve` requests and takes room for those approved, all in one transaction that holds the locks of their
 * accounts: two orders never see the same room, in one process or in ten. Requests are decided in the order given.
 */
export async function reserveAll(deps: CreditDeps, asks: readonly Ask[]): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withLocksAsNeeded(deps.policies, (also) =>
        deps.db.transaction((sql) => reserveLocked(deps, sql, asks, also)),
      )
    } catch (error) {
      if (!(error instanceof PolicyChanged) || attempt >= POLICY_ATTEMPTS) throw error
      await deps.policies.catchUp()
    }
  }
}

async function reserveLocked(deps: CreditDeps, sql: Sql, asks: readonly Ask[], also: Also): Promise<Outcome[]> {
  const desk = await openDesk(deps, sql, asks, also)
  const outcomes = asks.map((ask) => desk.judge(ask))
  await desk.save()
  const replays = await findChecks(
    sql,
    outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [outcome] : [])),
  )
  return outcomes.map((outcome) =>
    typeof outcome === 'string'
      ? replayOf(writeAnswer((replays.get(outcome) as CheckRecord).made, deps.clock))
      : outcome,
  )
}

/** Locks and loads everything that the requests touch; see openLedger for why what is read after the locks holds. */
async function openDesk(deps: CreditDeps, sql: Sql, asks: readonly Ask[], also: Also): Promise<Desk> {
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
  const background = await readBackground(sql, asks, dossiers, at, loaded)
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

const replayOf = (json: string): Answered => ({ kind: 'answer', json, replayed: true, decision: null })

type Linked = Map<string, { invoiced: bigint; drafted: bigint }>

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

interface DeskState {
  deps: CreditDeps
  sql: Sql
  dossiers: Dossiers
  orders: Map<string, Order>
  linked: Linked
  background: Background
  loaded: LoadedPolicy
  at: AskedAt
  ledger: Ledger<{ riskClass: string | null }>
}

/** One transaction's view: each decision moves the positions that the next one sees. */
class Desk {
  private readonly state: DeskState
  private readonly judged: Judged[] = []
  private readonly answers = new Map<string, string>()
  private readonly changedOrders = new Map<string, Order>()
  /** Orders that nobody had asked for, refused ones as well, with what invoices that came earlier were taken to say. */
  private readonly newOrders = new Map<string, Expected>()

  constructor(state: DeskState) {
    this.state = state
  }

  /** The outcome, or the id of the check whose stored answer is to be replayed. */
  judge(ask: Ask): Outcome | string {
    const { dossiers, orders, background, at, loaded, linked } = this.state
    const key = orderKey(ask.source, ask.orderId as string)
    const order = orders.get(key) ?? null
    const standing = order && this.answerStanding(ask, order)
    if (standing) return standing
    const dossier = dossierOf(dossiers, ask)
    const early = order ?? (linked.has(key) && dossier ? this.draftOrder(ask, dossier) : null)
    if (!order && dossier) this.newOrders.set(key, this.draftOrder(ask, dossier))
    const facts = factsFor(ask, dossier, early, background, at, loaded)
    const decision = decide(facts, loaded, questionOf(ask.mode, facts))
    const stamped = stamp(ask, at, loaded)
    const isTaking = decision.decision === 'approved' && dossier !== null
    if (isTaking && !this.hasPlace(ask, facts, dossier)) return conflict(TOO_LARGE)
    const hold = isTaking ? this.takeRoom(ask, facts, dossier, order, stamped.id) : null
    const made: Made = { ...stamped, facts, decision, hold }
    const judged = conclude(ask, made, dossier?.customer.id ?? null, loaded, this.state.deps.clock)
    this.judged.push(judged)
    this.answers.set(made.id, judged.answered.json)
    if (judged.owing && dossier) background.owingChecks.set(dossier.customer.id, facts.owingChecks + 1)
    return judged.answered
  }

  async save(): Promise<void> {
    const { sql, ledger } = this.state
    await saveJudged(sql, this.judged, this.state.at.today)
    await saveOrders(sql, this.state.deps.clock.system(), [...this.changedOrders.values()])
    await requireLinked(sql, [...this.newOrders.values()])
    await savePositions(sql, ledger.changes)
  }

  /** What an order that stands already answers for itself: a replay, or a conflict. `null`: it is to be decided. */
  private answerStanding(ask: Ask, order: Order): Outcome | string | null {
    if (ask.revision < order.revision)
      return conflict(`order ${order.externalId} has revision ${order.revision} already: send a higher one`)
    if (ask.revision > order.revision) return null
    if (order.state === 'closed')
      return conflict(`order ${order.externalId} is closed: send a higher revision to open it again`)
    if ((order.state !== 'held' && order.state !== 'confirmed') || order.checkId === null) return null
    if (order.requestDigest !== ask.digest) {
      return conflict(
        `order ${order.externalId} revision ${order.revision} was asked before with another body: send a higher revision`,
      )
    }
    const answer = this.answers.get(order.checkId)
    return answer === undefined ? order.checkId : replayOf(answer)
  }

  /** Without a limit nothing else keeps the sum of holds within what a column takes. */
  private hasPlace(ask: Ask, facts: Facts, dossier: Dossier): boolean {
    const position = this.state.ledger.change(dossier.customer.id, ask.company)
    return withinBounds({ ...position, held: position.held + creditAmountOf({ ...facts.order, invoiced: 0n }) })
  }

  private takeRoom(ask: Ask, facts: Facts, dossier: Dossier, before: Order | null, checkId: string): Made['hold'] {
    const { ledger, orders, loaded, at } = this.state
    const { holdMinutes } = policyFor(loaded.policy, dossier.customer.riskClass)
    const confirmed = before?.state === 'confirmed'
    const expiresAt: EpochMs | null = confirmed ? null : at.now + holdMinutes * MINUTE_MS
    const after: Order = {
      ...(before ?? this.draftOrder(ask, dossier)),
      customerId: dossier.customer.id,
      company: ask.company,
      revision: ask.revision,
      state: confirmed ? 'confirmed' : 'held',
      amount: ask.amount,
      creditAmount: creditAmountOf({ ...facts.order, invoiced: 0n }),
      expiresAt,
      checkId,
      requestDigest: ask.digest,
      acceptedOverdue: owingSide(facts, loaded.policy.contagion).exposure.overdue,
    }
    if (before) applyOrder(ledger.change(before.customerId, before.company), before, -1)
    applyOrder(ledger.change(after.customerId, after.company), after, 1)
    const key = orderKey(ask.source, after.externalId)
    orders.set(key, after)
    this.changedOrders.set(key, after)
    return { expiresAt }
  }

  /** An order as it is before anything is agreed, with what invoices that came earlier say. */
  private draftOrder(ask: Ask, dossier: Dossier): Order {
    const sums = this.state.linked.get(orderKey(ask.source, ask.orderId as string))
    return {
      id: 0,
      source: ask.source,
      externalId: ask.orderId as string,
      customerId: dossier.customer.id,
      company: ask.company,
      revision: ask.revision,
      state: 'expired',
      amount: 0n,
      creditAmount: 0n,
      reportedInvoiced: 0n,
      linkedInvoiced: sums?.invoiced ?? 0n,
      linkedDrafted: sums?.drafted ?? 0n,
      expiresAt: null,
      checkId: null,
      requestDigest: null,
      acceptedOverdue: 0n,
      updatedAt: null,
    }
  }
}

const TOO_LARGE = 'the order would make the position larger than can be kept'

const conflict = (detail: string): Outcome => ({ kind: 'conflict', detail })
