import type { Database, Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import { claimOf, type Order } from '../receivables/order.ts'
import { settleCustomers } from '../receivables/settle.ts'
import { composeAnswer, type Made } from './answer.ts'
import type { AskedAt } from './assemble.ts'
import { type Decision, decide, type LoadedPolicy, questionOf } from './decide.ts'
import { customersOf, type Dossier, type Dossiers, readDossiers, replaceDossiers } from './dossier-store.ts'
import {
  type Ask,
  accountsOf,
  type Background,
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
import type { OrderBook } from './order-book.ts'
import type { PolicyBook } from './policies.ts'
import { addOwingChecks, type CheckRecord, insertChecks } from './store.ts'

export interface CreditDeps {
  db: Database
  clock: Clock
  policies: PolicyBook
  /** Where refused orders are kept; absent where nobody frees them. */
  orders?: OrderBook
  /** Set where somebody keeps a copy of what is available: room that is taken is noted, and this called afterwards. */
  onRoomTaken?: () => void
}

/** The outcome of one request: an answer, or a conflict with what stands. */
export type Outcome = Answered | { kind: 'conflict'; detail: string }

/** Written from the decision as it is stored, so that a replay is the same text, byte for byte. */
export interface Answered {
  kind: 'answer'
  json: string
  replayed: boolean
  /** What was decided just now, for counting; `null` for a replay. */
  decision: Decision | null
}

/** A decision on its way into the database: it is answered only after it is there. */
export interface Judged {
  record: CheckRecord
  owing: boolean
  answered: Answered
}

/** How often a batch is read because positions had to be settled, orders changed, or another process loaded a policy. */
const READS_MAX = 4

/** Answers requests that take no room (`check`, `recheck`) in as few round trips as one would take. */
export async function checkAll(
  deps: CreditDeps,
  asks: readonly Ask[],
  finish?: (sql: Sql, checkIds: readonly string[]) => Promise<void>,
): Promise<Outcome[]> {
  const { db, clock, policies } = deps
  const { dossiers, orders } = await readSettled(deps, asks)
  const loaded = policies.current()
  const at = { now: clock.now(), today: clock.today() }
  const background = await readBackground(db, asks, dossiers, at, loaded, deps.orders)
  const judged: Judged[] = []
  for (const ask of asks) {
    const order = ask.orderId === null ? null : (orders.get(orderKey(ask.source, ask.orderId)) ?? null)
    const found = dossierOf(dossiers, ask)
    const dossier = found && ask.asOf !== null ? await dossierOn(db, found, ask.asOf, policies.keeping()) : found
    judged.push(judgeAlone(ask, dossier, order, { deps, background, at, loaded }))
  }
  const isLone = judged.length === 1 && !judged.some(({ owing }) => owing) && finish === undefined
  await db.transactionIfNeeded(!isLone, async (sql) => {
    await saveJudged(sql, judged, at.today)
    await finish?.(sql, idsOf(judged))
  })
  return judged.map(({ answered }) => answered)
}

/** What a request is judged on, besides its customer and its order. */
export interface Ground {
  readonly deps: Pick<CreditDeps, 'clock'>
  readonly background: Background
  readonly at: AskedAt
  readonly loaded: LoadedPolicy
}

/** A decision that takes no room and is noted with no order. */
export function judgeAlone(ask: Ask, dossier: Dossier | null, order: Order | null, ground: Ground): Judged {
  const { deps, background, at, loaded } = ground
  const facts = factsFor(ask, dossier, order, background, { now: at.now, today: ask.asOf ?? at.today }, loaded)
  const decision = decide(facts, loaded, questionOf(ask.mode, facts))
  const made: Made = { ...stamp(ask, at, loaded), facts, decision, hold: null }
  return conclude(ask, made, dossier?.customer.id ?? null, loaded, deps.clock)
}

export const idsOf = (judged: readonly Judged[]): string[] => judged.map(({ record }) => record.made.id)

/**
 * Orders, then positions. A hold taken in between counts as another order's for this one answer; one given back in
 * between would be taken out twice, so orders that were found are read once more, and all of it when they changed.
 */
async function readSettled(
  deps: CreditDeps,
  asks: readonly Ask[],
): Promise<{ dossiers: Dossiers; orders: Map<string, Order> }> {
  for (let attempt = 1; ; attempt++) {
    const orders = await readOrders(deps.db, asks)
    const dossiers = await readSettledDossiers(deps, wantedCustomers(asks))
    const isSame = orders.size === 0 || haveSameClaims(orders, await readOrders(deps.db, asks))
    if (isSame || attempt >= READS_MAX) return { dossiers, orders }
  }
}

/** Dossiers as of now: positions that fell behind the time or the policy are settled, and those accounts read again. */
export async function readSettledDossiers(
  { db, clock, policies }: CreditDeps,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Dossiers> {
  let dossiers = await readDossiers(db, wanted)
  for (let attempt = 1; attempt < READS_MAX; attempt++) {
    if ((dossiers.policyVersion ?? 0) > policies.current().policy.version) {
      await policies.catchUp()
      dossiers = await readDossiers(db, wanted)
    }
    const time = { now: clock.now(), today: clock.today() }
    const unsettled = unsettledOf(accountsOf(dossiers), time, policies.keeping())
    if (unsettled.length === 0) break
    await settleCustomers(db, unsettled, time, policies.keeping())
    replaceDossiers(dossiers, await readDossiers(db, customersOf(dossiers, new Set(unsettled))))
  }
  return dossiers
}

function haveSameClaims(before: ReadonlyMap<string, Order>, after: ReadonlyMap<string, Order>): boolean {
  const text = (order: Order | undefined): string => (order ? Object.values(claimOf(order)).join() : '')
  return [...before].every(([key, order]) => text(order) === text(after.get(key)))
}

/** What a decision is known by, before it is made. */
export function stamp({ mode }: Ask, { now }: AskedAt, { policy }: LoadedPolicy) {
  const { name, version } = policy
  return { id: createId('chk', now), mode, checkedAt: now, policy: { name, version } }
}

export function conclude(
  ask: Ask,
  made: Made,
  customerId: number | null,
  loaded: LoadedPolicy,
  clock: Pick<Clock, 'format'>,
): Judged {
  // What an ERP's database only watched, or refused although the order stands, is no request for credit.
  const isAsking = ask.mode === 'reserve' || (ask.mode === 'check' && ask.asOf === null && ask.refusedBy === null)
  return {
    record: { source: ask.source, customerId, made },
    owing: isAsking && isAskingWhileOwing(made.facts, loaded),
    answered: { kind: 'answer', json: writeAnswer(made, clock), replayed: false, decision: made.decision },
  }
}

export const writeAnswer = (made: Made, clock: Pick<Clock, 'format'>): string =>
  JSON.stringify(composeAnswer(made, clock))

/** `day` is the day of asking: requests of overdue customers are counted by day. */
export async function saveJudged(sql: Sql, judged: readonly Judged[], day: Day): Promise<void> {
  if (judged.length === 0) return
  await insertChecks(
    sql,
    judged.map(({ record }) => record),
  )
  const owing = new Map<number, number>()
  for (const one of judged) {
    const id = one.record.customerId
    if (one.owing && id !== null) owing.set(id, (owing.get(id) ?? 0) + 1)
  }
  if (owing.size > 0) await addOwingChecks(sql, day, owing)
}
