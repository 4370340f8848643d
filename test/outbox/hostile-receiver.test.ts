import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { post } from '../../src/outbox/poster.ts'
import { dialects } from '../harness/databases.ts'
import { answer, startReceiver } from './receiver.ts'
import { onStage, SECOND_MS } from './stage.ts'

const TIMEOUT_MS = 400
const NEVER = new AbortController().signal

async function postTo(url: string, cutting: AbortSignal = NEVER) {
  const startedMs = performance.now()
  const outcome = await post({ url, headers: {}, body: '{"data":{}}' }, TIMEOUT_MS, 0, cutting)
  return { outcome, tookMs: performance.now() - startedMs }
}

describe('one post', () => {
  it('does not follow a redirect, whichever it is', async () => {
    const target = await startReceiver()
    const receiver = await startReceiver()
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.respond = answer(status, { location: target.url })
      const { outcome } = await postTo(receiver.url)
      const error = `answered ${status}: redirects are not followed`
      expect(outcome).toEqual({ kind: 'failed', status, error, retryAfterMs: 0 })
    }
    expect(receiver.received).toHaveLength(5)
    expect(target.received).toEqual([])
    await receiver.close()
    await target.close()
  })

  it('gives up a receiver that does not answer, and one that sends its headers byte by byte', async () => {
    const receiver = await startReceiver()
    receiver.respond = () => undefined
    const error = `no answer within ${TIMEOUT_MS} ms`
    const silent = await postTo(receiver.url)
    expect(silent.outcome).toEqual({ kind: 'failed', status: null, error, retryAfterMs: 0 })
    await receiver.close()
    const drip = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ')
      const timer = setInterval(() => socket.write('a'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve))
    const slow = await postTo(`http://127.0.0.1:${(drip.address() as AddressInfo).port}/`)
    expect(slow.outcome).toMatchObject({ kind: 'failed', error })
    expect(slow.tookMs).toBeLessThan(2 * SECOND_MS)
    drip.close()
  })

  it('takes a 2xx by its status and reads little of an answer without end', async () => {
    let sent = 0
    const chunk = Buffer.alloc(16_384, 'x')
    const server = createServer((_request, response) => {
      response.writeHead(200)
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
        response.once('drain', pour)
      }
      response.once('close', () => response.removeAllListeners('drain'))
      pour()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { outcome, tookMs } = await postTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    expect(outcome).toEqual({ kind: 'taken', status: 200 })
    expect(tookMs).toBeLessThan(TIMEOUT_MS)
    // What the sockets of both sides hold, and not the gigabytes that it would send.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(sent).toBeLessThan(16 * 1024 * 1024)
    server.closeAllConnections()
    server.close()
  })

  it('takes a 2xx whose body never ends, and one whose body breaks off', async () => {
    const receiver = await startReceiver()
    receiver.respond = (_received, response) => void response.writeHead(200, { 'content-length': '100' }).write('x')
    const stalled = await postTo(receiver.url)
    expect(stalled.outcome).toEqual({ kind: 'taken', status: 200 })
    expect(stalled.tookMs).toBeLessThan(2 * SECOND_MS)
    receiver.respond = (_received, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x')
      setTimeout(() => response.destroy(), 50)
    }
    expect((await postTo(receiver.url)).outcome).toEqual({ kind: 'taken', status: 200 })
    await receiver.close()
  })

  it('says why there was no connection, without the address', async () => {
    const closed = await startReceiver()
    await closed.close()
    const { outcome } = await postTo(`${closed.url}?token=very-secret`)
    const error = 'the connection failed (ECONNREFUSED)'
    expect(outcome).toEqual({ kind: 'failed', status: null, error, retryAfterMs: 0 })
    const babbler = createTcpServer((socket) => void socket.on('error', () => undefined).end('SSH-2.0-none\r\n'))
    await new Promise<void>((resolve) => babbler.listen(0, '127.0.0.1', resolve))
    const { port } = babbler.address() as AddressInfo
    expect((await postTo(`http://127.0.0.1:${port}/`)).outcome).toMatchObject({ kind: 'failed', status: null })
    connect(port, '127.0.0.1').destroy()
    babbler.close()
  })

  it('is broken off when the program has to end', async () => {
    const receiver = await startReceiver()
    receiver.respond = () => undefined
    const cutting = new AbortController()
    setTimeout(() => cutting.abort(), 50)
    expect((await postTo(receiver.url, cutting.signal)).outcome).toEqual({ kind: 'cut' })
    await receiver.close()
  })
})

describe.each(dialects)('what a receiver says on %s', (dialect) => {
  it(
    'is never kept, but for its status',
    onStage(dialect, async ({ receiver, outbox, hook, happen }) => {
      const { id } = await hook()
      receiver.respond = (_received, response) => void response.writeHead(500).end('password=hunter2')
      await happen([1])
      await outbox.relay()
      await outbox.deliverDue()
      const deliveries = await outbox.webhooks.listDeliveries({ webhookId: id, state: null, before: null }, null, 10)
      expect(deliveries).toMatchObject([{ state: 'retrying', lastStatus: 500, lastError: 'answered 500' }])
      expect(JSON.stringify(deliveries)).not.toContain('hunter2')
    }),
  )
})
