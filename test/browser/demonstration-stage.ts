import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { type Composed, composeApp } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { createDemoCompany, DEMO_SOURCE } from '../../src/demo/company.ts'
import { SHOWCASE_ID } from '../../src/demo/showcase.ts'
import type { WireReceivable } from '../../src/demo/titles.ts'
import type { Role } from '../../src/people/person.ts'
import { PROGRAM_KEY } from '../harness/config.ts'
import { createDatabaseUrl } from '../harness/databases.ts'
import { launchBrowser } from './chromium.ts'

/** A Tuesday on which banks are open: the pages are the same whenever this runs. */
const NOW = '2026-11-24T10:00:00-03:00'
const TODAY = '2026-11-24'
/** The code of the rep whose page is looked at. */
const REP = 'rep-07'
const OTHER_REP = 'rep-12'

/** Who works at the Distribuidora Serra Azul. */
export const PEOPLE = {
  rep: { name: 'Rafael Nogueira', login: 'rafael@serraazul.example.com', role: 'rep', salesRep: REP },
  analyst: { name: 'Ana Beatriz Lopes', login: 'ana@serraazul.example.com', role: 'analyst', salesRep: null },
  collector: { name: 'Célia Moura', login: 'celia@serraazul.example.com', role: 'collector', salesRep: null },
  manager: { name: 'Márcio Teles', login: 'marcio@serraazul.example.com', role: 'manager', salesRep: null },
} as const satisfies Partial<Record<Role, object>>
export type Employee = keyof typeof PEOPLE

/** A customer of the demonstration whom only overdue titles stop. */
interface Owing {
  readonly externalId: string
  readonly name: string
  readonly overdue: readonly WireReceivable[]
}

/** A refused order, as the API lists it. */
export interface Refused {
  readonly id: string
  readonly orderId: string
  readonly customer: Owing
}

type Body = ReturnType<typeof JSON.parse>
type Call = (method: string, path: string, body?: unknown) => Promise<Body>

export interface Demonstration {
  readonly base: string
  readonly browser: Browser
  readonly call: Call
  /** As the start screen tells it, once. */
  readonly admin: { readonly login: string; readonly password: string }
  /** Waits behind titles that are paid, waits for a signature, is too large for an analyst … by what is done with it. */
  readonly orders: Readonly<Record<'signed' | 'paid' | 'asked' | 'beyond' | 'plain' | 'others', Refused>>
  /** What was sold without a question: amounts by order, in cents. */
  readonly sold: ReadonlyMap<string, number>
  /** What its webhook was told, by type. */
  readonly told: readonly string[]
  readonly hookUrl: string
  /** One-time passwords that the administrator handed out. */
  readonly handedOut: Map<string, string>
  /** The ERP says that the customer has paid what was overdue. */
  pay(customer: Owing): Promise<void>
  close(): Promise<void>
}

