import { setTimeout as sleep } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProcess } from '../harness/process.ts'
import { startProgram } from '../harness/program.ts'
import { amountLimit, creditOf, customerOf, expectNoDrift, put, reserve, reserveOf } from './requests.ts'
import { expectUnavailable, Traffic } from './traffic.ts'

const TAKES_MS = 60_000
/** Longer than anybody is made to wait. */
const LOCKED_MS = 9_000
const ANSWER_MS_MAX = 15_000

let url: string
let drop: () => Promise<void>
beforeEach(async () => {
  ;({ url, drop } = await createDatabaseUrl('sqlite'))
})
afterEach(() => drop())

it(
  'answers 503 while another process holds the lock, keeps answering what needs none, and goes on by itself',
  async () => {
    const program = await startProcess({ url })
    const traffic = new Traffic(program, 13)
    const other = new SqliteDatabase(url.slice('sqlite:'.length))
    try {
      await traffic.start(4)
      await sleep(300)
      other.pragma('busy_timeout = 5000')
      other.exec('BEGIN IMMEDIATE')
      const untilMs = performance.now() + LOCKED_MS
      let slowestMs = 0
      while (performance.now() < untilMs) {
        const startedMs = performance.now()
        expect((await program.call('GET', '/healthz')).status).toBe(200)
        slowestMs = Math.max(slowestMs, performance.now() - startedMs)
        await sleep(100)
      }
      expect(slowestMs).toBeLessThan(2_000)
      other.exec('COMMIT')
      const before = traffic.acknowledged
      while (traffic.acknowledged < before + 12) await sleep(20)
      await traffic.stop()
      await traffic.expectAllKept()
    } finally {
      other.close()
      await traffic.stop().catch(() => undefined)
      await program.kill('SIGTERM')
    }
    expect(traffic.report.unavailable).toBeGreaterThan(0)
    expect(traffic.report.unanswered).toBe(0)
    expect(traffic.report.slowestMs).toBeLessThan(ANSWER_MS_MAX)
  },
  TAKES_MS,
)

it('answers 503 while the disk is full, with nothing half written, and goes on when there is space', async () => {
  const program = await startProgram({ url })
  try {
    await put(program, 'customers', [customerOf('full', { limit: amountLimit('1000.00') })])
    const [used] = await program.db.all<{ page_count: bigint }>('PRAGMA page_count')
    await program.db.all(`PRAGMA max_page_count = ${Number(used?.page_count) + 2}`)
    let approved = 0
    let answer = await reserve(program, reserveOf('full', 'order-0', '1.00'))
    for (let order = 1; order <= 100 && answer.status === 200; order++) {
      approved++
      answer = await reserve(program, reserveOf('full', `order-${order}`, '1.00'))
    }
    expectUnavailable(answer)
    expect(approved).toBeLessThan(100)
    expect((await creditOf(program, 'full')).exposure.held).toBe(`${approved}.00`)
    await program.db.all('PRAGMA max_page_count = 1000000')
    expect((await reserve(program, reserveOf('full', 'later', '1.00'))).body.decision).toBe('approved')
    await expectNoDrift(program)
  } finally {
    await program.stop()
  }
})
