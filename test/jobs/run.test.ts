import { afterEach, describe, expect, it } from 'vitest'
import { type JobRun, RunLost, type SharedJob } from '../../src/jobs/shared-job.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import {
  at,
  createProcesses,
  LEASE_MS,
  MovedClock,
  mark,
  marksOf,
  morningJob,
  type Process,
  type Processes,
  settle,
  workUntil,
  workUntilStopped,
} from './processes.ts'

const SIX = at('2026-11-23T06:00:00')
const STEPS = ['1', '2', '3', '4', '5', '6']

/** Works through the steps, and pauses before the one that `pauseAt` names, until the process stops. */
const walk =
  (pauseAt: string | null = null): SharedJob['work'] =>
  async (run) => {
    const steps = STEPS.filter((step) => step > (run.position ?? ''))
    for (const step of steps) {
      if (step === pauseAt) await workUntilStopped(run)
      await mark(run, step)
    }
    return { steps: steps.length }
  }

describe.each(dialects)('one run on %s', (dialect) => {
  let processes: Processes | null = null
  afterEach(async () => {
    await processes?.close()
    processes = null
  })
  const begin = async () => {
    const begun = await createProcesses(dialect)
    processes = begun
    /** With a clock of its own, by which its lease is renewed in vain. */
    const openApart = async (work: SharedJob['work']) => {
      const clock = new MovedClock(begun.clock.system())
      return { clock, process: await begun.open([morningJob({ work })], clock) }
    }
    return { ...begun, openApart }
  }
  const newest = async (process: Process) => (await process.list(null, 1))[0]
  const reached = (process: Process, position: string) =>
    expect.poll(async () => (await newest(process))?.position, { timeout: 20_000, interval: 5 }).toBe(position)

  it('whose process died goes on after its last step, in another one, and every step is written once', async () => {
    const { db, clock, open, openApart } = await begin()
    const { clock: deadClock, process: dead } = await openApart(walk('4'))
    const other = await open([morningJob({ work: walk() })])
    deadClock.moveTo(SIX)
    await dead.look()
    clock.moveTo(SIX)
    await reached(other, '3')
    await other.look()
    expect(await newest(other)).toMatchObject({ state: 'running', position: '3' })
    clock.moveBy(LEASE_MS + 1)
    await other.look()
    await settle(other)
    expect(await newest(other)).toMatchObject({
      state: 'done',
      dueAt: SIX,
      position: '6',
      counts: { steps: 3 },
      tries: 0,
    })
    expect(await marksOf(db)).toEqual(STEPS)
    await expect.poll(() => other.counted).toEqual(['plan-day done'])
    expect(dead.counted).toEqual([])
  })

  it('that was taken over writes nothing more where it was, and is told so', async () => {
    const { db, clock, open, openApart } = await begin()
    const gate = Promise.withResolvers<void>()
    const told = Promise.withResolvers<unknown>()
    let isAborted = false
    const slow: SharedJob['work'] = async (run: JobRun) => {
      await mark(run, '1')
      await gate.promise
      await run
        .step('2', (sql) => sql.insert('marks', ['run', 'mark'], [[run.id, 'from the process that was away']]))
        .catch(told.resolve)
      isAborted = run.signal.aborted
      return { steps: 2 }
    }
    const { clock: awayClock, process: away } = await openApart(slow)
    const other = await open([morningJob({ work: walk('4') })])
    awayClock.moveTo(SIX)
    await away.look()
    clock.moveTo(SIX)
    await reached(other, '1')
    clock.moveBy(LEASE_MS + 1)
    await other.look()
    await reached(other, '3')
    gate.resolve()
    expect(await told.promise).toBeInstanceOf(RunLost)
    await away.stop()
    expect(isAborted).toBe(true)
    expect(await marksOf(db)).toEqual(['1', '2', '3'])
    expect(await newest(other)).toMatchObject({ state: 'running', position: '3' })
    expect(away.counted).toEqual([])
    expect(away.lines).toMatchObject([{ level: 40, msg: 'job left: another process has taken over this run' }])
  })

  it('that was taken over cannot be ended where it was', async () => {
    const { clock, open, openApart } = await begin()
    const gate = Promise.withResolvers<void>()
    const { clock: awayClock, process: away } = await openApart(workUntil(gate.promise))
    const other = await open([morningJob({ work: workUntilStopped })])
    awayClock.moveTo(SIX)
    await away.look()
    clock.moveTo(SIX + LEASE_MS + 1)
    await other.look()
    gate.resolve()
    await expect
      .poll(() => away.lines, { timeout: 20_000 })
      .toMatchObject([{ level: 40, msg: 'job left: another process has taken over this run' }])
    expect(away.counted).toEqual([])
    expect(await newest(other)).toMatchObject({ state: 'running', counts: null, runsUntil: SIX + 2 * LEASE_MS + 1 })
  })

  it('that several find at once when its process has died is taken on by one', async () => {
    const { clock, open } = await begin()
    let lives = 0
    const work: SharedJob['work'] = (run) => {
      lives++
      return workUntilStopped(run)
    }
    const [first, second] = [await open([morningJob({ work })]), await open([morningJob({ work })])]
    clock.moveTo(SIX)
    await first.look()
    for (let deaths = 1; deaths <= 6; deaths++) {
      clock.moveBy(LEASE_MS + 1)
      await Promise.all([first.look(), second.look(), first.look(), second.look()])
      expect(await newest(first)).toMatchObject({ state: 'running', tries: deaths })
    }
    expect(lives).toBe(7)
  })

  it('says that it lives while it works without a step, and hears when it was taken over', async () => {
    const { clock, db, open } = await begin()
    const aborted = Promise.withResolvers<unknown>()
    const work: SharedJob['work'] = (run) =>
      workUntilStopped(run)
        .catch(aborted.resolve)
        .then(() => ({}))
    const process = await open([morningJob({ work })], clock, 300)
    clock.moveTo(SIX)
    await process.look()
    clock.moveBy(200)
    await expect.poll(async () => (await newest(process))?.runsUntil, { timeout: 20_000 }).toBe(SIX + 500)
    await db.run("UPDATE job_runs SET runner = 'another'")
    expect(await aborted.promise).toBeInstanceOf(RunLost)
  })

  it('a step that throws is neither written nor done', async () => {
    const { db, clock, open } = await begin()
    const work: SharedJob['work'] = async (run) => {
      await mark(run, '1')
      await run.step('2', async (sql) => {
        await sql.insert('marks', ['run', 'mark'], [[run.id, '2']])
        throw new SyncError('settings', 'o modelo de mensagem não existe')
      })
      return {}
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    expect(await marksOf(db)).toEqual(['1'])
    expect(await newest(process)).toMatchObject({
      state: 'failed',
      position: '1',
      message: 'o modelo de mensagem não existe',
    })
  })

  it('that is stopped goes on from its last step in the next process at once', async () => {
    const { db, clock, open } = await begin()
    const stopped = await open([morningJob({ work: walk('3') })])
    clock.moveTo(SIX)
    await stopped.look()
    await reached(stopped, '2')
    await stopped.stop()
    expect(await newest(stopped)).toMatchObject({
      state: 'waiting',
      position: '2',
      finishedAt: null,
      message: 'stopped; any process goes on from here',
    })
    expect(stopped.counted).toEqual([])
    const next = await open([morningJob({ work: walk() })])
    await next.look()
    await settle(next)
    expect(await newest(next)).toMatchObject({ state: 'done', counts: { steps: 4 } })
    expect(await marksOf(db)).toEqual(STEPS)
    expect(await next.list(null, 10)).toHaveLength(1)
  })

  it('that returns after it was stopped is not done', async () => {
    const { clock, open } = await begin()
    const work: SharedJob['work'] = (run) => workUntilStopped(run).catch(() => ({ steps: 0 }))
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    await process.stop()
    expect(await newest(process)).toMatchObject({ state: 'waiting', counts: null })
  })
})
