import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Channel } from '../../src/channels/channel-files.ts'
import { type ChannelsDeps, openChannels } from '../../src/channels/channels.ts'
import {
  type ChannelKind,
  type ChannelLink,
  type ChannelSession,
  defineChannel,
  type OutgoingMessage,
  type Receipt,
  type ReceiptDelivery,
  type ReceiptOutcome,
} from '../../src/channels/contract.ts'
import { createClock } from '../../src/kernel/clock.ts'
import type { HttpOptions } from '../../src/sync/http.ts'
import { Secret } from '../../src/sync/secret.ts'

const SECRET = 'receipts-s3cret/&-0123'
const signal = new AbortController().signal
const message = { key: 'msg_1', recipient: 'ana@padaria.example' } as OutgoingMessage
const delivery = { method: 'POST', url: '', query: {}, headers: {}, rawBody: Buffer.from('body') } as ReceiptDelivery
const httpOptions = { baseUrl: 'https://a.example' } as HttpOptions
const delivered: Receipt = {
  ...{ providerId: 'p-1', key: null, kind: 'delivered', recipient: null, at: null, message: null },
}

interface Seen {
  opened: string[]
  links: ChannelLink[]
  closed: string[]
  sent: [string, OutgoingMessage][]
  received: [unknown, ReceiptDelivery, string][]
  asked: [string, HttpOptions][]
}

/** Channels whose adapter notes what is asked of it. */
function setUp(
  names: readonly (readonly [string, ChannelKind])[],
  changes: { receive?: () => ReceiptOutcome; session?: Partial<ChannelSession>; deps?: Partial<ChannelsDeps> } = {},
) {
  const seen: Seen = { opened: [], links: [], closed: [], sent: [], received: [], asked: [] }
  const adapter = defineChannel({
    id: 'noting',
    title: 'Noting',
    capabilities: {
      kinds: ['email'],
      honoursKey: true,
      receipts: { verified: 'url_secret' },
      approvedTextsOnly: false,
    },
    settings: z.strictObject({ name: z.string() }),
    kindOf: () => 'email',
    open: ({ name }, link) => {
      seen.opened.push(name)
      seen.links.push(link)
      return {
        check: async (given) => ({ name, aborted: String(given.aborted) }),
        send: async (given) => {
          seen.sent.push([name, given])
          return { kind: 'accepted', providerId: `of ${name}` }
        },
        close: async () => void seen.closed.push(name),
        ...changes.session,
      }
    },
    receive: (settings, given, secret) => {
      seen.received.push([settings, given, secret.reveal()])
      return changes.receive?.() ?? { kind: 'receipts', receipts: [delivered] }
    },
  })
  const inUse = names.map(([name, kind]): Channel => {
    return {
      name,
      kind,
      adapter,
      settings: { name },
      receipts: kind === 'webhook' ? null : { secret: new Secret(SECRET) },
    }
  })
  const shown: string[] = []
  const clock = createClock('America/Sao_Paulo', '2026-11-23T10:00:00-03:00')
  const http: ChannelsDeps['http'] = (source, options) => {
    seen.asked.push([source, options])
    return { request: async () => ({ status: 200, headers: {}, cookies: [], json: null }) }
  }
  const pace = { now: clock.now, sleep: async () => undefined, random: () => 0.5 }
  const show = (line: string): void => void shown.push(line)
  const deps = { clock, pace, http, show, publicUrl: 'https://fiado.example', ...changes.deps }
  return { seen, shown, channels: openChannels(deps, inUse), inUse, clock }
}

describe('sending', () => {
  it('goes by the channel of the kind, opened when it is first needed, and kept', async () => {
    const { channels, seen, inUse } = setUp([
      ['a', 'email'],
      ['b', 'sms'],
    ])
    expect(seen.opened).toEqual([])
    expect(await channels.send('sms', message, signal)).toEqual({ kind: 'accepted', providerId: 'of b' })
    expect(await channels.send('sms', message, signal)).toEqual({ kind: 'accepted', providerId: 'of b' })
    expect(seen.opened).toEqual(['b'])
    expect(seen.sent).toEqual([
      ['b', message],
      ['b', message],
    ])
    expect([channels.find('sms'), channels.find('email'), channels.find('whatsapp')]).toEqual([
      inUse[1],
      inUse[0],
      null,
    ])
    expect(channels.channels).toEqual(inUse)
  })

  it('without a channel of the kind is a setting to mend, and after an abort it has not happened', async () => {
    const { channels, seen } = setUp([['a', 'email']])
    const verdict = { kind: 'failed', retryAfterMs: null }
    const missing = { ...verdict, remedy: 'settings', message: 'there is no channel for sms' }
    expect(await channels.send('sms', message, signal)).toEqual(missing)
    const late = await channels.send('email', message, AbortSignal.abort())
    expect(late).toEqual({ ...verdict, remedy: 'unavailable', message: 'it was let go before it was sent' })
    expect(seen.sent).toEqual([])
  })
})

