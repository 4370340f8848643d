import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database as SqliteConnection, Statement } from 'better-sqlite3'
import knex, { type Knex } from 'knex'
import type { Database, Row, Rows, Sql } from './database.ts'
import { ACQUIRE_TIMEOUT_MS, createDatabase, marks, QUIET, STATEMENTS_CACHED } from './database-pool.ts'

/** SQLite waits for another process's lock inside the call, where nothing else runs: short, and then retried. */
const BUSY_TIMEOUT_MS = 50
/** 32 MB of log before it is copied into the file: a page that many commits touch is then copied once. */
const CHECKPOINT_PAGES = 8_000

export function openSqlite(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const pool = knex({
    client: 'better-sqlite3',
    log: QUIET,
    useNullAsDefault: true,
    connection: { filename: file, options: { safeIntegers: true } } as Knex.Sqlite3ConnectionConfig,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: {
      min: 1,
      max: 1, // one writer at a time is what SQLite has; a transaction owns the connection from BEGIN to COMMIT
      idleTimeoutMillis: 2_147_483_647,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) => {
        connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
        connection.pragma('journal_mode = WAL')
        connection.pragma('synchronous = FULL')
        connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
        connection.pragma('foreign_keys = ON')
        connection.pragma('cache_size = -32000')
        done(null)
      },
    },
  })
  return createDatabase(pool, 'sqlite', sqliteSql, 'BEGIN IMMEDIATE')
}

function sqliteSql(connection: SqliteConnection): Sql {
  const prepared = new Map<string, Statement>()
  const prepare = (text: string): Statement => {
    const known = prepared.get(text)
    if (known) return known
    if (prepared.size >= STATEMENTS_CACHED) prepared.clear()
    const statement = connection.prepare(text)
    prepared.set(text, statement)
    return statement
  }
  const insertEach = (text: string, rows: Rows): void => {
    const statement = prepare(text)
    for (const row of rows) statement.run(...row)
  }
  return {
    dialect: 'sqlite',
    forUpdate: '',
    all: async (text, values = []) => prepare(text).all(...values) as never,
    each: async (question, values) => values.map((asked) => prepare(question).all(...asked) as Row[]),
    run: async (text, values = []) => {
      const { changes, lastInsertRowid } = prepare(text).run(...values)
      return { changes, insertedId: Number(lastInsertRowid) }
    },
    insert: async (table, columns, rows) =>
      insertEach(`INSERT INTO ${table} (${columns}) VALUES (${marks(columns.length)})`, rows),
    add: async (table, keys, counter, rows) =>
      insertEach(
        `INSERT INTO ${table} (${keys},${counter}) VALUES (${marks(keys.length + 1)}) ON CONFLICT(${keys}) DO UPDATE SET ${counter}=${counter}+excluded.${counter}`,
        rows,
      ),
    upsert: async (table, columns, rows, keys, updated) =>
      insertEach(
        `INSERT INTO ${table} (${columns}) VALUES (${marks(columns.length)}) ON CONFLICT(${keys}) DO UPDATE SET ${updated.map((column) => `${column}=excluded.${column}`)}`,
        rows,
      ),
  }
}
