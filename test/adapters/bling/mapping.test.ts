import { describe, expect, it } from 'vitest'
import {
  confirmedSituations,
  markOf,
  needsBalance,
  owedSituations,
  toCustomer,
  toOrder,
  toReceivable,
} from '../../../adapters/erp/bling/mapping.ts'
import { settingsSchema } from '../../../adapters/erp/bling/settings.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { contactRow, orderRow, titleRow } from './fake-rows.ts'

const settingsWith = (changes: object = {}) =>
  settingsSchema.parse({ clientId: 'id', clientSecret: new Secret('s'), refreshToken: new Secret('r'), ...changes })
const settings = settingsWith()

const contact = contactRow({
  externalId: '16667000001',
  name: 'Padaria São João Ltda',
  document: '11222333000181',
  limit: { mode: 'amount', amount: '5000.5' },
  email: 'financeiro@padaria.example; compras@padaria.example',
  phone: '(54) 3333-4444',
  whatsapp: '(54) 99999-8888',
  state: 'RS',
  city: 'Bento Gonçalves',
})
const title = titleRow({
  externalId: '22300000001',
  customer: { externalId: '16667000001' },
  kind: 'invoice',
  number: '4711',
  issuedOn: '2026-10-01',
  dueOn: '2026-11-01',
  amount: '1500.75',
  openAmount: '1500.75',
  status: 'open',
  orderId: '26944000001',
  paymentMethod: 'boleto',
})
const order = orderRow(
  { id: '26944000001', customer: { externalId: '16667000001' }, amount: '1500.75', status: 'confirmed' },
  '2026-11-20',
)

/** The field that a bad record names. */
function faultOf(map: () => unknown): string {
  try {
    return `no fault: ${JSON.stringify(map())}`
  } catch (error) {
    if (error instanceof BadRecordError) return error.path
    throw error
  }
}

describe('a contact', () => {
  it('becomes a customer', () => {
    expect(toCustomer(contact)).toEqual({
      externalId: '16667000001',
      name: 'Padaria São João Ltda',
      document: '11222333000181',
      limit: { mode: 'amount', amount: '5000.50' },
      email: 'financeiro@padaria.example',
      phone: '(54) 3333-4444',
      whatsapp: '(54) 99999-8888',
      state: 'RS',
      city: 'Bento Gonçalves',
      active: true,
    })
  })

  it.each([
    [0, undefined],
    [null, undefined],
    [0.01, { mode: 'amount', amount: '0.01' }],
    [27540.600000000002, { mode: 'amount', amount: '27540.60' }],
  ])('with limiteCredito %s has the limit %j', (limiteCredito, limit) => {
    expect(toCustomer({ ...contact, financeiro: { limiteCredito } }).limit).toEqual(limit)
  })

  it.each([
    ['A', true],
    ['S', true],
    ['I', true],
    ['E', false],
  ])('that is %s is told as a mark, and is active: %s', (situacao, active) => {
    expect(toCustomer({ ...contact, situacao }).active).toBe(active)
    expect(markOf({ ...contact, situacao })).toEqual({ situacao })
  })

  it('may lack what a list leaves out, and have lists where PHP has no fields', () => {
    const { id, nome, situacao } = contact
    expect(toCustomer({ id, nome, situacao })).toMatchObject({ externalId: '16667000001', name: nome, active: true })
    expect(toCustomer({ ...contact, endereco: [], financeiro: [] })).toMatchObject({
      state: undefined,
      limit: undefined,
    })
  })

  it('takes the e-mail of the invoices and the mobile where the others are empty', () => {
    const row = { ...contact, email: '', emailNotaFiscal: 'nfe@padaria.example', telefone: '' }
    expect(toCustomer(row)).toMatchObject({ email: 'nfe@padaria.example', phone: '(54) 99999-8888' })
  })

  it.each([
    ['nome', { nome: ' ', fantasia: '' }],
    ['situacao', { situacao: 'Z' }],
    ['financeiro.limiteCredito', { financeiro: { limiteCredito: -1 } }],
  ])('with a fault in %s is a bad record', (path, fields) => {
    expect(faultOf(() => toCustomer({ ...contact, ...fields }))).toBe(path)
  })
})

