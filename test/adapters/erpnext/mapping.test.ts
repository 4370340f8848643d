import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { erpnext } from '../../../adapters/erp/erpnext/index.ts'
import { type Surroundings, toCustomer, toOrder } from '../../../adapters/erp/erpnext/mapping.ts'
import { titlesOf, toAdvance, toReceivable } from '../../../adapters/erp/erpnext/receivables.ts'
import type { ReceivableRecord } from '../../../src/sync/contract.ts'
import { createTestLink, createVendorClock } from '../../conformance/link.ts'
import { type FakeErpnext, startErpnext, WEBHOOK_SECRET } from './fake.ts'

const around: Surroundings = {
  zone: 'America/Sao_Paulo',
  companyOf: () => 'main',
  documentFields: ['tax_id'],
  limitsOf: () => ({}),
  addresses: new Map([['Ypê-Faturamento', { city: 'Ijuí', state: 'RS' }]]),
}

const invoice = {
  ...{
    name: 'ACC-SINV-2026-00012',
    modified: '2026-11-21 10:00:00.123456',
    docstatus: 1,
    status: 'Unpaid',
    is_return: 0,
  },
  ...{ customer: 'CUST-1', company: 'Matriz', posting_date: '2026-11-01', due_date: '2027-01-30', currency: 'BRL' },
  ...{ party_account_currency: 'BRL', conversion_rate: 1, outstanding_amount: 300, grand_total: 299.97 },
  ...{ rounded_total: 300, base_grand_total: 299.97, base_rounded_total: 300 },
}
const schedule = ['2026-12-01', '2026-12-31', '2027-01-30'].map((due_date, index) => ({
  ...{ name: `row-${index}`, idx: index + 1, due_date, payment_amount: 100, base_payment_amount: 100, paid_amount: 0 },
  ...{ mode_of_payment: 'Boleto' },
}))

const mapped = (fields: object, rows: readonly object[] = schedule): (ReceivableRecord | null)[] =>
  titlesOf({ ...invoice, ...fields }, rows as never).map((title) => toReceivable(title, around))
const open = (fields: object, rows?: readonly object[]): (string | undefined)[] =>
  mapped(fields, rows).map((record) => record?.openAmount)
const paidByTerm = (...amounts: number[]) =>
  schedule.map((row, index) => ({ ...row, paid_amount: amounts[index] ?? 0 }))

describe('an invoice', () => {
  it('becomes its instalments', () => {
    expect(mapped({})[1]).toEqual({
      externalId: 'ACC-SINV-2026-00012:2',
      customer: { externalId: 'CUST-1' },
      kind: 'invoice',
      number: 'ACC-SINV-2026-00012',
      installment: '2',
      issuedOn: '2026-11-01',
      dueOn: '2026-12-31',
      amount: '100.00',
      openAmount: '100.00',
      status: 'open',
      paymentMethod: 'Boleto',
      company: 'main',
      updatedAt: '2026-11-21T13:00:00.123456Z',
    })
  })

  it.each([
    ['nothing was paid', 300, [], ['100.00', '100.00', '100.00']],
    ['the oldest is settled first', 160, [], ['0.00', '60.00', '100.00']],
    ['a term that a payment named is settled first of all', 200, [0, 0, 100], ['100.00', '100.00', '0.00']],
    ['payments with and without a term', 150, [0, 0, 100], ['50.00', '100.00', '0.00']],
    ['more is outstanding than the schedule knows of', 300.03, [], ['100.00', '100.00', '100.03']],
    ['all is paid', 0, [100, 100, 100], ['0.00', '0.00', '0.00']],
  ])('splits what is open: %s', (_what, outstanding_amount, terms, expected) => {
    expect(open({ outstanding_amount }, paidByTerm(...terms))).toEqual(expected)
  })

  it('settles by due day, whatever the order of the rows', () => {
    expect(open({ outstanding_amount: 200 }, [...schedule].reverse())).toEqual(['100.00', '100.00', '0.00'])
  })

  it('that was paid too much gives the rest back as a credit', () => {
    expect(mapped({ outstanding_amount: -25.5, status: 'Credit Note Issued' })).toMatchObject([
      { openAmount: '0.00', status: 'paid' },
      { openAmount: '0.00' },
      { openAmount: '0.00' },
      { externalId: 'ACC-SINV-2026-00012:credit', kind: 'credit_note', amount: '25.50', openAmount: '25.50' },
    ])
  })

  it('without a schedule is due on its own day, for its rounded total', () => {
    expect(mapped({}, [])).toMatchObject([
      { externalId: 'ACC-SINV-2026-00012:1', dueOn: '2027-01-30', amount: '300.00' },
    ])
    expect(mapped({ base_rounded_total: 0 }, [])[0]?.amount).toBe('299.97')
  })

  it('in dollars on an account in BRL stands in BRL, and its terms are converted', () => {
    const fields = { currency: 'USD', conversion_rate: 5, outstanding_amount: 1000, base_rounded_total: 1500 }
    const rows = paidByTerm(100).map((row) => ({ ...row, base_payment_amount: 500 }))
    expect(open(fields, rows)).toEqual(['0.00', '500.00', '500.00'])
    expect(mapped(fields, rows)[0]).not.toHaveProperty('currency')
  })

  it('on an account in dollars stands in dollars', () => {
    const fields = { currency: 'USD', party_account_currency: 'USD', conversion_rate: 5.4321 }
    expect(mapped(fields)[0]).toMatchObject({ amount: '100.00', currency: 'USD', rate: '5.4321' })
  })

  it.each([
    ['a draft', { docstatus: 0, status: 'Draft' }, { kind: 'draft', status: 'open' }],
    ['cancelled', { docstatus: 2, status: 'Cancelled' }, { kind: 'invoice', status: 'cancelled', openAmount: '0.00' }],
    ['discounted at the bank', { status: 'Overdue and Discounted' }, { status: 'open' }],
  ])('tells that it is %s', (_what, fields, expected) => {
    expect(mapped(fields)[0]).toMatchObject(expected)
  })

  it('that returns goods is a credit note', () => {
    const fields = { is_return: 1, status: 'Return', outstanding_amount: -120, base_rounded_total: -300 }
    expect(mapped(fields)).toMatchObject([
      { kind: 'credit_note', amount: '300.00', openAmount: '120.00', status: 'open' },
    ])
    expect(mapped({ ...fields, docstatus: 0, status: 'Draft' })).toEqual([null])
  })

  it.each([
    ['status', { status: 'Half Paid' }],
    ['posting_date', { posting_date: '2026-02-30' }],
    ['outstanding_amount', { outstanding_amount: 1e15 }],
    ['is_return', { is_return: 'x' }],
  ])('with another %s is a bad record', (path, fields) => {
    expect(() => mapped(fields)).toThrow(expect.objectContaining({ remedy: 'bad_record', path }))
  })
})

