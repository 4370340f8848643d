import type { Calendar, Place } from '../kernel/calendar.ts'
import { addDays, type Day } from '../kernel/day.ts'
import type { Cadence, Step } from './cadence.ts'
import type { OpenTitle, Progress } from './case.ts'

/** The next step of a title, and the day from which on it is due. */
export interface DueStep {
  readonly step: Step
  readonly on: Day
}

export interface StepDays {
  readonly calendar: Calendar
  readonly place: Place
  readonly beforeDue: Cadence['beforeDue']
  /** Business days until a payment on the due day shows. */
  settlementDays(paymentMethod: string | null): number
}

/** A calendar with more closed days in a row than this is wrong; days are then taken as they are. */
const CLOSED_DAYS_MAX = 30

/**
 * Which step of the cadence comes next for a title, and when. Until the due day only the latest reminder counts: one that
 * was missed lapses. After it no step is passed over: the first one not done is next, however late it is, and the one
 * after it keeps its distance from the day on which that was done. `null` when all is done.
 */
export function nextStep(title: OpenTitle, steps: readonly Step[], today: Day, days: StepDays): DueStep | null {
  const done = progressOf(title)
  const isBefore = today <= title.effectiveDueOn
  if (isBefore) {
    const open = steps.filter(({ offsetDays }) => offsetDays <= 0 && offsetDays > (done?.offsetDays ?? -Infinity))
    const dated = open.map((step) => ({ step, on: dayBefore(title, step, days) }))
    const latest = dated.findLast(({ on }) => on <= today)
    const next = latest ?? dated[0]
    if (next) return next
  }
  const step = steps.find(({ offsetDays }) => offsetDays > Math.max(0, done?.offsetDays ?? 0))
  return step ? { step, on: dayAfter(title, step, done, days) } : null
}

/** What was done after a due day that has moved since is void: the title is not late any more. */
function progressOf({ progress, effectiveDueOn }: OpenTitle): Progress | null {
  if (progress === null || (progress.offsetDays > 0 && progress.doneOn <= effectiveDueOn)) return null
  return progress
}

function dayBefore({ effectiveDueOn }: OpenTitle, { offsetDays }: Step, days: StepDays): Day {
  const day = addDays(effectiveDueOn, offsetDays)
  const { calendar, place, beforeDue } = days
  if (beforeDue === 'next' || offsetDays === 0) return calendar.nextBusinessDay(day, place)
  return previousBusinessDay(day, calendar, place)
}

function dayAfter(title: OpenTitle, { offsetDays }: Step, done: Progress | null, days: StepDays): Day {
  const { calendar, place } = days
  const { effectiveDueOn, paymentMethod } = title
  const settled = addBusinessDays(effectiveDueOn, days.settlementDays(paymentMethod), calendar, place)
  const spaced = done && done.offsetDays > 0 ? addDays(done.doneOn, offsetDays - done.offsetDays) : effectiveDueOn
  const earliest = [addDays(effectiveDueOn, offsetDays), settled, spaced].reduce((a, b) => (a > b ? a : b))
  return calendar.nextBusinessDay(earliest, place)
}

function previousBusinessDay(day: Day, calendar: Calendar, place: Place): Day {
  for (let back = 0; back <= CLOSED_DAYS_MAX; back++) {
    const candidate = addDays(day, -back)
    if (calendar.isBusinessDay(candidate, place)) return candidate
  }
  return day
}

/** The day that is `count` business days after `day`. */
export function addBusinessDays(day: Day, count: number, calendar: Calendar, place: Place): Day {
  let reached = day
  for (let counted = 0; counted < count; counted++) reached = calendar.nextBusinessDay(addDays(reached, 1), place)
  return reached
}
