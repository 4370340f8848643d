import knex, { type Knex } from 'knex'
import { toSyncError } from './erp-database-errors.ts'
import { connectMs, dialectOf, type ErpDialect, type Reply, type Send } from './erp-dialects.ts'
import { positional } from './erp-statement.ts'
import { SyncError } from './errors.ts'
import type { Pace } from './http.ts'
import type { Secret } from './secret.ts'

/** Where an ERP keeps its tables. `mysql2` comes with Fiado; the other drivers are installed beside it when needed. */
export interface ErpDatabaseOptions {
  readonly client: 'mysql2' | 'pg' | 'mssql' | 'oracledb'
  /** For SQL Server also `SERVER\INSTANCE`. */
  readonly host: string
  readonly port?: number
  readonly user: string
  readonly password: Secret
  /** Database, or service name for Oracle. */
  readonly database: string
  /** One statement, from asking to its last row. */
  readonly timeoutMs: number
  /** TLS; with `ca`, the PEM of the authority that signed the server's certificate. */
  readonly encrypted?: boolean
  readonly ca?: Secret
  /** For `run`: sessions that may write, and that wait for other people's locks no longer than this. MariaDB and MySQL. */
  readonly writing?: { readonly lockWaitSeconds: number }
}

export type ErpValue = string | number | null

