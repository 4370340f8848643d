import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVendorClock } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { type FakeProtheus, stampOf, startProtheus } from './protheus-fake.ts'
import { closeSessions, listAll, openSession, pick, pullAll, signal } from './sessions.ts'

const MINUTE_MS = 60_000
let clock: VendorClock
let vendor: FakeProtheus

beforeEach(async () => {
  clock = createVendorClock()
  vendor = await startProtheus(clock)
})

afterEach(async () => {
  await closeSessions()
  await vendor.close()
})

const customer = (code: string, more = {}) => ({
  A1_COD: code.padEnd(6),
  A1_LOJA: '01',
  A1_NOME: `Cliente ${code}`,
  A1_RISCO: 'B',
  A1_MSBLQL: '2',
  A1_MOEDALC: 1,
  ...more,
})
const title = (number: string, more = {}) => ({
  E1_FILIAL: '01',
  E1_PREFIXO: 'UNI',
  E1_NUM: number.padEnd(9),
  E1_PARCELA: 'A  ',
  E1_TIPO: 'NF ',
  E1_CLIENTE: '000001',
  E1_LOJA: '01',
  E1_EMISSAO: '20240229',
  E1_EMIS1: '20240229',
  E1_VENCTO: '20261121',
  E1_VENCREA: '20261123',
  E1_VALOR: 100,
  E1_SALDO: 100,
  E1_MOEDA: 1,
  ...more,
})
const order = (number: string, more = {}) => ({
  C5_FILIAL: '01',
  C5_NUM: number,
  C5_TIPO: 'N',
  C5_CLIENTE: '000001',
  C5_LOJACLI: '01',
  C5_LIBEROK: 'S',
  C5_MOEDA: 1,
  ...more,
})
const line = (number: string, quantity: number, delivered: number, price: number, more = {}) => ({
  C6_FILIAL: '01',
  C6_NUM: number,
  C6_QTDVEN: quantity,
  C6_QTDENT: delivered,
  C6_PRCVEN: price,
  C6_VALOR: quantity * price,
  ...more,
})
const open = (profile = {}, changes = {}) =>
  openSession(vendor, clock, { profile: { name: 'protheus', tables: '010', ...profile }, ...changes })

