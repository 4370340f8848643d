import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import * as createReceivables from './20261121_01_create_receivables.ts'
import * as createCredit from './20261121_02_create_credit.ts'
import * as createAccess from './20261121_03_create_access.ts'
import * as createSync from './20261122_01_create_sync.ts'
import * as createCollection from './20261122_02_create_collection.ts'
import * as createOrders from './20261122_03_create_orders.ts'
import * as createGuard from './20261122_04_create_guard.ts'

/** Every migration, in order. A list and not a folder scan, so that a file cannot run by being there. */
const MIGRATIONS = [
  { name: '20261121_01_create_receivables', migration: createReceivables },
  { name: '20261121_02_create_credit', migration: createCredit },
  { name: '20261121_03_create_access', migration: createAccess },
  { name: '20261122_01_create_sync', migration: createSync },
  { name: '20261122_02_create_collection', migration: createCollection },
  { name: '20261122_03_create_orders', migration: createOrders },
  { name: '20261122_04_create_guard', migration: createGuard },
]

const source: Knex.MigrationSource<(typeof MIGRATIONS)[number]> = {
  getMigrations: async () => MIGRATIONS,
  getMigrationName: (entry) => entry.name,
  getMigration: async (entry) => entry.migration,
}

const CONFIG = { migrationSource: source, tableName: 'fiado_migrations' }
/** How long to wait for another process that migrates. */
const LOCK_ATTEMPTS_MAX = 120
const LOCK_RETRY_MS = 500
/** A lock of the server, of this database only; it ends with the connection, however its process dies. */
const SERVER_LOCK = "CONCAT('fiado:', MD5(DATABASE()))"

/** Brings the schema up to date. Processes that start together wait for the one that migrates. */
export async function migrate(knex: Knex): Promise<string[]> {
  // On SQLite all is one transaction, the lock included: of a process that died on the way nothing is left.
  if (knex.client.config.client !== 'mysql2') return migrateWhenFree(knex)
  return underServerLock(knex, async () => {
    // We are the only one: if the row that knex locks by is taken, whoever took it has died.
    await knex.migrate.forceFreeMigrationsLock(CONFIG)
    return migrateWhenFree(knex)
  })
}

async function underServerLock<T>(knex: Knex, work: () => Promise<T>): Promise<T> {
  const connection = await knex.client.acquireConnection()
  const ask = async (call: string): Promise<unknown> => {
    const [rows] = await knex.raw(`SELECT ${call} AS answer`).connection(connection)
    return rows[0].answer
  }
  try {
    const waitS = (LOCK_ATTEMPTS_MAX * LOCK_RETRY_MS) / 1_000
    if (Number(await ask(`GET_LOCK(${SERVER_LOCK}, ${waitS})`)) !== 1) throw new Error(BUSY)
    try {
      return await work()
    } finally {
      await ask(`RELEASE_LOCK(${SERVER_LOCK})`)
    }
  } finally {
    await knex.client.releaseConnection(connection)
  }
}

async function migrateWhenFree(knex: Knex): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [, applied] = (await knex.migrate.latest(CONFIG)) as [number, string[]]
      return applied
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'MigrationLocked') throw error
      if (attempt >= LOCK_ATTEMPTS_MAX) throw new Error(BUSY, { cause: error })
      await sleep(LOCK_RETRY_MS)
    }
  }
}

const BUSY = 'another process has been migrating this database for a minute: start again when it is done'

/** Names of migrations that this program has and the database has not run. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const [, pending] = (await knex.migrate.list(CONFIG)) as [unknown, { name: string }[]]
  return pending.map((entry) => entry.name)
}
