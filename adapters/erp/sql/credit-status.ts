import { z } from 'zod'
import { type Day, formatBrDay } from '../../../src/kernel/day.ts'
import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import type { ErpDatabase } from '../../../src/sync/erp-database.ts'
import { bindingNames } from '../../../src/sync/erp-statement.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { cellOf, type ErpRow, idParts, toErpRow } from './cell.ts'
import { columnName, type IdTerm } from './columns.ts'
import { numbered, readSchema, updateSchema } from './statement.ts'

const FIELDS_MAX = 6

/** What a field gets when the customer is blocked: a text, the reason cut to fit, or today as `21/11/2026`. */
const blockValue = z.union([
  z.string().max(200),
  z.strictObject({ reason: z.int().min(5).max(200) }),
  z.strictObject({ today: z.literal(true) }),
])

/**
 * The one thing that is written, by a statement that the company's own people have read. Absent unless they say so: it
 * goes past the ERP's own checks.
 */
export const creditStatusSchema = z
  .strictObject({
    reviewed: z.literal(true, 'must be true, once the DBA and whoever looks after the ERP have read the statement'),
    fields: z.array(columnName).min(1).max(FIELDS_MAX),
    /** The fields of one customer, by :id1, :id2 … */
    read: readSchema,
    /** UPDATE of one customer, which binds every field by its name, and :id1, :id2 … */
    write: updateSchema,
    block: z.record(columnName, blockValue),
    /** By field, the values with which the ERP refuses. */
    blocks: z.record(columnName, z.array(z.string()).min(1)),
  })
  .superRefine(({ fields, write, block, blocks }, context) => {
    const fault = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    const bound = bindingNames(write).map((name) => name.toUpperCase())
    const allowed = [...fields, ...numbered('ID', FIELDS_MAX)]
    if (!fields.every((field) => bound.includes(field)) || !bound.every((name) => allowed.includes(name)))
      fault(
        'write',
        `must bind every field (${fields.map((field) => `:${field}`).join(', ')}) and the id, nothing else`,
      )
    for (const [path, named] of [
      ['block', block],
      ['blocks', blocks],
    ] as const)
      if (!Object.keys(named).every((field) => fields.includes(field)) || Object.keys(named).length === 0)
        fault(path, `must name fields of ${fields.join(', ')}`)
  })
export type CreditStatus = z.output<typeof creditStatusSchema>

/** What stands in the fields of a row; a blank CHAR column is an empty text. */
export const markOf = (row: ErpRow, fields: readonly string[]): CreditMark =>
  Object.fromEntries(fields.map((field) => [field, row[field] === null ? null : cellOf(row, field)]))

export function creditStatusPort(
  database: ErpDatabase,
  status: CreditStatus,
  customerId: IdTerm,
  today: () => Day,
): CreditStatusPort {
  const bindingsOf = (externalId: string): Record<string, string> | null => {
    const parts = idParts(externalId, customerId)
    return parts && Object.fromEntries(parts.map((part, index) => [`id${index + 1}`, part]))
  }
  const isBlocked = (mark: CreditMark): boolean =>
    Object.entries(status.blocks).some(([field, values]) => values.includes(String(mark[field] ?? '')))
  return {
    isBlocked,
    read: async (externalId, signal) => {
      const id = bindingsOf(externalId)
      if (id === null) return null
      const rows = await database.rows(status.read, id, signal)
      if (rows.length > 1) throw new SyncError('settings', 'creditStatus.read found several customers with one id')
      return rows[0] ? markOf(toErpRow(rows[0]), status.fields) : null
    },
    blocked: (mark, reason) => {
      const set = Object.entries(status.block).map(([field, value]) => [field, blockText(value, reason, today())])
      return { ...mark, ...Object.fromEntries(set) }
    },
    write: async (externalId, mark, signal) => {
      const id = bindingsOf(externalId)
      const values = Object.fromEntries(status.fields.map((field) => [field, textOrNull(mark[field])]))
      // Names in the statement may be written in any case.
      const named = Object.fromEntries(
        bindingNames(status.write).map((name) => [
          name,
          id?.[name.toLowerCase()] ?? values[name.toUpperCase()] ?? null,
        ]),
      )
      const changed = id === null ? 0 : await database.change(status.write, named, 1, signal)
      if (changed === 0) throw new SyncError('bad_record', 'the ERP has no such customer: nothing was written')
    },
  }
}

function blockText(value: z.output<typeof blockValue>, reason: string, today: Day): string {
  if (typeof value === 'string') return value
  return 'reason' in value ? reason.slice(0, value.reason).toWellFormed().trimEnd() : formatBrDay(today)
}

const textOrNull = (value: CreditMark[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
