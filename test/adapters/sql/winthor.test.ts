import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVendorClock } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { closeSessions, listAll, openSession, pick, pullAll, signal } from './sessions.ts'
import { type FakeWinthor, startWinthor } from './winthor-fake.ts'

const DAY_MS = 86_400_000
let clock: VendorClock
let vendor: FakeWinthor

beforeEach(async () => {
  clock = createVendorClock()
  vendor = await startWinthor(clock)
})

afterEach(async () => {
  await closeSessions()
  await vendor.close()
})

const title = (transaction: number, part: string, more = {}) => ({
  NUMTRANSVENDA: transaction,
  PREST: part,
  CODCLI: 1,
  CODFILIAL: '1',
  DUPLIC: 4_000 + transaction,
  NUMPED: 77,
  CODCOB: 'BK',
  VALOR: 100,
  VPAGO: null,
  DTEMISSAO: '2026-01-10 00:00:00',
  DTVENC: '2024-02-29 00:00:00',
  DTPAG: null,
  DTBAIXA: null,
  DTULTALTER: null,
  DTCANCEL: null,
  DTULTESTORNO: null,
  DTLANCPRORROG: null,
  VLDEVOL: null,
  ...more,
})
const add = (table: string, ...rows: Record<string, string | number | null>[]) => {
  for (const row of rows) vendor.erp.insert(table, [row])
}
const open = (profile = {}, changes = {}) =>
  openSession(vendor, clock, { profile: { name: 'winthor', ...profile }, ...changes })
const ids = (records: Parameters<typeof pick>[0]) => Object.keys(pick(records, 'receivables', 'kind'))

