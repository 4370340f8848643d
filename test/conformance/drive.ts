import { expect } from 'vitest'
import {
  type BadRecord,
  type CanonicalRecord,
  type CreditMark,
  type ErpSession,
  type Page,
  READ_IDS_MAX,
  type Stream,
} from '../../src/sync/contract.ts'
import { walkPages } from '../../src/sync/pages.ts'
import { BookMaker } from './book.ts'
import { idOfRecord } from './compare.ts'
import { createTestLink, createVendorClock, type TestLink } from './link.ts'
import type { Book, FakeVendor, Subject, VendorClock } from './vendor.ts'

/** What one listing brought. */
export interface Haul {
  readonly pages: readonly Page[]
  readonly records: readonly CanonicalRecord[]
  readonly bad: readonly BadRecord[]
  readonly removed: readonly string[]
  readonly marks: Readonly<Record<string, CreditMark>>
  /** Of the last page: where the next run begins. */
  readonly cursor: string | null
}

/** What a check has at hand: a vendor that holds `book`, and an adapter that is to bring it home. */
export class Stage {
  readonly subject: Subject
  readonly clock: VendorClock
  readonly vendor: FakeVendor
  readonly link: TestLink
  readonly maker: BookMaker
  readonly book: Book
  readonly signal = new AbortController().signal
  private readonly opened: ErpSession[] = []

  constructor(subject: Subject, clock: VendorClock, vendor: FakeVendor, seed: number) {
    this.subject = subject
    this.clock = clock
    this.vendor = vendor
    this.link = createTestLink(clock)
    this.maker = new BookMaker(subject, clock, seed)
    this.book = this.maker.book()
    vendor.seed(structuredClone(this.book))
  }

  get streams(): readonly Stream[] {
    return this.subject.adapter.capabilities.streams
  }

  /** A new session, as after a restart of the program; `changes` are settings that differ from the vendor's. */
  open(changes: Readonly<Record<string, unknown>> = {}): ErpSession {
    const settings = this.subject.adapter.settings.parse({ ...this.vendor.settings, ...changes })
    const session = this.subject.adapter.open(settings, this.link)
    this.opened.push(session)
    return session
  }

  /** Creates or replaces a record in the vendor, now by its clock. */
  put<S extends Stream>(stream: S, record: Book[S][number]): void {
    const changed = { ...record, updatedAt: this.clock.format(this.clock.now()) }
    this.book[stream] = [...this.others(stream, idOfRecord(record)), changed] as Book[S]
    this.vendor.put(stream, structuredClone(changed))
  }

  remove(stream: Stream, externalId: string): void {
    this.book[stream] = this.others(stream, externalId) as never
    this.vendor.remove(stream, externalId)
  }

  /** One run of a stream whose every record can be mapped. */
  async haul(stream: Stream, cursor: string | null = null, session = this.open()): Promise<Haul> {
    const haul = await this.haulWithBad(stream, cursor, session)
    const faults = haul.bad.flatMap(({ errors }) => errors.map(({ path, message }) => `${path} ${message}`))
    expect([...new Set(faults)], `why ${haul.bad.length} ${stream} could not be mapped`).toEqual([])
    return haul
  }

  async haulWithBad(stream: Stream, cursor: string | null = null, session = this.open()): Promise<Haul> {
    return gather(walkPages(session.pull(stream, cursor, this.signal), this.signal))
  }

  /** What the core would hold of a stream, empty at first. */
  mirror(stream: Stream): Mirror {
    return new Mirror(this, stream)
  }

  async close(): Promise<void> {
    for (const session of this.opened) await session.close?.()
    await this.vendor.close()
  }

  private others(stream: Stream, externalId: string): CanonicalRecord[] {
    return this.book[stream].filter((kept) => idOfRecord(kept) !== externalId)
  }
}

/** A stage for one check; the vendor is new, so that no check can spoil another. */
export async function setStage(subject: Subject, seed: number): Promise<Stage> {
  const clock = createVendorClock()
  return new Stage(subject, clock, await subject.startVendor(clock), seed)
}

const PAGES_MAX = 500

