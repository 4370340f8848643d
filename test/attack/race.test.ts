import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProcess } from '../harness/process.ts'
import { startProgram } from '../harness/program.ts'
import {
  raceForExpiredRoom,
  raceForGroupRoom,
  raceForNewRecords,
  raceForOneHold,
  raceForPaidRoom,
  raceForRoom,
} from './race.ts'
import { expectNoDrift, patient, type Target } from './requests.ts'

const TAKES_MS = 90_000

async function withProgram(dialect: (typeof dialects)[number], attack: (target: Target) => Promise<void>) {
  const { url, drop } = await createDatabaseUrl(dialect)
  const program = await startProgram({ url })
  try {
    await attack(patient(program))
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

  it('gives out what is paid meanwhile, and no more', () =>
    withProgram(dialect, (target) => raceForPaidRoom([target], 'paid')))
})

describe('orders at the same time in two processes on one MariaDB', () => {
  it('never take the same room, the same order or the same group limit twice', { timeout: TAKES_MS }, async () => {
    const { url, drop } = await createDatabaseUrl('mariadb')
    const processes = await Promise.all([startProcess({ url }), startProcess({ url })] as const)
    try {
      const targets = [patient(processes[0]), patient(processes[1])] as const
      await raceForRoom(targets, 'room')
      await raceForOneHold(targets, 'retry')
      await raceForGroupRoom(targets, 'group')
      await raceForPaidRoom(targets, 'paid')
      await raceForNewRecords(targets, 'new')
      for (const one of processes) await expectNoDrift(one)
      expect(processes.some((one) => /"level":50/.test(one.output()))).toBe(false)
    } finally {
      await Promise.all(processes.map((one) => one.kill('SIGTERM')))
      await drop()
    }
  })

  it('give back the room of holds that ran out exactly once', async () => {
    const { url, drop } = await createDatabaseUrl('mariadb')
    const early = await startProgram({ url, now: '2026-11-23T10:00:00-03:00' })
    const environment = { FIADO_NOW: '2026-11-23T11:00:01-03:00' }
    const late = await Promise.all([startProcess({ url, environment }), startProcess({ url, environment })])
    try {
      await raceForExpiredRoom(patient(early), late.map(patient), 'expired')
      for (const one of late) await expectNoDrift(one)
    } finally {
      await Promise.all([early.stop(), ...late.map((one) => one.kill('SIGTERM'))])
      await drop()
    }
  })
})
