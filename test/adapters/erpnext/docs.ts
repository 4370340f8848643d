import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import type { Value } from './frappe.ts'

/** What a Fiado record looks like as a document of ERPNext. */
type Fields = Record<string, Value>

export const COMPANY = 'Distribuidora Exemplo Ltda'

export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Company: ['name', 'modified', 'default_currency', 'credit_limit'],
  Customer: [
    ...['name', 'modified', 'customer_name', 'customer_group', 'tax_id', 'disabled', 'is_frozen', 'email_id'],
    ...['mobile_no', 'customer_primary_address'],
  ],
  'Customer Credit Limit': [
    ...['name', 'modified', 'parent', 'parenttype', 'idx', 'company', 'credit_limit', 'bypass_credit_limit_check'],
  ],
  Address: ['name', 'modified', 'city', 'state', 'country'],
  'Sales Invoice': [
    ...['name', 'modified', 'docstatus', 'status', 'is_return', 'customer', 'company', 'posting_date', 'due_date'],
    ...['currency', 'party_account_currency', 'conversion_rate', 'outstanding_amount', 'grand_total', 'rounded_total'],
    ...['base_grand_total', 'base_rounded_total'],
  ],
  'Payment Schedule': [
    ...['name', 'modified', 'parent', 'parenttype', 'idx', 'due_date', 'payment_amount', 'base_payment_amount'],
    ...['outstanding', 'paid_amount', 'mode_of_payment'],
  ],
  'Payment Entry': [
    ...['name', 'modified', 'docstatus', 'payment_type', 'party_type', 'party', 'company', 'posting_date'],
    ...['reference_date', 'paid_amount', 'unallocated_amount', 'paid_from_account_currency', 'source_exchange_rate'],
  ],
  'Sales Order': [
    ...['name', 'modified', 'docstatus', 'status', 'customer', 'company', 'per_billed', 'base_grand_total'],
    ...['base_rounded_total'],
  ],
}

export const customerDoc = (record: CustomerRecord): Fields => ({
  customer_name: record.name,
  customer_group: 'Comercial',
  tax_id: record.document ?? null,
  disabled: record.active === false ? 1 : 0,
  is_frozen: 0,
  email_id: record.email ?? null,
  mobile_no: record.phone ?? null,
  customer_primary_address: `${record.externalId}-Faturamento`,
})

export const limitOf = (record: CustomerRecord): number =>
  record.limit?.mode === 'amount' ? Number(record.limit.amount) : 0

export function invoiceDoc(record: ReceivableRecord): Fields {
  const sign = record.kind === 'credit_note' ? -1 : 1
  const total = sign * Number(record.amount)
  const rate = Number(record.rate ?? 1)
  const currency = record.currency ?? 'BRL'
  const isCancelled = record.status === 'cancelled'
  return {
    docstatus: isCancelled ? 2 : record.kind === 'draft' ? 0 : 1,
    status: isCancelled ? 'Cancelled' : statusOf(record),
    is_return: record.kind === 'credit_note' ? 1 : 0,
    customer: record.customer.externalId,
    company: COMPANY,
    posting_date: record.issuedOn,
    due_date: record.dueOn,
    currency,
    party_account_currency: currency,
    conversion_rate: rate,
    outstanding_amount: sign * Number(record.openAmount),
    grand_total: total,
    rounded_total: 0,
    base_grand_total: Number((total * rate).toFixed(2)),
    base_rounded_total: 0,
  }
}

function statusOf({ kind, openAmount, amount }: ReceivableRecord): string {
  if (kind === 'draft') return 'Draft'
  if (kind === 'credit_note') return 'Return'
  if (Number(openAmount) === 0) return 'Paid'
  return openAmount === amount ? 'Unpaid' : 'Partly Paid'
}

/** What is open stands in the invoice alone: payments that name no term do not touch the schedule. */
export const scheduleDoc = (record: ReceivableRecord): Fields => ({
  parenttype: 'Sales Invoice',
  idx: 1,
  due_date: record.dueOn,
  payment_amount: Number(record.amount),
  base_payment_amount: Number(record.amount),
  outstanding: Number(record.amount),
  paid_amount: 0,
  mode_of_payment: record.paymentMethod ?? null,
})

export const paymentDoc = (record: ReceivableRecord): Fields => ({
  docstatus: record.status === 'cancelled' ? 2 : 1,
  payment_type: 'Receive',
  party_type: 'Customer',
  party: record.customer.externalId,
  company: COMPANY,
  posting_date: record.issuedOn,
  reference_date: record.dueOn,
  paid_amount: Number(record.amount),
  unallocated_amount: Number(record.openAmount),
  paid_from_account_currency: record.currency ?? 'BRL',
  source_exchange_rate: Number(record.rate ?? 1),
})

export const orderDoc = (record: OrderRecord): Fields => ({
  docstatus: record.status === 'cancelled' ? 2 : 1,
  status: { confirmed: 'To Deliver and Bill', closed: 'Completed', cancelled: 'Cancelled' }[record.status],
  customer: record.customer.externalId,
  company: COMPANY,
  per_billed: (100 * Number(record.invoicedAmount ?? 0)) / Number(record.amount),
  base_grand_total: Number(record.amount),
  base_rounded_total: 0,
})
