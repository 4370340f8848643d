import type { ChannelAdapter, Receipt, ReceiptDelivery } from '../../src/channels/contract.ts'
import type { VendorClock } from '../conformance/vendor.ts'

/** A message as whoever it was for sees it, decoded; line ends are `\n`, and a line end at the very end is taken away. */
export interface ArrivedMessage {
  /** Every address that it went to, also hidden ones, one `ArrivedMessage` each. */
  readonly recipient: string
  /** By which the provider's receipts name it; `null` where it has no such id. */
  readonly providerId: string | null
  readonly key?: string | null
  readonly recipientName?: string
  readonly subject?: string | null
  readonly text?: string
  readonly html?: string | null
  readonly unsubscribeUrl?: string | null
  readonly facts?: unknown
  /** Of an approved text, what fills its places. */
  readonly parameters?: readonly string[]
  /** Headers of a mail, lower-case names. */
  readonly headers?: Readonly<Record<string, unknown>>
}

/** What survives the way through a provider. */
export type SaidField =
  | 'key'
  | 'recipientName'
  | 'subject'
  | 'text'
  | 'html'
  | 'unsubscribeUrl'
  | 'facts'
  | 'parameters'

export type ProviderFault =
  /** Takes nothing, and says when to come again, if it can. */
  | { kind: 'throttled'; retryAfterS: number }
  /** Takes the message and never answers. */
  | { kind: 'silent' }
  /** Takes the message and fails then: a 500, or the connection is lost. */
  | { kind: 'broken' }

/** A provider that answers like the real one, on a real port of this machine, and misbehaves on demand. */
export interface FakeProvider {
  /** `settings` of a channel file after its secrets were read; rates that never wait, timeoutMs 400. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Every secret that must never be shown. */
  readonly secrets: readonly string[]
  /** All that it has taken, oldest first. A repeated key of a provider that honours it is not taken again. */
  readonly arrived: readonly ArrivedMessage[]
  /** How many attempts to send have reached it, taken or not. */
  readonly calls: number
  /** The next `times` attempts to send go wrong (all of them by default); `null` behaves again. */
  misbehave(how: ProviderFault | null, times?: number): void
  /** What it posts about a message that arrived, signed as it signs. Channels with receipts only. */
  receiptOf?(arrived: ArrivedMessage, kind: Receipt['kind']): ReceiptDelivery
  /** Stops listening: from then on connections are refused. May be called twice. */
  close(): Promise<void>
}

/** One channel adapter as the conformance suite wants it. */
export interface ChannelSubject {
  readonly adapter: ChannelAdapter
  /** `shown`: the lines that the channel has shown in the log, which is all that one without a provider does. */
  startProvider(clock: VendorClock, shown: readonly string[]): Promise<FakeProvider>
  /** Two addresses that it delivers to. */
  readonly recipients: readonly [string, string]
  /** One that the provider (or the adapter) refuses at once. */
  readonly invalidRecipient: string
  /** Only what is named here is compared. */
  readonly says: readonly SaidField[]
  /** How long a text may be, where that is less than 4,000 characters. */
  readonly textCharsMax?: number
  /** The approved text that the fake knows, and how many places it has. Where only approved texts are taken. */
  readonly approved?: { readonly name: string; readonly language: string; readonly places: number }
  /** Which receipts the provider gives. */
  readonly receipts?: readonly Receipt['kind'][]
  /** A secret of the right form that opens nothing, where it needs a form. */
  readonly wrongSecret?: string
  /** It reaches no provider, so that nothing can go wrong on the way. */
  readonly isLocal?: boolean
  /** The provider does not say for how long it is too much. */
  readonly saysNoRetryAfter?: boolean
  /** Titles of checks that cannot hold for this provider, each with the reason. One that would pass fails the suite. */
  readonly exempt?: Readonly<Record<string, string>>
}
