import type { z } from 'zod'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { HttpClient, HttpOptions } from '../sync/http.ts'
import type { Secret } from '../sync/secret.ts'
import type { SmtpClient, SmtpOptions } from './smtp.ts'

/**
 * The contract between Fiado and a channel adapter. An adapter hands one message to one provider, and says what became of
 * it; who is written to, when, what and how often is not its affair.
 */

/** What a cadence names. One channel of each kind is in use. */
export const channelKinds = ['email', 'whatsapp', 'sms', 'webhook'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** One message to one address, rendered and ready. */
export interface OutgoingMessage {
  /** Ours, and the same whenever this message is tried again on this channel. Letters, digits, `_` and `-`, 64 at most. */
  readonly key: string
  /** An e-mail address; `+5511987654321` (E.164) for whatsapp and sms; `source/externalId` of the customer for webhook. */
  readonly recipient: string
  readonly recipientName: string
  /** For e-mail. */
  readonly subject: string | null
  readonly text: string
  readonly html: string | null
  /** For channels that only take texts approved beforehand: the name of the approved one and what fills its places. */
  readonly approved: { readonly name: string; readonly language: string; readonly parameters: readonly string[] } | null
  /** RFC 8058: an address that takes a POST and ends messages to this recipient. */
  readonly unsubscribeUrl: string | null
  /** The facts behind the text, for channels that hand them to a program. JSON values; money as decimal strings. */
  readonly facts: Readonly<Record<string, unknown>>
}

export type SendOutcome =
  /** The provider has taken it. `providerId`: by which its receipts name it. */
  | { readonly kind: 'accepted'; readonly providerId: string | null }
  /** It was not sent, and trying again would not change that. */
  | { readonly kind: 'refused'; readonly why: 'invalid_recipient' | 'opted_out' | 'content'; readonly message: string }
  /** It was not sent; `remedy` says what mends it: waiting (`throttled`, `unavailable`), or a person. */
  | {
      readonly kind: 'failed'
      readonly remedy: 'settings' | 'auth' | 'throttled' | 'unavailable'
      readonly message: string
      readonly retryAfterMs: number | null
    }
  /** It may have been sent: nobody knows. Never tried again unless the provider honours the key. */
  | { readonly kind: 'ambiguous'; readonly message: string }

/** What a provider tells later. */
export interface Receipt {
  /** The provider's id of the message, or our key where the provider gives it back; one of them is there. */
  readonly providerId: string | null
  readonly key: string | null
  /**
   * Three say that the message was not delivered: `failed`; `invalid_recipient`: nor would another one be; `unwanted`: whoever
   * has the address wants no more of them. `opted_out` says the same of an address, and nothing of any message.
   */
  readonly kind: 'delivered' | 'read' | 'failed' | 'invalid_recipient' | 'unwanted' | 'opted_out'
  /** The address that it is about, where the provider says so (an opt-out may come without a message). */
  readonly recipient: string | null
  readonly at: EpochMs | null
  /** What the provider said, for people. */
  readonly message: string | null
}

/** A request to a channel's receipts address, as it arrived. */
export interface ReceiptDelivery {
  readonly method: 'GET' | 'POST'
  /** The whole address as the provider called it, where a signature is made over it. */
  readonly url: string
  readonly query: Readonly<Record<string, string>>
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Buffer
}

export type ReceiptOutcome =
  | { readonly kind: 'refused'; readonly message: string }
  /** Answered with this text: the provider proves that the address is ours. */
  | { readonly kind: 'challenge'; readonly text: string }
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[] }

/** An open channel. Every method ends soon after `signal` aborts. */
export interface ChannelSession {
  /** Asks the provider something cheap with the credentials. Throws `SyncError` with what has to be mended. */
  check(signal: AbortSignal): Promise<Readonly<Record<string, string>>>
  /** Never throws for what a provider or a network does: that is an outcome. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>
  close?(): Promise<void>
}

/** What a channel can do, as data: the table in `adapters/README.md` is made of it. */
export interface ChannelCapabilities {
  readonly kinds: readonly ChannelKind[]
  /** Whether the provider takes a repeated `key` for the same message, so that trying again never doubles it. */
  readonly honoursKey: boolean
  readonly receipts: { readonly verified: 'hmac' | 'url_secret' } | null
  /** Whether texts have to be approved by the provider beforehand. */
  readonly approvedTextsOnly: boolean
}

/** What the core lends to a session. */
export interface ChannelLink {
  readonly clock: Clock
  /** The only way out: time limits, rate limits, circuit breaker. A POST is never repeated when it may have arrived. */
  http(options: HttpOptions): HttpClient
  smtp(options: SmtpOptions): SmtpClient
  /** Where the provider can post receipts of a message; `null` when no public address or no receipts secret is set. */
  receiptsUrl(key: string): string | null
  /** For the demonstration: shown in the log. */
  show(line: string): void
}

export interface ChannelAdapter<Settings = unknown> {
  readonly id: string
  /** The vendor's name, and the versions it is written for. */
  readonly title: string
  readonly capabilities: ChannelCapabilities
  /** `settings:` of a channel file. Secrets are `secretSchema`. */
  readonly settings: z.ZodType<Settings>
  /** Which kind these settings make it. */
  kindOf(settings: Settings): ChannelKind
  /** Connects to nothing yet: the first call does. */
  open(settings: Settings, link: ChannelLink): ChannelSession
  /** Present when `capabilities.receipts` is. Pure: verifies over the raw body and says what it means. */
  receive?(settings: Settings, delivery: ReceiptDelivery, secret: Secret): ReceiptOutcome
}

/** Checks that an adapter says what it does, when the program starts. */
export function defineChannel<Schema extends z.ZodType>(
  adapter: Omit<ChannelAdapter<z.output<Schema>>, 'settings'> & { readonly settings: Schema },
): ChannelAdapter {
  const { id, capabilities } = adapter
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) throw new TypeError(`adapter id "${id}" must be kebab-case`)
  if (capabilities.kinds.length === 0) throw new TypeError(`adapter ${id}: capabilities.kinds is empty`)
  if ((capabilities.receipts === null) !== (adapter.receive === undefined))
    throw new TypeError(`adapter ${id}: capabilities.receipts and receive go together`)
  return adapter as unknown as ChannelAdapter
}
