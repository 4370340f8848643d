import type { Sql } from '../database.ts'
import { lockAccounts } from '../receivables/account-store.ts'
import { findCustomersById, type StoredCustomer } from '../receivables/customer-store.ts'
import type { Trail } from '../receivables/trail.ts'
import type { Signer } from './authority.ts'
import type { BlockedOrder } from './blocked-order.ts'
import { addOrderEntries, findBlockedOrder } from './blocked-store.ts'
import type { OrdersSettings } from './orders-settings.ts'
import type { ReviewDeps } from './review.ts'

export interface OrdersDeps<Request> extends Omit<ReviewDeps, 'holdFreedMs'> {
  readonly settings: OrdersSettings
  readonly trail: Trail<Request>
}

/** Who acts, and what they may see: a rep only what carries their code, whoever is bound to a source only that one. */
export interface Actor extends Signer {
  readonly source: string | null
  /** Null sees every rep's orders. */
  readonly salesRep: string | null
}

/** Why nothing was done. `forbidden`: this actor may not, another one may. */
export interface Refusal {
  readonly refused: 'unknown' | 'conflict' | 'forbidden' | 'senseless'
  readonly why: string
  /** For `senseless`: the field. */
  readonly path?: string
}

export const unknown = (why: string): Refusal => ({ refused: 'unknown', why })
export const conflict = (why: string): Refusal => ({ refused: 'conflict', why })
export const forbidden = (why: string): Refusal => ({ refused: 'forbidden', why })
export const senseless = (path: string, why: string): Refusal => ({ refused: 'senseless', path, why })

export const UNKNOWN_ORDER = unknown('There is no blocked order of that id.')

/** Whether an actor may know of an order: what they may not see does not exist for them. */
export const maySee = (
  actor: Pick<Actor, 'source' | 'salesRep'>,
  order: Pick<BlockedOrder, 'source' | 'salesRep'>,
): boolean =>
  (actor.source === null || actor.source === order.source) &&
  (actor.salesRep === null || actor.salesRep === order.salesRep)

/** The order under the lock of its customer's account, with the customer; `null` for what the actor does not see. */
export async function lockOrder(
  sql: Sql,
  actor: Pick<Actor, 'source' | 'salesRep'>,
  id: string,
): Promise<{ order: BlockedOrder; customer: StoredCustomer } | null> {
  const seen = await findBlockedOrder(sql, id)
  if (!seen || !maySee(actor, seen)) return null
  const before = (await findCustomersById(sql, [seen.customerId])).get(seen.customerId)
  if (!before) return null
  await lockAccounts(sql, [before.accountId])
  const order = await findBlockedOrder(sql, id)
  const customer = order && (await findCustomersById(sql, [order.customerId])).get(order.customerId)
  return order && customer ? { order, customer } : null
}

/** A line in the history of the order and one in the audit trail, in the transaction of the change. */
export async function tellHistory<Request>(
  sql: Sql,
  { clock, trail }: OrdersDeps<Request>,
  request: Request,
  actor: Signer,
  order: BlockedOrder,
  kind: string,
  detail: { readonly [field: string]: unknown },
): Promise<void> {
  await addOrderEntries(sql, [{ blockedOrderId: order.id, at: clock.now(), kind, actor: actor.name, detail }])
  await trail(sql, request, `order.${kind}`, `${order.source}/${order.orderId}`, { ...detail, by: actor.name })
}