/** The program as `main.ts` starts it, jobs and all, with its demonstration company, orders of a morning, and a browser. */
export async function openDemonstration(): Promise<Demonstration> {
  const database = await createDatabaseUrl('sqlite')
  const settings = readConfig({
    ...{ FIADO_DATABASE_URL: database.url, FIADO_PORT: '0', FIADO_API_KEY: PROGRAM_KEY, FIADO_NOW: NOW },
    ...{ FIADO_DEMO: '1', FIADO_LOG_LEVEL: 'silent', FIADO_RATE_LIMIT: '0' },
  })
  if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
  const hashing = { memoryKib: 64, passes: 1 }
  const program: Composed = await composeApp(settings.config, pino({ level: 'silent' }), { hashing })
  const { admin } = await program.start()
  if (admin === null) throw new Error('a first start makes an administrator')
  const base = await program.app.listen({ host: '127.0.0.1', port: 0 })
  const call = callerOf(base)
  const told: string[] = []
  const hook = await listenForEvents(told)
  const [browser, world] = await Promise.all([launchBrowser(), makeMorning(call)])
  return {
    ...{ base, browser, call, admin, told, handedOut: new Map([[admin.login, admin.password]]), ...world },
    hookUrl: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/fiado`,
    pay: async ({ overdue }) => {
      const paid = overdue.map((title) => ({ ...title, openAmount: '0.00', status: 'paid', settledOn: TODAY }))
      await call('PUT', `/v1/sources/${DEMO_SOURCE}/receivables`, { receivables: paid })
    },
    close: async () => {
      await browser.close()
      await program.stop()
      hook.closeAllConnections()
      hook.close()
      await database.drop()
    },
  }
}

const callerOf =
  (base: string): Call =>
  async (method, path, body) => {
    const answer = await fetch(base + path, {
      ...{ method, body: body === undefined ? null : JSON.stringify(body), signal: AbortSignal.timeout(20_000) },
      headers: { authorization: `Bearer ${PROGRAM_KEY}`, 'content-type': 'application/json' },
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

async function listenForEvents(told: string[]): Promise<Server> {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request.setEncoding('utf8')) text += part
    told.push(JSON.parse(text).type)
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** What the ERP asked this morning: some orders passed, some did not. */
async function makeMorning(call: Call): Promise<Pick<Demonstration, 'orders' | 'sold'>> {
  const [showcase, ...owing] = await findOwing(call, 5)
  const [paid, asked, beyond, plain, others] = owing
  if (!showcase || !paid || !asked || !beyond || !plain || !others) throw new Error('too few customers owe')
  const refuse = async (orderId: string, customer: Owing, amount: string, salesRep = REP): Promise<Refused> => {
    await reserve(call, { orderId, customer, amount, salesRep })
    const { orders } = await call('GET', '/v1/blocked-orders?limit=50')
    const { id } = orders.find((order: Body) => order.orderId === orderId)
    return { id, orderId, customer }
  }
  const orders = {
    signed: await refuse('PED-9931', showcase, '1250.00'),
    paid: await refuse('PED-9932', paid, '480.00'),
    asked: await refuse('PED-9933', asked, '390.50'),
    beyond: await refuse('PED-9934', beyond, '25800.00'),
    plain: await refuse('PED-9935', plain, '275.90'),
    others: await refuse('PED-9936', others, '310.00', OTHER_REP),
  }
  return { orders, sold: await sell(call) }
}

interface Asked {
  readonly orderId: string
  readonly customer: { readonly externalId: string }
  readonly amount: string
  readonly salesRep?: string
}

const reserve = (call: Call, { orderId, customer, amount, salesRep = REP }: Asked): Promise<Body> =>
  call('POST', '/v1/credit-checks', {
    ...{ source: DEMO_SOURCE, mode: 'reserve', customer: { externalId: customer.externalId } },
    order: {
      id: orderId,
      revision: 1,
      amount,
      salesRep,
      payment: { kind: 'credit', terms: [{ dueInDays: 30, amount }] },
    },
  })

/** Most orders of the morning are smaller. */
const ORDER_MAX = 1_250

/** Where somebody stands, without a trace. */
const creditOf = (call: Call, externalId: string): Promise<Body> =>
  call('GET', `/v1/customers/${DEMO_SOURCE}/${externalId}/credit`)

/** The showcase, and others alone in their account whom nothing but overdue titles stops. */
async function findOwing(call: Call, count: number): Promise<Owing[]> {
  const { customers, receivables } = createDemoCompany(TODAY)
  const titlesOf = Map.groupBy(receivables, ({ customer }) => customer.externalId)
  const found: Owing[] = []
  const showcaseFirst = customers.filter(({ externalId }) => externalId === SHOWCASE_ID)
  for (const customer of [...showcaseFirst, ...customers.filter(({ externalId }) => externalId !== SHOWCASE_ID)]) {
    const overdue = (titlesOf.get(customer.externalId) ?? []).filter(
      ({ kind, status, dueOn }) => kind === 'invoice' && (status === 'open' || status === 'returned') && dueOn < TODAY,
    )
    if (overdue.length === 0 || found.length > count || customer.group !== undefined) continue
    const { externalId, name } = customer
    const { reasons, account, exposure } = await creditOf(call, externalId)
    const isOverdueAlone = reasons.every((reason: Body) => reason.code === 'overdue_receivables')
    const hasRoom = exposure.available === null || Number(exposure.available) > ORDER_MAX
    if (isOverdueAlone && hasRoom && account.members === 1) found.push({ externalId, name, overdue })
  }
  return found
}

const SOLD = [640, 1_180, 355, 2_240, 790, 1_460, 98, 515]

/** Orders that pass, so that a stricter policy would have had something to hold. */
async function sell(call: Call): Promise<Map<string, number>> {
  const sold = new Map<string, number>()
  const names = createDemoCompany(TODAY).customers.map(({ externalId }) => externalId)
  for (const externalId of names) {
    const amount = SOLD[sold.size]
    if (amount === undefined) break
    const orderId = `PED-98${String(sold.size).padStart(2, '0')}`
    const { blocked, exposure } = await creditOf(call, externalId)
    if (blocked || Number(exposure.available) < 2 * amount) continue
    await reserve(call, { orderId, customer: { externalId }, amount: `${amount}.00`, salesRep: OTHER_REP })
    await call('POST', `/v1/orders/${orderId}/confirm`, { source: DEMO_SOURCE })
    sold.set(orderId, amount)
  }
  return sold
}
