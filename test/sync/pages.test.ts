import { describe, expect, it } from 'vitest'
import type { Page } from '../../src/sync/contract.ts'
import { BadRecordError, SyncError } from '../../src/sync/errors.ts'
import { mapRows } from '../../src/sync/map-rows.ts'
import { walkPages } from '../../src/sync/pages.ts'

const endless = new AbortController().signal
const page = (cursor: string, ids: readonly string[] = [], more: Partial<Page> = {}): Page => ({
  records: ids.map((externalId) => ({ externalId, name: `Cliente ${externalId}` })),
  cursor,
  ...more,
})

/** A vendor that counts what it is asked, and knows whether it was let go. */
function vendorOf(pages: Iterable<Page>) {
  const seen = { asked: 0, isClosed: false }
  async function* turn(): AsyncGenerator<Page> {
    try {
      for (const one of pages) {
        seen.asked++
        yield one
      }
    } finally {
      seen.isClosed = true
    }
  }
  return { seen, pages: turn() }
}
async function walk(pages: AsyncIterable<Page>, signal = endless): Promise<string[]> {
  const cursors: string[] = []
  for await (const { cursor } of walkPages(pages, signal)) cursors.push(cursor)
  return cursors
}
function* endlessly(make: (n: number) => Page): Generator<Page> {
  for (let n = 0; ; n++) yield make(n)
}
const goesInCircles = (why: string) => ({ remedy: 'unavailable', message: `the ERP's list does not end: ${why}` })

