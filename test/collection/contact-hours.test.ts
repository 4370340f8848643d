import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ContactHours, type IsHoliday, nextContactAt } from '../../src/collection/contact-hours.ts'
import { contactHoursSchema } from '../../src/collection/settings.ts'
import type { EpochMs } from '../../src/kernel/clock.ts'
import { states as allStates } from '../../src/kernel/phone.ts'

const at = (text: string): EpochMs => Temporal.Instant.from(text).epochMilliseconds
const never: IsHoliday = () => false
const text = (instant: EpochMs): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('America/Sao_Paulo').toString({
    timeZoneName: 'never',
    smallestUnit: 'minute',
  })

/** In Brasília's time; `null` when there is none. */
function next(states: readonly string[], from: string, given: Partial<Given> = {}): [string, string] | null {
  const { city = 'Centro', isHoliday = never, overrides = {} } = given
  const found = nextContactAt({ states, city }, at(from), isHoliday, contactHoursSchema.parse(overrides))
  return found && [text(found.at), text(found.closesAt)]
}
interface Given {
  city: string | null
  isHoliday: IsHoliday
  overrides: object
}

/** Wednesday 18 to Monday 23 November 2026; the 20th is a holiday of the whole country. */
const day = (date: number, time: string): string => `2026-11-${date}T${time}-03:00`
const consciencia: IsHoliday = (on) => on === '2026-11-20'

