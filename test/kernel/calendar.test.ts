import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  type CalendarOverrides,
  calendarFingerprint,
  createCalendar,
  parseCalendarOverrides,
} from '../../src/kernel/calendar.ts'
import { addDays, type Day, weekday } from '../../src/kernel/day.ts'

/** Easter Sunday by the Gregorian computus of Meeus, Jones and Butcher. */
function easter(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The banking holidays of CMN resolution 4.880 and ANBIMA's list. */
function bankHolidays(year: number): Set<Day> {
  const fixed = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25']
  if (year >= 2024) fixed.push('11-20')
  const movable = [-48, -47, -2, 60].map((days) => addDays(easter(year), days))
  return new Set([...fixed.map((day) => `${year}-${day}`), ...movable])
}

function daysOf(year: number): Day[] {
  const days: Day[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) days.push(day)
  return days
}

const overridesOf = (input: unknown): CalendarOverrides => {
  const parsed = parseCalendarOverrides(input)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.overrides
}
const faultsOf = (input: unknown) => {
  const parsed = parseCalendarOverrides(input)
  return 'faults' in parsed ? parsed.faults.map((fault) => fault.path) : []
}
const calendar = createCalendar()

describe('banking days of Brazil', () => {
  it('has an oracle that knows when Easter was', () => {
    const known = ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2029-04-01', '2030-04-21']
    expect(known.map((day) => easter(Number(day.slice(0, 4))))).toEqual(known)
  })

  it.each([2020, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030])('are right on every day of %i', (year) => {
    const holidays = bankHolidays(year)
    const wrong = daysOf(year).filter((day) => calendar.isBusinessDay(day) === (weekday(day) >= 6 || holidays.has(day)))
    expect(wrong).toEqual([])
  })

  it.each([
    ['2026-02-13', '2026-02-13'],
    ['2026-02-14', '2026-02-18'], // Carnival: Ash Wednesday is a banking day
    ['2026-11-20', '2026-11-23'],
    ['2023-11-20', '2023-11-20'],
    ['2026-12-31', '2026-12-31'],
    ['2027-01-01', '2027-01-04'],
  ])('a title due on %s is due on %s', (dueOn, effective) => {
    expect(calendar.nextBusinessDay(dueOn)).toBe(effective)
  })

  it('never moves a day back, nor past a business day, from 1900 to 9999', () => {
    const offset = fc.integer({ min: 0, max: 2_958_463 })
    fc.assert(
      fc.property(offset, (days) => {
        const dueOn = addDays('1900-01-01', days)
        const effective = calendar.nextBusinessDay(dueOn)
        expect(effective >= dueOn && effective <= '9999-12-31').toBe(true)
        expect(weekday(effective)).toBeLessThan(6)
        for (let day = dueOn; day < effective; day = addDays(day, 1)) expect(calendar.isBusinessDay(day)).toBe(false)
      }),
    )
  })

  it('stays inside the years it can write', () => {
    expect(calendar.nextBusinessDay('9999-12-31')).toBe('9999-12-31')
    const closed = createCalendar(overridesOf({ company: ['9999-12-31'] }))
    expect(closed.nextBusinessDay('9999-12-31')).toBe('9999-12-31')
  })

  it('does not depend on the time zone of the machine', () => {
    const before = process.env['TZ']
    const years = [2025, 2026]
    const here = years.flatMap(daysOf).filter((day) => calendar.isBusinessDay(day))
    try {
      for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        process.env['TZ'] = zone
        const there = createCalendar()
        expect(years.flatMap(daysOf).filter((day) => there.isBusinessDay(day))).toEqual(here)
      }
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })
})

describe('overrides', () => {
  const local = createCalendar(
    overridesOf({
      states: { SP: ['07-09'] },
      cities: { 'SP/São Paulo': ['2027-01-25'], "SP/Santa Bárbara d'Oeste": ['12-04'] },
      company: ['12-24', '2026-11-23'],
      open: ['2026-02-16', '2026-11-28', '2027-12-24'],
    }),
  )
  const saoPaulo = { state: 'SP', city: 'São Paulo' }

  it('close a state every year and a city on one day', () => {
    expect(local.isBusinessDay('2026-07-09', saoPaulo)).toBe(false)
    expect(local.isBusinessDay('2027-07-09', { state: 'SP', city: null })).toBe(false)
    expect(local.isBusinessDay('2026-07-09', { state: 'RJ', city: 'São Paulo' })).toBe(true)
    expect(local.isBusinessDay('2026-07-09')).toBe(true)
    expect(local.nextBusinessDay('2027-01-25', saoPaulo)).toBe('2027-01-26')
    expect(local.isBusinessDay('2028-01-25', saoPaulo)).toBe(true)
  })

  it.each([
    ['sp', 'SAO PAULO'],
    ['SP', ' sa\u0303o  paulo '],
  ])('know a city however it is written: %s %s', (state, city) => {
    expect(local.isBusinessDay('2027-01-25', { state, city })).toBe(false)
  })

  it('know a city without its apostrophe, and tell two cities apart', () => {
    expect(local.isBusinessDay('2026-12-04', { state: 'SP', city: 'SANTA BARBARA D OESTE' })).toBe(false)
    expect(local.isBusinessDay('2026-12-04', { state: 'SP', city: 'Santa Bárbara' })).toBe(true)
    expect(local.isBusinessDay('2026-12-04', { state: null, city: "Santa Bárbara d'Oeste" })).toBe(true)
  })

  it('close the company for everybody, and open what is open after all', () => {
    expect(local.isBusinessDay('2026-12-24')).toBe(false)
    expect(local.nextBusinessDay('2026-11-20', saoPaulo)).toBe('2026-11-24')
    expect(local.isBusinessDay('2026-02-16')).toBe(true)
    expect(local.isBusinessDay('2026-11-28')).toBe(true)
    expect(local.isBusinessDay('2027-12-24')).toBe(true)
  })

  it('leave people in peace on the holidays of their state, which no one has to list', () => {
    const calendar = createCalendar(overridesOf({}))
    for (const [day, state, city] of [
      ['2026-07-09', 'sp ', 'Campinas'],
      ['2026-04-23', 'RJ', null],
      ['2026-11-20', null, null],
    ] as const) {
      expect(calendar.isHoliday(day, { state, city })).toBe(true)
      // Banks settle on what is only a state's.
      expect(calendar.isBusinessDay(day, { state, city })).toBe(state !== null)
    }
    expect(calendar.isHoliday('2026-07-09', { state: 'RJ', city: null })).toBe(false)
    expect(calendar.isHoliday('2026-07-10', { state: 'SP', city: null })).toBe(false)
    expect(calendar.isHoliday('2026-07-09', { state: 'EX', city: null })).toBe(false)
  })

  it('leave them in peace although the company works', () => {
    const calendar = createCalendar(overridesOf({ open: ['11-20'] }))
    expect(calendar.isBusinessDay('2026-11-20')).toBe(true)
    expect(calendar.isHoliday('2026-11-20')).toBe(true)
    expect(local.isHoliday('2027-01-25', { state: 'SP', city: 'SAO PAULO' })).toBe(true)
    expect(local.isHoliday('2026-12-24')).toBe(true)
  })

  it('leave a due day alone when they close everything for longer than a month', () => {
    const always = Array.from({ length: 366 }, (_, index) => addDays('2028-01-01', index).slice(5))
    const never = createCalendar(overridesOf({ company: always }))
    expect(never.nextBusinessDay('2026-06-01')).toBe('2026-06-01')
  })

  it('may be nothing at all', () => {
    expect(overridesOf(null)).toEqual(overridesOf({}))
    const shipped = readFileSync(new URL('../../config/calendar.yaml', import.meta.url), 'utf8')
    expect(overridesOf(parse(shipped))).toEqual(overridesOf({}))
  })

  it('tell all their faults with their paths', () => {
    expect(
      faultsOf({
        states: { SP: ['2026-02-30', '7-9'], XX: [] },
        cities: { 'São Paulo': [], 'ZZ/Lugar': [], 'SP/Campinas': 'x' },
        open: [20260216],
        closed: [],
      }).sort(),
    ).toEqual(
      ['cities.SP/Campinas', 'cities.São Paulo', 'cities.ZZ/Lugar', 'closed', 'open[0]'].concat([
        'states.SP[0]',
        'states.SP[1]',
        'states.XX',
      ]),
    )
    expect(faultsOf([])).toEqual([''])
  })
})

describe('the fingerprint', () => {
  const fingerprint = (input: unknown) => calendarFingerprint(overridesOf(input))

  it('stays while nothing changes, however it is written', () => {
    const one = { states: { SP: ['07-09'], RJ: ['04-23'] }, cities: { 'SP/São Paulo': ['01-25'] } }
    const other = { cities: { 'SP/SAO PAULO': ['01-25', '01-25'] }, states: { RJ: ['04-23'], SP: ['07-09'] } }
    expect(fingerprint(one)).toBe(fingerprint(other))
  })

  it('changes with every kind of day', () => {
    const all = [
      {},
      { states: { SP: ['07-09'] } },
      { states: { RJ: ['07-09'] } },
      { cities: { 'SP/Campinas': ['07-09'] } },
      { company: ['07-09'] },
      { open: ['07-09'] },
      { open: ['2026-07-09'] },
    ]
    expect(new Set(all.map(fingerprint)).size).toBe(all.length)
  })
})
