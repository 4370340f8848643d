import { z } from 'zod'

/**
 * An amount of money in integer cents of the base currency (BRL).
 * A bigint, so that no float can touch an amount and a sum of many large titles stays exact.
 */
export type Cents = bigint

/** The wire form: `"1234.56"`, up to 13 integer digits and 2 decimals, optionally signed. */
const WIRE = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/

/** Reads the wire form; `null` when the text is not one. */
export function parseCents(text: string): Cents | null {
  const match = WIRE.exec(text)
  if (!match) return null
  const cents = BigInt(match[2] as string) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'))
  return match[1] ? -cents : cents
}

/** The wire form with exactly two decimals: `123456n` is `"1234.56"`. */
export function formatCents(cents: Cents): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * What a Brazilian reader expects: `R$ 1.234,56`, the minus first (CLDR pt-BR, but with an ordinary space: ERPs compare,
 * search and print these sentences in encodings and fonts of the nineties).
 */
export function formatBrl(cents: Cents): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  const grouped = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.')
  return `${cents < 0n ? '-' : ''}R$ ${grouped},${digits.slice(-2)}`
}

/** A factor such as a currency rate or a share: `"5.4321"`, up to 9 integer digits and 12 decimals. */
const FACTOR = /^(\d{1,9})(?:\.(\d{1,12}))?$/
export const isFactor = (text: string): boolean => FACTOR.test(text)

/** `cents × factor`, computed exactly and rounded once, half up, to cents. */
export function multiplyCents(cents: Cents, factor: string): Cents {
  const match = FACTOR.exec(factor)
  if (!match) throw new TypeError(`not a decimal factor: ${factor}`)
  const decimals = match[2] ?? ''
  const scale = 10n ** BigInt(decimals.length)
  const product = cents * BigInt(`${match[1]}${decimals}`)
  const half = product < 0n ? -scale : scale
  return (product * 2n + half) / (scale * 2n)
}

/** The largest amount that {@link multiplyCents} with `factor` does not take above `cents`; `null` for a factor of zero. */
export function divideCents(cents: Cents, factor: string): Cents | null {
  const match = FACTOR.exec(factor)
  if (!match) throw new TypeError(`not a decimal factor: ${factor}`)
  const decimals = match[2] ?? ''
  const scale = 10n ** BigInt(decimals.length)
  const digits = BigInt(`${match[1]}${decimals}`)
  return digits === 0n ? null : (2n * scale * cents + scale - 1n) / (2n * digits)
}

export const minCents = (first: Cents, ...others: Cents[]): Cents =>
  others.reduce((least, cents) => (cents < least ? cents : least), first)
export const maxCents = (first: Cents, ...others: Cents[]): Cents =>
  others.reduce((most, cents) => (cents > most ? cents : most), first)

const WRONG_FORM = 'must be a decimal string such as "1234.56": up to 13 integer digits, up to 2 decimals'

const wire = z
  .string({ error: (issue) => (typeof issue.input === 'number' ? `${WRONG_FORM}, not a JSON number` : WRONG_FORM) })
  .meta({ examples: ['1234.56'] })

/** An amount from outside, zero or more. Parses to {@link Cents}. */
export const amountSchema = wire
  .regex(/^\d{1,13}(\.\d{1,2})?$/, WRONG_FORM)
  .transform((text) => parseCents(text) as Cents)

/** A share between 0 and 1 as a decimal string, `"0.30"`. */
export const shareSchema = z
  .string('must be a decimal string between "0" and "1", such as "0.30"')
  .regex(/^(0(\.\d{1,12})?|1(\.0{1,12})?)$/, 'must be a decimal string between "0" and "1", such as "0.30"')
