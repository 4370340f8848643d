import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Misbehaviour } from '../../conformance/vendor.ts'

/** A way to a MariaDB server on which one can count, and where things go wrong on demand. */
export interface DatabaseProxy {
  readonly port: number
  /** Selects and updates that arrived. What a driver says to set up its session is not counted. */
  readonly calls: number
  readonly connections: number
  misbehave(how: Misbehaviour | null, times?: number): void
  /** Ends every connection at once, as a server that is killed does; `refuse` lets nobody in again. */
  drop(refuse: boolean): void
  close(): Promise<void>
}

const COM_QUERY = 0x03
const HEADER_BYTES = 4
const IS_DATA = /^\s*(?!select version\(\))(select|update)\b/i

/** What a database says where an HTTP server would answer with a status. */
const REFUSALS: Readonly<Record<number, { errno: number; state: string; words: string }>> = {
  400: { errno: 1064, state: '42000', words: 'You have an error in your SQL syntax' },
  401: { errno: 1045, state: '28000', words: "Access denied for user 'fiado'" },
  403: { errno: 1142, state: '42000', words: "SELECT command denied to user 'fiado' for table 'SE1010'" },
  404: { errno: 1146, state: '42S02', words: "Table 'erp.SE1010' doesn't exist" },
  429: { errno: 1203, state: '42000', words: 'User fiado already has more than max_user_connections' },
  500: { errno: 1105, state: 'HY000', words: 'Unknown error' },
  502: { errno: 1053, state: '08S01', words: 'Server shutdown in progress' },
  503: { errno: 1317, state: '70100', words: 'Query execution was interrupted' },
}

export async function startProxy(serverPort: number): Promise<DatabaseProxy> {
  const sockets = new Set<Socket>()
  let fault: Misbehaviour | null = null
  let left = 0
  let calls = 0
  let isRefusing = false
  const take = (): Misbehaviour | null => {
    if (fault === null || left <= 0 || fault.kind === 'repeat_page' || fault.kind === 'empty_page') return null
    left--
    return fault
  }
  const server = createServer((client) => {
    if (isRefusing) {
      client.destroy()
      return
    }
    const upstream = connect(serverPort, '127.0.0.1')
    let isCutting = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
    }
    upstream.on('data', (chunk: Buffer) => {
      if (isCutting) client.end(chunk.subarray(0, Math.floor(chunk.length / 2)))
      else client.write(chunk)
    })
    eachPacket(client, (packet) => {
      const statement = statementOf(packet)
      const isData = statement !== null && IS_DATA.test(statement)
      if (isData) calls++
      const wrong = isData ? take() : null
      isCutting = wrong?.kind === 'cut_off'
      if (wrong?.kind === 'status') client.write(refusal(wrong.status))
      else if (wrong?.kind === 'html') client.end('<!doctype html><title>Login</title>')
      else if (wrong?.kind !== 'silent') upstream.write(packet)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    get calls() {
      return calls
    },
    get connections() {
      return sockets.size / 2
    },
    misbehave: (how, times = Number.POSITIVE_INFINITY) => {
      fault = how
      left = how === null ? 0 : times
    },
    drop: (refuse) => {
      isRefusing = refuse
      end()
    },
    close: async () => {
      end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Three bytes of length, one of sequence, then the payload. */
function eachPacket(socket: Socket, take: (packet: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= HEADER_BYTES && rest.length >= HEADER_BYTES + rest.readUIntLE(0, 3)) {
      const length = HEADER_BYTES + rest.readUIntLE(0, 3)
      take(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  })
}

/** A command begins with sequence 0; what has another belongs to the login. */
const statementOf = (packet: Buffer): string | null =>
  packet[3] === 0 && packet[HEADER_BYTES] === COM_QUERY ? packet.subarray(HEADER_BYTES + 1).toString() : null

function refusal(status: number): Buffer {
  const { errno, state, words } = REFUSALS[status] ?? { errno: 1105, state: 'HY000', words: `planned ${status}` }
  const payload = Buffer.concat([Buffer.from([0xff, errno & 0xff, errno >> 8]), Buffer.from(`#${state}${words}`)])
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUIntLE(payload.length, 0, 3)
  header[3] = 1
  return Buffer.concat([header, payload])
}