describe('contact hours', () => {
  it.each([
    ['SP', '08:00', '20:00', '08:00', '14:00'],
    ['AL', '08:00', '20:00', '08:00', '14:00'],
    ['RJ', '09:00', '19:00', null, null],
    ['ES', '08:00', '19:00', null, null],
    ['PR', '08:00', '18:00', '08:00', '13:00'],
    // No law is known there.
    ['MG', '09:00', '18:00', null, null],
    ['BA', '09:00', '18:00', null, null],
  ])('of %s are those of its law', (state, opens, closes, saturdayOpens, saturdayCloses) => {
    expect(next([state], day(18, '03:00'))).toEqual([day(18, opens), day(18, closes)])
    const saturday = saturdayOpens ? [day(21, saturdayOpens), day(21, saturdayCloses)] : null
    expect(next([state], day(21, '03:00'))).toEqual(saturday ?? [day(23, opens), day(23, closes)])
    expect(next([state], day(22, '10:00'))).toEqual([day(23, opens), day(23, closes)])
  })

  it('begin with their first minute and are over with their last', () => {
    expect(next(['SP'], day(18, '08:00'))?.[0]).toBe(day(18, '08:00'))
    expect(next(['SP'], day(18, '19:59'))?.[0]).toBe(day(18, '19:59'))
    expect(next(['SP'], day(18, '20:00'))?.[0]).toBe(day(19, '08:00'))
  })

  it('that are over before a message may have left are over', () => {
    const nextFor = (from: string, openForMs: number) =>
      nextContactAt({ states: ['SP'], city: null }, at(from), never, {}, openForMs)
    expect(text(nextFor(day(18, '19:59'), 60_000)?.at ?? 0)).toBe(day(18, '19:59'))
    expect(text(nextFor(day(18, '19:59'), 60_001)?.at ?? 0)).toBe(day(19, '08:00'))
    expect(text(nextFor(day(20, '19:59'), 60_001)?.at ?? 0)).toBe(day(21, '08:00'))
  })

  it('are by the clock of the state', () => {
    expect(next(['AC'], day(18, '03:00'))).toEqual([day(18, '11:00'), day(18, '20:00')])
    expect(next(['RO'], day(18, '03:00'))).toEqual([day(18, '10:00'), day(18, '19:00')])
    expect(next(['MT'], day(18, '03:00'))).toEqual([day(18, '10:00'), day(18, '19:00')])
    // From Manaus' 8:00 to 18:00 what is inside on the river Solimões too, an hour behind.
    expect(next(['AM'], day(18, '03:00'))).toEqual([day(18, '10:00'), day(18, '19:00')])
    expect(next(['PE'], day(18, '03:00'))).toEqual([day(18, '09:00'), day(18, '18:00')])
    expect(next(['PE'], day(18, '03:00'), { city: 'FERNANDO DE NORONHA' })).toEqual([
      day(18, '09:00'),
      day(18, '17:00'),
    ])
    expect(next(['PE'], day(18, '03:00'), { city: null })).toEqual([day(18, '09:00'), day(18, '17:00')])
  })

  it('are by the day there: at one in the morning of Monday it is Sunday in Acre', () => {
    const overrides = { AC: { weekdays: '00:00-24:00', saturday: 'never' } }
    expect(next(['AC'], day(23, '01:00'), { overrides })).toEqual([day(23, '02:00'), '2026-11-24T02:00-03:00'])
  })

  it('of several states are what they share', () => {
    expect(next(['SP', 'RJ'], day(18, '03:00'))).toEqual([day(18, '09:00'), day(18, '19:00')])
    expect(next(['SP', 'RJ'], day(20, '19:30'))).toEqual([day(23, '09:00'), day(23, '19:00')])
    expect(next(['SP', 'AC'], day(18, '03:00'))).toEqual([day(18, '11:00'), day(18, '20:00')])
  })

  it('of who may be anywhere are those that hold on every clock of Brazil', () => {
    const everywhere = [day(18, '11:00'), day(18, '17:00')]
    expect(next([], day(18, '03:00'))).toEqual(everywhere)
    expect(next(['EX'], day(18, '03:00'))).toEqual(everywhere)
    expect(next(['SP', 'XX'], day(18, '03:00'))).toEqual(everywhere)
    expect(next(['sp'], day(18, '03:00'))).toEqual(everywhere)
  })

  it('are none on holidays, of the country or of the place that was asked about', () => {
    expect(next(['SP'], day(20, '10:00'), { isHoliday: consciencia })?.[0]).toBe(day(21, '08:00'))
    const asked = new Set<string>()
    const isHoliday: IsHoliday = (on, { state, city }) => {
      asked.add(`${state}/${city}`)
      return on === '2026-11-18' && state === 'RJ' && city === 'Niterói'
    }
    expect(next(['SP', 'RJ'], day(18, '10:00'), { isHoliday, city: 'Niterói' })?.[0]).toBe(day(19, '09:00'))
    expect(next(['SP', 'RJ'], day(18, '10:00'), { isHoliday, city: 'Rio' })?.[0]).toBe(day(18, '10:00'))
    expect(asked).toEqual(new Set(['SP/Niterói', 'RJ/Niterói', 'SP/Rio', 'RJ/Rio']))
  })

  it('can be set by state, and for states without a law', () => {
    const overrides = {
      SP: { weekdays: '10:00-12:00', saturday: 'never', holiday: '10:00-11:00' },
      default: { weekdays: '13:00-14:00', saturday: '10:00-11:00' },
    }
    expect(next(['SP'], day(18, '03:00'), { overrides })).toEqual([day(18, '10:00'), day(18, '12:00')])
    expect(next(['SP'], day(22, '03:00'), { overrides })).toEqual([day(22, '10:00'), day(22, '11:00')])
    expect(next(['MG'], day(21, '03:00'), { overrides })).toEqual([day(21, '10:00'), day(21, '11:00')])
    expect(next(['RJ'], day(18, '03:00'), { overrides })).toEqual([day(18, '09:00'), day(18, '19:00')])
    expect(next([], day(18, '03:00'), { overrides })).toBeNull()
  })

  it('are none where they were set so, where they never meet, and where they end before they begin', () => {
    const closed = { weekdays: 'never', saturday: 'never' }
    expect(next(['SP'], day(18, '10:00'), { overrides: { SP: closed } })).toBeNull()
    const apart = { SP: { ...closed, weekdays: '08:00-09:00' }, RJ: { ...closed, weekdays: '09:00-10:00' } }
    expect(next(['SP', 'RJ'], day(18, '10:00'), { overrides: apart })).toBeNull()
    expect(next(['SP'], day(18, '10:00'), { overrides: { SP: { ...closed, weekdays: '20:00-08:00' } } })).toBeNull()
    expect(next(['SP'], day(18, '10:00'), { isHoliday: () => true })).toBeNull()
  })

  it('are looked for on 60 days, and not a minute longer', () => {
    // A Sunday; the Monday after it is the 60th day after 19 November.
    const isHoliday: IsHoliday = (on) => on < '2027-01-17'
    const weekend = { SP: { weekdays: '08:00-20:00', saturday: 'never', holiday: 'never' } }
    const opensOn = '2027-01-18T08:00-03:00'
    expect(next(['SP'], day(19, '08:00'), { isHoliday, overrides: weekend })?.[0]).toBe(opensOn)
    expect(next(['SP'], day(19, '07:59'), { isHoliday, overrides: weekend })).toBeNull()
  })

  it('were an hour earlier in Brasília’s summer time, as long as there was one', () => {
    expect(nextContactAt({ states: ['SP'], city: null }, at('2018-12-05T00:00Z'), never, {})?.at).toBe(
      at('2018-12-05T08:00-02:00'),
    )
  })
})

