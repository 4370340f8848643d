import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import { absoluteAmountOf, amountOf, documentOf, emailOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import type { Row } from './api.ts'
import { dayOfInstant, dayOfMidnight, instantOfSeconds, isAbsent } from './dates.ts'
import { customerSchema, type InvoiceRow, invoiceSchema, orderSchema } from './rows.ts'
import type { Settings } from './settings.ts'

export type MappingSettings = Pick<Settings, 'timeZone' | 'withoutLimit'>

const NONE = '0.00'
const isNegative = (amount: string): boolean => amount.startsWith('-')
const notNegative = (amount: string): string => (isNegative(amount) ? NONE : amount)
/** What was never validated has no number yet, only `(PROV105)`. */
const isProvisional = (ref: unknown): boolean => /^\(?PROV/i.test(String(ref ?? ''))

/** A third party. Whether it is closed is the mark of the write-back, so it does not show in `active`. */
export function toCustomer(row: Row, { timeZone, withoutLimit }: MappingSettings): CustomerRecord {
  const party = parseRow(customerSchema, row)
  const { date_creation: createdAt, date_modification: modifiedAt } = party
  const name = textOf(party.name, 255)
  if (name === undefined) throw new BadRecordError('name', 'is empty')
  return {
    externalId: party.id,
    name,
    document: documentOf(party.idprof1) ?? documentOf(party.idprof4),
    limit: limitOf(party.outstanding_limit, withoutLimit),
    email: emailOf(party.email),
    phone: textOf(party.phone, 32) ?? textOf(party.phone_mobile, 32),
    city: textOf(party.town, 120),
    since: isAbsent(createdAt) ? null : dayOfInstant(createdAt, timeZone, 'date_creation'),
    updatedAt: isAbsent(modifiedAt) ? null : instantOfSeconds(modifiedAt, 'date_modification'),
  }
}

export const markOf = (row: Row): CreditMark => ({ status: parseRow(customerSchema, row).status })

/** Zero is a limit of zero; only NULL is none. The API makes NULL of whatever is no number, and takes negative ones. */
function limitOf(limit: unknown, withoutLimit: Settings['withoutLimit']): CustomerRecord['limit'] {
  if (limit === null || limit === undefined || limit === '')
    return withoutLimit === 'unlimited' ? { mode: 'unlimited' } : null
  const amount = amountOf(limit, 'outstanding_limit')
  if (isNegative(amount)) throw new BadRecordError('outstanding_limit', 'is negative')
  return { mode: 'amount', amount }
}

type Standing = Pick<ReceivableRecord, 'kind' | 'status' | 'amount' | 'openAmount'>

/** An invoice, deposit or credit note; `null` for a credit note that nobody validated yet. */
export function toReceivable(row: Row, { timeZone }: Pick<MappingSettings, 'timeZone'>): ReceivableRecord | null {
  const invoice = parseRow(invoiceSchema, row)
  const standing = standingOf(invoice)
  if (standing === null) return null
  const issuedOn = dayOfMidnight(invoice.date, timeZone, 'date')
  const due = invoice.date_lim_reglement
  return {
    externalId: invoice.id,
    customer: { externalId: invoice.socid },
    ...standing,
    number: isProvisional(invoice.ref) ? null : textOf(invoice.ref, 64),
    issuedOn,
    // Without payment terms Dolibarr itself takes an invoice for late at once.
    dueOn: isAbsent(due) ? issuedOn : dayOfMidnight(due, timeZone, 'date_lim_reglement'),
    orderId: orderIdOf(invoice.linkedObjectsIds),
    paymentMethod: textOf(invoice.mode_reglement_code, 64),
  }
}

const STATUS = { draft: '0', validated: '1', closed: '2', abandoned: '3' } as const
const CREDIT_NOTE = '2'
/** Standard, replacement, credit note, deposit, situation. 4, a pro forma, is written by no version any more. */
const TYPES = new Set(['0', '1', CREDIT_NOTE, '3', '5'])

function standingOf(invoice: InvoiceRow): Standing | null {
  if (!TYPES.has(invoice.type)) throw new BadRecordError('type', `is no known type of invoice: ${invoice.type}`)
  const status = invoice.statut ?? invoice.status
  switch (status) {
    case STATUS.draft:
      return draft(invoice)
    case STATUS.validated:
      return validated(invoice)
    case STATUS.closed:
      return closed(invoice)
    case STATUS.abandoned:
      return invoice.close_code === 'badcustomer'
        ? lost(invoice)
        : { ...counted(invoice), status: 'cancelled', openAmount: NONE }
    default:
      throw new BadRecordError('statut', `is no known status of an invoice: ${status ?? 'none'}`)
  }
}

const counted = (invoice: InvoiceRow): Pick<Standing, 'kind' | 'amount'> => ({
  kind: invoice.type === CREDIT_NOTE ? 'credit_note' : 'invoice',
  amount: absoluteAmountOf(invoice.total_ttc, 'total_ttc'),
})

/** A credit note that went back to draft is no credit until it is validated again. */
function draft(invoice: InvoiceRow): Standing | null {
  if (invoice.type === CREDIT_NOTE)
    return isProvisional(invoice.ref) ? null : { ...counted(invoice), status: 'cancelled', openAmount: NONE }
  const amount = notNegative(amountOf(invoice.total_ttc, 'total_ttc'))
  return {
    kind: 'draft',
    status: 'open',
    amount,
    openAmount: notNegative(amountOf(invoice.remaintopay, 'remaintopay')),
  }
}

/**
 * The sign of what remains tells who owes whom, in Dolibarr's own sum of what is outstanding too: an invoice that was
 * paid twice and that nobody closed is the customer's money.
 */
function validated(invoice: InvoiceRow): Standing {
  const remains = amountOf(invoice.remaintopay, 'remaintopay')
  const open = remains.replace('-', '')
  const { kind, amount } = counted(invoice)
  if (open === NONE) return { kind, amount, status: 'paid', openAmount: NONE }
  if (!isNegative(remains))
    return { kind: 'invoice', amount: kind === 'invoice' ? amount : open, status: 'open', openAmount: open }
  if (kind === 'credit_note') return { kind, amount, status: 'open', openAmount: open }
  return { kind: 'advance', amount: open, status: 'open', openAmount: open }
}

/** Reasons for which a rest that was not paid is no loss, and those for which it is. */
const SETTLED = new Set(['discount_vat', 'bankcharge', 'withholdingtax', 'product_returned'])
const LOST = new Set(['badcustomer', 'other'])

function lost(invoice: InvoiceRow): Standing {
  const rest = amountOf(invoice.remaintopay, 'remaintopay')
  return { ...counted(invoice), status: 'written_off', openAmount: notNegative(rest) }
}

/** `paye` is 0 on what was closed with a rest. A credit note is closed when it became an available credit. */
function closed(invoice: InvoiceRow): Standing {
  const reason = String(invoice.close_code ?? '')
  const isPaid = invoice.paye === '1' || invoice.type === CREDIT_NOTE || SETTLED.has(reason)
  if (isPaid) return { ...counted(invoice), status: 'paid', openAmount: NONE }
  if (LOST.has(reason)) return lost(invoice)
  const rest = amountOf(invoice.remaintopay, 'remaintopay')
  if (isNegative(rest) || rest === NONE) return { ...counted(invoice), status: 'paid', openAmount: NONE }
  throw new BadRecordError('close_code', `is no known reason to close an invoice with a rest: ${reason || 'none'}`)
}

/**
 * The order that was invoiced: `{"commande": {"<link>": "<order>"}}`, or `[]` without links. Of several the first, always
 * the same one: an invoice can name one order here, and naming it takes no more from the exposure than was invoiced.
 */
function orderIdOf(linked: unknown): string | null {
  const orders = typeof linked === 'object' && linked !== null && 'commande' in linked ? linked.commande : null
  const ids = typeof orders === 'object' && orders !== null ? Object.values(orders).map(String) : []
  const [first] = ids.filter((id) => /^\d+$/.test(id)).sort((a, b) => Number(a) - Number(b))
  return first ?? null
}

/** An order; `null` for one that was never validated. */
export function toOrder(row: Row): OrderRecord | null {
  const order = parseRow(orderSchema, row)
  const status = orderStatusOf(order.statut ?? order.status ?? 'none', order.billed === '1', order.ref)
  if (status === null) return null
  const amount = amountOf(order.total_ttc, 'total_ttc')
  const { date_modification: modifiedAt } = order
  return {
    id: order.id,
    customer: { externalId: order.socid },
    amount: notNegative(amount),
    status,
    updatedAt: isAbsent(modifiedAt) ? null : instantOfSeconds(modifiedAt, 'date_modification'),
  }
}

/** What was delivered and not invoiced is owed all the same: an order counts until it is billed or cancelled. */
function orderStatusOf(status: string, isBilled: boolean, ref: unknown): OrderRecord['status'] | null {
  switch (status) {
    case '-1':
      return 'cancelled'
    case '0':
      return isProvisional(ref) ? null : 'cancelled'
    case '1':
    case '2':
    case '3':
      return isBilled ? 'closed' : 'confirmed'
    default:
      throw new BadRecordError('statut', `is no known status of an order: ${status}`)
  }
}
