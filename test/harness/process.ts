import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnvironment } from './child-environment.ts'
import { PROGRAM_KEY } from './config.ts'
import { startGuard } from './guard.ts'
import type { Answer } from './program.ts'

/** The real program in a process of its own: it can be killed, as `app.inject` cannot. */
export interface ProgramProcess {
  /** Such as `http://127.0.0.1:41234`. */
  readonly address: string
  readonly port: number
  readonly pid: number
  /** One request with the full-scope key. Rejects when no answer came, or none within `CALL_TIMEOUT_MS`. */
  call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown, headers?: object): Promise<Answer>
  /** Sends the signal and waits for the end; answers the exit code, `null` when the signal ended it. */
  kill(signal: NodeJS.Signals): Promise<number | null>
  /** Sends the signal and does not wait. */
  signal(signal: NodeJS.Signals): void
  /** Everything that was printed. */
  output(): string
}

export interface ProcessSettings {
  readonly url: string
  /** The same one again after a restart; 0, the default, takes a free one. */
  readonly port?: number
  /** Further variables, such as `FIADO_CONFIG`. */
  readonly environment?: Readonly<Record<string, string>>
  /** Another program than `src/main.ts`; it has to print its address as that does. */
  readonly main?: string
  /** Kills it as by `kill -9`, also while it is starting. */
  readonly signal?: AbortSignal
}

const CALL_TIMEOUT_MS = 30_000
const POLLS_MAX = 600
const POLL_INTERVAL_MS = 25
const MAIN = join(import.meta.dirname, '../../src/main.ts')

/** Starts `src/main.ts` and answers once it listens; throws with its output when it ends before. */
export async function startProcess({
  url,
  port = 0,
  environment = {},
  main = MAIN,
  signal,
}: ProcessSettings): Promise<ProgramProcess> {
  const child = spawn(process.execPath, [main], {
    cwd: join(import.meta.dirname, '../..'),
    env: childEnvironment({
      FIADO_DATABASE_URL: url,
      FIADO_PORT: String(port),
      FIADO_API_KEY: PROGRAM_KEY,
      FIADO_DEMO: '0',
      FIADO_RATE_LIMIT: '0',
      FIADO_LOG_LEVEL: 'warn',
      ...environment,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails may not come to stop its program.
  const guard = startGuard('kill -KILL "$1"', String(child.pid))
  child.once('exit', () => guard.kill('SIGKILL'))
  signal?.addEventListener('abort', () => child.kill('SIGKILL'), { once: true })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const address = await addressOf(child, () => printed)
  return {
    address,
    port: Number(new URL(address).port),
    pid: child.pid as number,
    call: (method, path, body, headers) => callOver(address, method, path, body, headers),
    kill: (signal) => {
      child.kill(signal)
      return ended
    },
    signal: (signal) => void child.kill(signal),
    output: () => printed,
  }
}

/** Waits for the start screen, which is printed when the port is open. */
async function addressOf(child: ChildProcess, printed: () => string): Promise<string> {
  for (let poll = 0; poll < POLLS_MAX && child.exitCode === null && child.signalCode === null; poll++) {
    const match = /address +(http:\S+)/.exec(printed())
    if (match?.[1]) return match[1]
    await sleep(POLL_INTERVAL_MS)
  }
  child.kill('SIGKILL')
  throw new Error(`the program did not start:\n${printed()}`)
}

async function callOver(
  address: string,
  method: string,
  path: string,
  body: unknown,
  headers: object = {},
): Promise<Answer> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const reply = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${PROGRAM_KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  })
  const text = await reply.text()
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: parse(text) }
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
