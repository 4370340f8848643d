import type { BadRecord, CanonicalRecord, CreditMark, Stream } from '../../../src/sync/contract.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { Resource, Row } from './api.ts'
import { markOf, toCustomer, toOrder, toReceivable } from './mapping.ts'
import { customerProperties, idOf, invoiceProperties, orderProperties } from './rows.ts'
import type { Settings } from './settings.ts'

/** Customers, prospects and both: an order makes a customer of a prospect in the very transaction that asks for credit. */
const BUYERS = 't.client:in:1,2,3'

interface StreamTable {
  readonly resource: Resource
  readonly properties: readonly string[]
  readonly linked?: boolean
  /** Conditions on what may concern credit at all, and on what counts now. */
  readonly filters: readonly string[]
  readonly open: readonly string[]
  toRecord(row: Row, settings: Settings): CanonicalRecord | null
}

export const TABLES: Readonly<Record<Stream, StreamTable>> = {
  customers: {
    resource: 'thirdparties',
    properties: customerProperties,
    filters: [BUYERS],
    open: [BUYERS],
    toRecord: toCustomer,
  },
  receivables: {
    resource: 'invoices',
    properties: invoiceProperties,
    linked: true,
    filters: [],
    open: ['t.fk_statut:in:0,1'],
    toRecord: toReceivable,
  },
  orders: {
    resource: 'orders',
    properties: orderProperties,
    filters: [],
    open: ['t.fk_statut:in:1,2,3', 't.facture:=:0'],
    toRecord: toOrder,
  },
}

export function mapStream(stream: Stream, rows: readonly Row[], settings: Settings): Mapped {
  const { toRecord } = TABLES[stream]
  const mapped = mapRows(rows, idOf, (row) => toRecord(row, settings))
  return stream === 'customers' ? { ...mapped, marks: marksOf(mapped.records, rows) } : mapped
}

interface Mapped {
  records: CanonicalRecord[]
  bad: BadRecord[]
  marks?: Record<string, CreditMark>
}

function marksOf(records: readonly CanonicalRecord[], rows: readonly Row[]): Record<string, CreditMark> {
  const mapped = new Set(records.map((record) => ('externalId' in record ? record.externalId : record.id)))
  const known = rows.filter((row) => mapped.has(idOf(row) ?? ''))
  return Object.fromEntries(known.map((row) => [idOf(row), markOf(row)]))
}
