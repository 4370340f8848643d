import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import { SyncError } from '../../../src/sync/errors.ts'

export type Key = readonly (string | number)[]

/** Where a run stands. Between two runs `next` is null: then the next one begins where `since` says. */
export interface Position {
  /** What changed from here on is asked for; everything when it is null. */
  readonly since: EpochMs | null
  /** When this run began: where the one after it begins. */
  readonly next: EpochMs | null
  readonly part: number
  /** The key of the last row that was read. */
  readonly after: Key | null
}

const schema = z.strictObject({
  s: z.int().nullable(),
  n: z.int().nullable(),
  p: z.int().min(0),
  a: z.array(z.union([z.string(), z.number()])).nullable(),
})

export const writeCursor = ({ since, next, part, after }: Position): string =>
  JSON.stringify({ s: since, n: next, p: part, a: after })

export function readCursor(text: string): Position {
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) throw new SyncError('settings', 'the saved cursor is not one of this adapter: run it in full')
  const { s, n, p, a } = parsed.data
  return { since: s, next: n, part: p, after: a }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
