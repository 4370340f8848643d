import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createClock } from '../../src/kernel/clock.ts'
import { childEnvironment } from '../harness/child-environment.ts'
import { dialects } from '../harness/databases.ts'
import { startGuard } from '../harness/guard.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { KILLED_STEPS, killedJob } from './killed-program.ts'
import { createProcesses, marksOf, type Processes, ZONE } from './processes.ts'

const PROGRAM = join(import.meta.dirname, 'killed-program.ts')
const KILLS = 6
const STEPS_PER_LIFE = { min: 1, max: 12 }
const WAITS_MS = 30_000
const TAKES_MS = 180_000

describe.each(dialects)('kill -9 in the middle of a shared job, on %s', (dialect) => {
  let processes: Processes | null = null
  const children: ChildProcess[] = []
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await processes?.close()
    processes = null
  })

  const start = (url: string): ChildProcess => {
    const child = spawn(process.execPath, [PROGRAM], {
      env: childEnvironment({ FIADO_DATABASE_URL: url }),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const guard = startGuard('kill -KILL "$1"', String(child.pid))
    child.once('exit', () => guard.kill('SIGKILL'))
    children.push(child)
    return child
  }

  it(
    'another process goes on from the last step, and every step is written exactly once',
    async () => {
      processes = await createProcesses(dialect)
      const { url, db, open } = processes
      const clock = createClock(ZONE)
      const watcher = await open([killedJob], clock)
      const dueAt = clock.system() - 1
      await db.run('UPDATE job_plans SET next_at = ?', [dueAt])
      const choices = new RandomChoices(7)
      const newest = async () => (await watcher.list(null, 1))[0]
      const position = async () => Number((await newest())?.position ?? 0)
      const until = (isSo: () => Promise<boolean>) => expect.poll(isSo, { timeout: WAITS_MS, interval: 3 }).toBe(true)

      for (let kill = 1; kill <= KILLS; kill++) {
        const wanted = (await position()) + choices.whole(STEPS_PER_LIFE.min, STEPS_PER_LIFE.max)
        const child = start(url)
        const ended = once(child, 'exit')
        await until(async () => (await position()) >= wanted)
        child.kill('SIGKILL')
        expect(await ended).toEqual([null, 'SIGKILL'])
        expect(await newest()).toMatchObject({ state: 'running', dueAt })
        await until(async () => ((await newest())?.runsUntil ?? 0) < clock.system())
      }
      const last = await position()
      expect(last).toBeLessThan(KILLED_STEPS)
      start(url)
      await until(async () => (await newest())?.state === 'done')

      expect(await newest()).toMatchObject({ dueAt, counts: { from: last, lines: KILLED_STEPS - last } })
      expect(await watcher.list(null, 10)).toHaveLength(1)
      const lines = (await marksOf(db)).map(Number).toSorted((first, second) => first - second)
      expect(lines).toEqual(Array.from({ length: KILLED_STEPS }, (_, index) => index + 1))
    },
    TAKES_MS,
  )
})
