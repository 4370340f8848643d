import type { Caller } from './key.ts'

/** Answers who holds a key without asking the database each time. */
export interface Callers {
  /** At once when it is known and fresh, `undefined` when it must be looked up. `null` is "no such key". */
  recall(hash: string): Caller | null | undefined
  /** True for a hash that was a valid key when it was last looked up, however long ago. */
  wasValid(hash: string): boolean
  /** True while a lookup is under way, which another request for the same hash joins at no cost. */
  isLookingUp(hash: string): boolean
  lookUp(hash: string): Promise<Caller | null>
  /** Trusts nothing without looking it up again: called after a key was revoked, so that it is refused at once. */
  clear(): void
}

interface Entry {
  readonly caller: Caller
  freshUntilMs: number
}

/** After this long another process has noticed that a key was revoked. */
export const CALLER_TTL_MS = 5_000
const CALLERS_MAX = 2_000
const STRANGERS_MAX = 10_000

/**
 * Keeps callers for `CALLER_TTL_MS`, and hashes that are no key as well. Two maps, each bounded by dropping the oldest,
 * so that a flood of guesses cannot push out the callers that work. Time is monotonic and not the clock of the domain:
 * that one may be frozen, and a revoked key must end all the same.
 */
export function createCallers(find: (hash: string) => Promise<Caller | null>, monotonicMs: () => number): Callers {
  const known = new Map<string, Entry>()
  const strangers = new Map<string, number>()
  const pending = new Map<string, Promise<Caller | null>>()
  let generation = 0

  const remember = (hash: string, caller: Caller | null): void => {
    const freshUntilMs = monotonicMs() + CALLER_TTL_MS
    if (caller) {
      putBounded(known, hash, { caller, freshUntilMs }, CALLERS_MAX)
    } else {
      known.delete(hash)
      putBounded(strangers, hash, freshUntilMs, STRANGERS_MAX)
    }
  }
  const read = async (hash: string): Promise<Caller | null> => {
    const startedIn = generation
    try {
      const caller = await find(hash)
      // What was read before a revocation may be outdated: it answers this request and is not kept.
      if (startedIn === generation) remember(hash, caller)
      return caller
    } finally {
      if (startedIn === generation) pending.delete(hash)
    }
  }
  return {
    recall(hash) {
      const entry = known.get(hash)
      if (entry !== undefined) return entry.freshUntilMs > monotonicMs() ? entry.caller : undefined
      const strangerUntilMs = strangers.get(hash)
      return strangerUntilMs !== undefined && strangerUntilMs > monotonicMs() ? null : undefined
    },
    wasValid: (hash) => known.has(hash),
    isLookingUp: (hash) => pending.has(hash),
    lookUp(hash) {
      const running = pending.get(hash)
      if (running) return running
      const started = read(hash)
      pending.set(hash, started)
      return started
    },
    clear() {
      generation++
      // That they were valid stays known: looked up again, they must not count as guesses (auth.ts).
      for (const entry of known.values()) entry.freshUntilMs = 0
      strangers.clear()
      pending.clear()
    },
  }
}

function putBounded<V>(map: Map<string, V>, key: string, value: V, countMax: number): void {
  map.delete(key)
  if (map.size >= countMax) {
    const oldest = map.keys().next()
    if (!oldest.done) map.delete(oldest.value)
  }
  map.set(key, value)
}
