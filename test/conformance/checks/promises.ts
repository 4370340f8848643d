import { inspect } from 'node:util'
import { expect } from 'vitest'
import { Secret } from '../../../src/sync/secret.ts'
import type { Check } from '../check.ts'
import type { Stage } from '../drive.ts'
import { errorOf, remedyOf } from './errors.ts'

const WRONG = 'not-the-right-secret-0815'

/** What an adapter says about itself, and what it must never say. */
export const promiseChecks: readonly Check[] = [
  {
    title: 'capabilities tell the truth',
    run: async (stage) => {
      const { adapter } = stage.subject
      const { openListing, reads, writeBack, webhooks, streams, changes } = adapter.capabilities
      const session = stage.open()
      expect({
        listOpen: session.listOpen !== undefined,
        read: session.read !== undefined,
        creditStatus: session.creditStatus !== undefined,
        receive: adapter.receive !== undefined,
        changes: Object.keys(changes).sort(),
        listedAndNotRead: Object.keys(openListing).filter((stream) => !reads.includes(stream as never)),
        webhooksWithoutRead: webhooks !== null && reads.length === 0,
        writeBackWithoutCustomers: writeBack !== null && !streams.includes('customers'),
      }).toEqual({
        listOpen: Object.keys(openListing).length > 0,
        read: reads.length > 0,
        creditStatus: writeBack !== null,
        receive: webhooks !== null,
        changes: [...streams].sort(),
        listedAndNotRead: [],
        webhooksWithoutRead: false,
        writeBackWithoutCustomers: false,
      })
    },
  },
  {
    title: 'settings refuse unknown keys',
    run: async ({ subject, vendor }) => {
      expect(subject.adapter.settings.safeParse(vendor.settings).success, 'the settings of the fake').toBe(true)
      const parsed = subject.adapter.settings.safeParse({ ...vendor.settings, pagesize: 10 })
      expect(parsed.success, 'settings with a key that is misspelt').toBe(false)
    },
  },
  {
    title: 'settings refuse a literal secret, and do not repeat it',
    run: async ({ subject, vendor }) => {
      const literal = exchangeSecrets(vendor.settings, (secret) => secret.reveal())
      expect(literal.length, 'secrets among the settings').toBeGreaterThan(0)
      for (const { path, settings, secret } of literal) {
        const parsed = subject.adapter.settings.safeParse(settings)
        expect(parsed.success, `${path} as literal text`).toBe(false)
        expect(inspect(parsed.error, { depth: 10 })).not.toContain(secret.reveal())
      }
    },
  },
  {
    title: 'check tells what it is connected to',
    run: async (stage) => {
      const facts = await stage.open().check(stage.signal)
      expect(Object.keys(facts).length, 'facts').toBeGreaterThan(0)
      for (const [name, fact] of Object.entries(facts)) expect(fact, name).toMatch(/\S/)
    },
  },
  {
    title: 'wrong credentials are told as such, and not repeated in the message',
    run: async (stage) => {
      for (const { path, settings } of exchangeSecrets(stage.vendor.settings, () => new Secret(WRONG))) {
        const session = stage.open(settings)
        const error = await session.check(stage.signal).then(
          () => null,
          (thrown: unknown) => thrown,
        )
        // A secret may serve another purpose, such as signing webhooks: one has to open the door.
        if (error === null) continue
        expect(remedyOf(error), path).toBe('auth')
        expect(inspect(error, { depth: 10 })).not.toContain(WRONG)
        return
      }
      expect.fail('the ERP took every wrong credential')
    },
  },
  {
    title: 'no secret is in a log, an error, a cursor or a record',
    run: async (stage) => {
      const texts = await everythingSaid(stage)
      expect(stage.vendor.secrets.length, 'secrets of the fake').toBeGreaterThan(0)
      expect(texts.length).toBeGreaterThan(10)
      const leaks = stage.vendor.secrets.flatMap((secret) => texts.filter((text) => text.includes(secret)))
      expect(leaks).toEqual([])
    },
  },
]

/** For each secret the settings with it exchanged, wherever it stands. */
function exchangeSecrets(
  settings: Readonly<Record<string, unknown>>,
  exchange: (secret: Secret) => unknown,
): { path: string; secret: Secret; settings: Record<string, unknown> }[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value instanceof Secret)
      return [{ path: key, secret: value, settings: { ...settings, [key]: exchange(value) } }]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    return exchangeSecrets(value as Record<string, unknown>, exchange).map((inner) => ({
      ...inner,
      path: `${key}.${inner.path}`,
      settings: { ...settings, [key]: inner.settings },
    }))
  })
}

/** What leaves the adapter in good times and bad. */
async function everythingSaid(stage: Stage): Promise<string[]> {
  const { vendor, streams, link } = stage
  const texts: string[] = []
  const keep = (value: unknown): number => texts.push(inspect(value, { depth: 10, maxStringLength: null }))
  for (const stream of streams) for (const page of (await stage.haul(stream)).pages) keep(page)
  keep(await stage.open().check(stage.signal))
  for (const status of [400, 401, 403, 404, 500]) {
    vendor.misbehave({ kind: 'status', status })
    keep(await errorOf(stage.open().check(stage.signal), `check after ${status}`))
    for (const stream of streams) keep(await stage.haulWithBad(stream).catch((error: unknown) => error))
    vendor.misbehave(null)
  }
  for (const kind of ['cut_off', 'html'] as const) {
    vendor.misbehave({ kind })
    for (const stream of streams) keep(await stage.haulWithBad(stream).catch((error: unknown) => error))
    vendor.misbehave(null)
  }
  keep(link.logged)
  return texts
}
