import type { Sql } from '../database.ts'
import { addEvents } from '../outbox/event-store.ts'
import { lockAccounts } from '../receivables/account-store.ts'
import { findCustomersById } from '../receivables/customer-store.ts'
import { findOrders } from '../receivables/order-store.ts'
import { type BlockedOrder, isOpen } from './blocked-order.ts'
import { addOrderEntries, findBlockedOrder, listForgone, listLapsed, saveBlockedOrders } from './blocked-store.ts'
import type { OrdersDeps } from './order-act.ts'
import { decideRelease, findRelease, listExpiredReleases } from './release-store.ts'
import { tellOrder } from './told.ts'

const ENDED_MAX = 200
/** A release may last 90 days; what was blocked long before that is over in any case. */
const LOOKED_BACK_MS = 180 * 86_400_000
const ACTOR = 'fiado'

/**
 * The job: refused orders that nothing freed in time lapse, so do freed ones whose room ran out, and releases on which
 * nobody took room end.
 */
export async function endWhatIsOver<Request>(deps: OrdersDeps<Request>): Promise<number> {
  const { db, clock } = deps
  const now = clock.now()
  const lapsed = await listLapsed(db, now, ENDED_MAX)
  for (const { order, accountId } of lapsed) await db.transaction((sql) => lapse(deps, sql, order.id, accountId))
  const forgone = await listForgone(db, now - LOOKED_BACK_MS, ENDED_MAX)
  for (const { order, accountId } of forgone) await db.transaction((sql) => lapse(deps, sql, order.id, accountId))
  const expired = await listExpiredReleases(db, now, ENDED_MAX)
  for (const { id, blockedOrderId } of expired) await db.transaction((sql) => expire(deps, sql, id, blockedOrderId))
  return lapsed.length + forgone.length + expired.length
}

async function lapse<Request>({ clock }: OrdersDeps<Request>, sql: Sql, id: string, accountId: number): Promise<void> {
  await lockAccounts(sql, [accountId])
  const order = await findBlockedOrder(sql, id)
  const now = clock.now()
  if (!order || !(isOpen(order) ? order.lapsesAt <= now : await isForgone(sql, order))) return
  const after: BlockedOrder = { ...order, state: 'lapsed', closedAt: now }
  await saveBlockedOrders(sql, [after])
  await addOrderEntries(sql, [
    { blockedOrderId: id, at: now, kind: 'lapsed', actor: ACTOR, detail: { revision: order.revision } },
  ])
  const customer = (await findCustomersById(sql, [order.customerId])).get(order.customerId)
  if (customer) await addEvents(sql, [tellOrder('order.lapsed', after, customer, clock, {})], now)
}

/** Freed, and nobody went on with it while its room was kept. */
async function isForgone(sql: Sql, { source, orderId, state }: BlockedOrder): Promise<boolean> {
  if (state !== 'released') return false
  return (await findOrders(sql, source, [orderId])).get(orderId)?.state === 'expired'
}

async function expire<Request>(
  { clock }: OrdersDeps<Request>,
  sql: Sql,
  id: string,
  blockedOrderId: string,
): Promise<void> {
  const order = await findBlockedOrder(sql, blockedOrderId)
  const customer = order && (await findCustomersById(sql, [order.customerId])).get(order.customerId)
  if (customer) await lockAccounts(sql, [customer.accountId])
  const release = await findRelease(sql, id)
  const now = clock.now()
  const isOpen = release?.state === 'approved' || release?.state === 'requested'
  if (!isOpen || release.expiresAt === null || release.expiresAt > now) return
  await decideRelease(sql, { ...release, state: 'expired' })
  await addOrderEntries(sql, [
    { blockedOrderId, at: now, kind: 'release_expired', actor: ACTOR, detail: { release: id } },
  ])
}
