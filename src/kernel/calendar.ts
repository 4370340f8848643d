import { createHash } from 'node:crypto'
import Holidays, { type HolidaysTypes } from 'date-holidays'
import { z } from 'zod'
import { addDays, type Day, isDay, weekday } from './day.ts'
import { type Fault, faultsOf } from './text.ts'

/** Where the payer is. A city counts only together with its state. */
export interface Place {
  readonly state: string | null
  readonly city: string | null
}

export interface Calendar {
  /** When banks settle, less what was configured. */
  isBusinessDay(day: Day, place?: Place): boolean
  /**
   * When people are left in peace: a holiday of the country or of the state, or a day that was configured as closed, whatever
   * day of the week it is. That a company works on it (`open`) makes it no other day for its customers.
   */
  isHoliday(day: Day, place?: Place): boolean
  /** The day itself when it is a business day, else the next one that is. */
  nextBusinessDay(day: Day, place?: Place): Day
}

/** After so many closed days in a row the configuration is wrong, and a due day stays where it was. */
const CLOSED_DAYS_MAX = 30
/** National holidays are known for these years; before and after, only weekends close. */
const HOLIDAY_YEARS = { first: 1950, last: 2200 }
/** Raw spellings of places that are remembered; customers can bring any number of them. */
const PLACES_MAX = 10_000
const NEXT_DAYS_MAX = 10_000
const LAST_DAY: Day = '9999-12-31'

const STATES = 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' ')
const DAYS_MAX = 400
const CITIES_MAX = 6000

const DAY_FORM = 'must be a day such as "2026-07-09", or "07-09" for every year'
const days = z
  .array(
    z.string(DAY_FORM).refine((text) => isDay(text) || (text.length === 5 && isDay(`2000-${text}`)), DAY_FORM),
    'must be a list of days',
  )
  .max(DAYS_MAX, `must have at most ${DAYS_MAX} days`)
const stateKey = z.string().refine((key) => STATES.includes(key), 'must be the two letters of a state, such as "SP"')
const cityKey = z
  .string()
  .refine(
    (key) => STATES.includes(key.slice(0, 2)) && /^..\/\s*\S.{0,119}$/.test(key),
    'must be such as "SP/São Paulo"',
  )

/** What config/calendar.yaml may say. */
const overridesSchema = z.strictObject({
  states: z.record(stateKey, days).default({}),
  cities: z
    .record(cityKey, days)
    .refine((cities) => Object.keys(cities).length <= CITIES_MAX, `must have at most ${CITIES_MAX} cities`)
    .default({}),
  /** Days on which the company itself is closed. */
  company: days.default([]),
  /** Days that are business days after all: they win over everything else, weekends too. */
  open: days.default([]),
})
export type CalendarOverrides = z.infer<typeof overridesSchema>

/** Reads the parsed content of config/calendar.yaml; nothing at all means no overrides. */
export function parseCalendarOverrides(input: unknown): { overrides: CalendarOverrides } | { faults: Fault[] } {
  const parsed = overridesSchema.safeParse(input ?? {})
  return parsed.success ? { overrides: parsed.data } : { faults: faultsOf(parsed.error) }
}

const NO_OVERRIDES: CalendarOverrides = { states: {}, cities: {}, company: [], open: [] }

