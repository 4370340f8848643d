import { isIPv6 } from 'node:net'
import type { Clock } from '../kernel/clock.ts'

/** What an address may try in vain: `TRIES_BURST` at once, then one every `TRY_MS`. */
export const TRIES_BURST = 30
const TRY_MS = 5_000
const ADDRESSES_MAX = 10_000

export interface Tries {
  /** Answers 0, or how many seconds to wait. */
  take(address: string): number
  /** Whoever gets in was no guesser: people behind one address share its tries. */
  giveBack(address: string): void
}

/** Counts tries an address by a token bucket. Bounded by dropping the address that was seen first. */
export function createTries(clock: Pick<Clock, 'system'>): Tries {
  const buckets = new Map<string, { tokens: number; filledAt: number }>()
  const bucketOf = (address: string) => {
    const key = networkOf(address)
    const known = buckets.get(key)
    const now = clock.system()
    if (known) {
      known.tokens = Math.min(TRIES_BURST, known.tokens + Math.max(0, now - known.filledAt) / TRY_MS)
      known.filledAt = now
      return known
    }
    if (buckets.size >= ADDRESSES_MAX) {
      const first = buckets.keys().next()
      if (!first.done) buckets.delete(first.value)
    }
    const made = { tokens: TRIES_BURST, filledAt: now }
    buckets.set(key, made)
    return made
  }
  return {
    take(address) {
      const bucket = bucketOf(address)
      if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * TRY_MS) / 1_000)
      bucket.tokens--
      return 0
    },
    giveBack(address) {
      const bucket = bucketOf(address)
      bucket.tokens = Math.min(TRIES_BURST, bucket.tokens + 1)
    },
  }
}

/** Whoever has one IPv6 address has 2^64 of them: the first half stands for all. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  const [head = '', tail] = (address.split('%', 1)[0] as string).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
