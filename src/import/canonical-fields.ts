import { isFactor, parseCents } from '../kernel/cents.ts'
import { parseInstant } from '../kernel/clock.ts'
import { isDay } from '../kernel/day.ts'
import { customerStatuses } from '../receivables/customer.ts'
import { receivableKinds, receivableStatuses } from '../receivables/receivable.ts'

/** The record kinds that a file can hold; the same words as in `PUT /v1/sources/{source}/…`. */
export const RECORD_KINDS = ['customers', 'receivables', 'orders'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

/** A record as it travels in a `PUT`: money and days are text. */
export type WireValue = string | boolean | number | WireRecord
export interface WireRecord {
  [field: string]: WireValue
}

export type FieldForm = 'text' | 'day' | 'money' | 'factor' | 'integer' | 'boolean' | 'instant' | readonly string[]

export interface CanonicalField {
  readonly form: FieldForm
  readonly required: boolean
}

const must = (form: FieldForm): CanonicalField => ({ form, required: true })
const may = (form: FieldForm): CanonicalField => ({ form, required: false })

/** Every field that a column can feed, by its path in the record, with the form in which it travels. */
export const CANONICAL_FIELDS: Record<RecordKind, Readonly<Record<string, CanonicalField>>> = {
  customers: {
    externalId: must('text'),
    name: may('text'),
    document: may('text'),
    group: may('text'),
    status: may(customerStatuses),
    holdUntil: may('day'),
    'limit.mode': may(['unlimited', 'none', 'amount']),
    'limit.amount': may('money'),
    'limit.validUntil': may('day'),
    'limit.insured.amount': may('money'),
    'limit.insured.share': may('factor'),
    overdueTolerance: may('money'),
    riskClass: may('text'),
    email: may('text'),
    phone: may('text'),
    whatsapp: may('text'),
    state: may('text'),
    city: may('text'),
    active: may('boolean'),
    since: may('day'),
    company: may('text'),
    updatedAt: may('instant'),
  },
  receivables: {
    externalId: must('text'),
    'customer.externalId': must('text'),
    kind: must(receivableKinds),
    number: may('text'),
    installment: may('text'),
    issuedOn: must('day'),
    dueOn: must('day'),
    amount: must('money'),
    openAmount: may('money'),
    status: may(receivableStatuses),
    settledOn: may('day'),
    orderId: may('text'),
    paymentMethod: may('text'),
    boletoLine: may('text'),
    pixCode: may('text'),
    company: may('text'),
    currency: may('text'),
    rate: may('factor'),
    updatedAt: may('instant'),
  },
  orders: {
    id: must('text'),
    revision: may('integer'),
    'customer.externalId': must('text'),
    amount: must('money'),
    invoicedAmount: may('money'),
    status: must(['confirmed', 'closed', 'cancelled']),
    company: may('text'),
    currency: may('text'),
    rate: may('factor'),
    updatedAt: may('instant'),
  },
}

/** What is wrong with a value already in wire form (a constant, a default, the target of a value map); null when sound. */
export function faultOfWireValue(form: FieldForm, value: string | boolean | number): string | null {
  if (typeof form === 'object') return form.includes(String(value)) ? null : `must be one of ${form.join(', ')}`
  switch (form) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= 0 ? null : 'must be a whole number, zero or more'
    default:
      return typeof value === 'string' ? faultOfText(form, value) : 'must be text: write it in quotes'
  }
}

function faultOfText(form: 'text' | 'day' | 'money' | 'factor' | 'instant', value: string): string | null {
  switch (form) {
    case 'day':
      return isDay(value) ? null : 'must be a day such as "2026-11-21"'
    case 'money':
      return (parseCents(value) ?? -1n) >= 0n ? null : 'must be an amount such as "1234.56"'
    case 'factor':
      return isFactor(value) ? null : 'must be a decimal such as "5.4321"'
    case 'instant':
      return parseInstant(value) === null ? 'must be an instant such as "2026-11-21T10:00:00-03:00"' : null
    case 'text':
      return value.trim() === '' ? 'must not be empty' : null
  }
}
