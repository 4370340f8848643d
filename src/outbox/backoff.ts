const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** What was not delivered by then is dead: a person has to look. Counted from the event. */
export const GIVE_UP_MS = 72 * HOUR_MS

const DELAYS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
] as const
const DELAY_MAX_MS = 4 * HOUR_MS
/** A delay is between three quarters and five quarters of what the table says. */
const JITTER = 0.5

/**
 * When an event is tried again after so many attempts (at least one), in milliseconds from now; `null` when it is given up.
 * `ageMs` is that of the event; the last attempt comes when it is `GIVE_UP_MS` old. `random` is from 0 to 1.
 */
export function retryDelayMs(attempts: number, ageMs: number, retryAfterMs: number, random: number): number | null {
  if (ageMs >= GIVE_UP_MS) return null
  const tableMs = DELAYS_MS[attempts - 1] ?? DELAY_MAX_MS
  const delayMs = Math.round(tableMs * (1 - JITTER / 2 + JITTER * random))
  return Math.min(Math.max(delayMs, Math.min(retryAfterMs, DELAY_MAX_MS)), GIVE_UP_MS - ageMs)
}

/** How long a receiver is left alone after probes failed in a row. None at first: it may be about one event alone. */
const RESTS_MS = [0, 5, 10, 20, 40, 60].map((seconds) => seconds * SECOND_MS)
const REST_MAX_MS = MINUTE_MS

export const restMs = (failures: number): number => RESTS_MS[failures - 1] ?? REST_MAX_MS
