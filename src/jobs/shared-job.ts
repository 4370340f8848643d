import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** Work that runs by the wall clock, once for all processes on a database. */
export interface SharedJob {
  /** At most 64 characters; stands in addresses, metrics and the log. */
  readonly name: string
  /** Cron, five fields or six with seconds first. */
  readonly expression: string
  /** An IANA zone: what `0 6 * * *` means by six o'clock. */
  readonly zone: string
  /**
   * What happens with times that passed while no process ran: `once`: the last one is made up for; `none`: the next time
   * comes as planned. `once` is also tried again when what it needs was away (see `failureOf` in run.ts).
   */
  readonly catchUp: 'once' | 'none'
  /**
   * Works in steps, from `run.position` on. Each step's writes go through `run.step`, in one transaction with where the
   * run stands, so that a run that dies goes on from its last step. Answers counts for the history, of what this process
   * did. Throws when it cannot go on; `SyncError` where the reason may be shown to people.
   */
  work(run: JobRun): Promise<Readonly<Record<string, number>>>
}

/** One run under way. */
export interface JobRun {
  readonly id: string
  /** The time by the schedule that this run is for, by the system's clock. */
  readonly dueAt: EpochMs
  /** The last step that was done before this process took the run on; `null` at the beginning. */
  readonly position: string | null
  /** Aborted when the program stops, or when another process has taken over. What returns after that counts as stopped. */
  readonly signal: AbortSignal
  /**
   * Writes one step and that it was done. `write` may be run again after a deadlock, in a new transaction. Throws
   * `RunLost` when another process has taken over; nothing is written then.
   */
  step(position: string, write: (sql: Sql) => Promise<void>): Promise<void>
}

/** Another process goes on with this run by now: ours was not heard of for too long. Work lets it pass. */
export class RunLost extends Error {
  override readonly name = 'RunLost'
  constructor() {
    super('another process has taken over this run')
  }
}
