import { z } from 'zod'

/** How a column says something. `text` where nothing is told, or what the field usually needs. */
export const forms = [
  'text',
  /** Decimal, zero or more: `1234.56`. */
  'amount',
  /** Decimal, without its sign. */
  'absolute',
  /** `1.234,56` */
  'brAmount',
  /** `2026-11-21`, with or without a time behind it. */
  'day',
  /** `21/11/2026` */
  'brDay',
  /** `20261121`; blank is no day. */
  'compactDay',
  'integer',
  /** CPF or CNPJ, with or without mask; what is neither is left out. */
  'document',
  'email',
  'state',
  /** A factor such as a rate of exchange: `5.4321`. */
  'factor',
  /** Whether there is nothing in it. */
  'blank',
  /** `paid` when the amount is zero, otherwise `open`. */
  'balance',
] as const
export type Form = (typeof forms)[number]

const column = z
  .string('must be the name of a column')
  .regex(/^[A-Za-z_][A-Za-z0-9_$#]{0,127}$/, 'must be the name of a column as the query gives it')
  .transform((name) => name.toUpperCase())

const choice = z.union([z.string(), z.boolean(), z.null()])

const TERMS = 'must be a column, {column, form, values …}, {join: [columns]} or {value}'

/** One way to come by a field: a column's name, or more about it. */
const termSchema = z.union(
  [
    column.transform((name) => ({ column: name })),
    z.strictObject({
      column,
      form: z.enum(forms).optional(),
      /** What the column's values mean, `''` for a blank one; `null` leaves the field out. Any other is a bad record. */
      values: z.record(z.string(), choice).optional(),
      otherwise: choice.optional(),
      /** Amounts that are taken off. Below zero is a bad record, or zero with `floor`. */
      less: z.array(column).max(5).optional(),
      floor: z.literal('zero').optional(),
    }),
    /** Columns one behind the other. Nothing when the last one is blank. */
    z.strictObject({
      join: z.array(column).min(1).max(6),
      separator: z.string().max(3).default(':'),
      prefix: z.string().max(16).default(''),
    }),
    z.strictObject({ value: choice }),
  ],
  TERMS,
)
export type Term = z.output<typeof termSchema>

/** Of several, the first that says something. */
const fieldSchema = z
  .union([termSchema.transform((term) => [term]), z.array(termSchema).min(1).max(5)], `${TERMS}, or a list of them`)
  .meta({ description: 'a column, or several of which the first that says something counts' })
export type Field = readonly Term[]

/** An id that can be taken apart again, to ask for the record by its columns. */
const idSchema = z.union(
  [
    column.transform((name) => ({ join: [name], separator: ':', prefix: '' })),
    z.strictObject({
      join: z.array(column).min(1).max(6),
      separator: z.string().min(1).max(3).default(':'),
      prefix: z.string().max(16).default(''),
    }),
  ],
  'must be a column or {join: [columns], separator, prefix}',
)
export type IdTerm = z.output<typeof idSchema>

const shared = { company: fieldSchema.optional(), currency: fieldSchema.optional(), rate: fieldSchema.optional() }

export const customerColumns = z.strictObject({
  externalId: idSchema,
  name: fieldSchema,
  document: fieldSchema.optional(),
  group: fieldSchema.optional(),
  status: fieldSchema.optional(),
  holdUntil: fieldSchema.optional(),
  limit: z
    .strictObject({ mode: fieldSchema.optional(), amount: fieldSchema, validUntil: fieldSchema.optional() })
    .optional(),
  riskClass: fieldSchema.optional(),
  email: fieldSchema.optional(),
  phone: fieldSchema.optional(),
  whatsapp: fieldSchema.optional(),
  state: fieldSchema.optional(),
  city: fieldSchema.optional(),
  active: fieldSchema.optional(),
  since: fieldSchema.optional(),
  ...shared,
})

export const receivableColumns = z.strictObject({
  externalId: idSchema,
  customer: fieldSchema,
  kind: fieldSchema,
  number: fieldSchema.optional(),
  installment: fieldSchema.optional(),
  issuedOn: fieldSchema,
  dueOn: fieldSchema,
  amount: fieldSchema,
  openAmount: fieldSchema,
  status: fieldSchema,
  settledOn: fieldSchema.optional(),
  orderId: fieldSchema.optional(),
  paymentMethod: fieldSchema.optional(),
  ...shared,
})

export const orderColumns = z.strictObject({
  externalId: idSchema,
  customer: fieldSchema,
  amount: fieldSchema,
  invoicedAmount: fieldSchema.optional(),
  status: fieldSchema,
  ...shared,
})

export type CustomerColumns = z.output<typeof customerColumns>
export type ReceivableColumns = z.output<typeof receivableColumns>
export type OrderColumns = z.output<typeof orderColumns>

export const columnName = column
