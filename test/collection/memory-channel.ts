import { z } from 'zod'
import {
  type ChannelAdapter,
  channelKinds,
  defineChannel,
  type OutgoingMessage,
  type SendOutcome,
} from '../../src/channels/contract.ts'

/** A provider in memory. What it has taken stands in `delivered`, by key where it knows keys. */
export interface MemoryProvider {
  readonly adapter: ChannelAdapter
  readonly delivered: OutgoingMessage[]
  /** What the next sends answer in place of taking the message; `lost` takes it and answers nothing one can use. */
  readonly next: (SendOutcome | 'lost' | 'throw')[]
  /** Called with each message before it is answered. */
  onSend: (message: OutgoingMessage) => Promise<void> | void
}

export function createMemoryProvider(honoursKey: boolean, id = 'memory'): MemoryProvider {
  const delivered: OutgoingMessage[] = []
  const next: MemoryProvider['next'] = []
  const take = (message: OutgoingMessage): SendOutcome => {
    const isKnown = honoursKey && delivered.some(({ key }) => key === message.key)
    if (!isKnown) delivered.push(message)
    return { kind: 'accepted', providerId: `prov-${message.key}` }
  }
  const provider: MemoryProvider = {
    delivered,
    next,
    onSend: () => undefined,
    adapter: defineChannel({
      id,
      title: 'a provider in memory',
      capabilities: {
        kinds: [...channelKinds],
        honoursKey,
        receipts: { verified: 'url_secret' },
        approvedTextsOnly: false,
      },
      settings: z.strictObject({ kind: z.enum(channelKinds) }),
      kindOf: ({ kind }) => kind,
      open: () => ({
        check: async () => ({}),
        send: async (message) => {
          await provider.onSend(message)
          const answer = next.shift()
          if (answer === 'throw') throw new Error('a fault in the adapter')
          if (answer === 'lost') {
            take(message)
            return { kind: 'ambiguous', message: 'no answer within 100 ms' }
          }
          return answer ?? take(message)
        },
      }),
      receive: (_settings, { rawBody }) => ({ kind: 'receipts', receipts: JSON.parse(rawBody.toString()) }),
    }),
  }
  return provider
}
