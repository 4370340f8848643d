import { afterEach, describe, expect, test } from 'vitest'
import { dialects } from '../harness/databases.ts'
import {
  type CollectionBusiness,
  type CollectionTerms,
  openCollectionBusiness,
  RECEIPTS_SECRET,
  SOURCE,
} from './business.ts'
import { createMemoryProvider, type MemoryProvider } from './memory-channel.ts'

describe.each(dialects)('sending on %s', (dialect) => {
  let business: CollectionBusiness
  let provider: MemoryProvider
  afterEach(() => business.close())

  const open = async (honoursKey = false, terms: Partial<CollectionTerms> = {}): Promise<void> => {
    provider = createMemoryProvider(honoursKey)
    business = await openCollectionBusiness(dialect, { channels: [provider.adapter], ...terms })
    await business.customers({})
  }
  const kindsOf = async (externalId = '1042'): Promise<string[]> =>
    (await business.story(externalId)).map(({ kind }) => kind).filter((kind: string) => kind.startsWith('message.'))
  const receive = (receipts: readonly object[], channel = 'whatsapp') =>
    business.program().call('POST', `/v1/channels/${channel}/receipts/${RECEIPTS_SECRET}`, JSON.stringify(receipts), {
      'content-type': 'application/json',
    })
  const receipt = (given: object) => ({
    ...{ providerId: null, key: null, kind: 'delivered', recipient: null, at: null, message: null },
    ...given,
  })

  test('a title that is due is written about once, and the step is done', async () => {
    await open()
    await business.titles({})
    expect((await business.plan()).counts).toMatchObject({ customers: 1, messages: 1 })
    await business.plan()
    expect(provider.delivered).toEqual([])
    await business.send()
    await business.send()
    expect(provider.delivered).toHaveLength(1)
    const [message] = provider.delivered
    expect(message?.recipient).toBe('+5511987654321')
    expect(message?.text).toContain('NF 100')
    expect(await kindsOf()).toEqual(['message.sent', 'message.sending'])
    const [, sending] = await business.story('1042')
    expect(sending.detail).toMatchObject({
      channel: 'whatsapp',
      recipient: '+5511987654321',
      text: message?.text,
      titles: [
        { externalId: 'T-1', principal: '500.00', fine: '10.00', interest: '1.17', total: '511.17', daysLate: 7 },
      ],
    })
    await business.plan()
    expect(await business.messages()).toEqual([])
    expect(await business.messages('sent')).toMatchObject([{ step: 'aviso', customer: { externalId: '1042' } }])
  })

  test('who pays between planning and sending is not written to, and the story says why', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.titles({ openAmount: '0.00', status: 'paid', settledOn: '2026-11-23' })
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages('cancelled')).toMatchObject([{ reason: 'settled' }])
    const [entry] = await business.story('1042')
    expect(entry).toMatchObject({ kind: 'message.not_sent', detail: { reason: 'settled', overdue: '0.00' } })
  })

  test('a dispute, a promise, a pause and a reported payment hold the message that is planned', async () => {
    await open()
    const holds = [
      ['disputes', { reason: 'Mercadoria avariada' }, 'disputed'],
      ['promises', { amount: '500.00', promisedOn: '2026-11-25' }, 'promised'],
      ['pauses', { kind: 'hardship', reason: 'Loja fechada' }, 'hardship'],
      ['pauses', { kind: 'payment_reported', reason: 'Mandou o comprovante' }, 'payment_reported'],
      ['pauses', { kind: 'do_not_contact', reason: 'Pedido do cliente' }, 'do_not_contact'],
    ] as const
    await business.customers(...holds.map((_, index) => ({ externalId: `c${index}`, document: null })))
    await business.titles(
      ...holds.map((_, index) => ({ externalId: `t${index}`, customer: { externalId: `c${index}` } })),
    )
    await business.plan()
    for (const [index, [what, body]] of holds.entries()) {
      const { status, body: answer } = await business
        .program()
        .call('POST', `/v1/customers/${SOURCE}/c${index}/${what}`, body)
      expect([status, answer]).toEqual([201, expect.anything()])
    }
    await business.send()
    expect(provider.delivered).toEqual([])
    const cancelled = await business.messages('cancelled')
    expect(cancelled.map(({ customer, reason }) => [customer.externalId, reason])).toEqual(
      holds.map(([, , reason], index) => [`c${index}`, reason]),
    )
  })

  test('outside contact hours it waits for them', async () => {
    await open(false, { now: '2026-11-23T18:30:00-03:00' })
    await business.customers(
      { externalId: 'rj', state: 'ES', document: null, whatsapp: null },
      { externalId: 'none', state: null, document: null, whatsapp: null },
    )
    await business.titles(
      { externalId: 'a' },
      { externalId: 'b', customer: { externalId: 'rj' } },
      { externalId: 'c', customer: { externalId: 'none' } },
    )
    await business.plan()
    await business.send()
    // SP until 20:00, ES until 19:00; where nothing is known the strictest hours of all are over.
    expect(provider.delivered.map(({ recipient }) => recipient).sort()).toEqual([
      '+5511987654321',
      'financeiro@boavista.example.com',
    ])
    expect(await business.messages()).toMatchObject([
      { customer: { externalId: 'none' }, dueAt: expect.stringMatching(/^2026-11-24T(09|10|11):/) },
    ])
  })

  test('in the last moments of them nothing is begun that may leave after them', async () => {
    // A send is cut off after 400 ms here.
    await open(false, { now: '2026-11-23T19:59:59.700-03:00' })
    await business.titles({})
    await business.plan()
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages()).toMatchObject([{ dueAt: '2026-11-24T08:00:00-03:00' }])
  })

  test('nobody is written to on a holiday, though the company works', async () => {
    await open(false, { now: '2026-11-20T11:00:00-03:00', calendar: 'open: ["11-20"]' })
    await business.titles({})
    await business.plan()
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages()).toMatchObject([{ dueAt: '2026-11-21T08:00:00-03:00' }])
  })

  test('an address that does not exist is marked, and the next channel is tried at once', async () => {
    await open()
    await business.titles({})
    await business.plan()
    provider.next.push({ kind: 'refused', why: 'invalid_recipient', message: 'not on WhatsApp' })
    await business.send()
    expect(provider.delivered.map(({ recipient }) => recipient)).toEqual(['financeiro@boavista.example.com'])
    expect(await kindsOf()).toEqual(['message.sent', 'message.sending', 'message.failed', 'message.sending'])
    const { body } = await business.program().call('GET', `/v1/customers/${SOURCE}/1042/collection`)
    expect(JSON.stringify(body)).toContain('invalid')
    expect(await business.messages('sent')).toMatchObject([{ attempts: 1, channel: 'email' }])
  })

  test('without any address left it has failed, is not done, and a person is told', async () => {
    await open()
    await business.titles({})
    await business.plan()
    for (let index = 0; index < 3; index++)
      provider.next.push({ kind: 'refused', why: 'invalid_recipient', message: 'unknown' })
    await business.send()
    await business.plan()
    expect(provider.delivered).toEqual([])
    const { body } = await business.program().call('GET', '/v1/tasks')
    expect(body.tasks.map(({ title }: { title: string }) => title)).toContain(
      'Conseguir um contato: nenhum canal alcança este cliente',
    )
    const { body: preview } = await business.program().call('POST', '/v1/collection/preview', {})
    expect(preview.plans).toMatchObject([{ message: null, withheld: [{ code: 'unreachable' }] }])
  })

  test('what was not sent for a passing reason is sent later, with the same step', async () => {
    await open()
    await business.titles({})
    await business.plan()
    provider.next.push({ kind: 'failed', remedy: 'throttled', message: 'too many', retryAfterMs: 120_000 })
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages()).toMatchObject([{ reason: 'throttled', dueAt: '2026-11-23T11:02:00-03:00' }])
    await business.at('2026-11-23T11:02:00-03:00')
    await business.send()
    expect(provider.delivered).toHaveLength(1)
  })

  test('nobody knows whether it was sent: it is shown, not repeated, and nothing else is said', async () => {
    await open(false)
    await business.titles({})
    await business.plan()
    provider.next.push('lost')
    await business.send()
    await business.at('2026-11-25T11:00:00-03:00')
    await business.plan()
    await business.send()
    expect(provider.delivered).toHaveLength(1)
    const [message] = await business.messages('ambiguous')
    expect(message).toMatchObject({ step: 'aviso', reason: 'ambiguous' })
    const { body: worklist } = await business.program().call('GET', '/v1/collection/worklist')
    expect(worklist.entries[0]).toMatchObject({ customer: { externalId: '1042' }, next: { kind: 'resolve_message' } })
    const resolve = (outcome: string) =>
      business
        .program()
        .call('POST', `/v1/collection/messages/${message.id}/resolution`, { outcome, note: 'visto no painel' })
    expect((await resolve('sent')).body).toMatchObject({ state: 'sent' })
    expect((await resolve('sent')).status).toBe(409)
    expect(await kindsOf()).toEqual(['message.resolved', 'message.sent', 'message.ambiguous', 'message.sending'])
  })

  test('an ambiguous message that a person says was not sent is sent once more', async () => {
    await open(false)
    await business.titles({})
    await business.plan()
    provider.next.push({ kind: 'ambiguous', message: 'no answer' })
    await business.send()
    const [message] = await business.messages('ambiguous')
    await business.program().call('POST', `/v1/collection/messages/${message.id}/resolution`, { outcome: 'not_sent' })
    await business.send()
    expect(provider.delivered.map(({ key }) => key)).toEqual([`${message.id}-1`])
    expect((await business.program().call('GET', '/v1/tasks')).body.tasks).toEqual([])
  })

  test('a provider that knows our key is simply asked again', async () => {
    await open(true)
    await business.titles({})
    await business.plan()
    provider.next.push('lost')
    await business.send()
    expect(await business.messages()).toMatchObject([{ reason: 'ambiguous' }])
    await business.at('2026-11-23T11:05:00-03:00')
    await business.send()
    expect(provider.delivered).toHaveLength(1)
    expect(await business.messages('sent')).toMatchObject([{ attempts: 0 }])
  })

  test('what may have left is not taken for unsent when its debt was paid before the provider was asked again', async () => {
    await open(true)
    await business.titles({})
    await business.plan()
    provider.next.push('lost')
    await business.send()
    await business.titles({ openAmount: '0.00', status: 'paid', settledOn: '2026-11-23' })
    await business.at('2026-11-23T11:05:00-03:00')
    await business.send()
    expect(provider.delivered).toHaveLength(1)
    expect(await business.messages('cancelled')).toEqual([])
    expect(await business.messages('ambiguous')).toHaveLength(1)
    const { body } = await business.program().call('GET', '/v1/tasks')
    expect(body.tasks).toMatchObject([{ kind: 'ambiguous', title: 'Conferir no provedor se a mensagem saiu' }])
  })

  test('a fault in the adapter is ambiguous as well', async () => {
    await open(false)
    await business.titles({})
    await business.plan()
    provider.next.push('throw')
    await business.send()
    expect(await business.messages('ambiguous')).toHaveLength(1)
  })

  test('receipts go into the story; what comes twice or out of order changes nothing', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.send()
    const providerId = `prov-${provider.delivered[0]?.key}`
    await receive([receipt({ providerId, kind: 'read' })])
    await receive([receipt({ providerId }), receipt({ providerId, kind: 'read' })])
    await receive([receipt({ providerId: 'of somebody else' })])
    expect(await business.messages('read')).toHaveLength(1)
    expect(await kindsOf()).toEqual(['message.read', 'message.sent', 'message.sending'])
  })

  test('the provider’s receipt resolves an ambiguous message', async () => {
    await open(false)
    await business.titles({})
    await business.plan()
    provider.next.push('lost')
    await business.send()
    const tasks = async () => (await business.program().call('GET', '/v1/tasks')).body.tasks
    expect(await tasks()).toHaveLength(1)
    await receive([receipt({ key: provider.delivered[0]?.key })])
    expect(await business.messages('delivered')).toHaveLength(1)
    expect(await tasks()).toEqual([])
    await business.plan()
    expect(await business.messages()).toEqual([])
  })

  test('a message that bounces is sent by the next channel, and its step is done only then', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.send()
    const key = provider.delivered[0]?.key
    await receive([receipt({ key, kind: 'invalid_recipient', message: 'number gone' })])
    expect(await business.messages()).toMatchObject([{ attempts: 1 }])
    await business.send()
    expect(provider.delivered.map(({ recipient }) => recipient)).toEqual([
      '+5511987654321',
      'financeiro@boavista.example.com',
    ])
    expect(await kindsOf()).toEqual([
      ...['message.sent', 'message.sending', 'message.failed', 'message.sent', 'message.sending'],
    ])
    // The late word about the first attempt has nothing to say any more.
    await receive([receipt({ key, kind: 'failed' })])
    expect(await business.messages('sent')).toHaveLength(1)
  })

  test('what was not delivered because its recipient wants no more goes by the next channel, and the word holds', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.send()
    const failure = { key: provider.delivered[0]?.key, recipient: '+5511987654321', message: 'blacklisted' }
    await receive([receipt({ ...failure, kind: 'unwanted' })])
    await business.send()
    expect(provider.delivered.map(({ recipient }) => recipient)).toEqual([
      '+5511987654321',
      'financeiro@boavista.example.com',
    ])
    const { body } = await business.program().call('GET', `/v1/customers/${SOURCE}/1042/collection`)
    expect(JSON.stringify(body)).toContain('opted_out')
    expect((await business.story('1042')).filter(({ kind }) => kind === 'address.marked')).toHaveLength(1)
  })

  test('a bounce that comes after a later message takes nothing back, and repeats nothing', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.send()
    await business.at('2026-12-01T11:00:00-03:00')
    await business.customers({})
    await business.plan()
    await business.send()
    expect(provider.delivered).toHaveLength(2)
    await receive([receipt({ key: provider.delivered[0]?.key, kind: 'failed' })])
    expect(await business.messages()).toEqual([])
    expect(await business.messages('failed')).toMatchObject([{ step: 'aviso' }])
    await business.at('2026-12-07T11:00:00-03:00')
    await business.customers({})
    await business.plan()
    expect(await business.messages()).toEqual([])
  })

  test('of two messages to one customer one leaves, and the other is decided about after it', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.send()
    await business.at('2026-12-01T11:00:00-03:00')
    await business.customers({})
    await business.plan()
    await receive([receipt({ key: provider.delivered[0]?.key, kind: 'failed' })])
    expect(await business.messages()).toHaveLength(2)
    await business.send()
    expect(provider.delivered).toHaveLength(2)
    expect(await business.messages('cancelled')).toMatchObject([{ reason: 'not_due' }])
  })

  test('who wants no more messages on a channel gets none there, and the link in the message does the same', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.send()
    await receive([receipt({ kind: 'opted_out', recipient: '+5511987654321', message: 'PARAR' })])
    const { body: preview } = await business.program().call('POST', '/v1/collection/preview', { day: '2026-11-30' })
    // The same number may still take an SMS: what was refused is WhatsApp.
    expect(preview.plans[0].message.channels).toEqual(['email', 'sms'])
    expect((await receive([receipt({})], 'nothing')).status).toBe(404)
  })

  test('one click ends messages to the address it was sent to; opening the link does not', async () => {
    await open(false, { settings: (yaml) => yaml.replace('# publicUrl', 'publicUrl'), kinds: { email: 'memory' } })
    await business.titles({})
    await business.plan()
    await business.send()
    const url = provider.delivered[0]?.unsubscribeUrl
    const path = new URL(url ?? '').pathname
    const { app } = business.program()
    expect((await app.inject({ method: 'GET', url: path })).body).toContain('Não quero mais receber')
    const preview = async () =>
      (await business.program().call('POST', '/v1/collection/preview', { day: '2026-11-30' })).body.plans[0]
    expect((await preview()).message.channels).toEqual(['email'])
    const reply = await app.inject({
      ...{ method: 'POST', url: path, payload: 'List-Unsubscribe=One-Click' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await preview()).withheld).toMatchObject([{ code: 'unreachable' }])
    expect((await app.inject({ method: 'POST', url: '/v1/opt-outs/nobody-knows-this-token' })).statusCode).toBe(404)
  })

  test('the made-up creditor of the shipped file signs to nobody', async () => {
    await open(false, { isMadeUp: true })
    await business.titles({})
    await business.plan()
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages('failed')).toMatchObject([{ reason: 'template' }])
    const [entry] = await business.story('1042')
    expect(entry.detail.message).toContain('creditors.main')
  })

  test('a channel can be asked whether its provider answers', async () => {
    await open()
    const check = (name: string) => business.program().call('POST', `/v1/channels/${name}/connection-check`, {})
    expect((await check('email')).body).toEqual({ ok: true, facts: {} })
    expect((await check('nothing')).status).toBe(404)
  })

  test('sending can be stopped at once, for every process, and goes on', async () => {
    await open()
    await business.titles({})
    await business.plan()
    const other = await business.another()
    await business.program().call('PUT', '/v1/collection/sending', { stopped: true })
    await business.send()
    await other.runJob('send-messages')
    expect(provider.delivered).toEqual([])
    await business.program().call('PUT', '/v1/collection/sending', { stopped: false })
    await other.runJob('send-messages')
    expect(provider.delivered).toHaveLength(1)
  })

  test('two processes that plan and send at the same time say everything once', async () => {
    await open(false)
    const ids = Array.from({ length: 60 }, (_, index) => `c${index}`)
    await business.customers(...ids.map((externalId) => ({ externalId, document: null })))
    await business.titles(...ids.map((externalId) => ({ externalId: `t-${externalId}`, customer: { externalId } })))
    const other = await business.another()
    const runs = await Promise.allSettled([business.plan(), business.plan(other)])
    expect(runs.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
    await Promise.all([business.send(), other.runJob('send-messages')])
    await business.send()
    expect(provider.delivered).toHaveLength(60)
    expect(new Set(provider.delivered.map(({ key }) => key)).size).toBe(60)
  })

  test('a program that stops finishes what it is sending', async () => {
    await open(false)
    await business.titles({})
    await business.plan()
    let begun = (): void => undefined
    const sending = new Promise<void>((resolve) => {
      begun = resolve
    })
    provider.onSend = async () => {
      begun()
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
    const sent = business.send()
    await sending
    await business.at('2026-11-23T11:05:00-03:00')
    await sent
    expect(await business.messages('sent')).toHaveLength(1)
    expect(await business.messages('ambiguous')).toEqual([])
  })

  test('old data charges nobody', async () => {
    await open()
    await business.titles({})
    await business.plan()
    await business.at('2026-11-25T11:00:00-03:00')
    await business.program().call('PUT', '/v1/collection/sending', { stopped: false })
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages('cancelled')).toMatchObject([{ reason: 'stale_data' }])
  })
})