describe('a payment', () => {
  const payment = {
    ...{ name: 'ACC-PAY-1', modified: '2026-11-21 10:00:00.000000', docstatus: 1, party: 'CUST-1', company: 'Matriz' },
    ...{ posting_date: '2026-11-20', reference_date: '2026-11-25', paid_amount: 500, unallocated_amount: 120.5 },
    ...{ paid_from_account_currency: 'BRL', source_exchange_rate: 1 },
  }

  it.each([
    ['not yet used', {}, { status: 'open', openAmount: '120.50', dueOn: '2026-11-25', kind: 'advance' }],
    ['used up', { unallocated_amount: 0 }, { status: 'paid', openAmount: '0.00' }],
    ['cancelled', { docstatus: 2 }, { status: 'cancelled', openAmount: '0.00' }],
    ['without a day of reference', { reference_date: null }, { dueOn: '2026-11-20' }],
    ['in dollars', { paid_from_account_currency: 'USD', source_exchange_rate: 5.1 }, { currency: 'USD', rate: '5.1' }],
  ])('tells that it is %s', (_what, fields, expected) => {
    expect(toAdvance({ ...payment, ...fields }, around)).toMatchObject(expected)
  })
})

describe('an order', () => {
  const order = {
    ...{ name: 'SAL-ORD-1', modified: '2026-11-21 10:00:00.000000', docstatus: 1, status: 'To Deliver and Bill' },
    ...{ customer: 'CUST-1', company: 'Matriz', per_billed: 0, base_grand_total: 999.9, base_rounded_total: 1000 },
  }

  it.each([
    ['sold', {}, { status: 'confirmed', amount: '1000.00', invoicedAmount: '0.00' }],
    ['billed by a third', { per_billed: 33.333333 }, { invoicedAmount: '333.33' }],
    ['billed beyond what it was', { per_billed: 120 }, { invoicedAmount: '1000.00' }],
    [
      'to be delivered, all billed',
      { status: 'To Deliver', per_billed: 100 },
      { status: 'confirmed', invoicedAmount: '1000.00' },
    ],
    ['on hold', { status: 'On Hold' }, { status: 'confirmed' }],
    ['closed by hand', { status: 'Closed' }, { status: 'closed' }],
    ['completed', { status: 'Completed' }, { status: 'closed' }],
    ['cancelled', { docstatus: 2, status: 'Cancelled' }, { status: 'cancelled' }],
  ])('tells that it is %s', (_what, fields, expected) => {
    expect(toOrder({ ...order, ...fields }, around)).toMatchObject(expected)
  })

  it('that is a draft is none, and none any more where somebody asks', () => {
    expect(toOrder({ ...order, docstatus: 0, status: 'Draft' }, around)).toBeNull()
    expect(toOrder({ ...order, docstatus: 0, status: 'Draft' }, around, true)).toMatchObject({ status: 'cancelled' })
  })
})

