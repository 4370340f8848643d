import { z } from 'zod'
import { SyncError } from '../../../src/sync/errors.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { subject } from '../../adapters/_template/subject.ts'
import { each, guarded, type Saboteurs, withAdapter, withSession } from './spoil.ts'

const { capabilities, settings } = subject.adapter
const shape = settings as unknown as z.ZodObject

const keyOf = (given: unknown): string => (given as { apiKey: Secret }).apiKey.reveal()

export const promiseSaboteurs: Saboteurs = {
  'capabilities tell the truth': {
    'reads and does not say so': withAdapter({ capabilities: { ...capabilities, reads: [], openListing: {} } }),
    'says that it lists what is open, and does not': withSession(() => ({ listOpen: undefined as never })),
    'says that it writes back, and does not': withSession(() => ({ creditStatus: undefined as never })),
  },
  'settings refuse unknown keys': {
    'takes any key': withAdapter({ settings: shape.loose() }),
  },
  'settings refuse a literal secret, and do not repeat it': {
    'takes a key as text': withAdapter({
      settings: shape.extend({
        apiKey: z.preprocess((given) => (typeof given === 'string' ? new Secret(given) : given), z.instanceof(Secret)),
      }),
    }),
    'shows the key that it refuses': withAdapter({
      settings: shape.extend({
        apiKey: z.instanceof(Secret, { error: ({ input }) => `${input} is no reference to a secret` }),
      }),
    }),
  },
  'check tells what it is connected to': {
    'tells nothing': withSession(() => ({ check: async () => ({}) })),
    'tells an empty name': withSession(() => ({ check: async () => ({ company: '' }) })),
  },
  'wrong credentials are told as such, and not repeated in the message': {
    'is content without asking': withSession(() => ({ check: async () => ({ version: '4' }) })),
    'blames the settings': withSession(({ check }) => ({
      check: (signal) => check(signal).catch(() => Promise.reject(new SyncError('settings', 'something is wrong'))),
    })),
    'shows the key': withSession(({ check }, _link, settings) => ({
      check: (signal) =>
        check(signal).catch(() => Promise.reject(new SyncError('auth', `no such key: ${keyOf(settings)}`))),
    })),
  },
  'no secret is in a log, an error, a cursor or a record': {
    'calls an address with the key in it': withSession(({ check }, link, settings) => ({
      check: async (signal) => {
        const http = link.http({
          baseUrl: (settings as { baseUrl: string }).baseUrl,
          timeoutMs: 400,
          limits: { default: { parallel: 1, count: 1_000, intervalMs: 1_000 } },
          secrets: [],
        })
        await http.request({
          method: 'GET',
          path: `/api/${keyOf(settings)}`,
          expect: [400, 401, 403, 404, 500],
          signal,
        })
        return check(signal)
      },
    })),
    'quotes its settings when the ERP fails': withSession(({ pull }, _link, settings) => ({
      pull: (stream, cursor, signal) =>
        guarded(pull(stream, cursor, signal), () => {
          throw new SyncError('unavailable', `failed with ${keyOf(settings)}`)
        }),
    })),
    'keeps the key in the cursor': withSession(({ pull }, _link, settings) => ({
      pull: (stream, _cursor, signal) =>
        each(pull(stream, null, signal), (page) => ({ ...page, cursor: `${page.cursor}${keyOf(settings)}` })),
    })),
  },
}
