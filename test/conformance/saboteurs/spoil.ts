import type {
  CanonicalRecord,
  CreditStatusPort,
  ErpAdapter,
  ErpSession,
  Link,
  Page,
  ReadReply,
  Stream,
} from '../../../src/sync/contract.ts'
import type { HttpOptions, HttpRequest } from '../../../src/sync/http.ts'
import { subject as healthy } from '../../adapters/_template/subject.ts'
import type { Subject } from '../vendor.ts'

/** Subjects that are sound but for one fault, by the title of the check that has to catch it. */
export type Saboteurs = Readonly<Record<string, Readonly<Record<string, Subject>>>>

/* Ways to spoil the template's adapter, which is sound. */

export const withAdapter = (changes: Partial<ErpAdapter>): Subject => ({
  ...healthy,
  adapter: { ...healthy.adapter, ...changes },
})

export const withSession = (
  spoil: (session: ErpSession, link: Link, settings: unknown) => Partial<ErpSession>,
): Subject =>
  withAdapter({
    open: (settings, link) => {
      const session = healthy.adapter.open(settings, link)
      return { ...session, ...spoil(session, link, settings) }
    },
  })

/** Spoils the calls that go out. */
export const withHttp = (spoil: {
  options?: (options: HttpOptions) => HttpOptions
  request?: (request: HttpRequest) => HttpRequest
}): Subject =>
  withAdapter({
    open: (settings, link) => {
      const http = (options: HttpOptions) => {
        const client = link.http(spoil.options?.(options) ?? options)
        return { request: (request: HttpRequest) => client.request(spoil.request?.(request) ?? request) }
      }
      return healthy.adapter.open(settings, { ...link, http })
    },
  })

type Pull = ErpSession['pull']

/** Spoils the listing of changes; `pull` is the sound one. */
export const withPull = (spoil: (pull: Pull, link: Link) => Pull): Subject =>
  withSession((session, link) => ({ pull: spoil(session.pull, link) }))

/** Spoils every page on its way out, also those of `listOpen`. */
export const withPages = (spoil: (page: Page, stream: Stream) => Page): Subject =>
  withSession(({ pull, listOpen, read }) => ({
    pull: (stream, cursor, signal) => each(pull(stream, cursor, signal), (page) => spoil(page, stream)),
    listOpen: (stream, signal) => each(listOpen?.(stream, signal) ?? none(), (page) => spoil(page, stream)),
    read: async (stream, ids, signal) => {
      const reply = (await read?.(stream, ids, signal)) ?? NOTHING
      const { records, bad = [], marks = {} } = spoil({ ...reply, cursor: '' }, stream)
      return { ...reply, records, bad, marks }
    },
  }))

/** Spoils every record, wherever it is read; `null` loses it. */
export const withRecords = (spoil: (record: CanonicalRecord, page: Page) => CanonicalRecord | null): Subject =>
  withPages((page) => ({
    ...page,
    records: page.records.map((record) => spoil(record, page)).filter((kept) => kept !== null),
  }))

/** Spoils one kind of field: the record has it as `field`. */
export const withField = (field: string, spoil: (value: string) => unknown): Subject =>
  withRecords((record) => {
    const value = record[field as keyof CanonicalRecord]
    return typeof value === 'string' ? ({ ...record, [field]: spoil(value) } as CanonicalRecord) : record
  })

export const withRead = (spoil: (reply: ReadReply, ids: readonly string[]) => ReadReply): Subject =>
  withSession(({ read }) => ({
    read: async (stream, ids, signal) => spoil((await read?.(stream, ids, signal)) ?? NOTHING, ids),
  }))

export const withPort = (spoil: (port: CreditStatusPort) => Partial<CreditStatusPort>): Subject =>
  withSession(({ creditStatus }) => (creditStatus ? { creditStatus: { ...creditStatus, ...spoil(creditStatus) } } : {}))

const NOTHING: ReadReply = { records: [], missing: [] }

async function* none(): AsyncGenerator<Page> {}

export async function* onlyFirst(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const page of pages) {
    yield page
    return
  }
}

/** The pages, until they fail. */
export async function* guarded(pages: AsyncIterable<Page>, onError: (error: unknown) => void): AsyncGenerator<Page> {
  try {
    yield* pages
  } catch (error) {
    onError(error)
  }
}

export async function* each(pages: AsyncIterable<Page>, change: (page: Page) => Page): AsyncGenerator<Page> {
  for await (const page of pages) yield change(page)
}
