import { afterEach, describe, expect, it } from 'vitest'
import type { Stream } from '../../../src/sync/contract.ts'
import { positional } from '../../../src/sync/erp-statement.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { createPedidosTables, type ErpTableOptions } from '../../harness/erp-tables.ts'
import { type ExampleErp, readExample, startExampleErp } from './example-erp.ts'
import { CODES, fill, NAMES } from './pedidos-set.ts'
import { closeSessions, listAll, openSession, pick, pullAll, signal } from './sessions.ts'

const LONG_AGO = '2026-01-05 10:00:00'
const streams: readonly Stream[] = ['customers', 'receivables', 'orders']
const epochSeconds = (instant: string): number => Date.parse(instant) / 1_000
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await closeSessions()
  for (const close of closers.splice(0).reverse()) await close()
})

async function startErp(options: ErpTableOptions = {}): Promise<ExampleErp> {
  const erp = await startExampleErp('pedidos', (connection) => createPedidosTables(connection, options))
  closers.push(() => erp.close())
  return erp
}

const open = ({ settings }: ExampleErp, changes = {}) => openSession({ settings }, createVendorClock(), changes)

const SHAPES: readonly ErpTableOptions[] = [
  {},
  { customerType: 'VARCHAR(20)', charset: 'latin1', collation: 'latin1_general_cs', engine: 'MyISAM' },
  { customerType: 'VARCHAR(20)', charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' },
  { customerType: 'INT', charset: 'utf8mb4', collation: 'utf8mb4_bin' },
  { customerType: 'DECIMAL(10,0)', charset: 'utf8mb4', collation: 'utf8mb4_general_ci' },
]

describe.each(SHAPES)('the tables of pedidos.example.yaml as %j', (options) => {
  const codes = CODES[options.customerType ?? 'CHAR(6)']
  const emoji = options.charset === 'utf8mb4' ? ' 🧂' : ''
  const [first = '', second = '', third = ''] = codes.map(([, code]) => code)

  it('arrive whole, row by row and page by page', async () => {
    const erp = await startErp(options)
    await fill(erp, codes, emoji)
    const session = open(erp, { pageSize: 2 })
    const customers = await pullAll(session, 'customers')
    expect(
      pick(customers.records, 'customers', 'name', 'document', 'limit', 'status', 'email', 'state', 'since'),
    ).toEqual({
      [`${first}:01`]: {
        name: `${NAMES[0]}${emoji}`,
        document: '12ABC34501DE35',
        limit: { mode: 'amount', amount: '9999999999999.99' },
        status: 'normal',
        email: 'compras@agua.example',
        state: 'SP',
        since: '2020-02-29',
      },
      [`${first}:2`]: expect.objectContaining({ name: 'Filial', status: 'normal' }),
      [`${second}:01`]: { name: `${NAMES[1]}${emoji}`, status: 'stop' },
      [`${third}:01`]: { name: `${NAMES[2]}${emoji}`, limit: { mode: 'amount', amount: '0.00' }, status: 'normal' },
    })
    const titles = await pullAll(session, 'receivables')
    const common = {
      customer: { externalId: `${first}:2` },
      issuedOn: '2026-10-01',
      dueOn: '2026-11-30',
      amount: '1234.50',
    }
    expect(
      Object.fromEntries(titles.records.map((record) => ['externalId' in record ? record.externalId : '', record])),
    ).toEqual({
      '000000001:1:NF': {
        externalId: '000000001:1:NF',
        ...common,
        kind: 'invoice',
        number: '000000001',
        installment: '1',
        openAmount: '1000.00',
        status: 'open',
        orderId: '00000007',
      },
      '000000001:2:NF': {
        externalId: '000000001:2:NF',
        ...common,
        kind: 'invoice',
        number: '000000001',
        installment: '2',
        openAmount: '0.00',
        status: 'paid',
        settledOn: '2026-11-20',
      },
      '2:A:NC': {
        externalId: '2:A:NC',
        ...common,
        kind: 'credit_note',
        number: '2',
        installment: 'A',
        openAmount: '1234.50',
        status: 'open',
      },
      '3::RA': {
        externalId: '3::RA',
        ...common,
        kind: 'advance',
        number: '3',
        openAmount: '0.00',
        status: 'cancelled',
      },
      '4:1:NF': {
        externalId: '4:1:NF',
        ...common,
        kind: 'invoice',
        number: '4',
        installment: '1',
        openAmount: '0.00',
        status: 'written_off',
      },
    })
    expect(titles.bad).toEqual([])
    const orders = await pullAll(session, 'orders')
    expect([...orders.records].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
      {
        id: '00000007',
        customer: { externalId: `${first}:2` },
        amount: '1234.50',
        invoicedAmount: '1234.50',
        status: 'closed',
      },
      {
        id: '00000008',
        customer: { externalId: `${first}:01` },
        amount: '0.01',
        invoicedAmount: '0.00',
        status: 'confirmed',
      },
      {
        id: '10',
        customer: { externalId: `${first}:01` },
        amount: '0.01',
        invoicedAmount: '0.00',
        status: 'cancelled',
      },
      {
        id: 'W-9',
        customer: { externalId: `${second}:01` },
        amount: '9999999999999.99',
        invoicedAmount: '0.01',
        status: 'confirmed',
      },
    ])
    expect([customers.bad, orders.bad]).toEqual([[], []])
  })

  it('are found again by id, and what is a quote or is gone is missing', async () => {
    const erp = await startErp(options)
    await fill(erp, codes, emoji)
    const session = open(erp)
    const ids = [`${first}:01`, `${first}:2`, `${second}:01`, `${third}:01`]
    const customers = await session.read?.('customers', [...ids, `${first}:99`], signal)
    expect(Object.keys(pick(customers?.records ?? [], 'customers', 'name'))).toEqual(ids)
    expect(customers?.missing).toEqual([`${first}:99`])
    const titles = await session.read?.('receivables', ['000000001:2:NF', '2:A:NC', '3::RA', '2:B:NC'], signal)
    expect([titles?.records.length, titles?.missing]).toEqual([3, ['2:B:NC']])
    const orders = await session.read?.('orders', ['00000007', 'W-9', '11', 'X'], signal)
    expect([orders?.records.length, orders?.missing]).toEqual([2, ['11', 'X']])
    expect(Object.keys(pick((await listAll(session, 'orders')).records, 'orders', 'id')).sort()).toEqual([
      '00000008',
      'W-9',
    ])
  })
})