describe('pages', () => {
  it('come as they are, with empty ones in the middle', async () => {
    const given = [page('1', ['a', 'b']), page('2'), page('3', ['c']), page('4', [], { removed: ['x'] }), page('5')]
    const brought: Page[] = []
    for await (const one of walkPages(vendorOf(given).pages, endless)) brought.push(one)
    expect(brought).toEqual(given)
  })

  it('with a record that comes again among others are fine: a vendor with overlap', async () => {
    expect(
      await walk(vendorOf([page('1', ['a', 'b']), page('2', ['b', 'c']), page('3', ['a', 'b'])]).pages),
    ).toHaveLength(3)
  })

  it('with the same cursor twice are a circle, also far apart, and the second one is not taken', async () => {
    const { seen, pages } = vendorOf([page('1', ['a']), page('2', ['b']), page('1', ['c']), page('4', ['d'])])
    const taken: string[] = []
    const walked = async () => {
      for await (const { records } of walkPages(pages, endless))
        taken.push(...records.map((one) => Reflect.get(one, 'externalId')))
    }
    await expect(walked()).rejects.toMatchObject(goesInCircles('the same cursor came twice'))
    expect([taken, seen]).toEqual([['a', 'b'], { asked: 3, isClosed: true }])
  })

  it.each([
    ['records', (n: number) => page(`${n}`, ['a', 'b'])],
    [
      'orders',
      (n: number) =>
        page(`${n}`, [], { records: [{ id: 'o', customer: { externalId: 'c' }, amount: '1.00' }] as never }),
    ],
    ['removals', (n: number) => page(`${n}`, [], { removed: ['a'] })],
    ['unreadable rows', (n: number) => page(`${n}`, [], { bad: [{ externalId: 'a', errors: [], raw: { n } }] })],
    [
      'unreadable rows without id',
      (n: number) => page(`${n}`, [], { bad: [{ externalId: null, errors: [], raw: { id: 7n } }] }),
    ],
  ])('with the very same %s twice in a row are a circle', async (_what, make) => {
    const { seen, pages } = vendorOf(endlessly(make))
    await expect(walk(pages)).rejects.toMatchObject(goesInCircles('the same records came twice in a row'))
    expect(seen).toEqual({ asked: 2, isClosed: true })
  })

  it.each([
    ['an id that is read and one that is removed', page('1', ['a']), page('2', [], { removed: ['a'] })],
    ['ids that only look alike when put together', page('1', ['a', 'b']), page('2', ['a,b'])],
    [
      'different rows without id',
      page('1', [], { bad: [{ externalId: null, errors: [], raw: { x: 1 } }] }),
      page('2', [], { bad: [{ externalId: null, errors: [], raw: { x: 2 } }] }),
    ],
    ['the same in another order', page('1', ['a', 'b']), page('2', ['b', 'a'])],
  ])('are not the same: %s', async (_what, one, other) => {
    expect(await walk(vendorOf([one, other]).pages)).toEqual(['1', '2'])
  })

  it('that stay empty end after a while, however new their cursors are', async () => {
    const { seen, pages } = vendorOf(endlessly((n) => page(`${n}`)))
    await expect(walk(pages)).rejects.toMatchObject(goesInCircles('201 pages in a row were empty'))
    expect(seen.asked).toBe(201)
    const sparse = vendorOf(Array.from({ length: 900 }, (_, n) => page(`${n}`, n % 200 === 199 ? [`${n}`] : [])))
    expect(await walk(sparse.pages)).toHaveLength(900)
  })

  it('of rows that cannot be read are not empty', async () => {
    const bad = (n: number) => page(`${n}`, [], { bad: [{ externalId: null, errors: [], raw: { n } }] })
    expect(await walk(vendorOf(Array.from({ length: 300 }, (_, n) => bad(n))).pages)).toHaveLength(300)
  })

  it('with a cursor that does not fit are a fault of the adapter', async () => {
    expect(await walk(vendorOf([page('x'.repeat(4_000), ['a'])]).pages)).toHaveLength(1)
    await expect(walk(vendorOf([page('x'.repeat(4_001), ['a'])]).pages)).rejects.toThrow(TypeError)
  })

  it('are asked for no more after an abort, and the vendor is let go', async () => {
    const controller = new AbortController()
    const { seen, pages } = vendorOf(endlessly((n) => page(`${n}`, [`${n}`])))
    const walked = async () => {
      for await (const { cursor } of walkPages(pages, controller.signal))
        if (cursor === '2') controller.abort(new Error('the run was stopped'))
    }
    await expect(walked()).rejects.toThrow('the run was stopped')
    expect(seen).toEqual({ asked: 3, isClosed: true })
  })

  it('that arrive after an abort are not taken', async () => {
    const controller = new AbortController()
    async function* late(): AsyncGenerator<Page> {
      yield page('1', ['a'])
      controller.abort(new Error('the run was stopped'))
      yield page('2', ['b'])
    }
    const taken: string[] = []
    const walked = async () => {
      for await (const { cursor } of walkPages(late(), controller.signal)) taken.push(cursor)
    }
    await expect(walked()).rejects.toThrow('the run was stopped')
    expect(taken).toEqual(['1'])
  })

  it('end with what the vendor says when it fails', async () => {
    async function* failing(): AsyncGenerator<Page> {
      yield page('1', ['a'])
      throw new SyncError('throttled', 'too often')
    }
    await expect(walk(failing())).rejects.toMatchObject({ remedy: 'throttled' })
  })
})

describe('rows of a vendor', () => {
  const rows = [
    { id: '1', total: 5 },
    { id: '2', total: 'x' },
    { id: '3', total: 0 },
    { id: '4', total: 7 },
  ]
  const toRecord = ({ id, total }: { id: string; total: unknown }) => {
    if (typeof total !== 'number') throw new BadRecordError('total', 'is no amount')
    return total === 0 ? null : { id, total }
  }

  it('that cannot be read sink no other, and what does not concern credit is left out', () => {
    expect(mapRows(rows, ({ id }) => id, toRecord)).toEqual({
      records: [
        { id: '1', total: 5 },
        { id: '4', total: 7 },
      ],
      bad: [{ externalId: '2', errors: [{ path: 'total', message: 'is no amount' }], raw: { id: '2', total: 'x' } }],
    })
  })

  it('are no excuse for a fault in the mapping', () => {
    const broken = () => {
      throw new TypeError('undefined is not a function')
    }
    expect(() => mapRows(rows, () => null, broken)).toThrow(TypeError)
  })
})
