import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { inject } from 'vitest'
import { runGuardCommand } from '../../src/guard/command.ts'
import { SOURCE } from './words.ts'

/** How a program of the ERP speaks to its database. */
export interface SessionOptions {
  /** As of mysql2: `latin1`, `utf8mb4`, `cp850` … */
  readonly charset?: string
  readonly sqlMode?: string
  /** `-05:00` */
  readonly timeZone?: string
}

/** An ERP's database on the MariaDB of the tests, with users of its own, for guards to be put into. */
export interface Place {
  readonly database: string
  readonly schema: string
  readonly serverUrl: string
  /** The user who installs; the password is in `environment`. */
  readonly administrator: string
  readonly configFolder: string
  readonly environment: Readonly<Record<string, string>>
  /** The users that a guard makes there, as quoted accounts. */
  readonly definer: string
  readonly aside: string
  /** As an administrator. */
  readonly root: Connection
  /** Writes `config/guards/<name>.yaml`; what is not told is as for the plain table of orders. */
  write(name: string, lines: Readonly<Record<string, string>>): void
  /** Takes the file away again. */
  forget(name: string): void
  /** `npm run guard -- <words>` as an administrator. */
  guard(...words: string[]): Promise<{ code: number; said: string }>
  /** A session of the ERP, as its own user. */
  session(options?: SessionOptions): Promise<Connection>
  /** What the ERP is told by the database: `null` when the statement was taken. */
  tell(sql: string, values?: readonly (string | number | null)[]): Promise<string | null>
  all(sql: string, values?: readonly (string | number)[]): Promise<RowDataPacket[]>
  close(): Promise<void>
}

const REPOSITORY_CONFIG = join(import.meta.dirname, '../../config')
const ADMINISTRATOR = 'GUARD_DBA_PASSWORD'

const PLAIN = {
  source: SOURCE,
  mode: 'enforce',
  customer: 'cliente',
  orderId: 'numero',
  amount: 'valor',
}

export async function openPlace(serverUrl: string = inject('mariadbUrl')): Promise<Place> {
  const mark = randomBytes(5).toString('hex')
  const { port } = new URL(serverUrl)
  const [database, schema] = [`erp_${mark}`, `fiado_guard_${mark}`]
  const users = { app: `app_${mark}`, dba: `dba_${mark}`, service: `fiado_${mark}`, definer: `definer_${mark}` }
  const root = await createConnection({ uri: serverUrl, multipleStatements: true })
  // Of the whole server, as its administrator would; other tests may have done it.
  await root.query("INSTALL SONAME 'ha_federated'").catch(() => undefined)
  await root.query(`CREATE DATABASE ${database} CHARACTER SET latin1;
    CREATE USER ${users.app}@'%' IDENTIFIED BY 'app'; GRANT ALL ON ${database}.* TO ${users.app}@'%';
    CREATE USER ${users.dba}@'%' IDENTIFIED BY 'dba'; GRANT ALL ON *.* TO ${users.dba}@'%' WITH GRANT OPTION;
    USE ${database}; CREATE TABLE pedidos (numero CHAR(8) PRIMARY KEY, cliente CHAR(6), valor DECIMAL(15,2), unico INT UNIQUE)`)
  const configFolder = mkdtempSync(join(tmpdir(), 'fiado-guard-'))
  cpSync(REPOSITORY_CONFIG, configFolder, { recursive: true })
  mkdirSync(join(configFolder, 'guards'), { recursive: true })
  const environment = { GUARD_PASSWORD: 'fiado', [ADMINISTRATOR]: 'dba' }
  const own = new Set<Connection>()
  const session = async ({ charset, sqlMode, timeZone }: SessionOptions = {}): Promise<Connection> => {
    const access = { host: '127.0.0.1', port: Number(port), user: users.app, password: 'app', database }
    const connection = await createConnection({ ...access, ...(charset === undefined ? {} : { charset }) })
    own.add(connection)
    if (sqlMode !== undefined) await connection.query('SET SESSION sql_mode = ?', [sqlMode])
    if (timeZone !== undefined) await connection.query('SET SESSION time_zone = ?', [timeZone])
    return connection
  }
  let usual: Connection | null = null
  return {
    ...{ definer: `'${users.definer}'@'localhost'`, aside: `'${users.definer}_aside'@'127.0.0.1'` },
    ...{ database, schema, serverUrl, administrator: users.dba, configFolder, environment, root, session },
    write: (name, lines) => {
      const all = {
        ...{ ...PLAIN, table: `${database}.pedidos`, schema, definer: `${users.definer}@localhost` },
        connection: `{ host: 127.0.0.1, port: ${port}, user: ${users.service}, password: { env: GUARD_PASSWORD } }`,
        ...lines,
      }
      const text = Object.entries(all).map(([key, value]) => `${key}: ${value}\n`)
      writeFileSync(join(configFolder, 'guards', `${name}.yaml`), text.join(''))
    },
    forget: (name) => rmSync(join(configFolder, 'guards', `${name}.yaml`)),
    guard: async (...words) => {
      const said: string[] = []
      const code = await runGuardCommand([...words, '--user', users.dba, '--password-env', ADMINISTRATOR], {
        ...{ configFolder, environment },
        pace: { sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
        write: (text) => void said.push(text),
        fail: (text) => void said.push(text),
      })
      return { code, said: said.join('') }
    },
    tell: async (sql, values = []) => {
      usual ??= await session()
      return toldBy(usual, sql, values)
    },
    all: async (sql, values = []) => (await root.query<RowDataPacket[]>(sql, [...values]))[0],
    close: async () => {
      for (const connection of own) connection.destroy()
      const names = [`${users.app}@'%'`, `${users.dba}@'%'`, `${users.service}@'%'`, `${users.definer}@localhost`]
      await root.query(`DROP DATABASE IF EXISTS ${database}; DROP DATABASE IF EXISTS ${schema};
        DROP USER IF EXISTS ${[...names, `${users.definer}_aside@127.0.0.1`].join(', ')}`)
      await root.end()
      rmSync(configFolder, { recursive: true, force: true })
    },
  }
}

/** As `Place.tell`, in a session of one's own. */
export async function toldBy(
  session: Pick<Connection, 'query'>,
  sql: string,
  values: readonly (string | number | null)[] = [],
): Promise<string | null> {
  try {
    await session.query<ResultSetHeader>(sql, [...values])
    return null
  } catch (error) {
    const { sqlState, sqlMessage, message } = error as { sqlState?: string; sqlMessage?: string; message: string }
    return sqlState === '45000' ? String(sqlMessage) : `${sqlState}: ${message}`
  }
}
