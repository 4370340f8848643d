import type { EpochMs } from '../kernel/clock.ts'

/**
 * Where a delivery stands. `pending` was never tried and is due. `failed` and `retrying` wait for `nextAt`: `failed` while
 * the newest attempt of the whole webhook failed, so that only probes go out. `dead` waits for a person.
 */
export const DELIVERY_STATES = ['pending', 'sending', 'failed', 'retrying', 'delivered', 'dead'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What people and programs are shown: why something waits is our own affair. */
export const SHOWN_STATES = ['pending', 'sending', 'retrying', 'delivered', 'dead'] as const
export type ShownState = (typeof SHOWN_STATES)[number]

export const shownState = (state: DeliveryState): ShownState => (state === 'failed' ? 'retrying' : state)

export const statesShownAs = (shown: ShownState): readonly DeliveryState[] =>
  DELIVERY_STATES.filter((state) => shownState(state) === shown)

/** One event on its way to one webhook. */
export interface Delivery {
  readonly seq: number
  readonly position: number
  readonly eventId: string
  readonly eventType: string
  readonly state: ShownState
  readonly attempts: number
  /** `null` when nothing more comes by itself. */
  readonly nextAt: EpochMs | null
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly deliveredAt: EpochMs | null
}
