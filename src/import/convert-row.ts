import type { Day } from '../kernel/day.ts'
import type { WireRecord, WireValue } from './canonical-fields.ts'
import { type CellFormat, faultOfCharacters, isEmptyCell, readCell } from './cell.ts'
import type { BoundField, BoundMap } from './columns.ts'

/** One thing that made a row unusable, with what to look at: `line` is where the row begins in the file. */
export interface Reject {
  readonly line: number
  readonly field: string
  readonly value: string
  readonly message: string
  readonly externalId: string
}

export interface ConvertedRow {
  /** Null when a field could not be read, or the row is of a later day: see `later`. */
  readonly record: WireRecord | null
  readonly customer: WireRecord | null
  readonly rejects: readonly Reject[]
  /** In a history, issued after today: not a fault, and not yet there. */
  readonly later: boolean
}

const VALUE_SHOWN_CHARS = 80
const VALUES_SHOWN_MAX = 10
const OWED_STATUSES: readonly unknown[] = ['open', 'disputed', 'returned']

/** Turns the cells of one row into the records it stands for. Pure, and never throws for what the cells hold. */
export function convertRow(bound: BoundMap, cells: readonly string[], line: number, today: Day): ConvertedRow {
  if (cells.length !== bound.width) return refusedRow(bound, cells, line)
  const { map } = bound
  const faults: FieldFault[] = []
  const record = convertFields(bound.fields, cells, map, '', faults)
  const mainFaults = faults.length
  const customer =
    bound.customerFrom.length === 0 ? null : convertFields(bound.customerFrom, cells, map, 'customerFrom.', faults)
  const customerIsSound = customer !== null && faults.length === mainFaults
  if (customerIsSound) {
    customer.name ??= customer.externalId as string
    completeLimit(customer)
  }
  if (map.kind === 'customers') {
    record.name ??= record.externalId ?? ''
    completeLimit(record)
  }
  if (map.kind === 'receivables' && mainFaults === 0) {
    if (map.ledger === 'history' && (record.issuedOn as string) > today) {
      return { record: null, customer: null, rejects: [], later: true }
    }
    if (map.ledger === 'history') deriveHistory(record, today)
    else completeReceivable(record)
  }
  const externalId = String(record.externalId ?? record.id ?? '')
  return {
    record: mainFaults === 0 ? record : null,
    customer: customerIsSound ? customer : null,
    rejects: faults.map((fault) => ({ line, externalId, ...fault, value: fault.value.slice(0, VALUE_SHOWN_CHARS) })),
    later: false,
  }
}

type FieldFault = Pick<Reject, 'field' | 'value' | 'message'>

function refusedRow(bound: BoundMap, cells: readonly string[], line: number): ConvertedRow {
  const value = cells.join(bound.map.delimiter).slice(0, VALUE_SHOWN_CHARS)
  const against = bound.map.header ? 'the header' : 'the first row'
  const message = `has ${cells.length} cells where ${against} has ${bound.width}: is a delimiter inside a cell without quotes?`
  return { record: null, customer: null, rejects: [{ line, field: '', value, message, externalId: '' }], later: false }
}

function convertFields(
  fields: readonly BoundField[],
  cells: readonly string[],
  format: CellFormat,
  prefix: string,
  faults: FieldFault[],
): WireRecord {
  const record: WireRecord = {}
  for (const field of fields) {
    const cell = field.index === null ? '' : (cells[field.index] as string).trim()
    const reading = readField(field, cell, format)
    if ('fault' in reading) faults.push({ field: prefix + field.field, value: cell, message: reading.fault })
    else if (reading.value !== null) setPath(record, field.field, reading.value)
  }
  return record
}

function readField(
  field: BoundField,
  cell: string,
  format: CellFormat,
): { value: WireValue | null } | { fault: string } {
  if (field.index === null) return { value: field.fallback }
  const unreadable = faultOfCharacters(cell, format)
  if (unreadable !== null) return { fault: unreadable }
  const mapped = field.values?.get(cell)
  if (mapped !== undefined) return { value: mapped }
  if (isEmptyCell(cell, field.form)) {
    if (field.fallback !== null) return { value: field.fallback }
    return field.required ? { fault: `is empty: column ${field.column} must be filled in every row` } : { value: null }
  }
  if (field.values === null) return readCell(cell, field.form, format)
  const known = [...field.values.keys()].slice(0, VALUES_SHOWN_MAX).join(', ')
  return { fault: `is not among the values that the map translates (${known}): add it there` }
}

/** `limit.insured.share` into nested records. Paths come from our own table of fields, never from the file. */
function setPath(record: WireRecord, path: string, value: WireValue): void {
  const parts = path.split('.')
  let target = record
  for (const part of parts.slice(0, -1)) {
    target[part] ??= {}
    target = target[part] as WireRecord
  }
  target[parts.at(-1) as string] = value
}

/** A column of limit amounts alone means mode `amount`; the other modes take no amount, which exports often print as 0. */
function completeLimit(customer: WireRecord): void {
  const limit = customer.limit as WireRecord | undefined
  if (limit === undefined) return
  if (limit.mode === 'unlimited' || limit.mode === 'none') customer.limit = { mode: limit.mode }
  else if (limit.amount === undefined && limit.mode === undefined) delete customer.limit
  else customer.limit = { mode: 'amount', ...limit }
}

function completeReceivable(receivable: WireRecord): void {
  const isOwed = OWED_STATUSES.includes(receivable.status ?? 'open')
  receivable.openAmount ??= isOwed ? (receivable.amount as string) : '0.00'
  receivable.status ??= receivable.openAmount === '0.00' ? 'paid' : 'open'
}

/** The state of a title at the end of the day `today`, when all that is known is when it was settled, if ever. */
function deriveHistory(receivable: WireRecord, today: Day): void {
  const settledOn = receivable.settledOn as string | undefined
  const isSettled = settledOn !== undefined && settledOn <= today
  if (!isSettled) delete receivable.settledOn
  receivable.status = isSettled ? 'paid' : (receivable.status ?? 'open')
  receivable.openAmount = OWED_STATUSES.includes(receivable.status) ? (receivable.amount as string) : '0.00'
}
