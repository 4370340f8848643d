import { inList, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Stream } from './contract.ts'
import type { Remedy } from './errors.ts'
import type { Progress } from './progress.ts'

/** `changes`: what is new. `nightly`: that, and a comparison with all that is open. `full`: everything from the start. */
export const syncKinds = ['changes', 'nightly', 'full', 'refetch'] as const
export type SyncKind = (typeof syncKinds)[number]
export type SyncState = 'running' | 'done' | 'failed' | 'interrupted'

export interface SyncRun {
  readonly id: string
  readonly source: string
  readonly kind: SyncKind
  readonly state: SyncState
  readonly startedAt: EpochMs
  readonly finishedAt: EpochMs | null
  readonly progress: Progress
  readonly remedy: Remedy | null
  readonly message: string | null
}

export interface SourceState {
  readonly runner: string | null
  readonly runsUntil: EpochMs | null
  readonly lastStartedAt: EpochMs | null
  readonly lastDoneAt: EpochMs | null
  readonly lastNightlyAt: EpochMs | null
  readonly nextChangesAt: EpochMs | null
  readonly nextNightlyAt: EpochMs | null
  readonly notBefore: EpochMs | null
  readonly failures: number
  readonly remedy: Remedy | null
  readonly message: string | null
  readonly failingSince: EpochMs | null
  readonly judgedOn: string | null
  readonly writeBackStopped: boolean
}

export async function ensureSource(sql: Sql, source: string): Promise<void> {
  await sql.upsert('sync_sources', ['source'], [[source]], ['source'], ['source'])
}

export async function findSourceState(sql: Sql, source: string): Promise<SourceState | null> {
  const [row] = await sql.all('SELECT * FROM sync_sources WHERE source = ?', [source])
  return row ? toSourceState(row) : null
}

const toSourceState = (row: Row): SourceState => ({
  runner: row['runner'] as string | null,
  runsUntil: numberOrNull(row['runs_until']),
  lastStartedAt: numberOrNull(row['last_started_at']),
  lastDoneAt: numberOrNull(row['last_done_at']),
  lastNightlyAt: numberOrNull(row['last_nightly_at']),
  nextChangesAt: numberOrNull(row['next_changes_at']),
  nextNightlyAt: numberOrNull(row['next_nightly_at']),
  notBefore: numberOrNull(row['not_before']),
  failures: number(row['failures']),
  remedy: row['remedy'] as Remedy | null,
  message: row['message'] as string | null,
  failingSince: numberOrNull(row['failing_since']),
  judgedOn: row['judged_on'] as string | null,
  writeBackStopped: number(row['write_back_stopped']) === 1,
})

/** Makes `runner` the one that runs this source, unless another one does. */
export async function claimSource(
  sql: Sql,
  source: string,
  runner: string,
  now: EpochMs,
  untilMs: EpochMs,
): Promise<boolean> {
  const { changes } = await sql.run(
    'UPDATE sync_sources SET runner = ?, runs_until = ? WHERE source = ? AND (runner IS NULL OR runs_until < ?)',
    [runner, untilMs, source, now],
  )
  return changes === 1
}

/** Goes on running. False when another one has taken over meanwhile: then nothing more may be written. */
export async function keepSource(sql: Sql, source: string, runner: string, untilMs: EpochMs): Promise<boolean> {
  const { changes } = await sql.run('UPDATE sync_sources SET runs_until = ? WHERE source = ? AND runner = ?', [
    untilMs,
    source,
    runner,
  ])
  return changes === 1
}

export async function releaseSource(sql: Sql, source: string, runner: string): Promise<void> {
  await sql.run('UPDATE sync_sources SET runner = NULL, runs_until = NULL WHERE source = ? AND runner = ?', [
    source,
    runner,
  ])
}

/** Remembers when the schedule fires next, so that a time that passed while no process ran is known at the next start. */
export async function planNext(
  sql: Sql,
  source: string,
  kind: 'changes' | 'nightly',
  at: EpochMs | null,
): Promise<void> {
  await sql.run(`UPDATE sync_sources SET next_${kind}_at = ? WHERE source = ?`, [at, source])
}

/** True for one process alone: takes the planned time away. */
export async function takePlanned(
  sql: Sql,
  source: string,
  kind: 'changes' | 'nightly',
  planned: EpochMs | null,
  next: EpochMs | null,
): Promise<boolean> {
  const same = planned === null ? 'IS NULL' : '= ?'
  const { changes } = await sql.run(
    `UPDATE sync_sources SET next_${kind}_at = ? WHERE source = ? AND next_${kind}_at ${same}`,
    [next, source, ...(planned === null ? [] : [planned])],
  )
  return changes === 1
}

export async function recordStart(sql: Sql, run: SyncRun): Promise<void> {
  // A run that a dead process left behind is over: we hold its source.
  await sql.run("UPDATE syncs SET state = 'interrupted', finished_at = ? WHERE source = ? AND state = 'running'", [
    run.startedAt,
    run.source,
  ])
  const columns = ['id', 'source', 'kind', 'state', 'started_at', 'progress_json']
  await sql.insert('syncs', columns, [
    [run.id, run.source, run.kind, run.state, run.startedAt, JSON.stringify(run.progress)],
  ])
  await sql.run('UPDATE sync_sources SET last_started_at = ? WHERE source = ?', [run.startedAt, run.source])
}

