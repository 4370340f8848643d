import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import type { Orm } from './orm.ts'

/** What a Fiado record looks like in Odoo's tables. */
type Fields = Record<string, string | number | boolean | readonly [number, string] | null>

export const STATES: Readonly<Record<string, readonly [number, string]>> = {
  SP: [95, 'São Paulo (BR)'],
  RS: [90, 'Rio Grande do Sul (BR)'],
  BA: [76, 'Bahia (BR)'],
}
const BRL = [6, 'BRL'] as const
const USD = [1, 'USD'] as const
const COMPANIES: Readonly<Record<string, readonly [number, string]>> = {
  main: [1, 'Distribuidora Exemplo Ltda'],
  'filial-rs': [3, 'Distribuidora Exemplo Filial RS'],
}

export function partnerRow(record: CustomerRecord, isOld: boolean): Fields {
  const limit = record.limit?.mode === 'amount' ? Number(record.limit.amount) : 0
  return {
    name: record.name,
    active: record.active ?? true,
    vat: masked(record.document),
    is_company: true,
    parent_id: null,
    customer_rank: 1,
    supplier_rank: 0,
    company_id: null,
    email: record.email ?? null,
    phone: record.phone ?? null,
    city: record.city ?? null,
    state_id: record.state ? (STATES[record.state] ?? null) : null,
    credit_limit: limit,
    ...(isOld
      ? { mobile: record.whatsapp ?? null, sale_warn: 'no-message', sale_warn_msg: null }
      : { fiado_block: false }),
  }
}

function masked(document: string | null | undefined): string | null {
  if (document?.length === 14) return document.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5')
  return document ? document.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4') : null
}

export function lineRow(record: ReceivableRecord, orm: Orm): Fields {
  const isCredit = record.kind === 'credit_note' || record.kind === 'advance'
  const sign = isCredit ? -1 : 1
  const states: Record<string, string> = { cancelled: 'cancel' }
  return {
    account_type: 'asset_receivable',
    partner_id: partnerOf(orm, record.customer.externalId),
    company_id: COMPANIES[record.company ?? 'main'] ?? null,
    company_currency_id: BRL,
    move_type: { invoice: 'out_invoice', draft: 'out_invoice', credit_note: 'out_refund', advance: 'entry' }[
      record.kind
    ],
    parent_state: record.kind === 'draft' ? 'draft' : (states[record.status] ?? 'posted'),
    move_name: record.number ?? null,
    date: record.issuedOn,
    invoice_date: record.kind === 'advance' ? null : record.issuedOn,
    date_maturity: record.dueOn,
    balance: sign * Number(record.amount),
    amount_residual: sign * Number(record.openAmount),
    blocked: record.status === 'disputed',
  }
}

export function orderRow(record: OrderRecord, orm: Orm): Fields {
  return {
    partner_invoice_id: partnerOf(orm, record.customer.externalId),
    company_id: COMPANIES[record.company ?? 'main'] ?? null,
    currency_id: record.currency === 'USD' ? USD : BRL,
    currency_rate: record.rate ? 1 / Number(record.rate) : 1,
    amount_total: Number(record.amount),
    amount_invoiced: Number(record.invoicedAmount ?? 0),
    state: record.status === 'cancelled' ? 'cancel' : 'sale',
    invoice_status: record.status === 'closed' ? 'invoiced' : 'to invoice',
  }
}

const partnerOf = (orm: Orm, id: string): readonly [number, string] => {
  const partner = orm.table('res.partner').find((row) => row.id === Number(id))
  return [Number(id), String(partner?.['name'] ?? 'Cliente')]
}

export const PARTNER_FIELDS = [
  ...['id', 'name', 'active', 'vat', 'is_company', 'parent_id', 'customer_rank', 'supplier_rank', 'company_id'],
  ...['email', 'phone', 'city', 'state_id', 'credit_limit', 'commercial_partner_id', 'write_date'],
]
export const LINE_FIELDS = [
  ...[
    'id',
    'account_type',
    'partner_id',
    'company_id',
    'company_currency_id',
    'move_type',
    'parent_state',
    'move_name',
  ],
  ...['date', 'invoice_date', 'date_maturity', 'balance', 'amount_residual', 'write_date'],
]
export const ORDER_FIELDS = [
  ...['id', 'partner_invoice_id', 'company_id', 'currency_id', 'currency_rate', 'amount_total', 'amount_invoiced'],
  ...['state', 'invoice_status', 'write_date'],
]
export const COMPANY_ROWS = Object.values(COMPANIES)
