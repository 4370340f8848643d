import type { z } from 'zod'
import type { EpochMs } from '../kernel/clock.ts'
import { addDays, type Day, weekday } from '../kernel/day.ts'
import { states, type Uf } from '../kernel/phone.ts'
import type { contactHoursSchema } from './settings.ts'

/** By the two letters of a state, or `default`; a window is such as `08:00-20:00`, or `never`. */
export type ContactHours = z.output<typeof contactHoursSchema>
type DayWindows = ContactHours[string]

/** Where a customer may be: the state of the record and that of the phone's area code, where they are known. */
export interface Whereabouts {
  /** What is no state of Brazil, or nothing at all, counts as a state that nobody knows. */
  readonly states: readonly string[]
  readonly city: string | null
}

export type IsHoliday = (day: Day, place: { readonly state: string | null; readonly city: string | null }) => boolean

const NO_SATURDAY = { saturday: 'never', holiday: 'never' } as const
const SP = { weekdays: '08:00-20:00', saturday: '08:00-14:00', holiday: 'never' } as const

/** What is allowed under every law below: where no law is known, and where the state is not. */
const STRICTEST: DayWindows = { weekdays: '09:00-18:00', ...NO_SATURDAY }

/**
 * State laws about calls that collect, taken for messages as well; Sundays count as holidays. SP was read as a law, the
 * others in secondary sources (2026-11): of AM two that differ (until 19:00; 8:00 to 18:00), hence what both allow; of PR
 * one alone. There is no federal law.
 */
const LAWS: Partial<Record<Uf, DayWindows>> = {
  /** Lei 15.426/2014, art. 2. */
  SP,
  /** Lei 7.782/2016, which names SMS too. */
  AL: SP,
  /** Lei 7.868/2018. */
  RJ: { weekdays: '09:00-19:00', ...NO_SATURDAY },
  /** Lei 10.626/2017. */
  ES: { weekdays: '08:00-19:00', ...NO_SATURDAY },
  /** Lei 306/2016. */
  AM: { weekdays: '08:00-18:00', ...NO_SATURDAY },
  /** Lei 252/2010, as it is cited. */
  PR: { weekdays: '08:00-18:00', saturday: '08:00-13:00', holiday: 'never' },
}

const BRASILIA = 'America/Sao_Paulo'
/** The four clocks of Brazil, from UTC-2 to UTC-5 (Lei 12.876/2013). */
const ALL_ZONES = ['America/Noronha', BRASILIA, 'America/Manaus', 'America/Rio_Branco']
/** Where clocks differ from those of Brasília. The west of AM has those of AC: it is not known who lives there. */
const ZONES: Partial<Record<Uf, readonly string[]>> = {
  AC: ['America/Rio_Branco'],
  AM: ['America/Manaus', 'America/Eirunepe'],
  MS: ['America/Campo_Grande'],
  MT: ['America/Cuiaba'],
  RO: ['America/Porto_Velho'],
  RR: ['America/Boa_Vista'],
}
/** An archipelago of PE with a clock of its own. */
const NORONHA = /^\s*fernando\s+de\s+noronha\s*$/i

/** A clock, with the hours that hold by it. */
interface Place {
  readonly zone: string
  readonly state: Uf | null
  readonly city: string | null
  readonly hours: DayWindows
}

interface OpenHours {
  readonly opensAt: EpochMs
  readonly closesAt: EpochMs
}

const SEARCH_DAYS_MAX = 60
const DAY_MS = 86_400_000

/**
 * When a customer may be written to, from an instant on: `from` itself inside the hours of every place that the customer
 * may be in, else the next time that all of them are open, for `openForMs` at least. `closesAt` is the first instant that is
 * outside again. `null` when there is none within 60 days: hours that were set to `never`, or that never meet.
 */
