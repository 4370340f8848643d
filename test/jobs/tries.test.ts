import { afterEach, describe, expect, it } from 'vitest'
import { DatabaseUnavailable } from '../../src/database-errors.ts'
import type { SharedJob } from '../../src/jobs/shared-job.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import {
  at,
  createProcesses,
  LEASE_MS,
  MINUTE_MS,
  mark,
  marksOf,
  morningJob,
  type Process,
  type Processes,
  settle,
  workUntilStopped,
} from './processes.ts'

const SIX = at('2026-11-23T06:00:00')
const DAY_MS = 86_400_000
/** Twice as often as a run may die or fail without a step. */
const DEATHS = 14

describe.each(dialects)('a run that fails, on %s', (dialect) => {
  let processes: Processes | null = null
  afterEach(async () => {
    await processes?.close()
    processes = null
  })
  const begin = async () => {
    processes = await createProcesses(dialect)
    return processes
  }
  const newest = async (process: Process) => (await process.list(null, 1))[0]
  const reached = (process: Process, position: string) =>
    expect.poll(async () => (await newest(process))?.position, { timeout: 20_000, interval: 5 }).toBe(position)

  it('says why in public words only, is counted, and comes again at its next time only', async () => {
    const { clock, open } = await begin()
    let works = 0
    const work: SharedJob['work'] = async () => {
      works++
      throw new Error('Duplicate entry "Maria da Silva"')
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    expect(await newest(process)).toMatchObject({
      state: 'failed',
      finishedAt: SIX,
      message: 'a fault in Fiado or its database: see the log',
    })
    clock.moveTo(SIX + DAY_MS - 1)
    await process.look()
    expect(works).toBe(1)
    clock.moveTo(SIX + DAY_MS)
    await process.look()
    await settle(process)
    expect(works).toBe(2)
    expect(await process.list(null, 10)).toHaveLength(2)
    await expect.poll(() => process.counted).toEqual(['plan-day failed', 'plan-day failed'])
    expect(process.lines[0]).toMatchObject({
      level: 50,
      job: 'plan-day',
      err: { message: expect.stringMatching('Maria') },
    })
  })

  it('of a job that makes up for missed times is tried again when something was away, from where it stood', async () => {
    const { db, clock, open } = await begin()
    let isAway = true
    const work: SharedJob['work'] = async (run) => {
      if (run.position === null) await mark(run, '1')
      if (isAway) throw new SyncError('unavailable', 'the SMTP server does not answer')
      await mark(run, '2')
      return {}
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    const message = 'the SMTP server does not answer'
    expect(await newest(process)).toMatchObject({ state: 'waiting', message, tries: 1, runsUntil: SIX + MINUTE_MS })
    clock.moveTo(SIX + MINUTE_MS - 1)
    await process.look()
    expect(await newest(process)).toMatchObject({ state: 'waiting', tries: 1 })
    clock.moveTo(SIX + MINUTE_MS)
    await process.look()
    await settle(process)
    expect(await newest(process)).toMatchObject({ state: 'waiting', tries: 2, runsUntil: SIX + 3 * MINUTE_MS })
    isAway = false
    clock.moveTo(SIX + 3 * MINUTE_MS)
    await process.look()
    await settle(process)
    expect(await newest(process)).toMatchObject({ state: 'done', message: null, tries: 0 })
    expect(await marksOf(db)).toEqual(['1', '2'])
    await expect.poll(() => process.counted).toEqual(['plan-day failed', 'plan-day failed', 'plan-day done'])
  })

  it('is given up when what it needs stays away, and waits as long as the other side asked', async () => {
    const { clock, open } = await begin()
    let works = 0
    const work: SharedJob['work'] = async () => {
      works++
      throw new SyncError('throttled', 'too many calls', { retryAfterMs: 10 * MINUTE_MS })
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    const waits: number[] = []
    for (let looks = 0; looks < DEATHS; looks++) {
      await process.look()
      await settle(process)
      const { runsUntil } = (await newest(process)) ?? {}
      if (typeof runsUntil === 'number') waits.push((runsUntil - clock.system()) / MINUTE_MS)
      clock.moveTo(runsUntil ?? clock.system() + MINUTE_MS)
    }
    expect(waits).toEqual([10, 10, 10, 10, 16, 32])
    expect(works).toBe(7)
    expect(await newest(process)).toMatchObject({ state: 'failed', message: 'too many calls', runsUntil: null })
  })

  it('of a job without catch-up is not tried again', async () => {
    const { clock, open } = await begin()
    const work = async () => {
      throw new SyncError('unavailable', 'away')
    }
    const process = await open([morningJob({ work, catchUp: 'none' })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    expect(await newest(process)).toMatchObject({ state: 'failed', message: 'away' })
  })

  it('and waits for another try makes way when its next time has come', async () => {
    const { clock, open } = await begin()
    const work = async () => {
      throw new SyncError('throttled', 'too many calls', { retryAfterMs: 60 * MINUTE_MS })
    }
    const process = await open([morningJob({ work, expression: '*/30 * * * *' })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    clock.moveTo(SIX + 30 * MINUTE_MS)
    await process.look()
    await settle(process)
    expect(await process.list(null, 10)).toMatchObject([
      { dueAt: SIX + 30 * MINUTE_MS, state: 'waiting', tries: 1 },
      { dueAt: SIX, state: 'failed', message: 'too many calls', finishedAt: SIX + 30 * MINUTE_MS },
    ])
  })

  it('because it kills its process each time is given up; a step in between begins the count anew', async () => {
    const { clock, open } = await begin()
    let lives = 0
    // Whoever has it dies: nothing is heard of it until its lease is over.
    const work: SharedJob['work'] = async (run) => {
      if (++lives === 4) await mark(run, '1')
      return workUntilStopped(run)
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    const tries: unknown[] = []
    for (let deaths = 1; deaths <= DEATHS; deaths++) {
      clock.moveBy(LEASE_MS + 1)
      await process.look()
      if (deaths === 3) await reached(process, '1')
      tries.push((await newest(process))?.tries)
    }
    await settle(process)
    expect(tries.slice(0, 9)).toEqual([1, 2, 0, 1, 2, 3, 4, 5, 6])
    expect(lives).toBe(10)
    expect(await process.list(null, 10)).toMatchObject([
      {
        state: 'failed',
        position: '1',
        message: 'given up after 6 tries: its process died, or the database was away',
      },
    ])
    await expect.poll(() => process.counted).toEqual(['plan-day failed'])
  })

  it('because the database was away goes on when it is back', async () => {
    const { clock, db, open } = await begin()
    let isAway = true
    const work: SharedJob['work'] = async (run) => {
      if (run.position === null) await mark(run, '1')
      if (isAway) throw new DatabaseUnavailable('the database cannot be reached')
      await mark(run, '2')
      return {}
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    await expect.poll(() => process.lines).toMatchObject([{ msg: 'job left: the database was away' }])
    expect(await newest(process)).toMatchObject({ state: 'running', position: '1' })
    isAway = false
    clock.moveBy(LEASE_MS + 1)
    await process.look()
    await settle(process)
    expect(await newest(process)).toMatchObject({ state: 'done' })
    expect(await marksOf(db)).toEqual(['1', '2'])
  })
})
