import { type Document, isMap, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { CANONICAL_FIELDS, type CanonicalField, type RecordKind } from './canonical-fields.ts'
import type { CellFormat } from './cell.ts'
import {
  checkMap,
  checkSoundFields,
  type FieldInput,
  type MapInput,
  mapSchema,
  type Path,
  type Report,
} from './map-schema.ts'

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
/** Reads a map file's text. Gives the map, or every fault at once; never throws for what the text holds. */
export function parseCsvMap(text: string, file: string): { map: CsvMap } | { faults: MapFault[] } {
  if (text.length > MAP_CHARS_MAX) {
    return {
      faults: [{ file, line: 1, field: '', message: `is longer than ${MAP_CHARS_MAX} characters: is it a map?` }],
    }
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
