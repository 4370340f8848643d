import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { expect, onTestFinished } from 'vitest'
import { systemPace } from '../../src/compose-sync.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { countNoted } from '../../src/guard/change-store.ts'
import { readGuardFiles } from '../../src/guard/guard-files.ts'
import { openPosts, type Post } from '../../src/guard/post.ts'
import { type PostState, readPosts } from '../../src/guard/post-store.ts'
import { createOrderBook } from '../../src/orders/order-book.ts'
import { configOf } from '../harness/config.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Program, type ProgramSettings, startProgram } from '../harness/program.ts'
import { openPlace } from './place.ts'
import { SOURCE, words } from './words.ts'

const LAPSE_MS = 7 * 86_400_000
const POLICY = 'name: default\nmaxDataAge: P365D\n'

export interface GuardTerms {
  readonly now?: string
  readonly policy?: string
  /** Of the file of the guard. */
  readonly lines?: Readonly<Record<string, string>>
  /** Another server than that of all tests. */
  readonly serverUrl?: string
  readonly isInstalled?: boolean
  readonly isQuiet?: boolean
}

/** One row of the copy, as the ERP's triggers find it. */
export interface Row {
  readonly blocked: number
  readonly available: string | null
  readonly term_days_max: number | null
  readonly message: string | null
  readonly age: number
}

/** An ERP with a guard, and a program that keeps it; its jobs run when the test says so. */
export async function openGuardedErp(dialect: Dialect, terms: GuardTerms = {}) {
  const { now, policy = POLICY, lines = {}, serverUrl, isInstalled = true, isQuiet = true } = terms
  const place = await (serverUrl === undefined ? openPlace() : openPlace(serverUrl))
  // A server of its own is thrown away as a whole.
  onTestFinished(() => (serverUrl === undefined ? place.close() : undefined))
  // Of a server that is taken away under it.
  place.root.on('error', () => undefined)
  place.write('pedidos', lines)
  if (isInstalled) expect(await place.guard('install', 'pedidos')).toMatchObject({ code: 0 })
  const { configFolder, environment } = place
  const usePolicy = (text: string): void => writeFileSync(join(configFolder, 'policies/default.yaml'), text)
  usePolicy(policy)
  const { url, drop } = await createDatabaseUrl(dialect)
  onTestFinished(drop)
  let current: Program | null = null
  const stop = async (): Promise<void> => {
    await current?.stop()
    current = null
  }
  const settings = { url, configFolder, environment, composition: { isQuiet } }
  const start = async (at: string | undefined = now, more: Partial<ProgramSettings> = {}): Promise<Program> => {
    current = await startProgram({ ...settings, ...(at === undefined ? {} : { now: at }), ...more })
    return current
  }
  onTestFinished(stop)
  await start()
  const program = (): Program => current as Program
  const said = () => words(place, program())
  const put = async (kind: string, ...records: object[]): Promise<void> => {
    const { status, body } = await said().put(kind, { [kind]: records })
    expect([status, body.rejected]).toEqual([200, []])
  }
  const asked = async (text: string, values: readonly (string | number)[] = []): Promise<RowDataPacket[]> => {
    const connection = await createConnection({ uri: place.serverUrl, multipleStatements: true })
    try {
      return (await connection.query<RowDataPacket[]>(text, [...values]))[0]
    } finally {
      await connection.end()
    }
  }
  const answers = async (customer: string, company = 'main'): Promise<Row | undefined> =>
    (
      await asked(
        `SELECT blocked, available, term_days_max, message, TIMESTAMPDIFF(SECOND, as_of, UTC_TIMESTAMP()) AS age
         FROM ${place.schema}.credit_status WHERE source = ? AND customer = ? AND company = ?`,
        [SOURCE, customer, company],
      )
    )[0] as Row | undefined
  return {
    ...{ place, url, program, start, stop, put, asked, answers, usePolicy },
    settle: () => said().settle(),
    sell: (number: string, customer: string, amount: number) => said().sell(number, customer, amount),
    owe: (customer: string, openAmount: string) => said().owe(customer, openAmount),
    customer: (externalId: string, fields: object = {}) =>
      put('customers', {
        ...{ externalId, name: `Cliente ${externalId}`, limit: { mode: 'amount', amount: '1000.00' } },
        ...fields,
      }),
    title: (externalId: string, customer: string, dueOn: string, openAmount: string) =>
      put('receivables', {
        ...{ externalId, customer: { externalId: customer }, kind: 'invoice', amount: '300.00', openAmount, dueOn },
        ...{ issuedOn: '2026-01-01', status: openAmount === '0.00' ? 'paid' : 'open' },
      }),
    reserve: async (id: string, customer: string, amount: string): Promise<string> => {
      const body = { source: SOURCE, mode: 'reserve', customer: { externalId: customer }, order: { id, amount } }
      return (await program().call('POST', '/v1/credit-checks', body)).body.decision
    },
    /** `[blocked, available]` of a customer as the copy has it; null where it says nothing. */
    says: async (customer: string, company = 'main'): Promise<[number, string | null] | null> => {
      const row = await answers(customer, company)
      return row ? [row.blocked, row.available] : null
    },
    passes: async (): Promise<string[]> =>
      (await asked(`SELECT CONCAT(order_id, ' ', amount) AS pass FROM ${place.schema}.passes ORDER BY 1`)).map(
        (row) => row['pass'] as string,
      ),
    noted: async (): Promise<number> =>
      Number((await program().db.all('SELECT COUNT(*) AS n FROM guard_changes'))[0]?.['n']),
    /** What is known of the copy, as it is told to people. */
    state: async () => {
      const { db } = program()
      const [[name, state]] = [...(await readPosts(db))] as [[string, PostState]]
      return { ...state, waiting: (await countNoted(db, name)).count }
    },
    /** The full comparison, from its beginning to its end. */
    compare: async () => {
      const started = await program().call('POST', '/v1/jobs/compare-guards/runs')
      const { id } = started.body
      const find = async () =>
        (await program().call('GET', '/v1/jobs/compare-guards/runs')).body.runs.find(
          (run: { id: string }) => run.id === id,
        )
      await expect.poll(async () => (await find()).state, { timeout: 20_000 }).not.toBe('running')
      return find()
    },
    /** Another process on the same database, whose work is done step by step. */
    another: async () => {
      const config = configOf({ databaseUrl: url, configFolder, environment, ...(now ? { frozenAt: now } : {}) })
      const { db, clock, policies } = await layGroundwork(config)
      onTestFinished(() => db.close())
      await policies.open()
      const { guards } = await readGuardFiles(configFolder, environment)
      const posts = openPosts(guards, systemPace(clock))
      onTestFinished(async () => void (await Promise.all(posts.map((post) => post.close()))))
      return { deps: { db, clock, policies, orders: createOrderBook(clock, LAPSE_MS) }, post: posts[0] as Post, posts }
    },
  }
}

export type GuardedErp = Awaited<ReturnType<typeof openGuardedErp>>

/** The same copy, with something done before each statement that writes into it. */
export function interrupted(post: Post, before: (statement: string, turn: number) => Promise<void>): Post {
  let turn = 0
  return {
    ...post,
    database: {
      ...post.database,
      run: async (text, values, signal) => {
        await before(text, ++turn)
        return post.database.run(text, values, signal)
      },
    },
  }
}

export const NEVER_ABORTED = new AbortController().signal
