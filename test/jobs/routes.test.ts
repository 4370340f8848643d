import { afterEach, describe, expect, it } from 'vitest'
import { jobsRoom } from '../../src/jobs/routes.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY, buildToyApp, CHECK_KEY, FULL_KEY, type ToyApp } from '../web/toy-app.ts'
import { at, createProcesses, morningJob, type Processes, settle, workUntil } from './processes.ts'

const SIX = at('2026-11-23T06:00:00')

describe.each(dialects)('/v1/jobs on %s', (dialect) => {
  let processes: Processes | null = null
  let toy: ToyApp | null = null
  afterEach(async () => {
    await toy?.app.close()
    await processes?.close()
    processes = null
    toy = null
  })
  const begin = async () => {
    processes = await createProcesses(dialect)
    const gate = Promise.withResolvers<void>()
    const work = async (run: Parameters<ReturnType<typeof workUntil>>[0]) => {
      await workUntil(gate.promise)(run)
      return { messages: 12 }
    }
    const jobs = await processes.open([morningJob({ work })])
    toy = await buildToyApp([jobsRoom(jobs, processes.clock)])
    const { app } = toy
    const call = async (method: 'GET' | 'POST', url: string, key = FULL_KEY) => {
      const reply = await app.inject({ method, url, headers: { authorization: `Bearer ${key}` } })
      return { status: reply.statusCode, body: reply.json() }
    }
    return { clock: processes.clock, jobs, gate, call }
  }

  it('tells what comes, what runs and what was, by the clock of the zone', async () => {
    const { clock, jobs, gate, call } = await begin()
    const job = { name: 'plan-day', expression: '0 6 * * *', zone: 'America/Sao_Paulo', catchUp: 'once' }
    expect(await call('GET', '/v1/jobs')).toEqual({
      status: 200,
      body: { jobs: [{ ...job, nextAt: '2026-11-23T06:00:00-03:00', running: null, lastRun: null }] },
    })
    clock.moveTo(SIX + 4)
    await jobs.look()
    const run = {
      id: expect.stringMatching(/^run_/),
      job: 'plan-day',
      dueAt: '2026-11-23T06:00:00-03:00',
      state: 'running',
      startedBy: 'schedule',
      startedAt: '2026-11-23T06:00:00.004-03:00',
      finishedAt: null,
      counts: null,
      message: null,
    }
    const running = { ...job, nextAt: '2026-11-24T06:00:00-03:00', running: run, lastRun: null }
    expect((await call('GET', '/v1/jobs')).body).toEqual({ jobs: [running] })
    gate.resolve()
    await settle(jobs)
    const done = { ...run, state: 'done', finishedAt: '2026-11-23T06:00:00.004-03:00', counts: { messages: 12 } }
    expect((await call('GET', '/v1/jobs')).body).toEqual({ jobs: [{ ...running, running: null, lastRun: done }] })
    expect(await call('GET', '/v1/jobs/plan-day/runs')).toEqual({ status: 200, body: { runs: [done] } })
  })

  it('runs a job by hand, one at a time', async () => {
    const { clock, jobs, gate, call } = await begin()
    clock.moveTo(at('2026-11-23T05:30:00'))
    expect(await call('POST', '/v1/jobs/plan-day/runs')).toMatchObject({
      status: 202,
      body: { state: 'running', startedBy: 'full (key_full)', dueAt: '2026-11-23T05:30:00-03:00' },
    })
    const refused = await call('POST', '/v1/jobs/plan-day/runs')
    expect(refused).toMatchObject({ status: 409, body: { type: '/problems/conflict' } })
    expect(refused.body.detail).toContain('plan-day is running')
    gate.resolve()
    await settle(jobs)
    expect((await call('GET', '/v1/jobs/plan-day/runs')).body.runs).toMatchObject([{ state: 'done' }])
  })

  it('knows no other job, refuses keys of one source and those without the scope', async () => {
    const { call } = await begin()
    for (const [method, url] of [
      ['GET', '/v1/jobs/plan-week/runs'],
      ['POST', '/v1/jobs/plan-week/runs'],
    ] as const)
      expect(await call(method, url)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } })
    for (const [method, url] of [
      ['GET', '/v1/jobs'],
      ['GET', '/v1/jobs/plan-day/runs'],
      ['POST', '/v1/jobs/plan-day/runs'],
    ] as const) {
      const bound = await call(method, url, BOUND_KEY)
      expect(bound.status).toBe(403)
      expect(bound.body.detail).toContain('bound to the source "omie-matriz"')
      expect((await call(method, url, CHECK_KEY)).body.detail).toContain('lacks the scope')
    }
    expect((await call('GET', '/v1/jobs/plan-day/runs')).body).toEqual({ runs: [] })
    expect((await call('GET', '/v1/jobs/plan-day/runs?limit=5')).status).toBe(400)
  })
})
