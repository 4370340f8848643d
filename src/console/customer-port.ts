import type { Cents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import type { Person } from '../people/person.ts'
import type { CreditLimit, CustomerName, Exposure, OrderRow, Reason } from './order-port.ts'
import type { Outcome, Paged, Whole } from './outcome.ts'

export interface CustomerRow extends CustomerName {
  readonly document: string | null
  readonly city: string | null
  readonly state: string | null
  readonly riskClass: string | null
  readonly limit: CreditLimit | null
  readonly total: string
  readonly overdue: string
  readonly available: string | null
  readonly blocked: boolean
}

export interface AgingBucket {
  /** Days late, from and to; null is without end. Not yet due: `{from: null, to: 0}`. */
  readonly from: number | null
  readonly to: number | null
  readonly amount: string
  readonly titles: number
}

export interface Title {
  readonly externalId: string
  readonly number: string | null
  readonly kind: string
  readonly status: string
  readonly issuedOn: Day
  readonly dueOn: Day
  /** 0 when it is not late. */
  readonly daysOverdue: number
  readonly amount: string
  readonly openAmount: string
}

export interface StoryEntry {
  readonly kind: string
  readonly at: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface Task {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly dueOn: Day
  readonly assignee: string | null
  readonly state: 'open' | 'done'
}

/** As GET /v1/customers/{source}/{externalId}/collection. */
export interface CareView {
  readonly standing: {
    readonly segment: string
    readonly profile: string | null
    readonly because: readonly string[]
  } | null
  readonly brokenPromises: number
  readonly promises: readonly {
    readonly id: string
    readonly amount: string
    readonly promisedOn: Day
    readonly state: string
    readonly received: string
    readonly note: string | null
    readonly madeBy: string
  }[]
  readonly disputes: readonly { readonly id: string; readonly reason: string; readonly state: string }[]
  readonly pauses: readonly {
    readonly id: string
    readonly kind: string
    readonly until: Day | null
    readonly reason: string
    readonly liftedAt: string | null
  }[]
  readonly tasks: readonly Task[]
  readonly contacts: readonly {
    readonly channel: string
    readonly address: string
    readonly name: string | null
    readonly state: string
    readonly reason: string | null
  }[]
}

export interface CustomerDetail {
  readonly customer: CustomerName & {
    readonly document: string | null
    readonly city: string | null
    readonly state: string | null
    readonly riskClass: string | null
    readonly since: Day | null
  }
  /** As GET /v1/customers/{source}/{externalId}/credit. */
  readonly credit: {
    readonly status: string
    readonly blocked: boolean
    readonly reasons: readonly Reason[]
    readonly limit: CreditLimit | null
    readonly exposure: Exposure
    readonly account: {
      readonly key: string
      readonly members: number
      readonly limit: CreditLimit | null
      readonly exposure: Exposure
    } | null
    readonly daysOverdue: number
    readonly receivablesOpen: number
    readonly dataAsOf: string | null
    readonly asOf: string
  }
  readonly aging: readonly AgingBucket[]
  readonly titles: readonly Title[]
  readonly orders: readonly OrderRow[]
  /** Null for who has nothing to do with collection. */
  readonly care: CareView | null
  readonly story: readonly StoryEntry[]
  readonly checks: readonly {
    readonly id: string
    readonly mode: string
    readonly decision: 'approved' | 'conditional' | 'blocked'
    readonly orderId: string | null
    readonly amount: string
    readonly checkedAt: string
    readonly reasons: readonly Reason[]
  }[]
}

export type CustomerKey = Pick<CustomerName, 'source' | 'externalId'>

export interface CustomersPort {
  /** By name, document or id; an empty text lists all. Reps find their own. */
  search(person: Person, text: string, after: string | null, limit?: number): Promise<Paged<CustomerRow>>
  read(person: Person, key: CustomerKey): Promise<CustomerDetail | null>
  /** All that is open of one, for a sheet: a page shows the oldest. */
  titles(person: Person, key: CustomerKey): Promise<Whole<Title> | null>
}

/** As GET /v1/worklist. */
export interface WorklistEntry {
  readonly customer: CustomerName
  readonly segment: string | null
  readonly profile: string | null
  readonly overdue: string
  readonly oldestDueOn: Day | null
  readonly next: { readonly kind: string; readonly title: string; readonly because: string }
}

export interface CollectionPort {
  worklist(person: Person): Promise<Whole<WorklistEntry>>
  /** Open ones, the most urgent first. */
  tasks(person: Person): Promise<Whole<Task & { readonly customer: CustomerName }>>
  addNote(person: Person, key: CustomerKey, text: string): Promise<Outcome>
  makePromise(
    person: Person,
    key: CustomerKey,
    wanted: { amount: Cents; promisedOn: Day; note: string | null },
  ): Promise<Outcome>
  addTask(person: Person, key: CustomerKey, wanted: { title: string; dueOn: Day }): Promise<Outcome>
  completeTask(person: Person, id: string, outcome: string): Promise<Outcome>
  /** As GET /v1/collection. */
  state(): Promise<CollectionState>
  /** As POST /v1/collection/preview; null for a cadence that does not exist. */
  preview(
    person: Person,
    wanted: { cadence: string | null; day: Day | null; after: string | null },
  ): Promise<Preview | null>
  /** Stops every message at once, or goes on. */
  stopSending(person: Person, stopped: boolean): Promise<Outcome>
}

export interface CollectionState {
  readonly mode: 'off' | 'on'
  readonly stopped: boolean
  readonly plansAt: string
  readonly cadences: readonly {
    readonly name: string
    readonly title: string
    readonly gapDays: number
    readonly steps: readonly {
      readonly key: string
      readonly offsetDays: number
      readonly stage: string
      readonly channels: readonly string[]
      readonly template: string | null
      readonly task: string | null
    }[]
  }[]
  readonly channels: readonly { readonly name: string; readonly kind: string; readonly adapter: string }[]
  readonly faults: readonly FileFaults[]
}

export interface FileFaults {
  readonly file: string
  readonly faults: readonly { readonly path: string; readonly message: string }[]
}

export interface Preview {
  readonly day: Day
  readonly plans: readonly {
    readonly customer: CustomerName
    readonly message: {
      readonly step: string
      readonly channels: readonly string[]
      readonly recipient: string | null
      readonly titles: readonly { readonly number: string | null; readonly openAmount: string }[]
      readonly subject: string | null
      readonly text: string | null
      readonly fault: string | null
    } | null
    readonly tasks: readonly { readonly title: string }[]
    readonly withheld: readonly { readonly code: string; readonly message: string }[]
  }[]
  readonly next: string | null
}
