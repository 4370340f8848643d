import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whatsappCloud } from '../../../../adapters/channel/whatsapp-cloud/index.ts'
import type { ReceiptDelivery, ReceiptOutcome } from '../../../../src/channels/contract.ts'
import { isOptOut } from '../../../../src/channels/opt-out.ts'
import { phoneOf } from '../../../../src/channels/phone.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { METADATA, RECEIPTS_URL, readMeta, signed, startWhatsapp, type WhatsappFake } from './fake.ts'

const SECRET = new Secret('receipts-s3cret-0123')

let fake: WhatsappFake
beforeAll(async () => {
  fake = await startWhatsapp(createVendorClock())
})
afterAll(() => fake.close())

function receive(delivery: ReceiptDelivery): ReceiptOutcome | undefined {
  return whatsappCloud.receive?.(whatsappCloud.settings.parse(fake.settings), delivery, SECRET)
}

function receiptsIn(...values: readonly object[]): unknown {
  const outcome = receive(fake.post(...values))
  return outcome?.kind === 'receipts' ? outcome.receipts : outcome
}

const status = (changes: object) => ({
  id: 'wamid.A',
  timestamp: '1795338000',
  recipient_id: '5511987654321',
  biz_opaque_callback_data: 'msg_01KB0001',
  ...changes,
})
const receipt = (changes: object) => ({
  providerId: 'wamid.A',
  key: 'msg_01KB0001',
  recipient: '+5511987654321',
  at: 1_795_338_000_000,
  message: null,
  ...changes,
})

describe('statuses of messages', () => {
  it('come many in one call, in the order of the call, and `sent` says nothing new', () => {
    const statuses = [status({ status: 'read' }), status({ status: 'sent' }), status({ status: 'delivered' })]
    const played = { statuses: [status({ id: 'wamid.B', status: 'played', biz_opaque_callback_data: undefined })] }
    expect(receiptsIn({ statuses }, played)).toEqual([
      receipt({ kind: 'read' }),
      receipt({ kind: 'delivered' }),
      receipt({ kind: 'read', providerId: 'wamid.B', key: null }),
    ])
  })

  it.each([
    [131026, 'Message undeliverable', 'invalid_recipient'],
    [131050, 'User has stopped marketing messages', 'unwanted'],
    [131049, 'This message was not delivered to maintain healthy ecosystem engagement', 'failed'],
    [131000, 'Something went wrong', 'failed'],
    [999999, 'Something new', 'failed'],
  ])('that failed say by code %i what of the number is', (code, title, kind) => {
    const statuses = [status({ status: 'failed', errors: [{ code, title, message: title }] })]
    expect(receiptsIn({ statuses })).toEqual([receipt({ kind, message: `${title} (${code})` })])
  })

  it('that failed without a reason have failed', () => {
    expect(receiptsIn({ statuses: [status({ status: 'failed' })] })).toEqual([receipt({ kind: 'failed' })])
  })

  it('of another number of the same account are not ours', () => {
    const metadata = { ...METADATA, phone_number_id: '2' }
    expect(receiptsIn({ metadata, statuses: [status({ status: 'read' })] })).toEqual([])
  })

  it('name nobody where the person has a username, or a group was written to', () => {
    const statuses = [
      status({ status: 'read', recipient_id: undefined, recipient_user_id: 'BR.1349120865530' }),
      status({ status: 'read', recipient_id: 'Y2FwaV9ncm91cDo' }),
    ]
    expect(receiptsIn({ statuses })).toEqual([
      receipt({ kind: 'read', recipient: null }),
      receipt({ kind: 'read', recipient: null }),
    ])
  })

  it('with something else than our key are known by their id', () => {
    const statuses = [status({ status: 'read', biz_opaque_callback_data: 'campanha 7; drop' })]
    expect(receiptsIn({ statuses })).toEqual([receipt({ kind: 'read', key: null })])
  })

  it('that are not understood are passed over, and the others count', () => {
    const statuses = [
      null,
      7,
      {},
      { id: '', status: 'read' },
      status({ status: 'deleted' }),
      status({ status: 'read' }),
    ]
    expect(receiptsIn({ statuses }, { statuses: 'none' }, { messages: [{ text: 7 }] })).toEqual([
      receipt({ kind: 'read' }),
    ])
  })
})

const from = '551187654321'
const reply = (changes: object) => ({
  contacts: [{ profile: { name: 'José' }, wa_id: from }],
  messages: [{ from, id: 'wamid.IN', timestamp: '1795338000', ...changes }],
})
const text = (body: string) => reply({ type: 'text', text: { body } })
const optOut = (changes: object) => receipt({ providerId: null, key: null, kind: 'opted_out', ...changes })

