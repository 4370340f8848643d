import { formatCents } from '../kernel/cents.ts'
import { type EpochMs, parseInstant } from '../kernel/clock.ts'
import { type Day, isDay } from '../kernel/day.ts'
import { parseDocument } from '../kernel/document.ts'
import { BadRecordError } from './errors.ts'

/** From the forms in which vendors write things to the one in which Fiado does. Each throws `BadRecordError` with `path`. */

const DECIMAL = /^(-?)0*(\d{1,13})(?:\.(\d{1,40}))?$/
/** What subtracting doubles leaves over: `5.5e-17` is nothing owed. */
const RESIDUE = 1e-6

/**
 * Decimal text with two decimals, rounded half up (away from zero): from a JSON number (`7.7`, and `27540.600000000002`
 * as doubles make it) or from text (`"1800"`, `"5000.50000000"`). More than 13 integer digits are no amount.
 */
export function amountOf(value: unknown, path: string): string {
  const match = DECIMAL.exec(
    typeof value === 'number' ? decimalOf(value) : typeof value === 'string' ? value.trim() : '',
  )
  if (!match) throw new BadRecordError(path, `is no amount: ${shown(value)}`)
  const [, sign, whole, decimals = ''] = match
  const cents = BigInt(`${whole}${decimals.padEnd(2, '0').slice(0, 2)}`) + (Number(decimals[2] ?? 0) >= 5 ? 1n : 0n)
  return formatCents(sign ? -cents : cents)
}

const decimalOf = (value: number): string => (Math.abs(value) < RESIDUE ? '0' : String(value))

/** The same without its sign: vendors write credit notes as negative, Fiado by their kind. */
export const absoluteAmountOf = (value: unknown, path: string): string => amountOf(value, path).replace('-', '')

/** `1.234,56` and `1234,56`, as Brazilian systems print them. */
export function brAmountOf(value: unknown, path: string): string {
  if (typeof value !== 'string' || !/^-?\d{1,3}(\.?\d{3})*(,\d+)?$/.test(value.trim()))
    throw new BadRecordError(path, `is no amount: ${shown(value)}`)
  return amountOf(value.trim().replaceAll('.', '').replace(',', '.'), path)
}

/** `2026-11-21`, alone or before a time that does not matter (`2026-11-21T00:00:00Z`, `2026-11-21 00:00:00`). */
export function dayOf(value: unknown, path: string): Day {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(String(value ?? '').trim())
  return requireDay(match?.[1] ?? '', value, path)
}

/** `21/11/2026`. */
export function brDayOf(value: unknown, path: string): Day {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(String(value ?? '').trim())
  return requireDay(match ? `${match[3]}-${match[2]}-${match[1]}` : '', value, path)
}

/** `20261121`. */
export function compactDayOf(value: unknown, path: string): Day {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(String(value ?? '').trim())
  return requireDay(match ? `${match[1]}-${match[2]}-${match[3]}` : '', value, path)
}

function requireDay(day: string, value: unknown, path: string): Day {
  if (!isDay(day)) throw new BadRecordError(path, `is no day that exists: ${shown(value)}`)
  return day
}

/** The day on which an instant falls in the zone of the ERP's server. */
export function dayInZone(instant: EpochMs, zone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/**
 * A local time without offset (`2026-11-21T10:00:00`, with `T` or a space) in the ERP's zone, as RFC 3339. A time that
 * the clock skipped is the one an hour later, one that came twice is the first: São Paulo turned its clocks until 2019.
 */
export function instantOfLocal(value: unknown, zone: string, path: string): string {
  const local = parseLocal(
    String(value ?? '')
      .trim()
      .replace(' ', 'T'),
  )
  if (local === null) throw new BadRecordError(path, `is no point in time without offset: ${shown(value)}`)
  return local.toZonedDateTime(zone).toInstant().toString()
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/

function parseLocal(text: string): Temporal.PlainDateTime | null {
  // Temporal alone would take a text with an offset and leave the offset out.
  if (!LOCAL.test(text)) return null
  try {
    return Temporal.PlainDateTime.from(text)
  } catch {
    return null
  }
}

/** An instant with offset, as RFC 3339. */
export function instantOf(value: unknown, path: string): string {
  const text = String(value ?? '')
  if (parseInstant(text) === null) throw new BadRecordError(path, `is no point in time: ${shown(value)}`)
  return text
}

/** The local time in a zone, without offset: what many ERPs want in their filters. Whole seconds, rounded down. */
export function localTimeOf(instant: EpochMs, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime()
  return local.toString({ smallestUnit: 'second', roundingMode: 'floor' })
}

/**
 * CPF or CNPJ without mask, or `undefined`: ERPs are full of placeholders and foreign numbers, and a customer must not
 * be lost for one.
 */
export function documentOf(value: unknown): string | undefined {
  return typeof value === 'string' ? (parseDocument(value) ?? undefined) : undefined
}

/** Text that says something, without control characters and cut to what fits; otherwise `undefined`. */
export function textOf(value: unknown, lengthMax: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  const cut = text.slice(0, lengthMax)
  // The cut may have gone through a character of two units: half of it is nothing.
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trim() || undefined
}

/** The first address of `a@x.com; b@y.com`, or of `Compras <a@x.com>`. One that is too long is none: half is another's. */
export function emailOf(value: unknown): string | undefined {
  const parts = String(value ?? '').split(/[;,<>\s]+/)
  return textOf(
    parts.find((part) => part.includes('@') && part.length <= EMAIL_CHARS_MAX),
    EMAIL_CHARS_MAX,
  )
}

const EMAIL_CHARS_MAX = 254

/** Two letters, or nothing. */
export function stateOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  // Upper case only after the match: before it, ß would turn into two letters that nobody wrote.
  return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : undefined
}

const SHOWN_MAX = 40
const shown = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value)?.slice(0, SHOWN_MAX).toWellFormed() ?? 'nothing')
