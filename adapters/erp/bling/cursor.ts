import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'

/** Where a listing goes on: in this part of it, behind this id. */
export interface Place {
  readonly part: string
  readonly after: number
}

/** `since` is the start of the last run that came to its end; `run` is the one that is under way. */
export interface Cursor {
  readonly since: EpochMs | null
  readonly run?: { readonly start: EpochMs; readonly place: Place } | undefined
}

const cursorSchema = z.object({
  since: z.number().nullable(),
  run: z.object({ start: z.number(), place: z.object({ part: z.string(), after: z.number() }) }).optional(),
})

/** A cursor that this version did not write means everything from the beginning: records may come twice. */
export function readCursor(text: string | null): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(text ?? 'null'))
  } catch {
    return { since: null }
  }
}

export const writeCursor = (cursor: Cursor): string => JSON.stringify(cursor)