describe('titles', () => {
  it('are open, paid or cancelled by their dates and charge; bonus goods are no debt', async () => {
    add(
      'PCPREST',
      title(1, '1'),
      title(2, '1', { VPAGO: 40.25 }),
      title(3, '1', { DTPAG: '2026-11-20 00:00:00', VPAGO: 95, CODCOB: 'D' }),
      title(4, '1', { CODCOB: 'DESD', DTPAG: '2026-11-20 00:00:00' }),
      title(5, '1', { DTCANCEL: '2026-11-20 00:00:00' }),
      title(6, '1', { CODCOB: 'BNF' }),
      title(7, '1', { CODCOB: 'DEVT', VALOR: 9999999999999.99 }),
      title(8, '1', { VALOR: 33.33, NUMPED: 0 }),
    )
    const { records, bad } = await pullAll(open(), 'receivables')
    expect(bad).toEqual([])
    expect(pick(records, 'receivables', 'status', 'openAmount', 'settledOn', 'orderId', 'paymentMethod')).toEqual({
      '1:1': { status: 'open', openAmount: '100.00', settledOn: undefined, orderId: '77', paymentMethod: 'BK' },
      '2:1': { status: 'open', openAmount: '59.75', settledOn: undefined, orderId: '77', paymentMethod: 'BK' },
      '3:1': { status: 'paid', openAmount: '0.00', settledOn: '2026-11-20', orderId: '77', paymentMethod: 'D' },
      '4:1': { status: 'cancelled', openAmount: '0.00', settledOn: undefined, orderId: '77', paymentMethod: 'DESD' },
      '5:1': { status: 'cancelled', openAmount: '0.00', settledOn: undefined, orderId: '77', paymentMethod: 'BK' },
      '7:1': { status: 'cancelled', openAmount: '0.00', settledOn: undefined, orderId: '77', paymentMethod: 'DEVT' },
      '8:1': { status: 'open', openAmount: '33.33', settledOn: undefined, orderId: undefined, paymentMethod: 'BK' },
    })
  })

  it('that are open and more than paid are not guessed', async () => {
    add('PCPREST', title(1, '1', { VPAGO: 100.01 }), title(2, '1', { VPAGO: 100 }))
    const { records, bad } = await pullAll(open(), 'receivables')
    expect(pick(records, 'receivables', 'openAmount')).toEqual({ '2:1': '0.00' })
    expect(bad).toMatchObject([{ externalId: '1:1', errors: [{ path: 'VALOR - VPAGO' }] }])
  })

  it('of one sale go on over the end of a page, whatever their parts are called', async () => {
    const parts = ['1', '10', '11', '2', '3', 'A', 'B', 'Z', '01', '02', '03', '9', 'AA']
    add('PCPREST', ...parts.map((part) => title(5, part)), title(4, 'Z'), title(6, '1'))
    const session = open()
    const { pages, records } = await pullAll(session, 'receivables')
    expect(pages.map((page) => page.records.length)).toEqual([10, 5, 0])
    expect(ids(records).sort()).toEqual([...parts.map((part) => `5:${part}`), '4:Z', '6:1'].sort())
    const reply = await session.read?.('receivables', ['5:01', '5:1', '5:07', 'credito:1'], signal)
    expect([ids(reply?.records ?? []), reply?.missing]).toEqual([
      ['5:01', '5:1'],
      ['5:07', 'credito:1'],
    ])
  })

  it.each([
    ['paid, with a day in the past, and posted today', `DTPAG = '2026-11-01', DTBAIXA = '2026-11-24'`],
    ['prolonged', `DTVENC = '2027-01-01', DTLANCPRORROG = '2026-11-24'`],
    ['whose payment is taken back', `DTPAG = NULL, DTULTESTORNO = '2026-11-24 18:00:00'`],
    ['cancelled', `DTCANCEL = '2026-11-24 09:00:00'`],
    ['changed otherwise', `VALOR = 5, DTULTALTER = '2026-11-24 09:00:00'`],
  ])('that are %s come again', async (_what, change) => {
    add('PCPREST', title(1, '1'), title(2, '1'))
    const { cursor } = await pullAll(open(), 'receivables')
    clock.advance(3 * DAY_MS)
    vendor.erp.run(`UPDATE PCPREST SET ${change} WHERE NUMTRANSVENDA = 2`)
    expect(ids((await pullAll(open(), 'receivables', cursor)).records)).toEqual(['2:1'])
  })

  it('that left no trace are found by the listing of what is open', async () => {
    add('PCPREST', title(1, '1'), title(2, '1'), title(3, '1', { DTPAG: '2026-11-20 00:00:00' }))
    expect(ids((await listAll(open(), 'receivables')).records)).toEqual(['1:1', '2:1'])
    vendor.erp.run('DELETE FROM PCPREST WHERE NUMTRANSVENDA = 1')
    expect(ids((await listAll(open(), 'receivables')).records)).toEqual(['2:1'])
  })

  it('can be had from some branches, from a day on, less what came back', async () => {
    add(
      'PCPREST',
      title(1, '1', { VLDEVOL: 30 }),
      title(2, '1', { CODFILIAL: '2' }),
      title(3, '1', { DTPAG: '2020-01-01 00:00:00', DTEMISSAO: '2019-12-01 00:00:00' }),
    )
    const { records } = await pullAll(
      open({ branches: ['1'], from: '2020-01-01', lessReturns: true, branchIsCompany: true }),
      'receivables',
    )
    expect(pick(records, 'receivables', 'openAmount', 'company')).toEqual({
      '1:1': { openAmount: '70.00', company: '1' },
    })
  })
})

