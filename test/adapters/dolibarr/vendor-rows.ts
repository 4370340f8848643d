import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import type { Row } from './filters.ts'

/** Canonical records in Dolibarr's form: the inverse of the adapter's mapping, written without it. */

export const ZONE = 'America/Sao_Paulo'

/** The seconds of a day's midnight on the server. */
export const midnight = (day: string, zone = ZONE): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds / 1_000

/** A number column as the API shows it. */
const column = (amount: string): string => `${amount}000000`
/** `remaintopay`: without needless zeros. */
export const trimmed = (amount: string): string => amount.replace(/\.?0+$/, '') || '0'

export function thirdPartyOf(record: CustomerRecord, modifiedAt: number): Row {
  const document = record.document ?? ''
  const limit = record.limit
  return {
    id: record.externalId,
    entity: '1',
    name: record.name,
    status: '1',
    client: '1',
    fournisseur: '0',
    idprof1: document.length === 14 ? document : '',
    idprof4: document.length === 11 ? document : '',
    outstanding_limit: limit?.mode === 'amount' ? column(limit.amount) : null,
    email: record.email ?? null,
    phone: record.phone ?? null,
    phone_mobile: null,
    town: record.city ?? null,
    date_creation: midnight(record.since ?? '2020-01-01') + 8 * 3_600,
    date_modification: modifiedAt,
  }
}

export function invoiceOf(record: ReceivableRecord, modifiedAt: number): Row {
  const { kind, status, amount, openAmount } = record
  const isNote = kind === 'credit_note'
  // An advance is an invoice of nothing that was paid.
  const total = kind === 'advance' ? '0.00' : isNote ? `-${amount}` : amount
  const rest = isNote || kind === 'advance' ? `-${openAmount}` : openAmount
  const statut = kind === 'draft' ? '0' : ({ open: '1', cancelled: '3' }[status as string] ?? '2')
  return {
    id: record.externalId,
    ref: record.number ?? `IN2611-${record.externalId}`,
    socid: record.customer.externalId,
    type: isNote ? '2' : '0',
    statut,
    status: statut,
    paye: statut === '2' ? '1' : '0',
    close_code: status === 'cancelled' ? 'abandon' : null,
    date: midnight(record.issuedOn),
    date_lim_reglement: midnight(record.dueOn),
    total_ttc: column(total),
    remaintopay: trimmed(rest),
    mode_reglement_code: record.paymentMethod ?? null,
    linkedObjectsIds: record.orderId ? { commande: { [`9${record.externalId}`]: record.orderId } } : [],
    date_modification: modifiedAt,
  }
}

export function orderOf(record: OrderRecord, modifiedAt: number): Row {
  const statut = record.status === 'cancelled' ? '-1' : '1'
  return {
    id: record.id,
    ref: `SO2611-${record.id}`,
    socid: record.customer.externalId,
    statut,
    status: statut,
    billed: record.status === 'closed' ? '1' : '0',
    total_ttc: column(record.amount),
    date_modification: modifiedAt,
  }
}
