import { afterEach, describe, expect, it } from 'vitest'
import type { SharedJob } from '../../src/jobs/shared-job.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import { at, createProcesses, MINUTE_MS, morningJob, type Processes, settle, workUntil } from './processes.ts'

const SIX = at('2026-11-23T06:00:00')
const DAY_MS = 86_400_000
const NOON = at('2026-11-23T12:00:00')

describe.each(dialects)('runs by hand and the history on %s', (dialect) => {
  let processes: Processes | null = null
  afterEach(async () => {
    await processes?.close()
    processes = null
  })
  const begin = async () => {
    processes = await createProcesses(dialect)
    return processes
  }

  it('a run by hand is for now, says who asked, and leaves the schedule as it is', async () => {
    const { clock, open } = await begin()
    const process = await open([morningJob({ work: async ({ dueAt }) => ({ dueAt }) })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    clock.moveTo(NOON)
    const started = await process.runNow('plan-day', 'maria (key_1)', {})
    if (started.kind !== 'started') throw new Error(started.kind)
    expect(started.run).toMatchObject({ job: 'plan-day', dueAt: NOON, state: 'running', startedBy: 'maria (key_1)' })
    await settle(process)
    expect(await process.find(started.run.id)).toMatchObject({ state: 'done', counts: { dueAt: NOON } })
    // In the same millisecond once more: it is another run.
    const again = await process.runNow('plan-day', 'maria (key_1)', {})
    expect(again).toMatchObject({ kind: 'started', run: { dueAt: NOON + 1 } })
    await settle(process)
    expect((await process.describe())[0]).toMatchObject({ nextAt: SIX + DAY_MS, lastRun: { dueAt: NOON + 1 } })
    expect(process.trailed).toEqual(['job.started plan-day', 'job.started plan-day'])
    expect(await process.runNow('plan-week', 'maria (key_1)', {})).toEqual({ kind: 'unknown' })
    expect(await process.find('run_0')).toBeNull()
  })

  it('of several who ask at once one begins it, and nobody is heard while it runs', async () => {
    const { clock, open } = await begin()
    const gate = Promise.withResolvers<void>()
    const job = morningJob({ work: workUntil(gate.promise) })
    const [first, second] = [await open([job]), await open([job])]
    clock.moveTo(NOON - DAY_MS + 1)
    const answers = await Promise.all([first, second, first, second].map((one) => one.runNow('plan-day', 'maria', {})))
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['running', 'running', 'running', 'started'])
    expect(await second.runNow('plan-day', 'maria', {})).toEqual({ kind: 'running' })
    expect([...first.trailed, ...second.trailed]).toEqual(['job.started plan-day'])
    gate.resolve()
    await settle(first)
    expect(await first.list(null, 10)).toHaveLength(1)
  })

  it('a run by hand counts as under way when the time of the schedule comes', async () => {
    const { clock, open } = await begin()
    const gate = Promise.withResolvers<void>()
    const process = await open([morningJob({ work: workUntil(gate.promise) })])
    clock.moveTo(SIX - 5_000)
    await process.runNow('plan-day', 'maria', {})
    clock.moveTo(SIX)
    await process.look()
    expect((await process.list(null, 10)).map(({ state, startedBy }) => [state, startedBy])).toEqual([
      ['skipped', 'schedule'],
      ['running', 'maria'],
    ])
    gate.resolve()
  })

  it('a run that waits for another try goes on at once when somebody asks', async () => {
    const { clock, open } = await begin()
    let isAway = true
    const work: SharedJob['work'] = async () => {
      if (isAway) throw new SyncError('unavailable', 'away')
      return {}
    }
    const process = await open([morningJob({ work })])
    clock.moveTo(SIX)
    await process.look()
    await settle(process)
    const [waiting] = await process.list(null, 1)
    expect(waiting).toMatchObject({ state: 'waiting' })
    isAway = false
    clock.moveTo(SIX + 1_000)
    const started = await process.runNow('plan-day', 'maria', {})
    expect(started).toMatchObject({ kind: 'started', run: { id: waiting?.id, startedBy: 'schedule' } })
    await settle(process)
    expect(await process.list(null, 10)).toMatchObject([{ id: waiting?.id, state: 'done', finishedAt: SIX + 1_000 }])
  })

  it('is listed by job, the newest first, and described with what comes and what was last', async () => {
    const { clock, open } = await begin()
    const gate = Promise.withResolvers<void>()
    const jobs = [
      morningJob({ work: workUntil(gate.promise) }),
      morningJob({ name: 'plan-night', expression: '*/30 * * * *', catchUp: 'none' }),
    ]
    const process = await open(jobs)
    for (const instant of [SIX - 30 * MINUTE_MS, SIX]) {
      clock.moveTo(instant)
      await process.look()
      await expect.poll(async () => (await process.list('plan-night', 1))[0]?.state).toBe('done')
    }
    expect((await process.list('plan-night', 10)).map(({ dueAt }) => dueAt)).toEqual([SIX, SIX - 30 * MINUTE_MS])
    expect(await process.list('plan-night', 1)).toMatchObject([{ dueAt: SIX }])
    expect((await process.list(null, 10)).map(({ job }) => job).toSorted()).toEqual([
      'plan-day',
      'plan-night',
      'plan-night',
    ])
    expect(await process.describe()).toEqual([
      {
        ...{ name: 'plan-day', expression: '0 6 * * *', zone: 'America/Sao_Paulo', catchUp: 'once' },
        ...{ nextAt: SIX + DAY_MS, running: expect.objectContaining({ dueAt: SIX, state: 'running' }), lastRun: null },
      },
      {
        ...{ name: 'plan-night', expression: '*/30 * * * *', zone: 'America/Sao_Paulo', catchUp: 'none' },
        ...{ nextAt: SIX + 30 * MINUTE_MS, running: null },
        lastRun: expect.objectContaining({ dueAt: SIX, state: 'done' }),
      },
    ])
    expect([process.knows('plan-night'), process.knows('plan-week')]).toEqual([true, false])
    gate.resolve()
  })

  it('forgets what is older than 90 days, but never the last run of a job', async () => {
    const { clock, open } = await begin()
    const process = await open([morningJob(), morningJob({ name: 'plan-year', expression: '0 6 23 11 *' })])
    const dueAts = [0, 1, 2].map((day) => SIX + day * DAY_MS)
    for (const dueAt of dueAts) {
      clock.moveTo(dueAt)
      await process.look()
      await settle(process)
    }
    clock.moveTo(SIX + DAY_MS + 90 * DAY_MS)
    await process.forget()
    expect((await process.list('plan-day', 10)).map(({ dueAt }) => dueAt)).toEqual([dueAts[2], dueAts[1]])
    expect((await process.list('plan-year', 10)).map(({ dueAt }) => dueAt)).toEqual([SIX])
    clock.moveBy(400 * DAY_MS)
    await process.forget()
    expect((await process.list(null, 10)).map(({ job, dueAt }) => [job, dueAt])).toEqual([
      ['plan-day', dueAts[2]],
      ['plan-year', SIX],
    ])
  })
})
