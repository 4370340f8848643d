import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { createCallers } from '../../src/access/callers.ts'
import { actorOf, type Caller } from '../../src/access/key.ts'
import { seedKey } from '../../src/access/seed.ts'
import { findCaller, recordAudit } from '../../src/access/store.ts'
import { buildApp, monotonicMs } from '../../src/app.ts'
import { openCare } from '../../src/collection/care.ts'
import { customersPort } from '../../src/console/supply/customers.ts'
import { ordersPort } from '../../src/console/supply/orders.ts'
import { policyPort } from '../../src/console/supply/policy.ts'
import { reportsPort } from '../../src/console/supply/reports.ts'
import { openDrafts } from '../../src/credit/drafts.ts'
import { openGate } from '../../src/credit/gate.ts'
import { openPolicyHistory } from '../../src/credit/policies-history.ts'
import { creditRoom } from '../../src/credit/routes.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { createOrderBook } from '../../src/orders/order-book.ts'
import { openOrders } from '../../src/orders/orders.ts'
import { ordersSettingsSchema } from '../../src/orders/orders-settings.ts'
import { nameOfPerson, type Person, type Role } from '../../src/people/person.ts'
import { openLedgers } from '../../src/receivables/ledgers.ts'
import { receivablesRoom } from '../../src/receivables/routes.ts'
import type { Trail } from '../../src/receivables/trail.ts'
import { openReports } from '../../src/reports/reports.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createReadinessProbe } from '../../src/web/readiness.ts'
import { configOf, PROGRAM_KEY } from '../harness/config.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'

export const SOURCE = 'erp'
const NOW = '2026-11-23T10:00:00-03:00'
const COMPANY_NAME = 'Distribuidora Serra Azul'
const POLICY = 'name: default\nmaxDataAge: P365D\n'

export const personOf = (role: Role, fields: Partial<Person> = {}): Person => ({
  ...{ id: `usr_${role}`, login: `${role}@serra.example`, name: `Pessoa ${role}`, role, salesRep: null, source: null },
  ...fields,
})
export const REP_A = personOf('rep', { id: 'usr_a', name: 'Ana', salesRep: 'rep-a' })
export const REP_B = personOf('rep', { id: 'usr_b', name: 'Beto', salesRep: 'rep-b' })

/** The ports of the console over the real flows, and what feeds them; no job runs by itself. */
export async function openSupplyDesk(dialect: Dialect, terms: { settings?: object } = {}) {
  const database = await createDatabaseUrl(dialect)
  const configFolder = await mkdtemp(join(tmpdir(), 'fiado-supply-'))
  await mkdir(join(configFolder, 'policies'))
  await writeFile(join(configFolder, 'policies/default.yaml'), POLICY)
  const { db, clock, policies, feedDeps } = await layGroundwork(
    configOf({ databaseUrl: database.url, configFolder, frozenAt: NOW }),
  )
  const nameOf = (request: object): string => {
    const { caller, person } = request as { caller?: Caller | null; person?: Person }
    if (caller) return actorOf(caller)
    return person ? nameOfPerson(person) : 'fiado'
  }
  const trail: Trail<object> = (sql, request, action, subject, detail) =>
    recordAudit(sql, { actor: nameOf(request), action, subject, detail, at: clock.now(), requestId: null })
  const settings = ordersSettingsSchema.parse(terms.settings ?? {})
  const credit = { db, clock, policies, orders: createOrderBook(clock, settings.lapseAfter) }
  const gate = openGate(credit, trail)
  const orders = openOrders({
    ...{
      ...credit,
      settings,
      trail,
      noteTurned: async () => undefined,
      noteLooked: async () => undefined,
      onTurned: () => undefined,
    },
    ...{ onEvents: () => undefined, onFault: (error) => expect.fail(String(error)) },
  })
  const metrics = createMetrics()
  const app = await buildApp({
    config: { rateLimit: 0 },
    ...{ clock, metrics, logger: pino({ level: 'silent' }) },
    callers: createCallers((hash) => findCaller(db, hash), monotonicMs),
    readiness: createReadinessProbe(db, async () => [], monotonicMs),
    rooms: [receivablesRoom(openLedgers(feedDeps, trail)), creditRoom(gate, metrics, monotonicMs)],
  })
  await migrate(db.migrations)
  await seedKey(db, PROGRAM_KEY, clock.now())
  await policies.open()
  const call = async (method: 'PUT' | 'POST', url: string, body: object) => {
    const headers = { authorization: `Bearer ${PROGRAM_KEY}`, 'content-type': 'application/json' }
    const reply = await app.inject({ method, url, headers, payload: JSON.stringify(body) })
    return { status: reply.statusCode, body: reply.json() }
  }
  const put = async (kind: string, source: string, record: object): Promise<void> => {
    const { status, body } = await call('PUT', `/v1/sources/${source}/${kind}`, { [kind]: [record] })
    if (status !== 200 || body.rejected.length > 0) throw new Error(JSON.stringify(body))
  }
  const care = openCare({ db, clock, calendar: feedDeps.calendar, settlementDays: () => 1, actorOf: nameOf }, trail)
  return {
    ...{ db, clock, care, credit },
    orders: ordersPort({ db, clock, settings, orders, companyName: COMPANY_NAME }),
    customers: customersPort({ db, clock, gate, care }),
    policy: policyPort({ db, clock, drafts: openDrafts(credit, trail, nameOf), history: openPolicyHistory({ db }) }),
    reports: reportsPort({ clock, reports: openReports({ db, clock }) }),
    review: () => orders.review(),
    customer: (externalId: string, fields: object = {}, source = SOURCE) =>
      put('customers', source, {
        ...{ externalId, name: `Cliente ${externalId}`, limit: { mode: 'amount', amount: '1000.00' } },
        ...fields,
      }),
    title: (externalId: string, customer: string, openAmount: string, fields: object = {}, source = SOURCE) =>
      put('receivables', source, {
        ...{ externalId, customer: { externalId: customer }, kind: 'invoice', issuedOn: '2026-10-01' },
        ...{ dueOn: '2026-11-10', amount: '9000.00', openAmount, status: openAmount === '0.00' ? 'paid' : 'open' },
        ...fields,
      }),
    /** Asks for room; the id of the blocked order, or null where it was not blocked. */
    reserve: async (id: string, customer: string, amount: string, salesRep: string | null, source = SOURCE) => {
      const order = { id, revision: 1, amount, ...(salesRep === null ? {} : { salesRep }) }
      const body = { source, mode: 'reserve', customer: { externalId: customer }, order }
      const answer = await call('POST', '/v1/credit-checks', body)
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      const [row] = await db.all<{ id: string }>('SELECT id FROM blocked_orders WHERE source = ? AND order_id = ?', [
        ...[source, id],
      ])
      return row?.id ?? ''
    },
    close: async () => {
      orders.stop()
      await app.close()
      await db.close()
      await database.drop()
      await rm(configFolder, { recursive: true, force: true })
    },
  }
}

export type SupplyDesk = Awaited<ReturnType<typeof openSupplyDesk>>

/** What asks for an ability is refused by it, whoever calls. */
export async function refusalOf(work: () => Promise<unknown>): Promise<number | null> {
  try {
    await work()
    return null
  } catch (error) {
    return (error as { status?: number }).status ?? -1
  }
}
