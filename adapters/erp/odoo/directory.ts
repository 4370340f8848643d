import { z } from 'zod'
import { SyncError } from '../../../src/sync/errors.ts'
import type { OdooApi } from './api.ts'
import { type Row, readRows } from './listing.ts'
import type { Source } from './models.ts'

/** What has to be looked up besides the rows; kept as long as the session lasts. */
export interface Directory {
  fieldsOf(source: Source, signal: AbortSignal): Promise<readonly string[]>
  hasFields(model: string, fields: readonly string[], signal: AbortSignal): Promise<boolean>
  debtorsOf(rows: readonly Row[], signal: AbortSignal): Promise<ReadonlyMap<number, number>>
  states(signal: AbortSignal): Promise<ReadonlyMap<number, string>>
}

const pairSchema = z.looseObject({ id: z.int(), commercial_partner_id: z.tuple([z.int(), z.unknown()]) })
const stateSchema = z.looseObject({ id: z.int(), code: z.string() })

export function createDirectory(api: OdooApi, context: Readonly<Record<string, unknown>>): Directory {
  const debtors = new Map<number, number>()
  let states: ReadonlyMap<number, string> | null = null

  /** Of these names, those that this version has and this user may see. */
  const existing = async (model: string, names: readonly string[], signal: AbortSignal): Promise<Set<string>> => {
    const named = { allfields: names, attributes: ['type'], context }
    const { result } = await api.call(model, 'fields_get', named, signal)
    if (typeof result !== 'object' || result === null)
      throw new SyncError('unavailable', `fields_get of ${model} answered no fields`)
    return new Set(Object.keys(result))
  }

  return {
    fieldsOf: async ({ model, needed, optional }, signal) => {
      const found = await existing(model, [...needed, ...optional], signal)
      const lacking = needed.filter((field) => !found.has(field))
      if (lacking.length > 0)
        throw new SyncError(
          'settings',
          `${model} shows this user no ${lacking.join(', ')}: another version or no right`,
        )
      return [...needed, ...optional].filter((field) => found.has(field))
    },
    hasFields: async (model, fields, signal) => {
      const found = await existing(model, fields, signal)
      return fields.every((field) => found.has(field))
    },
    // Documents may name a contact or an address; what is owed is owed by its company.
    debtorsOf: async (rows, signal) => {
      const ids = new Set(rows.flatMap((row) => partnerOf(row)).filter((id) => !debtors.has(id)))
      if (ids.size === 0) return debtors
      // `read` fails for all where one is hidden from the user.
      const named = { domain: [['id', 'in', [...ids]]], fields: ['commercial_partner_id'], context }
      const { result } = await api.call('res.partner', 'search_read', named, signal)
      for (const row of readRows(result, 'res.partner')) {
        const pair = pairSchema.safeParse(row)
        if (pair.success) debtors.set(row.id, pair.data.commercial_partner_id[0])
      }
      return debtors
    },
    states: async (signal) => {
      if (states) return states
      const named = { domain: [['country_id.code', '=', 'BR']], fields: ['code'], context }
      const { result } = await api.call('res.country.state', 'search_read', named, signal)
      const known = readRows(result, 'res.country.state').map((row) => stateSchema.parse(row))
      states = new Map(known.map(({ id, code }) => [id, code]))
      return states
    },
  }
}

function partnerOf(row: Row): number[] {
  const partner = row['partner_id'] ?? row['partner_invoice_id']
  return Array.isArray(partner) && typeof partner[0] === 'number' ? [partner[0]] : []
}
