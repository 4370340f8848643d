import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { omie } from '../../../adapters/erp/omie/index.ts'
import type { ErpSession, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { gather, type Haul } from '../../conformance/drive.ts'
import { startFakeServer } from '../../conformance/fake-server.ts'
import { createTestLink, createVendorClock, type TestLink } from '../../conformance/link.ts'
import type { Book, VendorClock } from '../../conformance/vendor.ts'
import { type OmieFake, SUPPLIER, startOmie } from './fake.ts'
import { idOf } from './subject.ts'

const MINUTE_MS = 60_000
const { signal } = new AbortController()
const AMOUNTS = { amount: '10.00', openAmount: '10.00' } as const

const bookOf = (count: number): Book => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const updatedAt = '2026-11-01T10:00:00-03:00'
  const customer = { externalId: idOf('customers', 1) }
  const days = { issuedOn: '2026-11-01', dueOn: '2026-12-01' }
  return {
    customers: numbers.map((n) => ({ externalId: idOf('customers', n), name: `Cliente ${n}`, updatedAt })),
    receivables: numbers.map((n) => ({
      ...{ externalId: idOf('receivables', n), customer, kind: 'invoice', status: 'open', updatedAt },
      ...AMOUNTS,
      ...days,
    })) as ReceivableRecord[],
    orders: numbers.map((n) => ({
      ...{ id: idOf('orders', n), customer, amount: '10.00', status: 'confirmed', updatedAt },
    })) as OrderRecord[],
  }
}

let clock: VendorClock
let link: TestLink
let vendor: OmieFake

beforeEach(async () => {
  clock = createVendorClock()
  link = createTestLink(clock)
  vendor = await startOmie(clock)
})
afterEach(async () => {
  await vendor.close()
})

const open = (changes: object = {}): ErpSession =>
  omie.open(omie.settings.parse({ ...vendor.settings, ...changes }), link)
const pull = (stream: Stream, cursor: string | null = null, session = open()): Promise<Haul> =>
  gather(walkPages(session.pull(stream, cursor, signal), signal))
const calls = (method: string): readonly Record<string, unknown>[] =>
  vendor.asked.filter(({ call }) => call === method).map(({ param }) => param)

describe('the rule of ten errors', () => {
  const order = (n: number, status: OrderRecord['status']): OrderRecord => ({
    ...{ id: idOf('orders', n), customer: { externalId: idOf('customers', 1) }, amount: '10.00', status },
    updatedAt: '2026-11-15T10:00:00-03:00',
  })
  const RUNS = 36
  const EVERY_MINUTES = 5

  it.each([
    ['no order', []],
    ['orders that were all invoiced', [order(1, 'closed'), order(2, 'closed')]],
    ['one open order', [order(1, 'closed'), order(2, 'confirmed')]],
  ] as const)('is not met by three hours of a company with %s, the night among them', async (_name, orders) => {
    vendor.seed({ ...bookOf(0), orders: [...orders] })
    vendor.beStrict()
    const cursors: Partial<Record<Stream, string | null>> = {}
    for (let run = 0; run < RUNS; run++) {
      const session = open({ pageSize: 100, emptyPauseMinutes: 15 })
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        cursors[stream] = (await pull(stream, cursors[stream] ?? null, session)).cursor
      if (run === RUNS / 2) {
        for (const stream of ['receivables', 'orders'] as const)
          await gather(session.listOpen?.(stream, signal) ?? expect.fail('no open listing'))
      }
      clock.advance(EVERY_MINUTES * MINUTE_MS)
    }
    expect(vendor.closed).toBe(0)
  })
})

describe('the rule of 60 seconds', () => {
  it('is not broken by runs and checks a second apart', async () => {
    vendor.seed(bookOf(30))
    vendor.beStrict()
    const cursors: Partial<Record<Stream, string | null>> = {}
    for (let run = 0; run < 10; run++) {
      const session = open({ pageSize: 100 })
      await session.check(signal)
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        cursors[stream] = (await pull(stream, cursors[stream] ?? null, session)).cursor
      clock.advance(1_000)
    }
    expect(vendor.redundant).toBe(0)
  })

  it('lets a customer be read, blocked and read back at once', async () => {
    vendor.seed(bookOf(3))
    vendor.beStrict()
    const { creditStatus: port } = open()
    const id = idOf('customers', 2)
    const before = (await port?.read(id, signal)) ?? expect.fail('no mark')
    await port?.write(id, port.blocked(before, 'Títulos vencidos'), signal)
    expect(await port?.read(id, signal)).toEqual({ bloquear_faturamento: 'S' })
    expect(calls('AlterarCliente')).toEqual([{ codigo_cliente_omie: Number(id), bloquear_faturamento: 'S' }])
    expect([vendor.redundant, link.waits]).toEqual([0, []])
  })

  it('is waited for as long as Omie says, and never longer than a minute', async () => {
    vendor.seed(bookOf(3))
    await pull('customers')
    // Pages of 10 come in six sizes, so that the seventh second sends the query of the first.
    clock.advance(42_000)
    expect((await pull('customers')).records).toHaveLength(3)
    expect([vendor.redundant, link.waits]).toEqual([1, [19_000]])
    await pull('orders')
    await pull('orders')
    expect(link.waits.slice(1)).toEqual([MINUTE_MS])
  })
})

