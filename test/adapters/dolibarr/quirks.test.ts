import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dolibarr } from '../../../adapters/erp/dolibarr/index.ts'
import type { ErpSession, Page, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { startFakeServer } from '../../conformance/fake-server.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { type FakeDolibarr, KEYS } from './fake.ts'
import { idsOf, openOn, pagesOf, startOwn } from './own-erp.ts'
import { ownSet } from './own-set.ts'

const { signal } = new AbortController()
const clock = createVendorClock(ownSet.before.at)
let vendor: FakeDolibarr

beforeEach(async () => {
  vendor = await startOwn(clock)
})
afterEach(() => vendor.close())

const open = (changes: Readonly<Record<string, unknown>> = {}): ErpSession => openOn(vendor, clock, changes)

async function remedyOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.fail('it went well'),
    (thrown: unknown) => thrown,
  )
  return error instanceof SyncError ? `${error.remedy}: ${error.message}` : String(error)
}

const keyed = (key: string): ErpSession => open({ apiKey: new Secret(key) })

describe('check', () => {
  it('tells the version and what can be seen', async () => {
    expect(await open().check(signal)).toEqual({
      version: '22.0.4',
      customers: '10',
      invoices: '28',
      orders: 'readable',
      rights: 'complete',
      timeZone: 'America/Sao_Paulo',
    })
  })

  it('works for a user who may not read itself, and says what it could not look at', async () => {
    expect(await keyed(KEYS.readsOnly).check(signal)).toMatchObject({ rights: expect.stringContaining('not told') })
  })

  it('takes rights that were not loaded for rights that are not told', async () => {
    vendor.erp.isSilentOnRights = true
    expect(await open().check(signal)).toMatchObject({ rights: expect.stringContaining('not told') })
  })

  it('does without orders where their module is switched off', async () => {
    vendor.erp.isWithoutOrders = true
    expect(await open().check(signal)).toMatchObject({ orders: expect.stringContaining('switched off') })
    expect(await remedyOf(pagesOf(open().pull('orders', null, signal)))).toMatch(/^auth: GET \/orders answered 403/)
  })

  it.each([
    ['without rights', KEYS.noRights, /^auth: GET \/thirdparties answered 403/],
    ['who does not see all customers', KEYS.seesNoCustomer, /^auth: the user lacks the rights societe\/client\/voir$/],
    ['who sees no customer and does not tell', KEYS.seesNobodyNorItself, /^auth: the user sees no customer/],
    ['of a wrong key', 'no-such-key', /^auth: GET \/status answered 401/],
  ])('refuses a user %s', async (_name, key, expected) => {
    expect(await remedyOf(keyed(key).check(signal))).toMatch(expected)
  })

  it('refuses a zone in which the days of invoices are no midnights', async () => {
    expect(await remedyOf(open({ timeZone: 'Europe/Paris' }).check(signal))).toMatch(/^settings: .*Europe\/Paris/)
  })

  it('refuses settings with a zone that does not exist', () => {
    const parsed = dolibarr.settings.safeParse({ ...vendor.settings, timeZone: 'America/Sorocaba' })
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['timeZone'])
  })
})

describe('a right that is withdrawn', () => {
  it('is no deletion of everything', async () => {
    const session = keyed(KEYS.seesNobodyNorItself)
    expect(await idsOf(session.listOpen?.('receivables', signal))).toEqual([])
    const reading = session.read?.('receivables', ['1', '3'], signal) ?? expect.fail('read is missing')
    expect(await remedyOf(reading)).toMatch(/^auth: GET \/invoices\/1 answered 403/)
  })
})