export async function saveProgress(sql: Sql, id: string, progress: Progress): Promise<void> {
  await sql.run('UPDATE syncs SET progress_json = ? WHERE id = ?', [JSON.stringify(progress), id])
}

export async function recordDone(sql: Sql, run: SyncRun, now: EpochMs): Promise<void> {
  await sql.run("UPDATE syncs SET state = 'done', finished_at = ?, progress_json = ? WHERE id = ?", [
    now,
    JSON.stringify(run.progress),
    run.id,
  ])
  await sql.run(
    `UPDATE sync_sources SET failures = 0, remedy = NULL, message = NULL, failing_since = NULL, not_before = NULL
     WHERE source = ?`,
    [run.source],
  )
  if (run.kind === 'refetch') return
  await sql.run('UPDATE sync_sources SET last_done_at = ? WHERE source = ?', [now, run.source])
  if (run.kind !== 'changes')
    await sql.run('UPDATE sync_sources SET last_nightly_at = ? WHERE source = ?', [now, run.source])
}

export interface RunFailure {
  readonly state: 'failed' | 'interrupted'
  readonly remedy: Remedy | null
  readonly message: string
  readonly notBefore: EpochMs | null
}

export async function recordFailure(sql: Sql, run: SyncRun, failure: RunFailure, now: EpochMs): Promise<void> {
  const { state, remedy, message, notBefore } = failure
  await sql.run(
    'UPDATE syncs SET state = ?, finished_at = ?, progress_json = ?, remedy = ?, message = ? WHERE id = ?',
    [state, now, JSON.stringify(run.progress), remedy, message, run.id],
  )
  if (state === 'interrupted') return
  await sql.run(
    `UPDATE sync_sources SET failures = failures + 1, remedy = ?, message = ?, not_before = ?,
     failing_since = COALESCE(failing_since, ?) WHERE source = ?`,
    [remedy, message, notBefore, now, run.source],
  )
}

export async function findSync(sql: Sql, id: string): Promise<SyncRun | null> {
  const [row] = await sql.all('SELECT * FROM syncs WHERE id = ?', [id])
  return row ? toRun(row) : null
}

/** The newest first. */
export async function listSyncs(sql: Sql, source: string | null, limit: number): Promise<SyncRun[]> {
  const where = source === null ? '' : 'WHERE source = ?'
  const rows = await sql.all(`SELECT * FROM syncs ${where} ORDER BY seq DESC LIMIT ?`, [
    ...(source === null ? [] : [source]),
    limit,
  ])
  return rows.map(toRun)
}

const toRun = (row: Row): SyncRun => ({
  id: row['id'] as string,
  source: row['source'] as string,
  kind: row['kind'] as SyncKind,
  state: row['state'] as SyncState,
  startedAt: number(row['started_at']),
  finishedAt: numberOrNull(row['finished_at']),
  progress: JSON.parse(row['progress_json'] as string),
  remedy: row['remedy'] as Remedy | null,
  message: row['message'] as string | null,
})

/** Runs of the last weeks are enough to see what goes wrong, and when it began. */
export async function forgetSyncs(sql: Sql, before: EpochMs): Promise<void> {
  await sql.run("DELETE FROM syncs WHERE started_at < ? AND state <> 'running'", [before])
  await sql.run('DELETE FROM webhook_deliveries WHERE received_at < ?', [before])
}

export interface StreamPosition {
  readonly cursor: string | null
  /** The listing that is under way, of a stream that is listed whole each time. */
  readonly snapshotId: string | null
}

export async function findPosition(sql: Sql, source: string, stream: Stream): Promise<StreamPosition> {
  const [row] = await sql.all('SELECT position, snapshot_id FROM sync_cursors WHERE source = ? AND stream = ?', [
    source,
    stream,
  ])
  return {
    cursor: (row?.['position'] ?? null) as string | null,
    snapshotId: (row?.['snapshot_id'] ?? null) as string | null,
  }
}

export async function savePosition(
  sql: Sql,
  source: string,
  stream: Stream,
  { cursor, snapshotId }: StreamPosition,
): Promise<void> {
  const columns = ['source', 'stream', 'position', 'snapshot_id']
  await sql.upsert(
    'sync_cursors',
    columns,
    [[source, stream, cursor, snapshotId]],
    ['source', 'stream'],
    columns.slice(2),
  )
}

export async function countQuarantined(sql: Sql, sources: readonly string[]): Promise<Map<string, number>> {
  const list = inList(sources)
  const rows = await sql.all(
    `SELECT source, COUNT(*) AS waiting FROM quarantine WHERE source IN (${list.marks}) GROUP BY source`,
    list.values,
  )
  return new Map(rows.map((row) => [row['source'] as string, number(row['waiting'])]))
}

export async function stopWriteBack(sql: Sql, source: string, isStopped: boolean): Promise<void> {
  await sql.run('UPDATE sync_sources SET write_back_stopped = ? WHERE source = ?', [isStopped ? 1 : 0, source])
}
