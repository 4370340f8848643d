import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { expect, inject } from 'vitest'
import { parse, stringify } from 'yaml'
import { Secret } from '../../../src/sync/secret.ts'
import { createMariadbDatabase } from '../../harness/mariadb.ts'
import { type Program, startProgram } from '../../harness/program.ts'

export type ExampleName = 'pedidos' | 'dolibarr-sql'
type Settings = Record<string, unknown>
export type ExampleRow = Readonly<Record<string, string | number | null>>

/** A source file of `config/sources`, as it stands there. */
export function readExample(name: ExampleName): { settings: Settings } {
  return parse(readFileSync(join(import.meta.dirname, `../../../config/sources/${name}.example.yaml`), 'utf8'))
}

/** What the README says that the user has to be let read: no test sees more. */
function tablesOf(name: ExampleName): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../../adapters/erp/sql/README.md'), 'utf8')
  const [, pedidos = '', dolibarr = ''] = /^\| SELECT on \|(.*)\|(.*)\|$/m.exec(text) ?? []
  return [...(name === 'pedidos' ? pedidos : dolibarr).matchAll(/`(\w+)`/g)].map(([, table = '']) => table)
}

/** An ERP in a database of its own, read by a user who may see its tables and nothing else. */
export interface ExampleErp {
  readonly connection: Connection
  /** Those of the source file, with the way to this database. */
  readonly settings: Settings
  run(sql: string, values?: readonly unknown[]): Promise<number>
  rows(sql: string, values?: readonly unknown[]): Promise<RowDataPacket[]>
  insert(table: string, rows: readonly ExampleRow[]): Promise<void>
  close(): Promise<void>
}

export async function startExampleErp(
  name: ExampleName,
  createTables: (connection: Connection) => Promise<void>,
): Promise<ExampleErp> {
  const server = new URL(inject('mariadbUrl'))
  const { url, drop } = await createMariadbDatabase(server.href)
  const database = new URL(url).pathname.slice(1)
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' })
  await createTables(connection)
  const user = `fiado_${randomBytes(6).toString('hex')}`
  const password = `p-${randomBytes(9).toString('hex')}`
  await connection.query(`CREATE USER ${user} IDENTIFIED BY '${password}'`)
  for (const table of tablesOf(name)) await connection.query(`GRANT SELECT ON ${database}.${table} TO ${user}`)
  const way = { host: '127.0.0.1', port: Number(server.port), user, password: new Secret(password), database }
  const erp: ExampleErp = {
    connection,
    settings: { ...readExample(name).settings, ...way },
    run: async (sql, values = []) => (await connection.query<ResultSetHeader>(sql, [...values]))[0].affectedRows,
    rows: async (sql, values = []) => (await connection.query<RowDataPacket[]>(sql, [...values]))[0],
    insert: async (table, rows) => {
      const [first] = rows
      if (!first) return
      const columns = Object.keys(first)
      if (rows.some((row) => Object.keys(row).join() !== columns.join()))
        throw new Error('the rows differ in their columns')
      const values = rows.map((row) => Object.values(row))
      await connection.query(`INSERT INTO ${table} (${columns.join(',')}) VALUES ?`, [values])
    },
    close: async () => {
      await connection.query(`DROP USER ${user}`)
      await connection.end()
      await drop()
    },
  }
  return erp
}

export const SOURCE = 'erp-matriz'
const WAIT = { timeout: 20_000, interval: 20 }
/** Never by itself: the test says when. */
const NEVER = { changes: '0 0 29 2 *', nightly: '0 0 29 2 *' }

/** Fiado with this ERP as its one source, read as the source file says. */
export async function startReader(
  { settings }: ExampleErp,
  databaseUrl: string,
): Promise<Program & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-example-'))
  for (const name of ['sources', 'policies']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'policies/default.yaml'), 'name: default\n')
  const file = { adapter: 'sql', schedule: NEVER, settings: { ...settings, password: { env: 'ERP_PASSWORD' } } }
  await writeFile(join(folder, 'sources', `${SOURCE}.yaml`), stringify(file, { aliasDuplicateObjects: false }))
  const environment = { ERP_PASSWORD: (settings['password'] as Secret).reveal() }
  const program = await startProgram({ url: databaseUrl, configFolder: folder, environment })
  return {
    ...program,
    close: async () => {
      await program.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One run of the source, to its end; answers what it has read of each stream. */
export async function runOnce(program: Program, kind: 'changes' | 'nightly' = 'changes') {
  let id: string | undefined
  // Refused while another one is under way: the first comes by itself.
  const begin = async () => {
    id ??= (await program.call('POST', '/v1/syncs', { source: SOURCE, kind })).body.id
    return id
  }
  await expect.poll(begin, WAIT).toMatch(/^syn_/)
  const read = async () => (await program.call('GET', `/v1/syncs/${id}`)).body
  await expect.poll(async () => (await read()).state, WAIT).toMatch(/done|failed/)
  const run = await read()
  expect(run).toMatchObject({ state: 'done', message: null })
  return run.progress
}

/** What the customer owes by Fiado's position. */
export async function exposureOf(program: Program, externalId: string): Promise<Record<string, string>> {
  const answer = await program.call('GET', `/v1/customers/${SOURCE}/${encodeURIComponent(externalId)}/credit`)
  return answer.body.exposure
}