describe('customers', () => {
  it('have the limit that their risk means: A none at all, E no credit, the others an amount, of which zero is one', async () => {
    vendor.add(
      'SA1010',
      customer('A', { A1_RISCO: 'A', A1_LC: 10 }),
      customer('B', { A1_LC: 1234.5, A1_VENCLC: '20261231' }),
      customer('C', { A1_RISCO: ' ' }),
      customer('E', { A1_RISCO: 'E', A1_LC: 10 }),
    )
    const { records, bad } = await pullAll(open(), 'customers')
    expect(bad).toEqual([])
    expect(pick(records, 'customers', 'limit')).toEqual({
      'A:01': { mode: 'unlimited' },
      'B:01': { mode: 'amount', amount: '1234.50', validUntil: '2026-12-31' },
      'C:01': { mode: 'amount', amount: '0.00' },
      'E:01': { mode: 'none' },
    })
  })

  it('with a limit in another currency, or an unknown risk or block, are bad records and sink no other', async () => {
    vendor.add(
      'SA1010',
      customer('DOLAR', { A1_MOEDALC: 2 }),
      customer('F', { A1_RISCO: 'F' }),
      customer('X', { A1_MSBLQL: '9' }),
      customer('BOM'),
    )
    const { records, bad } = await pullAll(open({}, { creditStatus: undefined }), 'customers')
    expect(records.map((record) => 'name' in record && record.name)).toEqual(['Cliente BOM'])
    expect(bad.map(({ externalId, errors }) => [externalId, errors[0]?.path])).toEqual([
      ['DOLAR:01', 'A1_MOEDALC'],
      ['F:01', 'A1_RISCO'],
      ['X:01', 'A1_MSBLQL'],
    ])
  })

  it('that Protheus blocks are stopped, unless Fiado writes that block: then it is a mark', async () => {
    vendor.add('SA1010', customer('1', { A1_MSBLQL: '1' }), customer('2'), customer('3', { A1_MSBLQL: ' ' }))
    const told = await pullAll(open({}, { creditStatus: undefined }), 'customers')
    expect(pick(told.records, 'customers', 'status')).toEqual({ '1:01': 'stop', '2:01': undefined, '3:01': undefined })
    expect(told.marks).toEqual({})
    const marked = await pullAll(open(), 'customers')
    expect(pick(marked.records, 'customers', 'status')).toEqual({
      '1:01': undefined,
      '2:01': undefined,
      '3:01': undefined,
    })
    expect(marked.marks).toEqual({
      '1:01': { A1_MSBLQL: '1' },
      '2:01': { A1_MSBLQL: '2' },
      '3:01': { A1_MSBLQL: '' },
    })
  })

  it('keep a CNPJ with letters, and lose a number that is none', async () => {
    vendor.add('SA1010', customer('1', { A1_CGC: '12ABC34501DE35' }), customer('2', { A1_CGC: '00000000000000' }))
    const { records } = await pullAll(open(), 'customers')
    expect(pick(records, 'customers', 'document')).toEqual({ '1:01': '12ABC34501DE35', '2:01': undefined })
  })

  it('of one code in two branches are two customers where the table is kept per branch', async () => {
    vendor.add('SA1010', customer('1', { A1_FILIAL: '01' }), customer('1', { A1_FILIAL: '02', A1_NOME: 'Outro' }))
    vendor.add('SE1010', title('7', { E1_FILIAL: '02', E1_CLIENTE: '1     ' }))
    const session = open({ customersByBranch: true }, { creditStatus: undefined })
    const { records } = await pullAll(session, 'customers')
    expect(pick(records, 'customers', 'name')).toEqual({ '01:1:01': 'Cliente 1', '02:1:01': 'Outro' })
    const titles = await pullAll(session, 'receivables')
    expect(pick(titles.records, 'receivables', 'customer')).toEqual({ '02:UNI:7:A:NF': { externalId: '02:1:01' } })
    const reply = await session.read?.('customers', ['02:1:01', '03:1:01', 'nonsense'], signal)
    expect([reply?.records.length, reply?.missing]).toEqual([1, ['03:1:01', 'nonsense']])
  })

  it('whose row was deleted and typed in again are not gone', async () => {
    vendor.add('SA1010', customer('1'), customer('2'))
    const { cursor } = await pullAll(open(), 'customers')
    clock.advance(MINUTE_MS)
    vendor.remove('customers', '1:01')
    vendor.remove('customers', '2:01')
    vendor.add('SA1010', customer('1', { A1_NOME: 'De novo' }))
    const { records, removed } = await pullAll(open(), 'customers', cursor)
    expect(pick(records, 'customers', 'name')).toEqual({ '1:01': 'De novo' })
    expect(removed).toEqual(['2:01'])
  })
})

