import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One post as it came. */
export interface Received {
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly type: string
  readonly customer: number
  readonly n: number
}

export type Respond = (received: Received, response: ServerResponse, request: IncomingMessage) => void

/** A program that receives events. What it answers may be changed at any time. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  respond: Respond
  /** Most posts that were open at the same time since it was last set. */
  openMax: number
  /** What it took with a 2xx, in the order of the answers. */
  readonly taken: Received[]
  close(): Promise<void>
}

export const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}): Respond =>
  (_received, response) =>
    void response.writeHead(status, headers).end()

export async function startReceiver(): Promise<Receiver> {
  let open = 0
  const server = createServer(async (request, response) => {
    open += 1
    receiver.openMax = Math.max(receiver.openMax, open)
    response.once('close', () => {
      open -= 1
    })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { type, data } = JSON.parse(body)
    const headers = request.headers as Record<string, string>
    const received = { id: headers['webhook-id'] ?? '', headers, body, type, customer: data.customer, n: data.n }
    receiver.received.push(received)
    const end = response.end.bind(response)
    response.end = (...rest: unknown[]) => {
      if (response.statusCode < 300) receiver.taken.push(received)
      return end(...(rest as []))
    }
    receiver.respond(received, response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fiado`,
    received: [],
    taken: [],
    respond: answer(204),
    openMax: 0,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
