import type { BadRecord, CanonicalRecord, CreditMark, Page, Stream } from '../../../src/sync/contract.ts'
import { mapRows, parseRow } from '../../../src/sync/map-rows.ts'
import type { AcmeApi, AcmeRow } from './api.ts'
import { customerRow, markOf, orderRow, receivableRow, toCustomer, toOrder, toReceivable } from './mapping.ts'

const PAGES_MAX = 100_000

/** The cursor: what the listing asks for, its next page, and the latest change that it has brought so far. */
interface Place {
  readonly since?: string | undefined
  readonly page?: string | undefined
  readonly latest?: string | undefined
}

/** What changed, oldest first, so that a run which is cut off goes on where it was. */
export async function* pull(
  api: AcmeApi,
  stream: Stream,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let { since, page, latest = since }: Place = cursor === null ? {} : JSON.parse(cursor)
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    signal.throwIfAborted()
    const { rows, next } = await api.list(stream, { changedSince: since, page }, signal)
    latest = rows.at(-1)?.changed_at ?? latest
    // The next run asks for the last second once more: something may have happened in it since.
    const place: Place = next === null ? { since: latest } : { since, page: next, latest }
    yield { ...mapPage(stream, rows), cursor: JSON.stringify(place) }
    if (next === null) return
    page = next
  }
}

/** What is open now. Nothing resumes here, so the cursor only counts. */
export async function* listOpen(api: AcmeApi, stream: Stream, signal: AbortSignal): AsyncGenerator<Page> {
  let page: string | undefined
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    signal.throwIfAborted()
    const { rows, next } = await api.list(stream, { open: true, page }, signal)
    yield { ...mapPage(stream, rows), cursor: next ?? 'end' }
    if (next === null) return
    page = next
  }
}

interface MappedRows {
  records: CanonicalRecord[]
  bad: BadRecord[]
  marks: Record<string, CreditMark>
}

/** Maps the rows of a page. One that cannot be mapped sinks no other. */
export function mapPage(stream: Stream, rows: readonly AcmeRow[]): MappedRows {
  const marks: Record<string, CreditMark> = {}
  const toRecord = (row: AcmeRow): CanonicalRecord | null => {
    if (stream === 'receivables') return toReceivable(parseRow(receivableRow, row))
    if (stream === 'orders') return toOrder(parseRow(orderRow, row))
    const customer = parseRow(customerRow, row)
    const record = toCustomer(customer)
    marks[row.id] = markOf(customer)
    return record
  }
  return { ...mapRows(rows, ({ id }) => id, toRecord), marks }
}