describe('a title', () => {
  it('becomes a receivable', () => {
    expect(toReceivable(title, settings)).toEqual({
      externalId: '22300000001',
      customer: { externalId: '16667000001' },
      kind: 'invoice',
      number: '4711',
      issuedOn: '2026-10-01',
      dueOn: '2026-11-01',
      amount: '1500.75',
      openAmount: '1500.75',
      status: 'open',
      orderId: '26944000001',
      paymentMethod: 'boleto',
    })
  })

  it.each([
    [1, { status: 'open', openAmount: '1500.75' }],
    [2, { status: 'paid', openAmount: '0.00' }],
    [3, { status: 'open', openAmount: '400.10' }],
    [4, { status: 'returned', openAmount: '400.10' }],
    [5, { status: 'cancelled', openAmount: '0.00' }],
    [6, { status: 'open', openAmount: '400.10' }],
  ])('in situation %i stands like %j', (situacao, standing) => {
    expect(toReceivable({ ...title, situacao, saldo: 400.1 }, settings)).toMatchObject(standing)
  })

  it('that came back is cancelled where the company says that its goods come back', () => {
    const changed = settingsWith({ returnedTitles: 'cancelled' })
    const row = { ...title, situacao: 4 }
    expect(toReceivable(row, changed)).toMatchObject({ status: 'cancelled', openAmount: '0.00' })
    expect([settings, changed].map((each) => needsBalance(row, each))).toEqual([true, false])
    expect([settings, changed].map(owedSituations)).toEqual([
      [1, 3, 4],
      [1, 3],
    ])
  })

  it.each([7, 8, 0])('in situation %i is a bad record', (situacao) => {
    expect(faultOf(() => toReceivable({ ...title, situacao }, settings))).toBe('situacao')
  })

  it('that is partly received needs its balance, and owes nothing where more came than was owed', () => {
    const { saldo: _, ...listed } = { ...title, situacao: 3 }
    expect(faultOf(() => toReceivable(listed, settings))).toBe('saldo')
    expect(toReceivable({ ...listed, saldo: -0.01 }, settings)).toMatchObject({ status: 'open', openAmount: '0.00' })
  })

  it.each([
    ['2026-09-30', { dataEmissao: '2026-09-30' }],
    ['2026-10-01', { dataEmissao: '0000-00-00' }],
    ['2026-11-01', { dataEmissao: null, origem: [] }],
  ])('is issued on %s with %j', (day, fields) => {
    expect(toReceivable({ ...title, ...fields }, settings)?.issuedOn).toBe(day)
  })

  it('names its order only where an order is its origin', () => {
    const origem = { ...title.origem, tipoOrigem: 'notafiscal' }
    expect(toReceivable({ ...title, origem }, settings)).toMatchObject({ number: '4711', orderId: undefined })
  })

  it('that a card company owes is no debt of the customer, where the company says so', () => {
    const row = { ...title, formaPagamento: { id: 1, codigoFiscal: '03' } }
    expect(toReceivable(row, settings)?.paymentMethod).toBe('cartao_credito')
    expect(toReceivable(row, settingsWith({ ignoredPaymentCodes: [3, 4] }))).toBeNull()
  })

  it.each([
    ['vencimento', { vencimento: '2026-02-29' }],
    ['valor', { valor: '1.500,75' }],
    ['contato.id', { contato: { id: 0 } }],
    ['contato', { contato: undefined }],
  ])('with a fault in %s is a bad record', (path, fields) => {
    expect(faultOf(() => toReceivable({ ...title, ...fields }, settings))).toBe(path)
  })
})

describe('an order', () => {
  it.each([
    [6, 'confirmed'],
    [9, 'closed'],
    [12, 'cancelled'],
    [15, 'confirmed'],
    [24, 'confirmed'],
  ])('in situation %i is %s, whatever its value says', (id, status) => {
    expect(toOrder({ ...order, situacao: { id, valor: 1 } }, settings)).toEqual({
      id: '26944000001',
      customer: { externalId: '16667000001' },
      amount: '1500.75',
      status,
    })
  })

  it('that is still being typed is none', () => {
    expect(toOrder({ ...order, situacao: { id: 21, valor: 10 } }, settings)).toBeNull()
  })

  it('in a situation of the company is what the settings say, and else a bad record that says where', () => {
    const row = { ...order, situacao: { id: 883_047, valor: 0 } }
    expect(() => toOrder(row, settings)).toThrow('is 883047: say under settings.orderSituations what that means')
    const changed = settingsWith({ orderSituations: { 883047: 'confirmed', 24: 'closed' } })
    expect(toOrder(row, changed)?.status).toBe('confirmed')
    expect(confirmedSituations(changed)).toEqual(['6', '15', '883047'])
  })
})
