import type { Sql } from '../database.ts'
import { formatCents } from '../kernel/cents.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import {
  type CareDeps,
  type CustomerName,
  conflict,
  type Done,
  type Refusal,
  senseless,
  tellStory,
  unknown,
  unknownCustomer,
} from './care-act.ts'
import { type PromiseRequest, TITLES_MAX } from './care-schema.ts'
import { type CareCustomer, lockCareCustomer, lockOwner } from './care-store.ts'
import { findNamedTitles } from './named-titles.ts'
import { PROMISED_AHEAD_MAX_DAYS, sum } from './promise.ts'
import { evaluateCustomer } from './promise-judging.ts'
import {
  findPromise,
  insertPromise,
  listOpenTitles,
  listPromises,
  type StoredPromise,
  settlePromise,
  type TitleRow,
} from './promise-store.ts'
import { noteStandingsDue } from './standing-store.ts'

/** Titles whose names a refusal lists. */
const NAMED_MAX = 10

export async function makePromise<Request>(
  deps: CareDeps<Request>,
  { source, externalId }: CustomerName,
  wanted: PromiseRequest,
  request: Request,
): Promise<Done<StoredPromise> | Refusal> {
  const { db, clock, actorOf } = deps
  const wrongDay = faultOfDay(wanted.promisedOn, clock.today())
  if (wrongDay) return wrongDay
  if (wanted.amount === 0n) return senseless('amount', 'must be more than zero')
  return db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    // One that should be kept or broken by now is in nobody's way.
    await evaluateCustomer(deps, sql, customer.id)
    const titles = await chooseTitles(sql, customer, wanted.receivables ?? null, clock.today())
    if ('refused' in titles) return titles
    const open = sum(titles.map(({ openAmount }) => openAmount))
    if (wanted.amount > open)
      return senseless('amount', `must be at most ${formatCents(open)}, which is what is open of these receivables`)
    const taken = await findOther(sql, customer, titles)
    if (taken) return taken
    const promise: StoredPromise = {
      ...{ id: createId('prm', clock.now()), customerId: customer.id, state: 'open', resolvedOn: null },
      ...{ amount: wanted.amount, promisedOn: wanted.promisedOn, note: wanted.note ?? null },
      titles: titles.map(({ id, openAmount }) => ({ id, openThen: openAmount })),
      ...{ madeBy: actorOf(request), madeAt: clock.now() },
    }
    await insertPromise(sql, promise)
    const detail = {
      ...{ promiseId: promise.id, amount: formatCents(promise.amount), promisedOn: promise.promisedOn },
      ...{ note: promise.note, open: formatCents(open), receivables: titles.map((title) => title.externalId) },
    }
    await tellStory(sql, deps, request, customer, 'promise.made', detail, promise.id)
    return { is: promise, isNew: true }
  })
}

function faultOfDay(promisedOn: Day, today: Day): Refusal | null {
  const last = addDays(today, PROMISED_AHEAD_MAX_DAYS)
  if (promisedOn >= today && promisedOn <= last) return null
  return senseless('promisedOn', `must be a day from ${today} to ${last}`)
}

/** Those that were named, else all that is overdue, else all that is open. */
async function chooseTitles(
  sql: Sql,
  customer: CareCustomer,
  named: readonly string[] | null,
  today: Day,
): Promise<TitleRow[] | Refusal> {
  if (named !== null) return findNamedTitles(sql, customer.id, named)
  const open = await listOpenTitles(sql, customer.id, null, TITLES_MAX + 1)
  const overdue = open.filter(({ effectiveDueOn }) => effectiveDueOn < today)
  const chosen = overdue.length > 0 ? overdue : open
  if (chosen.length > TITLES_MAX)
    return senseless('receivables', `must name the receivables: more than ${TITLES_MAX} are open`)
  return chosen.length > 0 ? chosen : conflict('This customer has nothing open that could be promised.')
}

async function findOther(sql: Sql, customer: CareCustomer, titles: readonly TitleRow[]): Promise<Refusal | null> {
  const wanted = new Map(titles.map((title) => [title.id, title.externalId]))
  for (const other of await listPromises(sql, [customer.id], 'open')) {
    const shared = other.titles.flatMap(({ id }) => wanted.get(id) ?? []).slice(0, NAMED_MAX)
    if (shared.length > 0)
      return conflict(
        `The open promise ${other.id} of ${formatCents(other.amount)} for ${other.promisedOn} is about ` +
          `${shared.join(', ')} already: wait for its day, or cancel it.`,
      )
  }
  return null
}

/** Cancelled once, again changes nothing: whoever asks twice is answered the same. */
export async function cancelPromise<Request>(
  deps: CareDeps<Request>,
  id: string,
  reason: string,
  bound: string | null,
  request: Request,
): Promise<Done<StoredPromise> | Refusal> {
  const { db, clock } = deps
  return db.transaction(async (sql) => {
    const seen = await findPromise(sql, id)
    const customer = seen && (await lockOwner(sql, seen.customerId, bound))
    if (!customer) return unknown('There is no promise of that id.')
    await evaluateCustomer(deps, sql, customer.id)
    const promise = (await findPromise(sql, id)) as StoredPromise
    if (promise.state === 'cancelled') return { is: promise, isNew: false }
    const resolvedOn = clock.today()
    if (!(await settlePromise(sql, id, 'open', 'cancelled', resolvedOn))) {
      const settled = (await findPromise(sql, id)) as StoredPromise
      return conflict(`This promise is ${settled.state} since ${settled.resolvedOn}: what happened stays in the story.`)
    }
    const detail = { promiseId: id, amount: formatCents(promise.amount), promisedOn: promise.promisedOn, reason }
    await tellStory(sql, deps, request, customer, 'promise.cancelled', detail, id)
    await noteStandingsDue(sql, [customer.id])
    return { is: { ...promise, state: 'cancelled', resolvedOn }, isNew: true }
  })
}
