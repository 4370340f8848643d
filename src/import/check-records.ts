import type { z } from 'zod'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { customerRecordSchema } from '../receivables/customer.ts'
import { orderRecordSchema } from '../receivables/order.ts'
import { receivableRecordSchema } from '../receivables/receivable.ts'
import type { RecordKind, WireRecord } from './canonical-fields.ts'

/** What became of a batch: the same answer as a `PUT` gives. `path` is the field in the record. */
export interface FeedReply {
  accepted: number
  ignored: number
  rejected: readonly { index: number; externalId: string | null; errors: readonly Fault[] }[]
}

const SCHEMAS: Record<RecordKind, z.ZodType> = {
  customers: customerRecordSchema,
  receivables: receivableRecordSchema,
  orders: orderRecordSchema,
}

/** What a feed would answer as far as the records alone tell; nothing is stored. */
export function checkRecords(kind: RecordKind, records: readonly WireRecord[]): FeedReply {
  const rejected = records.flatMap((record, index) => {
    const parsed = SCHEMAS[kind].safeParse(record)
    return parsed.success ? [] : [{ index, externalId: externalIdOf(record), errors: faultsOf(parsed.error) }]
  })
  return { accepted: records.length - rejected.length, ignored: 0, rejected }
}

/** The ERP's own id: orders call it `id`. */
export function externalIdOf(record: WireRecord): string {
  return String(record.externalId ?? record.id ?? '')
}
