import { formatCents, isFactor, parseCents } from '../kernel/cents.ts'
import { parseInstant } from '../kernel/clock.ts'
import { isDay } from '../kernel/day.ts'
import type { FieldForm } from './canonical-fields.ts'

/** How the file writes numbers and days. */
export interface CellFormat {
  readonly decimal: ',' | '.'
  readonly thousands: string
  readonly dateFormat: DateFormat
  readonly encoding: 'utf-8' | 'latin1'
}

export type CellReading = { value: string | boolean | number } | { fault: string }

/** The day formats understood: which group of the pattern is the year, the month and the day of the month. */
const DATE_FORMATS = {
  'yyyy-MM-dd': [/^(\d{4})-(\d{2})-(\d{2})$/, 1, 2, 3],
  'yyyy/MM/dd': [/^(\d{4})\/(\d{2})\/(\d{2})$/, 1, 2, 3],
  yyyyMMdd: [/^(\d{4})(\d{2})(\d{2})$/, 1, 2, 3],
  'dd/MM/yyyy': [/^(\d{2})\/(\d{2})\/(\d{4})$/, 3, 2, 1],
  'd/M/yyyy': [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 3, 2, 1],
  'dd-MM-yyyy': [/^(\d{2})-(\d{2})-(\d{4})$/, 3, 2, 1],
  'dd.MM.yyyy': [/^(\d{2})\.(\d{2})\.(\d{4})$/, 3, 2, 1],
  ddMMyyyy: [/^(\d{2})(\d{2})(\d{4})$/, 3, 2, 1],
  'MM/dd/yyyy': [/^(\d{2})\/(\d{2})\/(\d{4})$/, 3, 1, 2],
  'M/d/yyyy': [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 3, 1, 2],
} as const
export type DateFormat = keyof typeof DATE_FORMATS
export const DATE_FORMAT_NAMES = Object.keys(DATE_FORMATS) as [DateFormat, ...DateFormat[]]

/** The time that databases append to a day when they export a timestamp column; the day is what counts. */
const TIME_PART = /[ T]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?$/
/** How ERPs write "no day": `/  /`, `00/00/0000`, `0000-00-00 00:00:00`. */
const NO_DAY = /^[0\s/.:-]*$/
/** What a decoder puts for bytes that it cannot read. */
const REPLACEMENT = 0xfffd

/** The code of the first character that no exported text holds (NUL, control, undecodable byte); null when all are fine. */
function unreadableCode(text: string): number | null {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const isControl = (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || (code > 0x7e && code < 0xa0)
    if (isControl || code === REPLACEMENT) return code
  }
  return null
}

/** What makes the text unusable whatever its field; null when it can be read. */
export function faultOfCharacters(text: string, format: CellFormat): string | null {
  const code = unreadableCode(text)
  if (code === null) return null
  if (code !== REPLACEMENT) {
    return `holds the control character U+${code.toString(16).padStart(4, '0')}: export the file again as plain text`
  }
  return format.encoding === 'utf-8'
    ? 'holds bytes that are not UTF-8: set encoding: latin1 in the map if the file comes from Windows'
    : 'holds a replacement character: the text was damaged before the export'
}

/** True when the trimmed cell says nothing in the given form. */
export function isEmptyCell(text: string, form: FieldForm): boolean {
  return text === '' || (form === 'day' && NO_DAY.test(text))
}

/** Reads one trimmed, non-empty cell into its wire form. */
export function readCell(text: string, form: FieldForm, format: CellFormat): CellReading {
  if (typeof form === 'object') {
    return form.includes(text)
      ? { value: text }
      : { fault: `must be one of ${form.join(', ')}: add a map for this column` }
  }
  switch (form) {
    case 'text':
      return { value: text.replace(/\s*[\r\n]+\s*/g, ' ') }
    case 'day':
      return readDay(text, format.dateFormat)
    case 'money':
      return readMoney(text, format)
    case 'factor':
      return readFactor(text, format)
    case 'integer':
      return /^\d{1,15}$/.test(text) ? { value: Number(text) } : { fault: 'must be a whole number, zero or more' }
    case 'boolean':
      return readBoolean(text)
    case 'instant':
      return parseInstant(text) === null
        ? { fault: 'must be an instant with offset such as 2026-11-21T10:00:00-03:00' }
        : { value: text }
  }
}

function readDay(text: string, dateFormat: DateFormat): CellReading {
  const [pattern, year, month, day] = DATE_FORMATS[dateFormat]
  const match = pattern.exec(text.replace(TIME_PART, ''))
  if (!match) return { fault: `is not a day written as ${dateFormat} (dateFormat in the map)` }
  const two = (group: number): string => (match[group] as string).padStart(2, '0')
  const value = `${match[year]}-${two(month)}-${two(day)}`
  return isDay(value) ? { value } : { fault: 'is a day that does not exist' }
}

function readMoney(text: string, format: CellFormat): CellReading {
  const shown = format.decimal === ',' ? '1.234,56' : '1,234.56'
  const bare = plainNumber(text.replace(/^(-?)\s*R\$\s*/, '$1'), format)
  if (bare === null) return { fault: `is not an amount such as ${shown} (decimal and thousands in the map)` }
  // Databases export four decimals; zeros behind the second say nothing, anything else would have to be guessed.
  const cents = parseCents(bare.replace(/(\.\d{2})0+$/, '$1'))
  if (cents === null) return { fault: 'has more than 2 decimals or more than 13 integer digits' }
  if (cents < 0n)
    return { fault: 'is negative: send what the customer is owed as kind credit_note with a positive amount' }
  return { value: formatCents(cents) }
}

function readFactor(text: string, format: CellFormat): CellReading {
  const bare = plainNumber(text, format)
  return bare !== null && isFactor(bare)
    ? { value: bare }
    : { fault: `is not a decimal such as 5${format.decimal}4321` }
}

/** `1.234,56` as `1234.56`; null when the groups of three are not where they belong. */
function plainNumber(text: string, format: CellFormat): string | null {
  const [integer = '', decimals, ...more] = text.split(format.decimal)
  if (more.length > 0 || (decimals !== undefined && !/^\d{1,12}$/.test(decimals))) return null
  const negative = integer.startsWith('-')
  const unsigned = negative ? integer.slice(1) : integer
  const groups = format.thousands === '' ? [unsigned] : unsigned.replaceAll('\u00a0', ' ').split(format.thousands)
  const [first = '', ...rest] = groups
  if (!/^\d{1,15}$/.test(first) || (rest.length > 0 && first.length > 3)) return null
  if (!rest.every((group) => /^\d{3}$/.test(group))) return null
  return `${negative ? '-' : ''}${groups.join('')}${decimals === undefined ? '' : `.${decimals}`}`
}

const YES = new Set(['true', 't', '1', 's', 'sim', 'y', 'yes', 'v', 'verdadeiro'])
const NO = new Set(['false', 'f', '0', 'n', 'nao', 'não', 'no', 'falso'])

function readBoolean(text: string): CellReading {
  const word = text.toLowerCase()
  if (YES.has(word)) return { value: true }
  return NO.has(word) ? { value: false } : { fault: 'is neither yes nor no (sim/não, S/N, true/false, 1/0)' }
}
