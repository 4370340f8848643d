import type { EpochMs } from '../kernel/clock.ts'

/** Wrong passwords and codes in a row. */
export interface Failures {
  readonly failures: number
  /** Nobody enters before then; `null` and instants that are past are no lock. */
  readonly lockedUntil: EpochMs | null
  /** The last one; `null` when there is none. */
  readonly failedAt: EpochMs | null
}

/** Of one login: from all networks together, and from the one that is trying now. */
export interface Tally {
  readonly all: Failures
  readonly here: Failures
}

export const NO_FAILURES: Failures = { failures: 0, lockedUntil: null, failedAt: null }

/** With so many in a row a network has to wait, and with so many from all of them everybody has (NIST SP 800-63B: at most 100). */
const HERE_MAX = 5
const ALL_MAX = 100
/** Of one network no more count for all below that bound: a stranger alone locks nobody out who is elsewhere. */
const SHARE_MAX = 10
const LOCK_MS = 60_000
const LOCK_MAX_MS = 15 * 60_000
/** Older ones no longer count. */
export const FAILURES_COUNT_MS = 86_400_000

export const isLocked = ({ lockedUntil }: Failures, now: EpochMs): boolean => lockedUntil !== null && lockedUntil > now

/** One more, and the locks that it brings: 1 minute, and twice as long each time, up to 15. */
export function addFailure({ all, here }: Tally, now: EpochMs): Tally {
  const counted = { all: countOf(all, now), here: countOf(here, now) }
  const isShared = counted.here < SHARE_MAX || counted.all >= ALL_MAX
  return {
    all: isShared ? failed(counted.all + 1, ALL_MAX, now) : all,
    here: failed(counted.here + 1, HERE_MAX, now),
  }
}

const countOf = ({ failures, failedAt }: Failures, now: EpochMs): number =>
  failedAt !== null && failedAt > now - FAILURES_COUNT_MS ? failures : 0

function failed(failures: number, max: number, now: EpochMs): Failures {
  const lockMs = failures < max ? 0 : Math.min(LOCK_MAX_MS, LOCK_MS * 2 ** Math.min(failures - max, 30))
  return { failures, lockedUntil: lockMs === 0 ? null : now + lockMs, failedAt: now }
}
