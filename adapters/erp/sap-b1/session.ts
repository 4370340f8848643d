import { addDays, type Day } from '../../../src/kernel/day.ts'
import type {
  BadRecord,
  CanonicalRecord,
  CreditMark,
  ErpSession,
  Link,
  Page,
  ReadReply,
  Stream,
} from '../../../src/sync/contract.ts'
import { check } from './check.ts'
import { createCreditStatus } from './credit-status.ts'
import { type Place, readPlace, writePlace } from './cursor.ts'
import { changedSince, type Listing, listingsOf } from './listings.ts'
import { createPageMaker, idOfRecord, type PageMaker } from './page-maker.ts'
import { anyOf, chunksOf, IDS_PER_CALL, type Key } from './query.ts'
import { connect, type ServiceLayer } from './service-layer.ts'
import type { Settings } from './settings.ts'
import { walk } from './walk.ts'

/** `UpdateDate` is a day by the server's own clock, wherever that stands. */
const OVERLAP_DAYS = 1

export function openSession(settings: Settings, link: Link): ErpSession {
  const layer = connect(settings, link)
  const today = (): Day => link.clock.today()
  const pages = createPageMaker(layer, settings, today)
  const listings = (stream: Stream): readonly Listing[] => listingsOf(stream, settings)
  return {
    check: (signal) => check(layer, settings, signal),
    pull: (stream, cursor, signal) => pull(layer, pages, listings(stream), readPlace(cursor), today, signal),
    listOpen: (stream, signal) => listOpen(layer, pages, listings(stream), signal),
    read: (stream, ids, signal) => read(layer, pages, listings(stream), ids, signal),
    creditStatus: createCreditStatus(layer, settings, today),
    close: layer.close,
  }
}

async function* pull(
  layer: ServiceLayer,
  pages: PageMaker,
  listings: readonly Listing[],
  start: Place,
  today: () => Day,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const { since } = start
  // The day before this run began, kept over a crash: what changes while it pages is listed by the next one.
  const next = start.next ?? addDays(today(), -OVERLAP_DAYS)
  const reached = listings.findIndex(({ set }) => set === start.set)
  for (const listing of listings.slice(Math.max(0, reached))) {
    const from = listing.set === start.set ? start.after : null
    const filter = since === null ? undefined : changedSince(listing, since)
    for await (const { rows, last } of walk(layer, listing, filter, from, signal)) {
      const cursor = writePlace({ since, next, set: listing.set, after: last })
      yield { ...(await pages.make(listing, rows, signal)), cursor }
    }
  }
  yield { records: [], cursor: writePlace({ since: next, next: null, set: null, after: null }) }
}

async function* listOpen(
  layer: ServiceLayer,
  pages: PageMaker,
  listings: readonly Listing[],
  signal: AbortSignal,
): AsyncGenerator<Page> {
  for (const listing of listings) {
    for await (const { rows, last } of walk(layer, listing, listing.open ?? undefined, null, signal)) {
      yield { ...(await pages.make(listing, rows, signal)), cursor: `${listing.set} ${last}` }
    }
  }
}

const READ_BY: Readonly<Record<Listing['set'], (id: string) => Key | null>> = {
  BusinessPartners: (id) => id,
  Orders: (id) => entryOf(/^(\d{1,10})$/, id),
  Invoices: (id) => entryOf(/^(\d{1,10}):\d+$/, id),
  CreditNotes: (id) => entryOf(/^cn:(\d{1,10}):\d+$/, id),
  IncomingPayments: (id) => entryOf(/^boe:(\d{1,10})$/, id),
}

function entryOf(form: RegExp, id: string): number | null {
  const entry = form.exec(id)?.[1]
  return entry === undefined ? null : Number(entry)
}

async function read(
  layer: ServiceLayer,
  pages: PageMaker,
  listings: readonly Listing[],
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadReply> {
  const asked = new Set(ids)
  const records: CanonicalRecord[] = []
  const bad: BadRecord[] = []
  const marks: Record<string, CreditMark> = {}
  for (const listing of listings) {
    const keys = new Set(ids.map(READ_BY[listing.set]).filter((key) => key !== null))
    for (const some of chunksOf([...keys], IDS_PER_CALL)) {
      for await (const { rows } of walk(layer, listing, anyOf(listing.key, some), null, signal)) {
        const page = await pages.make(listing, rows, signal)
        records.push(...page.records.filter((record) => asked.has(idOfRecord(record))))
        bad.push(...page.bad.filter(({ externalId }) => externalId !== null && asked.has(externalId)))
        Object.assign(marks, page.marks)
      }
    }
  }
  const found = new Set([...records.map(idOfRecord), ...bad.map(({ externalId }) => externalId)])
  return { records, bad, marks, missing: ids.filter((id) => !found.has(id)) }
}
