import { formatCents, isFactor, parseCents } from '../../../src/kernel/cents.ts'
import {
  amountOf,
  brAmountOf,
  brDayOf,
  compactDayOf,
  dayOf,
  documentOf,
  emailOf,
  stateOf,
  textOf,
} from '../../../src/sync/convert.ts'
import { BadRecordError, SyncError } from '../../../src/sync/errors.ts'
import type { Field, Form, IdTerm, Term } from './columns.ts'

/** A row with its columns in upper case: Oracle gives them so, Postgres in lower case, the others as written. */
export type ErpRow = Readonly<Record<string, string | null>>
export type Said = string | boolean

const TEXT_MAX = 255

export const toErpRow = (row: Readonly<Record<string, unknown>>): ErpRow =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.toUpperCase(),
      value === null || value === undefined ? null : String(value),
    ]),
  )

/** What stands in a column, without the padding of CHAR columns. */
export function cellOf(row: ErpRow, column: string): string {
  const value = row[column]
  if (value === undefined)
    throw new SyncError('settings', `the query does not select ${column}, which the column map names`)
  return value === null ? '' : value.trimEnd()
}

/** The first term that says something; `undefined` when none does. */
export function said(row: ErpRow, field: Field | undefined, usual: Form): Said | undefined {
  for (const term of field ?? []) {
    const value = saidBy(row, term, usual)
    if (value !== undefined) return value
  }
  return undefined
}

/** The same where the field has to be text. */
export function textSaid(row: ErpRow, field: Field | undefined, usual: Form): string | undefined {
  const value = said(row, field, usual)
  return value === undefined ? undefined : String(value)
}

/** The same where a record cannot be without it. */
export function needed(row: ErpRow, field: Field, usual: Form, name: string): string {
  const value = textSaid(row, field, usual)
  if (value === undefined) throw new BadRecordError(columnsOf(field), `is blank, and ${name} is needed`)
  return value
}

/** Named in faults, so that people find the column in the ERP. */
const columnsOf = (field: Field): string =>
  field.map((term) => ('column' in term ? term.column : 'join' in term ? term.join.join('+') : 'value')).join(' or ')

function saidBy(row: ErpRow, term: Term, usual: Form): Said | undefined {
  if ('value' in term) return term.value ?? undefined
  if ('join' in term) return joined(row, term)
  if ('values' in term && term.values) return chosen(row, term.column, term.values, term.otherwise)
  const form = 'form' in term && term.form ? term.form : usual
  if ('less' in term && term.less) return rest(row, term.column, term.less, term.floor === 'zero')
  return inForm(cellOf(row, term.column), form, term.column)
}

function chosen(
  row: ErpRow,
  column: string,
  values: Readonly<Record<string, string | boolean | null>>,
  otherwise: string | boolean | null | undefined,
): Said | undefined {
  const text = cellOf(row, column).trim()
  const found = Object.hasOwn(values, text) ? values[text] : otherwise
  if (found === undefined) throw new BadRecordError(column, `has a value that is not known: ${JSON.stringify(text)}`)
  return found ?? undefined
}

function rest(row: ErpRow, column: string, less: readonly string[], isFloored: boolean): string | undefined {
  const whole = inForm(cellOf(row, column), 'amount', column)
  if (whole === undefined) return undefined
  const left = less.reduce((cents, other) => cents - centsIn(row, other), parseCents(String(whole)) ?? 0n)
  if (left >= 0n) return formatCents(left)
  if (isFloored) return '0.00'
  throw new BadRecordError([column, ...less].join(' - '), `is below zero: ${formatCents(left)}`)
}

const centsIn = (row: ErpRow, column: string): bigint =>
  parseCents(String(inForm(cellOf(row, column), 'amount', column) ?? '0')) ?? 0n

function inForm(text: string, form: Form, column: string): Said | undefined {
  if (form === 'blank') return text.trim() === ''
  if (text.trim() === '') return undefined
  switch (form) {
    case 'text':
      return textOf(text, TEXT_MAX)
    case 'amount':
      return positive(amountOf(plain(text), column), column)
    case 'absolute':
      return amountOf(plain(text), column).replace('-', '')
    case 'brAmount':
      return positive(brAmountOf(text, column), column)
    case 'day':
      return dayOf(text.trim(), column)
    case 'brDay':
      return brDayOf(text, column)
    case 'compactDay':
      return compactDayOf(text, column)
    case 'integer':
      return integerOf(text, column)
    case 'document':
      return documentOf(text)
    case 'email':
      return emailOf(text)
    case 'state':
      return stateOf(text)
    case 'factor':
      return factorOf(text, column)
    case 'balance':
      return positive(amountOf(plain(text), column), column) === '0.00' ? 'paid' : 'open'
  }
}

function positive(amount: string, column: string): string {
  if (amount.startsWith('-')) throw new BadRecordError(column, `is below zero: ${amount}`)
  return amount
}

/**
 * ERPs that keep amounts as floating point leave crumbs such as `1.4e-14` where a title was paid in parts; Oracle
 * writes a half as `.5`.
 */
function plain(text: string): string {
  const trimmed = text.trim()
  if (/^-?\d(\.\d+)?e-\d+$/i.test(trimmed)) return Number(trimmed).toFixed(6)
  return trimmed.replace(/^(-?)\./, '$10.')
}

function integerOf(text: string, column: string): string {
  if (!/^-?\d+(\.0+)?$/.test(text.trim()))
    throw new BadRecordError(column, `is no whole number: ${JSON.stringify(text)}`)
  return text.trim().replace(/\.0+$/, '')
}

/** `1` and `0` are how ERPs say that there is no rate. */
function factorOf(text: string, column: string): string | undefined {
  const factor = plain(text)
  if (!isFactor(factor)) throw new BadRecordError(column, `is no factor: ${JSON.stringify(text)}`)
  return /^[0.]+$/.test(factor) ? undefined : factor
}

/** Columns one behind the other; nothing when the last one is blank. */
function joined(row: ErpRow, { join, separator, prefix }: IdTerm): string | undefined {
  const parts = join.map((column) => cellOf(row, column))
  return parts.at(-1)?.trim() === '' ? undefined : `${prefix}${parts.join(separator)}`
}

/** A record's id; `null` where its columns say none, or one that could not be taken apart again. */
export function idOf(row: ErpRow, term: IdTerm): string | null {
  return ambiguousPart(row, term) === undefined ? (joined(row, term)?.trim() ?? null) : null
}

/** The column that holds the separator: its record would get the id of another. */
export const ambiguousPart = (row: ErpRow, { join, separator }: IdTerm): string | undefined =>
  join.length === 1 ? undefined : join.find((column) => cellOf(row, column).includes(separator))

/** The parts of an id that this term may have made; `null` when another one did. */
export function idParts(id: string, { join, separator, prefix }: IdTerm): string[] | null {
  if (!id.startsWith(prefix)) return null
  const rest = id.slice(prefix.length)
  const parts = join.length === 1 ? [rest] : rest.split(separator)
  return parts.length === join.length ? parts : null
}
