import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { median } from './pairs.ts'
import { BENCH_KEY, startFiado } from './servers.ts'

/** How long it takes from a payment to the webhook that tells that the order is free. */
export interface FreedFigures {
  readonly waiting: number
  readonly payments: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const SOURCE = 'freed'
const PIECE = 500
const PARALLEL = 32
const WAIT_MAX_MS = 30_000

/**
 * `waiting` customers owe and have an order that is refused; then `payments` others pay one after the other, each of whom
 * has one too. Measured is from the call that tells of the payment until the receiver has the event.
 */
export async function measureFreed(url: string, waiting: number, payments: number): Promise<FreedFigures> {
  const receiver = await startReceiver()
  const fiado = await startFiado(url)
  const call = async (method: string, path: string, body: unknown): Promise<void> => {
    const reply = await fetch(`${fiado.address}${path}`, {
      ...{ method, body: JSON.stringify(body), signal: AbortSignal.timeout(WAIT_MAX_MS) },
      headers: { authorization: `Bearer ${BENCH_KEY}`, 'content-type': 'application/json' },
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
  }
  const refuse = (place: number): Promise<void> =>
    call('POST', '/v1/credit-checks', {
      ...{ source: SOURCE, mode: 'reserve', customer: { externalId: `C${place}` } },
      order: { id: `P${place}`, amount: '100.00' },
    })
  try {
    await call('POST', '/v1/event-webhooks', { name: 'bench', url: receiver.url, types: ['order.released'] })
    const all = waiting + payments
    for (let start = 0; start < all; start += PIECE) {
      const places = Array.from({ length: Math.min(PIECE, all - start) }, (_, index) => start + index)
      await call('PUT', `/v1/sources/${SOURCE}/customers`, { customers: places.map(customerOf) })
      await call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: places.map((place) => titleOf(place)) })
      for (let first = 0; first < places.length; first += PARALLEL)
        await Promise.all(places.slice(first, first + PARALLEL).map(refuse))
    }
    const took: number[] = []
    for (let place = waiting; place < all; place++) {
      const told = receiver.next(`P${place}`)
      const startedMs = performance.now()
      await call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: [titleOf(place, 'paid')] })
      took.push((await told) - startedMs)
    }
    took.sort((a, b) => a - b)
    return { waiting, payments, p50Ms: median(took), p99Ms: took[Math.ceil(took.length * 0.99) - 1] as number }
  } finally {
    await fiado.stop()
    await receiver.close()
  }
}

const customerOf = (place: number): object => ({
  ...{ externalId: `C${place}`, name: `Mercado ${place} Ltda`, limit: { mode: 'amount', amount: '5000.00' } },
})

const titleOf = (place: number, status: 'open' | 'paid' = 'open'): object => ({
  ...{ externalId: `T${place}`, customer: { externalId: `C${place}` }, kind: 'invoice', issuedOn: '2026-01-05' },
  ...{ dueOn: '2026-02-05', amount: '300.00', openAmount: status === 'paid' ? '0.00' : '300.00', status },
})

/** A receiver of webhooks; `next` answers when it was told of an order, in monotonic milliseconds. */
async function startReceiver() {
  const waiting = new Map<string, (atMs: number) => void>()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const atMs = performance.now()
      response.writeHead(204).end()
      const { data } = JSON.parse(text) as { data: { orderId: string } }
      waiting.get(data.orderId)?.(atMs)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next: (orderId: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`nobody told of ${orderId}`)), WAIT_MAX_MS)
        waiting.set(orderId, (atMs) => {
          clearTimeout(late)
          resolve(atMs)
        })
      }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
