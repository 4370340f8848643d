import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daySchema, daysBetween, formatBrDay, isDay, weekday } from '../../src/kernel/day.ts'

const plainDay = fc
  .integer({ min: 0, max: 2_958_463 }) // 1900-01-01 to 9999-12-31
  .map((offset) => Temporal.PlainDate.from('1900-01-01').add({ days: offset }))

describe('days', () => {
  it('agree with Temporal on weekday and distance', () => {
    fc.assert(
      fc.property(plainDay, plainDay, (from, to) => {
        expect(isDay(from.toString())).toBe(true)
        expect(weekday(from.toString())).toBe(from.dayOfWeek)
        expect(daysBetween(from.toString(), to.toString())).toBe(from.until(to, { largestUnit: 'day' }).days)
        expect(addDays(from.toString(), from.until(to).days)).toBe(to.toString())
      }),
    )
  })

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '1899-12-31',
    '2026-1-1',
    '２026-01-01',
  ])('refuse %s', (text) => {
    expect(isDay(text)).toBe(false)
    expect(daySchema.safeParse(text).success).toBe(false)
  })

  it.each(['2024-02-29', '2000-02-29', '1900-01-01', '9999-12-31'])('take %s', (text) => {
    expect(daySchema.parse(text)).toBe(text)
  })

  it('know a Monday and a Sunday', () => {
    expect(weekday('2026-11-23')).toBe(1)
    expect(weekday('2026-11-22')).toBe(7)
    expect(weekday('1969-12-29')).toBe(1)
  })

  it('are written the Brazilian way', () => {
    expect(formatBrDay('2026-11-05')).toBe('05/11/2026')
  })
})
