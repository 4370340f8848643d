import { expect } from 'vitest'
import { addDays } from '../../../src/kernel/day.ts'
import type { CanonicalRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { paidOn } from '../book.ts'
import type { Check } from '../check.ts'
import { expectSame, idOfRecord } from '../compare.ts'
import { counts, type Mirror, type Stage } from '../drive.ts'
import type { Subject } from '../vendor.ts'

const MINUTES_MS = 10 * 60_000
const has =
  (stream: Stream) =>
  ({ adapter }: Subject): boolean =>
    adapter.capabilities.streams.includes(stream)
const detects =
  (how: string) =>
  ({ adapter }: Subject): boolean =>
    Object.values(adapter.capabilities.changes).includes(how as never)

/** What changes in the ERP after the first run has to be seen, by whatever way the adapter has. */
export const changeChecks: readonly Check[] = [
  {
    title: 'what changed since the last run comes, and little else',
    concerns: detects('modified'),
    run: async (stage) => {
      for (const stream of stage.streams) {
        if (stage.subject.adapter.capabilities.changes[stream] !== 'modified') continue
        const { cursor } = await stage.haul(stream)
        stage.clock.advance(MINUTES_MS)
        const fresh = putFresh(stage, stream, 511)
        stage.clock.advance(MINUTES_MS)
        const { records } = await stage.haul(stream, cursor)
        const expected = stage.book[stream].filter((record) => idOfRecord(record) === fresh)
        expectSame(
          stage.subject,
          stream,
          records.filter((record) => idOfRecord(record) === fresh),
          expected,
        )
        expect(records.length, `${stream} that came although one alone changed`).toBeLessThan(
          stage.book[stream].length / 2,
        )
      }
    },
  },
  {
    title: 'a new record is seen',
    run: async (stage) => {
      for (const stream of stage.streams) await seen(stage, stream, () => putFresh(stage, stream, 512))
    },
  },
  {
    title: 'a change in the very second of the last run is not missed',
    run: async (stage) => {
      for (const stream of stage.streams) {
        putFresh(stage, stream, 513)
        const mirror = await stage.mirror(stream).run()
        putFresh(stage, stream, 514)
        await mirror.run()
        expectSame(stage.subject, stream, mirror.records.values(), stage.book[stream])
      }
    },
  },
  {
    title: 'a change while pages are read is not missed',
    run: async (stage) => {
      for (const stream of stage.streams) await changeBetweenPages(stage, stream)
    },
  },
  {
    title: 'a partial payment is seen',
    concerns: has('receivables'),
    run: (stage) => seenTitle(stage, (title) => ({ ...title, openAmount: '0.10' })),
  },
  {
    title: 'a full payment is seen',
    concerns: has('receivables'),
    run: (stage) => seenTitle(stage, (title) => paidOn(title, stage.clock.today())),
  },
  {
    title: 'a payment that is taken back opens the title again',
    concerns: has('receivables'),
    run: async (stage) => {
      const title = openInvoice(stage)
      stage.put('receivables', paidOn(title, stage.clock.today()))
      await seen(stage, 'receivables', () => stage.put('receivables', title))
    },
  },
  {
    title: 'a due day that is moved is seen',
    concerns: has('receivables'),
    run: (stage) => seenTitle(stage, (title) => ({ ...title, dueOn: addDays(title.dueOn, 45) })),
  },
  {
    title: 'a cancelled title counts no more',
    concerns: has('receivables'),
    run: async (stage) => {
      const title = openInvoice(stage)
      const mirror = await stage.mirror('receivables').run()
      stage.clock.advance(MINUTES_MS)
      stage.put('receivables', { ...title, status: 'cancelled', openAmount: '0.00' })
      stage.clock.advance(MINUTES_MS)
      await mirror.run()
      const arrived = mirror.records.get(title.externalId)
      expect(arrived ? (arrived as ReceivableRecord).status : 'cancelled').toBe('cancelled')
    },
  },
  {
    title: 'an order that is closed or cancelled counts no more',
    concerns: has('orders'),
    run: async (stage) => {
      const [closed, cancelled] = stage.book.orders.filter(counts)
      if (!closed || !cancelled) return expect.fail('the book has no orders')
      const mirror = await stage.mirror('orders').run()
      expect([closed, cancelled].map(({ id }) => standing(mirror, id))).toEqual([true, true])
      stage.clock.advance(MINUTES_MS)
      stage.put('orders', { ...closed, status: 'closed' })
      stage.put('orders', { ...cancelled, status: 'cancelled' })
      stage.clock.advance(MINUTES_MS)
      await mirror.run()
      expect([closed, cancelled].map(({ id }) => standing(mirror, id))).toEqual([false, false])
    },
  },
  {
    title: 'a removal is seen',
    run: async (stage) => {
      const { changes, openListing } = stage.subject.adapter.capabilities
      for (const stream of stage.streams) {
        // A customer that is gone owes nothing any more; only where customers are listed has it to be seen.
        if (stream === 'customers' && !openListing.customers && changes.customers !== 'snapshot') continue
        const id = putFresh(stage, stream, 517)
        await seen(stage, stream, () => stage.remove(stream, id))
      }
    },
  },
  {
    title: 'an unknown status is a bad record, never paid',
    run: async (stage) => {
      for (const stream of stage.streams) if (stream !== 'customers') await corruptOne(stage, stream)
    },
  },
]

const standing = (mirror: Mirror, id: string): boolean => {
  const record = mirror.records.get(id)
  return record !== undefined && counts(record)
}

function openInvoice({ book }: Stage): ReceivableRecord {
  const found = book.receivables.find(
    ({ kind, status, amount, currency }) => kind === 'invoice' && status === 'open' && amount.length > 5 && !currency,
  )
  return found ?? expect.fail('the book has no open invoice')
}

function putFresh(stage: Stage, stream: Stream, n: number): string {
  if (stream === 'customers') stage.put(stream, stage.maker.customer(n))
  if (stream === 'receivables') stage.put(stream, stage.maker.receivable(n))
  if (stream === 'orders') stage.put(stream, stage.maker.order(n))
  return stage.subject.idOf(stream, n)
}

/** A run, something that happens in the ERP, a run: then both hold the same. */
async function seen(stage: Stage, stream: Stream, happens: () => unknown): Promise<void> {
  const mirror = await stage.mirror(stream).run()
  stage.clock.advance(MINUTES_MS)
  happens()
  stage.clock.advance(MINUTES_MS)
  await mirror.run()
  expectSame(stage.subject, stream, mirror.records.values(), stage.book[stream])
}

async function seenTitle(stage: Stage, change: (title: ReceivableRecord) => ReceivableRecord): Promise<void> {
  await seen(stage, 'receivables', () => stage.put('receivables', change(openInvoice(stage))))
}

/** While pages are read, one that was read, one that may not have been and a new one are written. */
async function changeBetweenPages(stage: Stage, stream: Stream): Promise<void> {
  const mirror = stage.mirror(stream)
  await mirror.follow((page) => {
    const read = new Set(page.records.map(idOfRecord))
    const [before] = stage.book[stream].filter((record) => read.has(idOfRecord(record)))
    const [behind] = stage.book[stream].filter((record) => !read.has(idOfRecord(record)))
    stage.clock.advance(1_000)
    for (const record of [before, behind]) if (record) stage.put(stream, touched(record) as never)
    putFresh(stage, stream, 515)
  })
  stage.clock.advance(MINUTES_MS)
  await mirror.run()
  expectSame(stage.subject, stream, mirror.records.values(), stage.book[stream])
}

function touched(record: CanonicalRecord): CanonicalRecord {
  if ('dueOn' in record) return { ...record, dueOn: addDays(record.dueOn, 1) }
  return 'name' in record ? { ...record, name: `${record.name} Ltda` } : { ...record, amount: '77777.70' }
}

async function corruptOne(stage: Stage, stream: Stream): Promise<void> {
  const [first] = stage.book[stream].filter(counts)
  const id = first ? idOfRecord(first) : expect.fail(`the book has no ${stream}`)
  const mirror = await stage.mirror(stream).run()
  stage.clock.advance(MINUTES_MS)
  stage.vendor.corrupt(stream, id)
  stage.clock.advance(MINUTES_MS)
  const { records, bad } = await stage.haulWithBad(stream)
  expect(records.map(idOfRecord), `${stream} ${id} among what was mapped`).not.toContain(id)
  expect(
    bad.map(({ externalId }) => externalId),
    `bad ${stream}`,
  ).toEqual([id])
  expect(bad[0]?.errors.length, 'faults of the bad record').toBeGreaterThan(0)
  expect(records, `${stream} besides the bad one`).toHaveLength(stage.book[stream].length - 1)
  await mirror.run()
  expect([...mirror.bad.keys()], `bad ${stream} of the next run`).toEqual([id])
  expect(standing(mirror, id), `${stream} ${id} still counts`).toBe(true)
}
