import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatCents } from '../../src/kernel/cents.ts'
import { daysBetween } from '../../src/kernel/day.ts'
import { createDatabaseUrl, type Dialect, dialects } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'
import { ibmPositions, type OraclePosition } from '../import/ibm-oracle.ts'
import { readIbmSample } from '../import/ibm-sample.ts'
import { createScratch } from '../import/scratch.ts'
import { runProcess } from './run-process.ts'

const scratch = createScratch()
const SAMPLE = readIbmSample()
const RUN_MS = 120_000

/** Days of the sample at which its ledger is young, in full swing (twice in carnival), and all paid. */
const DAYS = ['2012-02-20', '2012-09-07', '2013-02-12', '2013-02-14', '2013-06-30', '2014-06-01']

/** On which nothing was there before; on the others the import comes on top of earlier ones. */
const FRESH_DAYS = ['2013-02-12']

const noonOf = (day: string): string => `${day}T12:00:00-03:00`

/** The real command, in a process of its own, as somebody runs it on that day. */
async function importAsOf(url: string, day: string) {
  const file = await scratch.write('ibm.csv', SAMPLE)
  const errors = join(await scratch.path(), 'ibm.errors.csv')
  const run = runProcess(
    [process.execPath, 'src/import.ts', '--map', 'config/imports/ibm-ar.yaml', '--file', file, '--errors', errors],
    { FIADO_DATABASE_URL: url, FIADO_NOW: noonOf(day) },
  )
  expect(await run.ended, run.output.text).toBe(0)
  expect(run.output.text).toMatch(/ 2466 rows, \d+ records accepted, .* 0 rejected/)
}

/** What `GET …/credit` says on a day about every one of these customers, in the form in which the oracle says it. */
async function askAsOf(url: string, day: string, customerIds: Iterable<string>) {
  const program = await startProgram({ url, now: noonOf(day) })
  try {
    const said = new Map<string, object>()
    for (const id of customerIds) {
      const { status, body } = await program.call('GET', `/v1/customers/ibm-ar/${id}/credit`)
      expect(status, JSON.stringify(body)).toBe(200)
      const { open, overdue, total } = body.exposure
      const { receivablesOpen, oldestDueOn, daysOverdue } = body
      said.set(id, { open, overdue, total, receivablesOpen, oldestDueOn, daysOverdue })
    }
    const { status, body } = await program.call('POST', '/v1/positions/verify')
    expect({ status, ...body }).toEqual({ status: 200, checked: expect.any(Number), drift: [] })
    return said
  } finally {
    await program.stop()
  }
}

/** The oracle's word in the form of the API. */
function expected(positions: Map<string, OraclePosition>, day: string): Map<string, object> {
  const entries = [...positions].map(([id, { open, overdue, count, oldestOverdueOn }]) => {
    const daysOverdue = oldestOverdueOn === null ? 0 : daysBetween(oldestOverdueOn, day)
    const amounts = { open: formatCents(open), overdue: formatCents(overdue), total: formatCents(open) }
    return [id, { ...amounts, receivablesOpen: count, oldestDueOn: oldestOverdueOn, daysOverdue }] as const
  })
  return new Map(entries)
}

async function withDatabase(dialect: Dialect, work: (url: string) => Promise<void>): Promise<void> {
  const { url, drop } = await createDatabaseUrl(dialect)
  try {
    await work(url)
  } finally {
    await drop()
  }
}

describe.each(dialects)('two years of a real ledger on %s', (dialect) => {
  it.each(FRESH_DAYS)('imported as of %s, say of every customer what the oracle computes', { timeout: RUN_MS }, (day) =>
    withDatabase(dialect, async (url) => {
      await importAsOf(url, day)
      const oracle = ibmPositions(SAMPLE, day)
      expect(await askAsOf(url, day, oracle.keys())).toEqual(expected(oracle, day))
    }),
  )

  it('imported again on later days, on top of what is there, say the same', { timeout: RUN_MS }, () =>
    withDatabase(dialect, async (url) => {
      for (const day of DAYS) {
        await importAsOf(url, day)
        const oracle = ibmPositions(SAMPLE, day)
        expect(await askAsOf(url, day, oracle.keys()), day).toEqual(expected(oracle, day))
      }
    }),
  )

  it('age from day to day although nothing is imported', { timeout: RUN_MS }, () =>
    withDatabase(dialect, async (url) => {
      const [knownOn, ...later] = ['2013-01-31', '2013-02-13', '2013-02-14', '2013-04-01', '2013-12-31'] as const
      await importAsOf(url, knownOn)
      for (const day of [knownOn, ...later]) {
        const oracle = ibmPositions(SAMPLE, day, knownOn)
        expect(await askAsOf(url, day, oracle.keys()), day).toEqual(expected(oracle, day))
      }
    }),
  )
})

describe('the days chosen', () => {
  it('have something to compare', () => {
    const sums = DAYS.map((day) => {
      const positions = [...ibmPositions(SAMPLE, day).values()]
      return {
        customers: positions.length,
        owing: positions.filter(({ open }) => open > 0n).length,
        overdue: positions.filter(({ overdue }) => overdue > 0n).length,
      }
    })
    for (const sum of sums.slice(1, -1)) {
      expect(sum.owing).toBeGreaterThan(50)
      expect(sum.overdue).toBeGreaterThan(3)
    }
    expect(sums.at(-1)).toEqual({ customers: 100, owing: 0, overdue: 0 })
  })
})
