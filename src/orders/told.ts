import { formatCents } from '../kernel/cents.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Happening } from '../outbox/event.ts'
import type { BlockedOrder } from './blocked-order.ts'

interface Named {
  readonly externalId: string
  readonly name: string
}

/** What others are told of an order; `more` is what belongs to this event alone. */
export function tellOrder(
  type: 'order.blocked' | 'order.released' | 'order.lapsed',
  order: BlockedOrder,
  { externalId, name }: Named,
  clock: Pick<Clock, 'format'>,
  more: Readonly<Record<string, unknown>>,
): Happening {
  return {
    type,
    source: order.source,
    customerId: order.customerId,
    payload: {
      blockedOrderId: order.id,
      source: order.source,
      orderId: order.orderId,
      revision: order.revision,
      company: order.company,
      customer: { externalId, name },
      amount: formatCents(order.amount),
      salesRep: order.salesRep,
      checkId: order.checkId,
      blockedAt: clock.format(order.blockedAt),
      ...more,
    },
  }
}
