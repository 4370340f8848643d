import { createTask, type ParsedFields, parse } from 'node-cron'
import type { EpochMs } from '../kernel/clock.ts'

/** The instants at which a cron expression comes. */
export interface Times {
  /** The first one after `instant`. */
  next(instant: EpochMs): EpochMs
  /** The last one after `from` and not after `to`; `null` when there is none. */
  last(from: EpochMs, to: EpochMs): EpochMs | null
}

/** The 29th of February on a given weekday may be 40 years away (2080 to 2120). */
const DAYS_MAX = 41 * 366
const NOON_H = 12

/**
 * The times of `expression` in `zone`, for any instant: node-cron itself counts from the system's time only. An hour that
 * comes twice when clocks are set back counts once. Times that clocks jump over come together, right after the jump:
 * before 2019 that was midnight in Brazil, and a nightly job must not lose its night. Throws where the expression is no
 * cron expression or the zone is unknown.
 */
export function timesOf(expression: string, zone: string): Times {
  const fields = parse(expression)
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
  const [hours, minutes, seconds] = [fields.hour, fields.minute, fields.second].map((values) =>
    values.toSorted((first, second) => first - second),
  ) as [number[], number[], number[]]
  const isDay = dayMatcher(fields)

  const at = (day: Temporal.PlainDate, hour: number, minute: number, second: number): EpochMs => {
    const wanted = day.toPlainDateTime({ hour, minute, second })
    const found = wanted.toZonedDateTime(zone)
    if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds
    const jump = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' }).getTimeZoneTransition('next')
    return (jump ?? found).epochMilliseconds
  }
  const firstOn = (day: Temporal.PlainDate, instant: EpochMs): EpochMs | null => {
    for (const hour of hours) {
      if (at(day, hour, 59, 59) <= instant) continue
      for (const minute of minutes) {
        if (at(day, hour, minute, 59) <= instant) continue
        for (const second of seconds) {
          const time = at(day, hour, minute, second)
          if (time > instant) return time
        }
      }
    }
    return null
  }
  const next = (instant: EpochMs): EpochMs => {
    let day = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
    for (let tries = 0; tries < DAYS_MAX; tries++) {
      const found = isDay(day) ? firstOn(day, instant) : null
      if (found !== null) return found
      day = fields.month.includes(day.month) ? day.add({ days: 1 }) : day.add({ months: 1 }).with({ day: 1 })
    }
    throw new Error(`"${expression}" does not come within ${DAYS_MAX} days`)
  }
  return { next, last: (from, to) => findLast(next, from, to) }
}

/** Halves the span in which the last time lies: as many steps as the span has binary digits, however many times are in it. */
function findLast(next: Times['next'], from: EpochMs, to: EpochMs): EpochMs | null {
  if (from >= to || next(from) > to) return null
  let before = from
  let last = to
  while (last - before > 1) {
    const middle = before + Math.floor((last - before) / 2)
    if (next(middle) > to) last = middle
    else before = middle
  }
  return last
}

/** Leaves what a day may be called in cron (`L`, `15W`, `1#2`) to node-cron, and asks it only where a number cannot say no. */
function dayMatcher({ dayOfMonth, month, dayOfWeek }: ParsedFields): (day: Temporal.PlainDate) => boolean {
  const task = createTask(`* * * ${dayOfMonth} ${month} ${dayOfWeek}`, () => undefined, { timezone: 'UTC' })
  const isNumbered = dayOfMonth.every((value) => typeof value === 'number')
  return (day) => {
    if (!month.includes(day.month) || (isNumbered && !dayOfMonth.includes(day.day))) return false
    return task.match(new Date(Date.UTC(day.year, day.month - 1, day.day, NOON_H)))
  }
}