describe('lists', () => {
  it('begin above the last row, so that what is deleted meanwhile hides none', async () => {
    const pages = open({ pageSize: 5 }).pull('receivables', null, signal)[Symbol.asyncIterator]()
    const first = await pages.next()
    vendor.erp.state.invoices = vendor.erp.state.invoices.filter(({ id }) => Number(id) > 3)
    const rest = await idsOf({ [Symbol.asyncIterator]: () => pages })
    expect((first.value as Page).records).toHaveLength(5)
    expect(rest).toEqual(vendor.erp.state.invoices.map(({ id }) => id).filter((id) => Number(id) > 5))
  })

  it('bring buyers and prospects, and no suppliers', async () => {
    const pages = await pagesOf(open().pull('customers', null, signal))
    const ids = pages.flatMap(({ records }) => records).map((record) => 'externalId' in record && record.externalId)
    expect(ids).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '11'])
    expect(Object.assign({}, ...pages.map(({ marks }) => marks))).toMatchObject({
      '6': { status: '1' },
      '7': { status: '0' },
    })
  })

  it('that are empty end, also where Dolibarr says 404', async () => {
    vendor.erp.state.thirdparties = []
    vendor.erp.state.orders = []
    for (const stream of ['customers', 'orders'] as const)
      expect(await pagesOf(open().pull(stream, null, signal))).toMatchObject([{ records: [] }])
  })

  it('go on after a page that is short because a row fails to load', async () => {
    vendor.erp.unloadable.add('3')
    const ids = await idsOf(open({ pageSize: 10 }).pull('receivables', null, signal))
    expect(ids).toEqual(ownSet.before.state.invoices.map(({ id }) => id).filter((id) => id !== '3'))
    const reply = await open().read?.('receivables', ['3', '4'], signal)
    expect(reply?.records.map((record) => 'externalId' in record && record.externalId)).toEqual(['4', '3'])
    expect(reply?.missing).toEqual([])
  })

  it('that begin again from the top are refused by themselves', async () => {
    vendor.misbehave({ kind: 'repeat_page' })
    const pulled = pagesOf(open().pull('receivables', null, signal))
    expect(await remedyOf(pulled)).toBe("unavailable: Dolibarr's list does not go on in the order of its ids")
  })

  it('without totals end at the first page that is not full', async () => {
    vendor.erp.isOld = true
    const session = open({ pageSize: 7 })
    expect(await idsOf(session.pull('receivables', null, signal))).toHaveLength(28)
    expect((await pagesOf(session.pull('receivables', null, signal))).length).toBe(5)
    expect(await idsOf(session.listOpen?.('receivables', signal))).toContain('discount-4-2')
  })

  it('that stay empty although there is more fail instead of ending', async () => {
    const server = await startFakeServer(() => ({ body: { data: [], pagination: { total: 3 } } }))
    const pulled = pagesOf(open({ baseUrl: server.url }).pull('orders', null, signal))
    expect(await remedyOf(pulled)).toMatch(/^unavailable: .*empty page/)
    expect(server.calls).toBe(3)
    await server.close()
  })

  it('that were cut off go on after the last row, still searching what they began with', async () => {
    const since = Date.parse('2026-11-20T00:00:00-03:00')
    const pages = await pagesOf(open().pull('receivables', JSON.stringify({ since }), signal))
    const [, second] = pages.map(({ records }) => records)
    const rest = await idsOf(open().pull('receivables', pages[0]?.cursor ?? '', signal))
    expect(rest).toHaveLength(18)
    expect(rest.slice(0, 10)).toEqual(second?.map((record) => 'externalId' in record && record.externalId))
  })

  it('begin anew with a cursor of another form', async () => {
    expect(await idsOf(open().pull('orders', '{"page":3}', signal))).toHaveLength(7)
    expect(await idsOf(open().pull('orders', 'nonsense', signal))).toHaveLength(7)
  })

  it('search by the local time of the database', async () => {
    const cursor = (await pagesOf(open().pull('receivables', null, signal))).at(-1)?.cursor ?? ''
    expect(cursor).toBe(JSON.stringify({ since: Date.parse(ownSet.before.at) - 300_000 }))
    Object.assign(vendor.erp.state.invoices[3] ?? {}, { date_modification: Date.parse(ownSet.before.at) / 1_000 - 60 })
    expect(await idsOf(open().pull('receivables', cursor, signal))).toEqual(['4'])
    // A database whose clock is told to be three hours ahead has changed nothing since by its own time.
    expect(await idsOf(open({ databaseTimeZone: 'UTC' }).pull('receivables', cursor, signal))).toEqual([])
  })
})

