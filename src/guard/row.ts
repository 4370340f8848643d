import type { Guard, Key } from './guard-file.ts'
import { listOf, quoteName, quoteText } from './statement.ts'

/** What a guard says of a row of the ERP's table, as SQL expressions. None of them cares for types or collations. */

export type RowName = 'NEW' | 'OLD'

/** Exact: no case is folded and no accent lost, and what is padded is as long as it is said to be. */
export const BINARY = 'COLLATE utf8mb4_bin'
const converted = (row: RowName, column: string): string => `CONVERT(${row}.${quoteName(column)} USING utf8mb4)`
export const asText = (row: RowName, column: string): string => `TRIM(${converted(row, column)})`
const orBlank = (expression: string): string => `COALESCE(${expression}, ${quoteText('')})`

const isIn = (row: RowName, column: string, values: readonly string[]): string =>
  `${orBlank(asText(row, column))} ${BINARY} IN (${listOf(values)})`
const isNotIn = (row: RowName, column: string, values: readonly string[]): string =>
  `${orBlank(asText(row, column))} ${BINARY} NOT IN (${listOf(values)})`

/**
 * As ids are made of columns where the source is read: padding goes, and blanks before the first column. NULL where the
 * row has no such id: its last column is blank.
 */
export function keyOf(row: RowName, { join, separator, prefix }: Key): string {
  const [first] = join
  if (first !== undefined && join.length === 1 && prefix === '')
    return `NULLIF(${asText(row, first)}, ${quoteText('')})`
  const parts = join.map((column) => `RTRIM(${orBlank(converted(row, column))})`)
  const separated = parts.flatMap((part, index) => (index === 0 ? [part] : [quoteText(separator), part]))
  const all = prefix === '' ? separated : [quoteText(prefix), ...separated]
  return `IF(${parts.at(-1)} = ${quoteText('')}, NULL, TRIM(CONCAT(${all.join(', ')})))`
}

/** Rounded to cents as MariaDB does, half away from zero; a column that says nothing adds nothing. */
export function amountOf(row: RowName, { amount: { plus, less } }: Guard): string {
  const term = (column: string): string => `COALESCE(${row}.${quoteName(column)}, 0)`
  const sum = [plus.map(term).join(' + '), ...less.map(term)].join(' - ')
  return `CAST(${sum} AS DECIMAL(20,2))`
}

/** NULL where the file names no company for the row, and where it knows of one alone. */
export const companyOf = (row: RowName, { company }: Guard): string =>
  company ? chosen(asText(row, company.column), Object.entries(company.values)) : 'NULL'

function chosen(expression: string, entries: readonly (readonly [string, string | number])[]): string {
  const cases = entries.map(
    ([value, meaning]) => `WHEN ${quoteText(value)} THEN ${typeof meaning === 'number' ? meaning : quoteText(meaning)}`,
  )
  return `CASE ${orBlank(expression)} ${BINARY} ${cases.join(' ')} END`
}

/** NULL where nobody has said how long the row's payment term is. */
export function daysOf(row: RowName, { paymentTerm }: Guard): string {
  const days = Object.entries(paymentTerm?.days ?? {})
  return paymentTerm && days.length > 0 ? chosen(asText(row, paymentTerm.column), days) : 'NULL'
}

export function isCreditSale(row: RowName, guard: Guard): string {
  const { paymentTerm, creditSales } = guard
  const conditions = creditSales.map((condition) =>
    'in' in condition ? isIn(row, condition.column, condition.in) : isNotIn(row, condition.column, condition.notIn),
  )
  if (paymentTerm?.cash) conditions.push(isNotIn(row, paymentTerm.column, paymentTerm.cash))
  return allOf(conditions)
}

/** `TRUE` where there is nothing to hold. */
export const allOf = (conditions: readonly string[]): string =>
  conditions.filter((condition) => condition !== 'TRUE').join(' AND ') || 'TRUE'

/** Whether the row stands as sold; where there is no state, every row does. */
export const isSold = (row: RowName, { sold: { state } }: Guard): string =>
  state ? isIn(row, state.column, state.to) : 'TRUE'

/** Whether an update makes it sold. */
export function becomesSold({ sold: { state } }: Guard): string {
  if (!state) return 'FALSE'
  const from = state.from ? isIn('OLD', state.column, state.from) : isNotIn('OLD', state.column, state.to)
  return `${from} AND ${isIn('NEW', state.column, state.to)}`
}

/** Whether the row before was judged as a sale of the same customer in the same company. */
export function isSameSale(guard: Guard): string {
  const same = (of: (row: RowName) => string): string => `(${of('OLD')}) <=> (${of('NEW')})`
  return allOf([
    isCreditSale('OLD', guard),
    same((row) => keyOf(row, guard.customer)),
    guard.company ? same((row) => companyOf(row, guard)) : 'TRUE',
  ])
}

/** The columns that a guard reads, each once. */
export function columnsOf(guard: Guard): string[] {
  const { sold, customer, orderId, amount, company, paymentTerm, salesRep, creditSales } = guard
  const named = [
    ...(sold.state ? [sold.state.column] : []),
    ...[...customer.join, ...orderId.join, ...amount.plus, ...amount.less],
    ...(company ? [company.column] : []),
    ...(paymentTerm ? [paymentTerm.column] : []),
    ...(salesRep ? [salesRep] : []),
    ...creditSales.map(({ column }) => column),
  ]
  return [...new Set(named)]
}