describe('receivables', () => {
  it('owe what is left after abatements; credit notes and advances are their own kinds, provisional ones are left out', async () => {
    vendor.add(
      'SE1010',
      title('1', { E1_VALOR: 1000, E1_SALDO: 1000 }),
      title('1', { E1_TIPO: 'AB-', E1_VALOR: 15.5, E1_SALDO: 15.5 }),
      title('1', { E1_TIPO: 'IR-', E1_VALOR: 10, E1_SALDO: 10 }),
      title('1', { E1_TIPO: 'NCC', E1_VALOR: 50, E1_SALDO: 50 }),
      title('2', { E1_SALDO: 5 }),
      title('2', { E1_TIPO: 'AB-', E1_SALDO: 7 }),
      title('3', { E1_TIPO: 'RA ', E1_VALOR: 30, E1_SALDO: 12.34 }),
      title('4', { E1_TIPO: 'PR ' }),
      title('5', { E1_TIPO: 'DP ' }),
    )
    const { records, bad } = await pullAll(open(), 'receivables')
    expect(bad).toEqual([])
    expect(pick(records, 'receivables', 'kind', 'amount', 'openAmount', 'status')).toEqual({
      '01:UNI:1:A:NF': { kind: 'invoice', amount: '1000.00', openAmount: '974.50', status: 'open' },
      '01:UNI:1:A:NCC': { kind: 'credit_note', amount: '50.00', openAmount: '50.00', status: 'open' },
      '01:UNI:2:A:NF': { kind: 'invoice', amount: '100.00', openAmount: '0.00', status: 'open' },
      '01:UNI:3:A:RA': { kind: 'advance', amount: '30.00', openAmount: '12.34', status: 'open' },
      '01:UNI:5:A:DP': { kind: 'invoice', amount: '100.00', openAmount: '100.00', status: 'open' },
    })
  })

  it('change when nothing but an abatement of theirs does', async () => {
    vendor.add('SE1010', title('1'), title('2'))
    clock.advance(60 * MINUTE_MS)
    const { cursor } = await pullAll(open(), 'receivables')
    clock.advance(60 * MINUTE_MS)
    vendor.add('SE1010', title('2', { E1_TIPO: 'AB-', E1_SALDO: 40 }))
    const { records } = await pullAll(open(), 'receivables', cursor)
    expect(pick(records, 'receivables', 'openAmount')).toEqual({ '01:UNI:2:A:NF': '60.00' })
  })

  it('with the crumbs of floating point are paid, and the day of a part payment is no day of settlement', async () => {
    vendor.add(
      'SE1010',
      title('1', { E1_SALDO: 1.4e-14, E1_BAIXA: '20261120' }),
      title('2', { E1_SALDO: 33.33, E1_BAIXA: '20261119' }),
      title('3', { E1_VALOR: 9999999999999.99, E1_SALDO: 0.1 + 0.2 }),
    )
    const { records, bad } = await pullAll(open(), 'receivables')
    expect(bad).toEqual([])
    expect(pick(records, 'receivables', 'amount', 'openAmount', 'status', 'settledOn')).toEqual({
      '01:UNI:1:A:NF': { amount: '100.00', openAmount: '0.00', status: 'paid', settledOn: '2026-11-20' },
      '01:UNI:2:A:NF': { amount: '100.00', openAmount: '33.33', status: 'open', settledOn: undefined },
      '01:UNI:3:A:NF': { amount: '9999999999999.99', openAmount: '0.30', status: 'open', settledOn: undefined },
    })
  })

  it('are instalments A, B, 01 and blank, each with an id that is read back', async () => {
    const parts = ['A  ', 'B  ', '01 ', '   ']
    vendor.add('SE1010', ...parts.map((part) => title('9', { E1_PARCELA: part })))
    vendor.add('SE1010', title('9', { E1_FILIAL: '  ' }))
    const session = open()
    const { records } = await pullAll(session, 'receivables')
    const ids = ['01:UNI:9:A:NF', '01:UNI:9:B:NF', '01:UNI:9:01:NF', '01:UNI:9::NF', ':UNI:9:A:NF']
    expect(Object.keys(pick(records, 'receivables', 'installment'))).toEqual(ids)
    const reply = await session.read?.('receivables', [...ids, '01:UNI:9:C:NF'], signal)
    expect(Object.keys(pick(reply?.records ?? [], 'receivables', 'installment'))).toEqual(ids)
    expect(reply?.missing).toEqual(['01:UNI:9:C:NF'])
  })

  it('whose number holds what separates the parts of an id are bad records', async () => {
    vendor.add('SE1010', title('1:2'), title('3'))
    const { records, bad } = await pullAll(open(), 'receivables')
    expect(records).toHaveLength(1)
    expect(bad).toMatchObject([{ externalId: null, errors: [{ path: 'E1_NUM' }] }])
  })

  it('in a currency that nobody named, without a rate, or on a day that does not exist are not guessed', async () => {
    vendor.add(
      'SE1010',
      title('1', { E1_MOEDA: 3, E1_TXMOEDA: 5 }),
      title('2', { E1_MOEDA: 2, E1_TXMOEDA: 5.4321 }),
      title('3', { E1_VENCREA: '20260230' }),
      title('4', { E1_VENCREA: '        ' }),
    )
    const { records, bad } = await pullAll(open({ currencies: { '2': 'USD' } }), 'receivables')
    expect(pick(records, 'receivables', 'currency', 'rate')).toEqual({
      '01:UNI:2:A:NF': { currency: 'USD', rate: '5.4321' },
    })
    expect(bad.map(({ errors }) => errors[0]?.path)).toEqual(['E1_MOEDA', 'E1_VENCREA', 'E1_VENCREA'])
  })

  it('of one stamp, more of them than a page holds, come each once', async () => {
    vendor.add('SE1010', title('0'))
    clock.advance(60 * MINUTE_MS)
    const { cursor } = await pullAll(open(), 'receivables')
    clock.advance(60 * MINUTE_MS)
    vendor.erp.run('CREATE TABLE N (I INT); INSERT INTO N SELECT seq FROM seq_1_to_25')
    vendor.erp.run(
      `INSERT INTO SE1010 (R_E_C_N_O_, D_E_L_E_T_, S_T_A_M_P_, E1_FILIAL, E1_PREFIXO, E1_NUM, E1_PARCELA, E1_TIPO, E1_CLIENTE, E1_LOJA, E1_EMISSAO, E1_VENCREA, E1_VALOR, E1_SALDO, E1_MOEDA)
       SELECT 100 + I, ' ', '${stampOf(clock.now())}', '01', 'UNI', LPAD(I, 9, '0'), 'A', 'NF', '000001', '01', '20261101', '20261201', I, I, 1 FROM N`,
    )
    const { pages, records } = await pullAll(open(), 'receivables', cursor)
    expect(pages.map((page) => page.records.length)).toEqual([10, 10, 5])
    expect(new Set(Object.keys(pick(records, 'receivables', 'amount'))).size).toBe(25)
  })

  it('from before the stamp was switched on come at first, and again by the nightly listing only', async () => {
    vendor.add('SE1010', title('1', { S_T_A_M_P_: null }), title('2'))
    const first = await pullAll(open(), 'receivables')
    expect(first.records).toHaveLength(2)
    clock.advance(5 * MINUTE_MS)
    const next = await pullAll(open(), 'receivables', first.cursor)
    expect(Object.keys(pick(next.records, 'receivables', 'amount'))).toEqual(['01:UNI:2:A:NF'])
    expect((await listAll(open(), 'receivables')).records).toHaveLength(2)
  })

  it('can be had from some branches, from a day on, with the branch as company and the day that was agreed', async () => {
    vendor.add(
      'SE1010',
      title('1', { E1_EMISSAO: '20200101', E1_SALDO: 0 }),
      title('2', { E1_EMISSAO: '20200101' }),
      title('3', { E1_FILIAL: '02' }),
      title('4', { E1_SALDO: 0 }),
    )
    const profile = { branches: ['01'], from: '2024-02-29', branchIsCompany: true, dueDay: 'E1_VENCTO' }
    const { records } = await pullAll(open(profile), 'receivables')
    expect(pick(records, 'receivables', 'company', 'dueOn')).toEqual({
      '01:UNI:2:A:NF': { company: '01', dueOn: '2026-11-21' },
      '01:UNI:4:A:NF': { company: '01', dueOn: '2026-11-21' },
    })
  })
})

