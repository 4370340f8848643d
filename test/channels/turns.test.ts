import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openChannels } from '../../src/channels/channels.ts'
import { defineChannel, type OutgoingMessage } from '../../src/channels/contract.ts'
import { outcomeOf } from '../../src/channels/outcome.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { createHttpFactory, type Pace } from '../../src/sync/http.ts'
import { startProvider } from '../collection/provider.ts'

const clock = createClock('America/Sao_Paulo')
const pace: Pace = { now: clock.system, sleep: async () => undefined, random: () => 0 }

/** One call a minute, unless told. */
const slow = (baseUrl: string, { count, intervalMs } = { count: 1, intervalMs: 60_000 }) =>
  defineChannel({
    id: 'slow',
    title: 'a provider that takes one message a minute',
    capabilities: { kinds: ['email'], honoursKey: false, receipts: null, approvedTextsOnly: false },
    settings: z.strictObject({}),
    kindOf: () => 'email',
    open: (_settings, link) => {
      const limits = { default: { parallel: 8, count, intervalMs } }
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

describe('a provider that says it was asked too often', () => {
  /** What becomes of a message, and how often the provider was called. */
  const sendTo = async (retryAfterS: number, sleep: Pace['sleep'], signal: AbortSignal) => {
    let calls = 0
    const server = createServer((_request, response) => {
      calls += 1
      response.writeHead(429, { 'retry-after': String(retryAfterS) }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const http = createHttpFactory({ ...pace, sleep }, () => undefined)
    const slowly = { count: 100, intervalMs: 1_000 }
    const channels = openChannels({ clock, pace, http, show: () => undefined, publicUrl: null }, [
      { name: 'slow', adapter: slow(url, slowly), settings: {}, kind: 'email', receipts: null },
    ])
    try {
      return { outcome: await channels.send('email', messageTo('a'), signal), calls }
    } finally {
      await channels.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  it('for long is left to the outbox, which knows how long', async () => {
    const { outcome, calls } = await sendTo(30, async () => undefined, AbortSignal.timeout(5_000))
    expect(outcome).toMatchObject({ kind: 'failed', remedy: 'throttled', retryAfterMs: 30_000 })
    expect(calls).toBe(1)
  })

  it('has not taken the message when the time for it is over during the pause', async () => {
    const cutting = new AbortController()
    const sleep: Pace['sleep'] = async (_ms, signal) => {
      cutting.abort()
      signal.throwIfAborted()
    }
    const { outcome, calls } = await sendTo(2, sleep, cutting.signal)
    expect(outcome).toMatchObject({ kind: 'failed', remedy: 'throttled' })
    expect(calls).toBe(1)
  })
})