export function nextContactAt(
  whereabouts: Whereabouts,
  from: EpochMs,
  isHoliday: IsHoliday,
  overrides: ContactHours,
  openForMs = 0,
): { at: EpochMs; closesAt: EpochMs } | null {
  const places = placesOf(whereabouts, overrides)
  const until = from + SEARCH_DAYS_MAX * DAY_MS
  let at = from
  // Each round goes on to the opening of one place at least, or to its closing, and each place opens once a day.
  for (let round = 0; round <= 2 * SEARCH_DAYS_MAX * places.length; round++) {
    const open: OpenHours[] = []
    for (const place of places) {
      const hours = nextOpenHours(place, at, until, isHoliday)
      if (hours === null) return null
      open.push(hours)
    }
    const opensAt = Math.max(at, ...open.map((hours) => hours.opensAt))
    const closesAt = Math.min(...open.map((hours) => hours.closesAt))
    if (opensAt === at && closesAt - at >= openForMs) return { at, closesAt }
    at = opensAt === at ? closesAt : opensAt
  }
  return null
}

function placesOf({ states: named, city }: Whereabouts, overrides: ContactHours): Place[] {
  const known = states.filter((state) => named.includes(state))
  const places = known.flatMap((state) => {
    const hours = overrides[state] ?? LAWS[state] ?? overrides['default'] ?? STRICTEST
    return zonesOf(state, city).map((zone): Place => ({ zone, state, city, hours }))
  })
  const isKnown = (name: string): boolean => known.some((state) => state === name)
  if (named.length > 0 && named.every(isKnown)) return places
  const hours = overrides['default'] ?? STRICTEST
  return [...places, ...ALL_ZONES.map((zone): Place => ({ zone, state: null, city: null, hours }))]
}

function zonesOf(state: Uf, city: string | null): readonly string[] {
  if (state === 'PE' && (city === null || NORONHA.test(city))) return ['America/Noronha', 'America/Recife']
  return ZONES[state] ?? [BRASILIA]
}

/** The hours that an instant is in, or the next ones that begin before `until`. */
function nextOpenHours(place: Place, from: EpochMs, until: EpochMs, isHoliday: IsHoliday): OpenHours | null {
  let day = dayAt(place.zone, from)
  for (let count = 0; count <= SEARCH_DAYS_MAX; count++) {
    const hours = hoursOn(day, place, isHoliday)
    if (hours && hours.opensAt > until) return null
    if (hours && hours.closesAt > from) return hours
    day = addDays(day, 1)
  }
  return null
}

function hoursOn(day: Day, place: Place, isHoliday: IsHoliday): OpenHours | null {
  const { zone, state, city, hours } = place
  const isClosed =
    weekday(day) === 7 || (state === null ? isHolidayAnywhere(day, isHoliday) : isHoliday(day, { state, city }))
  const window = isClosed ? hours.holiday : weekday(day) === 6 ? hours.saturday : hours.weekdays
  if (window === 'never') return null
  const [opens = '', closes = ''] = window.split('-')
  if (opens >= closes) return null
  return { opensAt: instantOf(day, opens, zone), closesAt: instantOf(day, closes, zone) }
}

/** Who may be in any state is left in peace on the holidays of each. */
function isHolidayAnywhere(day: Day, isHoliday: IsHoliday): boolean {
  const known = anywhere.get(isHoliday) ?? new Map<Day, boolean>()
  anywhere.set(isHoliday, known)
  return remember(known, day, () => [null, ...states].some((state) => isHoliday(day, { state, city: null })))
}

const anywhere = new WeakMap<IsHoliday, Map<Day, boolean>>()

/** The same few days, times and zones are asked for each customer of a run, and Temporal takes microseconds. */
const REMEMBERED_MAX = 10_000
const instants = new Map<string, EpochMs>()
const days = new Map<string, Day>()

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  const value = find()
  if (known.size >= REMEMBERED_MAX) known.clear()
  known.set(key, value)
  return value
}

/** `24:00` is the beginning of the next day. */
const instantOf = (day: Day, time: string, timeZone: string): EpochMs =>
  remember(instants, `${day}/${time}/${timeZone}`, () => {
    const [on, plainTime] = time === '24:00' ? [addDays(day, 1), '00:00'] : [day, time]
    return Temporal.PlainDate.from(on).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
  })

/** Clocks change on a quarter of an hour. */
const QUARTER_MS = 900_000

const dayAt = (zone: string, instant: EpochMs): Day => {
  const quarter = Math.floor(instant / QUARTER_MS)
  return remember(days, `${quarter}/${zone}`, () =>
    Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString(),
  )
}
