import type { Clock } from '../../../src/kernel/clock.ts'
import type { Page } from '../../../src/sync/contract.ts'
import { type Place, readCursor, writeCursor } from './cursor.ts'
import type { Row } from './listing.ts'

/** What is listed in one go, and what becomes of its rows. */
export interface Part {
  /** The same in a run that goes on after a crash. */
  readonly key: string
  readonly rowsPerPage: number
  list(signal: AbortSignal): Promise<readonly Row[]>
  toPage(rows: readonly Row[], signal: AbortSignal): Promise<Omit<Page, 'cursor'>>
}

/** What changed since the last run, part by part; `partsOf` gets the start of that run (`null`: none) and of this one. */
export async function* pullParts(
  cursor: string | null,
  clock: Clock,
  partsOf: (since: number | null, start: number) => readonly Part[],
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const { since, run } = readCursor(cursor)
  const start = run?.start ?? clock.now()
  for await (const { page, place } of walkParts(partsOf(since, start), run?.place ?? null, signal))
    yield { ...page, cursor: writeCursor({ since, run: { start, place } }) }
  yield { records: [], cursor: writeCursor({ since: start }) }
}

/** Everything in some parts; nobody goes on in the middle of it. */
export async function* listParts(parts: readonly Part[], signal: AbortSignal): AsyncGenerator<Page> {
  for await (const { page, place } of walkParts(parts, null, signal)) yield { ...page, cursor: JSON.stringify(place) }
}

/** Pages by rising id, so that the id behind which to go on is enough to miss nothing. */
async function* walkParts(
  parts: readonly Part[],
  from: Place | null,
  signal: AbortSignal,
): AsyncGenerator<{ page: Omit<Page, 'cursor'>; place: Place }> {
  const begin = Math.max(
    0,
    parts.findIndex(({ key }) => key === from?.part),
  )
  for (const part of parts.slice(begin)) {
    const { key, rowsPerPage } = part
    const after = key === from?.part ? from.after : 0
    const rows = (await part.list(signal)).filter(({ id }) => id > after)
    for (let start = 0; start < rows.length; start += rowsPerPage) {
      signal.throwIfAborted()
      const chunk = rows.slice(start, start + rowsPerPage)
      const page = await part.toPage(chunk, signal)
      yield { page, place: { part: key, after: chunk.at(-1)?.id ?? after } }
    }
  }
}

/** Some records by id at the same time. The first that fails stops the others: a vendor in trouble is left alone. */
export async function findEach<Found>(
  ids: readonly number[],
  find: (id: number, signal: AbortSignal) => Promise<Found>,
  signal: AbortSignal,
): Promise<Map<number, Found>> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  try {
    return new Map(await Promise.all(ids.map(async (id) => [id, await find(id, either)] as const)))
  } catch (error) {
    stop.abort()
    throw error
  }
}