describe('credits of the customer', () => {
  const credit = (code: number, more = {}) => ({
    CODIGO: code,
    CODCLI: 1,
    CODFILIAL: '1',
    NUMNOTA: 9,
    VALOR: 50,
    NUMERARIO: null,
    SITUACAO: null,
    CASHBACK: null,
    DTLANC: '2026-11-01 00:00:00',
    DTDESCONTO: null,
    DTESTORNO: null,
    DTCANCEL: null,
    ...more,
  })

  it('are credit notes or advances until they are used; pending ones, cashback and debits are left out', async () => {
    add(
      'PCCRECLI',
      credit(1),
      credit(2, { NUMERARIO: 'S' }),
      credit(3, { DTDESCONTO: '2026-11-20 00:00:00' }),
      credit(4, { DTESTORNO: '2026-11-20 00:00:00' }),
      credit(5, { SITUACAO: 'P' }),
      credit(6, { CASHBACK: 'S' }),
      credit(7, { VALOR: -10 }),
      credit(8, { SITUACAO: 'Q' }),
    )
    const { records, bad } = await pullAll(open(), 'receivables')
    expect(pick(records, 'receivables', 'kind', 'status', 'openAmount', 'dueOn')).toEqual({
      'credito:1': { kind: 'credit_note', status: 'open', openAmount: '50.00', dueOn: '2026-11-01' },
      'credito:2': { kind: 'advance', status: 'open', openAmount: '50.00', dueOn: '2026-11-01' },
      'credito:3': { kind: 'credit_note', status: 'paid', openAmount: '0.00', dueOn: '2026-11-01' },
      'credito:4': { kind: 'credit_note', status: 'cancelled', openAmount: '0.00', dueOn: '2026-11-01' },
    })
    expect(bad).toMatchObject([{ externalId: 'credito:8', errors: [{ path: 'SITUACAO' }] }])
  })

  it('are read together with the titles, and can be left out', async () => {
    add('PCPREST', title(1, '1'))
    add('PCCRECLI', credit(1))
    const reply = await open().read?.('receivables', ['credito:1', '1:1', 'credito:2', '9'], signal)
    expect([ids(reply?.records ?? []).sort(), reply?.missing]).toEqual([
      ['1:1', 'credito:1'],
      ['credito:2', '9'],
    ])
    vendor.erp.run('DROP TABLE PCCRECLI')
    expect(ids((await pullAll(open({ credits: false }), 'receivables')).records)).toEqual(['1:1'])
  })
})

describe('customers', () => {
  const customer = (code: number, more = {}) => ({
    CODCLI: code,
    CLIENTE: `José & Irmão ${code}`,
    BLOQUEIO: 'N',
    ...more,
  })

  it('are stopped for good by BLOQUEIODEFINITIVO, and by BLOQUEIO unless Fiado writes it', async () => {
    add(
      'PCCLIENT',
      customer(1),
      customer(2, { BLOQUEIO: 'S', OBSCREDITO: 'Títulos vencidos' }),
      customer(3, { BLOQUEIODEFINITIVO: 'S' }),
      customer(4, { BLOQUEIO: null }),
    )
    const told = await pullAll(open({}, { creditStatus: undefined }), 'customers')
    expect(pick(told.records, 'customers', 'status')).toEqual({ 1: undefined, 2: 'stop', 3: 'stop', 4: undefined })
    const marked = await pullAll(open(), 'customers')
    expect(pick(marked.records, 'customers', 'status')).toEqual({ 1: undefined, 2: undefined, 3: 'stop', 4: undefined })
    expect(marked.marks).toMatchObject({
      2: { BLOQUEIO: 'S', OBSCREDITO: 'Títulos vencidos' },
      4: { BLOQUEIO: null, OBSCREDITO: null },
    })
  })

  it('without a limit have one of zero, and those that were taken out of the register are not active', async () => {
    add(
      'PCCLIENT',
      customer(1, { LIMCRED: null }),
      customer(2, {
        LIMCRED: '9999999999999.99',
        DTVENCLIMCRED: '2026-12-31 00:00:00',
        DTEXCLUSAO: '2025-01-01 10:00:00',
      }),
    )
    const { records } = await pullAll(open(), 'customers')
    expect(pick(records, 'customers', 'limit', 'active')).toEqual({
      1: { limit: { mode: 'amount', amount: '0.00' }, active: true },
      2: { limit: { mode: 'amount', amount: '9999999999999.99', validUntil: '2026-12-31' }, active: false },
    })
  })
})

