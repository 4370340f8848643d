import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Day } from '../../../src/kernel/day.ts'
import { dayInZone, localTimeOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'

/** Unix seconds, as a JSON number or as text. */
function secondsOf(value: unknown, path: string): number {
  const text = String(value ?? '')
  if (!/^-?\d{1,12}$/.test(text)) throw new BadRecordError(path, 'is no unix time')
  return Number(text)
}

/** Absent in any of Dolibarr's ways. */
export const isAbsent = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || value === 0

/**
 * The day of a DATE column, told as the seconds of its midnight on the server. Any other time of day says that the zone
 * in the settings is not the server's, and then the day would be wrong by one without anybody seeing it.
 */
export function dayOfMidnight(value: unknown, zone: string, path: string): Day {
  const at = secondsOf(value, path) * 1_000
  if (!isMidnight(at, zone))
    throw new BadRecordError(path, `is no midnight in ${zone}, the server's zone in the settings`)
  return dayInZone(at, zone)
}

/** Where the clock skips midnight, PHP takes the first instant of the day, as `startOfDay` does. */
function isMidnight(at: EpochMs, zone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return local.startOfDay().epochMilliseconds === at
}

/** Whether a day that Dolibarr told fits the zone; `null` where there is none to tell by. */
export const fitsZone = (value: unknown, zone: string): boolean | null =>
  isAbsent(value) ? null : isMidnight(secondsOf(value, 'date') * 1_000, zone)

/** The day on which a DATETIME column lies. */
export const dayOfInstant = (value: unknown, zone: string, path: string): Day =>
  dayInZone(secondsOf(value, path) * 1_000, zone)

export const instantOfSeconds = (value: unknown, path: string): string =>
  Temporal.Instant.fromEpochMilliseconds(secondsOf(value, path) * 1_000).toString()

/**
 * The local time to search changes from, `2026-11-21 09:55:00`. Where clocks are set back, what is stamped in the hour's
 * second pass sorts before what was stamped in its first: then it is as much earlier as the local clock went back.
 */
export function searchedFrom(since: EpochMs, now: EpochMs, zone: string): string {
  const direct = localTimeOf(since, zone)
  const counted = Temporal.PlainDateTime.from(localTimeOf(now, zone))
    .subtract({ milliseconds: now - since })
    .toString({ smallestUnit: 'second', roundingMode: 'floor' })
  return (direct < counted ? direct : counted).replace('T', ' ')
}
