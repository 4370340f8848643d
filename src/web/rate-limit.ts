/** Counts requests a key; `take` answers 0, or how many seconds to wait. */
export interface RateLimit {
  take(key: string): number
}

interface Bucket {
  tokens: number
  filledAtMs: number
}

const BUCKETS_MAX = 10_000

/**
 * A token bucket for each key: `perSecond` tokens are filled in a second, up to `burst`. Our own and not
 * @fastify/rate-limit: that one limits by address and route, its hook is asynchronous, and it added 1.0 µs to a bare
 * request of 25 µs where this adds less than 0.1 µs (node 26, 2026-11-21).
 * `perSecond` 0 is no limit. Bounded by dropping the bucket that was made first.
 */
export function createRateLimit(perSecond: number, burst: number, monotonicMs: () => number): RateLimit {
  if (perSecond === 0) return { take: () => 0 }
  const buckets = new Map<string, Bucket>()
  const create = (key: string): Bucket => {
    if (buckets.size >= BUCKETS_MAX) {
      const first = buckets.keys().next()
      if (!first.done) buckets.delete(first.value)
    }
    const bucket = { tokens: burst, filledAtMs: monotonicMs() }
    buckets.set(key, bucket)
    return bucket
  }
  return {
    take(key) {
      const bucket = buckets.get(key) ?? create(key)
      const nowMs = monotonicMs()
      bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.filledAtMs) / 1_000) * perSecond)
      bucket.filledAtMs = nowMs
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond)
      bucket.tokens--
      return 0
    },
  }
}
