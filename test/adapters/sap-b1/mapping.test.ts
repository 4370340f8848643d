import { describe, expect, it } from 'vitest'
import {
  type Applied,
  addCredit,
  addPayment,
  NOTHING_APPLIED,
  type Taken,
} from '../../../adapters/erp/sap-b1/applied.ts'
import { toBill } from '../../../adapters/erp/sap-b1/bills.ts'
import { markOf, toCustomer, toOrder } from '../../../adapters/erp/sap-b1/mapping.ts'
import { needsPayments, type TitleSet, titleRows, toReceivable } from '../../../adapters/erp/sap-b1/receivables.ts'
import { type BusinessPartner, billRow, businessPartnerRow, orderRow } from '../../../adapters/erp/sap-b1/rows.ts'
import { type Settings, settingsSchema } from '../../../adapters/erp/sap-b1/settings.ts'
import type { ReceivableRecord } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'

const TODAY = '2026-11-21'

const settingsWith = (changes: object = {}): Settings =>
  settingsSchema.parse({
    baseUrl: 'https://b1.example.com:50000',
    companyDb: 'SBO',
    userName: 'fiado',
    password: new Secret('x'),
    ...changes,
  })

const partner = (changes: object): BusinessPartner =>
  businessPartnerRow.parse({
    CardCode: 'C1',
    CardName: 'Padaria',
    CardType: 'cCustomer',
    CreditLimit: 100.1,
    Valid: 'tYES',
    Frozen: 'tNO',
    ...changes,
  })

const customer = (changes: object, settings = settingsWith()) => toCustomer(partner(changes), TODAY, settings)

describe('sap-b1 customers', () => {
  it('takes CNPJ or CPF of the partner itself before those of addresses, and FederalTaxID last', () => {
    const delivery = { Address: 'Entrega', TaxId0: '33.014.556/0001-96', TaxId4: null }
    const own = { Address: '', TaxId0: '11.222.333/0001-81', TaxId4: null }
    const person = { Address: null, TaxId0: '', TaxId4: '529.982.247-25' }
    const documents = [
      { BPFiscalTaxIDCollection: [delivery, own] },
      { BPFiscalTaxIDCollection: [delivery, { ...own, TaxId0: null }] },
      { BPFiscalTaxIDCollection: [person] },
      { BPFiscalTaxIDCollection: [], FederalTaxID: '11222333000181' },
      { FederalTaxID: '123' },
    ].map((changes) => customer(changes)?.document)
    expect(documents).toEqual(['11222333000181', '33014556000196', '52998224725', '11222333000181', undefined])
  })

  it('has no limit of its own at zero, or none at all where the settings say so', () => {
    expect(customer({ CreditLimit: 0 })?.limit).toBeNull()
    expect(customer({ CreditLimit: 0 }, settingsWith({ zeroCreditLimit: 'none' }))?.limit).toEqual({ mode: 'none' })
    expect(customer({ CreditLimit: 27540.600000000002 })?.limit).toEqual({ mode: 'amount', amount: '27540.60' })
    expect(() => customer({ CreditLimit: -1 })).toThrow('is negative')
  })

  it('is inactive outside its period of validity, and by nothing else', () => {
    const over = { ValidFrom: '2020-01-01T00:00:00Z', ValidTo: '2026-11-20T00:00:00Z' }
    const running = { ValidFrom: '2020-01-01T00:00:00Z', ValidTo: '2026-11-21T00:00:00Z' }
    const active = [
      {},
      running,
      over,
      { Valid: 'tNO' },
      { Valid: 'tNO', Frozen: 'tYES' },
      { ...over, Valid: 'tNO', Frozen: 'tYES' },
    ].map((changes) => customer(changes)?.active)
    expect(active).toEqual([true, true, false, true, true, false])
  })

  it('tells a lock as a status only where the write-back writes another field', () => {
    const locked = { Frozen: 'tYES', FrozenTo: '2026-11-21T00:00:00Z' }
    const byUserField = settingsWith({ blockField: 'U_FiadoHold' })
    expect(customer(locked)?.status).toBe('normal')
    expect(customer(locked, byUserField)?.status).toBe('stop')
    expect(customer({ ...locked, FrozenTo: '2026-11-20T00:00:00Z' }, byUserField)?.status).toBe('normal')
    expect(markOf(partner({ ...locked, U_FiadoHold: 'Y' }), 'U_FiadoHold')).toEqual({ U_FiadoHold: 'Y' })
  })

  it('leaves out leads and suppliers', () => {
    expect([customer({ CardType: 'cLid' }), customer({ CardType: 'cSupplier' })]).toEqual([null, null])
  })
})