describe('a customer', () => {
  it('has the address and the document that are said elsewhere', () => {
    const row = {
      ...{
        name: 'CUST-1',
        modified: '2026-11-21 10:00:00.000000',
        customer_name: 'Mercado Ypê',
        customer_group: 'Comercial',
      },
      ...{
        disabled: 1,
        is_frozen: 1,
        email_id: 'a@ype.example',
        mobile_no: '11 99999-0000',
        tax_id: '11.222.333/0001-81',
      },
      customer_primary_address: 'Ypê-Faturamento',
    } as const
    expect(toCustomer(row, around)).toMatchObject({
      ...{ name: 'Mercado Ypê', document: '11222333000181', city: 'Ijuí', state: 'RS', active: false },
      ...{ phone: '11 99999-0000', whatsapp: '11 99999-0000' },
    })
    expect(toCustomer(row, around)).not.toHaveProperty('status')
  })
})

describe('the site', () => {
  const fakes: FakeErpnext[] = []
  afterEach(async () => {
    for (const fake of fakes.splice(0)) await fake.close()
  })
  const connect = async (more: Record<string, unknown>) => {
    const clock = createVendorClock()
    const fake = await startErpnext(clock)
    fakes.push(fake)
    fake.seed({ customers: [{ externalId: 'A/B & C', name: 'A/B & C' }], receivables: [], orders: [] })
    return erpnext.open(erpnext.settings.parse({ ...fake.settings, ...more }), createTestLink(clock))
  }
  const signal = new AbortController().signal

  it('tells the kind of an error, and no words of it', async () => {
    const session = await connect({ documentFields: ['cnpj'] })
    const pulled = session.pull('customers', null, signal)[Symbol.asyncIterator]().next()
    await expect(pulled).rejects.toMatchObject({ remedy: 'settings', message: 'ERPNext answered DataError' })
  })

  it('is told where a company of the settings does not exist', async () => {
    const session = await connect({ companies: { Outra: 'main' } })
    await expect(session.check(signal)).rejects.toMatchObject({ remedy: 'settings' })
  })

  it('freezes a customer whose name has a slash', async () => {
    const port = (await connect({})).creditStatus
    await port?.write('A/B & C', { is_frozen: 1 }, signal)
    expect(await port?.read('A/B & C', signal)).toEqual({ is_frozen: 1 })
  })
})

describe('a webhook', () => {
  const clock = createVendorClock()
  const settingsOf = async () => {
    const fake = await startErpnext(clock)
    await fake.close()
    return erpnext.settings.parse(fake.settings)
  }
  /** As Python's `json.dumps` writes it, which JavaScript does not. */
  const body =
    '{"doctype": "Sales Invoice", "name": "ACC-SINV-2026-00012", "customer_name": "Padaria S\\u00e3o Jo\\u00e3o"}'
  const sign = (text: string): string => createHmac('sha256', WEBHOOK_SECRET).update(text).digest('base64')
  const received = async (text: string, signature: string | undefined) =>
    erpnext.receive?.(await settingsOf(), {
      headers: { 'x-frappe-webhook-signature': signature },
      rawBody: Buffer.from(text),
    })

  it.each([
    ['Customer', 'CUST-1', 'customers', 'CUST-1'],
    ['Sales Invoice', 'SINV-1', 'receivables', 'SINV-1:1'],
    ['Payment Entry', 'PAY-1', 'receivables', 'PAY-1:advance'],
    ['Sales Order', 'SO-1', 'orders', 'SO-1'],
  ])('on %s says what to fetch', async (doctype, name, stream, externalId) => {
    const text = JSON.stringify({ doctype, name })
    expect(await received(text, sign(text))).toEqual({
      kind: 'changed',
      deliveryId: null,
      records: [{ stream, externalId }],
    })
  })

  it('is verified over the bytes that came', async () => {
    expect(await received(body, sign(body))).toMatchObject({ kind: 'changed' })
    expect(await received(body, sign(JSON.stringify(JSON.parse(body))))).toMatchObject({ kind: 'refused' })
    expect(await received(body.replace('00012', '00013'), sign(body))).toMatchObject({ kind: 'refused' })
    expect(await received(body, undefined)).toMatchObject({ kind: 'refused' })
  })

  it('on something else is nothing', async () => {
    const text = '{"doctype": "Lead", "name": "L-1"}'
    expect(await received(text, sign(text))).toEqual({ kind: 'nothing' })
  })

  it('is refused where no secret was set', async () => {
    const { webhookSecret: _, ...settings } = (await settingsOf()) as Record<string, unknown>
    const delivery = { headers: { 'x-frappe-webhook-signature': sign(body) }, rawBody: Buffer.from(body) }
    expect(erpnext.receive?.(erpnext.settings.parse(settings), delivery)).toMatchObject({ kind: 'refused' })
  })
})
