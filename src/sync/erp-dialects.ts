import type { ErpDatabaseOptions, ErpValue } from './erp-database.ts'
import { SyncError } from './errors.ts'

/** What a driver answered, and how many rows a write changed where only knex's event tells. */
export interface Reply {
  readonly reply: unknown
  readonly rowsAffected: number | null
}

/** Runs one statement with `?` bindings on one connection. */
export type Send = (text: string, values: readonly unknown[]) => Promise<Reply>
type Row = Record<string, unknown>

/** What differs between the databases of ERPs. */
export interface ErpDialect {
  /** As npm knows the driver. */
  readonly driverPackage: string
  /** For knex. */
  readonly config: Readonly<Row>
  /** Of each group one has to be taken by the server. */
  readonly sessionStatements: readonly (readonly string[])[]
  useDriver(driver: unknown): void
  /** Sets the time limit of a connection, where that is no statement. */
  limit(connection: object): void
  bind(value: ErpValue): unknown
  rowsOf(reply: Reply): Row[]
  textOf(value: unknown): string | null
  /** How many rows a write changed. */
  changedBy(reply: Reply): number
  /** Runs one write; takes it back and throws when it changed more than `rowsMax` rows. */
  change(connection: object, send: Send, text: string, values: readonly unknown[], rowsMax: number): Promise<number>
  /** Ends the connection at once, without waiting for an answer. */
  giveUp(connection: object): void
}

/** The server tries so much longer than Fiado waits, so that it is Fiado that says why. */
const SERVER_SLACK_MS = 500

const CONNECT_MS = 3_000
/** A login takes its time on a busy server, however short the statements are. */
export const connectMs = ({ timeoutMs }: Pick<ErpDatabaseOptions, 'timeoutMs'>): number =>
  Math.max(CONNECT_MS, timeoutMs)

const TIME_LIMIT = ({ timeoutMs }: ErpDatabaseOptions): number => timeoutMs + SERVER_SLACK_MS

export function dialectOf(options: ErpDatabaseOptions): ErpDialect {
  return { mysql2: mysql, pg: postgres, mssql: sqlServer, oracledb: oracle }[options.client](options)
}

const account = ({ host, port, user, password, database }: ErpDatabaseOptions): Row => ({
  host,
  ...(port === undefined ? {} : { port }),
  user,
  password: password.reveal(),
  database,
})

const trust = ({ ca }: ErpDatabaseOptions): Row => (ca ? { ca: ca.reveal() } : {})

/** Where a dialect has nothing of its own. */
const usual = {
  sessionStatements: [],
  useDriver: (): void => undefined,
  limit: (): void => undefined,
  bind: (value: ErpValue): unknown => value,
  textOf: (value: unknown): string | null => (value === null || value === undefined ? null : String(value)),
  changedBy: ({ rowsAffected }: Reply): number => rowsAffected ?? 0,
}

const mysqlChanges = ({ reply }: Reply): number => (reply as [{ affectedRows: number }])[0].affectedRows

/** Rows that others hold, and tables that they use, are waited for only so long: they are the ERP's. */
const writingStatements = ({ lockWaitSeconds }: { readonly lockWaitSeconds: number }): string[][] => [
  [`SET SESSION innodb_lock_wait_timeout = ${lockWaitSeconds}, SESSION lock_wait_timeout = ${lockWaitSeconds}`],
  ['SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'],
]

const mysql = (options: ErpDatabaseOptions): ErpDialect => ({
  ...usual,
  driverPackage: 'mysql2@3',
  config: {
    connection: {
      ...account(options),
      charset: 'utf8mb4',
      connectTimeout: connectMs(options),
      multipleStatements: false,
      // Numbers, days and times as the server writes them.
      typeCast: (field: { string(): string | null }) => field.string(),
      ...(options.encrypted ? { ssl: trust(options) } : {}),
    },
  },
  sessionStatements: [
    // Values are escaped by backslashes: where a server does not know them they would end a text early.
    [`SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '')`],
    ...(options.writing ? writingStatements(options.writing) : [['SET SESSION TRANSACTION READ ONLY']]),
    // MariaDB's name for it, then MySQL's.
    [
      `SET SESSION max_statement_time=${TIME_LIMIT(options) / 1_000}`,
      `SET SESSION max_execution_time=${TIME_LIMIT(options)}`,
    ],
  ],
  rowsOf: ({ reply }) => (reply as [Row[]])[0],
  changedBy: mysqlChanges,
  change: inTransaction('START TRANSACTION READ WRITE', mysqlChanges),
  giveUp: (connection) => (connection as { destroy(): void }).destroy(),
})

