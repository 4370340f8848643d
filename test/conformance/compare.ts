import { expect } from 'vitest'
import { formatCents } from '../../src/kernel/cents.ts'
import { faultsOf } from '../../src/kernel/text.ts'
import { customerRecordSchema } from '../../src/receivables/customer.ts'
import { orderRecordSchema } from '../../src/receivables/order.ts'
import { receivableRecordSchema } from '../../src/receivables/receivable.ts'
import type { CanonicalRecord, Stream } from '../../src/sync/contract.ts'
import type { Subject } from './vendor.ts'

const SCHEMAS = { customers: customerRecordSchema, receivables: receivableRecordSchema, orders: orderRecordSchema }

export const idOfRecord = (record: CanonicalRecord): string => ('id' in record ? record.id : record.externalId)

type Values = Record<string, unknown>

/** The values of a record as Fiado would take them: parsed, defaults filled in, absent as null. */
export function valuesOf(stream: Stream, record: CanonicalRecord): Values {
  const parsed = SCHEMAS[stream].safeParse(record)
  if (!parsed.success) {
    const faults = faultsOf(parsed.error).map(({ path, message }) => `${path} ${message}`)
    return expect.fail(`Fiado refuses ${stream} ${idOfRecord(record)}: ${faults.join('; ')}`)
  }
  const values = readable(parsed.data) as Values
  return stream === 'customers' ? values : { ...values, ...moneyOf(values) }
}

/** The base currency may be told or left out, and a rate may end in zeros. */
function moneyOf({ currency, rate }: Values): Values {
  if ((currency ?? 'BRL') === 'BRL') return { currency: 'BRL', rate: '1' }
  return { currency, rate: typeof rate === 'string' ? rate.replace(/(\.\d*?)0+$/, '$1') : null }
}

/** Amounts as decimal text, so that a difference can be read. What is told as absent is left out. */
function readable(value: unknown): unknown {
  if (typeof value === 'bigint') return formatCents(value)
  if (Array.isArray(value)) return value.map(readable)
  if (typeof value !== 'object' || value === null) return value ?? null
  const said = Object.entries(value).filter(([, part]) => part !== undefined && part !== null)
  return Object.fromEntries(said.map(([key, part]) => [key, readable(part)]))
}

/** By id, the fields that come through this vendor. */
export function tableOf(subject: Subject, stream: Stream, records: Iterable<CanonicalRecord>): Record<string, Values> {
  const table: Record<string, Values> = {}
  for (const record of records) {
    const values = valuesOf(stream, record)
    table[idOfRecord(record)] = Object.fromEntries(subject.says[stream].map((field) => [field, values[field] ?? null]))
  }
  return table
}

/** Both hold the same records with the same values; neither has one that the other lacks. */
export function expectSame(
  subject: Subject,
  stream: Stream,
  actual: Iterable<CanonicalRecord>,
  expected: Iterable<CanonicalRecord>,
): void {
  const brought = tableOf(subject, stream, actual)
  const wanted = tableOf(subject, stream, expected)
  const missing = Object.keys(wanted).filter((id) => !Object.hasOwn(brought, id))
  const unexpected = Object.keys(brought).filter((id) => !Object.hasOwn(wanted, id))
  expect({ missing, unexpected }, stream).toEqual({ missing: [], unexpected: [] })
  expect(brought, stream).toEqual(wanted)
}
