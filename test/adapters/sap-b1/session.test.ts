import { afterEach, describe, expect, it } from 'vitest'
import { sapB1 } from '../../../adapters/erp/sap-b1/index.ts'
import type { ErpSession, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { BookMaker } from '../../conformance/book.ts'
import { gather } from '../../conformance/drive.ts'
import { createTestLink, createVendorClock, type TestLink } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { type Installation, type ServiceLayerFake, startServiceLayer } from './fake.ts'
import { midnight } from './rows.ts'
import { subject } from './subject.ts'

const signal = new AbortController().signal
const MINUTE_MS = 60_000
const opened: ServiceLayerFake[] = []

interface Scene {
  clock: VendorClock
  fake: ServiceLayerFake
  maker: BookMaker
  link: TestLink
  open(changes?: object): ErpSession
}

async function setScene(installation: Installation = {}): Promise<Scene> {
  const clock = createVendorClock()
  const fake = await startServiceLayer(clock, installation)
  opened.push(fake)
  const maker = new BookMaker(subject, clock, 3)
  fake.seed(maker.book())
  const link = createTestLink(clock)
  const open = (changes: object = {}): ErpSession =>
    sapB1.open(sapB1.settings.parse({ ...fake.settings, ...changes }), link)
  return { clock, fake, maker, link, open }
}

afterEach(async () => {
  for (const fake of opened.splice(0)) await fake.close()
})

const pull = (session: ErpSession, stream: Stream, cursor: string | null = null) =>
  gather(session.pull(stream, cursor, signal))
const ids = (records: readonly object[]) =>
  records.map((record) => ('id' in record ? record.id : (record as { externalId: string }).externalId))

async function remedyOf(promise: Promise<unknown>): Promise<[string, string]> {
  const error = await promise.then(
    () => expect.fail('it went well'),
    (thrown: unknown) => thrown,
  )
  return error instanceof SyncError ? [error.remedy, error.message] : expect.fail(String(error))
}

describe('sap-b1 sessions', () => {
  it('logs in once for many calls, and gives the licence back at the end', async () => {
    const { fake, open } = await setScene()
    const session = open()
    for (const stream of ['customers', 'receivables', 'orders'] as const) await pull(session, stream)
    expect(fake.sessions()).toEqual({ open: 1, logins: 1 })
    await session.close?.()
    expect(fake.sessions()).toEqual({ open: 0, logins: 1 })
    await open().close?.()
    expect(fake.sessions().logins).toBe(1)
  })

  it('logs in again when the session timed out, in the middle of a listing', async () => {
    const { fake, clock, open } = await setScene()
    const pages = open().pull('orders', null, signal)[Symbol.asyncIterator]()
    const brought = [...((await pages.next()).value?.records ?? [])]
    clock.advance(31 * MINUTE_MS)
    for (let page = await pages.next(); !page.done; page = await pages.next()) brought.push(...page.value.records)
    expect(new Set(ids(brought)).size).toBe(fake.rows.Orders.length)
    expect(fake.sessions().logins).toBe(2)
  })

  it('says that the credentials are wrong, without showing them', async () => {
    const { open } = await setScene()
    const [remedy, message] = await remedyOf(open({ password: new Secret('nao-e-esta') }).check(signal))
    expect(remedy).toBe('auth')
    expect(message).not.toContain('nao-e-esta')
  })

  it('takes the address with or without the path of the service, and only that of OData 4', () => {
    const parse = (baseUrl: string) =>
      sapB1.settings.safeParse({ baseUrl, companyDb: 'SBO', userName: 'fiado', password: new Secret('x') })
    expect(parse('https://b1:50000').data).toMatchObject({ baseUrl: 'https://b1:50000/b1s/v2' })
    expect(parse('https://b1/ServiceLayer/b1s/v2/').data).toMatchObject({ baseUrl: 'https://b1/ServiceLayer/b1s/v2' })
    expect(parse('https://b1:50000/b1s/v1').success).toBe(false)
  })
})

describe('sap-b1 check', () => {
  it('tells the version, the company and where balances come from', async () => {
    const company = { version: '1000190', company: 'Distribuidora Teste Ltda.', currency: 'R$' }
    expect(await (await setScene()).open().check(signal)).toEqual({ ...company, balances: 'payments' })
    expect(await (await setScene({ tellsPaid: true })).open().check(signal)).toEqual({
      ...company,
      balances: 'PaidToDate',
    })
  })

  it('refuses a company whose books are in another currency', async () => {
    const { open } = await setScene()
    expect(await remedyOf(open({ localCurrency: 'USD' }).check(signal))).toEqual([
      'settings',
      'the company keeps its books in R$, and the settings say USD',
    ])
  })

  it('does without the company’s data where the user may not see them', async () => {
    const { fake, open } = await setScene()
    fake.answerNext({ status: 403, body: { error: { code: '-5006', message: 'no authorization' } } })
    expect(await open().check(signal)).toEqual({ version: '1000190', company: 'SBO_TESTE', balances: 'payments' })
  })

  it('wants a decision where boletos are bills of exchange, and reads them when told to', async () => {
    const { fake, open } = await setScene()
    const bill = {
      DocEntry: 5_001,
      DocNum: 71,
      CardCode: 'C00001',
      DocDate: midnight('2026-11-02'),
      DueDate: midnight('2026-11-02'),
      Cancelled: 'tNO',
      BillOfExchangeAmount: 99.9,
      BillofExchangeStatus: 'boes_Deposited',
      BillOfExchange: { BillOfExchangeNo: 33, BillOfExchangeDueDate: midnight('2026-12-02') },
      BPLID: 1,
      PaymentInvoices: [],
    }
    fake.rows.IncomingPayments.push(bill, { ...bill, DocEntry: 5_002, BillofExchangeStatus: 'boes_Paid' })
    expect((await remedyOf(open().check(signal)))[0]).toBe('settings')
    expect(await open({ billsOfExchange: 'ignore' }).check(signal)).toMatchObject({ balances: 'payments' })
    const session = open({ billsOfExchange: 'read' })
    const isBill = (id: unknown): boolean => String(id).startsWith('boe:')
    expect(ids((await pull(session, 'receivables')).records).filter(isBill)).toEqual(['boe:5001', 'boe:5002'])
    const listed = await gather(session.listOpen?.('receivables', signal) ?? expect.fail('listOpen is missing'))
    expect(ids(listed.records).filter(isBill)).toEqual(['boe:5001'])
    const { records, missing } =
      (await session.read?.('receivables', ['boe:5002', 'boe:5003'], signal)) ?? expect.fail('read')
    expect(records).toMatchObject([{ externalId: 'boe:5002', status: 'paid', dueOn: '2026-12-02' }])
    expect(missing).toEqual(['boe:5003'])
  })
})

describe('sap-b1 listings', () => {
  it('goes on behind the last key, and never by counting rows', async () => {
    const { fake, open } = await setScene()
    await pull(open(), 'customers')
    const lists = fake.asked.filter((request) => request.includes('/BusinessPartners '))
    expect(lists.length).toBe(4)
    expect(lists.filter((request) => /\$skip|\$top/.test(request))).toEqual([])
    expect(lists[1]).toMatch(/\$filter=CardType eq 'cCustomer' and CardCode gt '.*'&\$orderby=CardCode$/)
  })

  it('finds a partner that was never changed since it was made', async () => {
    const { fake, clock, maker, open } = await setScene()
    const { cursor } = await pull(open(), 'customers')
    fake.put('customers', maker.customer(700))
    fake.change('BusinessPartners', 'C00700', { CreateDate: midnight(clock.today()) })
    const row = fake.rows.BusinessPartners.find(({ CardCode }) => CardCode === 'C00700')
    Object.assign(row ?? {}, { UpdateDate: null, UpdateTime: null })
    expect(ids((await pull(open(), 'customers', cursor)).records)).toEqual(['C00700'])
  })

  it('begins the next run a day before this one began, however long it takes', async () => {
    const { clock, open } = await setScene()
    const pages = open().pull('orders', null, signal)[Symbol.asyncIterator]()
    let cursor = (await pages.next()).value?.cursor ?? ''
    clock.advance(3 * 24 * 60 * MINUTE_MS)
    // The program is started anew in between, and goes on where it was.
    cursor = (await pull(open(), 'orders', cursor)).cursor ?? ''
    expect(JSON.parse(cursor)).toEqual({ since: '2026-11-20', next: null, set: null, after: null })
  })

  it('refuses a cursor that is not its own', async () => {
    const { open } = await setScene()
    await expect(async () => pull(open(), 'orders', 'page=3')).rejects.toThrow('was not made by')
  })

  it('tells an order whose approval was taken back as removed, and lists it as open no more', async () => {
    const { fake, open } = await setScene()
    const { cursor } = await pull(open(), 'orders')
    fake.change('Orders', 301, { Confirmed: 'tNO' })
    const { records, removed } = await pull(open(), 'orders', cursor)
    expect([records, removed]).toEqual([[], ['301']])
    const listed = await gather(open().listOpen?.('orders', signal) ?? expect.fail('listOpen is missing'))
    expect(ids(listed.records)).not.toContain('301')
    expect(await open().read?.('orders', ['301', 'PV-9'], signal)).toMatchObject({
      records: [],
      missing: ['301', 'PV-9'],
    })
  })

  it('asks for payments by customer, and not at all for what is closed or tells them itself', async () => {
    const older = await setScene()
    await pull(older.open(), 'receivables')
    const asked = older.fake.asked.filter((request) => request.includes('/IncomingPayments '))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every((request) => /CardCode eq 'C\d+'/.test(request) && request.includes('DocDate ge '))).toBe(true)
    expect(asked.some((request) => request.includes("CardCode eq 'O''N "))).toBe(true)

    const newer = await setScene({ tellsPaid: true })
    await pull(newer.open(), 'receivables')
    expect(newer.fake.asked.filter((request) => request.includes('/IncomingPayments '))).toEqual([])
  })

  it('reads the instalments that are asked for, and misses those that are gone', async () => {
    const { fake, open } = await setScene()
    const two = [1, 2].map((id) => ({ InstallmentId: id, DueDate: midnight('2026-12-01'), Total: 10, TotalFC: 0 }))
    fake.change('Invoices', 105, { DocumentInstallments: two, DocumentStatus: 'bost_Open' })
    const { records, missing } =
      (await open().read?.('receivables', ['105:2', '105:3', 'x'], signal)) ?? expect.fail('read')
    expect(ids(records)).toEqual(['105:2'])
    expect(missing).toEqual(['105:3', 'x'])
  })
})

