import type { Logger } from 'pino'
import { REVIEW_JOB } from './compose-orders.ts'
import type { CreditDeps } from './credit/check.ts'
import { compareAt } from './guard/compare.ts'
import type { GuardFiles } from './guard/guard-files.ts'
import { openGuards } from './guard/guards.ts'
import type { Job } from './jobs/schedule.ts'
import type { Pace } from './sync/http.ts'

interface GuardParts {
  readonly credit: CreditDeps
  readonly logger: Logger
  readonly pace: Pace
  readonly zone: string
  recordEvent(guard: string, verdict: string, isRefused: boolean): void
  /** Has a job of this process run now, not when its time comes. */
  nudge(job: string): void
}

export const PUBLISH_JOB = 'publish-guards'
const EVERY_SECOND = '* * * * * *'
const EVERY_TEN_MINUTES = '40 */10 * * * *'

/** Triggers in the ERPs' own databases, and the copies that they read. Without a file in config/guards nothing runs. */
export function composeGuard(files: GuardFiles, { credit, logger, pace, zone, recordEvent, nudge }: GuardParts) {
  const guards = openGuards(
    {
      ...{ ...credit, pace, zone, compareAt: compareAt(files.guards) },
      onEvent: ({ guard, verdict, isRefused }) => {
        recordEvent(guard, verdict, isRefused)
        // What was refused by a copy that was behind is freed at once.
        nudge(REVIEW_JOB)
      },
      onFault: (error, place) =>
        logger.warn({ err: error, place }, "a guard's place in an ERP's database cannot be used"),
    },
    files,
  )
  const isUsed = files.guards.length > 0
  const jobs: Job[] = [
    { name: PUBLISH_JOB, expression: EVERY_SECOND, zone, run: guards.publish },
    { name: 'collect-guard-events', expression: EVERY_SECOND, zone, run: guards.collect },
    { name: 'verify-guards', expression: EVERY_TEN_MINUTES, zone, run: guards.verify },
  ]
  return {
    guards,
    isUsed,
    jobs: isUsed ? jobs : [],
    sharedJobs: guards.comparison(),
    prepare: guards.prepare,
    lines: () => [
      ...files.guards.map(
        ({ name, source, mode, table }) =>
          `guard     ${name}, of ${source}, on ${table.database}.${table.table}, ${mode}`,
      ),
      ...files.faults.flatMap(({ file, faults }) => [
        `guard     ${file} is left out:`,
        ...faults.map(({ path, message }) => `          ${path} ${message}`.trimEnd()),
      ]),
    ],
    stop: guards.stop,
  }
}
