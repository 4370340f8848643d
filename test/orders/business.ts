import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Answer, type Program, type ProgramSettings, startProgram } from '../harness/program.ts'

export const SOURCE = 'erp'
const NOW = '2026-11-23T10:00:00-03:00'
const POLICY = 'name: default\nmaxDataAge: P365D\n'

export interface OrdersBusiness {
  readonly url: string
  readonly configFolder: string
  readonly program: () => Program
  /** Goes on at another time: the program is stopped, and started again on the same database. */
  at(now: string): Promise<Program>
  another(settings?: Partial<ProgramSettings>): Promise<Program>
  customer(externalId: string, fields?: object): Promise<void>
  title(externalId: string, customer: string, openAmount: string, fields?: object): Promise<void>
  /** Asks for room; the whole answer. */
  reserve(id: string, customer: string, amount: string, fields?: object): Promise<Answer['body']>
  /** Looks again at what changed, as the job does. */
  review(): Promise<void>
  /** Blocked orders as the API lists them, the oldest first. */
  orders(query?: string): Promise<Answer['body'][]>
  /** The events that were written, in order: `order.released P1`. */
  events(): Promise<string[]>
  /** Another key, with these scopes; its secret. */
  key(name: string, scopes: readonly string[], source?: string): Promise<{ authorization: string }>
  held(customer: string): Promise<string>
  close(): Promise<void>
}

export interface OrdersTerms {
  readonly now?: string
  /** `config/orders.yaml`. */
  readonly orders?: string
  readonly policy?: string
}

/** A program whose jobs run when the test says so, with customers and titles fed by hand. */
export async function openOrdersBusiness(dialect: Dialect, terms: OrdersTerms = {}): Promise<OrdersBusiness> {
  const database = await createDatabaseUrl(dialect)
  const folder = await mkdtemp(join(tmpdir(), 'fiado-orders-'))
  await mkdir(join(folder, 'policies'))
  await writeFile(join(folder, 'policies/default.yaml'), terms.policy ?? POLICY)
  if (terms.orders === undefined)
    await cp(join(import.meta.dirname, '../../config/orders.yaml'), join(folder, 'orders.yaml'))
  else await writeFile(join(folder, 'orders.yaml'), terms.orders)
  const programs: Program[] = []
  let now = terms.now ?? NOW
  const another = async (settings: Partial<ProgramSettings> = {}): Promise<Program> => {
    const program = await startProgram({
      ...{ url: database.url, configFolder: folder, now, composition: { isQuiet: true } },
      ...settings,
    })
    programs.push(program)
    return program
  }
  let current = await another()
  const put = async (kind: string, record: object): Promise<void> => {
    const { status, body } = await current.call('PUT', `/v1/sources/${SOURCE}/${kind}`, { [kind]: [record] })
    if (status !== 200 || body.rejected.length > 0) throw new Error(JSON.stringify(body))
  }
  return {
    url: database.url,
    configFolder: folder,
    program: () => current,
    another,
    at: async (next) => {
      await current.stop()
      programs.splice(programs.indexOf(current), 1)
      now = next
      current = await another()
      return current
    },
    customer: (externalId, fields = {}) =>
      put('customers', {
        ...{ externalId, name: `Cliente ${externalId}`, limit: { mode: 'amount', amount: '1000.00' } },
        ...fields,
      }),
    title: (externalId, customer, openAmount, fields = {}) =>
      put('receivables', {
        ...{ externalId, customer: { externalId: customer }, kind: 'invoice', issuedOn: '2026-10-01' },
        ...{ dueOn: '2026-11-10', amount: '9000.00', openAmount, status: openAmount === '0.00' ? 'paid' : 'open' },
        ...fields,
      }),
    reserve: async (id, customer, amount, fields = {}) => {
      const order = { id, revision: 1, amount, ...fields }
      const body = { source: SOURCE, mode: 'reserve', customer: { externalId: customer }, order }
      const answer = await current.call('POST', '/v1/credit-checks', body)
      return { status: answer.status, ...answer.body }
    },
    review: () => current.runJob('review-orders'),
    orders: async (query = '') => (await current.call('GET', `/v1/blocked-orders?${query}`)).body.orders.reverse(),
    events: async () => {
      const rows = await current.db.all<{ type: string; payload_json: string }>(
        'SELECT type, payload_json FROM events ORDER BY seq',
      )
      return rows.map(({ type, payload_json: json }) => {
        const { orderId, customer } = JSON.parse(json)
        return `${type} ${orderId ?? customer.externalId}`
      })
    },
    key: async (name, scopes, source) => {
      const made = await current.call('POST', '/v1/keys', { name, scopes, ...(source === undefined ? {} : { source }) })
      return { authorization: `Bearer ${made.body.key}` }
    },
    held: async (customer) =>
      (await current.call('GET', `/v1/customers/${SOURCE}/${customer}/credit`)).body.exposure.held,
    close: async () => {
      for (const program of programs.splice(0)) await program.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
