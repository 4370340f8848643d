import type { CsvMap, FieldMap } from './csv-map.ts'

/** A field with the index of the cell it reads; null for a constant. */
export interface BoundField extends FieldMap {
  readonly index: number | null
}

export interface BoundMap {
  readonly map: CsvMap
  readonly fields: readonly BoundField[]
  readonly customerFrom: readonly BoundField[]
  /** How many cells each row must have. */
  readonly width: number
}

const COLUMNS_SHOWN_MAX = 60

/**
 * Finds the map's columns in a file's first row (its header, or with `header: false` simply its first row).
 * Names match exactly, blanks at the ends aside. The fault names all columns that are missing and those the file has.
 */
export function bindColumns(map: CsvMap, firstRow: readonly string[]): { bound: BoundMap } | { fault: string } {
  const names = firstRow.map((cell) => cell.trim())
  const missing = new Set<string>()
  const twice = new Set<string>()
  const bind = (field: FieldMap): BoundField => {
    if (field.column === null) return { ...field, index: null }
    const index = typeof field.column === 'number' ? field.column - 1 : names.indexOf(field.column.trim())
    if (index < 0 || index >= names.length) missing.add(String(field.column))
    else if (typeof field.column === 'string' && names.lastIndexOf(field.column.trim()) !== index)
      twice.add(field.column)
    return { ...field, index }
  }
  const bound = { map, fields: map.fields.map(bind), customerFrom: map.customerFrom.map(bind), width: names.length }
  if (missing.size === 0 && twice.size === 0) return { bound }
  return { fault: [missingFault(missing, map, names), twiceFault(twice)].filter((text) => text !== '').join('; ') }
}

function missingFault(missing: ReadonlySet<string>, map: CsvMap, names: readonly string[]): string {
  if (missing.size === 0) return ''
  if (!map.header) return `the map names columns ${[...missing].join(', ')}, but the first row has ${names.length}`
  const shown = names.slice(0, COLUMNS_SHOWN_MAX).map((name) => `"${name.slice(0, COLUMNS_SHOWN_MAX)}"`)
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : ''
  const hint = names.length === 1 ? ` (only one: is the delimiter really "${map.delimiter}"?)` : ''
  return `no column ${[...missing].map((name) => `"${name}"`).join(', ')}; the file has ${shown.join(', ')}${more}${hint}`
}

function twiceFault(twice: ReadonlySet<string>): string {
  if (twice.size === 0) return ''
  return `more than one column is called ${[...twice].join(', ')}: name it by its position, such as 3`
}
