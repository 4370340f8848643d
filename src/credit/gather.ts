import type { Sql } from '../database.ts'
import { addDays } from '../kernel/day.ts'
import type { Order } from '../receivables/order.ts'
import { findOrders } from '../receivables/order-store.ts'
import { type OverdueScope, overdueScope, readDue, readOverdueTitles } from '../receivables/overdue-store.ts'
import { cutoffOn, emptyPosition, type Keeping, needsSettling, scopeOf } from '../receivables/position.ts'
import type { KeptPosition } from '../receivables/position-store.ts'
import type { SettleTime } from '../receivables/settle.ts'
import { countOwingChecks } from '../receivables/standing-store.ts'
import { type AskedAt, assembleFacts } from './assemble.ts'
import type { LoadedPolicy } from './decide.ts'
import { type Dossier, type DossierAccount, type Dossiers, dossierKey, readSyncTimes } from './dossier-store.ts'
import { type Facts, owingSide } from './facts.ts'
import { isCovered, type OrderBook, type OrderNotes } from './order-book.ts'
import { type Policy, policyFor } from './policy.ts'
import type { CheckRequest } from './request.ts'

/** A request whose customer has been looked up by id or document; `externalId` null: nobody was found. */
export type Ask = CheckRequest & { externalId: string | null }

export function wantedCustomers(asks: readonly Ask[]): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const { source, externalId } of asks) {
    if (externalId !== null) addTo(wanted, source, externalId)
  }
  return wanted
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key)
  if (values) values.add(value)
  else map.set(key, new Set([value]))
}

export const orderKey = (source: string, orderId: string): string => `${source}\n${orderId}`

/** The orders that these requests name, as kept. */
export async function readOrders(sql: Sql, asks: readonly Ask[]): Promise<Map<string, Order>> {
  const wanted = new Map<string, Set<string>>()
  for (const { source, orderId } of asks) if (orderId !== null) addTo(wanted, source, orderId)
  const found = new Map<string, Order>()
  for (const [source, orderIds] of wanted) {
    for (const order of (await findOrders(sql, source, orderIds)).values())
      found.set(orderKey(source, order.externalId), order)
  }
  return found
}

export const dossierOf = (dossiers: Dossiers, ask: Ask): Dossier | null =>
  ask.externalId === null ? null : (dossiers.bySourceAndId.get(dossierKey(ask.source, ask.externalId)) ?? null)

export const accountsOf = (dossiers: Dossiers): Set<DossierAccount> =>
  new Set([...dossiers.byCustomerId.values()].map(({ account }) => account))

/** The members whose positions are behind the time or the policy. */
export function unsettledOf(accounts: Iterable<DossierAccount>, time: SettleTime, keeping: Keeping): number[] {
  const found: number[] = []
  for (const { members, positions } of accounts) {
    for (const { customerId, position } of positions) {
      const riskClass = members.get(customerId)?.riskClass ?? null
      const cutoff = cutoffOn(time.today, keeping.graceDays(riskClass))
      if (needsSettling(position, cutoff, time.now, keeping.disputedIsOverdue(riskClass))) found.push(customerId)
    }
  }
  return found
}

/** Gives a customer who has no position in a company yet an empty one, so that a hold has a row to stand in. */
export function ensurePosition(
  { account, customer }: Dossier,
  company: string,
  time: SettleTime,
  keeping: Keeping,
): KeptPosition {
  const scope = scopeOf(keeping, company)
  const found = account.positions.find((entry) => entry.customerId === customer.id && entry.company === scope)
  if (found) return found
  const position = emptyPosition(cutoffOn(time.today, keeping.graceDays(customer.riskClass)))
  const created = { customerId: customer.id, company: scope, position }
  account.positions.push(created)
  return created
}

/** What is not in the dossiers: how often overdue customers asked before, and when unknown customers' sources were heard of. */
export interface Background {
  owingChecks: Map<number, number>
  syncTimes: Map<string, number | null>
  /** By `orderKey`. */
  notes: Map<string, OrderNotes>
}

