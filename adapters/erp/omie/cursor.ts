import { z } from 'zod'
import { addDays, type Day, daySchema } from '../../../src/kernel/day.ts'
import { type Position, START } from './walk.ts'

/** Where a stream stands, between runs and in the middle of one. */
export interface Cursor {
  /** By listing: the day from which on changes are asked for. A listing that is not here is read in full. */
  readonly since: Readonly<Record<string, Day>>
  /** By listing: when it was empty, in epoch milliseconds. */
  readonly emptyAt: Readonly<Record<string, number>>
  readonly at?: Standing | undefined
}

/** A run in the middle of a listing, or before the first page of it. */
export interface Standing extends Position {
  readonly listing: string
  readonly startedOn: Day
  /** The day of the latest change that was seen. */
  readonly newest: Day | null
}

const countSchema = z.int().min(0)
const cursorSchema = z.object({
  since: z.record(z.string(), daySchema),
  emptyAt: z.record(z.string(), z.number()),
  at: z
    .object({
      listing: z.string(),
      startedOn: daySchema,
      newest: daySchema.nullable(),
      page: countSchema,
      done: countSchema,
      total: countSchema,
      hasGap: z.boolean(),
    })
    .optional(),
})

const BEGINNING: Cursor = { since: {}, emptyAt: {} }

/** A cursor that is not ours, of another adapter for instance, begins anew: nothing is missed by that. */
export function readCursor(text: string | null): Cursor {
  if (text === null) return BEGINNING
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data ?? BEGINNING
  } catch {
    return BEGINNING
  }
}

export const writeCursor = (cursor: Cursor): string => JSON.stringify(cursor)

export const standAt = (listing: string, startedOn: Day): Standing => ({ ...START, listing, startedOn, newest: null })

/**
 * After the last page of a listing. The next run asks from the day before this one began, since Omie filters by whole
 * days and clocks differ; but never from later than the latest change that is known: so the list is not empty when
 * nothing happens, which Omie would tell as an error.
 */
export function settle(cursor: Cursor, { listing, startedOn, newest, hasGap, done }: Standing, now: number): Cursor {
  const { since } = cursor
  const { [listing]: _, ...emptyAt } = cursor.emptyAt
  if (hasGap) return { since, emptyAt }
  if (done === 0) return { since, emptyAt: { ...emptyAt, [listing]: now } }
  const dayBefore = addDays(startedOn, -1)
  return { since: { ...since, [listing]: newest !== null && newest < dayBefore ? newest : dayBefore }, emptyAt }
}
