import { expect } from 'vitest'
import type { Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import type { Check } from '../check.ts'
import { expectSame, idOfRecord } from '../compare.ts'
import { counts, gather, type Haul, haulOf, type Stage } from '../drive.ts'
import { remedyOf } from './errors.ts'

const CALLS_MAX = 100
/** As every fake's settings have it. */
const PAGE_SIZE = 10

/** How listings begin, go on and end. */
export const listingChecks: readonly Check[] = [
  {
    title: 'every record comes exactly once across pages',
    run: async (stage) => {
      for (const stream of stage.streams) {
        const { records, pages } = await stage.haul(stream)
        expect(records.map(idOfRecord).sort(), stream).toEqual(stage.book[stream].map(idOfRecord).sort())
        expect(pages.length, `pages of ${stream}; the fake has to serve 10 records each`).toBeGreaterThan(1)
      }
    },
  },
  {
    title: 'a run that was cut off goes on after its last cursor and misses nothing',
    run: async (stage) => {
      for (const stream of stage.streams) await resumeEverywhere(stage, stream)
    },
  },
  {
    title: 'an empty page in the middle does not end the listing',
    run: async (stage) => {
      for (const stream of stage.streams) await passEmptyPage(stage, stream)
    },
  },
  {
    title: 'a vendor that serves the same page again and again is refused',
    run: async (stage) => {
      for (const stream of stage.streams) {
        stage.vendor.misbehave({ kind: 'repeat_page' })
        const before = stage.vendor.calls
        const error = await stage.haul(stream).then(
          ({ pages }) => expect.fail(`${stream}: ${pages.length} pages were taken for a listing`),
          (thrown: unknown) => thrown,
        )
        stage.vendor.misbehave(null)
        expect(remedyOf(error), stream).toBe('unavailable')
        expect(stage.vendor.calls - before, `calls for ${stream}`).toBeLessThan(CALLS_MAX)
      }
    },
  },
  {
    title: 'what counts now is listed in full',
    concerns: ({ adapter }) => Object.keys(adapter.capabilities.openListing).length > 0,
    run: async (stage) => {
      const session = stage.open()
      for (const stream of stage.streams) {
        if (!stage.subject.adapter.capabilities.openListing[stream]) continue
        const { records, bad } = await gather(
          walkPages(session.listOpen?.(stream, stage.signal) ?? expect.fail('listOpen is missing'), stage.signal),
        )
        expect(bad).toEqual([])
        expectSame(stage.subject, stream, records.filter(counts), stage.book[stream].filter(counts))
        expect(records.map(idOfRecord), stream).toHaveLength(new Set(records.map(idOfRecord)).size)
      }
    },
  },
  {
    title: 'an abort between two pages ends the listing without another call',
    run: async (stage) => {
      for (const stream of stage.streams) {
        const stop = new AbortController()
        const pages = stage.open().pull(stream, null, stop.signal)[Symbol.asyncIterator]()
        await pages.next()
        const before = stage.vendor.calls
        stop.abort()
        const next = await pages.next().then(
          ({ done }) => (done ? 'ended' : 'another page'),
          (error: unknown) => (error instanceof SyncError ? error.message : 'ended'),
        )
        expect(next, `${stream} after the abort`).toBe('ended')
        expect(stage.vendor.calls - before, `calls for ${stream} after the abort`).toBe(0)
      }
    },
  },
]

/**
 * What should have stood on the empty page may be missing, what stands behind it may not. A snapshot may also end with
 * an error: what it leaves out would be taken for gone.
 */
async function passEmptyPage(stage: Stage, stream: Stream): Promise<void> {
  stage.vendor.misbehave({ kind: 'empty_page' })
  const haul = await stage.haul(stream).catch((error: unknown) => error)
  stage.vendor.misbehave(null)
  const isSnapshot = stage.subject.adapter.capabilities.changes[stream] === 'snapshot'
  if (isSnapshot && remedyOf(haul) === 'unavailable') return
  if (haul instanceof Error) throw haul
  const brought = new Set((haul as Haul).records.map(idOfRecord))
  expect(brought.size, `${stream} around an empty page`).toBeGreaterThanOrEqual(stage.book[stream].length - PAGE_SIZE)
}

/** Drops the session after each of the pages in turn, as a crash does, and goes on with the cursor that was saved. */
async function resumeEverywhere(stage: Stage, stream: Stream): Promise<void> {
  const { pages } = await stage.haul(stream)
  const isSnapshot = stage.subject.adapter.capabilities.changes[stream] === 'snapshot'
  // A snapshot begins anew after its last page; its cursor only resumes.
  for (const [index, page] of (isSnapshot ? pages.slice(0, -1) : pages).entries()) {
    const session = stage.open()
    const rest = await stage.haul(stream, page.cursor, session)
    const together = haulOf([...pages.slice(0, index + 1), ...rest.pages])
    expectSame(stage.subject, stream, together.records, stage.book[stream])
    await session.close?.()
  }
}
