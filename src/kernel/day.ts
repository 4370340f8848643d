import { z } from 'zod'

/** A calendar day, `YYYY-MM-DD`. Text, so that days compare with `<` and travel through JSON and SQL unchanged. */
export type Day = string

const FORM = /^\d{4}-\d{2}-\d{2}$/
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a day that exists: `2026-02-29` does not. */
export function isDay(text: string): boolean {
  if (!FORM.test(text)) return false
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] as number))
}

const epochDay = (day: Day): number =>
  Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / 86_400_000

export function addDays(day: Day, days: number): Day {
  return new Date((epochDay(day) + days) * 86_400_000).toISOString().slice(0, 10)
}

/** How many days `to` is after `from` (negative when before). */
export function daysBetween(from: Day, to: Day): number {
  return epochDay(to) - epochDay(from)
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekday(day: Day): number {
  return ((((epochDay(day) + 3) % 7) + 7) % 7) + 1
}

/** `21/11/2026`, as a Brazilian reader writes it. */
export function formatBrDay(day: Day): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}

/** A day from outside, from 1900-01-01 to 9999-12-31. */
export const daySchema = z
  .string('must be a day such as "2026-11-21"')
  .refine(isDay, 'must be a day that exists, such as "2026-11-21"')
  .meta({ format: 'date', examples: ['2026-11-21'] })
