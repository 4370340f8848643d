import { z } from 'zod'
import type {
  CreditMark,
  CustomerRecord,
  OrderRecord,
  ReceivableRecord,
  WebhookOutcome,
} from '../../../src/sync/contract.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'

/**
 * The mapping of a new adapter, to be filled: replace each `fillIn`, or delete its line where your ERP does not have the
 * field and Fiado does not need it. `adapters/erp/_template/mapping.ts` shows one that is done; the functions that read
 * amounts, days and texts are in `src/sync/convert.ts`.
 */
const fillIn = (path: string, how: string): never => {
  throw new BadRecordError(path, `is not mapped yet: ${how}`)
}

// The fields of your ERP's rows that are read below, as your ERP writes them. Others pass.
export const customerRow = z.looseObject({ id: z.string(), changed_at: z.string() })
export const receivableRow = z.looseObject({ id: z.string(), changed_at: z.string() })
export const orderRow = z.looseObject({ id: z.string(), changed_at: z.string() })

export function toCustomer(row: z.output<typeof customerRow>): CustomerRecord {
  return {
    externalId: row.id,
    name: fillIn('name', 'textOf(row.…, 255) ?? row.id'),
    document: fillIn('document', 'documentOf(row.…), for CPF or CNPJ'),
    limit: fillIn('limit', "{ mode: 'amount', amount } or 'none' or 'unlimited', null for the policy's own"),
    email: fillIn('email', 'emailOf(row.…)'),
    city: fillIn('city', 'textOf(row.…, 120)'),
    state: fillIn('state', 'stateOf(row.…)'),
    active: fillIn('active', 'true or false'),
    updatedAt: fillIn('updatedAt', 'instantOf(row.…) or instantOfLocal(row.…, zone)'),
  }
}

export function toReceivable(row: z.output<typeof receivableRow>): ReceivableRecord {
  return {
    externalId: row.id,
    customer: { externalId: fillIn('customer', 'the id of the customer who owes it') },
    kind: fillIn('kind', 'invoice, credit_note, advance or draft'),
    number: fillIn('number', 'textOf(row.…, 64)'),
    issuedOn: fillIn('issuedOn', 'dayOf(row.…), brDayOf or compactDayOf'),
    dueOn: fillIn('dueOn', 'dayOf(row.…), brDayOf or compactDayOf'),
    amount: fillIn('amount', 'amountOf(row.…)'),
    openAmount: fillIn('openAmount', 'amountOf(row.…): what is still owed, payments and credits taken off'),
    status: fillIn('status', 'a table of all that your ERP has; a status that is not in it throws BadRecordError'),
    settledOn: fillIn('settledOn', 'dayOf(row.…), null while it is open'),
    currency: fillIn('currency', "'BRL' and the like; delete both lines where your ERP knows one currency alone"),
    rate: fillIn('rate', 'BRL per unit, as text; null for BRL'),
    updatedAt: fillIn('updatedAt', 'instantOf(row.…) or instantOfLocal(row.…, zone)'),
  }
}

export function toOrder(row: z.output<typeof orderRow>): OrderRecord {
  return {
    id: row.id,
    customer: { externalId: fillIn('customer', 'the id of the customer who ordered') },
    amount: fillIn('amount', 'amountOf(row.…)'),
    invoicedAmount: fillIn('invoicedAmount', 'amountOf(row.…): the part that is a receivable by now'),
    status: fillIn('status', 'confirmed, closed or cancelled, by a table as above'),
    updatedAt: fillIn('updatedAt', 'instantOf(row.…) or instantOfLocal(row.…, zone)'),
  }
}

/** The fields that make your ERP refuse a customer, as they stand in the row, by your ERP's names. */
export const markOf = (_row: z.output<typeof customerRow>): CreditMark => fillIn('marks', '{ sales_block: row.… }')

/** Whether your ERP refuses a customer with this mark. */
export const isBlocked = (_mark: CreditMark): boolean => fillIn('isBlocked', 'mark.… === true')

/** The mark that refuses, made from the one that stands. */
export const blocked = (_mark: CreditMark, _reason: string): CreditMark => fillIn('blocked', '{ sales_block: true }')

/** Which records a webhook is about, once its signature was found right. What they say is asked for afterwards. */
export const changeOf = (_event: unknown): WebhookOutcome => fillIn('webhook', "{ kind: 'changed', … }")
