import { findCheck } from '../credit/store.ts'
import type { Sql } from '../database.ts'
import { type Cents, formatCents, maxCents, minCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import { noteAccountChanges } from '../receivables/account-store.ts'
import { isSameActor, judgeSignature } from './authority.ts'
import { type BlockedOrder, isOpen } from './blocked-order.ts'
import { addOrderEntries, saveBlockedOrders } from './blocked-store.ts'
import {
  type Actor,
  conflict,
  forbidden,
  lockOrder,
  type OrdersDeps,
  type Refusal,
  senseless,
  tellHistory,
  UNKNOWN_ORDER,
  unknown,
} from './order-act.ts'
import { overLimit } from './over-limit.ts'
import {
  decideRelease,
  findRelease,
  insertRelease,
  insertSignature,
  listReleasesOf,
  listSignatures,
  lockSigning,
  type Release,
  type Signature,
  sumSigned,
} from './release-store.ts'

const ACTOR = 'fiado'
const RELEASES_MAX = 50
const UNKNOWN_RELEASE = unknown('There is no release of that id.')

export interface Signing {
  readonly verdict: Signature['verdict']
  readonly reason: string
  /** Up to which amount; the order's own when absent. */
  readonly amount?: Cents | undefined
  readonly expiresAt?: EpochMs | undefined
}

/** Asks for a release. Who asks again while one is open is answered that one. */
export async function requestRelease<Request>(
  deps: OrdersDeps<Request>,
  actor: Actor,
  blockedOrderId: string,
  reason: string,
  request: Request,
): Promise<Release | Refusal> {
  const { db, clock } = deps
  return db.transaction(async (sql) => {
    const found = await lockOrder(sql, actor, blockedOrderId)
    if (!found) return UNKNOWN_ORDER
    const { order } = found
    if (!isOpen(order)) return conflict(`This order is ${order.state}: there is nothing to release.`)
    const releases = await listReleasesOf(sql, order.id, RELEASES_MAX)
    const now = clock.now()
    for (const dead of releases.filter((release) => hasEnded(release, now))) await expire(sql, dead, now)
    const waiting = releases.filter((release) => release.state === 'requested' && !hasEnded(release, now))
    const open = waiting.find(({ revision }) => revision === order.revision)
    if (open) return open
    if (releases.length >= RELEASES_MAX) return conflict(`There were ${RELEASES_MAX} releases of this order already.`)
    const check = await findCheck(sql, order.checkId)
    if (!check?.made.decision.releasable) return conflict('Nobody may release this order: see its reasons.')
    for (const old of waiting) await decideRelease(sql, { ...old, state: 'withdrawn', decidedAt: now })
    const release: Release = {
      ...{ id: createId('rel', now), blockedOrderId: order.id, source: order.source, orderId: order.orderId },
      ...{ revision: order.revision, customerId: order.customerId, amount: order.amount, credit: creditOf(order) },
      ...{ termDaysMax: order.request.termDaysMax, company: order.company },
      ...{ over: overLimit(check.made.facts).over, state: 'requested', requestedBy: actor.name, reason },
      ...{ requestedAt: now, expiresAt: null, decidedAt: null },
    }
    await insertRelease(sql, release)
    await tellHistory(sql, deps, request, actor, order, 'release_requested', { release: release.id, reason })
    return release
  })
}

/** The first of two signatures ended before the second one came: nothing could be agreed to any more. */
const hasEnded = ({ state, expiresAt }: Release, now: EpochMs): boolean =>
  state === 'requested' && expiresAt !== null && expiresAt <= now

async function expire(sql: Sql, release: Release, now: EpochMs): Promise<void> {
  await decideRelease(sql, { ...release, state: 'expired', decidedAt: now })
  const { id, blockedOrderId } = release
  await addOrderEntries(sql, [
    { blockedOrderId, at: now, kind: 'release_expired', actor: ACTOR, detail: { release: id } },
  ])
}

/** What of an order is not paid at once. */
const creditOf = ({ amount, request }: BlockedOrder): Cents =>
  request.paymentKind === 'credit' ? maxCents(0n, amount - BigInt(request.upfront)) : 0n

/** Signs a request. The last signature that is needed frees the order: the caller has its account looked at again. */
export async function signRelease<Request>(
  deps: OrdersDeps<Request>,
  actor: Actor,
  releaseId: string,
  signing: Signing,
  request: Request,
): Promise<{ release: Release; accountId: number } | Refusal> {
  return deps.db.transaction(async (sql) => {
    const seen = await findRelease(sql, releaseId)
    const found = seen && (await lockOrder(sql, actor, seen.blockedOrderId))
    const release = found && (await findRelease(sql, releaseId))
    if (!release) return UNKNOWN_RELEASE
    const { order, customer } = found
    if (release.state !== 'requested') return conflict(`This release is ${release.state} already.`)
    if (!isOpen(order)) return conflict(`This order is ${order.state}: there is nothing to release.`)
    if (order.revision !== release.revision)
      return conflict('The order has changed since it was asked for: it has to be asked for again.')
    const now = deps.clock.now()
    if (hasEnded(release, now)) {
      await expire(sql, release, now)
      const end = deps.clock.format(release.expiresAt as EpochMs)
      return conflict(`What was signed first held until ${end}: the release has to be asked for again.`)
    }
    const signed = await sign(sql, deps, actor, order, release, signing)
    if ('refused' in signed) return signed
    await insertSignature(sql, signed.signature)
    await decideRelease(sql, signed.release)
    if (signed.release.state === 'approved') {
      await noteAccountChanges(sql, [customer.accountId])
    }
    const { verdict, reason, amount } = signed.signature
    const kind = verdict === 'rejected' ? 'release_rejected' : 'release_signed'
    const expiresAt = signed.release.expiresAt === null ? null : deps.clock.format(signed.release.expiresAt)
    const detail = { release: release.id, reason, amount: formatCents(amount), expiresAt, state: signed.release.state }
    await tellHistory(sql, deps, request, actor, order, kind, detail)
    return { release: signed.release, accountId: customer.accountId }
  })
}

async function sign<Request>(
  sql: Sql,
  { clock, settings }: OrdersDeps<Request>,
  actor: Actor,
  order: BlockedOrder,
  release: Release,
  { verdict, reason, amount = order.amount, expiresAt }: Signing,
): Promise<{ signature: Signature; release: Release } | Refusal> {
  const now = clock.now()
  const { expiresAfter, expiresMax } = settings.release
  const end = expiresAt ?? now + expiresAfter
  if (amount <= 0n) return senseless('amount', 'must be more than zero')
  if (end <= now || end > now + expiresMax)
    return senseless('expiresAt', `must be after now and not after ${clock.format(now + expiresMax)}`)
  const check = await findCheck(sql, order.checkId)
  const earlier = (await listSignatures(sql, [release.id])).filter((one) => one.verdict === 'approved')
  const agreed = earlier.reduce((least, one) => minCents(least, one.amount), amount)
  const over = check ? overLimit(check.made.facts, maxCents(0n, amount - order.amount)) : { over: 0n, limit: 0n }
  const signable = {
    requestedBy: release.requestedBy,
    amount,
    approvedBy: earlier.map(({ signer }) => signer),
    ...over,
  }
  await lockSigning(sql)
  const spent = await sumSigned(sql, actor.name, monthStart(now, clock))
  const judged = judgeSignature(
    actor,
    verdict === 'rejected' ? { ...signable, amount: 0n, over: 0n } : signable,
    spent,
    settings,
  )
  if (judged.kind === 'refused') return forbidden(judged.why)
  const signature: Signature = {
    ...{ releaseId: release.id, signer: actor.name, role: actor.role, verdict, amount, reason, signedAt: now },
  }
  if (verdict === 'rejected') return { signature, release: { ...release, state: 'rejected', decidedAt: now } }
  const ends = Math.min(end, release.expiresAt ?? end)
  const credit = creditOf(order) + maxCents(0n, agreed - order.amount)
  const after: Release = { ...release, amount: agreed, credit, expiresAt: ends }
  return { signature, release: judged.isFinal ? { ...after, state: 'approved', decidedAt: now } : after }
}

/** The first instant of the month in the configured zone. */
export function monthStart(now: EpochMs, clock: { timeZone: string }): EpochMs {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(clock.timeZone)
  return zoned.with({ day: 1 }).startOfDay().epochMilliseconds
}

/** Whoever asked takes it back, or somebody who may sign. */
export async function withdrawRelease<Request>(
  deps: OrdersDeps<Request>,
  actor: Actor,
  releaseId: string,
  reason: string,
  request: Request,
): Promise<Release | Refusal> {
  return deps.db.transaction(async (sql) => {
    const seen = await findRelease(sql, releaseId)
    const found = seen && (await lockOrder(sql, actor, seen.blockedOrderId))
    const release = found && (await findRelease(sql, releaseId))
    if (!release) return UNKNOWN_RELEASE
    if (release.state === 'withdrawn') return release
    if (!isSameActor(release.requestedBy, actor.name) && actor.role === 'rep')
      return forbidden('Only whoever asked for a release may take it back.')
    if (release.state !== 'requested' && release.state !== 'approved')
      return conflict(`This release is ${release.state} already.`)
    const after: Release = { ...release, state: 'withdrawn', decidedAt: deps.clock.now() }
    await decideRelease(sql, after)
    await tellHistory(sql, deps, request, actor, found.order, 'release_withdrawn', { release: release.id, reason })
    return after
  })
}

/** Keeps an order back, so that nothing but a person frees it, or lets it go again. */
export async function keepBack<Request>(
  deps: OrdersDeps<Request>,
  actor: Actor,
  id: string,
  isForced: boolean,
  reason: string,
  request: Request,
): Promise<BlockedOrder | Refusal> {
  return deps.db.transaction(async (sql) => {
    const found = await lockOrder(sql, actor, id)
    if (!found) return UNKNOWN_ORDER
    const { order, customer } = found
    if (!isOpen(order)) return conflict(`This order is ${order.state}: there is nothing to keep back.`)
    if (order.isForced === isForced) return order
    const after: BlockedOrder = { ...order, isForced }
    await saveBlockedOrders(sql, [after])
    if (!isForced) await noteAccountChanges(sql, [customer.accountId])
    await tellHistory(sql, deps, request, actor, order, isForced ? 'kept_back' : 'let_go', { reason })
    return after
  })
}
