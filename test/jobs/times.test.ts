import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startJobs } from '../../src/jobs/schedule.ts'
import { timesOf } from '../../src/jobs/times.ts'

const ms = (text: string): number => Temporal.Instant.from(text).epochMilliseconds
const text = (instant: number | null): string | null =>
  instant === null ? null : Temporal.Instant.fromEpochMilliseconds(instant).toString()
const days = (expression: string, zone: string, from: string, count: number): string[] => {
  const { next } = timesOf(expression, zone)
  const found: string[] = []
  for (let instant = ms(from); found.length < count; ) {
    instant = next(instant)
    found.push(Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString())
  }
  return found
}

const field = (first: number, last: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: first, max: last }).map(String),
    fc.integer({ min: 2, max: 30 }).map((step) => `*/${step}`),
    fc.uniqueArray(fc.integer({ min: first, max: last }), { minLength: 2, maxLength: 4 }).map(String),
  )
const daysAndWeekdays = fc.oneof(
  fc.constantFrom('*', '1', '15,16', 'L', '15W').map((day) => `${day} * *`),
  fc.constantFrom('1-5', '1#2', '5L').map((weekday) => `* * ${weekday}`),
)
const expressions = fc
  .tuple(field(0, 59), field(0, 59), field(0, 23), daysAndWeekdays)
  .map((fields) => fields.join(' '))
/** Clocks were not moved in these zones in these years. */
const zones = fc.constantFrom('America/Sao_Paulo', 'UTC', 'Asia/Kolkata', 'Pacific/Auckland')
const instants = fc.integer({ min: ms('2026-05-01T00:00:00Z'), max: ms('2026-08-20T00:00:00Z') })

describe('the times of an expression', () => {
  afterEach(() => void vi.useRealTimers())

  it('are those of node-cron', async () => {
    await fc.assert(
      fc.asyncProperty(expressions, zones, instants, async (expression, zone, instant) => {
        vi.useFakeTimers({ toFake: ['Date'], now: instant })
        const job = { name: 'oracle', expression, zone, run: async () => undefined }
        const schedule = startJobs([job], pino({ level: 'silent' }), { recordJob: () => undefined })
        const { next } = timesOf(expression, zone)
        for (let time = instant, count = 0; count < 3; count++) {
          vi.setSystemTime(time)
          expect(next(time)).toBe(schedule.nextRunAt('oracle'))
          time = next(time)
        }
        await schedule.stop()
      }),
      { numRuns: 150 },
    )
  })

  it('have a last one in any span: it is in the span, comes by the expression, and none comes between it and the end', () => {
    fc.assert(
      fc.property(
        expressions,
        zones,
        instants,
        fc.integer({ min: 0, max: 40 * 86_400_000 }),
        (expression, zone, from, span) => {
          const { next, last } = timesOf(expression, zone)
          const found = last(from, from + span)
          if (found === null) {
            expect(next(from)).toBeGreaterThan(from + span)
            return
          }
          expect(found).toBeGreaterThan(from)
          expect(found).toBeLessThanOrEqual(from + span)
          expect(next(found - 1)).toBe(found)
          expect(next(found)).toBeGreaterThan(from + span)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('are by the wall clock of their zone', () => {
    expect(text(timesOf('0 6 * * *', 'America/Sao_Paulo').next(ms('2026-11-23T08:59:59.999Z')))).toBe(
      '2026-11-23T09:00:00Z',
    )
    expect(text(timesOf('0 6 * * *', 'America/Sao_Paulo').next(ms('2026-11-23T09:00:00Z')))).toBe(
      '2026-11-24T09:00:00Z',
    )
    expect(text(timesOf('0 6 * * *', 'America/Manaus').next(ms('2026-11-23T09:00:00Z')))).toBe('2026-11-23T10:00:00Z')
    expect(text(timesOf('0 6 * * *', 'UTC').next(ms('2026-11-23T09:00:00Z')))).toBe('2026-11-24T06:00:00Z')
  })

  it('know the names that cron has for days', () => {
    const from = '2026-11-01T00:00:00Z'
    expect(days('0 6 L * *', 'UTC', from, 4)).toEqual(
      ['2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28'].map((day) => `${day}T06:00:00`),
    )
    expect(days('0 6 * * 1-5', 'UTC', '2026-11-05T12:00:00Z', 2)).toEqual([
      '2026-11-06T06:00:00',
      '2026-11-09T06:00:00',
    ])
    expect(days('30 7 * * 1#2', 'UTC', from, 2)).toEqual(['2026-11-09T07:30:00', '2026-12-14T07:30:00'])
  })

  it('that clocks jump over come right after the jump, once', () => {
    // In 2018 clocks in São Paulo went from midnight to one o'clock on 4 November.
    expect(days('0 0 * * *', 'America/Sao_Paulo', '2018-11-03T12:00:00Z', 2)).toEqual([
      '2018-11-04T01:00:00',
      '2018-11-05T00:00:00',
    ])
    expect(days('*/20 0,1 * * *', 'America/Sao_Paulo', '2018-11-03T12:00:00Z', 4)).toEqual(
      ['01:00:00', '01:20:00', '01:40:00'].map((time) => `2018-11-04T${time}`).concat('2018-11-05T00:00:00'),
    )
  })

  it('that come twice count once', () => {
    // In 2018 clocks in São Paulo went back from midnight to eleven on 17 February.
    expect(days('30 23 * * *', 'America/Sao_Paulo', '2018-02-17T12:00:00Z', 2)).toEqual([
      '2018-02-17T23:30:00',
      '2018-02-18T23:30:00',
    ])
    const { last, next } = timesOf('*/15 23 * * *', 'America/Sao_Paulo')
    const secondTime = ms('2018-02-18T02:40:00Z')
    expect(text(last(ms('2018-02-17T12:00:00Z'), secondTime))).toBe('2018-02-18T01:45:00Z')
    expect(text(next(secondTime))).toBe('2018-02-19T02:00:00Z')
  })

  it('may be many years apart', () => {
    expect(days('0 0 29 2 1', 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual(['2044-02-29T00:00:00', '2072-02-29T00:00:00'])
  })

  it('are refused where the expression or the zone is wrong', () => {
    expect(() => timesOf('daily', 'UTC')).toThrow()
    expect(() => timesOf('0 0 30 2 *', 'UTC')).toThrow('impossible day')
    expect(() => timesOf('0 6 * * *', 'America/Sampa')).toThrow('time zone')
  })
})
