import type { Day } from '../../../src/kernel/day.ts'
import type { BadRecord, CanonicalRecord, CreditMark } from '../../../src/sync/contract.ts'
import { mapRows, parseRow } from '../../../src/sync/map-rows.ts'
import { type Applied, debtOf, NOTHING_APPLIED, readApplied } from './applied.ts'
import { billIdOf, toBill } from './bills.ts'
import type { Listing } from './listings.ts'
import { markOf, toCustomer, toOrder } from './mapping.ts'
import { needsPayments, type TitleSet, titleRows, toReceivable } from './receivables.ts'
import { billRow, businessPartnerRow, orderRow } from './rows.ts'
import type { ServiceLayer } from './service-layer.ts'
import type { Settings } from './settings.ts'

/** Rows of a set as Fiado takes them. */
interface Made {
  records: CanonicalRecord[]
  bad: BadRecord[]
  removed?: string[]
  marks?: Record<string, CreditMark>
}

export interface PageMaker {
  make(listing: Listing, rows: readonly unknown[], signal: AbortSignal): Promise<Made>
}

export const idOfRecord = (record: CanonicalRecord): string => ('id' in record ? record.id : record.externalId)

export function createPageMaker(layer: ServiceLayer, settings: Settings, today: () => Day): PageMaker {
  return {
    make: async ({ set }, rows, signal) => {
      if (set === 'BusinessPartners') return customersOf(rows, today(), settings)
      if (set === 'Orders') return ordersOf(rows, settings)
      if (set === 'IncomingPayments') return billsOf(rows, settings)
      const debts = rows.filter(needsPayments).flatMap((row) => debtOf(row) ?? [])
      const applied = debts.length === 0 ? NOTHING_APPLIED : await readApplied(layer, debts, signal)
      return titlesOf(set, rows, applied, settings)
    },
  }
}

function customersOf(rows: readonly unknown[], today: Day, settings: Settings): Made {
  const marks: Record<string, CreditMark> = {}
  const made = mapRows(
    rows,
    (row) => textAt(row, 'CardCode'),
    (row) => {
      const partner = parseRow(businessPartnerRow, row)
      const record = toCustomer(partner, today, settings)
      if (record) marks[partner.CardCode] = markOf(partner, settings.blockField)
      return record
    },
  )
  return { ...made, marks }
}

/** An order whose approval was taken back counts no more, so it is told as removed. */
function ordersOf(rows: readonly unknown[], settings: Settings): Made {
  const removed: string[] = []
  const made = mapRows(
    rows,
    (row) => textAt(row, 'DocEntry'),
    (row) => {
      const order = parseRow(orderRow, row)
      const record = toOrder(order, settings)
      if (record === null) removed.push(String(order.DocEntry))
      return record
    },
  )
  return { ...made, removed }
}

const titlesOf = (set: TitleSet, rows: readonly unknown[], applied: Applied, settings: Settings): Made =>
  mapRows(
    titleRows(set, rows),
    ({ id }) => id,
    (row) => toReceivable(set, row, applied, settings),
  )

const billsOf = (rows: readonly unknown[], settings: Settings): Made =>
  mapRows(
    rows,
    (row) => {
      const docEntry = textAt(row, 'DocEntry')
      return docEntry && billIdOf(Number(docEntry))
    },
    (row) => toBill(parseRow(billRow, row), settings),
  )

function textAt(row: unknown, key: string): string | null {
  const value = ((row ?? {}) as Record<string, unknown>)[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}