describe('an answer that is none', () => {
  const failures: [string, { status: number; body: unknown }, RegExp][] = [
    [
      'a route that is not known',
      { status: 404, body: { error: { code: 404, message: 'Not Found' } } },
      /^settings: .*route/,
    ],
    [
      'an API that is switched off',
      { status: 501, body: 'API not found (failed to include API file)' },
      /^settings: .*REST/,
    ],
    [
      'a column that is not known',
      { status: 503, body: { error: { code: 503, message: "Service Unavailable: Unknown column 't.x' in 'WHERE'" } } },
      /^settings: .*version/,
    ],
    ['another list', { status: 200, body: { success: 1 } }, /^unavailable: .*no list/],
    [
      'text that is no JSON, told as fine',
      { status: 200, body: 'API not found (failed to include API file)' },
      /^unavailable/,
    ],
    ['a page that is not found', { status: 404, body: '<html>' }, /^unavailable/],
  ]

  it.each(failures)('%s', async (_name, { status, body }, expected) => {
    const headers = typeof body === 'string' ? { 'content-type': 'text/html' } : {}
    const server = await startFakeServer(() => ({ status, body, headers }))
    const error = await remedyOf(pagesOf(open({ baseUrl: server.url }).pull('customers', null, signal)))
    expect(error).toMatch(expected)
    expect(error).not.toMatch(/t\.x|failed to include/)
    await server.close()
  })
})

describe('calls', () => {
  it('name the key, the environment, a limit, and the columns that are wanted', async () => {
    const asked: { headers: Record<string, unknown>; query: Record<string, string> }[] = []
    const server = await startFakeServer(({ headers, query }) => {
      asked.push({ headers, query: Object.fromEntries(query) })
      return { body: [] }
    })
    await pagesOf(
      open({ baseUrl: `${server.url}/erp`, entity: 2 }).pull('receivables', '{"since":1795266000000}', signal),
    )
    expect(asked[0]?.headers).toMatchObject({ dolapikey: expect.any(String), dolapientity: '2' })
    expect(asked[0]?.query).toMatchObject({
      sortfield: 't.rowid',
      sortorder: 'ASC',
      limit: '10',
      pagination_data: 'true',
      loadlinkedobjects: '1',
      sqlfilters: "(t.tms:>=:'2026-11-21 10:00:00')",
      properties: expect.stringContaining('remaintopay'),
    })
    await server.close()
  })
})

describe('the block', () => {
  it('is refused to a user who only reads', async () => {
    const { creditStatus } = keyed(KEYS.readsOnly)
    const writing = creditStatus?.write('1', { status: '0' }, signal) ?? expect.fail('there is no block')
    expect(await remedyOf(writing)).toMatch(/^auth: PUT \/thirdparties\/1 answered 403/)
  })

  it('of nobody is a bad record, and one that is not kept is told', async () => {
    const { creditStatus } = open()
    expect(await remedyOf(creditStatus?.write('999', { status: '0' }, signal) ?? Promise.resolve())).toMatch(
      /^bad_record/,
    )
    const server = await startFakeServer(() => ({ body: { id: '1', status: '1' } }))
    const other = open({ baseUrl: server.url }).creditStatus
    expect(await remedyOf(other?.write('1', { status: '0' }, signal) ?? Promise.resolve())).toMatch(/^settings/)
    await server.close()
  })

  it('writes the status and nothing besides', async () => {
    const before = structuredClone(vendor.erp.state.thirdparties[0])
    await open().creditStatus?.write('1', { status: '0' }, signal)
    expect(vendor.erp.state.thirdparties[0]).toEqual({
      ...before,
      status: '0',
      date_modification: Math.floor(clock.now() / 1_000),
    })
  })
})

it('answers every id, also of what was never validated', async () => {
  const { records, bad, missing } =
    (await open().read?.('orders', ['1', '2', '7'], signal)) ?? expect.fail('read is missing')
  expect(records).toMatchObject([
    { id: '2', status: 'confirmed' },
    { id: '7', status: 'cancelled' },
  ])
  expect({ bad, missing }).toEqual({ bad: [], missing: ['1'] })
  Object.assign(vendor.erp.state.orders[1] ?? {}, { statut: '8' })
  expect(await open().read?.('orders', ['2'], signal)).toMatchObject({
    records: [],
    bad: [{ externalId: '2' }],
    missing: [],
  })
})

it('reads each stream by id, wherever a list leaves out', async () => {
  for (const stream of ['customers', 'receivables', 'orders'] satisfies Stream[]) {
    const reply = await open().read?.(stream, ['2', '404'], signal)
    expect(reply?.records, stream).toHaveLength(1)
    expect(reply?.missing, stream).toEqual(['404'])
  }
})
