import { type Document, isMap, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { sourceSchema } from '../kernel/text.ts'
import { CANONICAL_FIELDS, type CanonicalField, faultOfWireValue, RECORD_KINDS, type RecordKind } from './canonical-fields.ts'
import { type CellFormat, DATE_FORMAT_NAMES } from './cell.ts'

/**
 * A column map: how one ERP's CSV export becomes canonical records. Written as YAML under `config/imports/`:
 *
 *     kind: receivables            # receivables | customers | orders: what one row is
 *     source: omie-matriz          # the ERP connection; --source overrides it
 *     path: ./inbox                # optional: the file or folder read when --file is not given
 *     pattern: titulos-*.csv       # optional: which files of a folder; * stands for anything
 *     encoding: latin1             # utf-8 (default) | latin1 (meaning windows-1252, what Brazilian ERPs call ANSI)
 *     delimiter: ';'               # default ','
 *     quote: '"'                   # default '"'; '' when the file quotes nothing
 *     decimal: ','                 # default '.'
 *     thousands: '.'               # default: the other one of . and , ; '' when amounts are never grouped
 *     dateFormat: dd/MM/yyyy       # default yyyy-MM-dd; a time behind the day is dropped
 *     header: true                 # default; false: columns are named by position, 1 is the first
 *     ledger: current              # receivables only: current (default) | history, see below
 *     fields:                      # record field <- where its value comes from
 *       customer.externalId: { column: Cliente }
 *       kind: { constant: invoice }
 *       status: { column: Situação, map: { A: open, B: paid }, default: open }   # default: for an empty cell
 *     customerFrom:                # receivables and orders only: the same file also yields customers, each sent once.
 *       externalId: { column: Cliente }      # A name that is not mapped is the externalId. A customer record is whole:
 *                                            # a limit that only another file has is lost, so leave this out then
 *
 * Values in `constant`, `default` and on the right of `map` are in wire form: `"1234.56"`, `"2026-11-21"`, `open`.
 *
 * `ledger: current` reads the file as the ERP's present state. `status` may be left out when `openAmount` is mapped (zero
 * is paid, else open) and the other way round (an owed title is open in full).
 * `ledger: history` reads it as a list of all titles ever issued, and derives the state at the end of day D (today):
 * titles issued after D are left out; with `settledOn` on or before D a title is paid; else it is open in full, with the
 * mapped `status` (default open). `settledOn` must be mapped and `openAmount` must not.
 */
export interface CsvMap extends CellFormat {
  readonly kind: RecordKind
  readonly source: string | undefined
  readonly path: string | undefined
  readonly pattern: string
  readonly delimiter: string
  readonly quote: string
  readonly header: boolean
  readonly ledger: 'current' | 'history'
  readonly fields: readonly FieldMap[]
  readonly customerFrom: readonly FieldMap[]
}

/** Where one canonical field takes its value from. */
export interface FieldMap extends CanonicalField {
  readonly field: string
  /** Name in the header, or position counted from 1; null for a constant. */
  readonly column: string | number | null
  readonly values: ReadonlyMap<string, string | boolean | number> | null
  /** The constant, or what an empty cell means. */
  readonly fallback: string | boolean | number | null
}

/** One thing wrong in a map file, with where it stands (line 1 is the first) and what to change. */
export interface MapFault {
  readonly file: string
  readonly line: number
  readonly field: string
  readonly message: string
}

const MAP_CHARS_MAX = 65_536
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
type FieldInput = z.infer<typeof fieldSchema>

const mapFields = {
  kind: z.enum(RECORD_KINDS),
  source: sourceSchema.optional(),
  path: z.string().min(1).optional(),
  pattern: z.string().min(1).max(200).regex(/^[^/\\]+$/, 'must be a file name without folder').default('*.csv'),
  encoding: z.enum(['utf-8', 'latin1']).default('utf-8'),
  delimiter: z.string().regex(/^[^\r\n"]$/, 'must be one character, such as ";" or "\\t" in double quotes').default(','),
  quote: z.string().regex(/^[^\r\n]?$/, 'must be one character, or empty').default('"'),
  decimal: z.enum([',', '.']).default('.'),
  thousands: z.enum(['.', ',', ' ', "'", '']).optional(),
  dateFormat: z.enum(DATE_FORMAT_NAMES).default('yyyy-MM-dd'),
  header: z.boolean().default(true),
  ledger: z.enum(['current', 'history']).default('current'),
  fields: z.record(z.string(), fieldSchema),
  customerFrom: z.record(z.string(), fieldSchema).optional(),
}
const mapSchema = z.strictObject(mapFields, {
  error: (issue) => (issue.code === 'invalid_type' ? 'must have kind and fields: see the other maps in this folder' : undefined),
})
type MapInput = z.infer<typeof mapSchema>
type Path = readonly (string | number)[]
type Report = (path: Path, message: string) => void

/** Reads a map file's text. Gives the map, or every fault at once; never throws for what the text holds. */
export function parseCsvMap(text: string, file: string): { map: CsvMap } | { faults: MapFault[] } {
  if (text.length > MAP_CHARS_MAX) {
    return { faults: [{ file, line: 1, field: '', message: `is longer than ${MAP_CHARS_MAX} characters: is it a map?` }] }
  }
  const lines = new LineCounter()
  // Keys stay text: `01` in a value map is the code 01 and not the number 1.
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false, logLevel: 'error' })
  const faults: MapFault[] = document.errors.map(({ pos, message }) => {
    return { file, line: lines.linePos(pos[0]).line, field: '', message }
  })
  if (faults.length > 0) return { faults }
  const input = toValue(document)
  if ('fault' in input) return { faults: [{ file, line: 1, field: '', message: input.fault }] }
  const report: Report = (path, message) => {
    faults.push({ file, line: lineOf(document, lines, path), field: path.join('.'), message })
  }
  const parsed = mapSchema.safeParse(input.value)
  if (parsed.success) checkMap(parsed.data, report)
  else {
    for (const issue of parsed.error.issues) reportIssue(issue, report)
    checkSoundFields(input.value, report)
  }
  if (!parsed.success || faults.length > 0) return { faults: faults.sort((a, b) => a.line - b.line) }
  return { map: toMap(parsed.data) }
}

function toValue(document: Document): { value: unknown } | { fault: string } {
  try {
    return { value: document.toJS() }
  } catch (error) {
    // Aliases that repeat each other without end.
    if (error instanceof ReferenceError) return { fault: error.message }
    throw error
  }
}

function reportIssue(issue: z.core.$ZodIssue, report: Report): void {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) report([...path, key], 'is not a key of a map: remove it or correct its spelling')
  } else report(path, issue.message)
}