const instalment = (id: number, dueOn: string, total: number, more: object = {}) => ({
  InstallmentId: id,
  DueDate: `${dueOn}T00:00:00Z`,
  Total: total,
  TotalFC: 0,
  ...more,
})

const invoice = (instalments: object[], changes: object = {}) => ({
  DocEntry: 17,
  DocNum: 4001,
  SequenceSerial: null,
  CardCode: 'C1',
  DocDate: '2026-09-01T00:00:00Z',
  DocDueDate: '2026-10-01T00:00:00Z',
  DocTotal: 300,
  DocumentStatus: 'bost_Open',
  CancelStatus: 'csNo',
  BPL_IDAssignedToInvoice: 3,
  DocumentInstallments: instalments,
  ...changes,
})

function titles(
  document: object,
  applied: Applied = NOTHING_APPLIED,
  settings = settingsWith(),
  set: TitleSet = 'Invoices',
) {
  return titleRows(set, [document]).map((row) => toReceivable(set, row, applied, settings))
}

const open = (records: (ReceivableRecord | null)[]) =>
  records.map((record) => [record?.externalId, record?.openAmount, record?.status])

const THREE = [instalment(1, '2026-10-01', 100), instalment(2, '2026-11-01', 100), instalment(3, '2026-12-01', 100)]

function appliedOf(payments: object[], credits: object[] = []): Applied {
  const sums = { payments: new Map<string, Taken>(), credits: new Map<string, bigint>() }
  for (const row of payments) addPayment(sums.payments, row)
  for (const row of credits) addCredit(sums.credits, row)
  return sums
}

const payment = (lines: object[], changes: object = {}) => ({
  DocEntry: 1,
  Cancelled: 'tNO',
  PaymentInvoices: lines,
  ...changes,
})
const line = (installmentId: number, amount: number, more: object = {}) => ({
  DocEntry: 17,
  InvoiceType: 'it_Invoice',
  InstallmentId: installmentId,
  SumApplied: amount,
  ...more,
})

describe('sap-b1 instalments', () => {
  it('takes off what payments name: by instalment, not cancelled, not against other documents', () => {
    const applied = appliedOf([
      payment([line(1, 100), line(2, 0.1), line(2, 0.2)]),
      payment([line(2, 50)], { Cancelled: 'tYES' }),
      payment([line(3, 50, { InvoiceType: 'it_DownPayment' }), line(3, 50, { DocEntry: 18 })]),
    ])
    expect(open(titles(invoice(THREE), applied))).toEqual([
      ['17:1', '0.00', 'paid'],
      ['17:2', '99.70', 'open'],
      ['17:3', '100.00', 'open'],
    ])
  })

  it('takes credit notes off the instalments in the order in which they fall due', () => {
    const note = { DocEntry: 9, DocTotal: 130, CancelStatus: 'csNo' }
    const copied = { BaseType: 13, BaseEntry: 17, GrossTotal: 120 }
    const shuffled = invoice([THREE[2], THREE[0], THREE[1]] as object[])
    // The note's total counts where it credits one invoice alone; with a line of its own only what was copied.
    const alone = appliedOf([payment([line(1, 40)])], [{ ...note, DocumentLines: [copied] }])
    expect(open(titles(shuffled, alone)).toSorted()).toEqual([
      ['17:1', '0.00', 'paid'],
      ['17:2', '30.00', 'open'],
      ['17:3', '100.00', 'open'],
    ])
    const mixed = appliedOf(
      [],
      [{ ...note, DocumentLines: [copied, { BaseType: -1, BaseEntry: null, GrossTotal: 10 }] }],
    )
    expect(mixed.credits).toEqual(
      new Map([
        ['17', 12_000n],
        ['cn:9', 12_000n],
      ]),
    )
    const cancelled = appliedOf([], [{ ...note, CancelStatus: 'csYes', DocumentLines: [copied] }])
    expect(cancelled.credits.size).toBe(0)
    const ownNote = invoice([instalment(1, '2026-10-01', 130)], { DocEntry: 9, DocTotal: 130 })
    expect(open(titles(ownNote, mixed, settingsWith(), 'CreditNotes'))).toEqual([['cn:9:1', '10.00', 'open']])
  })

  it('believes the instalment where it tells what was paid', () => {
    const told = [
      instalment(1, '2026-10-01', 100, { PaidToDate: 99.99 }),
      instalment(2, '2026-11-01', 200, { PaidToDate: 0 }),
    ]
    const document = invoice(told)
    expect(needsPayments(document)).toBe(false)
    expect(open(titles(document, appliedOf([payment([line(2, 50)])])))).toEqual([
      ['17:1', '0.01', 'open'],
      ['17:2', '200.00', 'open'],
    ])
    expect([needsPayments(invoice(THREE)), needsPayments(invoice(THREE, { DocumentStatus: 'bost_Close' }))]).toEqual([
      true,
      false,
    ])
  })

  it('converts what is open of another currency by the document and not by the payment', () => {
    const dollars = [instalment(1, '2026-10-01', 543.21, { TotalFC: 100 })]
    const applied = appliedOf([payment([line(1, 300, { AppliedFC: 50 })])])
    expect(open(titles(invoice(dollars), applied))).toEqual([['17:1', '271.60', 'open']])
  })

  it('is closed, cancelled or nothing at all as the document says', () => {
    const statuses = [
      { DocumentStatus: 'bost_Close' },
      { DocumentStatus: 'bost_Paid' },
      { CancelStatus: 'csYes', DocumentStatus: 'bost_Close' },
      { CancelStatus: 'csCancellation', DocumentStatus: 'bost_Close' },
    ].map((changes) => titles(invoice([instalment(1, '2026-10-01', 300)], changes))[0]?.status)
    expect(statuses).toEqual(['paid', 'paid', 'cancelled', undefined])
    for (const changes of [
      { DocumentStatus: 'bost_Delivered' },
      { CancelStatus: 'csMaybe' },
      { DocDate: '2026-02-29' },
    ])
      expect(() => titles(invoice(THREE, changes))).toThrow()
  })

  it('is one that is due at once where the document has none', () => {
    expect(titles(invoice([]))[0]).toMatchObject({ externalId: '17:1', dueOn: '2026-10-01', amount: '300.00' })
  })

  it('has the number of the nota fiscal, and the branch as company where the settings say so', () => {
    const [record] = titles(
      invoice(THREE, { SequenceSerial: 812 }),
      NOTHING_APPLIED,
      settingsWith({ company: 'branch' }),
    )
    expect(record).toMatchObject({ number: '812', installment: '1', company: '3', issuedOn: '2026-09-01' })
    expect(titles(invoice(THREE))[0]).not.toHaveProperty('company')
  })
})

