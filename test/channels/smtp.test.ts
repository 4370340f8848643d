import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/sync/secret.ts'
import { type Script, startScriptedSmtp } from './scripted-smtp.ts'
import { clientOf, judge, mailServerOf, message, numbered, serverOf, signal, verdictOf } from './smtp-stage.ts'

describe('what a mail server answers', () => {
  const table: [what: string, script: Script, verdict: string][] = [
    ['a mailbox that there is not', { rcpt: '550 5.1.1 user unknown' }, 'refused invalid_recipient'],
    ['a domain that there is not', { rcpt: '550 5.1.2 host unknown' }, 'refused invalid_recipient'],
    ['a mailbox that moved', { rcpt: '551 5.1.6 moved' }, 'refused invalid_recipient'],
    ['a mailbox that is closed', { rcpt: '550 5.2.1 disabled' }, 'refused invalid_recipient'],
    ['an address without a reason', { rcpt: '550 no such user here' }, 'refused invalid_recipient'],
    ['an address of wrong form', { rcpt: '501 5.1.3 bad address' }, 'refused invalid_recipient'],
    ['a mailbox that there is not, told late', { end: '550 5.1.1 user unknown' }, 'refused invalid_recipient'],
    ['a full mailbox', { rcpt: '552 5.2.2 mailbox full' }, 'failed unavailable'],
    ['a full mailbox for now', { rcpt: '452 4.2.2 the account is over quota' }, 'failed unavailable'],
    ['no relaying for us', { rcpt: '554 5.7.1 relay access denied' }, 'failed settings'],
    ['no relaying for us, in words', { rcpt: '550 Relaying not permitted' }, 'failed settings'],
    ['a block list', { rcpt: '550 5.7.606 access denied, banned sending IP' }, 'failed settings'],
    ['a sender that is not ours', { mail: '553 5.7.1 sender not owned' }, 'failed settings'],
    ['a sender with a bad domain, told at the recipient', { rcpt: '550 5.1.8 bad sender domain' }, 'failed settings'],
    ['a login that is missing', { mail: '530 5.7.0 authentication required' }, 'failed auth'],
    ['grey listing', { rcpt: '451 4.7.1 greylisted, come back' }, 'failed unavailable'],
    ['a rate for a recipient', { rcpt: '450 4.2.1 receiving mail too quickly' }, 'failed throttled'],
    ['a rate limit', { mail: '421 4.7.0 too many messages' }, 'failed throttled'],
    ['a daily quota', { mail: '550 5.4.5 Daily user sending limit exceeded' }, 'failed throttled'],
    ['a quota at the recipient', { rcpt: '550 Recipient rejected: Email Sending Quota Exceeded' }, 'failed throttled'],
    ['a quota at the end', { end: '552 over your relay quota of 500' }, 'failed throttled'],
    ['a bad day', { mail: '451 4.3.0 local error' }, 'failed unavailable'],
    ['a session out of step', { mail: '503 5.5.1 bad sequence' }, 'failed unavailable'],
    ['a message that is too large', { mail: '552 5.3.4 too large' }, 'refused content'],
    ['no data', { data: '554 5.5.1 no valid recipients' }, 'refused content'],
    ['spam', { end: '554 5.7.1 looks like spam' }, 'refused content'],
    ['a virus', { end: '550 5.7.0 virus' }, 'refused content'],
    ['a bad day after the message', { end: '451 4.3.0 disk full' }, 'failed unavailable'],
    ['a rate limit after the message', { end: '421 4.7.28 rate limit' }, 'failed throttled'],
    ['it closes for a while', { greeting: '421 4.3.2 shutting down' }, 'failed unavailable'],
    ['it serves nobody like us', { greeting: '554 5.7.1 your address is listed' }, 'failed settings'],
    ['no mail server at all', { greeting: 'HTTP/1.1 400 Bad Request' }, 'failed unavailable'],
  ]
  it.each(table)('%s', async (_what, script, verdict) => {
    const { outcome, server, verdict: found } = await judge(script, { timeoutMs: 5_000 })
    expect(found).toBe(verdict)
    expect('message' in outcome && outcome.message).toMatch(/\S/)
    expect(server.taken).toHaveLength(script.end ? 1 : 0)
  })

  it('is told without the address, the password, or line ends', async () => {
    const password = new Secret('correio-s3nha')
    const rcpt = `550-5.1.1 <ana@padaria.example> unknown\r\n550 5.1.1 tell ${password.reveal()}\t!`
    const { outcome } = await judge({ rcpt }, { user: 'fiado', password })
    expect(outcome).toEqual({
      kind: 'refused',
      why: 'invalid_recipient',
      message: 'RCPT TO: answered 550-5.1.1 <***> unknown 550 5.1.1 tell *** !',
    })
  })
})

