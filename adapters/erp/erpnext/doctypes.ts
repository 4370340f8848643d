import type { Stream } from '../../../src/sync/contract.ts'
import type { Filter } from './api.ts'
import type { Listing } from './listing.ts'
import type { Settings } from './settings.ts'

/** A doctype that records are made of. */
export interface Source extends Listing {
  /** In addition to `filters`: what counts now. */
  readonly open: readonly Filter[]
  readonly hasCompany: boolean
}

const customersOf = ({ documentFields }: Settings): Source => ({
  doctype: 'Customer',
  fields: [
    ...['name', 'modified', 'customer_name', 'customer_group', 'disabled', 'is_frozen'],
    ...['email_id', 'mobile_no', 'customer_primary_address'],
    ...documentFields,
  ],
  filters: [],
  open: [],
  hasCompany: false,
})

const salesInvoices: Source = {
  doctype: 'Sales Invoice',
  fields: [
    ...['name', 'modified', 'docstatus', 'status', 'is_return', 'customer', 'company', 'posting_date', 'due_date'],
    ...['currency', 'party_account_currency', 'conversion_rate', 'outstanding_amount'],
    ...['grand_total', 'rounded_total', 'base_grand_total', 'base_rounded_total'],
  ],
  filters: [],
  open: [
    ['docstatus', '<', 2],
    ['outstanding_amount', '!=', 0],
  ],
  hasCompany: true,
}

/** Money that customers paid and that no invoice is settled with yet. */
const paymentEntries: Source = {
  doctype: 'Payment Entry',
  fields: [
    ...['name', 'modified', 'docstatus', 'party', 'company', 'posting_date', 'reference_date'],
    ...['paid_amount', 'unallocated_amount', 'paid_from_account_currency', 'source_exchange_rate'],
  ],
  filters: [
    ['payment_type', '=', 'Receive'],
    ['party_type', '=', 'Customer'],
    ['docstatus', '>', 0],
  ],
  open: [
    ['docstatus', '=', 1],
    ['unallocated_amount', '>', 0],
  ],
  hasCompany: true,
}

const salesOrders: Source = {
  doctype: 'Sales Order',
  fields: [
    ...['name', 'modified', 'docstatus', 'status', 'customer', 'company', 'per_billed'],
    ...['base_grand_total', 'base_rounded_total'],
  ],
  filters: [],
  open: [
    ['docstatus', '=', 1],
    ['status', 'not in', ['Closed', 'Completed']],
  ],
  hasCompany: true,
}

export const sourcesOf = (stream: Stream, settings: Settings): readonly Source[] => {
  if (stream === 'receivables') return [salesInvoices, paymentEntries]
  return stream === 'orders' ? [salesOrders] : [customersOf(settings)]
}

export const companyFilters = ({ hasCompany }: Source, { companies }: Settings): readonly Filter[] =>
  hasCompany && companies ? [['company', 'in', Object.keys(companies)]] : []
