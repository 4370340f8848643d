import { inList, type Row, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { CreditMark } from './contract.ts'
import type { Source } from './source.ts'

/**
 * `writing`: about to be written, or nobody knows whether it arrived. `blocked`: stands in the ERP because of us.
 * `rehearsed`: would have been written (dry run).
 */
export type MarkState = 'writing' | 'blocked' | 'rehearsed'

export interface KeptMark {
  readonly externalId: string
  readonly state: MarkState
  /** What stood in the ERP before us. */
  readonly former: CreditMark
  readonly written: CreditMark
  readonly changedAt: EpochMs
}

/** Customers whose block has to be looked at again, noted in the transaction that changed them; each time counts. */
export async function noteDue(sql: Sql, source: Source, externalIds: readonly string[]): Promise<void> {
  if (source.writeBack.mode === 'off') return
  const rows = externalIds.toSorted().map((id) => [source.name, id, 1])
  await sql.add('credit_marks_due', ['source', 'external_id'], 'notes', rows)
}

/** Every customer: on a new day titles are overdue that nobody has touched. */
export async function noteAllDue(sql: Sql, source: string, today: Day): Promise<void> {
  const fresh = `SELECT c.source, c.external_id FROM customers c
    LEFT JOIN credit_marks_due d ON d.source = c.source AND d.external_id = c.external_id
    WHERE c.source = ? AND c.provisional = 0 AND d.source IS NULL`
  await sql.run(`INSERT INTO credit_marks_due (source, external_id) ${fresh}`, [source])
  await sql.run('UPDATE sync_sources SET judged_on = ? WHERE source = ?', [today, source])
}

export async function noteBlockedDue(sql: Sql, source: string): Promise<void> {
  const fresh = `SELECT m.source, m.external_id FROM credit_marks m
    LEFT JOIN credit_marks_due d ON d.source = m.source AND d.external_id = m.external_id
    WHERE m.source = ? AND d.source IS NULL`
  await sql.run(`INSERT INTO credit_marks_due (source, external_id) ${fresh}`, [source])
}

/** Who else shares an account with these customers: what one owes counts for all. */
export async function listSharers(sql: Sql, source: string, externalIds: readonly string[]): Promise<string[]> {
  const list = inList(externalIds)
  const rows = await sql.all(
    `SELECT DISTINCT other.external_id FROM customers c JOIN customers other ON other.account_id = c.account_id
     WHERE c.source = ? AND c.external_id IN (${list.marks}) AND other.source = ? AND other.provisional = 0`,
    [source, ...list.values, source],
  )
  return rows.map((row) => row['external_id'] as string)
}

/** A customer to look at, and how often that was noted. */
export interface Due {
  readonly externalId: string
  readonly notes: number
}

export async function listDue(sql: Sql, source: string, after: string, limit: number): Promise<Due[]> {
  const rows = await sql.all(
    'SELECT external_id, notes FROM credit_marks_due WHERE source = ? AND external_id > ? ORDER BY external_id LIMIT ?',
    [source, after, limit],
  )
  return rows.map((row) => ({ externalId: row['external_id'] as string, notes: number(row['notes']) }))
}

/** Those that were looked at; who was noted once more meanwhile may have been looked at too early, and stays. */
export async function dropDue(sql: Sql, source: string, due: readonly Due[]): Promise<void> {
  for (const [notes, some] of Map.groupBy(due, (one) => one.notes)) {
    const list = inList(some.map(({ externalId }) => externalId))
    await sql.run(`DELETE FROM credit_marks_due WHERE source = ? AND notes = ? AND external_id IN (${list.marks})`, [
      source,
      notes,
      ...list.values,
    ])
  }
}

export async function findMarks(
  sql: Sql,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, KeptMark>> {
  if (externalIds.length === 0) return new Map()
  const list = inList(externalIds)
  const rows = await sql.all(`SELECT * FROM credit_marks WHERE source = ? AND external_id IN (${list.marks})`, [
    source,
    ...list.values,
  ])
  return new Map(rows.map((row) => [row['external_id'] as string, toMark(row)]))
}

/** The customers that are blocked in the ERP because of us, or would be. */
export async function listMarks(sql: Sql, source: string, after: string, limit: number): Promise<KeptMark[]> {
  const rows = await sql.all(
    'SELECT * FROM credit_marks WHERE source = ? AND external_id > ? ORDER BY external_id LIMIT ?',
    [source, after, limit],
  )
  return rows.map(toMark)
}

const toMark = (row: Row): KeptMark => ({
  externalId: row['external_id'] as string,
  state: row['state'] as MarkState,
  former: JSON.parse(row['former_json'] as string),
  written: JSON.parse(row['written_json'] as string),
  changedAt: number(row['changed_at']),
})

export async function saveMark(sql: Sql, source: string, mark: KeptMark): Promise<void> {
  const columns = ['source', 'external_id', 'state', 'former_json', 'written_json', 'changed_at']
  const { externalId, state, former, written, changedAt } = mark
  const row = [source, externalId, state, JSON.stringify(former), JSON.stringify(written), changedAt]
  await sql.upsert('credit_marks', columns, [row], columns.slice(0, 2), columns.slice(2))
}

export async function dropMark(sql: Sql, source: string, externalId: string): Promise<void> {
  await sql.run('DELETE FROM credit_marks WHERE source = ? AND external_id = ?', [source, externalId])
}

export interface MarkWrite {
  readonly externalId: string
  readonly action: 'block' | 'lift'
  /**
   * `written`: read back as written. `rehearsed`: a dry run. `failed`: the ERP kept something else, or refused it.
   * `foreign`: a person changed it meanwhile, and it was left alone.
   */
  readonly outcome: 'written' | 'rehearsed' | 'failed' | 'foreign'
  readonly reason: string
  readonly before: CreditMark | null
  readonly after: CreditMark | null
  readonly at: EpochMs
}

/** Append-only: what was written into the ERP, when, why, and what stood there. */
export async function recordWrite(sql: Sql, source: string, write: MarkWrite): Promise<void> {
  const { externalId, action, outcome, reason, before, after, at } = write
  const columns = ['source', 'external_id', 'action', 'outcome', 'reason', 'before_json', 'after_json', 'at']
  const row = [source, externalId, action, outcome, reason, toJson(before), toJson(after), at]
  await sql.insert('credit_mark_writes', columns, [row])
}

const toJson = (mark: CreditMark | null): string | null => (mark === null ? null : JSON.stringify(mark))

/** The newest first. */
export async function listWrites(
  sql: Sql,
  source: string,
  before: number,
  limit: number,
): Promise<(MarkWrite & { id: number })[]> {
  const rows = await sql.all('SELECT * FROM credit_mark_writes WHERE source = ? AND id < ? ORDER BY id DESC LIMIT ?', [
    source,
    before,
    limit,
  ])
  return rows.map((row) => ({
    id: number(row['id']),
    externalId: row['external_id'] as string,
    action: row['action'] as MarkWrite['action'],
    outcome: row['outcome'] as MarkWrite['outcome'],
    reason: row['reason'] as string,
    before: JSON.parse((row['before_json'] as string | null) ?? 'null'),
    after: JSON.parse((row['after_json'] as string | null) ?? 'null'),
    at: number(row['at']),
  }))
}

/** How many customers were blocked since an instant. */
export async function countBlocks(sql: Sql, source: string, since: EpochMs): Promise<number> {
  const [row] = await sql.all(
    `SELECT COUNT(*) AS blocks FROM credit_mark_writes
     WHERE source = ? AND at >= ? AND action = 'block' AND outcome <> 'foreign'`,
    [source, since],
  )
  return number(row?.['blocks'])
}
