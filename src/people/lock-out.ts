/** Wrong passwords and codes in a row that are let pass. */
const FAILURES_MAX = 5
const LOCK_MS = 60_000
const LOCK_MAX_MS = 3_600_000

/** For how long nobody may enter under a login after so many failures in a row: 1 minute, and twice as long each time. */
export function lockAfter(failures: number): number {
  if (failures < FAILURES_MAX) return 0
  return Math.min(LOCK_MAX_MS, LOCK_MS * 2 ** Math.min(failures - FAILURES_MAX, 30))
}