export interface ErpDatabase {
  /** Runs a select with `:name` bindings. Days and numbers come as text, so that no digit is lost. */
  rows(
    sql: string,
    bindings: Readonly<Record<string, ErpValue>>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>[]>
  /** Runs one write in a transaction; more than `rowsMax` changed rows are taken back and an error. */
  change(
    sql: string,
    bindings: Readonly<Record<string, ErpValue>>,
    rowsMax: number,
    signal: AbortSignal,
  ): Promise<number>
  /**
   * Runs one statement with `?` bindings as a transaction of its own, which ends on the server however long this process
   * takes; answers how many rows it changed. Needs `writing`.
   */
  run(text: string, values: readonly ErpValue[], signal: AbortSignal): Promise<number>
  close(): Promise<void>
}

/** The ERP's people come first: Fiado never holds more connections than this. */
const CONNECTIONS_MAX = 2
const READS_MAX = 3
const READ_AGAIN_AFTER_MS = [250, 1_000]
const QUIET = { warn: () => undefined, error: () => undefined }

type Work<T> = (connection: object, send: Send) => Promise<T>

/** Connects when the first statement comes. A missing driver is told then, too. */
export function openErpDatabase(options: ErpDatabaseOptions, pace: Pick<Pace, 'sleep'>): ErpDatabase {
  const dialect = dialectOf(options)
  let pool: Knex | null = null
  const poolOf = (): Knex => {
    pool ??= openPool(options, dialect)
    return pool
  }
  const session = async <T>(signal: AbortSignal, work: Work<T>): Promise<T> => {
    signal.throwIfAborted()
    try {
      return await onConnection(poolOf(), dialect, options.timeoutMs, signal, work)
    } catch (error) {
      signal.throwIfAborted()
      throw toSyncError(error, options)
    }
  }
  return {
    rows: async (sql, bindings, signal) => {
      const { text, values } = positional(sql, bindings)
      return readAgain(pace, signal, () =>
        session(signal, async (_connection, send) => {
          const rows = dialect.rowsOf(await send(text, values.map(dialect.bind)))
          return rows.map((row) => textsOf(row, dialect))
        }),
      )
    },
    change: async (sql, bindings, rowsMax, signal) => {
      const { text, values } = positional(sql, bindings)
      return session(signal, (connection, send) =>
        dialect.change(connection, send, text, values.map(dialect.bind), rowsMax),
      )
    },
    run: async (text, values, signal) => {
      // The driver under us takes every question mark of a statement for a value, wherever it stands.
      const plain = values.length === 0 ? text.replaceAll('?', '\\?') : text
      return session(signal, async (_connection, send) => dialect.changedBy(await send(plain, values)))
    },
    close: async () => {
      await pool?.destroy()
      pool = null
    },
  }
}

function openPool(options: ErpDatabaseOptions, dialect: ErpDialect): Knex {
  try {
    const pool: Knex = knex({
      ...dialect.config,
      client: options.client,
      log: QUIET,
      acquireConnectionTimeout: connectMs(options),
      pool: {
        min: 0,
        max: CONNECTIONS_MAX,
        createTimeoutMillis: connectMs(options),
        afterCreate: (connection: object, done: (error: Error | null) => void) => {
          prepare(pool, connection, dialect).then(() => done(null), done)
        },
      },
    })
    dialect.useDriver(pool.client.driver)
    return pool
  } catch (cause) {
    throw driverMissing(options, dialect, cause)
  }
}

function driverMissing({ client }: ErpDatabaseOptions, { driverPackage }: ErpDialect, cause: unknown): SyncError {
  const install = `npm install --no-save ${driverPackage}`
  return new SyncError('settings', `the driver for ${client} is not installed: run "${install}" where Fiado is`, {
    cause,
  })
}

/** Of each group the first statement that the server takes; MariaDB and MySQL call some things by other names. */
async function prepare(pool: Knex, connection: object, dialect: ErpDialect): Promise<void> {
  dialect.limit(connection)
  for (const alternatives of dialect.sessionStatements) {
    let refused: unknown = null
    for (const statement of alternatives) {
      refused = await sendOn(pool, connection)(statement, []).then(
        () => null,
        (error: unknown) => error,
      )
      if (refused === null) break
    }
    if (refused !== null) throw refused
  }
}

async function onConnection<T>(
  pool: Knex,
  dialect: ErpDialect,
  timeoutMs: number,
  signal: AbortSignal,
  work: Work<T>,
): Promise<T> {
  const acquiring: Promise<object> = pool.client.acquireConnection()
  const connection = await within(acquiring, connectMs({ timeoutMs }), signal, 'no connection').catch(
    (error: unknown) => {
      // What still connects goes back to the pool once it has.
      acquiring.then(
        (late) => pool.client.releaseConnection(late),
        () => undefined,
      )
      throw error
    },
  )
  try {
    return await within(work(connection, sendOn(pool, connection)), timeoutMs, signal, 'no answer')
  } catch (error) {
    // It may still be busy, or in the middle of a transaction: nobody else may get this connection.
    Object.assign(connection, { __knex__disposed: 'given up' })
    dialect.giveUp(connection)
    throw error
  } finally {
    await pool.client.releaseConnection(connection)
  }
}

const sendOn =
  (pool: Knex, connection: object): Send =>
  async (text, values) => {
    let rowsAffected: number | null = null
    const statement = pool.raw(text, values as Knex.RawBinding[])
    statement.on('query-response', (_reply: unknown, { rowsAffected: count }: { rowsAffected?: number }) => {
      rowsAffected = count ?? null
    })
    const reply: unknown = await statement.connection(connection)
    return { reply, rowsAffected } satisfies Reply
  }

/** Ends with the work, with the limit or with the signal, whichever comes first. */
function within<T>(work: Promise<T>, limitMs: number, signal: AbortSignal, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    const onLimit = (): void =>
      reject(new SyncError('unavailable', `the ERP's database gave ${what} within ${limitMs} ms`))
    const timer = setTimeout(onLimit, limitMs)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    })
  })
}

/** A select may be asked again: a server that restarted, or a connection that a firewall dropped, is soon forgotten. */
async function readAgain<T>(pace: Pick<Pace, 'sleep'>, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read()
    } catch (error) {
      const mayPass = error instanceof SyncError && error.remedy === 'unavailable'
      if (!mayPass || attempt >= READS_MAX) throw error
      await pace.sleep(READ_AGAIN_AFTER_MS[attempt - 1] ?? 0, signal)
    }
  }
}

const textsOf = (row: Readonly<Record<string, unknown>>, { textOf }: ErpDialect): Record<string, string | null> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, textOf(value)]))