describe('orders', () => {
  it('count what is sold: not what is held back for credit, eliminated as residue or invoiced; suppliers have none', async () => {
    vendor.add('SC5010', order('000001'), order('000002'), order('000003', { C5_TIPO: 'B' }), order('000004'))
    vendor.add(
      'SC6010',
      line('000001', 10, 4, 12.5),
      line('000001', 1, 0, 0.29, { D_E_L_E_T_: '*' }),
      line('000002', 3, 1, 100, { C6_BLQ: 'R ' }),
      line('000002', 2, 0, 19.99),
      line('000003', 1, 0, 999),
    )
    const release = { C9_FILIAL: '01', C9_PEDIDO: '000002', C9_QTDLIB: 2, C9_PRCVEN: 19.99 }
    vendor.add(
      'SC9010',
      { ...release, C9_BLCRED: '04' },
      { ...release, C9_BLCRED: '  ' },
      { ...release, C9_BLCRED: '10' },
      { ...release, C9_BLCRED: '01', D_E_L_E_T_: '*' },
    )
    const { records, bad } = await pullAll(open(), 'orders')
    expect(bad).toEqual([])
    expect(pick(records, 'orders', 'amount', 'invoicedAmount', 'status')).toEqual({
      '01:000001': { amount: '125.00', invoicedAmount: '50.00', status: 'confirmed' },
      '01:000002': { amount: '100.00', invoicedAmount: '100.00', status: 'confirmed' },
      '01:000004': { amount: '0.00', invoicedAmount: undefined, status: 'confirmed' },
    })
  })

  it('come again when only a line or a release of theirs changed', async () => {
    vendor.add('SC5010', order('000001'), order('000002'), order('000003'))
    vendor.add('SC6010', line('000001', 1, 0, 10), line('000002', 1, 0, 10), line('000003', 1, 0, 10))
    clock.advance(60 * MINUTE_MS)
    const { cursor } = await pullAll(open(), 'orders')
    clock.advance(60 * MINUTE_MS)
    vendor.erp.run(`UPDATE SC6010 SET C6_QTDENT = 1, S_T_A_M_P_ = '${stampOf(clock.now())}' WHERE C6_NUM = '000002'`)
    vendor.add('SC9010', { C9_FILIAL: '01', C9_PEDIDO: '000003', C9_QTDLIB: 1, C9_PRCVEN: 10, C9_BLCRED: '01' })
    const { records } = await pullAll(open(), 'orders', cursor)
    expect(pick(records, 'orders', 'amount', 'invoicedAmount')).toEqual({
      '01:000002': { amount: '10.00', invoicedAmount: '10.00' },
      '01:000003': { amount: '0.00', invoicedAmount: '0.00' },
    })
  })

  it('are closed by an invoice or by the mark E, and an unknown mark is no guess', async () => {
    vendor.add(
      'SC5010',
      order('1', { C5_NOTA: 'XXXXXXXXX' }),
      order('2', { C5_LIBEROK: 'E' }),
      order('3', { C5_LIBEROK: 'Q' }),
    )
    const { records, bad } = await pullAll(open(), 'orders')
    expect(pick(records, 'orders', 'status')).toEqual({ '01:1': 'closed', '01:2': 'closed' })
    expect(bad).toMatchObject([{ externalId: '01:3', errors: [{ path: 'C5_LIBEROK' }] }])
    expect((await listAll(open(), 'orders')).bad.map(({ externalId }) => externalId)).toEqual(['01:3'])
  })
})

