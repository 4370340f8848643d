import { setImmediate as turn } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhook } from '../../../../adapters/channel/webhook/index.ts'
import { sign } from '../../../../adapters/channel/webhook/sign.ts'
import type { ChannelSession, OutgoingMessage } from '../../../../src/channels/contract.ts'
import { createClock } from '../../../../src/kernel/clock.ts'
import { SyncError } from '../../../../src/sync/errors.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import type { FakeReply, FakeRequest } from '../../../conformance/fake-server.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { createChannelLink } from '../../../conformance-channel/link.ts'
import { type ProviderServer, startProviderServer } from '../../../conformance-channel/provider-server.ts'

const SECRET = 'whsec_Zm9yIHRlc3RzIG9mIHRoaXMgbWFjaGluZSBvbmx5ISE='
const signal = new AbortController().signal
const message: OutgoingMessage = {
  key: 'msg_01KB-1',
  recipient: 'sap/CLI/1042',
  recipientName: 'Padaria São João',
  subject: 'Lembrete\r\nde vencimento',
  text: 'Olá! 😀\nSegue o boleto.',
  html: null,
  approved: null,
  unsubscribeUrl: 'https://fiado.example/v1/opt-outs/tok',
  facts: { total: '1250.00', titles: [{ number: '70001', open: '1250.00' }] },
}

let server: ProviderServer
let requests: FakeRequest[]
let answer: () => FakeReply
beforeEach(async () => {
  requests = []
  answer = () => ({ status: 204 })
  server = await startProviderServer((request) => {
    requests.push(request)
    return answer()
  })
})
afterEach(() => server.close())

function open(clock = createVendorClock(), path = '/hooks/fiado?tenant=7'): ChannelSession {
  const given = { url: `${server.url}${path}`, secret: new Secret(SECRET), timeoutMs: 400, requestsPerMinute: 600_000 }
  return webhook.open(webhook.settings.parse(given), createChannelLink(clock))
}

describe('what is posted', () => {
  it('is verified by the library of the standard, a moment later and not after five minutes', async () => {
    // The library looks at the real time.
    const clock = createClock('America/Sao_Paulo')
    await open({ ...clock, advance: () => undefined }).send(message, signal)
    const [request] = requests
    if (!request) return expect.unreachable()
    const headers = request.headers as Record<string, string>
    const verified = new Webhook(SECRET).verify(request.text, headers)
    expect(verified).toMatchObject({ type: 'collection.message', data: { source: 'sap', recipient: 'CLI/1042' } })
    expect(headers['webhook-id']).toBe('msg_01KB-1')
    expect(() => new Webhook(SECRET).verify(`${request.text} `, headers)).toThrow('No matching signature')
    expect(() => new Webhook(SECRET).verify(request.text, { ...headers, 'webhook-id': 'msg_2' })).toThrow()
    const old = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 301) }
    expect(() => new Webhook(SECRET).verify(request.text, old)).toThrow('too old')
  })

  it('is signed as the example of the specification is', () => {
    // By https://www.standardwebhooks.com (specification 1.0.0), with the key and the body of the library's own tests.
    const body = '{"test": 2432232314}'
    expect(
      sign(new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body),
    ).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('is the recipient, the texts and the facts, at the whole address', async () => {
    await open().send(message, signal)
    const [{ method, path, query, headers, json } = {} as FakeRequest] = requests
    expect([method, path, query?.toString(), headers?.['content-type']]).toEqual([
      'POST',
      '/hooks/fiado',
      'tenant=7',
      'application/json',
    ])
    expect(json).toEqual({
      type: 'collection.message',
      timestamp: '2026-11-21T10:00:00-03:00',
      data: {
        source: 'sap',
        recipient: 'CLI/1042',
        recipientName: 'Padaria São João',
        subject: 'Lembrete de vencimento',
        text: 'Olá! 😀\nSegue o boleto.',
        html: null,
        unsubscribeUrl: 'https://fiado.example/v1/opt-outs/tok',
        facts: { total: '1250.00', titles: [{ number: '70001', open: '1250.00' }] },
      },
    })
  })
})

