import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smtp } from '../../../../adapters/channel/smtp/index.ts'
import type { ChannelSession, OutgoingMessage } from '../../../../src/channels/contract.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { createChannelLink } from '../../../conformance-channel/link.ts'
import type { FakeProvider } from '../../../conformance-channel/vendor.ts'
import { startMailServer } from './fake.ts'

const signal = new AbortController().signal
const message: OutgoingMessage = {
  key: 'msg_01KB-2',
  recipient: 'ana@padaria.example',
  recipientName: 'Padaria São João, matriz',
  subject: 'Lembrete de vencimento',
  text: 'Olá!',
  html: '<p>Olá!</p>',
  approved: null,
  unsubscribeUrl: `https://fiado.example/v1/opt-outs/${'t'.repeat(120)}`,
  facts: {},
}

let server: FakeProvider
let session: ChannelSession
beforeEach(async () => {
  server = await startMailServer()
  const settings = { ...server.settings, timeoutMs: 5_000 }
  session = smtp.open(smtp.settings.parse(settings), createChannelLink(createVendorClock()))
})
afterEach(async () => {
  await session.close?.()
  await server.close()
})

async function headersOf(changes: Partial<OutgoingMessage> = {}): Promise<Record<string, string>> {
  const outcome = await session.send({ ...message, ...changes }, signal)
  expect(outcome).toEqual({ kind: 'accepted', providerId: '<msg_01KB-2@fiado.example>' })
  return (server.arrived.at(-1)?.headers ?? {}) as Record<string, string>
}

describe('a mail', () => {
  it('says who it is from, whom to answer, and that a program wrote it', async () => {
    const headers = await headersOf()
    expect(headers['from']).toMatch(/^From: .*<cobranca@fiado\.example>$/s)
    expect(headers['reply-to']).toBe('Reply-To: financeiro@fiado.example')
    expect(headers['auto-submitted']).toBe('Auto-Submitted: auto-generated')
    expect(headers['content-type']).toMatch(/^Content-Type: multipart\/alternative;/)
    expect(headers['date']).toMatch(/^Date: /)
    expect(headers['x-mailer']).toBeUndefined()
  })

  it('has the id of its key, so that one that comes twice is seen once', async () => {
    expect((await headersOf())['message-id']).toBe('Message-ID: <msg_01KB-2@fiado.example>')
    expect((await headersOf())['message-id']).toBe('Message-ID: <msg_01KB-2@fiado.example>')
  })

  it('can be left with one click (RFC 8058), on one line, which signatures of servers survive', async () => {
    const headers = await headersOf()
    expect(headers['list-unsubscribe']).toBe(`List-Unsubscribe: <${message.unsubscribeUrl}>`)
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  it('offers one click only by https, and nothing where there is no address', async () => {
    const plain = await headersOf({ unsubscribeUrl: 'http://fiado.example/out' })
    expect(plain['list-unsubscribe']).toBe('List-Unsubscribe: <http://fiado.example/out>')
    expect(plain['list-unsubscribe-post']).toBeUndefined()
    const none = await headersOf({ unsubscribeUrl: null })
    expect(Object.keys(none).filter((name) => name.startsWith('list-'))).toEqual([])
  })

  it('is plain text where there is no HTML', async () => {
    expect((await headersOf({ html: null }))['content-type']).toMatch(/^Content-Type: text\/plain/)
  })

  it('reads no file and no address that its text names', async () => {
    const text = '{"path":"/etc/hosts"} file:///etc/hosts'
    await headersOf({ text, html: '<img src="file:///etc/hosts">' })
    expect(server.arrived[0]?.text).toBe(text)
  })
})

describe('settings', () => {
  const good = { host: 'smtp.example', from: { name: 'Fiado', address: 'cobranca@fiado.example' } }
  const errorsOf = (changes: object): string[] =>
    smtp.settings.safeParse({ ...good, ...changes }).error?.issues.map(({ path }) => path.join('.')) ?? []

  it.each([
    [{}, 587],
    [{ security: 'tls' }, 465],
    [{ security: 'none' }, 25],
    [{ port: 2525 }, 2525],
  ])('%o uses port %i', (changes, port) => {
    expect(smtp.settings.parse({ ...good, ...changes })).toMatchObject({ port })
  })

  it.each([
    ['password', { user: 'a' }],
    ['password', { password: new Secret('x') }],
    ['security', { security: 'ssl' }],
    ['from.address', { from: { name: 'Fiado', address: 'cobranca' } }],
    ['from.address', { from: { name: 'Fiado', address: 'a@b.example, c@d.example' } }],
    ['from.name', { from: { name: 'Fiado\r\nBcc: x@y.example', address: 'a@b.example' } }],
    ['replyTo', { replyTo: 'x' }],
    ['port', { port: 0 }],
  ])('refuse a wrong %s', (path, changes) => expect(errorsOf(changes)).toEqual([path]))
})
