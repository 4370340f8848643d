import type { Knex } from 'knex'
import * as createReceivables from './20261121_01_create_receivables.ts'
import * as createCredit from './20261121_02_create_credit.ts'
import * as createAccess from './20261121_03_create_access.ts'

/** Every migration, in order. A list and not a folder scan, so that a file cannot run by being there. */
const MIGRATIONS = [
  { name: '20261121_01_create_receivables', migration: createReceivables },
  { name: '20261121_02_create_credit', migration: createCredit },
  { name: '20261121_03_create_access', migration: createAccess },
]

const source: Knex.MigrationSource<(typeof MIGRATIONS)[number]> = {
  getMigrations: async () => MIGRATIONS,
  getMigrationName: (entry) => entry.name,
  getMigration: async (entry) => entry.migration,
}

const CONFIG = { migrationSource: source, tableName: 'fiado_migrations' }

/** Brings the schema up to date; two processes that start together wait for each other's lock. Throws when one fails. */
export async function migrate(knex: Knex): Promise<string[]> {
  const [, applied] = (await knex.migrate.latest(CONFIG)) as [number, string[]]
  return applied
}

/** Names of migrations that this program has and the database has not run. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const [, pending] = (await knex.migrate.list(CONFIG)) as [unknown, { name: string }[]]
  return pending.map((entry) => entry.name)
}