describe('the next contact, by a table and a sum of hours alone', () => {
  const HOUR = 3_600_000
  const LAW: Record<string, readonly [number, number, number, number]> = {
    SP: [8, 20, 8, 14],
    AL: [8, 20, 8, 14],
    RJ: [9, 19, 0, 0],
    ES: [8, 19, 0, 0],
    AM: [8, 18, 0, 0],
    PR: [8, 18, 8, 13],
  }
  const BEHIND: Record<string, readonly number[]> = { AC: [5], AM: [4, 5], MS: [4], MT: [4], RO: [4], RR: [4] }
  const isHoliday: IsHoliday = (on, { state }) => on.endsWith('-20') || (state === 'SP' && on.endsWith('-19'))

  const isOpen = (instant: EpochMs, law: readonly number[], hoursBehind: number, state: string | null): boolean => {
    const local = new Date(instant - hoursBehind * HOUR)
    const hour = (local.getTime() % (24 * HOUR)) / HOUR
    const [opens = 0, closes = 0] = local.getUTCDay() === 6 ? law.slice(2) : law
    const isShut = local.getUTCDay() === 0 || isHoliday(local.toISOString().slice(0, 10), { state, city: null })
    return !isShut && hour >= opens && hour < closes
  }
  const STRICTEST = [9, 18, 0, 0]
  const isLawful = (instant: EpochMs, states: readonly string[]): boolean =>
    states.every((state) =>
      (BEHIND[state] ?? [3]).every((hours) => isOpen(instant, LAW[state] ?? STRICTEST, hours, state)),
    )

  const instants = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2030-01-01T00:00Z') })
  // PE, which the city decides, is left to the examples.
  const some = fc.uniqueArray(fc.constantFrom(...allStates.filter((state) => state !== 'PE')), {
    minLength: 1,
    maxLength: 4,
  })
  const none: ContactHours = {}

  it('is inside the hours of every state, never earlier than asked, and as early as can be', () => {
    fc.assert(
      fc.property(some, instants, (states, from) => {
        const found = nextContactAt({ states, city: null }, from, isHoliday, none)
        if (!found) throw new Error('there is always one')
        expect(found.at).toBeGreaterThanOrEqual(from)
        expect(found.closesAt).toBeGreaterThan(found.at)
        expect(isLawful(found.at, states)).toBe(true)
        expect(isLawful(found.closesAt - 1, states)).toBe(true)
        expect(isLawful(found.closesAt, states)).toBe(false)
        if (found.at > from) expect(isLawful(found.at - 1, states)).toBe(false)
        for (let earlier = from; earlier < found.at; earlier += HOUR / 2)
          expect(isLawful(earlier, states), text(earlier)).toBe(false)
        expect(nextContactAt({ states, city: null }, found.at, isHoliday, none)).toEqual(found)
      }),
    )
  })

  it('of who may be anywhere is lawful in every state', () => {
    fc.assert(
      fc.property(instants, (from) => {
        const found = nextContactAt({ states: [], city: null }, from, isHoliday, none)
        if (!found) throw new Error('there is always one')
        expect(found.at).toBeGreaterThanOrEqual(from)
        for (const instant of [found.at, found.closesAt - 1]) expect(isLawful(instant, allStates)).toBe(true)
      }),
    )
  })
})
