import type { CanonicalRecord, Page, Stream } from '../../../src/sync/contract.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { Directory } from './directory.ts'
import type { Row } from './listing.ts'
import { markOf, type Surroundings, toCustomer, toOrder, toReceivable } from './mapping.ts'
import { blockFieldsOf } from './models.ts'
import type { Settings } from './settings.ts'

/** `isAskedFor`: by id, so that something has to be said of what is no order any more. */
export type ToRecords = (
  stream: Stream,
  rows: readonly Row[],
  isAskedFor: boolean,
  signal: AbortSignal,
) => Promise<Omit<Page, 'cursor'>>

const NOBODY = new Map<number, never>()

export function createToRecords({ companies, documentFields, blockField }: Settings, directory: Directory): ToRecords {
  const blockFields = blockFieldsOf(blockField)
  const recordOf = (stream: Stream, row: Row, around: Surroundings, isAskedFor: boolean): CanonicalRecord | null => {
    if (stream === 'receivables') return toReceivable(row, around)
    return stream === 'orders' ? toOrder(row, around, isAskedFor) : toCustomer(row, around)
  }
  return async (stream, rows, isAskedFor, signal) => {
    const isCustomers = stream === 'customers'
    const debtors = isCustomers ? NOBODY : await directory.debtorsOf(rows, signal)
    const states = isCustomers ? await directory.states(signal) : NOBODY
    const around = { companies, documentFields, debtors, states }
    const idOf = (row: Row) => String(row.id)
    const mapped = mapRows(rows, idOf, (row) => recordOf(stream, row, around, isAskedFor))
    return isCustomers ? { ...mapped, marks: marksOf(rows, blockFields) } : mapped
  }
}

/** None where this Odoo has no such field. */
function marksOf(rows: readonly Row[], fields: readonly string[]): NonNullable<Page['marks']> {
  const marked = rows.filter((row) => fields.every((field) => field in row))
  return Object.fromEntries(marked.map((row) => [row.id, markOf(row, fields)]))
}
