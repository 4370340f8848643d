import type { Scope } from '../access/key.ts'
import type { Day } from '../kernel/day.ts'
import type { EventType } from '../outbox/event.ts'
import type { Person, Role } from '../people/person.ts'
import type { FileFaults } from './customer-port.ts'
import type { Outcome, Paged, Revealing } from './outcome.ts'

/** As GET /v1/sources. */
export interface SourceState {
  readonly source: string
  readonly adapter: string
  readonly streams: readonly string[]
  readonly schedule: { readonly changes: string; readonly nightly: string }
  readonly isRunning: boolean
  readonly lastStartedAt: string | null
  readonly lastDoneAt: string | null
  readonly lastNightlyAt: string | null
  readonly failures: number
  readonly failingSince: string | null
  readonly remedy: string | null
  readonly message: string | null
  readonly quarantined: number
  readonly writeBack: {
    readonly mode: 'off' | 'dry_run' | 'on' | 'lift'
    readonly isStopped: boolean
    readonly dailyCap: number
    readonly blocksToday: number
  }
}

/** As GET /v1/syncs. */
export interface SyncRun {
  readonly id: string
  readonly kind: 'changes' | 'nightly' | 'full' | 'refetch'
  readonly state: 'running' | 'done' | 'failed' | 'interrupted'
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly progress: Readonly<
    Record<string, { readonly accepted: number; readonly rejected: number; readonly removed: number } | undefined>
  >
  readonly message: string | null
}

/** As GET /v1/sources/{source}/quarantine. */
export interface QuarantinedRecord {
  readonly id: string
  readonly kind: string
  readonly externalId: string | null
  readonly record: unknown
  readonly errors: readonly { readonly path: string; readonly message: string }[]
  readonly receivedAt: string
}

export interface IntegrationsPort {
  /** What the person's source allows. Sources that push have `adapter: 'push'`. */
  sources(person: Person): Promise<{ readonly sources: readonly SourceState[]; readonly faults: readonly FileFaults[] }>
  runs(person: Person, source: string): Promise<readonly SyncRun[]>
  quarantine(person: Person, source: string, after: string | null): Promise<Paged<QuarantinedRecord>>
  startSync(person: Person, source: string, kind: 'changes' | 'nightly'): Promise<Outcome>
  /** Whether the ERP answers and takes the credentials. */
  check(person: Person, source: string): Promise<Outcome>
  stopWriteBack(person: Person, source: string, stopped: boolean): Promise<Outcome>
}

export interface PersonRow {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly salesRep: string | null
  readonly source: string | null
  readonly active: boolean
  readonly isLocked: boolean
  readonly hasCode: boolean
  readonly lastLoginAt: string | null
}

export interface NewPerson {
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly salesRep: string | null
  readonly source: string | null
}

/** The login stays: it is what the audit trail and the ERP know somebody by. */
export type PersonChange = Omit<NewPerson, 'login'>

export interface PeoplePort {
  list(person: Person): Promise<readonly PersonRow[]>
  /** Null for an id that is nobody's. */
  find(person: Person, id: string): Promise<PersonRow | null>
  /** The password is for one login, at which another has to be chosen. */
  create(person: Person, wanted: NewPerson): Promise<Revealing<{ password: string }>>
  resetPassword(person: Person, id: string): Promise<Revealing<{ password: string }>>
  setActive(person: Person, id: string, active: boolean): Promise<Outcome>
  change(person: Person, id: string, wanted: PersonChange): Promise<Outcome>
  /** For a telephone that was lost. */
  endSecondFactor(person: Person, id: string): Promise<Outcome>
}

export interface KeyRow {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly source: string | null
  readonly createdAt: string
  readonly revokedAt: string | null
}

export interface KeysPort {
  list(person: Person): Promise<readonly KeyRow[]>
  create(
    person: Person,
    wanted: { name: string; scopes: Scope[]; source: string | null },
  ): Promise<Revealing<{ key: string }>>
  revoke(person: Person, id: string): Promise<Outcome>
}

export interface WebhookRow {
  readonly id: string
  readonly name: string
  readonly url: string
  /** Empty for all. */
  readonly types: readonly EventType[]
  readonly source: string | null
  readonly active: boolean
  readonly waiting: number
  readonly dead: number
  readonly lastDeliveredAt: string | null
}

/** What was not delivered after every attempt. */
export interface DeadDelivery {
  readonly id: string
  readonly webhookId: string
  readonly webhook: string
  readonly type: EventType
  readonly at: string
  readonly attempts: number
  readonly lastStatus: number | null
  readonly lastError: string | null
}

export interface WebhooksPort {
  list(person: Person): Promise<{ readonly webhooks: readonly WebhookRow[]; readonly dead: readonly DeadDelivery[] }>
  create(
    person: Person,
    wanted: { name: string; url: string; types: EventType[]; source: string | null },
  ): Promise<Revealing<{ secret: string }>>
  setActive(person: Person, id: string, active: boolean): Promise<Outcome>
  remove(person: Person, id: string): Promise<Outcome>
  /** Sends one dead letter again. */
  replay(person: Person, deliveryId: string): Promise<Outcome>
}

/** One line of the audit trail. */
export interface AuditRow {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  /** Of the person, key, webhook or customer that it is about, where it is known. */
  readonly name: string | null
  /** The page of what it is about, where there is one. */
  readonly opens: { readonly order: string } | { readonly source: string; readonly externalId: string } | null
  /** As it is stored, without secrets. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface AuditQuery {
  /** In who, what, about what and the words of the detail. */
  readonly text: string | null
  /** Only what is about exactly this. */
  readonly subject: string | null
  /** Both days included. */
  readonly from: Day | null
  readonly to: Day | null
  readonly after: string | null
}

export interface AuditPort {
  /** The newest first. `searchedBackTo`: a text was looked for back to then, and `next` looks further. */
  search(
    person: Person,
    query: AuditQuery,
    limit?: number,
  ): Promise<Paged<AuditRow> & { readonly searchedBackTo: string | null }>
}
