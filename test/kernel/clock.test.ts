import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClock, instantSchema, parseInstant } from '../../src/kernel/clock.ts'

describe('a frozen clock', () => {
  it('stands still at its instant, in its zone', () => {
    const clock = createClock('America/Sao_Paulo', '2026-11-21T01:30:00Z')
    expect(clock.now()).toBe(Temporal.Instant.from('2026-11-21T01:30:00Z').epochMilliseconds)
    expect(clock.today()).toBe('2026-11-20')
    expect(clock.format(clock.now())).toBe('2026-11-20T22:30:00-03:00')
  })

  it('refuses an instant without offset', () => {
    expect(() => createClock('America/Sao_Paulo', '2026-11-21T01:30:00')).toThrow(RangeError)
  })
})

describe('a running clock', () => {
  it('follows the machine', () => {
    const before = performance.timeOrigin + performance.now()
    const clock = createClock('UTC')
    // The wall clock and the monotonic one may differ by what the machine was corrected since the start.
    expect(Math.abs(clock.now() - before)).toBeLessThan(60_000)
  })
})

describe('offsets', () => {
  it('skip the hour after midnight of 2018-11-04 in São Paulo', () => {
    const at = (instant: string) => createClock('America/Sao_Paulo', instant)
    expect(at('2018-11-04T02:59:59Z').today()).toBe('2018-11-03')
    expect(at('2018-11-04T03:00:00Z').today()).toBe('2018-11-04')
    const clock = at('2018-11-04T02:59:59Z')
    expect(clock.format(parseInstant('2018-11-04T02:59:59.999Z') as number)).toBe('2018-11-03T23:59:59.999-03:00')
    expect(clock.format(parseInstant('2018-11-04T03:00:00Z') as number)).toBe('2018-11-04T01:00:00-02:00')
    expect(clock.format(parseInstant('2018-11-04T02:59:59Z') as number)).toBe('2018-11-03T23:59:59-03:00')
  })

  it.each(['America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Noronha'])(
    'agree with Temporal in %s, whatever was asked before',
    (zone) => {
      const clock = createClock(zone)
      const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2035, 0) })
      const nearby = fc.integer({ min: -7_200_000, max: 7_200_000 })
      fc.assert(
        fc.property(instant, nearby, (first, later) => {
          for (const ms of [first, first + later]) {
            const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
            expect(parseInstant(clock.format(ms))).toBe(ms)
            expect(clock.format(ms).slice(-6)).toBe(zoned.offset)
          }
        }),
      )
    },
  )

  it('change on the half hour in Lord Howe', () => {
    const clock = createClock('Australia/Lord_Howe')
    const change = parseInstant('2026-10-03T15:30:00Z') as number
    expect(clock.format(change - 1000)).toBe('2026-10-04T01:59:59+10:30')
    expect(clock.format(change)).toBe('2026-10-04T02:30:00+11:00')
  })
})

describe('instants from outside', () => {
  it('give back what a clock wrote', () => {
    expect(instantSchema.parse('2026-11-21T10:00:00-03:00')).toBe(Date.UTC(2026, 10, 21, 13))
    expect(instantSchema.parse('2026-11-21T10:00:00.250Z')).toBe(Date.UTC(2026, 10, 21, 10, 0, 0, 250))
  })

  it.each([
    '2026-11-21',
    '2026-11-21T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T10:00:00+99:00',
    '2026-11-21T10:00Z',
    '2026-11-21T10:00:00[America/Sao_Paulo]',
    '+002026-11-21T10:00:00Z',
  ])('refuse %s', (text) => {
    expect(parseInstant(text)).toBeNull()
    expect(instantSchema.safeParse(text).success).toBe(false)
  })
})