/** For what is asked without any order. */
export const NO_BACKGROUND: Background = { owingChecks: new Map(), syncTimes: new Map(), notes: new Map() }

export async function readBackground(
  sql: Sql,
  asks: readonly Ask[],
  dossiers: Dossiers,
  at: AskedAt,
  { policy }: LoadedPolicy,
  book: OrderBook | undefined,
): Promise<Background> {
  const unknown = asks.filter((ask) => dossierOf(dossiers, ask) === null)
  const owingChecks = new Map<number, number>()
  for (const [days, customerIds] of overdueCustomers(asks, dossiers, policy)) {
    const since = addDays(at.today, 1 - days)
    for (const [id, checks] of await countOwingChecks(sql, [...customerIds], since)) owingChecks.set(id, checks)
  }
  const lasting = asks.filter(({ mode }) => mode !== 'check')
  return {
    owingChecks,
    notes: book && lasting.length > 0 ? await book.read(sql, lasting) : new Map(),
    syncTimes:
      unknown.length === 0
        ? new Map()
        : await readSyncTimes(
            sql,
            unknown.map(({ source }) => source),
          ),
  }
}

/** The customers for whom `buys_while_owing` has something to count, by the days that it looks back. */
function overdueCustomers(asks: readonly Ask[], dossiers: Dossiers, policy: Policy): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>()
  for (const ask of asks) {
    const dossier = dossierOf(dossiers, ask)
    if (!dossier) continue
    const { level, days } = policyFor(policy, dossier.customer.riskClass).rules.buys_while_owing
    const isOverdue = dossier.account.positions.some(
      ({ position }) => position.overdueCount + position.disputedOverdueCount > 0,
    )
    if (level !== 'off' && isOverdue) addTo(found, days, dossier.customer.id)
  }
  return found
}

export function factsFor(
  ask: Ask,
  dossier: Dossier | null,
  order: Order | null,
  background: Background,
  at: AskedAt,
  { policy }: LoadedPolicy,
): Facts {
  const owingChecks = dossier ? (background.owingChecks.get(dossier.customer.id) ?? 0) : 0
  const lastSuccessAt = dossier ? dossier.lastSuccessAt : (background.syncTimes.get(ask.source) ?? null)
  const notes = ask.orderId === null ? undefined : background.notes.get(orderKey(ask.source, ask.orderId))
  const terms = notes?.release
  const isReleased = terms && isCovered(terms, ask, dossier?.customer.id ?? null, order, at.now, policy)
  const said = {
    release: isReleased ? { id: terms.id, by: terms.by } : null,
    keptBack: notes?.refused?.isKeptBack ?? false,
  }
  return assembleFacts(ask, dossier, order, owingChecks, lastSuccessAt, at, policy, said)
}

/** True when this was a request for credit by a customer who is overdue: it counts for `buys_while_owing`. */
export const isAskingWhileOwing = (facts: Facts, { policy }: LoadedPolicy): boolean =>
  facts.order.paymentKind === 'credit' &&
  facts.customer !== null &&
  owingSide(facts, policy.contagion).exposure.overdue > facts.overdueTolerance

/** The same dossier on another day: what will be (or was) overdue then of what is open now. For rehearsals. */
export async function dossierOn(sql: Sql, dossier: Dossier, day: string, keeping: Keeping): Promise<Dossier> {
  const kept = dossier.account.positions
  const scopes = kept.map(({ customerId, company }) => {
    const riskClass = dossier.account.members.get(customerId)?.riskClass ?? null
    return overdueScope(
      customerId,
      company,
      cutoffOn(day, keeping.graceDays(riskClass)),
      keeping.disputedIsOverdue(riskClass),
    )
  })
  const due = await readDue(sql, scopes)
  const titles = await readOverdueTitles(sql, scopes)
  const positions = kept.map((entry, index) => {
    const { cutoff } = scopes[index] as OverdueScope
    return {
      ...entry,
      position: { ...entry.position, ...due[index], cutoffOn: cutoff, overdueTitles: titles[index] ?? null },
    }
  })
  return { ...dossier, account: { ...dossier.account, positions } }
}
