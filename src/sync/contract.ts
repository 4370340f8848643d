import type { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import type { Fault } from '../kernel/text.ts'
import type { customerRecordSchema } from '../receivables/customer.ts'
import type { orderRecordSchema } from '../receivables/order.ts'
import type { FeedKind } from '../receivables/receipt.ts'
import type { receivableRecordSchema } from '../receivables/receivable.ts'
import type { ErpDatabase, ErpDatabaseOptions } from './erp-database.ts'
import type { HttpClient, HttpOptions } from './http.ts'
import type { Secret } from './secret.ts'

/**
 * The contract between Fiado and an ERP adapter. An adapter translates: it asks the vendor, and answers records in the
 * form of `PUT /v1/sources/{source}/…`. What is kept, when it runs, and what happens after a fault is not its affair.
 */

/** What is pulled. Payments are no stream of their own: they show in the `openAmount` of the receivables they settle. */
export type Stream = FeedKind
export type CustomerRecord = z.input<typeof customerRecordSchema>
export type ReceivableRecord = z.input<typeof receivableRecordSchema>
export type OrderRecord = z.input<typeof orderRecordSchema>
export type CanonicalRecord = CustomerRecord | ReceivableRecord | OrderRecord

/** A record that could not be mapped. It is kept in quarantine as it came, and asked for again every night. */
export interface BadRecord {
  externalId: string | null
  errors: Fault[]
  raw: unknown
}

/** Some records of a stream. Every array may be empty; a page with nothing at all is no end. */
export interface Page {
  records: readonly CanonicalRecord[]
  bad?: readonly BadRecord[]
  /** Ids of records that the ERP says are deleted: they count nothing from now on. */
  removed?: readonly string[]
  /** For customers, where the adapter writes back: what stands in the ERP's block fields now, by external id. */
  marks?: Readonly<Record<string, CreditMark>>
  /**
   * Where to go on after this page, made only by the adapter and at most 4,000 characters long. Saved together with
   * the page. Has to differ from page to page in one run: a repeated one is taken for a vendor that goes in circles.
   */
  cursor: string
}

export interface ReadReply {
  records: readonly CanonicalRecord[]
  bad?: readonly BadRecord[]
  marks?: Readonly<Record<string, CreditMark>>
  /** Of the ids that were asked for, those the ERP does not have (any more), and those that do not concern credit. */
  missing: readonly string[]
}

/** A connection to one ERP, opened for one run and closed after it. Every method ends soon after `signal` aborts. */
export interface ErpSession {
  /** Asks the ERP something cheap with the credentials. Throws `SyncError` with what has to be mended. */
  check(signal: AbortSignal): Promise<ErpFacts>
  /**
   * What is new or changed since `cursor`, oldest change first; everything when it is `null`. The last page's cursor is
   * where the next run begins, with whatever overlap the vendor needs: records may come twice, none may be missed.
   */
  pull(stream: Stream, cursor: string | null, signal: AbortSignal): AsyncIterable<Page>
  /**
   * Everything of the stream that counts now (open titles, credits not yet used, open orders), for adapters whose
   * `openListing` names the stream. What Fiado holds as open and this does not list is then asked for by `read`.
   */
  listOpen?(stream: Stream, signal: AbortSignal): AsyncIterable<Page>
  /**
   * Up to `READ_IDS_MAX` records by id, as they are now: after a webhook, and where a listing no longer names them. May
   * answer more than was asked, where a webhook knows the document and not its instalments.
   */
  read?(stream: Stream, externalIds: readonly string[], signal: AbortSignal): Promise<ReadReply>
  /** Where the ERP's own block is read and written. */
  readonly creditStatus?: CreditStatusPort
  close?(): Promise<void>
}

export const READ_IDS_MAX = 100
export const CURSOR_CHARS_MAX = 4_000

/** What `check` found out, for people: `{ version: '22.0.4', company: 'Distribuidora …' }`. */
export type ErpFacts = Readonly<Record<string, string>>

/** The fields of the ERP that make it refuse a customer, by vendor name. Small: it is stored and compared. */
export type CreditMark = Readonly<Record<string, string | number | boolean | null>>

/**
 * The block in the ERP itself. The core decides who is blocked and keeps what stood there before; the adapter only says
 * what the fields look like. The flag that is written here must not set `status` or `active` of the customer records:
 * it is told as a mark, since Fiado alone knows whether it set the block itself.
 */
export interface CreditStatusPort {
  /** As it stands in the ERP now; `null` when there is no such customer. */
  read(customerExternalId: string, signal: AbortSignal): Promise<CreditMark | null>
  /** Whether the ERP refuses a customer with this mark. */
  isBlocked(mark: CreditMark): boolean
  /** The mark that refuses, made from the one that stands. `reason` is a short Portuguese sentence without amounts. */
  blocked(mark: CreditMark, reason: string): CreditMark
  /** Writes exactly these fields; a vendor that replaces whole records is read and given back the rest. */
  write(customerExternalId: string, mark: CreditMark, signal: AbortSignal): Promise<void>
}

/** How an adapter finds changes and removals, as data: the table in `adapters/README.md` is made of it. */
export interface Capabilities {
  readonly streams: readonly Stream[]
  readonly changes: Readonly<Partial<Record<Stream, ChangeDetection>>>
  /** Streams that `listOpen` lists, and when the core asks for it. */
  readonly openListing: Readonly<Partial<Record<Stream, 'every_run' | 'nightly'>>>
  /** Whether single records can be read again. Needed with `openListing` and with webhooks. */
  readonly reads: readonly Stream[]
  /** What the write-back writes in the ERP's words (`bloquear_faturamento`), or null. */
  readonly writeBack: { readonly field: string; readonly refuses: string } | null
  readonly webhooks: { readonly verified: 'hmac' | 'url_secret'; readonly vetoesOrders?: true } | null
}

/**
 * - `modified`: the cursor is the ERP's time of change
 * - `windows`: the ERP filters by issue, due or payment day only; recent windows are read again, and what is open
 * - `snapshot`: every run lists everything, and what is not listed is gone. The cursor only resumes within one listing:
 *   `pull` is called with `null` for every new one
 */
export type ChangeDetection = 'modified' | 'windows' | 'snapshot'

/** What the core lends to a session. */
export interface Link {
  /** The name of the connection, such as `omie-matriz`. */
  readonly source: string
  readonly clock: Clock
  /** The only way out: time limits, retries, rate limits, circuit breaker. One client for each base URL. */
  http(options: HttpOptions): HttpClient
  /** A connection to the ERP's own database, for the adapters that have no API to talk to. */
  database(options: ErpDatabaseOptions): ErpDatabase
  /** OAuth tokens that rotate: kept across processes, written before they are used. */
  readonly tokens: TokenVault
}

export interface TokenSet {
  accessToken: string
  refreshToken: string
  /** Epoch milliseconds. */
  expiresAt: number
}

export interface TokenVault {
  /**
   * A token that is good for a while. When there is none, or `rejected` is the one that the vendor just refused, `refresh`
   * is called by one process alone with the last refresh token (`seed` at first, and again when the settings have
   * another), and its answer is stored before anybody uses it.
   */
  accessToken(
    seed: Secret,
    refresh: (refreshToken: string, signal: AbortSignal) => Promise<TokenSet>,
    signal: AbortSignal,
    rejected?: string,
  ): Promise<string>
}

/** What a vendor posted, as it arrived. */
export interface WebhookDelivery {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Buffer
}

/** A webhook is never believed: it only says which records to fetch again. */
export type WebhookOutcome =
  /** Not from the vendor (wrong signature, wrong app), or no webhook of this vendor at all. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing to do: a test, or an event that does not concern credit. */
  | { readonly kind: 'nothing' }
  /** `deliveryId`: the vendor's id of the event if it has one, so that a repetition is known. */
  | { readonly kind: 'changed'; readonly deliveryId: string | null; readonly records: readonly ChangedRecord[] }
  /** The ERP waits for the answer and drops the order on a refusal: asked as `reserve`. Amount as decimal text. */
  | {
      readonly kind: 'order'
      readonly customerExternalId: string
      readonly order: { readonly id: string; readonly revision: number; readonly amount: string }
    }

export interface ChangedRecord {
  readonly stream: Stream
  readonly externalId: string
  /** The vendor answers with the old state, or refuses, when asked sooner. */
  readonly afterMs?: number
}

export interface ErpAdapter<Settings = unknown> {
  readonly id: string
  /** The vendor's name, and the versions it is written for. */
  readonly title: string
  readonly capabilities: Capabilities
  /** `settings:` of a source file. Secrets are `secretSchema`; `httpSettings` has what all HTTP adapters share. */
  readonly settings: z.ZodType<Settings>
  /** Connects to nothing yet: the first call does. */
  open(settings: Settings, link: Link): ErpSession
  /** Present when `capabilities.webhooks` is. Pure: verifies over the raw body and says what it means. */
  receive?(settings: Settings, delivery: WebhookDelivery): WebhookOutcome
}

/** Checks that an adapter says what it does, when the program starts. */
export function defineErpAdapter<Schema extends z.ZodType>(
  adapter: Omit<ErpAdapter<z.output<Schema>>, 'settings'> & { readonly settings: Schema },
): ErpAdapter {
  const { id, capabilities } = adapter
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) throw new TypeError(`adapter id "${id}" must be kebab-case`)
  for (const stream of capabilities.streams) {
    if (!capabilities.changes[stream]) throw new TypeError(`adapter ${id}: changes.${stream} is missing`)
    if (capabilities.openListing[stream] && !capabilities.reads.includes(stream))
      throw new TypeError(`adapter ${id}: openListing.${stream} needs reads to hold ${stream}`)
  }
  if ((capabilities.webhooks === null) !== (adapter.receive === undefined))
    throw new TypeError(`adapter ${id}: capabilities.webhooks and receive go together`)
  return adapter as unknown as ErpAdapter
}