const postgres = (options: ErpDatabaseOptions): ErpDialect => ({
  ...usual,
  driverPackage: 'pg@8',
  config: {
    connection: {
      ...account(options),
      application_name: 'fiado',
      connectionTimeoutMillis: connectMs(options),
      types: { getTypeParser: () => (text: string) => text },
      ...(options.encrypted ? { ssl: trust(options) } : {}),
    },
  },
  sessionStatements: [
    ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY'],
    [`SET SESSION statement_timeout = ${TIME_LIMIT(options)}`],
    [`SET SESSION DateStyle = 'ISO, YMD'`],
  ],
  rowsOf: ({ reply }) => (reply as { rows: Row[] }).rows,
  change: inTransaction('BEGIN READ WRITE', ({ reply }) => (reply as { rowCount: number }).rowCount),
  giveUp: (connection) => (connection as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(),
})

function sqlServer(options: ErpDatabaseOptions): ErpDialect {
  const [host = '', instanceName] = options.host.split('\\')
  let driver: { TYPES?: { VarChar: unknown } } = {}
  return {
    ...usual,
    driverPackage: 'tedious@18',
    config: {
      connection: {
        ...account({ ...options, host }),
        requestTimeout: TIME_LIMIT(options),
        connectionTimeout: connectMs(options),
        encrypt: options.encrypted ?? false,
        options: {
          appName: 'fiado',
          // Otherwise the language of the login decides whether 2026-01-02 is in January or in February.
          dateFormat: 'ymd',
          useUTC: true,
          ...(instanceName === undefined ? {} : { instanceName }),
          ...(options.ca ? { cryptoCredentialsDetails: trust(options) } : {}),
          // ERPs have VARCHAR columns: compared with NVARCHAR, as knex binds text, they lose their index.
          mapBinding: (value: unknown) =>
            typeof value === 'string' && driver.TYPES ? { value, type: driver.TYPES.VarChar } : undefined,
        },
      },
    },
    useDriver: (found) => {
      driver = found as typeof driver
    },
    rowsOf: ({ reply }) => reply as Row[],
    // Times have no zone there; the driver puts them into a Date as if they were UTC.
    textOf: (value) => (value instanceof Date ? atOnce(value.toISOString()) : usual.textOf(value)),
    // One batch, since no transaction outlives a statement of this driver.
    change: async (_connection, send, text, values, rowsMax) => {
      const batch = `SET XACT_ABORT ON; BEGIN TRANSACTION; ${text}; DECLARE @changed INT = @@ROWCOUNT;
        IF @changed > ${rowsMax} ROLLBACK TRANSACTION ELSE COMMIT TRANSACTION; SELECT @changed AS changed`
      const { changed } = ((await send(batch, values)).reply as [{ changed: number }])[0]
      return changed > rowsMax ? refuse(changed, rowsMax) : changed
    },
    giveUp: (connection) => (connection as { close(): void }).close(),
  }
}

const ORACLE_FORMS = [
  `NLS_DATE_FORMAT='YYYY-MM-DD HH24:MI:SS'`,
  `NLS_TIMESTAMP_FORMAT='YYYY-MM-DD HH24:MI:SS.FF'`,
  `NLS_NUMERIC_CHARACTERS='.,'`,
  'NLS_SORT=BINARY',
  'NLS_COMP=BINARY',
]

function oracle(options: ErpDatabaseOptions): ErpDialect {
  let driver: { DB_TYPE_CHAR?: unknown } = {}
  const server = account(options)
  return {
    ...usual,
    driverPackage: 'oracledb@6',
    config: {
      connection: { ...server, host: options.encrypted ? `tcps://${options.host}` : options.host },
      fetchAsString: ['number', 'clob'],
    },
    sessionStatements: [[`ALTER SESSION SET ${ORACLE_FORMS.join(' ')}`]],
    useDriver: (found) => {
      driver = found as typeof driver
    },
    limit: (connection) => {
      Object.assign(connection, { callTimeout: TIME_LIMIT(options) })
    },
    // A CHAR column forgives missing padding only where the other side is CHAR too.
    bind: (value) =>
      typeof value === 'string' && driver.DB_TYPE_CHAR ? { val: value, type: driver.DB_TYPE_CHAR } : value,
    rowsOf: ({ reply }) => reply as Row[],
    // The driver makes Dates in the zone of this process.
    textOf: (value) => (value instanceof Date ? localText(value) : usual.textOf(value)),
    change: async (connection, send, text, values, rowsMax) => {
      // knex commits after every statement unless it sees this.
      Object.assign(connection, { isTransaction: true })
      const changed = (await send(text, values)).rowsAffected ?? 0
      await send(changed > rowsMax ? 'ROLLBACK' : 'COMMIT', [])
      Object.assign(connection, { isTransaction: false })
      return changed > rowsMax ? refuse(changed, rowsMax) : changed
    },
    giveUp: (connection) => {
      const { close } = connection as { close(options: { drop: boolean }): Promise<void> }
      close.call(connection, { drop: true }).catch(() => undefined)
    },
  }
}

/** For the databases whose transactions are statements. Whoever throws in between has the connection thrown away. */
function inTransaction(begin: string, changedBy: (reply: Reply) => number): ErpDialect['change'] {
  return async (_connection, send, text, values, rowsMax) => {
    await send(begin, [])
    const changed = changedBy(await send(text, values))
    await send(changed > rowsMax ? 'ROLLBACK' : 'COMMIT', [])
    return changed > rowsMax ? refuse(changed, rowsMax) : changed
  }
}

function refuse(changed: number, rowsMax: number): never {
  throw new SyncError('settings', `the write would have changed ${changed} rows instead of ${rowsMax}: taken back`)
}

/** `2026-11-21T10:00:00.123Z` as `2026-11-21 10:00:00.123`. */
const atOnce = (iso: string): string => iso.replace('T', ' ').replace('Z', '')

const localText = (date: Date): string =>
  atOnce(new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString())
