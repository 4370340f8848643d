import { z } from 'zod'

/** A whole number in a query, from 1 to `max`. */
export function wholeSchema(max: number, message = `must be a whole number from 1 to ${max}`) {
  return z
    .string()
    .regex(new RegExp(`^\\d{1,${String(max).length}}$`), message)
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, message)
}

/** What an earlier answer gave as `next`, where lists go by a number. */
export const cursorSchema = z
  .string()
  .regex(/^\d{1,15}$/, 'must be the `next` of an earlier answer')
  .transform(Number)
