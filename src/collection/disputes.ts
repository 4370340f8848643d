import { createId } from '../kernel/ids.ts'
import {
  type CareDeps,
  type CustomerName,
  conflict,
  type Done,
  type Refusal,
  tellStory,
  unknown,
  unknownCustomer,
} from './care-act.ts'
import type { DisputeRequest } from './care-schema.ts'
import { lockCareCustomer, lockOwner } from './care-store.ts'
import { type Dispute, findDispute, insertDispute, listOpenDisputes, resolveDispute } from './dispute-store.ts'
import { findNamedTitles } from './named-titles.ts'
import type { TitleRow } from './promise-store.ts'
import { noteStandingsDue } from './standing-store.ts'

/** What a customer says is not owed, or not like this: nobody is asked for it until that is settled. */

const OPEN_DISPUTES_MAX = 50
const NAMED_MAX = 10

export async function openDispute<Request>(
  deps: CareDeps<Request>,
  { source, externalId }: CustomerName,
  { reason, receivables }: DisputeRequest,
  request: Request,
): Promise<Done<Dispute> | Refusal> {
  const { db, clock, actorOf } = deps
  return db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    const titles = receivables ? await findNamedTitles(sql, customer.id, receivables) : null
    if (titles !== null && 'refused' in titles) return titles
    const refusal = refuseTwice(await listOpenDisputes(sql, [customer.id]), titles)
    if (refusal) return refusal
    const dispute: Dispute = {
      ...{ id: createId('dsp', clock.now()), customerId: customer.id, reason, state: 'open' },
      receivableIds: titles?.map(({ id }) => id) ?? null,
      ...{ openedBy: actorOf(request), openedAt: clock.now(), resolution: null, resolvedAt: null },
    }
    await insertDispute(sql, dispute)
    const detail = { disputeId: dispute.id, reason, receivables: titles?.map((title) => title.externalId) ?? null }
    await tellStory(sql, deps, request, customer, 'dispute.opened', detail, dispute.id)
    await noteStandingsDue(sql, [customer.id])
    return { is: dispute, isNew: true }
  })
}

/** Everything may be disputed on top of single titles, but nothing twice. */
function refuseTwice(open: readonly Dispute[], titles: readonly TitleRow[] | null): Refusal | null {
  const whole = open.find(({ receivableIds }) => receivableIds === null)
  if (whole) return conflict(`The open dispute ${whole.id} is about everything already.`)
  for (const { id, receivableIds } of open) {
    const shared = titles?.filter((title) => receivableIds?.includes(title.id)).slice(0, NAMED_MAX) ?? []
    if (shared.length > 0)
      return conflict(
        `The open dispute ${id} is about ${shared.map(({ externalId }) => externalId).join(', ')} already.`,
      )
  }
  if (open.length < OPEN_DISPUTES_MAX) return null
  return conflict(`This customer has ${OPEN_DISPUTES_MAX} open disputes: resolve some first.`)
}

/** Resolved once, the same resolution again changes nothing; another one would be lost, and is refused. */
export async function endDispute<Request>(
  deps: CareDeps<Request>,
  id: string,
  resolution: string,
  bound: string | null,
  request: Request,
): Promise<Done<Dispute> | Refusal> {
  const { db, clock } = deps
  return db.transaction(async (sql) => {
    const seen = await findDispute(sql, id)
    const customer = seen && (await lockOwner(sql, seen.customerId, bound))
    if (!customer) return unknown('There is no dispute of that id.')
    const dispute = (await findDispute(sql, id)) as Dispute
    if (dispute.state === 'resolved') {
      if (dispute.resolution === resolution) return { is: dispute, isNew: false }
      return conflict('This dispute is resolved already, with other words: add a note instead.')
    }
    const resolvedAt = clock.now()
    await resolveDispute(sql, id, resolution, resolvedAt)
    await tellStory(sql, deps, request, customer, 'dispute.resolved', { disputeId: id, resolution }, id)
    await noteStandingsDue(sql, [customer.id])
    return { is: { ...dispute, state: 'resolved', resolution, resolvedAt }, isNew: true }
  })
}
