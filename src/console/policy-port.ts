import type { Person } from '../people/person.ts'
import type { AgingBucket } from './customer-port.ts'
import type { CustomerName } from './order-port.ts'
import type { Outcome } from './outcome.ts'

export interface PolicyVersion {
  readonly version: number
  readonly loadedAt: string
  readonly loadedBy: string | null
  readonly origin: 'file' | 'draft'
}

/** How many checks, and what they were worth. */
export interface Tally {
  readonly count: number
  readonly amount: string
}

export interface Rehearsal {
  readonly days: number
  readonly checks: number
  readonly rehearsedAt: string
  /** Approved then, held by the draft. */
  readonly wouldHold: Tally
  /** Of these, what was not paid later. */
  readonly laterUnpaid: Tally
  /** Held then, approved by the draft. */
  readonly wouldFree: Tally
  /** The largest first, at most 50. */
  readonly examples: readonly {
    readonly checkId: string
    readonly checkedAt: string
    readonly customer: CustomerName
    readonly orderId: string
    readonly amount: string
    readonly was: string
    readonly would: string
    readonly because: string
    readonly later: 'paid' | 'unpaid' | 'open' | null
  }[]
}

export interface PolicyDraft {
  readonly id: string
  readonly body: string
  readonly note: string
  readonly createdBy: string
  readonly changedAt: string
  /** What is wrong with it; empty when it can be tried. */
  readonly faults: readonly { readonly line: number | null; readonly field: string; readonly message: string }[]
  readonly rehearsal: Rehearsal | null
}

export interface PolicyView {
  readonly inForce: PolicyVersion & { readonly body: string }
  /** The newest first. */
  readonly versions: readonly PolicyVersion[]
  /** The one that is being worked on. */
  readonly draft: PolicyDraft | null
}

export interface PolicyPort {
  read(person: Person): Promise<PolicyView>
  body(version: number): Promise<string | null>
  /** Makes the draft, or changes it. One with faults is kept as well. */
  saveDraft(person: Person, wanted: { body: string; note: string }): Promise<Outcome>
  rehearse(person: Person, draftId: string, days: number): Promise<Outcome>
  activate(person: Person, draftId: string): Promise<Outcome>
  discard(person: Person, draftId: string): Promise<Outcome>
}

export interface GroupFigures {
  readonly name: string
  readonly customers: number
  readonly open: string
  readonly overdue: string
  readonly blocked: string
  readonly freed: string
}

export interface Dashboard {
  readonly asOf: string
  readonly days: number
  readonly open: string
  readonly overdue: string
  /** Of what is open, between `"0"` and `"1"`. */
  readonly overdueShare: string
  /** Days of sales that wait to be paid; null without sales. */
  readonly dsoDays: number | null
  readonly blocked: Tally
  readonly freed: Tally
  readonly promises: { readonly kept: number; readonly broken: number; readonly open: number }
  readonly releases: { readonly approved: Tally; readonly laterUnpaid: Tally }
  readonly aging: readonly AgingBucket[]
  /** One a week, the oldest first. */
  readonly weeks: readonly { readonly startsOn: string; readonly blocked: string; readonly freed: string }[]
  readonly byRep: readonly GroupFigures[]
  readonly bySegment: readonly GroupFigures[]
}

export interface ReportsPort {
  /** Counted anew; or, for a moment, the figures that were answered as `asOf`, where they are still there. */
  dashboard(person: Person, asOf?: string): Promise<Dashboard>
}