describe('orders', () => {
  const order = (number: number, position: string, more = {}) => ({
    NUMPED: number,
    CODCLI: 1,
    CODFILIAL: '1',
    POSICAO: position,
    CONDVENDA: 1,
    CODCOB: 'BK',
    VLATEND: '80.005',
    DATA: '2026-11-20 00:00:00',
    DTCANCEL: null,
    ...more,
  })

  it('count by their position: what is held back takes no room, an unknown one is no guess', async () => {
    add(
      'PCPEDC',
      order(1, 'L'),
      order(2, 'M'),
      order(3, 'P'),
      order(4, 'B'),
      order(5, 'F'),
      order(6, 'C'),
      order(7, 'L', { DTCANCEL: '2026-11-21 00:00:00' }),
      order(8, 'L', { CONDVENDA: 5 }),
      order(9, 'L', { CODCOB: 'BNF' }),
      order(10, 'X'),
      order(11, 'L', { CODCOB: null, VLATEND: null }),
    )
    const { records, bad } = await pullAll(open(), 'orders')
    const confirmed = { amount: '80.01', invoicedAmount: '0.00', status: 'confirmed' }
    expect(pick(records, 'orders', 'amount', 'invoicedAmount', 'status')).toEqual({
      1: confirmed,
      2: confirmed,
      3: confirmed,
      4: { ...confirmed, amount: '0.00' },
      5: { amount: '80.01', invoicedAmount: '80.01', status: 'closed' },
      6: { amount: '80.01', invoicedAmount: '0.00', status: 'cancelled' },
      7: { amount: '80.01', invoicedAmount: '0.00', status: 'cancelled' },
      11: { ...confirmed, amount: '0.00' },
    })
    expect(bad).toMatchObject([{ externalId: '10', errors: [{ path: 'POSICAO' }] }])
    const listed = await listAll(open(), 'orders')
    expect(Object.keys(pick(listed.records, 'orders', 'status'))).toEqual(['1', '2', '3', '4', '11'])
  })
})

describe('write-back', () => {
  it('cuts the reason to the column, and is absent without the statement', async () => {
    add('PCCLIENT', { CODCLI: 1, CLIENTE: 'X', BLOQUEIO: null, OBSCREDITO: 'pagar à vista' })
    expect(open({}, { creditStatus: undefined }).creditStatus).toBeUndefined()
    const port = open().creditStatus
    const mark = await port?.read('1', signal)
    if (!port || !mark) return expect.fail('the port or the mark is missing')
    const block = port.blocked(mark, 'Título vencido há 45 dias na matriz')
    expect(block).toEqual({ BLOQUEIO: 'S', OBSCREDITO: 'Título vencido há 45 dias na m' })
    await port.write('1', block, signal)
    expect(vendor.markOf?.('1')).toEqual(block)
    await port.write('1', mark, signal)
    expect(vendor.markOf?.('1')).toEqual({ BLOQUEIO: null, OBSCREDITO: 'pagar à vista' })
  })

  it('of a customer that is not there, or of several at once, is told and changes nothing', async () => {
    add('PCCLIENT', { CODCLI: 1, CLIENTE: 'X', BLOQUEIO: 'N' }, { CODCLI: 2, CLIENTE: 'Y', BLOQUEIO: 'N' })
    const block = { BLOQUEIO: 'S', OBSCREDITO: 'x' }
    await expect(open().creditStatus?.write('9', block, signal)).rejects.toMatchObject({ remedy: 'bad_record' })
    const wide = {
      ...(vendor.settings['creditStatus'] as object),
      write: 'UPDATE PCCLIENT SET BLOQUEIO = :BLOQUEIO, OBSCREDITO = :OBSCREDITO WHERE CODCLI >= :id1',
    }
    await expect(open({}, { creditStatus: wide }).creditStatus?.write('1', block, signal)).rejects.toMatchObject({
      remedy: 'settings',
      message: expect.stringContaining('2 rows instead of 1'),
    })
    expect([vendor.markOf?.('1'), vendor.markOf?.('2')]).toMatchObject([{ BLOQUEIO: 'N' }, { BLOQUEIO: 'N' }])
  })

  it('does with the rights of the README and no others', async () => {
    add('PCCLIENT', { CODCLI: 1, CLIENTE: 'X', LIMCRED: 1 })
    const greedy = {
      ...(vendor.settings['creditStatus'] as object),
      write: 'UPDATE PCCLIENT SET LIMCRED = 0, BLOQUEIO = :BLOQUEIO, OBSCREDITO = :OBSCREDITO WHERE CODCLI = :id1',
    }
    const work = open({}, { creditStatus: greedy }).creditStatus?.write('1', { BLOQUEIO: 'S', OBSCREDITO: '' }, signal)
    await expect(work).rejects.toMatchObject({ remedy: 'auth', message: expect.stringContaining('LIMCRED') })
  })
})