/** The line of the deepest part of the path that the file really has. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    if (!isMap(parent)) continue
    const pair = parent.items.find(({ key }) => String(key) === String(path[length - 1]))
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range
    if (range) return lines.linePos(range[0]).line
  }
  return 1
}

const headSchema = z.object({
  kind: mapFields.kind,
  header: mapFields.header.catch(true),
  fields: z.record(z.string(), fieldSchema.catch({ column: 1 })),
})

/** With a fault elsewhere in the file, the fields that are well formed are still checked, so that all is told at once. */
function checkSoundFields(value: unknown, report: Report): void {
  const head = headSchema.safeParse(value)
  if (head.success) checkFields(head.data.kind, head.data.fields, 'fields', head.data.header, report)
}

function checkMap(input: MapInput, report: Report): void {
  checkFields(input.kind, input.fields, 'fields', input.header, report)
  if (input.customerFrom) {
    checkFields('customers', input.customerFrom, 'customerFrom', input.header, report)
    if (input.kind === 'customers') report(['customerFrom'], 'is for receivables and orders: rows of this file are customers')
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
  if ('constant' in input) return check('constant', input.constant, [...path, 'constant'])
  check('default', input.default, [...path, 'default'])
  for (const [from, to] of Object.entries(input.map ?? {})) check(`value for "${from}"`, to, [...path, 'map', from])
  if (!header && typeof input.column === 'string') {
    report([...path, 'column'], 'must be a position such as 1, because header is false')
  }
}

function toMap(input: MapInput): CsvMap {
  return {
    ...input,
    source: input.source,
    path: input.path,
    thousands: input.thousands ?? (input.decimal === ',' ? '.' : ','),
    fields: toFields(input.kind, input.fields),
    customerFrom: toFields('customers', input.customerFrom ?? {}),
  }
}

function toFields(kind: RecordKind, fields: Record<string, FieldInput>): FieldMap[] {
  return Object.entries(fields).map(([field, input]) => {
    const canonical = CANONICAL_FIELDS[kind][field] as CanonicalField
    if ('constant' in input) return { ...canonical, field, column: null, values: null, fallback: input.constant }
    const values = input.map === undefined ? null : new Map(Object.entries(input.map))
    return { ...canonical, field, column: input.column, values, fallback: input.default ?? null }
  })
}
