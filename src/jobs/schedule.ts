import { schedule, validate } from 'node-cron'
import type { Logger } from 'pino'

export const isCron = (expression: string): boolean => validate(expression)

/** Work that runs by the wall clock. */
export interface Job {
  readonly name: string
  /** Cron, five fields or six with seconds first. */
  readonly expression: string
  /** An IANA zone: what `0 2 * * *` means by two o'clock. */
  readonly zone: string
  run(): Promise<void>
}

/** Where runs are counted. */
export interface JobMetrics {
  recordJob(name: string, outcome: 'done' | 'failed' | 'skipped', seconds: number): void
}

export interface Schedule {
  /** When a job runs next by its expression, in epoch milliseconds; `null` when never. */
  nextRunAt(name: string): number | null
  /** Runs a job now; once more after the run that is under way, which may have looked before there was something to do. */
  trigger(name: string): Promise<void>
  /** Starts no further run and waits for those that are under way. */
  stop(): Promise<void>
}

/** Starts the jobs. A run that fails is logged and counted by name, and the next one comes as planned. */
export function startJobs(jobs: readonly Job[], logger: Logger, metrics: JobMetrics): Schedule {
  for (const job of jobs) {
    if (!isCron(job.expression)) throw new Error(`job ${job.name}: "${job.expression}" is not a cron expression`)
  }
  const running = new Map<string, Promise<void>>()
  const wantedAgain = new Set<string>()
  let isStopped = false

  const runOnce = (job: Job): Promise<void> => {
    if (isStopped) return Promise.resolve()
    if (running.has(job.name)) {
      // Counted in the metrics; every second under load it would fill the log.
      logger.debug({ job: job.name }, 'job skipped: its last run is not over')
      metrics.recordJob(job.name, 'skipped', 0)
      return Promise.resolve()
    }
    const run = runAndRecord(job, logger, metrics).then(() => {
      running.delete(job.name)
      return wantedAgain.delete(job.name) ? runOnce(job) : undefined
    })
    running.set(job.name, run)
    return run
  }
  const tasks = jobs.map((job) =>
    schedule(job.expression, () => runOnce(job), { name: job.name, timezone: job.zone, suppressMissedWarning: true }),
  )
  return {
    nextRunAt: (name) =>
      tasks
        .find((task) => task.name === name)
        ?.getNextRun()
        ?.getTime() ?? null,
    trigger: async (name) => {
      const job = jobs.find((candidate) => candidate.name === name)
      if (!job) throw new Error(`there is no job ${name}`)
      if (running.has(name)) wantedAgain.add(name)
      await (running.get(name) ?? runOnce(job))
    },
    stop: async () => {
      isStopped = true
      await Promise.all(tasks.map((task) => task.destroy()))
      await Promise.all(running.values())
    },
  }
}

async function runAndRecord(job: Job, logger: Logger, metrics: JobMetrics): Promise<void> {
  const startedMs = performance.now()
  const seconds = (): number => (performance.now() - startedMs) / 1_000
  try {
    await job.run()
    metrics.recordJob(job.name, 'done', seconds())
  } catch (error) {
    metrics.recordJob(job.name, 'failed', seconds())
    logger.error({ err: error, job: job.name }, 'job failed')
  }
}
