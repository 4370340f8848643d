import type { Row, Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** A policy as it was when it took force, and where it came from. */
export interface PolicyVersion {
  name: string
  version: number
  digest: string
  body: string
  loadedAt: EpochMs
  /** `file`: the configuration folder; `draft`: somebody made a draft active. */
  origin: 'file' | 'draft'
  /** Who made it active; `null` for a file that a program read. */
  loadedBy: string | null
}

const LISTED_COLUMNS = 'version, digest, loaded_at, origin, loaded_by'

export async function newestPolicy(sql: Sql, name: string): Promise<PolicyVersion | null> {
  const [row] = await sql.all('SELECT * FROM policies WHERE name = ? ORDER BY version DESC LIMIT 1', [name])
  return row ? readVersion(name, row) : null
}

/** The SHA-256 of the newest version that was a file; `null` where none ever was. */
export async function newestFileDigest(sql: Sql, name: string): Promise<string | null> {
  const [row] = await sql.all(
    "SELECT digest FROM policies WHERE name = ? AND origin = 'file' ORDER BY version DESC LIMIT 1",
    [name],
  )
  return row ? (row['digest'] as string) : null
}

export async function findPolicyVersion(sql: Sql, name: string, version: number): Promise<PolicyVersion | null> {
  const [row] = await sql.all('SELECT * FROM policies WHERE name = ? AND version = ?', [name, version])
  return row ? readVersion(name, row) : null
}

/** Versions older than `before`, the newest first, without their texts. `limit` is a validated whole number. */
export async function listPolicyVersions(
  sql: Sql,
  name: string,
  before: number,
  limit: number,
): Promise<Omit<PolicyVersion, 'body'>[]> {
  const rows = await sql.all(
    `SELECT ${LISTED_COLUMNS} FROM policies WHERE name = ? AND version < ? ORDER BY version DESC LIMIT ${limit}`,
    [name, before],
  )
  return rows.map((row) => readListed(name, row))
}

export async function insertPolicyVersion(sql: Sql, policy: PolicyVersion): Promise<void> {
  const columns = ['name', 'version', 'digest', 'body', 'loaded_at', 'origin', 'loaded_by']
  const { name, version, digest, body, loadedAt, origin, loadedBy } = policy
  await sql.insert('policies', columns, [[name, version, digest, body, loadedAt, origin, loadedBy]])
}

const readListed = (name: string, row: Row): Omit<PolicyVersion, 'body'> => ({
  name,
  version: number(row['version']),
  digest: row['digest'] as string,
  loadedAt: number(row['loaded_at']),
  origin: row['origin'] as PolicyVersion['origin'],
  loadedBy: row['loaded_by'] as string | null,
})

const readVersion = (name: string, row: Row): PolicyVersion => ({
  ...readListed(name, row),
  body: row['body'] as string,
})
