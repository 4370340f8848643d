import type { Row, Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** A policy that somebody works on. */
export interface PolicyDraft {
  readonly id: string
  /** YAML, as the file would have it; it was free of faults when it was stored. */
  readonly body: string
  readonly note: string
  readonly createdBy: string
  readonly createdAt: EpochMs
  readonly changedAt: EpochMs
  /** The version that it became; `null` while it is a draft. */
  readonly activatedVersion: number | null
}

/** With what its last rehearsal said, as JSON text; `null` when it was not rehearsed since it was changed. */
export interface RehearsedDraft extends PolicyDraft {
  readonly rehearsalJson: string | null
}

/** A draft in a list: without its text. */
export type ListedDraft = Omit<PolicyDraft, 'body'> & { readonly isRehearsed: boolean }

const COLUMNS = ['id', 'body', 'note', 'created_by', 'created_at', 'changed_at', 'rehearsal_json', 'activated_version']

export async function insertDraft(sql: Sql, draft: PolicyDraft): Promise<void> {
  const { id, body, note, createdBy, createdAt, changedAt } = draft
  await sql.insert('policy_drafts', COLUMNS, [[id, body, note, createdBy, createdAt, changedAt, null, null]])
}

/** The row stays as it is until the end of the transaction that asks. */
export async function findDraft(sql: Sql, id: string): Promise<RehearsedDraft | null> {
  const [row] = await sql.all(`SELECT * FROM policy_drafts WHERE id = ?${sql.forUpdate}`, [id])
  if (!row) return null
  const rehearsalJson = row['rehearsal_json'] as string | null
  return { ...readDraft(row), body: row['body'] as string, rehearsalJson }
}

/** The newest first. `limit` is a whole number of ours. */
export async function listDrafts(sql: Sql, limit: number): Promise<ListedDraft[]> {
  const rows = await sql.all(
    `SELECT id, note, created_by, created_at, changed_at, activated_version,
       CASE WHEN rehearsal_json IS NULL THEN 0 ELSE 1 END AS rehearsed
     FROM policy_drafts ORDER BY id DESC LIMIT ${limit}`,
  )
  return rows.map((row) => ({ ...readDraft(row), isRehearsed: number(row['rehearsed']) === 1 }))
}

/** How many are drafts still. */
export async function countOpenDrafts(sql: Sql): Promise<number> {
  const [row] = await sql.all('SELECT COUNT(*) AS drafts FROM policy_drafts WHERE activated_version IS NULL')
  return number(row?.['drafts'] ?? 0)
}

/** Another text has to be rehearsed again. */
export async function updateDraft(
  sql: Sql,
  { id, body, note, changedAt }: PolicyDraft,
  keepsRehearsal: boolean,
): Promise<void> {
  const rehearsal = keepsRehearsal ? '' : ', rehearsal_json = NULL'
  await sql.run(`UPDATE policy_drafts SET body = ?, note = ?, changed_at = ?${rehearsal} WHERE id = ?`, [
    ...[body, note, changedAt, id],
  ])
}

/** False when the text was changed, or the draft deleted or made active, while it was rehearsed. */
export async function saveRehearsal(sql: Sql, id: string, body: string, json: string): Promise<boolean> {
  const { changes } = await sql.run(
    'UPDATE policy_drafts SET rehearsal_json = ? WHERE id = ? AND body = ? AND activated_version IS NULL',
    [json, id, body],
  )
  return changes === 1
}

export async function markActivated(sql: Sql, id: string, version: number): Promise<void> {
  await sql.run('UPDATE policy_drafts SET activated_version = ? WHERE id = ?', [version, id])
}

export async function deleteDraft(sql: Sql, id: string): Promise<void> {
  await sql.run('DELETE FROM policy_drafts WHERE id = ?', [id])
}

const readDraft = (row: Row): Omit<PolicyDraft, 'body'> => ({
  id: row['id'] as string,
  note: row['note'] as string,
  createdBy: row['created_by'] as string,
  createdAt: number(row['created_at']),
  changedAt: number(row['changed_at']),
  activatedVersion: numberOrNull(row['activated_version']),
})
