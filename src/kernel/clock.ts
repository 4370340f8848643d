import { z } from 'zod'
import type { Day } from './day.ts'

/** An instant in epoch milliseconds. */
export type EpochMs = number

/** The only source of "now". */
export interface Clock {
  readonly timeZone: string
  now(): EpochMs
  today(): Day
  /** The system's time, also when the clock is frozen: for telling which of two things came first, never for deciding. */
  system(): EpochMs
  /** RFC 3339 with the offset of the configured zone: `2026-11-21T10:00:00-03:00`. */
  format(instant: EpochMs): string
}

/** The system's time; see `Clock.system`. For stores, which are given no clock. */
export const systemNow = (): EpochMs => Date.now()

const QUARTER_MS = 900_000
const OFFSETS_MAX = 256
const FORMATTED_MAX = 16

/** A clock of the given zone; `frozenAt` (RFC 3339) stops it, for demonstrations, rehearsals and tests. */
export function createClock(timeZone: string, frozenAt?: string): Clock {
  const frozen = frozenAt === undefined ? null : Temporal.Instant.from(frozenAt).epochMilliseconds
  // Asking Temporal costs microseconds, and offsets change on a quarter of an hour: the last ones are remembered.
  const offsets = new Map<number, { text: string; ms: number }>()
  const offsetAt = (instant: EpochMs): { text: string; ms: number } => {
    const quarter = Math.floor(instant / QUARTER_MS)
    const known = offsets.get(quarter)
    if (known) return known
    const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
    const offset = { text: zoned.offset, ms: zoned.offsetNanoseconds / 1_000_000 }
    if (offsets.size >= OFFSETS_MAX) offsets.clear()
    offsets.set(quarter, offset)
    return offset
  }
  const atOffset = (instant: EpochMs): string => new Date(instant + offsetAt(instant).ms).toISOString().slice(0, -1)
  const now = (): EpochMs => frozen ?? Date.now()
  // Decisions made together share their instants.
  const formatted = new Map<EpochMs, string>()
  return {
    timeZone,
    now,
    system: systemNow,
    today: () => atOffset(now()).slice(0, 10),
    format: (instant) => {
      const known = formatted.get(instant)
      if (known) return known
      const local = atOffset(instant)
      const text = `${local.endsWith('.000') ? local.slice(0, -4) : local}${offsetAt(instant).text}`
      if (formatted.size >= FORMATTED_MAX) formatted.clear()
      formatted.set(instant, text)
      return text
    },
  }
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** Reads RFC 3339 with an offset; `null` when the text is not an instant that exists. */
export function parseInstant(text: string): EpochMs | null {
  if (!RFC3339.test(text)) return null
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return null
  }
}

/** An instant from outside. Parses to {@link EpochMs}. */
export const instantSchema = z
  .string('must be an instant with offset such as "2026-11-21T10:00:00-03:00"')
  .refine((text) => parseInstant(text) !== null, 'must be an instant with offset such as "2026-11-21T10:00:00-03:00"')
  .meta({ format: 'date-time', examples: ['2026-11-21T10:00:00-03:00'] })
  .transform((text) => parseInstant(text) as EpochMs)
