import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChaos } from '../attack/chaos.ts'
import { fuzz } from '../attack/fuzz.ts'
import { killInTraffic } from '../attack/kills.ts'
import { raceForGroupRoom, raceForNewRecords, raceForOneHold, raceForPaidRoom, raceForRoom } from '../attack/race.ts'
import { expectNoDrift } from '../attack/requests.ts'
import { killWhileSending } from '../collection/kills.ts'
import { killWhileGuarded } from '../guard/kills.ts'
import type { Dialect } from '../harness/databases.ts'
import { createMariadbDatabase, type Mariadb } from '../harness/mariadb.ts'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { startProgram } from '../harness/program.ts'
import { runRandomLedger } from '../receivables/random-ledger.ts'
import { killWhilePulling } from '../sync/kills.ts'

/** One line of the proof: it throws where what it is about does not hold, and else says how much was tried. */
export interface Section {
  readonly name: string
  readonly dialect: Dialect
  run(url: string): Promise<string>
}

const KILLS = 150
const PULL_KILLS = 20
const PULLED_TITLES = 50_000
const SEND_KILLS = 500
const UNKNOWING_KILLS = 100
const GUARD_KILLS = 150
const RACES = 20
const CHAOS_STEPS = 20_000
const FUZZ_RUNS = 1_000
const LEDGER_OPERATIONS: Readonly<Record<Dialect, number>> = { sqlite: 20_000, mariadb: 5_000 }
const CLOCKS = ['2026-11-21T12:00:00-03:00', '2026-11-23T12:00:00-03:00']
const SEED = 20_261_121

/** Everything that is proved, at a scale: 1 is the whole, 0.01 a rehearsal. */
export function sectionsAt(scale: number): Section[] {
  const count = (whole: number): number => Math.max(1, Math.round(whole * scale))
  const both = (name: string, run: (url: string, dialect: Dialect) => Promise<string>): Section[] =>
    (['sqlite', 'mariadb'] as const).map((dialect) => ({ name, dialect, run: (url) => run(url, dialect) }))
  return [
    ...both('kill -9 in mixed traffic', (url) => proveKills(url, count(KILLS))),
    ...both('kill -9 while an ERP is read', (url) => provePulls(url, count(PULL_KILLS), scale)),
    ...both('kill -9 while messages are planned and sent', (url) => proveSends(url, true, count(SEND_KILLS))),
    ...both('the same, with a provider that knows no keys', (url) => proveSends(url, false, count(UNKNOWING_KILLS))),
    ...both('kill -9 while a guard is kept', (url) => proveGuard(url, count(GUARD_KILLS))),
    ...both('random ledger against a model', (url, dialect) => proveLedger(url, count(LEDGER_OPERATIONS[dialect]))),
    ...both('orders at the same time', (url, dialect) => proveRaces(url, dialect === 'mariadb' ? 2 : 1, count(RACES))),
    ...both('random work on the same records', (url, dialect) =>
      proveChaos(url, dialect === 'mariadb' ? CLOCKS : CLOCKS.slice(0, 1), count(CHAOS_STEPS)),
    ),
    ...both('fuzzing of every operation', (url) => proveFuzz(url, count(FUZZ_RUNS))),
  ]
}

async function proveKills(url: string, kills: number): Promise<string> {
  const { approved, requests, unanswered, replayed } = await killInTraffic(url, kills, SEED)
  return `${kills} kills, ${requests} requests, ${unanswered} of them unanswered, ${approved} holds acknowledged and all kept, ${replayed} replayed`
}

async function provePulls(url: string, kills: number, scale: number): Promise<string> {
  const titles = Math.max(PULLED_TITLES / 20, Math.round(PULLED_TITLES * scale))
  const { interrupted, pages } = await killWhilePulling(url, { titles, kills, seed: SEED })
  return `${kills} kills, ${interrupted} of them in the middle of a run, ${pages} pages of ${titles} titles, every title as in the ERP`
}

async function proveSends(url: string, honoursKey: boolean, kills: number): Promise<string> {
  const { due, delivered, repeated, ambiguous } = await killWhileSending(url, { kills, honoursKey, seed: SEED })
  const rest = honoursKey ? `${repeated} asked for again` : `${ambiguous} shown as ambiguous and not repeated`
  return `${kills} kills, ${due} messages due, ${delivered} delivered once each, ${rest}`
}

async function proveGuard(url: string, kills: number): Promise<string> {
  const { interrupted, payments, orders, sold, refused } = await killWhileGuarded(url, { kills, seed: SEED })
  return `${kills} kills, ${interrupted} of them with something left to do, ${payments} payments and debts, ${orders} orders, ${sold} sales and ${refused} refused ones in the ERP: each refusal taken once, and the copy as the program says`
}

async function proveLedger(url: string, operations: number): Promise<string> {
  const { comparisons, restarts, mismatches } = await runRandomLedger({ url, operations, seed: SEED })
  if (mismatches.length > 0) throw new Error(mismatches.join('\n'))
  return `${operations} operations, ${comparisons} comparisons, ${restarts} restarts, no mismatch`
}

async function proveRaces(url: string, processes: number, repeats: number): Promise<string> {
  const targets = await Promise.all(Array.from({ length: processes }, () => startProcess({ url })))
  try {
    let slowestMs = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      slowestMs = Math.max(slowestMs, await raceForRoom(targets, `room-${repeat}`))
      await raceForOneHold(targets, `retry-${repeat}`)
      await raceForGroupRoom(targets, `group-${repeat}`)
      await raceForPaidRoom(targets, `paid-${repeat}`)
      const [first, second = first] = targets as [ProgramProcess, ProgramProcess?]
      await raceForNewRecords([first, second], `new-${repeat}`)
    }
    await expectNoDrift(targets[0] as ProgramProcess)
    return `${repeats} times 200 orders for room for 150, 50 retries of one, 4 members of a group, payments meanwhile, 60 new records of two owners; ${processes} process(es), slowest 200 in ${Math.round(slowestMs)} ms`
  } finally {
    await Promise.all(targets.map((target) => target.kill('SIGTERM')))
  }
}

async function proveChaos(url: string, clocks: readonly string[], steps: number): Promise<string> {
  const targets = await Promise.all(clocks.map((now) => startProcess({ url, environment: { FIADO_NOW: now } })))
  try {
    const statuses = await runChaos(targets, SEED, steps, 24)
    return `${steps} steps by ${targets.length} process(es), no drift, ${JSON.stringify(statuses)}`
  } finally {
    await Promise.all(targets.map((target) => target.kill('SIGTERM')))
  }
}

async function proveFuzz(url: string, runs: number): Promise<string> {
  const program = await startProgram({ url, now: '2026-11-21T12:00:00-03:00' })
  try {
    const { statuses, faults } = await fuzz(program, runs, SEED)
    if (faults.length > 0) throw new Error(faults.join('\n'))
    await expectNoDrift(program)
    return JSON.stringify(statuses)
  } finally {
    await program.stop()
  }
}

/** Runs a section on a database of its own. */
export async function runSection(section: Section, server: Mariadb): Promise<string> {
  if (section.dialect === 'mariadb') {
    const { url, drop } = await createMariadbDatabase(server.url)
    try {
      return await section.run(url)
    } finally {
      await drop()
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'fiado-proof-'))
  try {
    return await section.run(`sqlite:${folder}/fiado.db`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
