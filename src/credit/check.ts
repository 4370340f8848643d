import type { Database, Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import { claimOf, type Order } from '../receivables/order.ts'
import { settleCustomers } from '../receivables/settle.ts'
import { composeAnswer, type Hold } from './answer.ts'
import type { AskedAt } from './assemble.ts'
import { type Decision, decide, type LoadedPolicy, questionOf } from './decide.ts'
import { type Dossiers, readDossiers } from './dossier-store.ts'
import type { Facts } from './facts.ts'
import { serializeFacts } from './facts-json.ts'
import {
  type Ask,
  accountsOf,
  dossierOf,
  dossierOn,
  factsFor,
  isAskingWhileOwing,
  orderKey,
  readBackground,
  readOrders,
  unsettledOf,
  wantedCustomers,
} from './gather.ts'
import type { PolicyBook } from './policies.ts'
import { addOwingChecks, type CheckRecord, insertChecks } from './store.ts'

export interface CreditDeps {
  db: Database
  clock: Clock
  policies: PolicyBook
}

/** The outcome of one request: an answer, or a conflict with what stands. */
export type Outcome = Answered | { kind: 'conflict'; detail: string }

/** The text that was stored is the text that is answered, byte for byte, also when it is replayed. */
export interface Answered {
  kind: 'answer'
  json: string
  replayed: boolean
  /** What was decided just now, for counting; `null` for a replay. */
  decision: Decision | null
}

/** A decision on its way into the database: it is answered only after it is there. */
export interface Made {
  record: CheckRecord
  owing: boolean
  answered: Answered
}

/** How often a batch is read again because positions had to be settled or another process changed the policy. */
const READS_MAX = 4

/** Answers requests that take no room (`check`, `recheck`) in as few round trips as one would take. */
export async function checkAll({ db, clock, policies }: CreditDeps, asks: readonly Ask[]): Promise<Outcome[]> {
  const { dossiers, orders } = await readSettled({ db, clock, policies }, asks)
  const loaded = policies.current()
  const at = { now: clock.now(), today: clock.today() }
  const background = await readBackground(db, asks, dossiers, at, loaded)
  const made: Made[] = []
  for (const ask of asks) {
    const order = ask.orderId === null ? null : (orders.get(orderKey(ask.source, ask.orderId)) ?? null)
    const found = dossierOf(dossiers, ask)
    const dossier = found && ask.asOf !== null ? await dossierOn(db, found, ask.asOf, policies.keeping()) : found
    const facts = factsFor(ask, dossier, order, background, { now: at.now, today: ask.asOf ?? at.today }, loaded)
    const decision = decide(facts, loaded, questionOf(ask.mode, facts))
    made.push(make(ask, facts, decision, null, at, loaded, clock, found?.customer.id ?? null))
  }
  await db.transactionIfNeeded(made.length > 1 || made.some(({ owing }) => owing), (sql) =>
    saveMade(sql, made, at.today),
  )
  return made.map(({ answered }) => answered)
}

/**
 * Orders, then positions. A hold taken in between counts as another order's for this one answer; one given back in
 * between would be taken out twice, so orders that were found are read once more, and all of it when they changed.
 */
async function readSettled(
  { db, clock, policies }: CreditDeps,
  asks: readonly Ask[],
): Promise<{ dossiers: Dossiers; orders: Map<string, Order> }> {
  for (let attempt = 1; ; attempt++) {
    const orders = await readOrders(db, asks)
    const dossiers = await readDossiers(db, wantedCustomers(asks))
    const time = { now: clock.now(), today: clock.today() }
    const behind = (dossiers.policyVersion ?? 0) > policies.current().policy.version
    const unsettled = unsettledOf(accountsOf(dossiers), time, policies.keeping())
    const isSame = orders.size === 0 || haveSameClaims(orders, await readOrders(db, asks))
    if ((!behind && unsettled.length === 0 && isSame) || attempt >= READS_MAX) return { dossiers, orders }
    if (behind) await policies.catchUp()
    else await settleCustomers(db, unsettled, time, policies.keeping())
  }
}

function haveSameClaims(before: ReadonlyMap<string, Order>, after: ReadonlyMap<string, Order>): boolean {
  const text = (order: Order | undefined): string => (order ? Object.values(claimOf(order)).join() : '')
  return [...before].every(([key, order]) => text(order) === text(after.get(key)))
}

export function make(
  ask: Ask,
  facts: Facts,
  decision: Decision,
  hold: Hold | null,
  at: AskedAt,
  loaded: LoadedPolicy,
  clock: Clock,
  customerId: number | null,
  id: string = createId('chk', at.now),
): Made {
  const answer = composeAnswer({ id, mode: ask.mode, checkedAt: at.now }, facts, decision, hold, loaded.policy, clock)
  const record: CheckRecord = {
    id,
    source: ask.source,
    customerId,
    orderId: ask.orderId,
    mode: ask.mode,
    decision: decision.decision,
    policyVersion: loaded.policy.version,
    checkedAt: at.now,
    factsJson: serializeFacts(facts),
    answerJson: JSON.stringify(answer),
  }
  const owing = ask.mode !== 'recheck' && ask.asOf === null && isAskingWhileOwing(facts, loaded)
  return { record, owing, answered: { kind: 'answer', json: record.answerJson, replayed: false, decision } }
}

/** `day` is the day of asking: requests of overdue customers are counted by day. */
export async function saveMade(sql: Sql, made: readonly Made[], day: Day): Promise<void> {
  if (made.length === 0) return
  await insertChecks(
    sql,
    made.map(({ record }) => record),
  )
  const owing = new Map<number, number>()
  for (const one of made) {
    const id = one.record.customerId
    if (one.owing && id !== null) owing.set(id, (owing.get(id) ?? 0) + 1)
  }
  if (owing.size > 0) await addOwingChecks(sql, day, owing)
}
