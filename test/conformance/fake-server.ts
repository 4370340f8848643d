import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Misbehaviour } from './vendor.ts'

export interface FakeRequest {
  readonly method: string
  /** Decoded, without query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly text: string
  /** The body as JSON; `null` where it is none. */
  readonly json: ReturnType<typeof JSON.parse>
}

export interface FakeReply {
  status?: number
  headers?: Record<string, string | string[]>
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown
}

/** How pages go wrong is known to the vendor's own code; everything else is done here. */
export type PageFault = 'repeat_page' | 'empty_page' | null

export interface FakeServer {
  readonly url: string
  calls: number
  misbehave(how: Misbehaviour | null, times?: number): void
  /** What the listings of the fake have to do wrong at the moment. */
  pageFault(): PageFault
  close(): Promise<void>
}

/**
 * A real HTTP server on a free port. `isData` tells the calls that faults apply to from logins and token calls.
 * A handler that throws answers 500 with the message, so that a fault of the fake itself is seen.
 */
export async function startFakeServer(
  answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>,
  isData: (request: FakeRequest) => boolean = () => true,
): Promise<FakeServer> {
  let fault: Misbehaviour | null = null
  let left = 0
  const take = (): Misbehaviour | null => {
    if (fault === null || left <= 0 || fault.kind === 'repeat_page' || fault.kind === 'empty_page') return null
    left--
    return fault
  }
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing)
  })
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming)
    const isCounted = isData(request)
    if (isCounted) fake.calls++
    const wrong = isCounted ? take() : null
    if (wrong?.kind === 'silent') return
    if (wrong?.kind === 'status') {
      const retry = wrong.retryAfterS === undefined ? {} : { 'retry-after': String(wrong.retryAfterS) }
      outgoing.writeHead(wrong.status, { 'content-type': 'application/json', ...retry }).end('{"error":"planned"}')
      return
    }
    if (wrong?.kind === 'html') {
      outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Login</title>')
      return
    }
    const reply = await Promise.resolve()
      .then(() => answer(request))
      .catch((error: unknown): FakeReply => ({ status: 500, body: { fake: String(error) } }))
    const text =
      typeof reply.body === 'string' ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body)
    const type = typeof reply.body === 'string' ? {} : { 'content-type': 'application/json' }
    outgoing.writeHead(reply.status ?? 200, { ...type, ...reply.headers })
    outgoing.end(wrong?.kind === 'cut_off' ? text.slice(0, Math.floor(text.length / 2)) : text)
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: 0,
    misbehave: (how, times = Number.POSITIVE_INFINITY) => {
      fault = how
      left = how === null ? 0 : times
    },
    pageFault: () => (fault?.kind === 'repeat_page' || fault?.kind === 'empty_page' ? fault.kind : null),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await sleep(0)
    },
  }
  return fake
}

export async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const url = new URL(incoming.url ?? '/', 'http://fake')
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: incoming.headers,
    text,
    json: parse(text),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
