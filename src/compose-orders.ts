import type { Logger } from 'pino'
import type { CreditDeps } from './credit/check.ts'
import type { Job } from './jobs/schedule.ts'
import { openOrders } from './orders/orders.ts'
import type { OrdersSettings } from './orders/orders-settings.ts'
import type { ReviewDeps } from './orders/review.ts'
import { ordersRoom } from './orders/routes.ts'
import { openOutbox } from './outbox/outbox.ts'
import { outboxRoom } from './outbox/routes.ts'
import type { Trail } from './receivables/trail.ts'

interface OrdersParts extends Pick<ReviewDeps, 'noteTurned' | 'noteLooked' | 'onTurned'> {
  readonly credit: CreditDeps
  readonly logger: Logger
  recordPost(outcome: string): void
  readonly zone: string
  readonly trail: Trail<object>
  /** Called after commits that looked at accounts. */
  onLooked(): void
  /** Has a job of this process run now, not when its time comes. */
  nudge(job: string): void
}

export const REVIEW_JOB = 'review-orders'
const EVENTS_JOB = 'tell-events'
const EVERY_SECOND = '* * * * * *'
const EVERY_TEN_SECONDS = '*/10 * * * * *'

/** Refused orders, and what others are told of them. */
export function composeOrders(settings: OrdersSettings, parts: OrdersParts) {
  const { credit, logger, zone, trail, nudge, noteTurned, noteLooked, onTurned, onLooked } = parts
  const orders = openOrders({
    ...{ ...credit, settings, trail, noteTurned, noteLooked, onTurned },
    onEvents: () => {
      nudge(EVENTS_JOB)
      onLooked()
    },
    onFault: (error, account) => logger.error({ err: error, account }, 'an account could not be looked at again'),
  })
  const outbox = openOutbox({ db: credit.db, clock: credit.clock, logger, recordAttempt: parts.recordPost }, trail)
  const jobs: Job[] = [
    { name: REVIEW_JOB, expression: EVERY_SECOND, zone, run: async () => void (await orders.review()) },
    { name: 'end-orders', expression: EVERY_TEN_SECONDS, zone, run: async () => void (await orders.end()) },
    { name: EVENTS_JOB, expression: EVERY_SECOND, zone, run: outbox.look },
    { name: 'forget-deliveries', expression: '45 4 * * *', zone, run: async () => void (await outbox.forget()) },
  ]
  return {
    orders,
    outbox,
    rooms: [ordersRoom(orders), outboxRoom(outbox, credit.clock)],
    jobs,
    stop: async (): Promise<void> => {
      orders.stop()
      await outbox.stop()
    },
  }
}