describe('what the program answers', () => {
  it.each([
    [200, '{"taken":true}', 'accepted', ''],
    [200, 'ok', 'accepted', ''],
    [202, '<html>thanks</html>', 'accepted', ''],
    [204, undefined, 'accepted', ''],
    [410, 'gone', 'refused', 'invalid_recipient'],
    [410, '{}', 'refused', 'invalid_recipient'],
    [401, 'who?', 'failed', 'auth'],
    [403, '{}', 'failed', 'auth'],
    [429, '{}', 'failed', 'throttled'],
    [404, 'not here', 'failed', 'settings'],
    [400, '{"error":"no"}', 'failed', 'settings'],
    [301, '', 'failed', 'settings'],
    [500, 'oops', 'ambiguous', ''],
    [502, '', 'ambiguous', ''],
    [504, '', 'ambiguous', ''],
  ])('%i %s is %s %s', async (status, body, kind, detail) => {
    answer = () => ({ status, body, headers: { 'retry-after': '120', location: 'https://elsewhere.example/x' } })
    const outcome = await open().send(message, signal)
    expect(outcome.kind).toBe(kind)
    if (outcome.kind === 'failed') expect(outcome.remedy).toBe(detail)
    if (outcome.kind === 'refused') expect(outcome.why).toBe(detail)
    if (outcome.kind === 'failed' && status === 429) expect(outcome.retryAfterMs).toBe(120_000)
    // Whoever is asked again and again falls over; the dispatcher knows when to come again.
    expect(requests).toHaveLength(1)
    expect(JSON.stringify(outcome)).not.toMatch(/hooks|tenant/)
  })

  it('does not matter to the next message, whatever it answers 2xx with', async () => {
    answer = () => ({ body: 'ok' })
    const session = open()
    const outcomes = []
    for (let n = 0; n < 4; n++) outcomes.push((await session.send({ ...message, key: `msg_${n}` }, signal)).kind)
    expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
  })

  it('to a check is asked with an event of its own', async () => {
    const facts = await open().check(signal)
    expect(facts).toEqual({ address: server.url, answered: '204' })
    expect(requests[0]?.json).toEqual({ type: 'connection.check', timestamp: '2026-11-21T10:00:00-03:00', data: {} })
    answer = () => ({ status: 410 })
    await expect(open().check(signal)).rejects.toBeInstanceOf(SyncError)
  })

  it('is not waited for where there is nobody to write to', async () => {
    const outcome = await open().send({ ...message, recipient: ' ' }, signal)
    expect(outcome).toMatchObject({ kind: 'refused', why: 'invalid_recipient' })
    await turn()
    expect(requests).toEqual([])
  })
})

describe('settings', () => {
  const errorsOf = (changes: object): string[] => {
    const { error } = webhook.settings.safeParse({
      ...{ url: 'https://crm.example/x', secret: new Secret(SECRET) },
      ...changes,
    })
    return error?.issues.map(({ path }) => path.join('.')) ?? []
  }

  it.each([
    ['no prefix', SECRET.slice('whsec_'.length)],
    ['another prefix', SECRET.replace('whsec_', 'whsk_')],
    ['a short key', `whsec_${Buffer.alloc(23, 7).toString('base64')}`],
    ['a long key', `whsec_${Buffer.alloc(65, 7).toString('base64')}`],
    ['no base64', `${SECRET}!`],
    ['nothing', ''],
  ])('refuse a secret with %s', (_what, secret) => {
    expect(errorsOf({ secret: new Secret(secret) })).toEqual(['secret'])
  })

  it.each([24, 64])('take a key of %i bytes', (bytes) => {
    expect(errorsOf({ secret: new Secret(`whsec_${Buffer.alloc(bytes, 7).toString('base64')}`) })).toEqual([])
  })

  it.each(['ftp://crm.example', 'crm.example/x', 'https://u:p@crm.example/', 'https://crm.example/#a', ''])(
    'refuse the address %s',
    (url) => expect(errorsOf({ url })).toEqual(['url']),
  )
})
