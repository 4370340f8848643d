import { type Cents, formatCents } from '../kernel/cents.ts'
import { type BlockedOrder, isOpen } from './blocked-order.ts'
import { listOrderEntries } from './blocked-store.ts'
import {
  type Actor,
  conflict,
  lockOrder,
  type OrdersDeps,
  type Refusal,
  tellHistory,
  UNKNOWN_ORDER,
} from './order-act.ts'

export interface PaymentSent {
  /** Outside of Fiado, so that only whoever sent it knows. */
  readonly channel: 'whatsapp' | 'email' | 'other'
  /** What the customer was asked for. */
  readonly amount: Cents
}

/** A second press of the button within this time tells nothing new. */
const SAME_MS = 60_000
/** Among so many of the newest lines the first press is looked for. */
const ENTRIES_LOOKED_AT = 20

/** Writes down that the customer was sent the way to pay. The order itself stays as it is. */
export async function notePaymentSent<Request>(
  deps: OrdersDeps<Request>,
  actor: Actor,
  id: string,
  { channel, amount }: PaymentSent,
  request: Request,
): Promise<BlockedOrder | Refusal> {
  return deps.db.transaction(async (sql) => {
    const found = await lockOrder(sql, actor, id)
    if (!found) return UNKNOWN_ORDER
    const { order } = found
    if (!isOpen(order)) return conflict(`This order is ${order.state}: nothing has to be paid for it.`)
    const sent = { channel, amount: formatCents(amount) }
    const since = deps.clock.now() - SAME_MS
    const entries = await listOrderEntries(sql, id, ENTRIES_LOOKED_AT)
    const isTold = entries.some(
      ({ kind, actor: by, at, detail }) =>
        kind === 'payment_sent' &&
        by === actor.name &&
        at > since &&
        detail['channel'] === sent.channel &&
        detail['amount'] === sent.amount,
    )
    if (!isTold) await tellHistory(sql, deps, request, actor, order, 'payment_sent', sent)
    return order
  })
}
