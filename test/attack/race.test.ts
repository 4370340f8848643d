import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProcess } from '../harness/process.ts'
import { startProgram } from '../harness/program.ts'
import { raceForGroupRoom, raceForOneHold, raceForRoom } from './race.ts'
import { expectNoDrift, type Target } from './requests.ts'

async function withProgram(dialect: (typeof dialects)[number], attack: (target: Target) => Promise<void>) {
  const { url, drop } = await createDatabaseUrl(dialect)
  const program = await startProgram({ url })
  try {
    await attack(program)
    await expectNoDrift(program)
  } finally {
    await program.stop()
    await drop()
  }
}

describe.each(dialects)('orders at the same time in one process on %s', (dialect) => {
  it('approves exactly 150 of 200 orders of one unit when there is room for 150', () =>
    withProgram(dialect, async (target) => {
      await raceForRoom([target], 'room')
    }))

  it('answers 50 retries of one order at once with one hold', () =>
    withProgram(dialect, (target) => raceForOneHold([target], 'retry')))

  it('shares a group limit among its members, through confirms and cancels', () =>
    withProgram(dialect, (target) => raceForGroupRoom([target], 'group')))
})

describe('orders at the same time in two processes on one MariaDB', () => {
  it('never take the same room, the same order or the same group limit twice', async () => {
    const { url, drop } = await createDatabaseUrl('mariadb')
    const processes = await Promise.all([startProcess({ url }), startProcess({ url })])
    try {
      await raceForRoom(processes, 'room')
      await raceForOneHold(processes, 'retry')
      await raceForGroupRoom(processes, 'group')
      for (const one of processes) await expectNoDrift(one)
      expect(processes.some((one) => /"level":50/.test(one.output()))).toBe(false)
    } finally {
      await Promise.all(processes.map((one) => one.kill('SIGTERM')))
      await drop()
    }
  })
})
