import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type ChannelAdapter, defineChannel } from '../../src/channels/contract.ts'
import { outcomeOf } from '../../src/channels/outcome.ts'
import { baseUrlSchema } from '../../src/sync/settings.ts'

/** A provider behind HTTP, outliving the program that sends: it counts what it delivers. */
export interface Provider {
  readonly url: string
  /** How often each recipient was written to. */
  readonly delivered: ReadonlyMap<string, number>
  /** Calls with a key that was delivered before; only where keys are honoured. */
  readonly repeated: () => number
  close(): Promise<void>
}

export async function startProvider(honoursKey: boolean, delayMs: () => number): Promise<Provider> {
  const delivered = new Map<string, number>()
  const keys = new Set<string>()
  let repeated = 0
  const server = createServer(async (request, response) => {
    const { key, recipient } = JSON.parse(await bodyOf(request)) as { key: string; recipient: string }
    const isKnown = honoursKey && keys.has(key)
    if (isKnown) repeated += 1
    else delivered.set(recipient, (delivered.get(recipient) ?? 0) + 1)
    keys.add(key)
    await sleep(delayMs())
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: key }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delivered,
    repeated: () => repeated,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

const PARALLEL = 256
const RATE = { parallel: PARALLEL, count: 1_000_000, intervalMs: 1_000 }

/** The channel that speaks to it. */
export const providerChannel = (honoursKey: boolean): ChannelAdapter =>
  defineChannel({
    id: 'provider',
    title: 'the provider of the tests',
    capabilities: { kinds: ['email'], honoursKey, receipts: null, approvedTextsOnly: false },
    settings: z.strictObject({ baseUrl: baseUrlSchema }),
    kindOf: () => 'email',
    open: ({ baseUrl }, link) => {
      const http = link.http({ baseUrl, timeoutMs: 5_000, limits: { default: RATE }, secrets: [] })
      return {
        check: async () => ({}),
        send: async ({ key, recipient }, signal) => {
          try {
            await http.request({ method: 'POST', path: '/messages', body: { key, recipient }, signal })
            return { kind: 'accepted', providerId: key }
          } catch (error) {
            return signal.aborted ? { kind: 'ambiguous', message: 'cut off' } : outcomeOf(error)
          }
        },
      }
    },
  })
