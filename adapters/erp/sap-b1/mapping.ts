import { formatCents } from '../../../src/kernel/cents.ts'
import type { Day } from '../../../src/kernel/day.ts'
import type { CreditMark, CustomerRecord, OrderRecord } from '../../../src/sync/contract.ts'
import { amountOf, dayOf, documentOf, emailOf, stateOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { type BusinessPartner, CANCELLATION, centsOf, known, type Order } from './rows.ts'
import type { Settings } from './settings.ts'

/** `null` for leads and suppliers. */
export function toCustomer(row: BusinessPartner, today: Day, settings: Settings): CustomerRecord | null {
  if (row.CardType !== 'cCustomer') return null
  return {
    externalId: row.CardCode,
    name: textOf(row.CardName, 255) ?? row.CardCode,
    document: taxIdOf(row),
    limit: limitOf(row, settings),
    email: emailOf(row.EmailAddress),
    phone: textOf(row.Phone1, 32),
    whatsapp: textOf(row.Cellular, 32),
    city: textOf(row.City, 120),
    state: stateOf(row.BillToState),
    status: isLocked(row, today, settings) ? 'stop' : 'normal',
    active: isActive(row, today),
    since: row.CreateDate ? dayOf(row.CreateDate, 'CreateDate') : null,
  }
}

/** A lock that somebody set in B1, told only where the write-back writes another field: else it may be Fiado's own. */
function isLocked(row: BusinessPartner, today: Day, { blockField }: Settings): boolean {
  return blockField !== 'Frozen' && row.Frozen === 'tYES' && isWithin(today, row.FrozenFrom, row.FrozenTo, 'Frozen')
}

/**
 * `Valid` alone says nothing: neither active nor inactive may be set, and a lock takes it back. Only a period of
 * validity that is over, or not yet begun, makes a partner inactive, locked or not.
 */
function isActive(row: BusinessPartner, today: Day): boolean {
  const isUnset = row.Valid === 'tNO' && row.Frozen === 'tNO'
  return isUnset || isWithin(today, row.ValidFrom, row.ValidTo, 'Valid')
}

/**
 * In Brazil `TaxId0` is the CNPJ and `TaxId4` the CPF, once for every address and once for the partner itself, whose
 * row names no address and goes first.
 */
function taxIdOf({ BPFiscalTaxIDCollection, FederalTaxID }: BusinessPartner): string | undefined {
  const rows = [...(BPFiscalTaxIDCollection ?? [])].sort((first, second) => placeOf(first) - placeOf(second))
  const found = rows
    .map(({ TaxId0, TaxId4 }) => documentOf(TaxId0) ?? documentOf(TaxId4))
    .find((id) => id !== undefined)
  return found ?? documentOf(FederalTaxID)
}

const placeOf = ({ Address }: { Address?: string | null | undefined }): number => (Address ? 1 : 0)

function limitOf({ CreditLimit }: BusinessPartner, { zeroCreditLimit }: Settings): CustomerRecord['limit'] {
  const cents = centsOf(CreditLimit, 'CreditLimit')
  if (cents < 0n) throw new BadRecordError('CreditLimit', 'is negative')
  if (cents === 0n) return zeroCreditLimit === 'none' ? { mode: 'none' } : null
  return { mode: 'amount', amount: formatCents(cents) }
}

type Bound = string | null | undefined

/** A period of B1: either end may be open. */
export function isWithin(today: Day, from: Bound, to: Bound, path: string): boolean {
  return (!from || dayOf(from, `${path}From`) <= today) && (!to || today <= dayOf(to, `${path}To`))
}

/** The block fields as they stand: `Valid` and `Frozen` are the two ends of one switch, Active and Inactive. */
export function markOf(row: BusinessPartner, blockField: string): CreditMark {
  if (blockField !== 'Frozen') return { [blockField]: textOf(row[blockField], 100) ?? null }
  return {
    Valid: row.Valid,
    Frozen: row.Frozen,
    FrozenFrom: row.FrozenFrom ? dayOf(row.FrozenFrom, 'FrozenFrom') : null,
    FrozenTo: row.FrozenTo ? dayOf(row.FrozenTo, 'FrozenTo') : null,
    FrozenRemarks: row.FrozenRemarks ?? null,
  }
}

const ORDER_STATUSES: Readonly<Record<string, OrderRecord['status']>> = { bost_Open: 'confirmed', bost_Close: 'closed' }

/** `null` for an order that nobody has approved yet: it is not sold. */
export function toOrder(row: Order, settings: Settings): OrderRecord | null {
  const cancellation = known(CANCELLATION, row.CancelStatus, 'CancelStatus')
  if (cancellation === 'takes_back') return null
  const status =
    cancellation === 'cancelled' ? 'cancelled' : known(ORDER_STATUSES, row.DocumentStatus, 'DocumentStatus')
  if (status === 'confirmed' && row.Confirmed === 'tNO') return null
  return {
    id: String(row.DocEntry),
    customer: { externalId: row.CardCode },
    amount: amountOf(row.DocTotal, 'DocTotal'),
    status,
    ...(status === 'confirmed' ? invoicedOf(row) : {}),
    ...companyOf(row.BPL_IDAssignedToInvoice, settings),
  }
}

/** The lines tell what is left of them without tax and freight, so what is left of the order is taken in proportion. */
function invoicedOf({ DocumentLines, DocTotal }: Order): Pick<OrderRecord, 'invoicedAmount'> {
  let total = 0n
  let open = 0n
  for (const { LineTotal, OpenAmount } of DocumentLines ?? []) {
    total += centsOf(LineTotal, 'DocumentLines.LineTotal')
    open += centsOf(OpenAmount, 'DocumentLines.OpenAmount')
  }
  if (total <= 0n || open < 0n || open >= total) return {}
  const amount = centsOf(DocTotal, 'DocTotal')
  return { invoicedAmount: formatCents(amount - (amount * open) / total) }
}

/** The branch as the company, where the settings say so. */
export const companyOf = (branch: number | null | undefined, { company }: Settings): { company?: string } =>
  company === 'branch' && branch && branch > 0 ? { company: String(branch) } : {}
