import type { Stream } from '../../../src/sync/contract.ts'
import type { Domain } from './listing.ts'
import type { Settings } from './settings.ts'

/** Where a stream stands in Odoo. */
export interface Source {
  readonly model: string
  /** Without these no record can be made. */
  readonly needed: readonly string[]
  /** By version, module or right of the user, these may be missing. */
  readonly optional: readonly string[]
  readonly domain: Domain
  /** In addition to `domain`: what counts now. */
  readonly open: Domain
  /** Records of no company belong to all. */
  readonly hasShared: boolean
}

/**
 * `customer_rank` grows by SQL when an invoice is posted, without `write_date` (`_increase_rank` in account/models/partner.py,
 * seen 2026-11-22). So everybody is taken who is not a supplier only, and the nightly listing finds the suppliers who
 * have begun to buy.
 */
const COMMERCIAL: Domain = ['|', ['is_company', '=', true], ['parent_id', '=', false]]
const NOT_ONLY_SUPPLIER: Domain = ['|', ['customer_rank', '>', 0], ['supplier_rank', '=', 0]]

export const sourceOf = (stream: Stream, settings: Settings): Source => {
  if (stream === 'receivables') return receivables
  return stream === 'orders' ? orders : customersOf(settings)
}

const customersOf = ({ documentFields, blockField }: Settings): Source => ({
  model: 'res.partner',
  needed: ['name', 'active', 'write_date'],
  optional: [
    ...documentFields,
    ...['email', 'phone', 'mobile', 'city', 'state_id', 'credit_limit'],
    ...blockFieldsOf(blockField),
  ],
  domain: [...COMMERCIAL, ...NOT_ONLY_SUPPLIER],
  open: [],
  hasShared: true,
})

/** The message belongs to the warning: without it Odoo shows an empty one. */
export const blockFieldsOf = (blockField: string): readonly string[] =>
  blockField === 'sale_warn' ? ['sale_warn', 'sale_warn_msg'] : [blockField]

/** One line for each instalment, whatever document it stands in: opening balances and payments on account too. */
const receivables: Source = {
  model: 'account.move.line',
  needed: [
    ...['write_date', 'partner_id', 'company_id', 'company_currency_id', 'move_type', 'parent_state', 'move_name'],
    ...['date', 'date_maturity', 'balance', 'amount_residual'],
  ],
  optional: ['invoice_date', 'blocked', 'no_followup'],
  domain: [
    ['account_type', '=', 'asset_receivable'],
    ['partner_id', '!=', false],
  ],
  open: [
    ['parent_state', '!=', 'cancel'],
    ['amount_residual', '!=', 0],
  ],
  hasShared: false,
}

const orders: Source = {
  model: 'sale.order',
  needed: ['write_date', 'partner_invoice_id', 'company_id', 'currency_id', 'amount_total', 'state', 'invoice_status'],
  optional: ['amount_invoiced', 'currency_rate'],
  domain: [],
  open: [
    ['state', 'not in', ['draft', 'sent', 'cancel']],
    ['invoice_status', '!=', 'invoiced'],
  ],
  hasShared: false,
}

export const companyDomain = ({ hasShared }: Source, { companies }: Settings): Domain => {
  if (!companies) return []
  const ids = Object.keys(companies).map(Number)
  return [['company_id', 'in', hasShared ? [false, ...ids] : ids]]
}

/** Archived records are read too, and numbers that depend on the company are those of the first one named. */
export const contextOf = ({ companies }: Settings): Readonly<Record<string, unknown>> => ({
  active_test: false,
  ...(companies ? { allowed_company_ids: Object.keys(companies).map(Number) } : {}),
})
