import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { type Job, startJobs } from '../../src/jobs/schedule.ts'

const NEVER = '0 0 29 2 1'

function start(jobs: Job[]) {
  const lines: Record<string, unknown>[] = []
  const runs: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const schedule = startJobs(jobs, logger, { recordJob: (name, outcome) => void runs.push(`${name} ${outcome}`) })
  return { schedule, lines, runs }
}

describe('startJobs', () => {
  it('runs by its expression', async () => {
    const ran = Promise.withResolvers<void>()
    const job: Job = {
      name: 'tick',
      expression: '* * * * * *',
      zone: 'America/Sao_Paulo',
      run: async () => ran.resolve(),
    }
    const { schedule, runs } = start([job])
    await ran.promise
    await schedule.stop()
    expect(runs).toContain('tick done')
  })

  it('never runs a job twice at the same time', async () => {
    const gate = Promise.withResolvers<void>()
    const { schedule, runs } = start([
      { name: 'slow', expression: '* * * * * *', zone: 'UTC', run: () => gate.promise },
    ])
    const first = schedule.trigger('slow')
    await expect.poll(() => runs, { timeout: 5_000 }).toContain('slow skipped')
    expect(runs).not.toContain('slow done')
    gate.resolve()
    await first
    expect(runs.at(-1)).toBe('slow done')
    await schedule.stop()
  })

  it('runs once more when it is wanted while it runs, however often', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let calls = 0
    const run = (): Promise<void> => gates[calls++]?.promise ?? Promise.resolve()
    const { schedule, runs } = start([{ name: 'slow', expression: NEVER, zone: 'UTC', run }])
    const wanted = [1, 2, 3].map(() => schedule.trigger('slow'))
    await Promise.resolve()
    expect(calls).toBe(1)
    gates[0]?.resolve()
    await expect.poll(() => calls).toBe(2)
    gates[1]?.resolve()
    await Promise.all(wanted)
    expect(runs).toEqual(['slow done', 'slow done'])
    await schedule.stop()
  })

  it('logs and counts a failure by name, and runs again', async () => {
    let calls = 0
    const run = async (): Promise<void> => {
      if (++calls === 1) throw new Error('disk full')
    }
    const { schedule, lines, runs } = start([{ name: 'flaky', expression: NEVER, zone: 'UTC', run }])
    await schedule.trigger('flaky')
    await schedule.trigger('flaky')
    expect(runs).toEqual(['flaky failed', 'flaky done'])
    expect(lines).toMatchObject([{ level: 50, job: 'flaky', err: { message: 'disk full' } }])
    await schedule.stop()
  })

  it('waits for the run under way when it stops, and starts none after', async () => {
    const gate = Promise.withResolvers<void>()
    let isDone = false
    let calls = 0
    const run = async (): Promise<void> => {
      calls++
      await gate.promise
      isDone = true
    }
    const { schedule } = start([{ name: 'slow', expression: NEVER, zone: 'UTC', run }])
    const running = schedule.trigger('slow')
    const stopped = schedule.stop()
    gate.resolve()
    await stopped
    expect(isDone).toBe(true)
    await running
    await schedule.trigger('slow')
    expect(calls).toBe(1)
  })

  it('refuses an expression that is not cron, with the name of the job', () => {
    expect(() => start([{ name: 'typo', expression: 'daily', zone: 'UTC', run: async () => undefined }])).toThrow(
      'typo',
    )
  })
})