describe('sap-b1 orders and bills of exchange', () => {
  const order = (changes: object, settings = settingsWith({ orderLines: true })) =>
    toOrder(orderRow.parse({ ...invoice([]), Confirmed: 'tYES', DocTotal: 115, ...changes }), settings)

  it('leaves out an order that nobody approved, unless it is closed or cancelled', () => {
    const statuses = [{}, { DocumentStatus: 'bost_Close' }, { CancelStatus: 'csYes' }].map(
      (changes) => order({ Confirmed: 'tNO', ...changes })?.status,
    )
    expect(statuses).toEqual([undefined, 'closed', 'cancelled'])
  })

  it('knows what was invoiced by the lines, in proportion', () => {
    const lines = [
      { LineTotal: 60, OpenAmount: 60 },
      { LineTotal: 40, OpenAmount: 10 },
    ]
    expect(order({ DocumentLines: lines })).toMatchObject({ amount: '115.00', invoicedAmount: '34.50' })
    expect(order({ DocumentLines: [{ LineTotal: 100, OpenAmount: 100 }] })).not.toHaveProperty('invoicedAmount')
  })

  it('owes a boleto until it is paid, and again when it bounced', () => {
    const row = {
      DocEntry: 5,
      DocNum: 70,
      CardCode: 'C1',
      DocDate: '2026-10-01T00:00:00Z',
      DueDate: '2026-10-01T00:00:00Z',
      Cancelled: 'tNO',
      BillOfExchangeAmount: 250.5,
      BillOfExchange: { BillOfExchangeNo: 912, BillOfExchangeDueDate: '2026-12-05T00:00:00Z' },
    }
    const bill = (status: string, changes: object = {}) =>
      toBill(billRow.parse({ ...row, BillofExchangeStatus: status, ...changes }), settingsWith())
    expect(bill('boes_Deposited')).toEqual({
      externalId: 'boe:5',
      customer: { externalId: 'C1' },
      kind: 'invoice',
      number: '912',
      issuedOn: '2026-10-01',
      dueOn: '2026-12-05',
      amount: '250.50',
      openAmount: '250.50',
      status: 'open',
      paymentMethod: 'boleto',
    })
    expect(bill('boes_Failed')).toMatchObject({ status: 'returned', openAmount: '250.50' })
    expect(bill('boes_Paid')).toMatchObject({ status: 'paid', openAmount: '0.00' })
    expect(bill('boes_Created', { Cancelled: 'tYES' })).toMatchObject({ status: 'cancelled', openAmount: '0.00' })
    expect(() => bill('boes_Lost')).toThrow('is not known')
  })
})
