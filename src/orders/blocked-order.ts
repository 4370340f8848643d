import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'

/**
 * blocked: refused, waits to be freed. released: room is held for it. lapsed: nothing freed it in time, or nobody went on
 * while room was held. cancelled: given
 * up in the ERP. sold: the ERP holds it as confirmed all the same.
 */
export type BlockedState = 'blocked' | 'released' | 'lapsed' | 'cancelled' | 'sold'

/** Who or what changed it: somebody asked again, something changed (a payment, a limit), a release, a payment that bounced. */
export type BlockedCause = 'asked' | 'changed' | 'release' | 'returned' | 'erp'

/** A reason as a rep reads it. */
export interface ShownReason {
  readonly code: string
  readonly severity: string
  readonly message: string
}

/** A refused order: its newest revision, the decision that stands, and what became of it. */
export interface BlockedOrder {
  readonly id: string
  readonly source: string
  readonly orderId: string
  readonly revision: number
  readonly customerId: number
  readonly company: string
  readonly amount: Cents
  readonly request: StoredRequest
  readonly salesRep: string | null
  readonly checkId: string
  readonly reasons: readonly ShownReason[]
  readonly state: BlockedState
  readonly cause: BlockedCause | null
  readonly isForced: boolean
  readonly blockedAt: EpochMs
  readonly lapsesAt: EpochMs
  readonly closedAt: EpochMs | null
}

/** What was asked, so that it can be asked again. Amounts are cents as decimal text. */
export interface StoredRequest {
  readonly externalId: string
  readonly paymentKind: 'credit' | 'cash' | 'prepaid'
  readonly upfront: string
  readonly termDaysMax: number | null
  readonly digest: string
  /** The order stood for less, and the ERP's own database refused to have it grow. */
  readonly isRefusedGrowth?: boolean
}

export const isOpen = ({ state }: Pick<BlockedOrder, 'state'>): boolean => state === 'blocked'

/** Two decisions that say the same need not be told twice. Warnings hold nothing: that somebody asked once more is no news. */
export const textOf = (reasons: readonly ShownReason[]): string =>
  JSON.stringify(
    reasons
      .filter(({ severity }) => severity !== 'warn')
      .map(({ code, severity, message }) => [code, severity, message]),
  )
