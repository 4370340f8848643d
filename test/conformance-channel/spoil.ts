import type {
  ChannelAdapter,
  ChannelCapabilities,
  ChannelLink,
  ChannelSession,
  OutgoingMessage,
  ReceiptDelivery,
  ReceiptOutcome,
  SendOutcome,
} from '../../src/channels/contract.ts'
import type { HttpOptions, HttpRequest } from '../../src/sync/http.ts'
import { sampleSubject as healthy } from './sample-adapter.ts'
import type { ArrivedMessage, ChannelSubject, FakeProvider } from './vendor.ts'

/** Subjects that are sound but for one fault, by the title of the check that has to catch it. */
export type Saboteurs = Readonly<Record<string, Readonly<Record<string, ChannelSubject>>>>

export const withAdapter = (changes: Partial<ChannelAdapter>): ChannelSubject => ({
  ...healthy,
  adapter: { ...healthy.adapter, ...changes },
})

export const withSession = (
  spoil: (session: ChannelSession, link: ChannelLink, settings: unknown) => Partial<ChannelSession>,
): ChannelSubject =>
  withAdapter({
    open: (settings, link) => {
      const session = healthy.adapter.open(settings, link)
      return { ...session, ...spoil(session, link, settings) }
    },
  })

/** Spoils a message on its way out. */
export const withMessage = (spoil: (message: OutgoingMessage) => OutgoingMessage): ChannelSubject =>
  withSession(({ send }) => ({ send: (message, signal) => send(spoil(message), signal) }))

/** Spoils what is said of a message. */
export const withOutcome = (spoil: (outcome: SendOutcome, message: OutgoingMessage) => SendOutcome): ChannelSubject =>
  withSession(({ send }) => ({ send: async (message, signal) => spoil(await send(message, signal), message) }))

/** Spoils the calls that go out. */
export const withHttp = (
  spoil: { options?: (options: HttpOptions) => HttpOptions; request?: (request: HttpRequest) => HttpRequest },
  capabilities: ChannelCapabilities = healthy.adapter.capabilities,
): ChannelSubject =>
  withAdapter({
    capabilities,
    open: (settings, link) => {
      const http = (options: HttpOptions) => {
        const client = link.http(spoil.options?.(options) ?? options)
        return { request: (request: HttpRequest) => client.request(spoil.request?.(request) ?? request) }
      }
      return healthy.adapter.open(settings, { ...link, http })
    },
  })

export const withReceive = (
  receive: (sound: (delivery: ReceiptDelivery) => ReceiptOutcome, delivery: ReceiptDelivery) => ReceiptOutcome,
): ChannelSubject => {
  const sound = healthy.adapter.receive
  if (!sound) throw new TypeError('the sample receives nothing')
  return withAdapter({
    receive: (settings, delivery, secret) => receive((given) => sound(settings, given, secret), delivery),
  })
}

/** Spoils what the provider makes of it: what a sound adapter would have had to prevent. */
export const withArrived = (
  spoil: (arrived: readonly ArrivedMessage[]) => readonly ArrivedMessage[],
): ChannelSubject => ({
  ...healthy,
  startProvider: async (clock, shown) => {
    const provider = await healthy.startProvider(clock, shown)
    return Object.create(provider, { arrived: { get: () => spoil(provider.arrived) } }) as FakeProvider
  },
})

export const asOf = (kind: SendOutcome['kind'], other: SendOutcome): ChannelSubject =>
  withOutcome((outcome) => (outcome.kind === kind ? other : outcome))