describe('sap-b1 write-back', () => {
  const BLOCKED = 'Crédito: títulos vencidos há mais de 45 dias'

  it('sets the pair that B1’s own screen sets, and cuts the remark to its 30 characters', async () => {
    const { fake, open } = await setScene()
    const port = open().creditStatus ?? expect.fail('no write-back')
    const before = (await port.read("O'N 13 & Cia", signal)) ?? expect.fail('no customer')
    await port.write("O'N 13 & Cia", port.blocked(before, BLOCKED), signal)
    expect(fake.markOf?.("O'N 13 & Cia")).toEqual({
      Valid: 'tNO',
      Frozen: 'tYES',
      FrozenFrom: null,
      FrozenTo: null,
      FrozenRemarks: 'Crédito: títulos vencidos há m',
    })
    expect(fake.asked.at(-1)).toBe("PATCH /b1s/v2/BusinessPartners('O''N 13 & Cia') ")
    const [customer] = (await open().read?.('customers', ["O'N 13 & Cia"], signal))?.records ?? []
    expect(customer).toMatchObject({ status: 'normal', active: true })
  })

  it('knows a lock by its days', async () => {
    const { clock, open } = await setScene()
    const port = open().creditStatus ?? expect.fail('no write-back')
    const lock = { Valid: 'tNO', Frozen: 'tYES', FrozenFrom: '2026-11-21', FrozenTo: '2026-11-21', FrozenRemarks: null }
    expect([port.isBlocked(lock), port.isBlocked({ ...lock, Frozen: 'tNO' })]).toEqual([true, false])
    clock.advance(24 * 60 * MINUTE_MS)
    expect([port.isBlocked(lock), port.isBlocked({ ...lock, FrozenTo: null })]).toEqual([false, true])
  })

  it('writes a user field alone where the settings name one', async () => {
    const { fake, open } = await setScene({ userFields: ['U_FiadoHold'] })
    const session = open({ blockField: 'U_FiadoHold' })
    const port = session.creditStatus ?? expect.fail('no write-back')
    const before = (await port.read('C00002', signal)) ?? expect.fail('no customer')
    const lock = fake.markOf?.('C00002')
    await port.write('C00002', port.blocked(before, BLOCKED), signal)
    const after = (await port.read('C00002', signal)) ?? expect.fail('no customer')
    expect([before, after, port.isBlocked(before), port.isBlocked(after)]).toEqual([
      { U_FiadoHold: null },
      { U_FiadoHold: 'Y' },
      false,
      true,
    ])
    expect(fake.markOf?.('C00002')).toEqual(lock)
    expect((await pull(session, 'customers')).marks['C00002']).toEqual({ U_FiadoHold: 'Y' })
  })

  it('tries again when somebody else is changing the partner', async () => {
    const { fake, link, open } = await setScene()
    const port = open().creditStatus ?? expect.fail('no write-back')
    const mark = (await port.read('C00002', signal)) ?? expect.fail('no customer')
    const message = 'Another user or another operation modified data; to continue, open the window again (ODBC -2039)'
    fake.answerNext({ status: 412, body: { error: { code: '-2039', message } } })
    await port.write('C00002', port.blocked(mark, BLOCKED), signal)
    expect(link.waits).toHaveLength(1)
    expect(fake.markOf?.('C00002')).toMatchObject({ Frozen: 'tYES' })
  })

  it('says when there is no such customer', async () => {
    const { open } = await setScene()
    const port = open().creditStatus ?? expect.fail('no write-back')
    expect(await port.read('C/9', signal)).toBeNull()
    expect((await remedyOf(port.write('C99999', { Frozen: 'tYES' }, signal)))[0]).toBe('settings')
  })
})
