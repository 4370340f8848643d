import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHttpFactory, type HttpClient, type HttpOptions } from '../../src/sync/http.ts'
import { type FakeServer, startFakeServer } from '../conformance/fake-server.ts'

const START = Date.parse('2026-11-21T10:00:00-03:00')
const LEFT_ALONE = { remedy: 'unavailable', retryAfterMs: 30_000, message: expect.stringContaining('left alone') }
const endless = new AbortController().signal

describe('an ERP that fails several times in a row', () => {
  let server: FakeServer
  let factory: ReturnType<typeof createHttpFactory>
  beforeEach(async () => {
    // The breaker looks at the clock of the system, and at nothing else.
    vi.useFakeTimers({ toFake: ['Date'], now: START })
    server = await startFakeServer(({ path }) =>
      path === '/missing' ? { status: 404, body: {} } : path === '/busy' ? { status: 429 } : { body: ['fine'] },
    )
    factory = createHttpFactory({ now: () => START, random: () => 0.5, sleep: async () => {} }, () => {})
  })
  afterEach(async () => {
    vi.useRealTimers()
    await server.close()
  })

  const open = (source = 'one', options: Partial<HttpOptions> = {}): HttpClient =>
    factory(source, {
      baseUrl: server.url,
      timeoutMs: 5_000,
      limits: { default: { parallel: 10, count: 100_000, intervalMs: 1_000 } },
      secrets: [],
      ...options,
    })
  const ask = (http: HttpClient, path = '/titles', signal = endless) => http.request({ method: 'GET', path, signal })
  const fail = async (http: HttpClient, times: number): Promise<void> => {
    server.misbehave({ kind: 'status', status: 502 })
    for (let n = 0; n < times; n++)
      await expect(ask(http)).rejects.toMatchObject({ message: 'GET /titles answered 502' })
    server.misbehave(null)
  }

  it('is left alone after five requests, over all sessions, and asked again after half a minute', async () => {
    await fail(open(), 5)
    expect(server.calls).toBe(25)
    await expect(ask(open())).rejects.toMatchObject(LEFT_ALONE)
    vi.setSystemTime(START + 29_999)
    await expect(ask(open())).rejects.toMatchObject(LEFT_ALONE)
    expect(server.calls).toBe(25)
    vi.setSystemTime(START + 30_000)
    expect((await ask(open())).json).toEqual(['fine'])
    expect((await ask(open())).json).toEqual(['fine'])
    expect(server.calls).toBe(27)
  })

  it('is left alone again when the one call that tries it fails', async () => {
    const http = open()
    await fail(http, 5)
    vi.setSystemTime(START + 30_000)
    await fail(http, 1)
    expect(server.calls).toBe(30)
    await expect(ask(http)).rejects.toMatchObject(LEFT_ALONE)
    vi.setSystemTime(START + 60_000)
    expect((await ask(http)).json).toEqual(['fine'])
  })

  it('is tried by one call alone; the others are told at once', async () => {
    const http = open()
    await fail(http, 5)
    vi.setSystemTime(START + 30_000)
    server.misbehave({ kind: 'silent' }, 1)
    const stop = new AbortController()
    const trying = ask(http, '/titles', stop.signal)
    trying.catch(() => {})
    await sleep(50)
    await expect(Promise.all([ask(http), ask(http)])).rejects.toMatchObject(LEFT_ALONE)
    expect(server.calls).toBe(26)
    // A try that is stopped has proved nothing: the circuit stays open.
    stop.abort(new Error('stopped'))
    await expect(trying).rejects.toThrow('stopped')
    await expect(ask(http)).rejects.toMatchObject(LEFT_ALONE)
    vi.setSystemTime(START + 60_000)
    expect((await ask(http)).json).toEqual(['fine'])
  })

  it('is asked on when it answered anything in between: a refusal, too many requests, a success', async () => {
    const http = open()
    for (const path of ['/missing', '/busy']) {
      await fail(http, 4)
      await expect(ask(http, path)).rejects.toMatchObject({ remedy: path === '/busy' ? 'throttled' : 'settings' })
    }
    await fail(http, 4)
    await ask(http)
    await fail(http, 4)
    expect((await ask(http)).json).toEqual(['fine'])
  })

  it('is not judged by calls that were stopped', async () => {
    const http = open()
    server.misbehave({ kind: 'silent' })
    for (let n = 0; n < 6; n++) {
      const stop = new AbortController()
      setTimeout(() => stop.abort(new Error('stopped')), 20)
      await expect(ask(http, '/titles', stop.signal)).rejects.toThrow('stopped')
    }
    server.misbehave(null)
    expect((await ask(http)).json).toEqual(['fine'])
  })

  it('is another one for another source, and at another address', async () => {
    await fail(open(), 5)
    await expect(ask(open())).rejects.toMatchObject(LEFT_ALONE)
    expect((await ask(open('two'))).json).toEqual(['fine'])
    expect((await ask(open('one', { baseUrl: `${server.url}/other` }))).json).toEqual(['fine'])
  })
})