describe('what a network does', () => {
  const lost = 'failed unavailable'
  const table: [what: string, script: Script, verdict: string][] = [
    ['silence instead of a greeting', { greeting: 'silent' }, lost],
    ['the end instead of a greeting', { greeting: 'drop' }, lost],
    ['silence after EHLO', { ehlo: 'silent' }, lost],
    ['the end after EHLO', { ehlo: 'drop' }, lost],
    ['silence after MAIL', { mail: 'silent' }, lost],
    ['the end after MAIL', { mail: 'drop' }, lost],
    ['silence after RCPT', { rcpt: 'silent' }, lost],
    ['the end after RCPT', { rcpt: 'drop' }, lost],
    ['silence after DATA', { data: 'silent' }, lost],
    ['the end after DATA', { data: 'drop' }, lost],
    ['an answer without an end before the message', { rcpt: 'trickle' }, lost],
    ['the end within the message', { during: 'drop' }, 'ambiguous'],
    ['silence within the message', { during: 'silent' }, 'ambiguous'],
    ['silence after the message', { end: 'silent' }, 'ambiguous'],
    ['the end after the message', { end: 'drop' }, 'ambiguous'],
    ['an answer without an end after the message', { end: 'trickle' }, 'ambiguous'],
    ['nonsense after the message', { end: 'Lorem ipsum' }, 'ambiguous'],
  ]
  it.each(table)('%s', async (_what, script, verdict) => {
    const { verdict: found, server } = await judge(script)
    expect(found).toBe(verdict)
    expect(server.taken.length, 'messages that it has').toBeLessThanOrEqual(1)
    if (verdict === 'ambiguous') expect(server.connections(), 'attempts').toBe(1)
  })

  it('a refused connection and a name that there is not were never sent', async () => {
    const { port, close } = await startScriptedSmtp({})
    await close()
    expect(verdictOf(await clientOf(port).send(message, signal))).toBe(lost)
    const away = clientOf(port, { host: 'mail.invalid', timeoutMs: 2_000 })
    expect(verdictOf(await away.send(message, signal))).toBe(lost)
  })

  it('a connection that the server closes before it takes a message is replaced by another', async () => {
    const server = await serverOf({ dropAtMail: 2 })
    const client = clientOf(server.port, { connections: 1, timeoutMs: 5_000 })
    expect((await client.send(numbered(1), signal)).kind).toBe('accepted')
    expect((await client.send(numbered(2), signal)).kind).toBe('accepted')
    expect([server.taken.length, server.connections()]).toEqual([2, 2])
  })

  it('a connection that the server closed meanwhile costs no message', async () => {
    const { server, port, access } = await mailServerOf()
    const client = clientOf(port, { ...access, connections: 1 })
    expect((await client.send(numbered(1), signal)).kind).toBe('accepted')
    // It takes the second message, and hangs up; the third goes by a new connection.
    server.misbehave({ kind: 'broken' }, 1)
    expect((await client.send(numbered(2), signal)).kind).toBe('ambiguous')
    expect((await client.send(numbered(3), signal)).kind).toBe('accepted')
    expect(server.arrived.map(({ text }) => text)).toEqual(['Número 1', 'Número 2', 'Número 3'])
  })
})

describe('many messages', () => {
  it('go over as many connections as are allowed, each once', async () => {
    const server = await serverOf({})
    const client = clientOf(server.port, { connections: 3, timeoutMs: 5_000 })
    const messages = Array.from({ length: 60 }, (_, n) => numbered(n))
    const outcomes = await Promise.all(messages.map((one) => client.send(one, signal)))
    expect(outcomes).toEqual(messages.map(({ messageId }) => ({ kind: 'accepted', providerId: messageId })))
    expect(server.taken).toHaveLength(60)
    const ids = server.taken.map((text) => /^Message-ID: (<.+>)\r$/im.exec(text)?.[1])
    expect([...ids].sort()).toEqual(messages.map(({ messageId }) => messageId).sort())
    expect(server.connections()).toBeLessThanOrEqual(3)
  })

  it('wait for the next minute, and are let go by an abort, unsent', async () => {
    const server = await serverOf({})
    const client = clientOf(server.port, { messagesPerMinute: 2, connections: 5, timeoutMs: 5_000 })
    const stop = new AbortController()
    const outcomes = Promise.all([1, 2, 3, 4].map((n) => client.send(numbered(n), stop.signal)))
    await expect.poll(() => server.taken.length).toBe(2)
    // Long enough for one that does not wait.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(server.taken).toHaveLength(2)
    stop.abort()
    expect((await outcomes).map(verdictOf)).toEqual([
      'accepted',
      'accepted',
      'failed unavailable',
      'failed unavailable',
    ])
    expect(server.taken).toHaveLength(2)
  })

  it('that are under way are finished by close, those that wait are let go', async () => {
    const server = await serverOf({})
    const client = clientOf(server.port, { messagesPerMinute: 1, timeoutMs: 5_000 })
    const [first, second] = [client.send(numbered(1), signal), client.send(numbered(2), signal)]
    await expect.poll(server.connections).toBe(1)
    await client.close()
    expect([verdictOf(await first), verdictOf(await second)]).toEqual(['accepted', 'failed unavailable'])
    expect(server.taken).toHaveLength(1)
  })

  it('an abort on the way rejects, since nobody knows', async () => {
    const server = await serverOf({ end: 'silent' })
    const client = clientOf(server.port, { timeoutMs: 60_000 })
    const stop = new AbortController()
    const sent = client.send(message, stop.signal).catch((error: unknown) => error)
    await expect.poll(() => server.taken.length).toBe(1)
    stop.abort(new Error('stopped'))
    expect(await sent).toEqual(new Error('stopped'))
  })
})

it('an abort before the server takes the message leaves it unsent', async () => {
  const server = await serverOf({ rcpt: 'silent' })
  const stop = new AbortController()
  const sent = clientOf(server.port, { timeoutMs: 60_000 }).send(message, stop.signal)
  await expect.poll(() => server.commands).toContain('RCPT')
  stop.abort()
  expect(verdictOf(await sent)).toBe('failed unavailable')
})

it('a fault of this program is thrown on, not taken for the network', async () => {
  const broken = { ...message, headers: { 'X-Count': 7 as unknown as string } }
  await expect(clientOf(1).send(broken, signal)).rejects.toThrow(TypeError)
})
