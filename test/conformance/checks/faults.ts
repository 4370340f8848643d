import { expect } from 'vitest'
import type { Page, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import type { Check } from '../check.ts'
import { expectSame } from '../compare.ts'
import { haulOf, type Stage } from '../drive.ts'
import type { Misbehaviour } from '../vendor.ts'
import { errorOf, remedyOf } from './errors.ts'

const RETRY_AFTER_S = 7
const ATTEMPTS_MAX = 5
const ATTEMPTS_MIN = 3
/** So many calls may be under way at once when the ERP fails. */
const TOGETHER_MAX = 4
const ENDS_WITHIN_MS = 3_000
/** Where the ERP is silent, so that nobody waits long; a sound answer that takes longer is asked for again. */
const SHORT_TIMEOUT_MS = 200

/** What the ERP answers instead of data, and what has to become of it. */
export const faultChecks: readonly Check[] = [
  refusal(401, '401 asks for other credentials and is not tried again and again'),
  refusal(403, '403 asks for a right and is not tried again and again'),
  {
    title: '429 waits as long as it is told, and goes on',
    run: async (stage) => {
      for (const stream of stage.streams) {
        stage.link.waits.length = 0
        stage.vendor.misbehave({ kind: 'status', status: 429, retryAfterS: RETRY_AFTER_S }, 2)
        expectSame(stage.subject, stream, (await stage.haul(stream)).records, stage.book[stream])
        const long = stage.link.waits.filter((ms) => ms >= RETRY_AFTER_S * 1_000)
        expect(long.length, `waits of ${RETRY_AFTER_S} s for ${stream}, of ${stage.link.waits}`).toBe(2)
      }
      stage.vendor.misbehave({ kind: 'status', status: 429 })
      expect(remedyOf(await errorOf(stage.haul(firstOf(stage)), 'a pull'))).toBe('throttled')
    },
  },
  outage({ kind: 'status', status: 500 }, '500 is tried again, then unavailable, and nothing is lost'),
  outage({ kind: 'status', status: 502 }, '502 is tried again, then unavailable, and nothing is lost'),
  outage({ kind: 'silent' }, 'a timeout is tried again, then unavailable, and nothing is lost'),
  outage({ kind: 'cut_off' }, 'cut-off JSON is tried again, then unavailable, and nothing is lost'),
  outage({ kind: 'html' }, 'HTML instead of JSON is tried again, then unavailable, and nothing is lost'),
  {
    title: 'an abort ends a call that hangs',
    run: async (stage) => {
      const session = stage.open(timeLimit(stage, 60_000))
      const stop = new AbortController()
      stage.vendor.misbehave({ kind: 'silent' })
      const before = stage.vendor.calls
      const listing = session.pull(firstOf(stage), null, stop.signal)[Symbol.asyncIterator]().next()
      const ended = errorOf(listing, 'a listing that was aborted').then((error) => ({ error }))
      await expect.poll(() => stage.vendor.calls, { timeout: ENDS_WITHIN_MS }).toBeGreaterThan(before)
      const atAbort = stage.vendor.calls
      stop.abort()
      const hangs = new Promise<'hangs'>((resolve) => setTimeout(resolve, ENDS_WITHIN_MS, 'hangs'))
      const outcome = await Promise.race([ended, hangs])
      if (outcome === 'hangs') expect.fail(`the call went on for ${ENDS_WITHIN_MS} ms after the abort`)
      else expect(outcome.error, 'an abort is no fault of the ERP').not.toBeInstanceOf(SyncError)
      expect(stage.vendor.calls - atAbort, 'calls after the abort').toBe(0)
    },
  },
]

const timeLimit = ({ vendor }: Stage, timeoutMs: number): { timeoutMs?: number } =>
  'timeoutMs' in vendor.settings ? { timeoutMs } : {}

const firstOf = ({ streams }: Stage): Stream => streams[0] ?? expect.fail('the adapter has no stream')

function refusal(status: number, title: string): Check {
  return {
    title,
    run: async (stage) => {
      for (const stream of stage.streams) {
        stage.vendor.misbehave({ kind: 'status', status })
        const before = stage.vendor.calls
        const error = await errorOf(stage.haul(stream), `a pull of ${stream}`)
        expect(remedyOf(error), stream).toBe('auth')
        // Each of the calls that go out together may be tried once more, with new tokens.
        expect(stage.vendor.calls - before, `calls for ${stream}`).toBeLessThanOrEqual(2 * TOGETHER_MAX)
        expect(remedyOf(await errorOf(stage.open().check(stage.signal), 'check'))).toBe('auth')
        stage.vendor.misbehave(null)
      }
    },
  }
}

function outage(how: Misbehaviour, title: string): Check {
  return {
    title,
    run: async (stage) => {
      for (const stream of stage.streams) {
        stage.vendor.misbehave(how, 1)
        const session = how.kind === 'silent' ? stage.open(timeLimit(stage, SHORT_TIMEOUT_MS)) : stage.open()
        expectSame(stage.subject, stream, (await stage.haul(stream, null, session)).records, stage.book[stream])
      }
      await breakOffAndGoOn(stage, firstOf(stage), how)
    },
  }
}

/** The ERP fails for good after the first page; once it is back, the saved cursor brings the rest. */
async function breakOffAndGoOn(stage: Stage, stream: Stream, how: Misbehaviour): Promise<void> {
  const pages: Page[] = []
  let before = 0
  const broken = async (): Promise<void> => {
    const session = how.kind === 'silent' ? stage.open(timeLimit(stage, SHORT_TIMEOUT_MS)) : stage.open()
    for await (const page of walkPages(session.pull(stream, null, stage.signal), stage.signal)) {
      pages.push(page)
      before ||= stage.vendor.calls
      stage.vendor.misbehave(how)
    }
  }
  const error = await errorOf(broken(), `a pull of ${stream}`)
  stage.vendor.misbehave(null)
  expect(remedyOf(error), stream).toBe('unavailable')
  const calls = stage.vendor.calls - before
  expect(calls, 'calls of a page that fails').toBeGreaterThanOrEqual(ATTEMPTS_MIN)
  expect(calls, 'calls of a page that fails').toBeLessThanOrEqual(ATTEMPTS_MAX * TOGETHER_MAX)
  const rest = await stage.haul(stream, pages.at(-1)?.cursor ?? null)
  expectSame(stage.subject, stream, haulOf([...pages, ...rest.pages]).records, stage.book[stream])
}
