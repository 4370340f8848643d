import type { Page } from '../../../src/sync/contract.ts'
import { each, onlyFirst, type Saboteurs, withPages, withPull, withSession } from './spoil.ts'

export const listingSaboteurs: Saboteurs = {
  'every record comes exactly once across pages': {
    'loses the last of each page': withPages((page) => ({ ...page, records: page.records.slice(0, -1) })),
    'brings the first of each page twice': withPages((page) => ({
      ...page,
      records: [...page.records.slice(0, 1), ...page.records],
    })),
    'takes the first page for everything': withPull(
      (pull) =>
        (...given) =>
          onlyFirst(pull(...given)),
    ),
    'lists all at once': withPull(
      (pull) =>
        async function* (...given) {
          const pages: Page[] = []
          for await (const page of pull(...given)) pages.push(page)
          yield { records: pages.flatMap(({ records }) => records), cursor: pages.at(-1)?.cursor ?? '' }
        },
    ),
  },
  'a run that was cut off goes on after its last cursor and misses nothing': {
    'saves the cursor of the page behind': withPull(
      (pull) =>
        async function* (...given) {
          const pages: Page[] = []
          for await (const page of pull(...given)) pages.push(page)
          for (const [index, page] of pages.entries())
            yield { ...page, cursor: pages[index + 1]?.cursor ?? `${page.cursor} ` }
        },
    ),
  },
  'an empty page in the middle does not end the listing': {
    'stops where a page is empty': withPull(
      (pull) =>
        async function* (...given) {
          for await (const page of pull(...given)) {
            if (page.records.length === 0) return
            yield page
          }
        },
    ),
  },
  'a vendor that serves the same page again and again is refused': {
    'takes a page that comes again for the end': withPull(
      (pull) =>
        async function* (...given) {
          const seen = new Set<string>()
          for await (const page of pull(...given)) {
            if (seen.has(page.cursor)) return
            seen.add(page.cursor)
            yield page
          }
        },
    ),
    'numbers its cursors and goes on for ever': withPull(
      (pull) =>
        async function* (...given) {
          let count = 0
          for await (const page of pull(...given))
            yield { records: page.records.slice(count % 2), cursor: `${page.cursor}${' '.repeat(++count)}` }
        },
    ),
  },
  'what counts now is listed in full': {
    'lists the first page': withSession(({ listOpen }) =>
      listOpen ? { listOpen: (...given) => onlyFirst(listOpen(...given)) } : {},
    ),
    'lists invoices alone': withSession(({ listOpen }) =>
      listOpen
        ? {
            listOpen: (...given) =>
              each(listOpen(...given), (page) => ({
                ...page,
                records: page.records.filter((record) => !('kind' in record) || record.kind === 'invoice'),
              })),
          }
        : {},
    ),
  },
  'an abort between two pages ends the listing without another call': {
    'does not hear the signal': withPull(
      (pull) => (stream, cursor) => pull(stream, cursor, new AbortController().signal),
    ),
  },
}
