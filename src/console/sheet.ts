import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { type Cell, formatCsv, formatRows } from './csv.ts'
import type { Paged, Whole } from './outcome.ts'
import { groupDigits } from './words.ts'

/** What a sheet is made of: a page of it, or all at once. */
export type SheetPage<Entry> = Paged<Entry> | Whole<Entry> | readonly Entry[]

export type Columns<Entry> = readonly (readonly [heading: string, cell: (entry: Entry) => Cell])[]

/** Asked of whoever can read so many at once. */
const ROWS_PER_PAGE = 500
const ROWS_MAX = 50_000
/** A page may hold less than was asked for, and nothing at all where a text is searched for. */
const PAGES_MAX = 1_000

/**
 * Page by page until there are no more, others having their turn in between; a sheet that is cut says so in its last line.
 * Null where there is nothing of that name. Nobody waits for a sheet that is not `isWanted` any more.
 */
export async function writeSheet<Entry>(
  columns: Columns<Entry>,
  read: (after: string | null, limit: number) => Promise<SheetPage<Entry> | null>,
  isWanted: () => boolean,
): Promise<string | null> {
  const toRow = (entry: Entry): Cell[] => columns.map(([, cell]) => cell(entry))
  let text = formatCsv(
    columns.map(([heading]) => heading),
    [],
  )
  let rows = 0
  let after: string | null = null
  for (let pages = 0; pages < PAGES_MAX && isWanted(); pages++) {
    const found = await read(after, ROWS_PER_PAGE)
    if (found === null) return null
    const { entries, next, isCut } = partOf(found)
    const kept = entries.slice(0, ROWS_MAX - rows)
    text += formatRows(kept.map(toRow))
    rows += kept.length
    if (isCut || kept.length < entries.length) return text + cutLine(rows)
    if (next === null) return text
    if (rows === ROWS_MAX) return text + cutLine(rows)
    after = next
    await yieldToOthers()
  }
  return text + cutLine(rows)
}

function partOf<Entry>(found: SheetPage<Entry>): Paged<Entry> & Whole<Entry> {
  if ('next' in found) return { ...found, isCut: false }
  return 'isCut' in found ? { ...found, next: null } : { entries: found, next: null, isCut: false }
}

const cutLine = (rows: number): string =>
  formatRows([[`Cortado em ${groupDigits(rows)} linhas: há mais do que cabe nesta planilha.`]])
