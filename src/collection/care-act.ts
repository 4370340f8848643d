import type { Database, Sql } from '../database.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Trail } from '../receivables/trail.ts'
import type { CareCustomer } from './care-store.ts'
import { addToStory, type StoryKind } from './story-store.ts'

/** What the flows of a customer's story work with; `Request` is whatever tells who asks. */
export interface CareDeps<Request> {
  readonly db: Database
  readonly clock: Clock
  readonly calendar: Calendar
  /** Business days from a payment until banks tell of it. */
  settlementDays(paymentMethod: string | null): number
  /** As the audit trail names whoever asks. At most 160 characters. */
  actorOf(request: Request): string
  readonly trail: Trail<Request>
}

/** Which customer. */
export interface CustomerName {
  readonly source: string
  readonly externalId: string
}

/** Why something was not done. `unknown`: no such thing; `conflict`: as things stand; `senseless`: what was asked for. */
export interface Refusal {
  readonly refused: 'unknown' | 'conflict' | 'senseless'
  readonly message: string
  /** The field at fault. */
  readonly path?: string
}

export const isRefusal = (outcome: object): outcome is Refusal => 'refused' in outcome

export const unknownCustomer: Refusal = { refused: 'unknown', message: 'This source has no customer of that id.' }
export const unknown = (message: string): Refusal => ({ refused: 'unknown', message })
export const conflict = (message: string): Refusal => ({ refused: 'conflict', message })
export const senseless = (path: string, message: string): Refusal => ({ refused: 'senseless', message, path })

/** What was done. `isNew` is false where the same thing stood already, and nothing was written. */
export interface Done<T> {
  readonly is: T
  readonly isNew: boolean
}

/** Ends what a person did: into the customer's story, and the audit trail without the words of it. */
export async function tellStory<Request>(
  sql: Sql,
  { clock, actorOf, trail }: CareDeps<Request>,
  request: Request,
  customer: CareCustomer,
  kind: StoryKind,
  detail: Readonly<Record<string, unknown>>,
  id: string | null = null,
): Promise<void> {
  const entry = { customerId: customer.id, at: clock.now(), kind, actor: actorOf(request), detail }
  await addToStory(sql, [entry])
  await trail(sql, request, kind, `${customer.source}/${customer.externalId}`, id === null ? {} : { id })
}
