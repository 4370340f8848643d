import { afterEach, describe, expect, it } from 'vitest'
import { zenvia } from '../../../../adapters/channel/zenvia/index.ts'
import type { OutgoingMessage } from '../../../../src/channels/contract.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { createChannelLink } from '../../../conformance-channel/link.ts'
import { readZenvia, SENDERS, startZenvia, TEMPLATE_ID, type ZenviaFake } from './fake.ts'

const message: OutgoingMessage = {
  key: 'msg_01KB0001',
  recipient: '+5511987654321',
  recipientName: 'Padaria São João',
  subject: null,
  text: 'Olá! Há uma mensagem da Distribuidora.',
  html: null,
  approved: { name: 'fiado_lembrete', language: 'pt_BR', parameters: ['São João', 'R$ 1.250,00', '30/11'] },
  unsubscribeUrl: null,
  facts: {},
}
const { signal } = new AbortController()
/** Nothing here is about time. */
const TIMEOUT_MS = 10_000

let fake: ZenviaFake
afterEach(() => fake.close())

async function start(channel: 'sms' | 'whatsapp', changes: object = {}) {
  fake = await startZenvia(createVendorClock(), channel)
  const settings = zenvia.settings.parse({ ...fake.settings, timeoutMs: TIMEOUT_MS, ...changes })
  const session = zenvia.open(settings, createChannelLink(createVendorClock()))
  return {
    session,
    kind: zenvia.kindOf(settings),
    send: (other: Partial<OutgoingMessage> = {}) => session.send({ ...message, ...other }, signal),
  }
}

describe('a message by Zenvia', () => {
  it('as SMS is its text, with our key', async () => {
    const { send, kind } = await start('sms')
    expect(kind).toBe('sms')
    expect(await send()).toEqual({ kind: 'accepted', providerId: fake.arrived[0]?.providerId })
    expect(fake.bodies).toEqual([
      {
        externalId: 'msg_01KB0001',
        from: SENDERS.sms,
        to: '5511987654321',
        contents: [{ type: 'text', text: 'Olá! Há uma mensagem da Distribuidora.' }],
      },
    ])
  })

  it('by WhatsApp is the template that the settings name, each field by its name', async () => {
    const { send, kind } = await start('whatsapp')
    expect(kind).toBe('whatsapp')
    expect(await send()).toMatchObject({ kind: 'accepted' })
    expect(fake.bodies).toEqual([
      {
        externalId: 'msg_01KB0001',
        from: SENDERS.whatsapp,
        to: '5511987654321',
        contents: [
          {
            type: 'template',
            templateId: TEMPLATE_ID,
            fields: { nome: 'São João', valor: 'R$ 1.250,00', vencimento: '30/11' },
          },
        ],
      },
    ])
  })

  it('by WhatsApp is never a text of its own', async () => {
    const { send } = await start('whatsapp')
    expect(await send({ approved: null })).toMatchObject({ kind: 'refused', why: 'content' })
    expect(fake.calls).toBe(0)
  })

  it.each([
    ['a name that the settings do not have', { name: 'outro' }, "the channel's file names no template outro"],
    ['a name that is none', { name: 'constructor' }, "the channel's file names no template constructor"],
    [
      'another number of parameters',
      { parameters: ['a'] },
      "template fiado_lembrete has 3 fields in the channel's file, and 1 parameters",
    ],
  ])('by WhatsApp with %s waits for its settings', async (_, changes, said) => {
    const { send } = await start('whatsapp')
    const approved = { name: 'fiado_lembrete', language: 'pt_BR', parameters: ['a', 'b', 'c'], ...changes }
    expect(await send({ approved })).toEqual({
      kind: 'failed',
      remedy: 'settings',
      message: said,
      retryAfterMs: null,
    })
    expect(fake.calls).toBe(0)
  })

  it('that was taken without an id may have been sent', async () => {
    const { send } = await start('sms')
    fake.answerNext(200, { from: 'x' })
    expect(await send()).toEqual({ kind: 'ambiguous', message: 'Zenvia took the call, but named no message' })
  })

  it('has the form that Zenvia describes, which says no to another one', () => {
    const openApi = readZenvia()
    const wrong = { from: 'x', to: '55', contents: [{ type: 'text' }] }
    expect(openApi.faultsOf('sms', wrong).length > 0).toBe(openApi.isThere)
  })
})

describe('an error of Zenvia', () => {
  const validation = (...paths: readonly string[]) => ({
    code: 'VALIDATION_ERROR',
    message: 'Validation error',
    details: paths.map((path) => ({ code: 'X', path, message: 'not 5511987654321' })),
  })

  it.each([
    [validation('to'), { kind: 'refused', why: 'invalid_recipient' }, 'to'],
    [validation('/to'), { kind: 'refused', why: 'invalid_recipient' }, 'to'],
    [validation('contents[0].text'), { kind: 'refused', why: 'content' }, 'contents.0.text'],
    [validation('contents[0].fields.to'), { kind: 'refused', why: 'content' }, 'contents.0.fields.to'],
    [validation('from', 'to'), { kind: 'failed', remedy: 'settings' }, 'from, to'],
  ])('about %j is %j', async (body, outcome, said) => {
    const { send } = await start('sms')
    fake.answerNext(400, body)
    const answered = await send()
    expect(answered).toMatchObject(outcome)
    expect(answered).toHaveProperty('message', expect.stringContaining(`(VALIDATION_ERROR: ${said}): `))
    expect(JSON.stringify(answered)).not.toContain('987654321')
  })

  it.each([
    [400, { code: 'VALIDATION_ERROR', message: 'x' }, { kind: 'refused', why: 'content' }],
    [401, { code: 'AUTHENTICATION_ERROR', message: 'x' }, { kind: 'failed', remedy: 'auth' }],
    [403, { code: 'FORBIDDEN', message: 'x' }, { kind: 'failed', remedy: 'auth' }],
    [404, { code: 'NOT_FOUND', message: 'x' }, { kind: 'failed', remedy: 'settings' }],
    [402, { code: 'PAYMENT', message: 'x' }, { kind: 'failed', remedy: 'settings' }],
    [409, { code: 'DUPLICATED', message: 'x' }, { kind: 'ambiguous' }],
    [500, { code: 'INTERNAL_ERROR', message: 'x' }, { kind: 'ambiguous' }],
    [500, { code: 'VALIDATION_ERROR', message: 'x' }, { kind: 'ambiguous' }],
  ])('with status %i and %j is %j', async (status, body, outcome) => {
    const { send } = await start('sms')
    fake.answerNext(status, body)
    expect(await send()).toMatchObject(outcome)
    expect(fake.calls).toBe(1)
  })
})

it('the check tells which webhooks the channel has', async () => {
  const { session } = await start('sms')
  expect(await session.check(signal)).toEqual({
    channel: 'sms',
    from: SENDERS.sms,
    statusWebhooks: '1',
    messageWebhooks: '1',
  })
})

it.each([
  ['templates for SMS', 'sms', { templates: {} }],
  ['WhatsApp without templates', 'whatsapp', { templates: undefined }],
  ['a field in braces', 'whatsapp', { templates: { a: { id: 'x', fields: ['{{nome}}'] } } }],
  ['another channel', 'sms', { channel: 'rcs' }],
  ['a sender that YAML made a number', 'sms', { from: 28000 }],
] as const)('settings with %s are refused', async (_, channel, changes) => {
  fake = await startZenvia(createVendorClock(), channel)
  expect(zenvia.settings.safeParse(fake.settings).success).toBe(true)
  expect(zenvia.settings.safeParse({ ...fake.settings, ...changes }).success).toBe(false)
})
