import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { childEnvironment } from './harness/child-environment.ts'
import { createDatabaseUrl, dialects } from './harness/databases.ts'

const KEY = 'a-key-for-the-tests-of-the-process-itself'
const POLLS_MAX = 200
const POLL_INTERVAL_MS = 50

let child: ChildProcess | null = null
afterEach(() => {
  child?.kill('SIGKILL')
  child = null
})

/** The real program in a process of its own. */
function run(environment: Record<string, string>) {
  const started = spawn('node', ['src/main.ts'], {
    env: childEnvironment({ FIADO_DEMO: '0', FIADO_PORT: '0', ...environment }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  const output = { text: '' }
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk
    })
  }
  const ended = once(started, 'close').then(([code]) => code as number | null)
  return { process: started, output, ended }
}

/** Waits for the start screen; answers the address on it. */
async function addressOf(output: { text: string }): Promise<string> {
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const match = /address +(http:\S+)/.exec(output.text)
    if (match?.[1]) return match[1]
    await sleep(POLL_INTERVAL_MS)
  }
  throw new Error(`the program did not start:\n${output.text}`)
}

describe('the process', () => {
  it('names every faulty setting and exits with 78', async () => {
    const { output, ended } = run({ FIADO_PORT: 'x', FIADO_NOW: 'noon' })
    expect(await ended).toBe(78)
    expect(output.text).toMatch(/FIADO_PORT must be/)
    expect(output.text).toMatch(/FIADO_NOW must be/)
  })

  it('exits with 1 and one readable line when the database cannot be opened', async () => {
    const { output, ended } = run({ FIADO_DATABASE_URL: 'sqlite:/dev/null/fiado/fiado.db' })
    expect(await ended).toBe(1)
    expect(output.text).toMatch(/^Fiado cannot start: .*\/dev\/null/m)
    expect(output.text).not.toMatch(/^ +at /m)
  })
})

describe.each(dialects)('the process on %s', (dialect) => {
  it('prints its address and not its key, serves, and finishes what is in flight before it exits with 0', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    try {
      const { process: started, output, ended } = run({ FIADO_DATABASE_URL: url, FIADO_API_KEY: KEY })
      const address = await addressOf(output)
      expect(output.text).not.toContain(KEY)
      expect((await fetch(`${address}/readyz`)).status).toBe(200)

      const body = JSON.stringify({ name: 'in flight', scopes: ['read'] })
      const headers = {
        authorization: `Bearer ${KEY}`,
        'content-type': 'application/json',
        'content-length': body.length,
      }
      const call = request(`${address}/v1/keys`, { method: 'POST', headers })
      const answered = once(call, 'response')
      call.write(body.slice(0, 10))
      await sleep(300)
      started.kill('SIGTERM')
      await sleep(300)
      await expect(fetch(`${address}/healthz`)).rejects.toThrow()
      call.end(body.slice(10))
      const [response] = await answered
      expect(response.statusCode).toBe(201)
      response.resume()
      expect(await ended).toBe(0)
      // The client would have kept its connection: waiting for the bound of the drain would have been logged.
      expect(output.text).not.toContain('cut off')
    } finally {
      await drop()
    }
  })
})
