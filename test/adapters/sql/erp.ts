import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { Secret } from '../../../src/sync/secret.ts'
import type { Misbehaviour } from '../../conformance/vendor.ts'
import { createMariadbDatabase } from '../../harness/mariadb.ts'
import { type DatabaseProxy, startProxy } from './proxy.ts'

export type Cell = string | number | null

/** An ERP's database on the MariaDB of the test run, a user with few rights, and the way there on which things go wrong. */
export interface Erp {
  readonly connection: Readonly<Record<string, unknown>>
  readonly password: string
  readonly proxy: DatabaseProxy
  /** Runs statements as the ERP does, and waits: a fake's methods are not asynchronous. */
  run(sql: string): void
  /** The rows of a select, each as the values of its JSON_ARRAY. */
  ask(columns: readonly string[], from: string): (string | null)[][]
  insert(table: string, rows: readonly Readonly<Record<string, Cell>>[]): void
  misbehave(how: Misbehaviour | null, times?: number): void
  close(): Promise<void>
}

/** `grants` as the README lists them, with TABLE for what they are on. */
export async function startErp(tables: string, grants: Readonly<Record<string, string>>): Promise<Erp> {
  const serverUrl = new URL(inject('mariadbUrl'))
  const database = await createMariadbDatabase(inject('mariadbUrl'))
  const name = new URL(database.url).pathname.slice(1)
  const user = `fiado_${randomBytes(6).toString('hex')}`
  const password = `p-${randomBytes(9).toString('hex')}`
  const client = (sql: string): string =>
    execFileSync(
      'mariadb',
      [
        '--no-defaults',
        '-h127.0.0.1',
        `-P${serverUrl.port}`,
        '-uroot',
        '-N',
        '-B',
        '-r',
        '--default-character-set=utf8mb4',
        name,
      ],
      { input: sql, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    )
  const rights = Object.entries(grants).map(([table, right]) => `GRANT ${right} ON ${name}.${table} TO ${user};`)
  client(`${tables}; CREATE USER ${user} IDENTIFIED BY '${password}'; ${rights.join(' ')}`)
  const proxy = await startProxy(Number(serverUrl.port))
  return {
    connection: {
      client: 'mysql2',
      host: '127.0.0.1',
      port: proxy.port,
      user,
      password: new Secret(password),
      database: name,
      timeoutMs: 400,
      pageSize: 10,
    },
    password,
    proxy,
    run: (sql) => {
      client(sql)
    },
    ask: (columns, from) =>
      client(`SELECT JSON_ARRAY(${columns.join(',')}) ${from}`)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    insert: (table, rows) => {
      const [first] = rows
      if (!first) return
      const columns = Object.keys(first)
      const values = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(',')})`)
      client(`INSERT INTO ${table} (${columns.join(',')}) VALUES ${values.join(',')}`)
    },
    misbehave: proxy.misbehave,
    close: async () => {
      await proxy.close()
      client(`DROP USER ${user}`)
      await database.drop()
    },
  }
}

export function literal(value: Cell): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${value.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`
}
