import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { openDatabase } from '../../src/database.ts'
import type { SharedJob } from '../../src/jobs/shared-job.ts'
import { openSharedJobs } from '../../src/jobs/shared-jobs.ts'
import { createClock } from '../../src/kernel/clock.ts'

/** A program that does nothing but one shared job, to be killed in the middle of it. */
export const KILLED_STEPS = 150
const STEP_MS = 10
const LEASE_MS = 500

export const killedJob: SharedJob = {
  name: 'write-lines',
  // Its plan is set by the test.
  expression: '0 0 29 2 1',
  zone: 'UTC',
  catchUp: 'once',
  work: async (run) => {
    const from = Number(run.position ?? 0)
    for (let line = from + 1; line <= KILLED_STEPS; line++) {
      await run.step(String(line), (sql) => sql.insert('marks', ['run', 'mark'], [[run.id, String(line)]]))
      await sleep(STEP_MS)
    }
    return { from, lines: KILLED_STEPS - from }
  },
}

if (import.meta.main) {
  const jobs = openSharedJobs(
    {
      db: openDatabase(process.env['FIADO_DATABASE_URL'] ?? ''),
      clock: createClock('UTC'),
      logger: pino({ level: 'warn' }),
      metrics: { recordJob: () => undefined },
      leaseMs: LEASE_MS,
    },
    [killedJob],
  )
  await jobs.start()
}
