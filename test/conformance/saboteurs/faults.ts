import { SyncError } from '../../../src/sync/errors.ts'
import type { Subject } from '../vendor.ts'
import { guarded, onlyFirst, type Saboteurs, withHttp, withPull } from './spoil.ts'

/** Ends the listing quietly when the ERP fails: what was not read is lost, and nobody is told. */
const endingQuietly = withPull(
  (pull) =>
    (...given) =>
      guarded(pull(...given), () => undefined),
)

const tryingOnce = withHttp({ request: (request) => ({ ...request, repeatable: false }) })

/** Takes an answer with this status for another thing. */
const judging = (status: number, remedy: SyncError['remedy']): Subject =>
  withHttp({
    options: (options) => ({
      ...options,
      judge: (reply) => (reply.status === status ? new SyncError(remedy, `answered ${status}`) : null),
    }),
  })

/** Forgets where it was when the ERP fails, and goes on behind. */
const skipping = withPull(
  (pull) =>
    async function* (stream, cursor, signal) {
      let last = cursor
      try {
        for await (const page of pull(stream, cursor, signal)) {
          last = page.cursor
          yield page
        }
      } catch (error) {
        if (last === cursor) throw error
        yield { records: [], cursor: JSON.stringify({ since: '2026-11-21T10:00:00-03:00', page: null, latest: null }) }
        throw error
      }
    },
)

const deaf = withHttp({ request: (request) => ({ ...request, signal: new AbortController().signal }) })

const outage: Readonly<Record<string, Subject>> = {
  'ends the listing quietly': endingQuietly,
  'tries once': tryingOnce,
  'goes on behind what it could not read': skipping,
}

export const faultSaboteurs: Saboteurs = {
  '401 asks for other credentials and is not tried again and again': {
    'takes it for a bad day of the ERP': judging(401, 'unavailable'),
    'ends the listing quietly': endingQuietly,
  },
  '403 asks for a right and is not tried again and again': {
    'takes it for a bad day of the ERP': judging(403, 'unavailable'),
    'blames the settings': judging(403, 'settings'),
  },
  '429 waits as long as it is told, and goes on': {
    'waits as long as it likes': judging(429, 'throttled'),
    'ends the listing quietly': endingQuietly,
    'blames the settings': judging(429, 'settings'),
  },
  '500 is tried again, then unavailable, and nothing is lost': {
    ...outage,
    'blames the settings': judging(500, 'settings'),
  },
  '502 is tried again, then unavailable, and nothing is lost': {
    ...outage,
    'blames the settings': judging(502, 'settings'),
  },
  'a timeout is tried again, then unavailable, and nothing is lost': outage,
  'cut-off JSON is tried again, then unavailable, and nothing is lost': outage,
  'HTML instead of JSON is tried again, then unavailable, and nothing is lost': {
    ...outage,
    'takes it for an empty page': withPull(
      (pull) =>
        (...given) =>
          guarded(pull(...given), () => undefined),
    ),
  },
  'an abort ends a call that hangs': {
    'does not hear the signal': deaf,
    'takes an abort for a fault of the ERP': withPull(
      (pull) =>
        (...given) =>
          guarded(onlyFirst(pull(...given)), () => {
            throw new SyncError('unavailable', 'failed')
          }),
    ),
  },
}
