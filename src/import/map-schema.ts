import { z } from 'zod'
import { sourceSchema } from '../kernel/text.ts'
import {
  CANONICAL_FIELDS,
  type CanonicalField,
  faultOfWireValue,
  RECORD_KINDS,
  type RecordKind,
} from './canonical-fields.ts'
import { DATE_FORMAT_NAMES } from './cell.ts'

/** The keys of a map file, see csv-map.ts for their meaning, and what no single key shows. */
const wireValue = z.union([z.string(), z.boolean(), z.number()], 'must be text, true or false, or a number')

const fieldSchema = z.union(
  [
    z.strictObject({ constant: wireValue }),
    z.strictObject({
      column: z.union([z.string().min(1), z.int().positive().max(10_000)]),
      map: z.record(z.string(), wireValue).optional(),
      default: wireValue.optional(),
    }),
  ],
  'must be { constant: value } or { column: name } with an optional map and default',
)
export type FieldInput = z.infer<typeof fieldSchema>

const mapFields = {
  kind: z.enum(RECORD_KINDS),
  source: sourceSchema.optional(),
  path: z.string().min(1).optional(),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^/\\]+$/, 'must be a file name without folder')
    .default('*.csv'),
  encoding: z.enum(['utf-8', 'latin1']).default('utf-8'),
  delimiter: z
    .string()
    .regex(/^[^\r\n"]$/, 'must be one character, such as ";" or "\\t" in double quotes')
    .default(','),
  quote: z
    .string()
    .regex(/^[^\r\n]?$/, 'must be one character, or empty')
    .default('"'),
  decimal: z.enum([',', '.']).default('.'),
  thousands: z.enum(['.', ',', ' ', "'", '']).optional(),
  dateFormat: z.enum(DATE_FORMAT_NAMES).default('yyyy-MM-dd'),
  header: z.boolean().default(true),
  ledger: z.enum(['current', 'history']).default('current'),
  fields: z.record(z.string(), fieldSchema),
  customerFrom: z.record(z.string(), fieldSchema).optional(),
}
export const mapSchema = z.strictObject(mapFields, {
  error: (issue) =>
    issue.code === 'invalid_type' ? 'must have kind and fields: see the other maps in this folder' : undefined,
})
export type MapInput = z.infer<typeof mapSchema>
export type Path = readonly (string | number)[]
export type Report = (path: Path, message: string) => void

const headSchema = z.object({
  kind: mapFields.kind,
  header: mapFields.header.catch(true),
  fields: z.record(z.string(), fieldSchema.catch({ column: 1 })),
})

/** With a fault elsewhere in the file, the fields that are well formed are still checked, so that all is told at once. */
export function checkSoundFields(value: unknown, report: Report): void {
  const head = headSchema.safeParse(value)
  if (head.success) checkFields(head.data.kind, head.data.fields, 'fields', head.data.header, report)
}

export function checkMap(input: MapInput, report: Report): void {
  checkFields(input.kind, input.fields, 'fields', input.header, report)
  if (input.customerFrom) {
    checkFields('customers', input.customerFrom, 'customerFrom', input.header, report)
    if (input.kind === 'customers')
      report(['customerFrom'], 'is for receivables and orders: rows of this file are customers')
  }
  if (input.quote === input.delimiter) report(['quote'], 'must not be the delimiter')
  if (input.thousands === input.decimal) report(['thousands'], 'must not be the decimal separator')
  if (input.kind === 'receivables') checkLedger(input, report)
  else if (input.ledger === 'history') report(['ledger'], 'history is for receivables only')
}

function checkLedger(input: MapInput, report: Report): void {
  const has = (field: string): boolean => Object.hasOwn(input.fields, field)
  if (input.ledger === 'history') {
    if (!has('settledOn')) report(['fields'], 'settledOn must be mapped when ledger is history')
    if (has('openAmount')) report(['fields', 'openAmount'], 'is derived when ledger is history: remove it')
  } else if (!has('openAmount') && !has('status')) {
    report(['fields'], 'status or openAmount must be mapped: without both nobody can tell what is still owed')
  }
}

function checkFields(
  kind: RecordKind,
  fields: Record<string, FieldInput>,
  block: string,
  header: boolean,
  report: Report,
): void {
  const known = CANONICAL_FIELDS[kind]
  for (const [name, required] of Object.entries(known)) {
    if (required.required && !Object.hasOwn(fields, name)) report([block], `${name} must be mapped`)
  }
  for (const [name, input] of Object.entries(fields)) {
    const field = Object.hasOwn(known, name) ? known[name] : undefined
    if (field) checkField(field, input, [block, name], header, report)
    else report([block, name], `is not a field of ${kind}: use ${Object.keys(known).join(', ')}`)
  }
}

function checkField(field: CanonicalField, input: FieldInput, path: Path, header: boolean, report: Report): void {
  const check = (key: string, value: string | boolean | number | undefined, at: Path): void => {
    const fault = value === undefined ? null : faultOfWireValue(field.form, value)
    if (fault !== null) report(at, `${key} ${fault}`)
  }
  if ('constant' in input) {
    check('constant', input.constant, [...path, 'constant'])
    return
  }
  check('default', input.default, [...path, 'default'])
  for (const [from, to] of Object.entries(input.map ?? {})) check(`value for "${from}"`, to, [...path, 'map', from])
  if (!header && typeof input.column === 'string') {
    report([...path, 'column'], 'must be a position such as 1, because header is false')
  }
}
