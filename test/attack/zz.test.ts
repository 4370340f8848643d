import { expect, it } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'
import { fuzz } from './fuzz.ts'
import { expectNoDrift } from './requests.ts'

it.each([
  ['sqlite', 1],
  ['mariadb', 2],
  ['mariadb', 3],
] as const)(
  '%s %i',
  async (dialect, seed) => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const program = await startProgram({ url, now: '2026-11-21T12:00:00-03:00' })
    const { statuses, accepted, faults } = await fuzz(program, 700, seed)
    console.log(dialect, seed, statuses, accepted, (await program.call('POST', '/v1/positions/verify', {})).body)
    expect(faults).toEqual([])
    await expectNoDrift(program)
    await program.stop()
    await drop()
  },
  300000,
)
