import { inspect } from 'node:util'
import { expect } from 'vitest'
import { exchangeSecrets, WRONG_SECRET } from '../secrets.ts'
import { type ChannelCheck, type ChannelStage, reachesProvider } from '../stage.ts'

/** What a channel says about itself, and what it must never say. */
export const promiseChecks: readonly ChannelCheck[] = [
  {
    title: 'capabilities tell the truth',
    run: async ({ subject, provider }) => {
      const { adapter, receipts = [], approved } = subject
      const { capabilities } = adapter
      const settings = adapter.settings.parse(provider.settings)
      expect({
        receive: adapter.receive !== undefined,
        fakeReceipts: provider.receiptOf !== undefined && receipts.length > 0,
        approved: approved !== undefined,
        kinds: new Set(capabilities.kinds).size,
      }).toEqual({
        receive: capabilities.receipts !== null,
        fakeReceipts: capabilities.receipts !== null,
        approved: capabilities.approvedTextsOnly,
        kinds: capabilities.kinds.length,
      })
      expect(capabilities.kinds).toContain(adapter.kindOf(settings))
      expect(capabilities.kinds).toContain(adapter.kindOf(settings))
    },
  },
  {
    title: 'settings refuse unknown keys',
    run: async ({ subject, provider }) => {
      expect(subject.adapter.settings.safeParse(provider.settings).success, 'the settings of the fake').toBe(true)
      const parsed = subject.adapter.settings.safeParse({ ...provider.settings, timeoutms: 10 })
      expect(parsed.success, 'settings with a key that is misspelt').toBe(false)
    },
  },
  {
    title: 'settings refuse a literal secret, and do not repeat it',
    concerns: reachesProvider,
    run: async ({ subject, provider }) => {
      const literal = exchangeSecrets(provider.settings, null)
      expect(literal.length, 'secrets among the settings').toBeGreaterThan(0)
      for (const { path, settings, secret } of literal) {
        const parsed = subject.adapter.settings.safeParse(settings)
        expect(parsed.success, `${path} as literal text`).toBe(false)
        expect(inspect(parsed.error, { depth: 10 })).not.toContain(secret.reveal())
      }
    },
  },
  {
    title: 'check tells what it is connected to, and sends nothing',
    run: async (stage) => {
      const facts = await stage.open().check(stage.signal)
      expect(Object.keys(facts).length, 'facts').toBeGreaterThan(0)
      for (const [name, fact] of Object.entries(facts)) expect(fact, name).toMatch(/\S/)
      expect(stage.provider.arrived).toEqual([])
    },
  },
  {
    title: 'no secret and no recipient is in an outcome, an error or a log',
    concerns: reachesProvider,
    run: async (stage) => {
      const texts = await everythingSaid(stage)
      const { provider, subject } = stage
      expect(provider.secrets.length, 'secrets of the fake').toBeGreaterThan(0)
      expect(texts.length).toBeGreaterThan(7)
      const hidden = [...provider.secrets, ...subject.recipients, subject.invalidRecipient, WRONG_SECRET]
      expect(hidden.flatMap((secret) => texts.filter((text) => text.includes(secret)))).toEqual([])
    },
  },
]

/** What leaves the adapter in good times and bad. The provider's own id of a message is not ours to hide. */
async function everythingSaid(stage: ChannelStage): Promise<string[]> {
  const { provider, subject, link } = stage
  const texts: string[] = []
  const keep = (value: unknown): number => texts.push(inspect(value, { depth: 10, maxStringLength: null }))
  const say = async (work: Promise<unknown>): Promise<void> => {
    const said = await work.catch((error: unknown) => error)
    const isAccepted = typeof said === 'object' && said !== null && 'providerId' in said
    keep(isAccepted ? 'accepted' : said)
  }
  await say(stage.open().check(stage.signal))
  await say(stage.send(stage.message()))
  await say(stage.send(stage.message({ recipient: subject.invalidRecipient })))
  for (const how of [{ kind: 'throttled', retryAfterS: 90 }, { kind: 'broken' }, { kind: 'silent' }] as const) {
    provider.misbehave(how)
    await say(stage.send(stage.message()))
    await say(stage.open().check(stage.signal))
  }
  provider.misbehave(null)
  for (const { settings } of exchangeSecrets(provider.settings, subject.wrongSecret ?? WRONG_SECRET)) {
    await say(stage.send(stage.message(), stage.open(settings)))
    await say(stage.open(settings).check(stage.signal))
  }
  const session = stage.open()
  await provider.close()
  await say(stage.send(stage.message(), session))
  await say(session.check(stage.signal))
  keep(link.logged)
  return texts
}
