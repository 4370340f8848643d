import type { z } from 'zod'
import { faultsOf } from '../kernel/text.ts'
import type { BadRecord } from './contract.ts'
import { BadRecordError } from './errors.ts'

/**
 * Maps a vendor's rows one by one: a row that makes `toRecord` throw `BadRecordError` becomes a bad record and sinks no
 * other. `toRecord` answers `null` for what does not concern credit (a supplier, a forecast).
 */
export function mapRows<Row, Record>(
  rows: readonly Row[],
  idOf: (row: Row) => string | null,
  toRecord: (row: Row) => Record | null,
): { records: Record[]; bad: BadRecord[] } {
  const records: Record[] = []
  const bad: BadRecord[] = []
  for (const row of rows) {
    try {
      const record = toRecord(row)
      if (record !== null) records.push(record)
    } catch (error) {
      if (!(error instanceof BadRecordError)) throw error
      bad.push({ externalId: idOf(row), errors: [{ path: error.path, message: error.message }], raw: row })
    }
  }
  return { records, bad }
}

/** The row in the form that is documented, or a bad record that names the first field which is not. */
export function parseRow<Schema extends z.ZodType>(schema: Schema, row: unknown): z.output<Schema> {
  const parsed = schema.safeParse(row)
  if (parsed.success) return parsed.data
  const [fault] = faultsOf(parsed.error)
  throw new BadRecordError(fault?.path ?? '', fault?.message ?? 'is not as documented')
}
