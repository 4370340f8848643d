import type { ErpDatabase } from '../sync/erp-database.ts'
import { SyncError } from '../sync/errors.ts'
import { lookAtAccounts } from './account-store.ts'
import { accountName } from './accounts.ts'
import type { ActingTrigger, Found, FoundTrigger } from './found.ts'
import type { Guard } from './guard-file.ts'
import { quoteName } from './statement.ts'

export type Row = Record<string, string | null>
export type Ask = (sql: string, bindings?: Record<string, string>) => Promise<Row[]>

/** Looks at everything that a guard stands on. Needs the rights of an administrator. */
export async function inspect(database: ErpDatabase, guard: Guard, signal: AbortSignal): Promise<Found> {
  const ask: Ask = (sql, bindings = {}) => database.rows(sql, bindings, signal) as Promise<Row[]>
  const [server] = await ask('SELECT VERSION() AS version, @@port AS port')
  const version = server?.['version'] ?? ''
  const isMariadb = /mariadb/i.test(version)
  const ours = await listOurs(ask, guard.schema)
  const installed = await lookIntoOurs(ask, guard, ours)
  return {
    ...{ version, isMariadb, port: Number(server?.['port']), ours: new Set(ours.map(({ name }) => name ?? '')) },
    ...(await lookAtTable(ask, guard)),
    acting: await listActing(ask, guard),
    federated: await findFederated(ask),
    aside: await tryAside(ask, guard, ours),
    lookingAs: ours.find(({ name }) => name === 'triggers_now')?.['definer'] ?? null,
    ...(await lookAtAccounts(ask, guard, installed.guards)),
    ...installed,
  }
}

async function lookAtTable(
  ask: Ask,
  { table: place }: Guard,
): Promise<Pick<Found, 'table' | 'columns' | 'generated' | 'triggers'>> {
  const where = 'WHERE TABLE_SCHEMA = :database AND TABLE_NAME = :table'
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
  return {
    table: table ? { type: table['type'] ?? '', engine: table['engine'] ?? null } : null,
    columns: new Map(columns.map((row) => [row['name'] ?? '', row['type'] ?? ''])),
    generated: new Set(
      columns.filter(({ extra }) => /auto_increment/i.test(extra ?? '')).map(({ name }) => name ?? ''),
    ),
    triggers: triggers.map(toTrigger),
  }
}

const toTrigger = (row: Row): FoundTrigger => ({
  name: row['name'] ?? '',
  event: row['event'] ?? '',
  timing: row['timing'] ?? '',
  body: row['body'] ?? '',
  definer: row['definer'] ?? '',
})

async function listActing(ask: Ask, { definer }: Guard): Promise<ActingTrigger[]> {
  const rows = await ask(
    `SELECT TRIGGER_NAME AS name, EVENT_OBJECT_SCHEMA AS place, EVENT_OBJECT_TABLE AS guarded
     FROM information_schema.TRIGGERS WHERE DEFINER = :definer`,
    { definer: accountName(definer) },
  )
  return rows.map((row) => ({
    name: row['name'] ?? '',
    database: row['place'] ?? '',
    table: row['guarded'] ?? '',
  }))
}

/**
 * MariaDB has two engines of this name: `ha_federated` writes at once, and is what is needed; `ha_federatedx` takes back
 * what a refused statement wrote.
 */
async function findFederated(ask: Ask): Promise<Found['federated']> {
  const [plugin] = await ask(
    `SELECT PLUGIN_STATUS AS status, PLUGIN_LIBRARY AS library FROM information_schema.PLUGINS
     WHERE PLUGIN_NAME = 'FEDERATED'`,
  )
  if (plugin?.['status'] !== 'ACTIVE') return 'not loaded'
  return /^ha_federated\./.test(plugin['library'] ?? '') ? 'ready' : 'another engine'
}

/** Only by reading through it is seen whether the server still lets it in to itself. */
async function tryAside(ask: Ask, { schema }: Guard, ours: readonly Row[]): Promise<Found['aside']> {
  if (!ours.some(({ name }) => name === 'events_aside')) return 'missing'
  try {
    await ask(`SELECT number FROM ${quoteName(schema)}.events_aside LIMIT 1`)
    return 'ready'
  } catch (error) {
    if (error instanceof SyncError) return 'broken'
    throw error
  }
}

const listOurs = (ask: Ask, schema: string): Promise<Row[]> =>
  ask(
    `SELECT TABLE_NAME AS name, NULL AS definer FROM information_schema.TABLES WHERE TABLE_SCHEMA = :schema
     UNION SELECT ROUTINE_NAME, DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = :schema`,
    { schema },
  )

async function lookIntoOurs(
  ask: Ask,
  { schema }: Guard,
  ours: readonly Row[],
): Promise<Pick<Found, 'guards' | 'waiting'>> {
  const isThere = (table: string): boolean => ours.some(({ name }) => name === table)
  const guards = isThere('guards')
    ? await ask(`SELECT name, mode, enabled, table_schema, table_name FROM ${quoteName(schema)}.guards`)
    : []
  const [count] = isThere('events') ? await ask(`SELECT COUNT(*) AS waiting FROM ${quoteName(schema)}.events`) : []
  return {
    guards: new Map(
      guards.map((row) => [
        row['name'] ?? '',
        {
          ...{ mode: row['mode'] ?? '', isEnabled: row['enabled'] !== '0' },
          ...{ database: row['table_schema'] ?? '', table: row['table_name'] ?? '' },
        },
      ]),
    ),
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
