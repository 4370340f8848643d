import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Cuts at a COMMIT: `after` lets it reach the server, so that it is done and nobody hears of it; `before` does not. */
export type Cut = 'after' | 'before'

export interface Wire {
  readonly port: number
  /** Cuts the connection of the next COMMIT, once. */
  arm(cut: Cut): void
  /** How many were cut so far. */
  readonly cuts: number
  stop(): Promise<void>
}

/** A query packet of MySQL: length (3 bytes), sequence (1), COM_QUERY (1), text. */
const COMMIT = Buffer.concat([Buffer.from([7, 0, 0, 0, 3]), Buffer.from('COMMIT')])

/** A wire between the program and MariaDB that breaks at the worst moment. */
export async function startWire(serverPort: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  let armed: Cut | null = null
  let cuts = 0
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // A socket that breaks takes the other one along; the error itself is what the test is about.
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    upstream.pipe(client)
    client.on('data', (chunk: Buffer) => {
      if (armed === null || !chunk.includes(COMMIT)) {
        upstream.write(chunk)
        return
      }
      const cut = armed
      armed = null
      cuts++
      upstream.unpipe(client)
      if (cut === 'before') client.destroy()
      else {
        upstream.once('data', () => client.destroy()).resume()
        upstream.write(chunk)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    arm: (cut) => {
      armed = cut
    },
    get cuts() {
      return cuts
    },
    stop: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
