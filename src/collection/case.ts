import type { ChannelKind } from '../channels/contract.ts'
import type { Cents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import type { Stage } from '../receivables/standing.ts'

/** Everything that planning and writing to one customer depends on, as one value. */
export interface CollectionCase {
  readonly customer: CaseCustomer
  /** What is open and counts (open, disputed, returned), oldest effective due day first. */
  readonly titles: readonly OpenTitle[]
  /** Credit notes and advances that were not applied yet. */
  readonly credits: Cents
  readonly pauses: readonly Pause[]
  readonly promises: readonly OpenPromise[]
  readonly disputes: readonly OpenDispute[]
  /** What was said to the customer lately, newest first: sent, or perhaps sent. */
  readonly contacts: readonly { readonly on: Day; readonly channel: ChannelKind }[]
  /** A message that is planned or under way, or of which nobody knows whether it was sent. */
  readonly pending: 'planned' | 'sending' | 'ambiguous' | null
  /** Good addresses by channel, the best first. */
  readonly addresses: Readonly<Partial<Record<ChannelKind, readonly Address[]>>>
  /** Channels of which every known address bounced, or whose owner wants no more messages. */
  readonly unreachable: Readonly<Partial<Record<ChannelKind, 'invalid' | 'opted_out'>>>
  /** The source was not heard of for too long: who paid may not show. */
  readonly isStale: boolean
}

export interface CaseCustomer {
  readonly id: number
  readonly source: string
  readonly externalId: string
  readonly name: string
  /** CPF or CNPJ without mask. */
  readonly document: string | null
  readonly state: string | null
  readonly city: string | null
  readonly riskClass: string | null
  readonly segment: string | null
  readonly profile: string | null
  readonly flags: readonly string[]
}

const CPF_CHARS = 11

/** What the document says of its owner; `null` without one: then neither what holds for people nor for companies is known. */
export const personOf = ({ document }: Pick<CaseCustomer, 'document'>): 'natural' | 'legal' | null =>
  document === null ? null : document.length === CPF_CHARS ? 'natural' : 'legal'

export interface Address {
  /** An e-mail address, or a phone number in E.164. */
  readonly address: string
  readonly name: string | null
}

export interface OpenTitle {
  readonly id: number
  readonly externalId: string
  readonly company: string
  readonly number: string | null
  readonly installment: string | null
  readonly issuedOn: Day
  readonly dueOn: Day
  readonly effectiveDueOn: Day
  readonly amount: Cents
  readonly openAmount: Cents
  readonly isDisputed: boolean
  readonly paymentMethod: string | null
  /** Linha digitável, as the ERP or the bank gave it. */
  readonly boletoLine: string | null
  /** Pix copia e cola. */
  readonly pixCode: string | null
  readonly progress: Progress | null
}

/** The last step that was done for a title, in whatever cadence. */
export interface Progress {
  readonly step: string
  readonly offsetDays: number
  readonly stage: Stage
  readonly doneOn: Day
}

export interface Pause {
  readonly kind: PauseKind
  /** The last day of the pause; null until it is lifted. */
  readonly untilOn: Day | null
}

/** `payment_reported`: the customer says it is paid; believed until banks would have told. */
export const pauseKinds = ['do_not_contact', 'hardship', 'payment_reported', 'paused'] as const
export type PauseKind = (typeof pauseKinds)[number]

export interface OpenPromise {
  readonly promisedOn: Day
  readonly receivableIds: readonly number[]
}

export interface OpenDispute {
  /** null: everything. */
  readonly receivableIds: readonly number[] | null
}
