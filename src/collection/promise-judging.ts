import type { Sql } from '../database.ts'
import type { Calendar } from '../kernel/calendar.ts'
import { type Cents, formatBrl, formatCents } from '../kernel/cents.ts'
import type { Clock } from '../kernel/clock.ts'
import { addDays, type Day, formatBrDay } from '../kernel/day.ts'
import { type CareCustomer, findCareCustomers } from './care-store.ts'
import { deadlineOf, judgePromise, type PromisedTitle, receivedOf, sum, type Verdict } from './promise.ts'
import { findTitles, listPromises, type StoredPromise, settlePromise, type TitleRow } from './promise-store.ts'
import { noteStandingsDue } from './standing-store.ts'
import { addToStory, type StoryKind } from './story-store.ts'
import { findTaskByOrigin, finishTask, openTask } from './task-store.ts'

/** Which promises were kept, and which were not. */

export interface JudgingDeps {
  readonly clock: Clock
  readonly calendar: Calendar
  settlementDays(paymentMethod: string | null): number
}

/** A promise next to how its titles stand now. */
export interface JudgedPromise {
  readonly promise: StoredPromise
  readonly customer: CareCustomer
  readonly titles: readonly (PromisedTitle & { readonly externalId: string })[]
  readonly deadlineOn: Day
  readonly heardOn: Day | null
  readonly received: Cents
  readonly verdict: Verdict
}

export interface Evaluation {
  readonly kept: number
  readonly broken: number
  readonly cancelled: number
  /** Past their deadline, and the source was not heard of since. */
  readonly waiting: number
}

/** So long after its day a broken promise may still turn out to have been kept. */
export const RECONSIDERED_DAYS = 90
const ACTOR = 'fiado'

/** Settles what is due of one customer's promises, in the caller's transaction. */
export async function evaluateCustomer(deps: JudgingDeps, sql: Sql, customerId: number): Promise<Evaluation> {
  const open = await listPromises(sql, [customerId], 'open')
  const broken = await listPromises(sql, [customerId], 'broken')
  const since = addDays(deps.clock.today(), -RECONSIDERED_DAYS)
  return settleAll(deps, sql, [...open, ...broken.filter(({ promisedOn }) => promisedOn >= since)])
}

/** What would be said of these promises now. Writes nothing. */
export async function judgeAll(
  deps: JudgingDeps,
  sql: Sql,
  promises: readonly StoredPromise[],
): Promise<JudgedPromise[]> {
  const customers = await findCareCustomers(
    sql,
    promises.map(({ customerId }) => customerId),
  )
  const rows = await findTitles(
    sql,
    promises.flatMap(({ titles }) => titles.map(({ id }) => id)),
  )
  return promises.flatMap((promise) => {
    const customer = customers.get(promise.customerId)
    return customer ? [judgeOne(deps, promise, customer, rows)] : []
  })
}

function judgeOne(
  { clock, calendar, settlementDays }: JudgingDeps,
  promise: StoredPromise,
  customer: CareCustomer,
  rows: ReadonlyMap<number, TitleRow>,
): JudgedPromise {
  const known = promise.titles.flatMap(({ id, openThen }) => {
    const row = rows.get(id)
    return row ? [{ row, openThen }] : []
  })
  const daysMax = Math.max(0, ...known.map(({ row }) => settlementDays(row.paymentMethod)))
  const deadlineOn = deadlineOf(promise.promisedOn, daysMax, calendar, customer)
  const heardOn = customer.heardAt === null ? null : clock.format(customer.heardAt).slice(0, 10)
  const titles = known.map(({ row, openThen }) => {
    const { externalId, openAmount: openNow, status, settledOn } = row
    return { externalId, openThen, openNow, status, settledOn }
  })
  const { state } = promise
  const isOver = state === 'kept' || state === 'cancelled'
  const verdict: Verdict = isOver
    ? { kind: 'unchanged' }
    : judgePromise({ state, amount: promise.amount }, titles, { deadlineOn, today: clock.today(), heardOn })
  return { promise, customer, titles, deadlineOn, heardOn, received: sum(titles.map(receivedOf)), verdict }
}

/** Settles what is due of these, once each. */
export async function settleAll(deps: JudgingDeps, sql: Sql, promises: readonly StoredPromise[]): Promise<Evaluation> {
  const counts = { kept: 0, broken: 0, cancelled: 0, waiting: 0 }
  const changed = new Set<number>()
  for (const judged of await judgeAll(deps, sql, promises)) {
    const { kind } = judged.verdict
    if (kind === 'waiting') counts.waiting++
    if (kind === 'waiting' || kind === 'unchanged') continue
    const to = kind === 'withdrawn' ? 'cancelled' : kind
    const { promise, customer } = judged
    if (!(await settlePromise(sql, promise.id, promise.state, to, deps.clock.today()))) continue
    counts[to]++
    changed.add(customer.id)
    await tellVerdict(deps, sql, judged, `promise.${to}`)
    if (to === 'broken') await openTaskOf(deps, sql, judged)
    if (to === 'kept' && promise.state === 'broken') await closeTaskOf(deps, sql, promise)
  }
  if (changed.size > 0) await noteStandingsDue(sql, [...changed])
  return counts
}

async function tellVerdict(
  { clock }: JudgingDeps,
  sql: Sql,
  { promise, customer, titles, deadlineOn, heardOn, verdict }: JudgedPromise,
  kind: StoryKind,
): Promise<void> {
  const sums =
    'received' in verdict
      ? {
          received: formatCents(verdict.received),
          needed: formatCents(verdict.needed),
          missing: formatCents(verdict.received < verdict.needed ? verdict.needed - verdict.received : 0n),
        }
      : { reason: 'titles_cancelled' }
  const detail = {
    ...{ promiseId: promise.id, amount: formatCents(promise.amount), promisedOn: promise.promisedOn, deadlineOn },
    ...{ ...sums, heardOn, wasBroken: promise.state === 'broken' },
    openThen: formatCents(sum(titles.map(({ openThen }) => openThen))),
    openNow: formatCents(sum(titles.map(({ openNow }) => openNow))),
  }
  await addToStory(sql, [{ customerId: customer.id, at: clock.now(), kind, actor: ACTOR, detail }])
}

const originOf = ({ id }: StoredPromise): string => `promise:${id}`

/** Somebody asks what happened, on the next day of work. */
async function openTaskOf(
  { clock, calendar }: JudgingDeps,
  sql: Sql,
  { promise, customer, verdict }: JudgedPromise,
): Promise<void> {
  const missing = 'received' in verdict ? verdict.needed - verdict.received : promise.amount
  const title =
    `Ligar: promessa de ${formatBrl(promise.amount)} para ${formatBrDay(promise.promisedOn)} não cumprida` +
    (missing < promise.amount ? `, faltam ${formatBrl(missing)}` : '')
  await openTask(sql, {
    ...{ customerId: customer.id, kind: 'call', title, origin: originOf(promise), createdBy: ACTOR },
    ...{ dueOn: calendar.nextBusinessDay(clock.today(), customer), createdAt: clock.now() },
  })
}

async function closeTaskOf({ clock }: JudgingDeps, sql: Sql, promise: StoredPromise): Promise<void> {
  const task = await findTaskByOrigin(sql, originOf(promise))
  const outcome = 'A promessa foi cumprida no prazo; a baixa chegou depois.'
  if (task) await finishTask(sql, task, { outcome, actor: ACTOR, at: clock.now() })
}
