import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMariadbDatabase, type Mariadb, startMariadb } from '../harness/mariadb.ts'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { Traffic, type TrafficReport } from './traffic.ts'

const TAKES_MS = 120_000
const WORKERS = 6
/** Nobody waits longer than this for an answer, whatever the database does. */
const ANSWER_MS_MAX = 15_000
const HANGS_MS = 12_000

let server: Mariadb
beforeAll(async () => {
  server = await startMariadb()
})
afterAll(() => server.stop())

/** Traffic before, during and after what `disturb` does to the database; then everything acknowledged is counted. */
async function disturbed(disturb: (program: ProgramProcess) => Promise<void>): Promise<TrafficReport> {
  const { url } = await createMariadbDatabase(server.url)
  const program = await startProcess({ url })
  const traffic = new Traffic(program, 11)
  try {
    await traffic.start(WORKERS)
    await sleep(500)
    await disturb(program)
    const before = traffic.acknowledged
    while (traffic.acknowledged < before + 3 * WORKERS) await sleep(20) // It heals by itself; the test's time bounds it.
    await traffic.stop()
    await traffic.expectAllKept()
    expect(/"level":[56]0.*request failed/.test(program.output())).toBe(false)
  } finally {
    await traffic.stop().catch(() => undefined)
    await program.kill('SIGTERM')
  }
  expect(traffic.report.unanswered).toBe(0)
  expect(traffic.report.slowestMs).toBeLessThan(ANSWER_MS_MAX)
  return traffic.report
}

it(
  'answers 503 while MariaDB is killed and restarted, and goes on by itself',
  async () => {
    const report = await disturbed(async (program) => {
      for (let round = 0; round < 2; round++) {
        await server.kill('SIGKILL')
        await sleep(1_000)
        expect((await program.call('GET', '/readyz')).status).toBe(503)
        expect((await program.call('GET', '/healthz')).status).toBe(200)
        await server.restart()
      }
    })
    expect(report.unavailable).toBeGreaterThan(0)
  },
  TAKES_MS,
)

it(
  'answers in time while MariaDB hangs, and goes on by itself',
  async () => {
    const report = await disturbed(async (program) => {
      process.kill(server.pid, 'SIGSTOP')
      try {
        await sleep(HANGS_MS)
        expect((await program.call('GET', '/healthz')).status).toBe(200)
      } finally {
        process.kill(server.pid, 'SIGCONT')
      }
    })
    expect(report.unavailable).toBeGreaterThan(0)
  },
  TAKES_MS,
)

it(
  'answers 503 while MariaDB takes no more connections, and goes on by itself',
  async () => {
    const admin = await createConnection(server.url)
    // MariaDB goes no lower than 10; these take the places of the program's own.
    const others = await Promise.all(Array.from({ length: 10 }, () => createConnection(server.url)))
    const ids = new Set([admin, ...others].map(({ threadId }) => threadId))
    const report = await disturbed(async () => {
      await admin.query('SET GLOBAL max_connections = 10')
      const [rows] = await admin.query<RowDataPacket[]>(
        "SELECT id FROM information_schema.processlist WHERE user = 'root'",
      )
      for (const { id } of rows) if (!ids.has(id)) await admin.query(`KILL ${id}`).catch(() => undefined)
      await sleep(2_000)
      await admin.query('SET GLOBAL max_connections = 300')
    })
    await Promise.all([admin, ...others].map((connection) => connection.end()))
    expect(report.unavailable).toBeGreaterThan(0)
  },
  TAKES_MS,
)
