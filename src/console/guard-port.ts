import type { Person } from '../people/person.ts'
import type { FileFaults } from './customer-port.ts'
import type { Paged } from './outcome.ts'

/** As GET /v1/guards. */
export interface GuardRow {
  readonly name: string
  readonly source: string
  readonly mode: 'monitor' | 'enforce'
  readonly table: string
  readonly waiting: number
  readonly waitingSince: string | null
  readonly publishedAt: string | null
  readonly comparedAt: string | null
  readonly failedAt: string | null
  readonly failure: string | null
  readonly verifiedAt: string | null
  /** Null until the triggers were looked at. */
  readonly drift: readonly { readonly trigger: string; readonly state: 'missing' | 'changed' }[] | null
  /** Sales since midnight: refused, those that a watching guard would have refused, and those that nobody judged. */
  readonly today: { readonly refused: number; readonly watched: number; readonly unjudged: number }
}

export type Verdict = 'blocked' | 'over' | 'term' | 'stale' | 'old' | 'fault'

/** As GET /v1/guards/{guard}/events, with what can be opened. */
export interface GuardEvent {
  readonly at: string
  readonly verdict: Verdict
  readonly isRefused: boolean
  /** The ERP's code; `name` where Fiado knows the customer and the person may see customers. */
  readonly customer: { readonly source: string; readonly externalId: string; readonly name: string | null } | null
  readonly company: string | null
  readonly orderId: string | null
  /** The refused order in Fiado, where there is one and the person may see orders. */
  readonly blockedOrderId: string | null
  readonly amount: string | null
  readonly message: string | null
  readonly checkId: string | null
}

export interface GuardsPort {
  /** What the person's source allows. */
  list(person: Person): Promise<{ readonly guards: readonly GuardRow[]; readonly faults: readonly FileFaults[] }>
  /** The newest first; null for a guard that is none, or not theirs. */
  events(person: Person, guard: string, after: string | null, limit?: number): Promise<Paged<GuardEvent> | null>
}
