import type { ErpDatabase } from '../sync/erp-database.ts'
import type { Guard } from './guard-file.ts'
import { TABLE_NAMES } from './schema.ts'
import { quoteName } from './statement.ts'

/** A trigger that stands on the guarded table, whoever made it. */
export interface FoundTrigger {
  readonly name: string
  readonly event: string
  readonly timing: string
  readonly body: string
  readonly definer: string
}

/** What an administrator sees of a guard's place. */
export interface Found {
  readonly version: string
  readonly isMariadb: boolean
  readonly port: number
  /** `null`: there is no such table. */
  readonly table: { readonly type: string; readonly engine: string | null } | null
  /** Data types by the column's name in lower case. */
  readonly columns: ReadonlyMap<string, string>
  /** Whose values the database makes, in lower case. */
  readonly generated: ReadonlySet<string>
  readonly triggers: readonly FoundTrigger[]
  /** `ready`, or why the engine that keeps refusals cannot be used yet. */
  readonly federated: 'ready' | 'not loaded' | 'another engine'
  /** The tables and functions of the guard's own database. */
  readonly ours: ReadonlySet<string>
  readonly accounts: ReadonlySet<string>
  /** Modes of the guards that are installed in the same database, by name. */
  readonly guards: ReadonlyMap<string, string>
  /** What triggers recorded and nobody has fetched yet. */
  readonly waiting: number
}

type Ask = (sql: string, bindings?: Record<string, string>) => Promise<Record<string, string | null>[]>

/** Looks at everything that a guard stands on. Needs the rights of an administrator. */
export async function inspect(database: ErpDatabase, guard: Guard, signal: AbortSignal): Promise<Found> {
  const ask = (sql: string, bindings = {}) => database.rows(sql, bindings, signal) as ReturnType<Ask>
  const place = { database: guard.table.database, table: guard.table.table }
  const where = 'WHERE TABLE_SCHEMA = :database AND TABLE_NAME = :table'
  const [server] = await ask('SELECT VERSION() AS version, @@port AS port')
  const [table] = await ask(
    `SELECT TABLE_TYPE AS type, ENGINE AS engine FROM information_schema.TABLES ${where}`,
    place,
  )
  const columns = await ask(
    `SELECT LOWER(COLUMN_NAME) AS name, DATA_TYPE AS type, EXTRA AS extra FROM information_schema.COLUMNS ${where}`,
    place,
  )
  const triggers = await ask(
    `SELECT TRIGGER_NAME AS name, EVENT_MANIPULATION AS event, ACTION_TIMING AS timing, ACTION_STATEMENT AS body,
       DEFINER AS definer
     FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = :database AND EVENT_OBJECT_TABLE = :table`,
    place,
  )
  const version = server?.['version'] ?? ''
  const isMariadb = /mariadb/i.test(version)
  const ours = await listOurs(ask, guard.schema)
  return {
    ...{ version, isMariadb, port: Number(server?.['port']) },
    table: table ? { type: table['type'] ?? '', engine: table['engine'] ?? null } : null,
    columns: new Map(columns.map((row) => [row['name'] ?? '', row['type'] ?? ''])),
    generated: new Set(
      columns.filter(({ extra }) => /auto_increment/i.test(extra ?? '')).map(({ name }) => name ?? ''),
    ),
    triggers: triggers.map(toTrigger),
    federated: await findFederated(ask, isMariadb),
    ...{ ours, accounts: await listAccounts(ask) },
    ...(await lookIntoOurs(ask, guard, ours)),
  }
}

const toTrigger = (row: Record<string, string | null>): FoundTrigger => ({
  name: row['name'] ?? '',
  event: row['event'] ?? '',
  timing: row['timing'] ?? '',
  body: row['body'] ?? '',
  definer: row['definer'] ?? '',
})

/**
 * MariaDB has two engines of this name: `ha_federated` writes at once, and is what is needed; `ha_federatedx` takes back
 * what a refused statement wrote.
 */
async function findFederated(ask: Ask, isMariadb: boolean): Promise<Found['federated']> {
  const [plugin] = await ask(
    `SELECT PLUGIN_STATUS AS status, PLUGIN_LIBRARY AS library FROM information_schema.PLUGINS
     WHERE PLUGIN_NAME = 'FEDERATED'`,
  )
  if (plugin?.['status'] !== 'ACTIVE') return 'not loaded'
  return isMariadb && !/^ha_federated\./.test(plugin['library'] ?? '') ? 'another engine' : 'ready'
}

async function listOurs(ask: Ask, schema: string): Promise<Set<string>> {
  const rows = await ask(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = :schema
     UNION SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = :schema`,
    { schema },
  )
  return new Set(rows.map(({ name }) => name ?? ''))
}

async function listAccounts(ask: Ask): Promise<Set<string>> {
  const rows = await ask('SELECT CONCAT(User, :at, Host) AS name FROM mysql.user', { at: '@' })
  return new Set(rows.map(({ name }) => name ?? ''))
}

async function lookIntoOurs(
  ask: Ask,
  { schema }: Guard,
  ours: ReadonlySet<string>,
): Promise<Pick<Found, 'guards' | 'waiting'>> {
  if (!TABLE_NAMES.every((name) => ours.has(name))) return { guards: new Map(), waiting: 0 }
  const guards = await ask(`SELECT name, mode FROM ${quoteName(schema)}.guards`)
  const [count] = await ask(`SELECT COUNT(*) AS waiting FROM ${quoteName(schema)}.events`)
  return {
    guards: new Map(guards.map(({ name, mode }) => [name ?? '', mode ?? ''])),
    waiting: Number(count?.['waiting'] ?? 0),
  }
}

/** The triggers on guarded tables, as Fiado's own user may see them; by `database.table`. */
export async function readTriggersNow(
  database: ErpDatabase,
  guard: Guard,
  signal: AbortSignal,
): Promise<Map<string, FoundTrigger[]>> {
  const [row] = await database.rows(`SELECT ${quoteName(guard.schema)}.triggers_now() AS found`, {}, signal)
  const found = JSON.parse(String(row?.['found'] ?? '[]')) as (Record<string, string> | null)[]
  const byTable = new Map<string, FoundTrigger[]>()
  for (const one of found) {
    if (!one) continue
    const table = `${one['table_schema']}.${one['table_name']}`
    byTable.set(table, [...(byTable.get(table) ?? []), toTrigger(one)])
  }
  return byTable
}