describe('what changed', () => {
  it('is all that a second pull reads', async () => {
    const erp = await startErp()
    await fill(erp, CODES['CHAR(6)'], '')
    for (const table of ['clientes', 'titulos', 'pedidos'])
      await erp.run(`UPDATE ${table} SET alterado_em = ?`, [LONG_AGO])
    const clock = createVendorClock('2026-11-22T09:00:00-03:00')
    const session = openSession({ settings: erp.settings }, clock)
    const cursors = { customers: '', receivables: '', orders: '' }
    for (const stream of streams) cursors[stream] = (await pullAll(session, stream)).cursor ?? ''
    await erp.run(`UPDATE clientes SET nome = 'Outro', alterado_em = FROM_UNIXTIME(?) WHERE loja = '2'`, [
      epochSeconds('2026-11-22T11:58:01Z'),
    ])
    await erp.run(`UPDATE clientes SET nome = 'Antes', alterado_em = FROM_UNIXTIME(?) WHERE codigo = 'A1'`, [
      epochSeconds('2026-11-22T11:57:59Z'),
    ])
    await erp.run(`UPDATE titulos SET situacao = 'B', alterado_em = FROM_UNIXTIME(?) WHERE parcela = 'A'`, [
      epochSeconds('2026-11-22T12:00:05Z'),
    ])
    await erp.run(`UPDATE pedidos SET situacao = 'F', alterado_em = FROM_UNIXTIME(?) WHERE numero = 'W-9'`, [
      epochSeconds('2026-11-22T12:00:05Z'),
    ])
    clock.advance(5_000)
    const fresh = async (stream: Stream) => (await pullAll(session, stream, cursors[stream])).records.map(idOfRecord)
    expect(await fresh('customers')).toEqual(['000042:2'])
    expect(await fresh('receivables')).toEqual(['2:A:NC'])
    expect(await fresh('orders')).toEqual(['W-9'])
  })

  it.each(['-03:00', '+00:00', '+09:00'])('is found on a server whose clock shows %s', async (zone) => {
    const erp = await startErp()
    await fill(erp, CODES['CHAR(6)'], '')
    await erp.run('UPDATE pedidos SET alterado_em = FROM_UNIXTIME(?)', [epochSeconds('2026-11-22T11:57:59Z')])
    await erp.run(`UPDATE pedidos SET alterado_em = FROM_UNIXTIME(?) WHERE numero = 'W-9'`, [
      epochSeconds('2026-11-22T11:58:00Z'),
    ])
    await erp.run(`SET SESSION time_zone = '${zone}'`)
    const { streams: queries } = readExample('pedidos').settings as { streams: { orders: { changed: string } } }
    const bindings = { since: '2026-11-22 11:58:00', after_1: ' ', limit: 100 }
    const { text, values } = positional(queries.orders.changed, bindings)
    expect((await erp.rows(text, values)).map((row) => row['numero'])).toEqual(['W-9'])
  })
})
