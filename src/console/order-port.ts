import type { Cents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import type { Person } from '../people/person.ts'
import type { Outcome, Paged } from './outcome.ts'

// Money is decimal text (`"1234.56"`), instants are RFC 3339 in the zone of the program, days are `YYYY-MM-DD`, as /v1
// answers them.

export interface CustomerName {
  readonly source: string
  readonly externalId: string
  readonly name: string
}

/** As `reasons` and `remedies` of a credit check. */
export interface Reason {
  readonly code: string
  readonly severity: 'block' | 'conditional' | 'warn'
  readonly message: string
}
export interface Remedy {
  readonly kind: 'pay_receivables' | 'reduce_order' | 'down_payment' | 'shorten_term' | 'pay_cash' | 'request_release'
  readonly amount?: string | undefined
  readonly ownAmount?: string | undefined
  readonly days?: number | undefined
}

export interface CreditLimit {
  readonly mode: 'unlimited' | 'none' | 'amount'
  readonly amount?: string | undefined
  readonly validUntil?: string | undefined
}

export interface Exposure {
  readonly open: string
  readonly overdue: string
  readonly orders: string
  readonly held: string
  readonly drafts: string
  readonly credits: string
  readonly total: string
  readonly available: string | null
}

/** The state of a blocked order: it stands, or how it ended. */
export type OrderState = 'blocked' | 'released' | 'lapsed' | 'cancelled' | 'sold'
export type ReleaseState = 'requested' | 'approved' | 'rejected' | 'expired' | 'used' | 'withdrawn'

export interface OrderRow {
  readonly id: string
  readonly source: string
  readonly orderId: string
  readonly revision: number
  readonly customer: CustomerName
  readonly amount: string
  readonly salesRep: string | null
  readonly state: OrderState
  /** Why it was freed or stands again, as a code such as `payment`. */
  readonly cause: string | null
  /** A person keeps it back. */
  readonly keptBack: boolean
  readonly blockedAt: string
  readonly lapsesAt: string
  readonly closedAt: string | null
  readonly reasons: readonly Reason[]
  readonly remedies: readonly Remedy[]
  /** Whether anything of this customer's is to be paid for it: then there is a way to pay that can be sent. */
  readonly payable: boolean
  readonly release: Pick<Release, 'id' | 'state' | 'requestedBy' | 'requestedAt'> | null
}

export interface Release {
  readonly id: string
  readonly state: ReleaseState
  readonly revision: number
  readonly amount: string
  /** By how much the order goes beyond the room there was. */
  readonly overLimit: string
  readonly reason: string
  readonly requestedBy: string
  readonly requestedAt: string
  readonly expiresAt: string | null
  readonly decidedAt: string | null
  readonly signaturesNeeded: number
  readonly signatures: readonly {
    readonly signer: string
    readonly role: string
    readonly verdict: 'approved' | 'rejected'
    readonly amount: string
    readonly reason: string
    readonly signedAt: string
  }[]
}

export interface OverdueTitle {
  readonly externalId: string
  readonly number: string | null
  readonly dueOn: Day
  readonly daysOverdue: number
  readonly openAmount: string
}

export interface OrderDetail extends OrderRow {
  readonly decision: {
    readonly checkId: string
    readonly checkedAt: string
    readonly policyVersion: number
    readonly dataAsOf: string | null
    readonly limit: CreditLimit | null
    readonly exposure: Exposure
    /** The group that shares a limit, where there is one. */
    readonly account: { readonly key: string; readonly limit: CreditLimit | null; readonly exposure: Exposure } | null
  }
  readonly overdue: readonly OverdueTitle[]
  /** The oldest first. `detail` as it is stored, amounts as decimal text. */
  readonly timeline: readonly {
    readonly at: string
    readonly kind: string
    readonly actor: string
    readonly detail: Readonly<Record<string, unknown>>
  }[]
  /** The newest first. */
  readonly releases: readonly Release[]
  /** What this person may do with this order now. */
  readonly may: {
    readonly request: boolean
    /** Null for who signs nothing; `refusal` says in pt-BR why this one cannot be signed by them. */
    readonly sign: { readonly amountMax: string | null; readonly refusal: string | null } | null
    readonly keep: boolean
    readonly withdraw: boolean
  }
  /** What the customer can be told, ready to be sent; null where nothing can be paid. */
  readonly payment: {
    readonly amount: string
    /** Whether the order is free once this is paid; else something of it remains, such as the limit. */
    readonly frees: boolean
    readonly message: string
    /** Digits with country code. */
    readonly whatsapp: string | null
    readonly email: string | null
  } | null
}

export interface Approval extends OrderRow {
  readonly request: Release
  readonly may: OrderDetail['may']
}

/** The oldest first. */
export interface Approvals extends Paged<Approval> {
  /** Of all that wait, whatever the page. */
  readonly count: number
  /** What the person may sign; null is without bound. */
  readonly authority: {
    readonly amountMax: string | null
    readonly monthlyBudget: string | null
    readonly monthlyUsed: string
  } | null
}

export interface OrderQuery {
  readonly state: 'blocked' | 'closed'
  readonly text: string | null
  readonly after: string | null
}

export interface OrdersPort {
  /** Reps see their own. `totals` is of everything that is found, whatever the page; null where that is too much. */
  list(
    person: Person,
    query: OrderQuery,
  ): Promise<Paged<OrderRow> & { readonly totals: { readonly count: number; readonly amount: string } | null }>
  /** As `list`, for a sheet: so many at once, and no totals. */
  rows(person: Person, query: OrderQuery, limit: number): Promise<Paged<OrderRow>>
  /** The few that were freed or ended last. */
  ended(person: Person): Promise<readonly OrderRow[]>
  read(person: Person, id: string): Promise<OrderDetail | null>
  approvals(person: Person, after?: string | null, limit?: number): Promise<Approvals>
  requestRelease(person: Person, id: string, reason: string): Promise<Outcome>
  approve(
    person: Person,
    releaseId: string,
    wanted: { reason: string; amount: Cents; expiresOn: Day },
  ): Promise<Outcome>
  reject(person: Person, releaseId: string, reason: string): Promise<Outcome>
  withdraw(person: Person, releaseId: string, reason: string): Promise<Outcome>
  /** Keeps it back whatever happens, or lets it go its way again. */
  keep(person: Person, id: string, kept: boolean, reason: string): Promise<Outcome>
  /** Writes down that the customer was sent the way to pay. `amount` is what the page showed when they were. */
  notePaymentSent(
    person: Person,
    id: string,
    sent: { channel: 'whatsapp' | 'email' | 'other'; amount: Cents },
  ): Promise<Outcome>
}
