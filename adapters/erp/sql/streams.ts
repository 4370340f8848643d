import { z } from 'zod'
import { parseDuration } from '../../../src/kernel/duration.ts'
import { bindingNames } from '../../../src/sync/erp-statement.ts'
import { columnName, customerColumns, orderColumns, receivableColumns } from './columns.ts'
import { changedSchema, numbered, pageSchema, readSchema } from './statement.ts'

const zone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}, 'must be a time zone such as "UTC" or "America/Sao_Paulo"')

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'must be a duration such as "PT10M" or "P3D"')
  .transform((text) => parseDuration(text) ?? 0)

/** How `:since` is written, in which zone the ERP's clock stands, and how far back each run looks again. */
const sinceSchema = z.strictObject({
  form: z.enum(['instant', 'day', 'compactDay']),
  zone: zone.optional(),
  overlap: duration,
})

/** What a page goes on after: columns that together name one row, and something that is below all of them. */
const orderSchema = z
  .array(
    z.strictObject({
      column: columnName,
      start: z.union([z.int(), z.string().min(1, 'must not be empty: Oracle takes that for null')]),
    }),
  )
  .min(1)
  .max(6)

const partSchema = <Columns extends z.ZodType<{ externalId: { join: string[] } }>>(columns: Columns) =>
  z
    .strictObject({
      /** Everything: the first run, and every run where there is no `changed`. */
      all: pageSchema,
      /** What changed since a point in time. */
      changed: changedSchema.optional(),
      since: sinceSchema.optional(),
      /** What counts now; `all` where it is not given. */
      open: pageSchema.optional(),
      /** Records by id. */
      read: readSchema,
      order: orderSchema,
      /** Rows that the ERP marks as deleted instead of deleting them. */
      removed: z.strictObject({ column: columnName, is: z.string() }).optional(),
      columns,
    })
    .superRefine((part, context) => {
      const fault = (path: string, message: string): void => {
        context.addIssue({ code: 'custom', path: [path], message })
      }
      if ((part.changed === undefined) !== (part.since === undefined))
        fault('since', 'goes together with the query "changed"')
      const after = numbered('after_', part.order.length)
      for (const name of ['all', 'changed', 'open'] as const) {
        const bound = bindingNames(part[name] ?? '').filter((binding) => binding.startsWith('after_'))
        if (part[name] !== undefined && bound.sort().join() !== after.join())
          fault(name, `must bind ${after.map((binding) => `:${binding}`).join(', ')}: one for each column of "order"`)
      }
      const { length } = (part as { columns: z.output<Columns> }).columns.externalId.join
      const ids = bindingNames(part.read).sort()
      const expected = ids.includes('ids') ? ['ids'] : numbered('id', length)
      if (ids.join() !== expected.join() || (expected[0] === 'ids' && length > 1))
        fault('read', `must bind the parts of externalId: :id1${length > 1 ? ` to :id${length}` : ' or :ids'}`)
    })

/** One place or several. Made a list first, so that a fault is told where it is. */
const severally = <One extends z.ZodType>(part: One) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(part).min(1).max(5)).optional()

const customerPart = partSchema(customerColumns)
const receivablePart = partSchema(receivableColumns)
const orderPart = partSchema(orderColumns)

/** A stream may be read from several places, one after the other: titles, and credits that are kept elsewhere. */
export const streamsSchema = z.strictObject({
  customers: severally(customerPart),
  receivables: severally(receivablePart),
  orders: severally(orderPart),
})

/** As a source file has them, and as a profile makes them. */
export interface StreamsInput {
  readonly customers: z.input<typeof customerPart>
  readonly receivables: readonly z.input<typeof receivablePart>[]
  readonly orders: z.input<typeof orderPart>
}
export type Streams = z.output<typeof streamsSchema>
export type CustomerPart = z.output<typeof customerPart>
export type Part = CustomerPart | z.output<typeof receivablePart> | z.output<typeof orderPart>
