import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../../src/kernel/duration.ts'

describe('durations', () => {
  it.each([
    ['P1D', 86_400_000],
    ['PT30M', 1_800_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['PT90S', 90_000],
    ['PT0S', 0],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['P1Y', 'P1M', 'P', 'PT', 'P1DT', '1D', 'p1d', '-P1D', 'P1.5D', 'P1W2D', 'PT30', 'P1D ', 'P99999D', ''])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )

  it('gives back every whole second that was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 * 86_400 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000)
      }),
    )
    expect(formatDuration(90_000_000)).toBe('P1DT1H')
  })
})
