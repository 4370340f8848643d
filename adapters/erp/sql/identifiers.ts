import { z } from 'zod'
import { isDay } from '../../../src/kernel/day.ts'

/** What goes into the text of a profile's statements is looked at here, since names and lists cannot be bound. */

/** The schema or owner of the tables. */
export const ownerSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_$#]{0,127}(\.[A-Za-z_][A-Za-z0-9_$#]{0,127})?$/, 'must be a schema such as "dbo"')

/** Codes of branches, kinds or charges. */
export const codesSchema = z
  .array(z.string().regex(/^[A-Za-z0-9 ._-]{1,12}$/, 'must be a code of 1 to 12 letters and digits'))
  .max(200)

export const cutoverSchema = z.string().refine(isDay, 'must be a day such as "2024-01-01"')

/** `'01','02'` */
export const quoted = (codes: readonly string[]): string => codes.map((code) => `'${code}'`).join(',')

/** ` AND a AND b`, each on a line of its own; nothing where there is nothing. */
export const also = (conditions: readonly (string | false | undefined)[]): string =>
  conditions
    .filter((condition) => typeof condition === 'string' && condition !== '')
    .map((condition) => `\n   AND ${condition}`)
    .join('')
