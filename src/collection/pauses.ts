import type { Sql } from '../database.ts'
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
import { type PauseRequest, TITLES_MAX } from './care-schema.ts'
import { type CareCustomer, lockCareCustomer, lockOwner } from './care-store.ts'
import { findPause, insertPause, liftPause, listPauses, type StoredPause } from './pause-store.ts'
import { deadlineOf } from './promise.ts'
import { listOpenTitles } from './promise-store.ts'

/** Times in which nobody writes to a customer. */

const IN_FORCE_MAX = 20
const AHEAD_MAX_DAYS = 730

/** The same pause that is in force already is answered, not set twice. */
export async function setPause<Request>(
  deps: CareDeps<Request>,
  { source, externalId }: CustomerName,
  { kind, until, reason }: PauseRequest,
  request: Request,
): Promise<Done<StoredPause> | Refusal> {
  const { db, clock, actorOf } = deps
  const today = clock.today()
  const last = addDays(today, AHEAD_MAX_DAYS)
  if (until !== undefined && (until < today || until > last))
    return senseless('until', `must be a day from ${today} to ${last}`)
  return db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    const untilOn = until ?? (kind === 'payment_reported' ? await toldOn(deps, sql, customer) : null)
    const inForce = await listPauses(sql, [customer.id], today)
    const same = inForce.find((one) => one.kind === kind && one.untilOn === untilOn && one.reason === reason)
    if (same) return { is: same, isNew: false }
    if (inForce.length >= IN_FORCE_MAX)
      return conflict(`This customer has ${IN_FORCE_MAX} pauses in force: lift some first.`)
    const pause: StoredPause = {
      ...{ id: createId('pau', clock.now()), customerId: customer.id, kind, untilOn, reason },
      ...{ setBy: actorOf(request), setAt: clock.now(), liftedAt: null },
    }
    await insertPause(sql, pause)
    const detail = { pauseId: pause.id, pauseKind: kind, until: untilOn, reason }
    await tellStory(sql, deps, request, customer, 'pause.set', detail, pause.id)
    return { is: pause, isNew: true }
  })
}

/** By when banks would have told of a payment that was made today, for whatever title. */
async function toldOn<Request>(
  { clock, calendar, settlementDays }: CareDeps<Request>,
  sql: Sql,
  customer: CareCustomer,
): Promise<Day> {
  const open = await listOpenTitles(sql, customer.id, null, TITLES_MAX)
  const methods = open.length > 0 ? open.map(({ paymentMethod }) => paymentMethod) : [null]
  return deadlineOf(clock.today(), Math.max(...methods.map(settlementDays)), calendar, customer)
}

/** Lifted once, again changes nothing: whoever asks twice is answered the same. */
export async function endPause<Request>(
  deps: CareDeps<Request>,
  id: string,
  reason: string,
  bound: string | null,
  request: Request,
): Promise<Done<StoredPause> | Refusal> {
  const { db, clock } = deps
  return db.transaction(async (sql) => {
    const seen = await findPause(sql, id)
    const customer = seen && (await lockOwner(sql, seen.customerId, bound))
    if (!customer) return unknown('There is no pause of that id.')
    const pause = (await findPause(sql, id)) as StoredPause
    if (pause.liftedAt !== null) return { is: pause, isNew: false }
    const liftedAt = clock.now()
    await liftPause(sql, id, liftedAt)
    await tellStory(sql, deps, request, customer, 'pause.lifted', { pauseId: id, pauseKind: pause.kind, reason }, id)
    return { is: { ...pause, liftedAt }, isNew: true }
  })
}
