import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { ambiguousPart, type ErpRow, idOf, needed, said, textSaid } from './cell.ts'
import type { CustomerColumns, IdTerm, OrderColumns, ReceivableColumns } from './columns.ts'

/** Rows as a column map reads them. What the map says is not judged here: a value that Fiado does not know is told by it. */

export function toCustomer(row: ErpRow, map: CustomerColumns): CustomerRecord {
  const text = (field: Exclude<keyof CustomerColumns, 'externalId' | 'limit'>) => textSaid(row, map[field], 'text')
  return {
    externalId: requireId(row, map.externalId),
    name: needed(row, map.name, 'text', 'name'),
    document: textSaid(row, map.document, 'document'),
    group: text('group'),
    status: text('status') as CustomerRecord['status'],
    holdUntil: textSaid(row, map.holdUntil, 'day'),
    limit: map.limit && limitOf(row, map.limit),
    riskClass: text('riskClass')?.slice(0, 32),
    email: textSaid(row, map.email, 'email'),
    phone: text('phone')?.slice(0, 32),
    whatsapp: text('whatsapp')?.slice(0, 32),
    state: textSaid(row, map.state, 'state'),
    city: text('city')?.slice(0, 120),
    active: said(row, map.active, 'blank') as boolean | undefined,
    since: textSaid(row, map.since, 'day'),
    ...placeOf(row, map),
  }
}

/** No amount at all is no limit of their own; what that is worth is the policy's affair. */
function limitOf(row: ErpRow, map: NonNullable<CustomerColumns['limit']>): CustomerRecord['limit'] {
  const mode = textSaid(row, map.mode, 'text') ?? 'amount'
  if (mode === 'unlimited' || mode === 'none') return { mode }
  if (mode !== 'amount') throw new BadRecordError('limit.mode', `must be amount, unlimited or none: ${mode}`)
  const amount = textSaid(row, map.amount, 'amount')
  if (amount === undefined) return undefined
  const validUntil = textSaid(row, map.validUntil, 'day')
  return { mode, amount, ...(validUntil === undefined ? {} : { validUntil }) }
}

export function toReceivable(row: ErpRow, map: ReceivableColumns): ReceivableRecord {
  const status = needed(row, map.status, 'text', 'status') as ReceivableRecord['status']
  const isOwed = status === 'open' || status === 'disputed' || status === 'returned'
  return {
    externalId: requireId(row, map.externalId),
    customer: { externalId: needed(row, map.customer, 'text', 'customer') },
    kind: needed(row, map.kind, 'text', 'kind') as ReceivableRecord['kind'],
    number: textSaid(row, map.number, 'text')?.slice(0, 64),
    installment: textSaid(row, map.installment, 'text')?.slice(0, 16),
    issuedOn: needed(row, map.issuedOn, 'day', 'issuedOn'),
    dueOn: needed(row, map.dueOn, 'day', 'dueOn'),
    amount: needed(row, map.amount, 'amount', 'amount'),
    // What is paid or cancelled owes nothing, whatever its columns still say.
    openAmount: isOwed ? needed(row, map.openAmount, 'amount', 'openAmount') : '0.00',
    status,
    // ERPs keep the day of the last part payment in the same column.
    settledOn: status === 'paid' ? textSaid(row, map.settledOn, 'day') : undefined,
    orderId: textSaid(row, map.orderId, 'text'),
    paymentMethod: textSaid(row, map.paymentMethod, 'text')?.slice(0, 64),
    ...placeOf(row, map),
  }
}

export function toOrder(row: ErpRow, map: OrderColumns): OrderRecord {
  return {
    id: requireId(row, map.externalId),
    customer: { externalId: needed(row, map.customer, 'text', 'customer') },
    amount: needed(row, map.amount, 'amount', 'amount'),
    invoicedAmount: textSaid(row, map.invoicedAmount, 'amount'),
    status: needed(row, map.status, 'text', 'status') as OrderRecord['status'],
    ...placeOf(row, map),
  }
}

/** Company and currency. A rate is only for what is not in reais. */
function placeOf(
  row: ErpRow,
  { company, currency, rate }: Pick<OrderColumns, 'company' | 'currency' | 'rate'>,
): Pick<OrderRecord, 'company' | 'currency' | 'rate'> {
  const found = textSaid(row, currency, 'text')
  return {
    company: textSaid(row, company, 'text')?.slice(0, 64),
    ...(found === undefined || found === 'BRL' ? {} : { currency: found, rate: textSaid(row, rate, 'factor') }),
  }
}

function requireId(row: ErpRow, term: IdTerm): string {
  const split = ambiguousPart(row, term)
  if (split !== undefined)
    throw new BadRecordError(split, `holds "${term.separator}", which separates the parts of an id`)
  const id = idOf(row, term)
  if (id === null) throw new BadRecordError(term.join.join('+'), 'is blank, and every record needs its id')
  return id
}
