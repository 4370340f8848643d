import { z } from 'zod'
import { type Day, isDay } from '../../../src/kernel/day.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { Key } from './query.ts'

/** Where a run stands. */
export interface Place {
  /** What was created or changed on this day or later is listed; `null` for everything. */
  readonly since: Day | null
  /** Where the run after this one begins; `null` between two runs. */
  readonly next: Day | null
  /** The set that is being listed, and the key that was reached in it. */
  readonly set: string | null
  readonly after: Key | null
}

const daySchema = z.string().refine(isDay)
const placeSchema = z.strictObject({
  since: daySchema.nullable(),
  next: daySchema.nullable(),
  set: z.string().nullable(),
  after: z.union([z.string(), z.int()]).nullable(),
})

export const writePlace = (place: Place): string => JSON.stringify(place)

export function readPlace(cursor: string | null): Place {
  if (cursor === null) return { since: null, next: null, set: null, after: null }
  const parsed = placeSchema.safeParse(parse(cursor))
  if (!parsed.success) throw new SyncError('settings', 'the saved cursor was not made by the SAP Business One adapter')
  return parsed.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
