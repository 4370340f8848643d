import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Database, Sql } from './database.ts'
import { DatabaseUnavailable, isDuplicateKey, isRetriable, toDatabaseError } from './database-errors.ts'

const RETRIES_MAX = 20
const RETRY_BASE_MS = 5
const RETRY_WAIT_MAX_MS = 250
/** No attempt begins later than this, so that whoever asked is told to ask again while they still listen. */
const RETRY_FOR_MS = 5_000
export const ACQUIRE_TIMEOUT_MS = 5_000
/** A server that hangs is given up after this long, and its connection with it. */
const STATEMENT_TIMEOUT_MS = 8_000
export const STATEMENTS_CACHED = 500
/** knex would print, with a stack, what it also throws: whoever catches it decides what to say, and where. */
export const QUIET = { warn: () => undefined, error: () => undefined }

/** Puts the pool, the dialect's statements and the retries together. `begin` opens a transaction that may write. */
export function createDatabase<C>(
  pool: Knex,
  dialect: Sql['dialect'],
  sqlOf: (connection: C, timeoutMs: number) => Sql,
  begin: string,
): Database {
  const ports = new WeakMap<object, Sql>()
  const portOf = (connection: object): Sql => {
    const known = ports.get(connection)
    if (known) return known
    const created = sqlOf(connection as C, STATEMENT_TIMEOUT_MS)
    ports.set(connection, created)
    return created
  }
  const onConnection = async <T>(work: (sql: Sql) => Promise<T>, timeoutMs?: number): Promise<T> => {
    let connection: object
    try {
      connection = await pool.client.acquireConnection()
    } catch (cause) {
      throw new DatabaseUnavailable('the database cannot be reached', { cause })
    }
    try {
      const isPatient = dialect === 'mysql' && timeoutMs !== undefined
      return await work(isPatient ? sqlOf(connection as C, timeoutMs) : portOf(connection))
    } catch (cause) {
      throw toDatabaseError(cause)
    } finally {
      await pool.client.releaseConnection(connection)
    }
  }
  const once = <T>(work: (sql: Sql) => Promise<T>, timeoutMs?: number): Promise<T> =>
    onConnection(async (sql) => {
      await sql.run(begin)
      try {
        const result = await work(sql)
        await sql.run('COMMIT')
        return result
      } catch (error) {
        // A lost connection has rolled back by itself; the first error is the one worth telling.
        await sql.run('ROLLBACK').catch(() => undefined)
        throw error
      }
    }, timeoutMs)
  const transaction: Database['transaction'] = (work, timeoutMs) =>
    retry(
      () => once(work, timeoutMs),
      (error) => isRetriable(error) || isDuplicateKey(error),
    )
  const alone = <T>(work: (sql: Sql) => Promise<T>): Promise<T> => retry(() => onConnection(work), isRetriable)
  return {
    dialect,
    forUpdate: dialect === 'mysql' ? ' FOR UPDATE' : '',
    all: (text, values) => alone((sql) => sql.all(text, values)) as never,
    each: (question, values) => alone((sql) => sql.each(question, values)),
    run: (text, values) => alone((sql) => sql.run(text, values)),
    insert: (table, columns, rows) => alone((sql) => sql.insert(table, columns, rows)),
    add: (table, keys, counter, rows) => alone((sql) => sql.add(table, keys, counter, rows)),
    upsert: (table, columns, rows, keys, updated) => alone((sql) => sql.upsert(table, columns, rows, keys, updated)),
    transaction,
    // SQLite inserts row by row: without a transaction each row would be written to disk by itself. Outside of one, what
    // was inserted before a failure stays, and running it again would find its own rows.
    transactionIfNeeded: (several, work) => (several || dialect === 'sqlite' ? transaction(work) : onConnection(work)),
    migrations: pool,
    pool: () => ({
      used: pool.client.pool.numUsed(),
      free: pool.client.pool.numFree(),
      waiting: pool.client.pool.numPendingAcquires(),
    }),
    close: () => pool.destroy(),
  }
}

/** Runs `attempt` again while its error says that another attempt may do better; the waits grow, and are random. */
async function retry<T>(attempt: () => Promise<T>, mayDoBetter: (error: unknown) => boolean): Promise<T> {
  const startedMs = performance.now()
  for (let retries = 1; ; retries++) {
    try {
      return await attempt()
    } catch (error) {
      if (retries > RETRIES_MAX || !mayDoBetter(error) || performance.now() - startedMs > RETRY_FOR_MS) throw error
      await sleep(Math.min(RETRY_WAIT_MAX_MS, RETRY_BASE_MS * 2 ** retries) * Math.random())
    }
  }
}

/** `?,?,?` for an IN list or a row. */
export const marks = (count: number): string => Array(count).fill('?').join(',')
