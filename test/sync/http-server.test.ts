import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createHttpFactory, type HttpOptions, type HttpRequest, type Pace } from '../../src/sync/http.ts'
import { Secret } from '../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, type FakeServer, startFakeServer } from '../conformance/fake-server.ts'
import { createTestLink, createVendorClock } from '../conformance/link.ts'
import { CERTIFICATE_PEM, KEY_PEM } from './localhost-certificate.ts'

const NEVER_WAITS = { parallel: 50, count: 10_000, intervalMs: 10 }
const endless = new AbortController().signal

const open: { close(): unknown }[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const one of open.splice(0)) await one.close()
})

async function serve(answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>): Promise<FakeServer> {
  const server = await startFakeServer(answer)
  open.push(server)
  return server
}

/** A server that may do what no library would let it. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  open.push({
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
const raw = async (listener: RequestListener): Promise<string> => `http://${await listen(createServer(listener))}`

function connect(baseUrl: string, options: Partial<HttpOptions> = {}) {
  const link = createTestLink(createVendorClock())
  const http = link.http({ baseUrl, timeoutMs: 5_000, limits: { default: NEVER_WAITS }, secrets: [], ...options })
  const ask = (request: Partial<HttpRequest> = {}) =>
    http.request({ method: 'GET', path: '/titles', signal: endless, ...request })
  return { link, http, ask }
}

describe('the time limit of a call', () => {
  it('ends silence, each time, and says how long it was', async () => {
    const server = await serve(() => ({ body: [] }))
    const { ask, link } = connect(server.url, { timeoutMs: 80 })
    server.misbehave({ kind: 'silent' }, 2)
    expect((await ask()).json).toEqual([])
    expect([server.calls, link.waits]).toEqual([3, [375, 750]])
    server.misbehave({ kind: 'silent' })
    await expect(ask()).rejects.toMatchObject({
      remedy: 'unavailable',
      message: 'GET /titles: no answer within 80 ms',
    })
    expect(server.calls).toBe(8)
  })

  it('counts to the last byte: an answer that drips is cut off', async () => {
    const url = await raw((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => outgoing.write(' '), 20)
      outgoing.once('close', () => clearInterval(drip))
    })
    const startedMs = performance.now()
    const { ask } = connect(url, { timeoutMs: 150 })
    await expect(ask({ repeatable: false })).rejects.toMatchObject({ message: 'GET /titles: no answer within 150 ms' })
    expect(performance.now() - startedMs).toBeLessThan(1_500)
  })

  it('does not count what comes before the call: getting a token, waiting for its turn', async () => {
    const server = await serve(async () => {
      await sleep(40)
      return { body: [] }
    })
    const limits = { default: { parallel: 5, count: 1, intervalMs: 150 } }
    const headers = async () => {
      await sleep(150)
      return {}
    }
    const { ask } = connect(server.url, { timeoutMs: 130, limits, headers })
    await Promise.all([ask({ repeatable: false }), ask({ repeatable: false })])
    expect(server.calls).toBe(2)
  })
})

describe('an answer', () => {
  it('that is cut off is asked for again', async () => {
    const server = await serve(() => ({ body: [{ id: 1, nome: 'São José' }] }))
    server.misbehave({ kind: 'cut_off' }, 3)
    expect((await connect(server.url).ask()).json).toEqual([{ id: 1, nome: 'São José' }])
    expect(server.calls).toBe(4)
  })

  it('whose connection breaks in the middle is asked for again', async () => {
    let calls = 0
    const url = await raw((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' })
      outgoing.write('[1,')
      if (++calls < 3) setTimeout(() => outgoing.destroy(), 10)
      else outgoing.end(`2]${' '.repeat(95)}`)
    })
    expect((await connect(url).ask()).json).toEqual([1, 2])
  })

  it('keeps characters whole that arrive in pieces', async () => {
    const bytes = Buffer.from('{"nome":"Pão 😀 ção"}')
    const url = await raw(async (_incoming, outgoing) => {
      for (const byte of bytes) {
        outgoing.write(Buffer.from([byte]))
        await sleep(1)
      }
      outgoing.end()
    })
    expect((await connect(url).ask()).json).toEqual({ nome: 'Pão 😀 ção' })
  })

  it('of more than 64 MB is refused, packed or not, and not asked for again', async () => {
    let calls = 0
    const chunk = Buffer.alloc(1024 * 1024, ' ')
    const url = await raw((incoming, outgoing) => {
      calls++
      const isPacked = incoming.url === '/packed'
      outgoing.writeHead(200, isPacked ? { 'content-encoding': 'gzip' } : {})
      const sink = isPacked ? createGzip({ level: 1 }) : outgoing
      if (sink !== outgoing) sink.pipe(outgoing)
      let left = 70
      const more = (): void => {
        while (left-- > 0) if (!sink.write(chunk)) return
        sink.end('[]')
      }
      sink.on('drain', more).on('error', () => {})
      more()
    })
    const { ask } = connect(url, { timeoutMs: 20_000 })
    for (const path of ['/plain', '/packed'])
      await expect(ask({ path })).rejects.toMatchObject({
        remedy: 'settings',
        message: `GET ${path}: the answer is too large, ask for smaller pages`,
      })
    expect(calls).toBe(2)
  })
})

describe('an ERP in the house with a certificate of its own', () => {
  const start = async (): Promise<string> => {
    const server = createTlsServer({ key: KEY_PEM, cert: CERTIFICATE_PEM }, (_incoming, outgoing) => {
      outgoing.end('[1]')
    })
    return `https://${await listen(server)}`
  }

  it('is trusted when its certificate is given', async () => {
    const { ask } = connect(await start(), { ca: new Secret(CERTIFICATE_PEM) })
    expect((await ask()).json).toEqual([1])
  })

  it('is not trusted otherwise, and the error says what to mend', async () => {
    const { ask } = connect(await start())
    await expect(ask()).rejects.toMatchObject({
      remedy: 'settings',
      message: 'GET /titles: the certificate of the ERP is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    })
  })
})

describe('an abort', () => {
  /** How long it takes from the abort until the request is rejected with the reason of the abort. */
  async function abortAfter(ms: number, ask: (signal: AbortSignal) => Promise<unknown>): Promise<number> {
    const reason = new Error('the run was stopped')
    const controller = new AbortController()
    const asked = ask(controller.signal)
    asked.catch(() => {})
    await sleep(ms)
    const abortedMs = performance.now()
    controller.abort(reason)
    await expect(asked).rejects.toBe(reason)
    return performance.now() - abortedMs
  }
  const PROMPT_MS = 200

  it('before the call sends nothing', async () => {
    const server = await serve(() => ({ body: [] }))
    await expect(connect(server.url).ask({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow(
      'stopped',
    )
    expect(server.calls).toBe(0)
  })

  it('during the call ends it at once', async () => {
    const server = await serve(() => ({ body: [] }))
    server.misbehave({ kind: 'silent' })
    const { ask } = connect(server.url)
    expect(await abortAfter(60, (signal) => ask({ signal }))).toBeLessThan(PROMPT_MS)
    expect(server.calls).toBe(1)
  })

  it('during the wait for the next attempt ends it at once', async () => {
    const server = await serve(() => ({ status: 500 }))
    const pace: Pace = { now: () => 0, random: () => 1, sleep: (ms, signal) => sleep(ms * 100, undefined, { signal }) }
    const http = createHttpFactory(pace, () => {})('one', {
      baseUrl: server.url,
      timeoutMs: 5_000,
      limits: { default: NEVER_WAITS },
      secrets: [],
    })
    const ask = (signal: AbortSignal) => http.request({ method: 'GET', path: '/', signal })
    expect(await abortAfter(60, ask)).toBeLessThan(PROMPT_MS)
    expect(server.calls).toBe(1)
  })

  it.each([
    ['for a slot', { parallel: 1, count: 10_000, intervalMs: 10 }],
    ['for its turn', { parallel: 50, count: 1, intervalMs: 60_000 }],
  ])('while it waits %s takes it out of the queue', async (_what, limit) => {
    const server = await serve(() => ({ body: [] }))
    server.misbehave({ kind: 'silent' })
    const { ask } = connect(server.url, { limits: { default: limit } })
    const first = new AbortController()
    const held = ask({ signal: first.signal })
    held.catch(() => {})
    expect(await abortAfter(60, (signal) => ask({ signal }))).toBeLessThan(PROMPT_MS)
    first.abort(new Error('over'))
    await expect(held).rejects.toThrow('over')
    expect(server.calls).toBe(1)
  })

  it('while a token is fetched is not over before that is: what it works with is closed afterwards', async () => {
    const server = await serve(() => ({ body: [] }))
    let isDone = false
    const headers = async () => {
      await sleep(150)
      isDone = true
      return {}
    }
    const { ask } = connect(server.url, { headers })
    expect(await abortAfter(20, (signal) => ask({ signal }))).toBeGreaterThan(100)
    expect([isDone, server.calls]).toEqual([true, 0])
  })

  it('leaves no timer, and neither does a call that went well', async () => {
    const server = await serve(() => ({ body: [] }))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const limits = { default: { parallel: 1, count: 1, intervalMs: 60_000 } }
    const { ask } = connect(server.url, { limits })
    expect((await ask()).json).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    const waiting = await abortAfter(40, (signal) => ask({ signal }))
    expect([waiting < PROMPT_MS, vi.getTimerCount(), server.calls]).toEqual([true, 0, 1])
    const other = connect(server.url)
    server.misbehave({ kind: 'silent' })
    await abortAfter(40, (signal) => other.ask({ signal }))
    expect([vi.getTimerCount(), server.calls]).toEqual([0, 2])
  })
})

describe('the limits of a vendor', () => {
  /** How many calls were under way at a time, and when each began, as the server saw it. */
  async function observe(takesMs = 15) {
    const seen = { now: 0, most: 0, starts: [] as number[] }
    const server = await serve(async ({ path }) => {
      seen.starts.push(performance.now())
      seen.most = Math.max(seen.most, ++seen.now)
      await sleep(takesMs)
      seen.now--
      return path === '/fails' ? { status: 500 } : { body: [] }
    })
    return { seen, url: server.url, server }
  }
  const many = (count: number, ask: () => Promise<unknown>) => Promise.allSettled(Array.from({ length: count }, ask))
  /** The most starts in any stretch of this length. */
  const mostWithin = (starts: readonly number[], ms: number): number =>
    Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + ms).length))

  it.each([1, 3, 7])('never more than %i calls at a time', async (parallel) => {
    const { seen, url } = await observe()
    const { ask } = connect(url, { limits: { default: { parallel, count: 10_000, intervalMs: 10 } } })
    await many(25, () => ask())
    expect([seen.starts.length, seen.most]).toEqual([25, parallel])
  })

  it('a call that is repeated keeps to them too', async () => {
    const { seen, url } = await observe()
    const { ask } = connect(url, { limits: { default: { parallel: 2, count: 10_000, intervalMs: 10 } } })
    await many(4, () => ask({ path: '/fails' }))
    expect([seen.starts.length, seen.most]).toEqual([20, 2])
  })

  it('never more starts than allowed in any stretch of the interval, repeated calls counted', async () => {
    const { seen, url } = await observe(1)
    const { ask } = connect(url, { limits: { default: { parallel: 10, count: 3, intervalMs: 250 } } })
    await sleep(100)
    await Promise.all([many(5, () => ask()), many(1, () => ask({ path: '/fails' }))])
    expect(seen.starts).toHaveLength(10)
    // The server sees a start some milliseconds after it was made.
    expect(mostWithin(seen.starts, 225)).toBe(3)
    expect((seen.starts[9] ?? 0) - (seen.starts[0] ?? 0)).toBeGreaterThan(725)
  })

  it('never more starts across the border of two intervals either', async () => {
    const { seen, url } = await observe(1)
    const { ask } = connect(url, { limits: { default: { parallel: 10, count: 3, intervalMs: 250 } } })
    await ask()
    await sleep(200)
    await many(6, () => ask())
    expect(mostWithin(seen.starts, 225)).toBe(3)
  })

  it('are those of the source, over all clients of one address; another source has its own', async () => {
    const { seen, url } = await observe(40)
    const limits = { default: { parallel: 2, count: 10_000, intervalMs: 10 } }
    const link = createTestLink(createVendorClock())
    const options = { baseUrl: url, timeoutMs: 5_000, limits, secrets: [] }
    const clients = [link.http(options), link.http({ ...options, headers: () => ({ 'x-other': 'session' }) })]
    await Promise.all(
      clients.flatMap((http) => many(5, () => http.request({ method: 'GET', path: '/', signal: endless }))),
    )
    expect([seen.starts.length, seen.most]).toEqual([10, 2])
    const other = connect(url, { limits })
    await Promise.all([many(2, () => other.ask()), many(2, () => connect(url, { limits }).ask())])
    expect(seen.most).toBe(4)
  })

  it('one limit does not hold up another', async () => {
    const { url } = await observe(5)
    const limits = { default: NEVER_WAITS, detail: { parallel: 1, count: 1, intervalMs: 60_000 } }
    const { ask } = connect(url, { limits })
    await ask({ limit: 'detail' })
    const controller = new AbortController()
    const waiting = ask({ limit: 'detail', signal: controller.signal })
    waiting.catch(() => {})
    const startedMs = performance.now()
    await many(10, () => ask())
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })
})