describe('four calls of a method at a time', () => {
  it('are not exceeded, and are used', async () => {
    vendor.seed(bookOf(30))
    const session = open()
    for (const stream of ['receivables', 'orders'] as const) {
      const ids = bookOf(30)[stream].map((record) => ('id' in record ? record.id : record.externalId))
      expect((await session.read?.(stream, ids, signal))?.records).toHaveLength(30)
    }
    expect([vendor.together, link.waits]).toEqual([4, []])
  })

  it('may be fewer', async () => {
    vendor.seed(bookOf(6))
    const ids = bookOf(6).orders.map(({ id }) => id)
    await open({ parallel: 1 }).read?.('orders', ids, signal)
    expect(vendor.together).toBe(1)
  })
})

describe('an error, which Omie counts', () => {
  it('is an empty list too: it is left alone for a while', async () => {
    const empty = await pull('receivables')
    expect(empty.records).toEqual([])
    expect(calls('PesquisarLancamentos')).toHaveLength(2)
    clock.advance(14 * MINUTE_MS)
    const again = await pull('receivables', empty.cursor)
    expect(again.pages).toEqual([{ records: [], cursor: empty.cursor }])
    expect(calls('PesquisarLancamentos')).toHaveLength(2)
    clock.advance(2 * MINUTE_MS)
    vendor.put('receivables', bookOf(1).receivables[0] ?? expect.fail('no title'))
    expect((await pull('receivables', again.cursor)).records).toHaveLength(1)
  })

  it('does not come of a list in which nothing has changed', async () => {
    vendor.seed(bookOf(5))
    vendor.customers.delete(SUPPLIER)
    const { cursor } = await pull('customers')
    clock.advance(20 * 24 * 60 * MINUTE_MS)
    const { records } = await pull('customers', cursor)
    expect(records.length, 'asked from the latest change that is known').toBe(5)
    expect(calls('ListarClientes').at(-1)).toMatchObject({ filtrar_por_data_de: '01/11/2026' })
  })

  it('is each record that is not there: after a few, the list is looked through instead', async () => {
    vendor.seed(bookOf(12))
    const gone = Array.from({ length: 20 }, (_, index) => idOf('receivables', 101 + index))
    const ids = [...gone, idOf('receivables', 3)]
    const reply = await open().read?.('receivables', ids, signal)
    expect(reply?.records.map((record) => 'externalId' in record && record.externalId)).toEqual([
      idOf('receivables', 3),
    ])
    expect(reply?.missing).toEqual(gone)
    const singles = calls('PesquisarLancamentos').filter((param) => param['nCodTitulo'] !== undefined)
    expect(singles).toHaveLength(4)
  })

  it('is an empty stage: the night does not ask again what the same run has found empty', async () => {
    vendor.seed(bookOf(2))
    const first = await pull('orders')
    clock.advance(MINUTE_MS)
    const session = open()
    await pull('orders', first.cursor, session)
    const before = calls('ListarPedidos').length
    await gather(walkPages(session.listOpen?.('orders', signal) ?? expect.fail('no listOpen'), signal))
    const stages = new Set(bookOf(2).orders.map(({ id }) => vendor.orders.get(id)?.cabecalho.etapa))
    expect(calls('ListarPedidos').length - before).toBe(stages.size)
  })
})

describe('orders, which are listed by the day they are planned for', () => {
  it('are seen by their stage when that day has passed', async () => {
    vendor.seed(bookOf(25))
    const { cursor } = await pull('orders')
    clock.advance(10 * MINUTE_MS)
    const codes = [30, 31].map((n) => idOf('orders', n))
    for (const id of codes) vendor.put('orders', { ...bookOf(1).orders[0], id } as OrderRecord)
    const days = codes.map((id) => vendor.orders.get(id)?.cabecalho.data_previsao)
    expect(days, 'one to come, one passed').toEqual(['19/02/2027', '22/10/2026'])
    const { records } = await pull('orders', cursor)
    expect(records.map((record) => 'id' in record && record.id)).toEqual(expect.arrayContaining(codes))
  })

  it('come once in a run, although two lists name them', async () => {
    vendor.seed({ ...bookOf(0), orders: bookOf(2).orders.slice(1) })
    const { cursor } = await pull('orders')
    clock.advance(10 * MINUTE_MS)
    expect((await pull('orders', cursor)).records.map((record) => 'id' in record && record.id)).toEqual([
      idOf('orders', 2),
    ])
  })
})

describe('a list that shrinks while it is read', () => {
  it('is read again as a whole by the next run', async () => {
    vendor.seed(bookOf(25))
    const brought = new Set<string>()
    let cursor: string | null = null
    for await (const page of open().pull('customers', null, signal)) {
      if (cursor === null) vendor.customers.delete(idOf('customers', 1))
      cursor = page.cursor
      for (const record of page.records) brought.add('externalId' in record ? record.externalId : '')
    }
    expect([...brought].length, 'one was passed over').toBe(24)
    clock.advance(2 * MINUTE_MS)
    const { records } = await pull('customers', cursor)
    expect(records).toHaveLength(24)
  })
})

it('a filter that Omie passes over does not make records look deleted', async () => {
  const stranger = { codigo_cliente_omie: 7, razao_social: 'Outro' }
  const body = { pagina: 1, total_de_paginas: 1, registros: 1, total_de_registros: 1, clientes_cadastro: [stranger] }
  const server = await startFakeServer(() => ({ body }))
  const settings = { baseUrl: server.url, appKey: new Secret('1'), appSecret: new Secret('2') }
  const session = omie.open(omie.settings.parse(settings), link)
  await expect(session.read?.('customers', ['8'], signal)).rejects.toMatchObject({ remedy: 'unavailable' })
  await server.close()
})