/** Brazilian banking days (date-holidays, types public and bank) under the given overrides. */
export function createCalendar(overrides: CalendarOverrides = NO_OVERRIDES): Calendar {
  const closedByPlace = indexPlaces(overrides)
  const company = new Set(overrides.company)
  const open = new Set(overrides.open)
  const placesBySpelling = new Map<string, readonly ReadonlySet<string>[]>()

  const isNational = (day: Day): boolean => holidaysOf(day.slice(0, 4)).has(day)
  const closedAt = (place: Place): readonly ReadonlySet<string>[] => {
    const spelling = `${place.state}/${place.city}`
    const known = placesBySpelling.get(spelling)
    if (known) return known
    if (placesBySpelling.size >= PLACES_MAX) placesBySpelling.clear()
    const found = findPlace(closedByPlace, place)
    placesBySpelling.set(spelling, found)
    return found
  }
  const isClosed = (day: Day, place?: Place): boolean => {
    if (has(company, day) || isNational(day)) return true
    if (closedByPlace.size === 0 || place === undefined || place.state === null) return false
    return closedAt(place).some((closed) => has(closed, day))
  }
  const isHoliday = (day: Day, place?: Place): boolean => isClosed(day, place) || isOfState(day, place?.state ?? null)
  const isBusinessDay = (day: Day, place?: Place): boolean =>
    has(open, day) || (weekday(day) < 6 && !isClosed(day, place))
  const findNextBusinessDay = (day: Day, place?: Place): Day => {
    let next = day
    for (let tries = 0; tries <= CLOSED_DAYS_MAX; tries++) {
      if (isBusinessDay(next, place)) return next
      if (next >= LAST_DAY) return day
      next = addDays(next, 1)
    }
    return day
  }
  // Titles fall due on few days: a feed of many asks for the same ones again and again.
  const known = new Map<string, Day>()
  const nextBusinessDay = (day: Day, place?: Place): Day => {
    const key = closedByPlace.size === 0 || !place ? day : `${day}/${place.state}/${place.city}`
    const remembered = known.get(key)
    if (remembered) return remembered
    const found = findNextBusinessDay(day, place)
    if (known.size >= NEXT_DAYS_MAX) known.clear()
    known.set(key, found)
    return found
  }
  return { isBusinessDay, isHoliday, nextBusinessDay }
}

/** Changes whenever a stored effective due day may have become another: new overrides, or new rules of the library. */
export function calendarFingerprint(overrides: CalendarOverrides): string {
  const places = [...indexPlaces(overrides)].map(([place, closed]) => [place, [...closed].sort()])
  const holidays = Array.from({ length: 40 }, (_, index) => [...holidaysOf(String(2010 + index))])
  const canonical = [
    places.sort(),
    [...new Set(overrides.company)].sort(),
    [...new Set(overrides.open)].sort(),
    holidays,
  ]
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex')
}

const has = (days: ReadonlySet<string>, day: Day): boolean => days.size > 0 && (days.has(day) || days.has(day.slice(5)))

const NO_HOLIDAYS: ReadonlySet<Day> = new Set()
const TYPES: HolidaysTypes.HolidayType[] = ['public', 'bank']
const national = new Holidays('BR', { types: TYPES })
/** Worked out once a process and year, and state: the library takes milliseconds for each. */
const knownHolidays = new Map<string, ReadonlySet<Day>>()

/** The library answers in local text such as `2026-02-16 00:00:00`: its date is taken as text, free of time zones. */
function holidaysOf(year: string, state = ''): ReadonlySet<Day> {
  const key = `${year}${state}`
  const known = knownHolidays.get(key)
  if (known) return known
  if (Number(year) < HOLIDAY_YEARS.first || Number(year) > HOLIDAY_YEARS.last) return NO_HOLIDAYS
  const library = state === '' ? national : new Holidays('BR', state, { types: TYPES })
  const holidays = new Set(library.getHolidays(Number(year), 'pt').map(({ date }) => date.slice(0, 10)))
  knownHolidays.set(key, holidays)
  return holidays
}

/** By the law of a state. Banks settle on such days all the same, unless they were configured. */
function isOfState(day: Day, state: string | null): boolean {
  const letters = state?.trim().toUpperCase() ?? ''
  return STATES.includes(letters) && holidaysOf(day.slice(0, 4), letters).has(day)
}

/** `SP` and `SP/sao paulo` to their own closed days. */
function indexPlaces(overrides: CalendarOverrides): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>()
  const add = (key: string, closed: readonly string[]) => {
    const known = places.get(key) ?? new Set()
    places.set(key, known)
    for (const day of closed) known.add(day)
  }
  for (const [state, closed] of Object.entries(overrides.states)) add(state, closed)
  for (const [city, closed] of Object.entries(overrides.cities))
    add(normalizeCity(city.slice(0, 2), city.slice(3)), closed)
  return places
}

function findPlace(places: ReadonlyMap<string, ReadonlySet<string>>, place: Place): readonly ReadonlySet<string>[] {
  const state = (place.state ?? '').trim().toUpperCase()
  const keys = place.city === null ? [state] : [state, normalizeCity(state, place.city)]
  return keys.flatMap((key) => places.get(key) ?? [])
}

/** ERPs write SAO PAULO, São Paulo and Sta. Bárbara D'Oeste: accents, case and punctuation do not count. */
function normalizeCity(state: string, city: string): string {
  const letters = city.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return `${state}/${letters.replace(/[^a-z0-9]+/g, ' ').trim()}`
}