describe('the link', () => {
  it('names the channel to the HTTP client, and lends the clock and the log', async () => {
    const { channels, seen, shown, clock } = setUp([['correio', 'email']])
    await channels.send('email', message, signal)
    const [link] = seen.links
    link?.http(httpOptions)
    link?.show('a line')
    expect(seen.asked).toEqual([['channel:correio', httpOptions]])
    expect(shown).toEqual(['a line'])
    expect(link?.clock).toBe(clock)
  })

  it.each([
    ['https://fiado.example', 'email', `/v1/channels/a/receipts/${encodeURIComponent(SECRET)}?key=msg_1%26x`],
    [null, 'email', null],
    ['https://fiado.example', 'webhook', null],
  ] as const)('says where receipts go with %s and %s', async (publicUrl, kind, path) => {
    const { channels, seen } = setUp([['a', kind]], { deps: { publicUrl } })
    await channels.send(kind, message, signal)
    expect(seen.links[0]?.receiptsUrl('msg_1&x')).toBe(path && `${publicUrl}${path}`)
  })
})

describe('the check', () => {
  it('asks the channel by its name, and ends with the signal given', async () => {
    const { channels } = setUp([['a', 'email']])
    expect(await channels.check('a')).toEqual({ name: 'a', aborted: 'false' })
    expect(await channels.check('a', AbortSignal.abort())).toEqual({ name: 'a', aborted: 'true' })
    expect(await channels.check('b')).toBeNull()
  })
})

describe('receipts', () => {
  it('reach the adapter with its settings and the secret', () => {
    const { channels, seen } = setUp([['a', 'email']])
    expect(channels.receive('a', SECRET, delivery)).toEqual({ kind: 'receipts', receipts: [delivered] })
    expect(seen.received).toEqual([[{ name: 'a' }, delivery, SECRET]])
  })

  it.each([
    ['of another channel', 'b', SECRET],
    ['of a channel without receipts', 'w', SECRET],
    ['with a guess', 'a', 'receipts-s3cret/&-0124'],
    ['with a part', 'a', SECRET.slice(0, -1)],
    ['with more', 'a', `${SECRET}x`],
    ['with nothing', 'a', ''],
  ])('%s are unknown, and no adapter sees them', (_what, name, secret) => {
    const { channels, seen } = setUp([
      ['a', 'email'],
      ['w', 'webhook'],
    ])
    expect(channels.receive(name, secret, delivery)).toEqual({ kind: 'unknown' })
    expect(seen.received).toEqual([])
  })

  it('that break the adapter are refused, and quote nothing', () => {
    const receive = (): ReceiptOutcome => {
      throw new TypeError(`cannot read ${SECRET}`)
    }
    const outcome = setUp([['a', 'email']], { receive }).channels.receive('a', SECRET, delivery)
    expect(outcome).toEqual({ kind: 'refused', message: 'this is not what the provider posts' })
    expect(inspect(outcome)).not.toContain(SECRET)
  })

  it('are bounded, and a challenge is passed on', () => {
    const many = { kind: 'receipts' as const, receipts: Array(1_200).fill(delivered) }
    const outcome = setUp([['a', 'email']], { receive: () => many }).channels.receive('a', SECRET, delivery)
    expect(outcome.kind === 'receipts' && outcome.receipts).toHaveLength(1_000)
    const challenge = { kind: 'challenge' as const, text: '17' }
    expect(setUp([['a', 'email']], { receive: () => challenge }).channels.receive('a', SECRET, delivery)).toEqual(
      challenge,
    )
  })
})

it('close closes what was opened, and one that fails to close stops no other', async () => {
  const { channels, seen } = setUp([
    ['a', 'email'],
    ['b', 'sms'],
    ['c', 'whatsapp'],
  ])
  await channels.send('email', message, signal)
  await channels.send('whatsapp', message, signal)
  await channels.close()
  await channels.close()
  expect(seen.closed).toEqual(['a', 'c'])
  const broken = setUp([['a', 'email']], { session: { close: () => Promise.reject(new Error('stuck')) } })
  await broken.channels.send('email', message, signal)
  await expect(broken.channels.close()).resolves.toBeUndefined()
})
