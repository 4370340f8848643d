import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../../src/web/rate-limit.ts'

describe('createRateLimit', () => {
  it('lets a burst through, then as much as is filled, and says how long to wait', () => {
    let nowMs = 0
    const limit = createRateLimit(2, 3, () => nowMs)
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0])
    expect(limit.take('a')).toBe(1)
    nowMs = 500
    expect(limit.take('a')).toBe(0)
    expect(limit.take('a')).toBe(1)
    nowMs = 60_000
    expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 1])
  })

  it('counts each key by itself', () => {
    const limit = createRateLimit(1, 1, () => 0)
    expect([limit.take('a'), limit.take('b'), limit.take('a')]).toEqual([0, 0, 1])
  })

  it('is off at 0', () => {
    const limit = createRateLimit(0, 0, () => 0)
    expect([1, 2, 3].map(() => limit.take('a'))).toEqual([0, 0, 0])
  })

  it('forgets the oldest key instead of growing without end', () => {
    const limit = createRateLimit(1, 1, () => 0)
    limit.take('first')
    for (let index = 0; index < 9_999; index++) limit.take(`key-${index}`)
    expect(limit.take('key-9998')).toBe(1)
    limit.take('one more')
    expect(limit.take('first')).toBe(0)
  })
})
