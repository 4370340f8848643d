import type { CreditMark } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, startFakeServer } from '../../conformance/fake-server.ts'
import type { FakeVendor, VendorClock } from '../../conformance/vendor.ts'
import { type Books, openBooks } from './books.ts'
import type { SetName } from './metadata.ts'
import { midnight } from './rows.ts'
import { answerSets, fault } from './service-layer.ts'

const USER = { CompanyDB: 'SBO_TESTE', UserName: 'fiado', Password: 'b1-senha-7f3d9a' }
const ROUTE = '.node2'
const IDLE_MS = 30 * 60_000

export interface ServiceLayerFake extends FakeVendor {
  readonly rows: Books['rows']
  /** Every request as it came, decoded: method, path and query. */
  readonly asked: string[]
  /** Sessions that take a licence at the moment, and how many logins there were. */
  sessions(): { open: number; logins: number }
  /** What the next call for data gets instead of its answer. */
  answerNext(reply: FakeReply): void
  change(set: SetName, key: string | number, fields: Record<string, unknown>): void
}

export interface Installation {
  /** Newer ones tell what was paid of every instalment. */
  tellsPaid?: boolean
  userFields?: readonly string[]
}

/** A Service Layer of one company: sessions by two cookies, sets listed by OData 4. */
export async function startServiceLayer(
  clock: VendorClock,
  installation: Installation = {},
): Promise<ServiceLayerFake> {
  const { tellsPaid = false, userFields = [] } = installation
  const books = openBooks(clock, tellsPaid)
  const lastCall = new Map<string, number>()
  const handedOut: string[] = []
  const asked: string[] = []
  let planned: FakeReply | null = null

  const enter = ({ json }: FakeRequest): FakeReply => {
    const given = json as Partial<typeof USER> | null
    const isRight = Object.entries(USER).every(([name, value]) => given?.[name as keyof typeof USER] === value)
    if (!isRight) return fault(401, '-304', 'Fail to get DB Credentials from SLD')
    const session = `2f1b9a54-c6e1-11f0-8000-${String(handedOut.length).padStart(12, '0')}`
    handedOut.push(session)
    lastCall.set(session, clock.now())
    return {
      headers: { 'set-cookie': [`B1SESSION=${session};HttpOnly;`, `ROUTEID=${ROUTE}; path=/b1s`] },
      body: { SessionId: session, Version: '1000190', SessionTimeout: 30 },
    }
  }
  /** The id of a session that is known and was used lately. */
  const sessionOf = ({ headers }: FakeRequest): string | null => {
    const cookies = new Map((headers.cookie ?? '').split('; ').map((pair) => pair.split('=') as [string, string]))
    const session = cookies.get('B1SESSION') ?? ''
    const last = lastCall.get(session)
    if (last === undefined || cookies.get('ROUTEID') !== ROUTE) return null
    if (clock.now() - last > IDLE_MS) return null
    lastCall.set(session, clock.now())
    return session
  }
  const takePlanned = (): FakeReply | null => {
    const reply = planned
    planned = null
    return reply
  }
  const answer = (request: FakeRequest): FakeReply => {
    asked.push(
      `${request.method} ${request.path} ${[...request.query].map(([name, value]) => `${name}=${value}`).join('&')}`,
    )
    if (request.path === '/b1s/v2/Login') return enter(request)
    const session = sessionOf(request)
    if (session === null) return fault(401, '301', 'Invalid session or session already timeout.')
    if (request.path !== '/b1s/v2/Logout')
      return takePlanned() ?? answerSets(books, request, server.pageFault(), userFields)
    lastCall.delete(session)
    return { status: 204 }
  }
  const server = await startFakeServer(answer, ({ path }) => !/\/(Login|Logout)$/.test(path))
  return {
    settings: {
      baseUrl: server.url,
      companyDb: USER.CompanyDB,
      userName: USER.UserName,
      password: new Secret(USER.Password),
      timeoutMs: 400,
      pageSize: 10,
      requestsPerMinute: 600_000,
    },
    get secrets() {
      return [USER.Password, ...handedOut]
    },
    get calls() {
      return server.calls
    },
    rows: books.rows,
    asked,
    sessions: () => ({ open: lastCall.size, logins: handedOut.length }),
    answerNext: (reply) => {
      planned = reply
    },
    change: books.change,
    seed: books.seed,
    put: books.put,
    remove: books.remove,
    corrupt: books.corrupt,
    misbehave: server.misbehave,
    markOf: books.markOf,
    setMark: (cardCode, mark) => books.change('BusinessPartners', cardCode, fieldsOf(mark)),
    close: server.close,
  }
}

const fieldsOf = ({ FrozenFrom, FrozenTo, ...rest }: CreditMark): Record<string, unknown> => ({
  ...rest,
  ...(FrozenFrom === undefined ? {} : { FrozenFrom: midnight(FrozenFrom as string | null) }),
  ...(FrozenTo === undefined ? {} : { FrozenTo: midnight(FrozenTo as string | null) }),
})
