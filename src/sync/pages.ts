import { CURSOR_CHARS_MAX, type Page } from './contract.ts'
import { SyncError } from './errors.ts'

/** Vendors answer an empty page in the middle now and then; so many in a row are no listing any more. */
const EMPTY_PAGES_MAX = 200
const PAGES_MAX = 1_000_000

/**
 * The pages of a vendor that may go in circles or never end: a cursor that comes again, or the very records of the page
 * before, end the run with an error instead of turning for ever.
 */
export async function* walkPages(pages: AsyncIterable<Page>, signal: AbortSignal): AsyncGenerator<Page> {
  const seen = new Set<string>()
  let before = ''
  let empty = 0
  for await (const page of pages) {
    signal.throwIfAborted()
    const { cursor } = page
    if (cursor.length > CURSOR_CHARS_MAX)
      throw new TypeError(`the adapter made a cursor of ${cursor.length} characters`)
    if (seen.has(cursor)) throw goesInCircles('the same cursor came twice')
    seen.add(cursor)
    const rows = rowsOf(page)
    if (rows !== NOTHING && rows === before) throw goesInCircles('the same records came twice in a row')
    before = rows
    empty = rows === NOTHING ? empty + 1 : 0
    if (empty > EMPTY_PAGES_MAX) throw goesInCircles(`${empty} pages in a row were empty`)
    if (seen.size > PAGES_MAX) throw goesInCircles(`more than ${PAGES_MAX} pages`)
    yield page
    signal.throwIfAborted()
  }
}

const goesInCircles = (why: string): SyncError => new SyncError('unavailable', `the ERP's list does not end: ${why}`)

const NOTHING = '[[],[],[]]'

/** What tells one page from another: ids, and the row itself where it has none that could be read. */
function rowsOf({ records, bad = [], removed = [] }: Page): string {
  const ids = records.map((record) => ('id' in record ? record.id : record.externalId))
  const rows = [ids, bad.map(({ externalId, raw }) => externalId ?? { raw }), removed]
  return JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
}