describe('without S_T_A_M_P_', () => {
  beforeEach(() => {
    for (const table of ['SA1010', 'SE1010', 'SC5010', 'SC6010', 'SC9010'])
      vendor.erp.run(`ALTER TABLE ${table} RENAME COLUMN S_T_A_M_P_ TO OLD_STAMP`)
  })
  const add = (table: string, row: Record<string, string | number>, recno: number) =>
    vendor.erp.insert(table, [{ R_E_C_N_O_: recno, D_E_L_E_T_: ' ', ...row }])

  it('the profile says which column it lacks', async () => {
    const { cursor } = await pullAll(open(), 'receivables')
    await expect(pullAll(open(), 'receivables', cursor)).rejects.toMatchObject({
      remedy: 'settings',
      message: expect.stringContaining('S_T_A_M_P_'),
    })
  })

  it('the days of issue and settlement tell what is new, and customers come whole every time', async () => {
    add('SA1010', customer('1'), 1)
    add('SE1010', title('1'), 1)
    add('SE1010', title('2'), 2)
    const session = open({ stamp: false })
    const [customers, titles] = [await pullAll(session, 'customers'), await pullAll(session, 'receivables')]
    expect([customers.records.length, titles.records.length]).toEqual([1, 2])
    clock.advance(24 * 60 * MINUTE_MS)
    vendor.erp.run(`UPDATE SE1010 SET E1_SALDO = 0, E1_BAIXA = '20261120' WHERE R_E_C_N_O_ = 2`)
    const next = await pullAll(session, 'receivables', titles.cursor)
    expect(pick(next.records, 'receivables', 'status')).toEqual({ '01:UNI:2:A:NF': 'paid' })
    expect((await pullAll(session, 'customers', customers.cursor)).records).toHaveLength(1)
  })
})

it('check names what cannot be read, and by whom', async () => {
  vendor.erp.run('ALTER TABLE SE1010 DROP COLUMN E1_TXMOEDA')
  await expect(open().check(signal)).rejects.toMatchObject({
    remedy: 'settings',
    message: expect.stringContaining('E1_TXMOEDA'),
  })
  vendor.erp.run('DROP TABLE SC9010')
  await expect(open({ tables: '020' }).check(signal)).rejects.toMatchObject({ remedy: 'auth' })
})
