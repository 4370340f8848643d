import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, daysBetween } from '../../../src/kernel/day.ts'
import type { ErpSession, Page, Stream } from '../../../src/sync/contract.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import { BookMaker } from '../../conformance/book.ts'
import { createTestLink, createVendorClock, type TestLink } from '../../conformance/link.ts'
import { DAY_MS, type VendorClock } from '../../conformance/vendor.ts'
import { type FakeContaAzul, startFakeContaAzul } from './fake.ts'
import { subject } from './subject.ts'

const { signal } = new AbortController()
const HOUR_MS = 3_600_000

let clock: VendorClock
let vendor: FakeContaAzul
let link: TestLink
let maker: BookMaker

beforeEach(async () => {
  clock = createVendorClock()
  vendor = await startFakeContaAzul(clock)
  link = createTestLink(clock)
  maker = new BookMaker(subject, clock, 7)
  vendor.seed(maker.book())
})
afterEach(() => vendor.close())

const open = (changes: Readonly<Record<string, unknown>> = {}): ErpSession =>
  subject.adapter.open(subject.adapter.settings.parse({ ...vendor.settings, ...changes }), link)

async function haul(stream: Stream, cursor: string | null = null, session = open()): Promise<Page[]> {
  const pages: Page[] = []
  for await (const page of walkPages(session.pull(stream, cursor, signal), signal)) pages.push(page)
  return pages
}

const idsOf = (pages: readonly Page[]): string[] =>
  pages.flatMap(({ records }) => records.map((record) => ('id' in record ? record.id : record.externalId)))

const lastOf = (pages: readonly Page[]): string => pages.at(-1)?.cursor ?? expect.fail('there was no page')

/** The queries that were sent for a path since `before`. */
const queriesSince = (before: number, path: string): URLSearchParams[] =>
  vendor.requests
    .slice(before)
    .filter((request) => request.startsWith(`GET ${path}?`))
    .map((request) => new URLSearchParams(request.slice(request.indexOf('?') + 1)))

const RECEIVABLES = '/v1/financeiro/eventos-financeiros/contas-a-receber/buscar'

describe('what is asked', () => {
  it('lists all due days of the years, in windows of 365 days at most that leave none out', async () => {
    await haul('receivables')
    const windows = queriesSince(0, RECEIVABLES).map((query) => [
      query.get('data_vencimento_de') ?? '',
      query.get('data_vencimento_ate') ?? '',
    ])
    const distinct = [...new Map(windows.map((window) => [window[0], window])).values()]
    expect(distinct[0]?.[0]).toBe(addDays('2026-11-21', -3 * 366))
    expect((distinct.at(-1)?.[1] ?? '') >= addDays('2026-11-21', 2 * 366)).toBe(true)
    for (const [index, [from = '', to = '']] of distinct.entries()) {
      expect(daysBetween(from, to)).toBe(364)
      if (index > 0) expect(from).toBe(addDays(distinct[index - 1]?.[1] ?? '', 1))
    }
    expect(queriesSince(0, RECEIVABLES).some((query) => query.has('data_alteracao_de'))).toBe(false)
  })

  it('asks for changes by local times without offset, from ten minutes before to a day after', async () => {
    const cursor = lastOf(await haul('receivables'))
    clock.advance(HOUR_MS)
    const before = vendor.requests.length
    await haul('receivables', cursor)
    const queries = queriesSince(before, RECEIVABLES)
    expect(queries).toHaveLength(6)
    for (const query of queries) {
      expect(query.get('data_alteracao_de')).toBe('2026-11-21T09:50:00')
      expect(query.get('data_alteracao_ate')).toBe('2026-11-22T11:00:00')
    }
  })

  it.each([
    ['customers', '/v1/pessoas'],
    ['orders', '/v1/venda/busca'],
  ] as const)('asks for changed %s in one call', async (stream, path) => {
    const cursor = lastOf(await haul(stream))
    const before = vendor.requests.length
    await haul(stream, cursor)
    const queries = queriesSince(before, path)
    expect(queries.map((query) => query.get('data_alteracao_de'))).toEqual(['2026-11-21T09:50:00'])
  })

  it('reads everything again after more than 360 days, since the API refuses longer spans', async () => {
    const cursor = lastOf(await haul('customers'))
    clock.advance(359 * DAY_MS)
    const before = vendor.requests.length
    await haul('customers', cursor)
    clock.advance(2 * DAY_MS)
    await haul('customers', cursor)
    const [soon, late] = queriesSince(before, '/v1/pessoas')
    expect([soon?.has('data_alteracao_de'), late?.has('data_alteracao_de')]).toEqual([true, false])
  })

  it('takes only the page sizes of the API', () => {
    const sizeOf = (pageSize: unknown): unknown =>
      subject.adapter.settings.safeParse({ ...vendor.settings, pageSize }).success
    expect([10, 500, 1_000].map(sizeOf)).toEqual([true, true, true])
    expect([0, 11, 250, 5_000].map(sizeOf)).toEqual([false, false, false, false])
  })

  it('wants the open titles and the sales that wait by their status', async () => {
    const session = open()
    const before = vendor.requests.length
    for (const stream of ['receivables', 'orders'] as const)
      for await (const { records } of session.listOpen?.(stream, signal) ?? []) expect(records).toBeDefined()
    for (const query of queriesSince(before, RECEIVABLES))
      expect(query.getAll('status')).toEqual(['EM_ABERTO', 'ATRASADO', 'RECEBIDO_PARCIAL'])
    for (const query of queriesSince(before, '/v1/venda/busca')) expect(query.get('totais')).toBe('WAITING_APPROVED')
  })
})

