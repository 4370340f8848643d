import { pino } from 'pino'
import { expect } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { type Database, openDatabase } from '../../src/database.ts'
import type { JobRun, SharedJob } from '../../src/jobs/shared-job.ts'
import { openSharedJobs, type SharedJobs } from '../../src/jobs/shared-jobs.ts'
import { type Clock, createClock, type EpochMs, parseInstant } from '../../src/kernel/clock.ts'
import type { Trail } from '../../src/receivables/trail.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'

export const ZONE = 'America/Sao_Paulo'
export const MINUTE_MS = 60_000
export const LEASE_MS = 30_000
const SETTLES_WITHIN_MS = 20_000

/** `at('2026-11-23T06:00:00')` by the wall clock of São Paulo. */
export const at = (local: string): EpochMs => parseInstant(`${local}-03:00`) ?? Number.NaN

/** A clock that stands until it is moved. */
export class MovedClock implements Clock {
  readonly timeZone = ZONE
  private instant: EpochMs
  private readonly real = createClock(ZONE)

  constructor(instant: EpochMs) {
    this.instant = instant
  }
  readonly now = (): EpochMs => this.instant
  readonly system = (): EpochMs => this.instant
  readonly today = (): string => this.format(this.instant).slice(0, 10)
  readonly format = (instant: EpochMs): string => this.real.format(instant)
  moveTo(instant: EpochMs): void {
    this.instant = instant
  }
  moveBy(ms: number): void {
    this.instant += ms
  }
}

/** What stands for one process: shared jobs with a connection of their own. It looks only when it is told to. */
export interface Process extends SharedJobs {
  readonly db: Database
  /** Such as `plan-day done`. */
  readonly counted: string[]
  readonly lines: Record<string, unknown>[]
  /** Such as `waiter job.started plan-day`. */
  readonly trailed: string[]
}

export interface Processes {
  readonly url: string
  readonly db: Database
  /** What all processes go by that have no clock of their own. */
  readonly clock: MovedClock
  open(jobs: readonly SharedJob[], clock?: Clock, leaseMs?: number): Promise<Process>
  close(): Promise<void>
}

/** A migrated database, and as many processes on it as a test opens. */
export async function createProcesses(dialect: Dialect, now = at('2026-11-23T05:00:00')): Promise<Processes> {
  const { url, drop } = await createDatabaseUrl(dialect)
  const db = openDatabase(url)
  await migrate(db.migrations)
  await db.run('CREATE TABLE marks (run VARCHAR(32) NOT NULL, mark VARCHAR(64) NOT NULL)')
  const clock = new MovedClock(now)
  const opened: Process[] = []
  return {
    url,
    db,
    clock,
    open: async (jobs, own = clock, leaseMs = LEASE_MS) => {
      const process = openProcess(url, jobs, own, leaseMs)
      opened.push(process)
      await process.plan()
      return process
    },
    close: async () => {
      await Promise.all(opened.map((process) => process.stop()))
      await Promise.all(opened.map((process) => process.db.close()))
      await db.close()
      await drop()
    },
  }
}

function openProcess(url: string, jobs: readonly SharedJob[], clock: Clock, leaseMs: number): Process {
  const db = openDatabase(url)
  const counted: string[] = []
  const lines: Record<string, unknown>[] = []
  const trailed: string[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const metrics = { recordJob: (name: string, outcome: string) => void counted.push(`${name} ${outcome}`) }
  const trail: Trail<object> = async (_sql, _request, action, subject) => void trailed.push(`${action} ${subject}`)
  const jobsOf = openSharedJobs({ db, clock, logger, metrics, leaseMs }, jobs, trail)
  return { ...jobsOf, db, counted, lines, trailed }
}

/** A job at six every morning that does nothing; what is given is otherwise. */
export const morningJob = (job: Partial<SharedJob> = {}): SharedJob => ({
  name: 'plan-day',
  expression: '0 6 * * *',
  zone: ZONE,
  catchUp: 'once',
  work: async () => ({}),
  ...job,
})

/** Work without an end, until its process stops or loses it. */
export async function workUntilStopped({ signal }: JobRun): Promise<never> {
  // A commit may be seen by others long before its answer comes: the process may be stopping by then.
  signal.throwIfAborted()
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

/** Work that is done when `gate` opens. */
export const workUntil =
  (gate: Promise<void>): SharedJob['work'] =>
  (run) =>
    Promise.race([gate.then(() => ({})), workUntilStopped(run)])

/** Waits until no process works on anything. */
export const settle = (process: Pick<SharedJobs, 'list'>): Promise<void> =>
  expect
    .poll(async () => (await process.list(null, 100)).filter(({ state }) => state === 'running'), {
      timeout: SETTLES_WITHIN_MS,
      interval: 5,
    })
    .toEqual([])

/** One step that writes one line. */
export const mark = (run: JobRun, position: string): Promise<void> =>
  run.step(position, (sql) => sql.insert('marks', ['run', 'mark'], [[run.id, position]]))

/** Every line that a step has written, sorted. */
export const marksOf = async (db: Database): Promise<string[]> =>
  (await db.all('SELECT mark FROM marks')).map((row) => row['mark'] as string).toSorted()
