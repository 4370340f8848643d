import { inList, type Row, type Rows, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/**
 * `running`: a process works on it. `waiting`: none does, and any may go on from its position: it was stopped, or waits for
 * another try. `skipped`: it never began.
 */
export const runStates = ['running', 'waiting', 'done', 'failed', 'skipped'] as const
export type RunState = (typeof runStates)[number]

/** What is kept of a run besides its state. */
export interface Outcome {
  /** What the job counted; `null` unless it is done. */
  readonly counts: Readonly<Record<string, number>> | null
  /** Why it failed, waits or was skipped. */
  readonly message: string | null
  /** How often it died or failed since its last step. */
  readonly tries: number
}

export interface StoredRun extends Outcome {
  readonly id: string
  readonly job: string
  readonly dueAt: EpochMs
  readonly state: RunState
  /** `schedule`, or who asked for it. */
  readonly startedBy: string
  readonly startedAt: EpochMs
  readonly finishedAt: EpochMs | null
  readonly position: string | null
  /** Until then it belongs to its process, or waits; afterwards any process may go on with it. */
  readonly runsUntil: EpochMs | null
}

const COLUMNS = 'id, job, due_at, state, started_by, started_at, finished_at, position, outcome_json, runs_until'
const UNDER_WAY = "state IN ('running', 'waiting')"
const STARTED_BY_LENGTH_MAX = 160

/** Plans jobs that no process has planned yet; what is planned stays. */
export async function ensurePlans(sql: Sql, plans: ReadonlyMap<string, EpochMs>): Promise<void> {
  await sql.upsert('job_plans', ['job', 'next_at'], [...plans], ['job'], ['job'])
}

/** The planned time, held until the end of the transaction: claims of one job come one after another. */
export async function lockPlan(sql: Sql, job: string): Promise<EpochMs | null> {
  const [row] = await sql.all(`SELECT next_at FROM job_plans WHERE job = ?${sql.forUpdate}`, [job])
  return numberOrNull(row?.['next_at'] ?? null)
}

export async function movePlan(sql: Sql, job: string, nextAt: EpochMs): Promise<void> {
  await sql.run('UPDATE job_plans SET next_at = ? WHERE job = ?', [nextAt, job])
}

/** Moves a time that has not come yet, because the expression or the clock has changed. */
export async function replan(sql: Sql, job: string, nextAt: EpochMs, now: EpochMs): Promise<void> {
  await sql.run('UPDATE job_plans SET next_at = ? WHERE job = ? AND next_at > ?', [nextAt, job, now])
}

export async function findPlans(sql: Sql, jobs: readonly string[]): Promise<Map<string, EpochMs>> {
  const list = inList(jobs)
  const rows = await sql.all(`SELECT job, next_at FROM job_plans WHERE job IN (${list.marks})`, list.values)
  return new Map(rows.map((row) => [row['job'] as string, number(row['next_at'])]))
}

export async function hasRunAt(sql: Sql, job: string, dueAt: EpochMs): Promise<boolean> {
  const rows = await sql.all('SELECT 1 AS found FROM job_runs WHERE job = ? AND due_at = ?', [job, dueAt])
  return rows.length > 0
}

/** The first instant from `now` on that stands for no run of the job. */
export async function findFreeTime(sql: Sql, job: string, now: EpochMs): Promise<EpochMs> {
  const [row] = await sql.all('SELECT MAX(due_at) AS last_at FROM job_runs WHERE job = ? AND due_at >= ?', [job, now])
  const last = numberOrNull(row?.['last_at'] ?? null)
  return last === null ? now : last + 1
}

/** The unique key of job and time decides between processes: who comes second fails here. */
export async function insertRun(sql: Sql, run: StoredRun, runner: string | null): Promise<void> {
  const { id, job, dueAt, state, startedBy, startedAt, finishedAt, runsUntil } = run
  const by = startedBy.slice(0, STARTED_BY_LENGTH_MAX)
  await sql.insert(
    'job_runs',
    'id job due_at state started_by runner runs_until started_at finished_at outcome_json'.split(' '),
    [[id, job, dueAt, state, by, runner, runsUntil, startedAt, finishedAt, toJson(run)]] satisfies Rows,
  )
}

/** The run of each job that is under way, if there is one. */
export async function listUnderWay(sql: Sql, jobs: readonly string[]): Promise<StoredRun[]> {
  const list = inList(jobs)
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM job_runs WHERE job IN (${list.marks}) AND ${UNDER_WAY}`,
    list.values,
  )
  return rows.map(toRun)
}

/** A run as it stands, held until the end of the transaction; `null` when it is over. */
export async function lockUnderWay(sql: Sql, id: string): Promise<StoredRun | null> {
  const [row] = await sql.all(`SELECT ${COLUMNS} FROM job_runs WHERE id = ? AND ${UNDER_WAY}${sql.forUpdate}`, [id])
  return row ? toRun(row) : null
}

/** Gives a run to `runner`, whoever had it. The caller has locked it. */
export async function giveRun(
  sql: Sql,
  id: string,
  runner: string,
  runsUntil: EpochMs,
  outcome: Outcome,
): Promise<void> {
  await sql.run("UPDATE job_runs SET state = 'running', runner = ?, runs_until = ?, outcome_json = ? WHERE id = ?", [
    runner,
    runsUntil,
    toJson(outcome),
    id,
  ])
}

/** Goes on running. False when another process has taken over: then nothing more may be written. */
export async function keepRun(sql: Sql, id: string, runner: string, runsUntil: EpochMs): Promise<boolean> {
  const { changes } = await sql.run('UPDATE job_runs SET runs_until = ? WHERE id = ? AND runner = ?', [
    runsUntil,
    id,
    runner,
  ])
  return changes === 1
}

/** Notes a step, and holds the run until the end of the transaction. False when another process has taken over. */
export async function savePosition(
  sql: Sql,
  id: string,
  runner: string,
  position: string,
  runsUntil: EpochMs,
): Promise<boolean> {
  const { changes } = await sql.run(
    'UPDATE job_runs SET position = ?, runs_until = ?, outcome_json = NULL WHERE id = ? AND runner = ?',
    [position, runsUntil, id, runner],
  )
  return changes === 1
}

export interface RunEnd extends Outcome {
  readonly state: 'done' | 'failed' | 'waiting'
  readonly finishedAt: EpochMs | null
  /** Of a waiting run: from when on it may be taken up. */
  readonly runsUntil: EpochMs | null
}

/** Ends what `runner` does for a run. False when another process has taken over. */
export async function endRun(sql: Sql, id: string, runner: string, end: RunEnd): Promise<boolean> {
  const { changes } = await sql.run(
    `UPDATE job_runs SET state = ?, finished_at = ?, outcome_json = ?, runner = NULL, runs_until = ?
     WHERE id = ? AND runner = ?`,
    [end.state, end.finishedAt, toJson(end), end.runsUntil, id, runner],
  )
  return changes === 1
}

/** Ends a run that waits, because its next time has come. The caller has locked it. */
export async function giveUpWaiting(sql: Sql, id: string, finishedAt: EpochMs): Promise<void> {
  await sql.run(
    "UPDATE job_runs SET state = 'failed', finished_at = ?, runs_until = NULL WHERE id = ? AND state = 'waiting'",
    [finishedAt, id],
  )
}

export async function findRun(sql: Sql, id: string): Promise<StoredRun | null> {
  const [row] = await sql.all(`SELECT ${COLUMNS} FROM job_runs WHERE id = ?`, [id])
  return row ? toRun(row) : null
}

/** The newest first. */
export async function listRuns(sql: Sql, job: string | null, limit: number): Promise<StoredRun[]> {
  const where = job === null ? '' : 'WHERE job = ?'
  const rows = await sql.all(`SELECT ${COLUMNS} FROM job_runs ${where} ORDER BY seq DESC LIMIT ?`, [
    ...(job === null ? [] : [job]),
    limit,
  ])
  return rows.map(toRun)
}

/** The last run of each job that came to an end, in the order of the jobs. */
export async function findLastRuns(sql: Sql, jobs: readonly string[]): Promise<(StoredRun | null)[]> {
  const question = `SELECT ${COLUMNS} FROM job_runs WHERE job = ? AND state IN ('done', 'failed') ORDER BY seq DESC LIMIT 1`
  const found = await sql.each(
    question,
    jobs.map((job) => [job]),
  )
  return found.map(([row]) => (row ? toRun(row) : null))
}

/** Forgets what began before an instant, except the last run of each job. */
export async function forgetRuns(sql: Sql, before: EpochMs): Promise<void> {
  // The inner table stands for itself: MySQL does not read the table that it deletes from (error 1093).
  await sql.run(
    `DELETE FROM job_runs WHERE started_at < ? AND seq NOT IN
     (SELECT last_seq FROM (SELECT MAX(seq) AS last_seq FROM job_runs GROUP BY job) AS kept)`,
    [before],
  )
}

const toJson = ({ counts, message, tries }: Outcome): string => JSON.stringify({ counts, message, tries })

const NO_OUTCOME: Outcome = { counts: null, message: null, tries: 0 }

const toRun = (row: Row): StoredRun => ({
  id: row['id'] as string,
  job: row['job'] as string,
  dueAt: number(row['due_at']),
  state: row['state'] as RunState,
  startedBy: row['started_by'] as string,
  startedAt: number(row['started_at']),
  finishedAt: numberOrNull(row['finished_at']),
  position: row['position'] as string | null,
  runsUntil: numberOrNull(row['runs_until']),
  ...(row['outcome_json'] === null ? NO_OUTCOME : (JSON.parse(row['outcome_json'] as string) as Outcome)),
})
