import { expect } from 'vitest'
import type { CreditMark, CreditStatusPort, CustomerRecord } from '../../../src/sync/contract.ts'
import type { Check } from '../check.ts'
import { expectSame, tableOf } from '../compare.ts'
import type { Stage } from '../drive.ts'
import type { Subject } from '../vendor.ts'
import { errorOf, remedyOf } from './errors.ts'

const REASON = 'Títulos vencidos há mais de 30 dias'
const MINUTES_MS = 10 * 60_000
const MARK_CHARS_MAX = 1_000

const writesBack = ({ adapter }: Subject): boolean => adapter.capabilities.writeBack !== null

interface Desk {
  readonly port: CreditStatusPort
  readonly id: string
  /** The mark as the vendor holds it, not as the adapter says. */
  markOf(id: string): CreditMark
  setMark(id: string, mark: CreditMark): void
}

/** The block in the ERP itself: set, read back, taken away, and nothing else touched. */
export const writeBackChecks: readonly Check[] = [
  check('marks of the listing, of read and of the vendor compare equal', async (stage, { port, markOf }) => {
    const { marks } = await stage.haul('customers')
    const ids = stage.book.customers.map(({ externalId }) => externalId)
    const truth = Object.fromEntries(ids.map((id) => [id, markOf(id)]))
    expect(marks).toEqual(truth)
    expect(JSON.parse(JSON.stringify(marks)), 'once stored as JSON').toStrictEqual(marks)
    if (stage.subject.adapter.capabilities.reads.includes('customers'))
      expect((await stage.open().read?.('customers', ids, stage.signal))?.marks).toEqual(truth)
    for (const id of ids.slice(0, 5)) expect(await port.read(id, stage.signal), id).toEqual(truth[id])
    expect(await port.read(stage.subject.idOf('customers', 599), stage.signal), 'of no such customer').toBeNull()
  }),
  check('write-back blocks, and the block reads back', async (stage, { port, id, markOf }) => {
    const before = await markIn(stage, port, id)
    const block = port.blocked(before, REASON)
    expect(
      [before, block].map((mark) => port.isBlocked(mark)),
      'before and blocked',
    ).toEqual([false, true])
    await port.write(id, block, stage.signal)
    expect(markOf(id), 'in the vendor').toEqual(block)
    expect(await markIn(stage, port, id), 'read back').toEqual(block)
    expect(JSON.stringify(block).length, 'characters of the mark').toBeLessThan(MARK_CHARS_MAX)
  }),
  check('write-back restores the former value', async (stage, { port, id, markOf, setMark }) => {
    const free = await markIn(stage, port, id)
    await port.write(id, port.blocked(free, REASON), stage.signal)
    await port.write(id, free, stage.signal)
    expect(markOf(id), 'a customer who was free').toEqual(free)
    const byUser = port.blocked(free, 'Outro motivo')
    setMark(id, byUser)
    const found = await markIn(stage, port, id)
    await port.write(id, port.blocked(found, REASON), stage.signal)
    await port.write(id, found, stage.signal)
    expect(markOf(id), 'a customer whom a user had blocked').toEqual(byUser)
  }),
  check('write-back keeps what else stands', async (stage, { port, id, markOf }) => {
    const others = () => stage.book.customers.map(({ externalId }) => externalId).filter((other) => other !== id)
    const before = others().map(markOf)
    await port.write(id, port.blocked(await markIn(stage, port, id), REASON), stage.signal)
    expectSame(settledSubject(stage), 'customers', await customers(stage), stage.book.customers)
    expect(others().map(markOf), 'marks of everybody else').toEqual(before)
  }),
  check('own block does not become a status of the customer', async (stage, { port, id }) => {
    const statuses = async (): Promise<unknown> => {
      const subject = { ...stage.subject, says: { ...stage.subject.says, customers: ['status', 'active'] as const } }
      return tableOf(subject, 'customers', await customers(stage))[id]
    }
    const before = await statuses()
    await port.write(id, port.blocked(await markIn(stage, port, id), REASON), stage.signal)
    stage.clock.advance(MINUTES_MS)
    expect(await statuses()).toEqual(before)
  }),
  check('a dry run compares marks and writes nothing', async (stage, { port, markOf }) => {
    const { marks } = await stage.haul('customers')
    const ids = Object.keys(marks)
    const before = ids.map(markOf)
    const calls = stage.vendor.calls
    const plan = Object.values(marks).map((mark) => port.isBlocked(port.blocked(mark, REASON)))
    expect(plan, 'what would be blocked').toEqual(ids.map(() => true))
    expect(stage.vendor.calls - calls, 'calls of a comparison').toBe(0)
    expect(ids.map(markOf)).toEqual(before)
    expect(Object.values(marks), 'marks are not changed in place').toEqual(before)
  }),
  check('a mark that a user of the ERP changed is told', async (stage, { port, id, setMark }) => {
    const mirror = await stage.mirror('customers').run()
    stage.clock.advance(MINUTES_MS)
    const byUser = port.blocked(await markIn(stage, port, id), REASON)
    setMark(id, byUser)
    stage.clock.advance(MINUTES_MS)
    await mirror.run()
    expect(mirror.marks.get(id), 'by the next run').toEqual(byUser)
    expect(await markIn(stage, port, id), 'by read').toEqual(byUser)
  }),
  check('a write that the ERP refuses is told', async (stage, { port, id, markOf }) => {
    const before = await markIn(stage, port, id)
    const block = port.blocked(before, REASON)
    for (const [status, remedy] of [
      [403, 'auth'],
      [500, 'unavailable'],
    ] as const) {
      stage.vendor.misbehave({ kind: 'status', status })
      const error = await errorOf(port.write(id, block, stage.signal), `a write answered with ${status}`)
      stage.vendor.misbehave(null)
      expect(remedyOf(error), `after ${status}`).toBe(remedy)
      expect(markOf(id), 'in the vendor').toEqual(before)
    }
  }),
]

function check(title: string, run: (stage: Stage, desk: Desk) => Promise<void>): Check {
  return {
    title,
    concerns: writesBack,
    run: (stage) => {
      const { vendor } = stage
      const port = stage.open().creditStatus ?? expect.fail('creditStatus is missing')
      const [first] = stage.book.customers
      return run(stage, {
        port,
        id: first?.externalId ?? expect.fail('the book has no customers'),
        markOf: (id) => vendor.markOf?.(id) ?? expect.fail(`the fake has no mark of ${id}: it needs markOf`),
        setMark: (id, mark) => (vendor.setMark ? vendor.setMark(id, mark) : expect.fail('the fake needs setMark')),
      })
    },
  }
}

const markIn = async (stage: Stage, port: CreditStatusPort, id: string): Promise<CreditMark> =>
  (await port.read(id, stage.signal)) ?? expect.fail(`there is no mark of ${id}`)

const customers = async (stage: Stage): Promise<CustomerRecord[]> =>
  (await stage.haul('customers')).records as CustomerRecord[]

/** A write counts as a change in the vendor, so its time is not compared. */
function settledSubject({ subject }: Stage): Subject {
  const fields = subject.says.customers.filter((field) => field !== 'updatedAt')
  return { ...subject, says: { ...subject.says, customers: fields } }
}
