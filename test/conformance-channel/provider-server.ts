import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FakeReply, type FakeRequest, readRequest } from '../conformance/fake-server.ts'
import type { ProviderFault } from './vendor.ts'

export interface ProviderServer {
  readonly url: string
  /** Attempts to send, taken or not. */
  readonly calls: number
  misbehave(how: ProviderFault | null, times?: number): void
  close(): Promise<void>
}

/**
 * A real HTTP server on a free port. `answer` takes the message and says what the provider would. `isSend` tells attempts
 * to send from other calls: faults are for those. A provider that throttles in a way of its own says so by `throttled`.
 */
export async function startProviderServer(
  answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>,
  {
    isSend = () => true,
    throttled = (retryAfterS) => ({ status: 429, headers: { 'retry-after': String(retryAfterS) }, body: {} }),
  }: { isSend?: (request: FakeRequest) => boolean; throttled?: (retryAfterS: number) => FakeReply } = {},
): Promise<ProviderServer> {
  let fault: ProviderFault | null = null
  let left = 0
  let calls = 0
  let hasClosed = false
  const reply = async (request: FakeRequest): Promise<FakeReply | null> => {
    const isCounted = isSend(request)
    if (isCounted) calls++
    const wrong = isCounted && left-- > 0 ? fault : null
    if (wrong?.kind === 'throttled') return throttled(wrong.retryAfterS)
    const answered = await answer(request)
    if (wrong?.kind === 'silent') return null
    return wrong?.kind === 'broken' ? { status: 500, body: { error: 'planned' } } : answered
  }
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming)
    // A fault of the fake itself is seen in the answer.
    const made = await reply(request).catch((error: unknown): FakeReply => ({ status: 500, body: String(error) }))
    if (made === null) return
    const { status = 200, headers = {}, body } = made
    const isText = typeof body === 'string'
    outgoing.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers })
    outgoing.end(isText || body === undefined ? body : JSON.stringify(body))
  }
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls
    },
    misbehave: (how, times = Number.POSITIVE_INFINITY) => {
      fault = how
      left = how === null ? 0 : times
    },
    close: async () => {
      if (hasClosed) return
      hasClosed = true
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
