import type { Clock, EpochMs } from '../../src/kernel/clock.ts'
import type { ReceivableKind } from '../../src/receivables/receivable.ts'
import type {
  CreditMark,
  CustomerRecord,
  ErpAdapter,
  OrderRecord,
  ReceivableRecord,
  Stream,
} from '../../src/sync/contract.ts'

/** What a fake vendor holds, in Fiado's words: the truth that the adapter has to bring home. */
export interface Book {
  customers: CustomerRecord[]
  receivables: ReceivableRecord[]
  orders: OrderRecord[]
}

/** A clock that the test moves; the fake vendor stamps its changes by it. */
export interface VendorClock extends Clock {
  advance(ms: number): void
}

export type Misbehaviour =
  /** Answers with this status. */
  | { kind: 'status'; status: number; retryAfterS?: number }
  /** Takes the call and never answers. */
  | { kind: 'silent' }
  /** A 200 whose JSON stops in the middle. */
  | { kind: 'cut_off' }
  /** A 200 with an HTML page, as a proxy or a login screen gives. */
  | { kind: 'html' }
  /** Serves the first page again and again, as if more followed. */
  | { kind: 'repeat_page' }
  /** The second page of a listing is empty although more follow. */
  | { kind: 'empty_page' }

/** A vendor that answers like the real one, on a real port of this machine, and misbehaves on demand. */
export interface FakeVendor {
  /** `settings` of a source file after its secrets were read, pages of 10 records, rates that never wait, timeoutMs 400. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Every secret that must never be shown: keys, passwords, tokens handed out. */
  readonly secrets: readonly string[]
  /** How many calls for data have arrived (logins and token calls not counted). */
  readonly calls: number
  /** Replaces everything. Records count as changed at their own `updatedAt`, or a day before the clock's now. */
  seed(book: Book): void
  /** Creates or replaces one record; it counts as changed now, by the clock. */
  put<S extends Stream>(stream: S, record: Book[S][number]): void
  /** Deletes it in the vendor, as a user of the ERP does. */
  remove(stream: Stream, externalId: string): void
  /** Gives a record a status that is in no documentation of the vendor, and changes it now. */
  corrupt(stream: Stream, externalId: string): void
  /** The next `times` calls for data go wrong (all of them by default); `null` behaves again. */
  misbehave(how: Misbehaviour | null, times?: number): void
  /** The block fields as they stand in the vendor, and a user of the ERP changing them. Adapters with write-back only. */
  markOf?(customerExternalId: string): CreditMark | null
  setMark?(customerExternalId: string, mark: CreditMark): void
  close(): Promise<void>
}

/** One adapter as the conformance suite wants it. */
export interface Subject {
  readonly adapter: ErpAdapter
  startVendor(clock: VendorClock): Promise<FakeVendor>
  /** The n-th id of a stream in the vendor's own form: `2000000001`, `17:1`. */
  idOf(stream: Stream, n: number): string
  /** Fields that survive the way through this vendor; a field that is not named is not compared. */
  readonly says: {
    readonly customers: readonly (keyof CustomerRecord)[]
    readonly receivables: readonly (keyof ReceivableRecord)[]
    readonly orders: readonly (keyof OrderRecord)[]
  }
  readonly kinds: readonly ReceivableKind[]
  /** Titles of checks that cannot hold for this vendor, each with the reason. One that would pass fails the suite. */
  readonly exempt?: Readonly<Record<string, string>>
}

export const DAY_MS: EpochMs = 86_400_000
