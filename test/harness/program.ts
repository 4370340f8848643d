import { pino } from 'pino'
import { type Composed, type Composition, composeApp } from '../../src/compose.ts'
import { configOf, PROGRAM_KEY } from './config.ts'

/** Passwords of tests are no secrets, and hashing one well takes a quarter of a second. */
const QUICK = { memoryKib: 64, passes: 1 }

export interface ProgramSettings {
  readonly url: string
  /** RFC 3339: where the clock stands still; without it the clock runs. */
  readonly now?: string
  /** A folder with `policies/default.yaml`; the one of the repository if none is given. */
  readonly configFolder?: string
  readonly demo?: boolean
  /** Requests a second and key; 0, the default, is no limit. */
  readonly rateLimit?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly composition?: Partial<Composition>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** The parsed JSON, or the text where it is not JSON. `unknown` would have to be narrowed at each expectation. */
  readonly body: ReturnType<typeof JSON.parse>
}

export interface Program extends Composed {
  /** One request with the full-scope key; a string or bytes are sent as they are, anything else as JSON. */
  call(
    method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: object,
  ): Promise<Answer>
}

/** Starts the whole program on a database, without listening on a port. Stop it before the database is dropped. */
export async function startProgram(settings: ProgramSettings): Promise<Program> {
  const { url, now = null, demo = false, rateLimit = 0, environment = {}, configFolder } = settings
  const config = configOf({
    ...{ databaseUrl: url, frozenAt: now, demo, rateLimit, environment },
    ...(configFolder === undefined ? {} : { configFolder }),
  })
  const composed = await composeApp(config, pino({ level: 'silent' }), { hashing: QUICK, ...settings.composition })
  try {
    await composed.start()
  } catch (cause) {
    await composed.stop()
    throw cause
  }
  return { ...composed, call: (...request) => call(composed, ...request) }
}

async function call(
  { app }: Composed,
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers: object = {},
): Promise<Answer> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const reply = await app.inject({
    method,
    url: path,
    // A header that is given as undefined is left out.
    headers: JSON.parse(
      JSON.stringify({
        authorization: `Bearer ${PROGRAM_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }),
    ),
    ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
  })
  return { status: reply.statusCode, headers: reply.headers, body: parse(reply.body) }
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