describe('paging', () => {
  it('misses nothing when a row leaves a page that was read already', async () => {
    const pages = walkPages(open().pull('orders', null, signal), signal)
    const { value } = await pages.next()
    const [first] = value?.records ?? []
    vendor.remove('orders', first && 'id' in first ? first.id : expect.fail('no order'))
    const rest: Page[] = []
    for await (const page of pages) rest.push(page)
    const kept = [...vendor.sales.values()].filter(({ isDeleted, tipo }) => !isDeleted && tipo === 'SALE')
    expect(new Set([...idsOf(rest), ...idsOf(value ? [value] : [])])).toEqual(
      new Set([...kept.map(({ id }) => id), first && 'id' in first ? first.id : '']),
    )
  })

  it('begins the listings again when the settings make others of them', async () => {
    const [page] = await haul('receivables')
    const wider = open({ dueYearsBack: 5 })
    const rest = await haul('receivables', page?.cursor ?? null, wider)
    expect(new Set(idsOf(rest))).toEqual(new Set(idsOf(await haul('receivables'))))
  })

  it.each(['', 'x', '{}', '{"since":"2026-11-21"}', '{"since":null}'])('refuses %j as a position', (cursor) => {
    expect(() => open().pull('orders', cursor, signal)).toThrow(expect.objectContaining({ remedy: 'settings' }))
  })

  it('gives up a list that is empty page after page', async () => {
    for (const row of vendor.instalments.values()) row.cliente = { id: null, nome: null }
    vendor.misbehave({ kind: 'repeat_page' })
    const before = vendor.calls
    await expect(haul('receivables')).rejects.toMatchObject({ remedy: 'unavailable' })
    expect(vendor.calls - before).toBeLessThan(300)
  })
})

describe('single titles', () => {
  const idOf = (n: number): string => subject.idOf('receivables', n)
  const read = (ids: readonly string[]) => open().read?.('receivables', ids, signal)

  it('does not ask for what is no UUID', async () => {
    const before = vendor.calls
    expect(await read(['17', `${idOf(1)}0`])).toEqual({ records: [], bad: [], missing: ['17', `${idOf(1)}0`] })
    expect(vendor.calls).toBe(before)
  })

  it('tells money that names nobody as missing', async () => {
    const anonymous = [...vendor.instalments.values()].find(({ cliente }) => cliente.id === null)?.id ?? ''
    expect(await read([anonymous])).toEqual({ records: [], bad: [], missing: [anonymous] })
  })

  it('looks through all pages of a due day', async () => {
    const titles = Array.from({ length: 25 }, (_, index) => ({ ...maker.receivable(300 + index), dueOn: '2027-01-20' }))
    for (const title of titles) vendor.put('receivables', title)
    const before = vendor.requests.length
    const reply = await read([idOf(300), idOf(324)])
    expect(reply?.records.map((record) => 'dueOn' in record && [record.externalId, record.dueOn])).toEqual([
      [idOf(300), '2027-01-20'],
      [idOf(324), '2027-01-20'],
    ])
    expect(queriesSince(before, RECEIVABLES).map((query) => query.get('pagina'))).toEqual(['1', '2', '3'])
  })

  it('tells an expense as missing, and a title that no list names as bad unless it was cancelled', async () => {
    const answers: Record<string, Record<string, unknown>> = {
      [idOf(901)]: { status: 'PENDENTE', evento: { tipo: 'DESPESA' } },
      [idOf(902)]: { status: 'CANCELADO', evento: { tipo: 'RECEITA' } },
      [idOf(903)]: { status: 'PENDENTE', evento: { tipo: 'RECEITA' } },
    }
    vendor.answerSingles((id) => answers[id] && { id, data_vencimento: '2027-01-20', ...answers[id] })
    const reply = await read(Object.keys(answers))
    expect(reply?.missing).toEqual([idOf(901), idOf(902)])
    expect(reply?.bad?.map(({ externalId }) => externalId)).toEqual([idOf(903)])
    expect(reply?.records).toEqual([])
  })
})

describe('write-back', () => {
  it('calls nothing but the two that make inactive and active', async () => {
    const port = open().creditStatus ?? expect.fail('creditStatus is missing')
    const id = subject.idOf('customers', 3)
    const before = structuredClone(vendor.people.get(id))
    const start = vendor.requests.length
    await port.write(id, { ativo: false }, signal)
    await port.write(id, { ativo: true }, signal)
    expect(vendor.requests.slice(start)).toEqual(['POST /v1/pessoas/inativar?', 'POST /v1/pessoas/ativar?'])
    expect(vendor.people.get(id)).toEqual({ ...before, data_alteracao: vendor.people.get(id)?.data_alteracao })
    await expect(port.write(id, {}, signal)).rejects.toThrow('"ativo"')
  })
})
