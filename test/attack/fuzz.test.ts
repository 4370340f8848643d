import { expect, it } from 'vitest'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'
import { fuzz } from './fuzz.ts'
import { expectNoDrift } from './requests.ts'

const TAKES_MS = 240_000
/** For each of the operations, two dozen of them. */
const RUNS: Readonly<Record<Dialect, number>> = { sqlite: 100, mariadb: 25 }
const REQUESTS_MIN: Readonly<Record<Dialect, number>> = { sqlite: 2_300, mariadb: 560 }

it.each(['sqlite', 'mariadb'] as const)(
  'answers every request to every operation as its own OpenAPI document declares, on %s',
  async (dialect) => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const program = await startProgram({ url, now: '2026-11-21T12:00:00-03:00' })
    try {
      const { statuses, faults } = await fuzz(program, RUNS[dialect], 20_261_121)
      expect(faults).toEqual([])
      const requests = Object.values(statuses).reduce((sum, count) => sum + count, 0)
      expect(requests).toBeGreaterThanOrEqual(REQUESTS_MIN[dialect])
      // Neither all refused nor all taken: the requests reach what lies behind the schemas.
      expect(statuses['200']).toBeGreaterThan(requests / 5)
      expect(statuses['400']).toBeGreaterThan(requests / 20)
      await expectNoDrift(program)
    } finally {
      await program.stop()
      await drop()
    }
  },
  TAKES_MS,
)
