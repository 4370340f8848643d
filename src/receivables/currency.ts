import { z } from 'zod'
import { type Cents, isFactor, multiplyCents } from '../kernel/cents.ts'

/** Fiado keeps one currency; everything else is converted once, when it comes in. */
const BASE_CURRENCY = 'BRL'

/** The fields of a record that is not in the base currency: `rate` is base units per foreign unit. */
export const currencyFields = {
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "USD"')
    .nullish(),
  rate: z
    .string('must be a decimal string such as "5.4321"')
    .refine(isFactor, 'must be a decimal string such as "5.4321"')
    .refine((rate) => !/^[0.]+$/.test(rate), 'must be more than zero')
    .nullish(),
}

interface Priced {
  currency?: string | null | undefined
  rate?: string | null | undefined
}

const isForeign = (record: Priced): boolean => (record.currency ?? BASE_CURRENCY) !== BASE_CURRENCY

/** For `superRefine`: a foreign record needs its rate, and one in the base currency has none but 1. */
export function checkRate(record: Priced, context: z.core.$RefinementCtx): void {
  if (isForeign(record) && !record.rate) {
    context.issues.push({
      code: 'custom',
      input: record,
      path: ['rate'],
      message: `is needed: ${BASE_CURRENCY} per unit of ${record.currency}, such as "5.4321"`,
    })
  }
  if (!isForeign(record) && record.rate && !/^1(\.0+)?$/.test(record.rate)) {
    context.issues.push({
      code: 'custom',
      input: record,
      path: ['rate'],
      message: `is only for a currency other than ${BASE_CURRENCY}`,
    })
  }
  if (isForeign(record) && record.rate && isFactor(record.rate)) checkConverted(record, record.rate, [], context)
}

/** What amounts may be at most, also once converted: 13 integer digits. */
const CONVERTED_MAX: Cents = 10n ** 15n - 1n

/** In a parsed record every bigint is an amount, however deep it stands. */
function checkConverted(part: object, rate: string, path: PropertyKey[], context: z.core.$RefinementCtx): void {
  for (const [key, value] of Object.entries(part)) {
    if (typeof value === 'object' && value !== null) checkConverted(value, rate, [...path, key], context)
    if (typeof value !== 'bigint' || multiplyCents(value, rate) <= CONVERTED_MAX) continue
    context.issues.push({
      code: 'custom',
      input: value,
      path: [...path, key],
      message: `is more than 13 integer digits in ${BASE_CURRENCY}`,
    })
  }
}

/** The amount in the base currency, rounded once, half up, to cents. */
export function toBase(amount: Cents, record: Priced): Cents {
  return isForeign(record) ? multiplyCents(amount, record.rate as string) : amount
}