describe('messages of customers', () => {
  it.each(['PARAR', 'parar', 'Sair', 'cancelar!', ' Descadastrar. ', 'Não quero receber', 'STOP', 'pare'])(
    '%s ends messages to the number, which gets its ninth digit back',
    (body) => {
      expect(receiptsIn(text(body))).toEqual([optOut({ message: body })])
    },
  )

  it.each(['ok', 'Já paguei', 'quero cancelar o pedido 12', 'vou sair de férias', '', 'parar '.repeat(100)])(
    '%j is for a person to read',
    (body) => {
      expect(receiptsIn(text(body))).toEqual([])
    },
  )

  it('a button ends them too, and tells of which message it was', () => {
    const context = { from: METADATA.display_phone_number, id: 'wamid.A' }
    const button = { payload: 'opt-out', text: 'Chega' }
    expect(receiptsIn(reply({ type: 'button', context, button }))).toEqual([
      optOut({ providerId: 'wamid.A', message: 'opt-out' }),
    ])
    const interactive = { type: 'button_reply', button_reply: { id: '1', title: 'Sair' } }
    expect(receiptsIn(reply({ type: 'interactive', context, interactive }))).toEqual([
      optOut({ providerId: 'wamid.A', message: 'Sair' }),
    ])
  })

  it('an answer to a message of their own names none of ours', () => {
    expect(receiptsIn(reply({ type: 'text', text: { body: 'Sair' }, context: { from, id: 'wamid.IN0' } }))).toEqual([
      optOut({ message: 'Sair' }),
    ])
  })

  it('without a phone number count when they answer a message of ours, and cannot otherwise', () => {
    const context = { from: METADATA.display_phone_number, id: 'wamid.A' }
    const nameless = { from: undefined, user_id: 'BR.1349120865530', type: 'text', text: { body: 'sair' } }
    expect(receiptsIn(reply({ ...nameless, context }))).toEqual([
      optOut({ providerId: 'wamid.A', recipient: null, message: 'sair' }),
    ])
    expect(receiptsIn(reply(nameless))).toEqual([])
  })

  it('have the form that Meta describes', () => {
    const openApi = readMeta()
    const [message] = reply({ type: 'button', button: { payload: 'x', text: 'Sair' } }).messages
    expect(openApi.faultsOf('inbound', message)).toEqual([])
    expect(openApi.faultsOf('inbound', { id: 'x' }).length > 0).toBe(openApi.isThere)
  })
})

describe('the address for receipts', () => {
  const verify = (query: Record<string, string>) =>
    receive({ method: 'GET', url: RECEIPTS_URL, query, headers: {}, rawBody: Buffer.alloc(0) })
  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': 'receipts-s3cret-0123',
    'hub.challenge': '1158201444',
  }

  it('proves itself by the challenge of Meta', () => {
    expect(verify(right)).toEqual({ kind: 'challenge', text: '1158201444' })
  })

  it.each([
    ['another token', { 'hub.verify_token': 'receipts-s3cret-0124' }],
    ['another mode', { 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.challenge': '' }],
  ])('refuses %s', (_, changes) => {
    expect(verify({ ...right, ...changes })).toMatchObject({ kind: 'refused' })
  })

  it('takes what is signed by the app, and by nobody else', () => {
    const { rawBody } = fake.post({ statuses: [status({ status: 'read' })] })
    expect(receive(signed(rawBody))).toEqual({ kind: 'receipts', receipts: [receipt({ kind: 'read' })] })
    expect(receive(signed(rawBody, 'another app'))).toMatchObject({ kind: 'refused' })
    const bare = { 'x-hub-signature-256': signed(rawBody).headers['x-hub-signature-256']?.slice('sha256='.length) }
    expect(receive({ ...signed(rawBody), headers: bare })).toMatchObject({ kind: 'refused' })
  })

  it('takes what is signed and says nothing that is meant for us', () => {
    for (const body of ['{}', '[]', '{"object":"page","entry":[]}', '{"object":"whatsapp_business_account"}', ''])
      expect(receive(signed(Buffer.from(body))), body).toEqual({ kind: 'receipts', receipts: [] })
    const templates = {
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'message_template_status_update', value: { event: 'PAUSED' } }] }],
    }
    expect(receive(signed(Buffer.from(JSON.stringify(templates))))).toEqual({ kind: 'receipts', receipts: [] })
  })
})

describe('the ninth digit', () => {
  const area = fc.integer({ min: 11, max: 99 }).filter((code) => code % 10 !== 0)
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

  it('is put back into mobiles, however they are written', () => {
    fc.assert(
      fc.property(area, fc.integer({ min: 6, max: 9 }), digits(7), (code, first, rest) => {
        const e164 = `+55${code}9${first}${rest}`
        expect(phoneOf(`55${code}${first}${rest}`)).toBe(e164)
        expect(phoneOf(`55${code}9${first}${rest}`)).toBe(e164)
      }),
    )
  })

  it('is not put into landlines, nor into numbers of other countries', () => {
    fc.assert(
      fc.property(area, fc.integer({ min: 2, max: 5 }), digits(7), (code, first, rest) => {
        expect(phoneOf(`55${code}${first}${rest}`)).toBe(`+55${code}${first}${rest}`)
        expect(phoneOf(`54${code}${first}${rest}`)).toBe(`+54${code}${first}${rest}`)
      }),
    )
    for (const none of [undefined, '', '0551187654321', '5511 8765-4321', 'BR.1349120865530', '1'.repeat(16)])
      expect(phoneOf(none)).toBeNull()
  })
})

it('a word with or without accents, capitals and marks is the same word', () => {
  for (const word of ['NÃO QUERO RECEBER', 'nao quero receber', 'Não  quero - receber!!'])
    expect(isOptOut(word)).toBe(true)
  for (const word of ['não', 'quero', 'receber', '…', '😀']) expect(isOptOut(word)).toBe(false)
})
