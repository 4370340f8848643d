import { describe, expect, it } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProcess } from '../harness/process.ts'
import { startProgram } from '../harness/program.ts'
import { runChaos } from './chaos.ts'

const NOON = '2026-11-21T12:00:00-03:00'
/** Holds of the other process have run out here, and titles have fallen due: clocks differ, and not by so much. */
const NEXT_DAY = '2026-11-23T12:00:00-03:00'

describe('random work on a few customers, orders and titles', () => {
  it('leaves positions as the items say on SQLite', async () => {
    const { url, drop } = await createDatabaseUrl('sqlite')
    const program = await startProgram({ url, now: NOON })
    try {
      const statuses = await runChaos([program], 1, 500, 16)
      expect(statuses['200']).toBeGreaterThan(250)
    } finally {
      await program.stop()
      await drop()
    }
  })

  it('leaves positions as the items say with two processes of different clocks on one MariaDB', async () => {
    const { url, drop } = await createDatabaseUrl('mariadb')
    const processes = await Promise.all(
      [NOON, NEXT_DAY].map((now) => startProcess({ url, environment: { FIADO_NOW: now } })),
    )
    try {
      const statuses = await runChaos(processes, 2, 700, 24)
      expect(statuses['200']).toBeGreaterThan(350)
    } finally {
      await Promise.all(processes.map((one) => one.kill('SIGTERM')))
      await drop()
    }
  })
})
