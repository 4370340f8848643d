import { expect } from 'vitest'
import type { ChannelSession, OutgoingMessage, SendOutcome } from '../../src/channels/contract.ts'
import { createVendorClock } from '../conformance/link.ts'
import { createChannelLink, type TestChannelLink } from './link.ts'
import type { ArrivedMessage, ChannelSubject, FakeProvider } from './vendor.ts'

/** One promise that every channel adapter keeps. */
export interface ChannelCheck {
  /** What holds, as a person reads it in the list of tests. */
  readonly title: string
  /** False where the channel leaves nothing to look at: then the check is absent, not passed. */
  readonly concerns?: (subject: ChannelSubject) => boolean
  run(stage: ChannelStage): Promise<void>
}

/** What a check has at hand: a provider of its own, and the adapter that is to reach it. */
export class ChannelStage {
  readonly subject: ChannelSubject
  readonly provider: FakeProvider
  readonly link: TestChannelLink
  readonly signal = new AbortController().signal
  private readonly opened: ChannelSession[] = []
  private made = 0

  constructor(subject: ChannelSubject, link: TestChannelLink, provider: FakeProvider) {
    this.subject = subject
    this.link = link
    this.provider = provider
  }

  /** A new session, as after a restart of the program; `changes` are settings that differ from the provider's. */
  open(changes: Readonly<Record<string, unknown>> = {}): ChannelSession {
    const settings = this.subject.adapter.settings.parse({ ...this.provider.settings, ...changes })
    const session = this.subject.adapter.open(settings, this.link)
    this.opened.push(session)
    return session
  }

  /** The next message, to the first recipient, unless `changes` say otherwise. */
  message(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
    const { approved, recipients } = this.subject
    const key = `msg_01KB${String(++this.made).padStart(4, '0')}`
    const text = changes.text ?? `Olá! Esta é a mensagem ${this.made}.`
    const parameters = Array.from({ length: approved?.places ?? 0 }, (_, place) => (place === 0 ? text : `${place}`))
    return {
      key,
      recipient: recipients[0],
      recipientName: 'Padaria São João',
      subject: `Mensagem ${this.made}`,
      text,
      html: `<p>Olá! Esta é a mensagem ${this.made}.</p>`,
      approved: approved ? { name: approved.name, language: approved.language, parameters } : null,
      unsubscribeUrl: `https://fiado.example/v1/opt-out/${key}`,
      facts: { customer: '1042', total: '1250.00', titles: [{ number: '70001', open: '1250.00' }] },
      ...changes,
    }
  }

  async send(message: OutgoingMessage, session = this.open()): Promise<SendOutcome> {
    return session.send(message, this.signal)
  }

  /** The message has arrived once, at its recipient alone, with all that survives the way. */
  expectArrived(message: OutgoingMessage, arrived = this.provider.arrived): void {
    const expected = { recipient: message.recipient, ...this.said(expectedOf(message)) }
    const found = arrived.map((one) => ({ recipient: one.recipient, ...this.said(one) }))
    expect(found, 'what arrived').toEqual([expected])
  }

  async close(): Promise<void> {
    for (const session of this.opened) await session.close?.()
    await this.provider.close()
  }

  private said(message: Partial<ArrivedMessage>): Partial<ArrivedMessage> {
    return Object.fromEntries(this.subject.says.map((field) => [field, message[field]]))
  }
}

const expectedOf = ({ approved, ...message }: OutgoingMessage): Partial<ArrivedMessage> => ({
  ...message,
  ...(approved ? { parameters: approved.parameters } : {}),
})

/** A stage for one check; the provider is new, so that no check can spoil another. */
export async function setChannelStage(subject: ChannelSubject): Promise<ChannelStage> {
  const clock = createVendorClock()
  const link = createChannelLink(clock)
  return new ChannelStage(subject, link, await subject.startProvider(clock, link.shown))
}

export const reachesProvider = ({ isLocal = false }: ChannelSubject): boolean => !isLocal
