import { CsvError, type Parser, parse } from 'csv-parse'
import type { Day } from '../kernel/day.ts'
import type { RecordKind, WireRecord } from './canonical-fields.ts'
import { type BoundMap, bindColumns } from './columns.ts'
import { convertRow, type Reject } from './convert-row.ts'
import type { CsvMap } from './csv-map.ts'

/** Records of one kind, with the line on which each began in the file. */
export interface Batch {
  readonly kind: RecordKind
  readonly records: WireRecord[]
  readonly lines: number[]
}

/** What `readCsv` tells on its way besides the batches. */
export interface ReadProgress {
  rows(count: number): void
  later(count: number): void
  reject(reject: Reject): void
}

const BATCH_RECORDS_MAX = 1_000
/** A longer row is a quote that was opened and never closed, or no CSV at all. */
const ROW_CHARS_MAX = 262_144
/** How many customers we remember to have sent; beyond that they are sent again, which changes nothing. */
const CUSTOMERS_REMEMBERED_MAX = 200_000

/** A file that cannot be read any further, with the line on which that was found. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault'
  readonly line: number
  constructor(line: number, message: string, cause?: unknown) {
    super(message, { cause })
    this.line = line
  }
}

interface CsvRow {
  readonly cells: readonly string[]
  readonly line: number
}

/**
 * Reads a file's bytes as batches of canonical wire records, in memory bounded by one batch.
 * Rows that cannot be converted go to `progress.reject`; a file that cannot be read at all, or not to its end, throws
 * {@link CsvFault} after the batches before it. A batch of customers comes before the titles that name them.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  map: CsvMap,
  today: Day,
  progress: ReadProgress,
): AsyncGenerator<Batch> {
  let bound: BoundMap | null = null
  const sent = new Set<string>()
  let records: Batch = { kind: map.kind, records: [], lines: [] }
  let customers: Batch = { kind: 'customers', records: [], lines: [] }
  const drain = (): Batch[] => {
    const full = [customers, records].filter((batch) => batch.records.length > 0)
    records = { kind: map.kind, records: [], lines: [] }
    customers = { kind: 'customers', records: [], lines: [] }
    return full
  }
  try {
    for await (const { cells, line } of readRows(bytes, map)) {
      if (bound === null) {
        bound = bindOrThrow(map, cells, line)
        if (map.header) continue
      }
      progress.rows(1)
      const row = convertRow(bound, cells, line, today)
      if (row.later) progress.later(1)
      for (const reject of row.rejects) progress.reject(reject)
      if (row.customer !== null && remember(sent, row.customer.externalId as string))
        push(customers, row.customer, line)
      if (row.record !== null) push(records, row.record, line)
      if (Math.max(records.records.length, customers.records.length) >= BATCH_RECORDS_MAX) yield* drain()
    }
  } catch (error) {
    yield* drain()
    throw error
  }
  yield* drain()
  if (bound === null) throw new CsvFault(1, 'is empty: not even a header')
}

function push(batch: Batch, record: WireRecord, line: number): void {
  batch.records.push(record)
  batch.lines.push(line)
}

/** True the first time that an id is seen. */
function remember(sent: Set<string>, externalId: string): boolean {
  if (sent.has(externalId)) return false
  if (sent.size >= CUSTOMERS_REMEMBERED_MAX) sent.clear()
  sent.add(externalId)
  return true
}

function bindOrThrow(map: CsvMap, cells: readonly string[], line: number): BoundMap {
  const binding = bindColumns(map, cells)
  if ('fault' in binding) throw new CsvFault(line, binding.fault)
  return binding.bound
}

/** The rows that hold anything, each with the line on which it begins. */
async function* readRows(bytes: AsyncIterable<Uint8Array>, map: CsvMap): AsyncGenerator<CsvRow> {
  const rows: CsvRow[] = []
  let next = 1
  // Rows are taken by callback instead of from the stream's own buffer, which an error empties: all rows before it count.
  const parser = createParser(map, (cells, lastLine) => {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line: lastLine - countAllLineEnds(cells) })
    next = lastLine + 1
  })
  const feed = (text: string | null): Promise<unknown> =>
    new Promise((resolve) => {
      const settle = (error?: Error | null): void => resolve(error ?? parser.errored)
      if (text === null) parser.once('error', settle).end(settle)
      else parser.write(text, settle)
    })
  for await (const text of withEnd(decode(bytes, map.encoding))) {
    const error = await feed(text)
    yield* rows.splice(0)
    if (error) throw new CsvFault(next, explain(error), error)
  }
}

/** The texts, and then null for the end of the file. */
async function* withEnd(texts: AsyncIterable<string>): AsyncGenerator<string | null> {
  yield* texts
  yield null
}

function createParser(map: CsvMap, take: (cells: readonly string[], lastLine: number) => void): Parser {
  const quote = map.quote === '' ? null : map.quote
  const parser = parse({
    delimiter: map.delimiter,
    quote,
    escape: quote,
    // Line ends are made equal while decoding: csv-parse counts a CRLF inside quotes as two lines otherwise.
    record_delimiter: '\n',
    // Its own recovery from a stray quote or a ragged row drops the row after it as well, so both are let through:
    // a stray quote stays in its cell, and the number of cells is checked where the row is converted.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: ROW_CHARS_MAX,
    on_record: (cells, { lines }) => {
      take(cells, lines)
      return null
    },
  })
  // The error of a write reaches its callback; without a listener it would end the process as well.
  return parser.on('error', () => undefined).resume()
}

function countAllLineEnds(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + countLineEnds(cell), 0)
}

function countLineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

function explain(error: unknown): string {
  const code = error instanceof CsvError ? error.code : null
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return 'a quote opened in this row is never closed: correct the row, or set quote: "" in the map if nothing is quoted'
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return `this row is longer than ${ROW_CHARS_MAX} characters: is a quote left open, or the delimiter wrong?`
  }
  return `cannot be read: ${String(error)}`
}

/** Bytes to text with `\n` line ends and no byte order mark. Undecodable bytes become U+FFFD, which rows then refuse. */
async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: CsvMap['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === 'latin1' ? 'windows-1252' : 'utf-8')
  let isFirst = true
  let isReturnPending = false
  for await (const chunk of bytes) {
    if (isFirst) checkMark(chunk, encoding)
    isFirst = isFirst && chunk.length === 0
    const text: string = (isReturnPending ? '\r' : '') + decoder.decode(chunk, { stream: true })
    // A CR at the end of a chunk may be half of a CRLF.
    isReturnPending = text.endsWith('\r')
    yield normalize(isReturnPending ? text.slice(0, -1) : text)
  }
  yield normalize((isReturnPending ? '\r' : '') + decoder.decode())
}

const normalize = (text: string): string => text.replace(/\r\n?/g, '\n')

/** A byte order mark tells the encoding for sure; one that contradicts the map would spoil every accent in silence. */
function checkMark(chunk: Uint8Array, encoding: CsvMap['encoding']): void {
  const [first, second, third] = chunk
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new CsvFault(1, 'is UTF-16: save it as CSV UTF-8 and set encoding: utf-8')
  }
  if (encoding === 'latin1' && first === 0xef && second === 0xbb && third === 0xbf) {
    throw new CsvFault(1, 'is UTF-8 although the map says latin1: set encoding: utf-8')
  }
}
