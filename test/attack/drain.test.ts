import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProcess } from '../harness/process.ts'
import type { Answer } from '../harness/program.ts'
import { amountLimit, creditOf, customerOf, expectNoDrift, put, reserve, reserveOf } from './requests.ts'

/** The bound of the program's drain, and what the process itself needs. */
const ENDS_MS_MAX = 15_000
const WORKERS = 16

describe.each(dialects)('SIGTERM under load on %s', (dialect) => {
  it('answers what is in flight, takes nothing more, and ends with 0', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const program = await startProcess({ url })
    const answers: Answer[] = []
    let refusals = 0
    try {
      await put(program, 'customers', [customerOf('busy', { limit: amountLimit('100000.00') })])
      const work = async (worker: number): Promise<void> => {
        for (let turn = 0; ; turn++) {
          const answer = await reserve(program, reserveOf('busy', `order-${worker}-${turn}`, '1.00')).catch(() => null)
          if (answer === null) break
          answers.push(answer)
        }
        refusals++
      }
      const working = Array.from({ length: WORKERS }, (_, worker) => work(worker))
      // Under way, and for a moment longer.
      await expect.poll(() => answers.length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(WORKERS)
      await sleep(200)
      const startedMs = performance.now()
      expect(await program.kill('SIGTERM')).toBe(0)
      expect(performance.now() - startedMs).toBeLessThan(ENDS_MS_MAX)
      await Promise.all(working)
      expect(refusals).toBe(WORKERS)
      expect(answers.filter(({ status, body }) => status !== 200 || body.decision !== 'approved')).toEqual([])
      expect(program.output()).not.toContain('cut off')

      // No request was both done and refused: what is held is what was answered.
      const again = await startProcess({ url })
      expect((await creditOf(again, 'busy')).exposure.held).toBe(`${answers.length}.00`)
      await expectNoDrift(again)
      expect(await again.kill('SIGTERM')).toBe(0)
    } finally {
      await program.kill('SIGKILL')
      await drop()
    }
  })
})
