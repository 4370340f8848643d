import { expect, it } from 'vitest'
import { z } from 'zod'
import { openChannels } from '../../src/channels/channels.ts'
import { defineChannel, type OutgoingMessage } from '../../src/channels/contract.ts'
import { outcomeOf } from '../../src/channels/outcome.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { createHttpFactory, type Pace } from '../../src/sync/http.ts'
import { startProvider } from '../collection/provider.ts'

const clock = createClock('America/Sao_Paulo')
const pace: Pace = { now: clock.system, sleep: async () => undefined, random: () => 0 }

/** One call a minute, one at a time. */
const slow = (baseUrl: string) =>
  defineChannel({
    id: 'slow',
    title: 'a provider that takes one message a minute',
    capabilities: { kinds: ['email'], honoursKey: false, receipts: null, approvedTextsOnly: false },
    settings: z.strictObject({}),
    kindOf: () => 'email',
    open: (_settings, link) => {
      const limits = { default: { parallel: 8, count: 1, intervalMs: 60_000 } }
      const http = link.http({ baseUrl, timeoutMs: 5_000, limits, secrets: [] })
      return {
        check: async () => ({}),
        send: async ({ key, recipient }, signal) => {
          try {
            await http.request({ method: 'POST', path: '/messages', body: { key, recipient }, signal })
            return { kind: 'accepted', providerId: key }
          } catch (error) {
            return outcomeOf(error)
          }
        },
      }
    },
  })

const messageTo = (recipient: string): OutgoingMessage => ({
  ...{ key: recipient, recipient, recipientName: recipient, subject: 's', text: 't', html: null },
  ...{ approved: null, unsubscribeUrl: null, facts: {} },
})

it('a message that is cut off while it waits for its turn was not sent, and may be sent later', async () => {
  const provider = await startProvider(false, () => 0)
  const http = createHttpFactory(pace, () => undefined)
  const channels = openChannels({ clock, pace, http, show: () => undefined, publicUrl: null }, [
    { name: 'slow', adapter: slow(provider.url), settings: {}, kind: 'email', receipts: null },
  ])
  try {
    const [first, second] = await Promise.all([
      channels.send('email', messageTo('a'), AbortSignal.timeout(5_000)),
      channels.send('email', messageTo('b'), AbortSignal.timeout(200)),
    ])
    expect(first).toEqual({ kind: 'accepted', providerId: 'a' })
    expect(second).toMatchObject({ kind: 'failed', remedy: 'throttled' })
    expect([...provider.delivered.keys()]).toEqual(['a'])
  } finally {
    await channels.close()
    await provider.close()
  }
})
