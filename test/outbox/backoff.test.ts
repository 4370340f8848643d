import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GIVE_UP_MS, restMs, retryDelayMs } from '../../src/outbox/backoff.ts'
import { HOUR_MS } from './stage.ts'

describe('when an event is tried again', () => {
  it('is spread by a quarter to both sides', () => {
    expect([0, 0.5, 1].map((random) => retryDelayMs(1, 0, 0, random))).toEqual([3_750, 5_000, 6_250])
    expect([0, 0.5, 1].map((random) => retryDelayMs(40, 0, 0, random))).toEqual(
      [3, 4, 5].map((hours) => hours * HOUR_MS),
    )
  })

  it('is soon enough, late enough, and for the last time when it is 3 days old', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: -HOUR_MS, max: GIVE_UP_MS - 1 }),
        fc.integer({ min: 0, max: 1e15 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, ageMs, retryAfterMs, random) => {
          const delayMs = retryDelayMs(attempts, ageMs, retryAfterMs, random) ?? 0
          const leftMs = GIVE_UP_MS - ageMs
          expect(delayMs).toBeLessThanOrEqual(Math.min(5 * HOUR_MS, leftMs))
          expect(delayMs).toBeGreaterThanOrEqual(Math.min(3_750, leftMs))
          expect(delayMs).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 4 * HOUR_MS, leftMs))
        },
      ),
    )
    expect(retryDelayMs(1, GIVE_UP_MS, 0, 0)).toBeNull()
  })

  it('a receiver is asked at least once a minute whether it is back', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 1_000].map(restMs)).toEqual([0, 5, 10, 20, 40, 60, 60, 60].map((s) => s * 1_000))
  })
})