/** Reads a listing to its end. */
export async function gather(listing: AsyncIterable<Page>): Promise<Haul> {
  const pages: Page[] = []
  for await (const page of listing) {
    pages.push(page)
    if (pages.length >= PAGES_MAX) expect.fail(`the listing does not end: ${PAGES_MAX} pages`)
  }
  return haulOf(pages)
}

export function haulOf(pages: readonly Page[]): Haul {
  return {
    pages,
    records: pages.flatMap(({ records }) => records),
    bad: pages.flatMap(({ bad = [] }) => bad),
    removed: pages.flatMap(({ removed = [] }) => removed),
    marks: Object.assign({}, ...pages.map(({ marks = {} }) => marks)),
    cursor: pages.at(-1)?.cursor ?? null,
  }
}

/** One stream as the core keeps it: what changed, what is listed as open, and what has to be asked for by id. */
export class Mirror {
  readonly records = new Map<string, CanonicalRecord>()
  readonly bad = new Map<string, BadRecord>()
  readonly marks = new Map<string, CreditMark>()
  private cursor: string | null = null
  private readonly stage: Stage
  private readonly stream: Stream

  constructor(stage: Stage, stream: Stream) {
    this.stage = stage
    this.stream = stream
  }

  /** One nightly run: changes, then what counts now, then whatever that does not name. */
  async run(): Promise<this> {
    const { stage, stream } = this
    const { changes, openListing } = stage.subject.adapter.capabilities
    const session = stage.open()
    const isSnapshot = changes[stream] === 'snapshot'
    const pulled = await stage.haulWithBad(stream, isSnapshot ? null : this.cursor, session)
    this.take(pulled)
    this.cursor = pulled.cursor
    if (isSnapshot) this.keepOnly(namedIn(pulled))
    if (openListing[stream] && session.listOpen) {
      const open = await gather(walkPages(session.listOpen(stream, stage.signal), stage.signal))
      this.take(open)
      await this.readAgain(session, namedIn(open))
    }
    return this
  }

  /** The first run, page by page; `between` happens in the ERP after the first. */
  async follow(between: (page: Page) => void): Promise<void> {
    let seen = 0
    for await (const page of this.stage.open().pull(this.stream, null, this.stage.signal)) {
      this.take(haulOf([page]))
      this.cursor = page.cursor
      if (seen++ === 0) between(page)
    }
  }

  private async readAgain(session: ErpSession, listed: ReadonlySet<string>): Promise<void> {
    const gone = [...this.records.values()].filter((record) => counts(record) && !listed.has(idOfRecord(record)))
    const ids = gone.map(idOfRecord)
    for (let start = 0; start < ids.length; start += READ_IDS_MAX) {
      const reply = await session.read?.(this.stream, ids.slice(start, start + READ_IDS_MAX), this.stage.signal)
      if (reply) this.take({ bad: [], marks: {}, ...reply, removed: reply.missing })
    }
  }

  private take({ records, bad, removed, marks }: Pick<Haul, 'records' | 'bad' | 'removed' | 'marks'>): void {
    for (const record of records) {
      this.records.set(idOfRecord(record), record)
      this.bad.delete(idOfRecord(record))
    }
    for (const record of bad) this.bad.set(record.externalId ?? '', record)
    for (const id of removed) this.records.delete(id)
    for (const [id, mark] of Object.entries(marks)) this.marks.set(id, mark)
  }

  private keepOnly(named: ReadonlySet<string>): void {
    for (const id of this.records.keys()) if (!named.has(id)) this.records.delete(id)
  }
}

const namedIn = ({ records, bad }: Haul): Set<string> =>
  new Set([...records.map(idOfRecord), ...bad.map(({ externalId }) => externalId ?? '')])

/** Whether a record counts in anybody's exposure; customers always may. */
export function counts(record: CanonicalRecord): boolean {
  if ('id' in record) return record.status === 'confirmed'
  if (!('dueOn' in record)) return true
  const isStanding = record.status === 'open' || record.status === 'disputed' || record.status === 'returned'
  return isStanding && !/^0(\.0+)?$/.test(record.openAmount)
}
