import type { Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** A policy file as it was when it took force. */
export interface PolicyVersion {
  name: string
  version: number
  digest: string
  body: string
  loadedAt: EpochMs
}

export async function newestPolicy(sql: Sql, name: string): Promise<PolicyVersion | null> {
  const [row] = await sql.all('SELECT * FROM policies WHERE name = ? ORDER BY version DESC LIMIT 1', [name])
  if (!row) return null
  return {
    name,
    version: number(row['version']),
    digest: row['digest'] as string,
    body: row['body'] as string,
    loadedAt: number(row['loaded_at']),
  }
}

export async function insertPolicyVersion(sql: Sql, policy: PolicyVersion): Promise<void> {
  const columns = ['name', 'version', 'digest', 'body', 'loaded_at']
  await sql.insert('policies', columns, [[policy.name, policy.version, policy.digest, policy.body, policy.loadedAt]])
}
