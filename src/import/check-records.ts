import type { z } from 'zod'
import { faultsOf } from '../kernel/text.ts'
import { customerRecordSchema } from '../receivables/customer.ts'
import { orderRecordSchema } from '../receivables/order.ts'
import type { FeedReply } from '../receivables/receipt.ts'
import { receivableRecordSchema } from '../receivables/receivable.ts'
import type { RecordKind, WireRecord } from './canonical-fields.ts'

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
