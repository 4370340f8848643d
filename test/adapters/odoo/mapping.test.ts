import { describe, expect, it } from 'vitest'
import { type Surroundings, toCustomer, toOrder, toReceivable } from '../../../adapters/erp/odoo/mapping.ts'
import { invertRate } from '../../../adapters/erp/odoo/rate.ts'

const around: Surroundings = {
  debtors: new Map(),
  states: new Map([[95, 'SP']]),
  companies: { 1: 'main' },
  documentFields: ['vat', 'cnpj_cpf'],
}

const partner = {
  id: 14,
  name: 'Mercado Ypê Ltda',
  active: true,
  write_date: '2026-11-21 13:00:00',
  vat: 'BR11222333000181',
  cnpj_cpf: false,
  email: 'a@ype.example; b@ype.example',
  phone: false,
  city: 'Ijuí',
  state_id: [95, 'São Paulo (BR)'],
  credit_limit: 5000,
} as const

const line = {
  id: 7001,
  write_date: '2026-11-21 13:00:00',
  partner_id: [14, 'Mercado Ypê Ltda'],
  company_id: [1, 'Matriz'],
  company_currency_id: [6, 'BRL'],
  move_type: 'out_invoice',
  parent_state: 'posted',
  move_name: 'FAT/2026/00012',
  date: '2026-11-01',
  invoice_date: '2026-10-31',
  date_maturity: '2026-12-01',
  balance: 1250.1,
  amount_residual: 830,
} as const

const order = {
  id: 501,
  write_date: '2026-11-21 13:00:00',
  partner_invoice_id: [14, 'Mercado Ypê Ltda'],
  company_id: [1, 'Matriz'],
  currency_id: [6, 'BRL'],
  amount_total: 990,
  amount_invoiced: 90.5,
  currency_rate: 1,
  state: 'sale',
  invoice_status: 'to invoice',
} as const

describe('a partner', () => {
  it('becomes a customer, with a tax number in the European way', () => {
    expect(toCustomer({ ...partner }, around)).toEqual({
      externalId: '14',
      name: 'Mercado Ypê Ltda',
      document: '11222333000181',
      limit: { mode: 'amount', amount: '5000.00' },
      email: 'a@ype.example',
      phone: undefined,
      whatsapp: undefined,
      state: 'SP',
      city: 'Ijuí',
      active: true,
      updatedAt: '2026-11-21T13:00:00Z',
    })
  })

  it('takes the first field that holds a document', () => {
    expect(toCustomer({ ...partner, vat: 'isento', cnpj_cpf: '111.444.777-35' }, around).document).toBe('11144477735')
  })

  it.each([0, -1])('has no limit of its own where Odoo looks at none (%d)', (credit_limit) => {
    expect(toCustomer({ ...partner, credit_limit }, around).limit).toBeUndefined()
  })

  it('without a name is a bad record', () => {
    expect(() => toCustomer({ ...partner, name: false }, around)).toThrow('is empty')
  })
})

describe('a line of a receivable account', () => {
  it('becomes an instalment', () => {
    expect(toReceivable({ ...line }, around)).toEqual({
      externalId: '7001',
      customer: { externalId: '14' },
      kind: 'invoice',
      number: 'FAT/2026/00012',
      issuedOn: '2026-10-31',
      dueOn: '2026-12-01',
      amount: '1250.10',
      openAmount: '830.00',
      status: 'open',
      company: 'main',
      updatedAt: '2026-11-21T13:00:00Z',
    })
  })

  it.each([
    ['an opening balance', { move_type: 'entry' }, { kind: 'invoice', openAmount: '830.00' }],
    [
      'a payment on account',
      { move_type: 'entry', balance: -100, amount_residual: -40 },
      { kind: 'advance', openAmount: '40.00' },
    ],
    [
      'a credit note',
      { move_type: 'out_refund', balance: -100, amount_residual: -100 },
      { kind: 'credit_note', status: 'open' },
    ],
    ['a draft', { parent_state: 'draft', move_name: '/' }, { kind: 'draft', status: 'open' }],
    [
      'a credit note that is a draft',
      { move_type: 'out_refund', parent_state: 'draft', balance: -9, amount_residual: -9 },
      { status: 'cancelled', openAmount: '0.00' },
    ],
    ['a cancelled invoice', { parent_state: 'cancel' }, { status: 'cancelled', openAmount: '0.00' }],
    ['what was paid', { amount_residual: 0 }, { status: 'paid', openAmount: '0.00' }],
    ['what is in litigation', { blocked: true }, { status: 'disputed', openAmount: '830.00' }],
    ['what is not to be followed up', { no_followup: true }, { status: 'disputed' }],
    ['no due day', { date_maturity: false }, { dueOn: '2026-10-31' }],
    ['no day of invoice', { invoice_date: false }, { issuedOn: '2026-11-01' }],
  ])('tells %s', (_what, fields, expected) => {
    expect(toReceivable({ ...line, ...fields }, around)).toMatchObject(expected)
  })

  it.each([
    ['parent_state', { parent_state: 'approved' }],
    ['company_currency_id', { company_currency_id: [1, 'USD'] }],
    ['company_id', { company_id: [2, 'Outra'] }],
    ['partner_id', { partner_id: false }],
    ['date', { invoice_date: '2026-02-30' }],
    ['balance', { balance: null }],
  ])('with another %s is a bad record', (path, fields) => {
    expect(() => toReceivable({ ...line, ...fields }, around)).toThrow(
      expect.objectContaining({ remedy: 'bad_record', path }),
    )
  })
})

describe('an order', () => {
  it.each([
    ['sold', {}, { status: 'confirmed', amount: '990.00', invoicedAmount: '90.50' }],
    ['sold and locked, to Odoo 16', { state: 'done' }, { status: 'confirmed' }],
    ['invoiced', { invoice_status: 'invoiced' }, { status: 'closed' }],
    ['not delivered yet, where delivery is invoiced', { invoice_status: 'no' }, { status: 'confirmed' }],
    ['credited more than invoiced', { amount_invoiced: -12 }, { invoicedAmount: '0.00' }],
    ['of returned goods', { amount_total: -12 }, { amount: '0.00' }],
    ['cancelled', { state: 'cancel' }, { status: 'cancelled' }],
    ['in dollars', { currency_id: [1, 'USD'], currency_rate: 1 / 5.4321 }, { currency: 'USD', rate: '5.4321' }],
  ])('tells that it is %s', (_what, fields, expected) => {
    expect(toOrder({ ...order, ...fields }, around)).toMatchObject(expected)
  })

  it('that is a quotation is none, and none any more where somebody asks', () => {
    for (const state of ['draft', 'sent']) {
      expect(toOrder({ ...order, state }, around)).toBeNull()
      expect(toOrder({ ...order, state }, around, true)).toMatchObject({ status: 'cancelled' })
    }
  })

  it('in a state that nobody knows is a bad record', () => {
    expect(() => toOrder({ ...order, state: 'waiting' }, around)).toThrow('is not known: waiting')
  })
})

describe('a rate', () => {
  it.each([
    [1 / 5.4321, '5.4321'],
    [0.2, '5'],
    [1, '1'],
    [17.5, '0.057142857143'],
  ])('%d units for one BRL is %s', (units, expected) => {
    expect(invertRate(units, 'currency_rate')).toBe(expected)
  })

  it.each([0, -1, null, 'x', Number.NaN, 1e12])('%s is none', (units) => {
    expect(() => invertRate(units, 'currency_rate')).toThrow('is no exchange rate')
  })
})
