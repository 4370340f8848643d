import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database.ts'
import type { SharedJob } from '../../src/jobs/shared-job.ts'
import { openSharedJobs } from '../../src/jobs/shared-jobs.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { dialects } from '../harness/databases.ts'
import {
  at,
  createProcesses,
  MINUTE_MS,
  MovedClock,
  mark,
  marksOf,
  morningJob,
  type Process,
  type Processes,
  settle,
  workUntil,
  workUntilStopped,
  ZONE,
} from './processes.ts'

const ROUNDS = 20
const DAY_MS = 86_400_000
const SIX = at('2026-11-23T06:00:00')

describe.each(dialects)('whose run it is, on %s', (dialect) => {
  let processes: Processes | null = null
  afterEach(async () => {
    await processes?.close()
    processes = null
  })
  const begin = async () => {
    processes = await createProcesses(dialect)
    return processes
  }
  const states = async (process: Process) =>
    (await process.list(null, 100)).map(({ dueAt, state, message }) => [dueAt, state, message]).reverse()

  it('of two processes that see the same time, one runs it, and nobody before the time', async () => {
    const { clock, open } = await begin()
    const worked: string[] = []
    const jobOf = (name: string) =>
      morningJob({
        work: async ({ dueAt, position }) => {
          worked.push(name)
          return { dueAt, begins: position === null ? 1 : 0 }
        },
      })
    const [first, second] = [await open([jobOf('first')]), await open([jobOf('second')])]
    clock.moveTo(SIX - 1)
    await Promise.all([first.look(), second.look()])
    expect(await first.list(null, 10)).toEqual([])
    clock.moveTo(SIX + 3)
    await Promise.all([first.look(), second.look()])
    await first.look()
    await second.look()
    await settle(first)
    const [run, ...others] = await second.list('plan-day', 10)
    expect(others).toEqual([])
    expect(run).toEqual({
      id: expect.stringMatching(/^run_/),
      job: 'plan-day',
      dueAt: SIX,
      state: 'done',
      startedBy: 'schedule',
      startedAt: SIX + 3,
      finishedAt: SIX + 3,
      position: null,
      runsUntil: null,
      counts: { dueAt: SIX, begins: 1 },
      message: null,
      tries: 0,
    })
    expect(worked).toHaveLength(1)
    await expect.poll(() => [...first.counted, ...second.counted]).toEqual(['plan-day done'])
    expect((await first.describe())[0]).toMatchObject({ nextAt: SIX + DAY_MS, running: null, lastRun: run })
  })

  it('two that race, with clocks that differ, run each time once, and what it writes is there once', async () => {
    const { db, open } = await begin()
    const clocks = [new MovedClock(SIX - 1), new MovedClock(SIX - 1)]
    const job = morningJob({
      expression: '*/5 * * * *',
      work: async (run) => {
        if (run.position === null) await mark(run, String(run.dueAt))
        return {}
      },
    })
    const [first, second] = [await open([job], clocks[0]), await open([job], clocks[1])]
    const wanted: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const dueAt = SIX + round * 5 * MINUTE_MS
      wanted.push(String(dueAt))
      clocks[0]?.moveTo(dueAt + (round % 7))
      clocks[1]?.moveTo(dueAt + ((round * 3) % 5))
      await Promise.all([first.look(), second.look(), first.look(), second.look()])
      await settle(first)
    }
    expect(await marksOf(db)).toEqual(wanted)
    expect(await states(first)).toEqual(wanted.map((dueAt) => [Number(dueAt), 'done', null]))
  })

  it('a process whose clock is behind does not run again what is over', async () => {
    const { clock, open } = await begin()
    const aheadClock = new MovedClock(SIX - 100)
    const ahead = await open([morningJob()], aheadClock)
    aheadClock.moveTo(SIX)
    await ahead.look()
    await settle(ahead)
    clock.moveTo(SIX - 200)
    const behind = await open([morningJob()])
    clock.moveTo(SIX)
    await behind.look()
    expect(await states(behind)).toEqual([[SIX, 'done', null]])
    expect((await behind.describe())[0]?.nextAt).toBe(SIX + DAY_MS)
  })

  it('missed times are made up for once, as the last of them', async () => {
    const { clock, open } = await begin()
    await (await open([morningJob()])).stop()
    clock.moveTo(at('2026-11-26T15:00:00'))
    const [first, second] = [await open([morningJob()]), await open([morningJob()])]
    await Promise.all([first.look(), second.look()])
    await settle(first)
    expect(await states(first)).toEqual([[at('2026-11-26T06:00:00'), 'done', null]])
    await second.look()
    clock.moveTo(at('2026-11-27T06:00:00'))
    await second.look()
    await settle(second)
    expect(await states(first)).toEqual([
      [at('2026-11-26T06:00:00'), 'done', null],
      [at('2026-11-27T06:00:00'), 'done', null],
    ])
  })

  it('missed times of a job without catch-up are noted, and the next one comes as planned', async () => {
    const { clock, open } = await begin()
    const job = morningJob({ catchUp: 'none' })
    await (await open([job])).stop()
    clock.moveTo(at('2026-11-26T15:00:00'))
    const process = await open([job])
    await process.look()
    await process.look()
    clock.moveTo(at('2026-11-27T06:00:07'))
    await process.look()
    await settle(process)
    expect(await states(process)).toEqual([
      [at('2026-11-26T06:00:00'), 'skipped', 'no process ran at that time'],
      [at('2026-11-27T06:00:00'), 'done', null],
    ])
    await expect.poll(() => process.counted).toEqual(['plan-day skipped', 'plan-day done'])
  })

  it('a time that comes while the last run is not over is skipped, and noted', async () => {
    const { clock, open } = await begin()
    const gate = Promise.withResolvers<void>()
    const job = morningJob({ expression: '*/5 * * * *', work: workUntil(gate.promise) })
    const [first, second] = [await open([job]), await open([job])]
    clock.moveTo(SIX)
    await first.look()
    // Its lease lives: it is renewed by its process all the while.
    await first.db.run('UPDATE job_runs SET runs_until = ?', [SIX + 20 * MINUTE_MS])
    clock.moveTo(SIX + 5 * MINUTE_MS)
    await Promise.all([first.look(), second.look()])
    expect((await second.describe())[0]).toMatchObject({ running: { dueAt: SIX, state: 'running' }, lastRun: null })
    gate.resolve()
    await settle(first)
    clock.moveTo(SIX + 10 * MINUTE_MS)
    await second.look()
    await settle(second)
    expect(await states(second)).toEqual([
      [SIX, 'done', null],
      [SIX + 5 * MINUTE_MS, 'skipped', 'its last run was not over'],
      [SIX + 10 * MINUTE_MS, 'done', null],
    ])
    await expect
      .poll(() => [...first.counted, ...second.counted].toSorted())
      .toEqual(['plan-day done', 'plan-day done', 'plan-day skipped'])
  })

  it('a time missed together with the process that ran the last one comes when that one is over', async () => {
    const { clock, open } = await begin()
    const gate = Promise.withResolvers<void>()
    const dyingClock = new MovedClock(SIX - 1)
    const dying = await open([morningJob({ work: workUntilStopped })], dyingClock)
    dyingClock.moveTo(SIX)
    await dying.look()
    clock.moveTo(at('2026-11-25T09:00:00'))
    const process = await open([morningJob({ work: workUntil(gate.promise) })])
    await process.look()
    await process.look()
    expect(await states(process)).toEqual([[SIX, 'running', 'its process died, or the database was away']])
    gate.resolve()
    await settle(process)
    await process.look()
    await settle(process)
    expect(await states(process)).toEqual([
      [SIX, 'done', null],
      [at('2026-11-25T06:00:00'), 'done', null],
    ])
  })

  it('a changed expression counts from now on, and what was planned and has passed is made up for', async () => {
    const { clock, open } = await begin()
    await open([morningJob()])
    const changed = await open([morningJob({ expression: '30 7 * * *' })])
    clock.moveTo(at('2026-11-23T07:29:00'))
    await changed.look()
    expect(await states(changed)).toEqual([])
    clock.moveTo(at('2026-11-23T09:00:00'))
    const again = await open([morningJob({ expression: '0 8 * * *' })])
    await again.look()
    await settle(again)
    expect(await states(again)).toEqual([[at('2026-11-23T08:00:00'), 'done', null]])
    clock.moveTo(at('2026-11-24T08:30:00'))
    const last = await open([morningJob({ expression: '0 20 * * *' })])
    await last.look()
    await settle(last)
    expect((await states(last)).slice(1)).toEqual([[at('2026-11-24T08:00:00'), 'done', null]])
    expect((await last.describe())[0]?.nextAt).toBe(at('2026-11-24T20:00:00'))
  })

  it('a plan that a clock made years ahead is set right', async () => {
    const { clock, open } = await begin()
    const process = await open([morningJob()])
    clock.moveTo(at('2031-01-01T12:00:00'))
    await process.look()
    await settle(process)
    clock.moveTo(at('2026-11-23T05:00:00'))
    expect((await process.describe())[0]?.nextAt).toBe(at('2031-01-02T06:00:00'))
    await process.look()
    expect((await process.describe())[0]?.nextAt).toBe(SIX)
  })

  it('times are by the zone of each job', async () => {
    const { clock, open } = await begin()
    const zones = ['America/Sao_Paulo', 'America/Manaus', 'UTC']
    const jobs = zones.map((zone, index) => morningJob({ name: `job-${index}`, zone }))
    const process = await open(jobs)
    expect((await process.describe()).map(({ nextAt }) => clock.format(nextAt))).toEqual([
      '2026-11-23T06:00:00-03:00',
      '2026-11-23T07:00:00-03:00',
      '2026-11-24T03:00:00-03:00',
    ])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    expect((await process.list(null, 10)).map(({ job }) => job)).toEqual(['job-0'])
  })

  it('by the real clock too: two schedules run every second once', async () => {
    const { db, open } = await begin()
    const enough = Promise.withResolvers<void>()
    const dueAts: number[] = []
    const job = morningJob({
      expression: '* * * * * *',
      work: async (run) => {
        if (run.position !== null) return {}
        await mark(run, String(run.dueAt))
        if (dueAts.push(run.dueAt) === 3) enough.resolve()
        return {}
      },
    })
    const real = createClock(ZONE)
    const [first, second] = [await open([job], real), await open([job], real)]
    await Promise.all([first.start(), second.start()])
    await enough.promise
    await Promise.all([first.stop(), second.stop()])
    expect(await marksOf(db)).toEqual(dueAts.map(String))
    expect(new Set(dueAts).size).toBe(dueAts.length)
    expect(dueAts.filter((dueAt) => dueAt % 1_000 !== 0)).toEqual([])
    const done = (await first.list(null, 100)).filter(({ state }) => state === 'done')
    expect([...first.counted, ...second.counted].filter((line) => line === 'plan-day done')).toHaveLength(done.length)
  })
})

describe('a job that cannot be planned', () => {
  it('stops the program at start, with its name', async () => {
    const db = openDatabase('sqlite::memory:')
    const deps = { db, clock: createClock(ZONE), logger: pino({ level: 'silent' }), leaseMs: 1_000 }
    const open = (jobs: SharedJob[]) => () => openSharedJobs({ ...deps, metrics: { recordJob: () => undefined } }, jobs)
    expect(open([morningJob({ expression: 'daily' })])).toThrow('job plan-day: "daily"')
    expect(open([morningJob({ zone: 'America/Sampa' })])).toThrow('America/Sampa')
    expect(open([morningJob({ name: 'Plan day' })])).toThrow('"Plan day"')
    expect(open([morningJob(), morningJob()])).toThrow('"plan-day"')
    await db.close()
  })
})
