import type { BadRecord, CanonicalRecord, CreditMark, Stream } from '../../../src/sync/contract.ts'
import { mapRows, parseRow } from '../../../src/sync/map-rows.ts'
import { markOf, toCustomer, toOrder, toReceivable } from './mapping.ts'
import type { OmieSettings } from './omie-settings.ts'
import { customerRowSchema, orderRowSchema, titleRowSchema } from './rows.ts'

/** What rows of Omie are worth to Fiado. */
export interface Content {
  readonly records: CanonicalRecord[]
  readonly bad: BadRecord[]
  readonly marks?: Readonly<Record<string, CreditMark>>
}

export function contentOf(stream: Stream, rows: readonly unknown[], settings: OmieSettings): Content {
  const { timeZone, soldStages } = settings
  const idOf = (row: unknown): string | null => idOfRow(stream, row)
  if (stream === 'receivables')
    return mapRows(rows, idOf, (row) => toReceivable(parseRow(titleRowSchema, row), timeZone))
  if (stream === 'orders')
    return mapRows(rows, idOf, (row) => toOrder(parseRow(orderRowSchema, row), timeZone, soldStages))
  const marks: Record<string, CreditMark> = {}
  const mapped = mapRows(rows, idOf, (raw) => {
    const row = parseRow(customerRowSchema, raw)
    const customer = toCustomer(row, timeZone)
    // Suppliers stand in the same list, and nobody asks for their marks.
    if (customer !== null) marks[customer.externalId] = markOf(row)
    return customer
  })
  return { ...mapped, marks }
}

/** Where the ids stand: also those of rows that cannot be read otherwise. */
const ID_PATHS: Readonly<Record<Stream, readonly string[]>> = {
  customers: ['codigo_cliente_omie'],
  receivables: ['cabecTitulo', 'nCodTitulo'],
  orders: ['cabecalho', 'codigo_pedido'],
}

export function idOfRow(stream: Stream, row: unknown): string | null {
  const id = ID_PATHS[stream].reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], row)
  return typeof id === 'number' || typeof id === 'string' ? String(id) : null
}
