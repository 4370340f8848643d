import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** A server of its own process, so that it shares no event loop with the load. */
export interface Server {
  address: string
  /** Resident memory in MB. */
  memoryMb(): Promise<number>
  stop(): Promise<void>
}

export const BENCH_KEY = 'bench-key-0123456789-0123456789-0123456789'
const START_TIMEOUT_MS = 600_000

/** Starts a script that prints `address   http://…`. */
export async function startServer(argv: readonly string[], env: Record<string, string> = {}): Promise<Server> {
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await readAddress(child)
  return {
    address,
    memoryMb: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
    },
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** As `npm start` does, with its flags, but without npm in between. */
export async function startFiado(databaseUrl: string, env: Record<string, string> = {}): Promise<Server> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { start: string } }
  const [, ...argv] = scripts.start.split(' ')
  return startServer(argv, {
    FIADO_DATABASE_URL: databaseUrl,
    FIADO_PORT: '0',
    FIADO_API_KEY: BENCH_KEY,
    FIADO_DEMO: '0',
    FIADO_RATE_LIMIT: '0',
    FIADO_LOG_LEVEL: 'warn',
    ...env,
  })
}

async function readAddress(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const late = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS)
  for await (const line of lines) {
    const address = /address\s+(http:\/\/\S+)/.exec(line)?.[1]
    if (!address) continue
    clearTimeout(late)
    child.stdout?.resume()
    return address
  }
  throw new Error(`${child.spawnargs.join(' ')} ended without printing its address`)
}
