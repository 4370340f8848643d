import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zenvia } from '../../../../adapters/channel/zenvia/index.ts'
import type { ReceiptDelivery } from '../../../../src/channels/contract.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { SENDERS, startZenvia, type ZenviaFake } from './fake.ts'

const SECRET = new Secret('receipts-s3cret-0123')

let fake: ZenviaFake
beforeAll(async () => {
  fake = await startZenvia(createVendorClock(), 'sms')
})
afterAll(() => fake.close())

const receive = (delivery: ReceiptDelivery): unknown => {
  const outcome = zenvia.receive?.(zenvia.settings.parse(fake.settings), delivery, SECRET)
  return outcome?.kind === 'receipts' ? outcome.receipts : outcome
}
const told = (event: Readonly<Record<string, unknown>>): unknown => receive(fake.post(event))

const message = { id: 'm-1', externalId: 'msg_01KB0001', direction: 'OUT', from: SENDERS.sms, to: '551187654321' }
const timestamp = '2026-11-22T10:00:00.000Z'
const receipt = {
  providerId: 'm-1',
  key: 'msg_01KB0001',
  recipient: '+5511987654321',
  at: Date.parse(timestamp),
  message: null,
}
const status = (code: string, changes: object = {}) => ({
  type: 'MESSAGE_STATUS',
  message,
  messageStatus: { timestamp, code, description: `What ${code} means`, ...changes },
})

describe('a change of a message', () => {
  it.each([
    ['DELIVERED', 'delivered'],
    ['VERIFIED', 'delivered'],
    ['READ', 'read'],
    ['CLICKED', 'read'],
  ])('%s is %s', (code, kind) => {
    expect(told(status(code))).toEqual([{ ...receipt, kind }])
  })

  it.each(['SENT', 'ACCEPTED', 'DELETED', 'HANG_UP'])('%s says nothing new', (code) => {
    expect(told(status(code))).toEqual([])
  })

  it.each([
    [{ reason: 'Invalid mobile number' }, 'invalid_recipient'],
    [{ details: 'Número de celular inválido: 5511987654321' }, 'invalid_recipient'],
    [{ reason: 'UNKNOWN SUBSCRIBER' }, 'invalid_recipient'],
    [{ channelErrorCode: '131026', reason: 'Message undeliverable' }, 'invalid_recipient'],
    [{ channelErrorCode: '131050' }, 'unwanted'],
    [{ reason: 'Blacklisted', details: 'Destino em blacklist' }, 'unwanted'],
    [{ reason: 'Expired' }, 'failed'],
    [{ reason: 'Invalid template parameters' }, 'failed'],
    [{}, 'failed'],
  ])('that was not delivered because of %j means %s', (cause, kind) => {
    const [told1] = told(status('NOT_DELIVERED', { causes: [cause] })) as { kind: string; message: string }[]
    expect(told1?.kind).toBe(kind)
    expect(told1?.message).toMatch(/\S/)
    expect(told1?.message).not.toContain('87654321')
  })

  it('that was rejected says what Zenvia says', () => {
    expect(told(status('REJECTED'))).toEqual([{ ...receipt, kind: 'failed', message: 'What REJECTED means' }])
  })

  it('in the older form names its message outside', () => {
    const event = { ...status('DELIVERED'), message: undefined, messageId: 'm-1' }
    expect(told(event)).toEqual([{ ...receipt, key: null, recipient: null, kind: 'delivered' }])
  })

  it('of what somebody else sent has no key of ours, and of nothing is nothing', () => {
    const foreign = { ...message, externalId: 'campanha de verão' }
    expect(told({ ...status('READ'), message: foreign })).toEqual([{ ...receipt, key: null, kind: 'read' }])
    expect(told({ ...status('READ'), message: {} })).toEqual([])
  })

  it('of another channel is not ours', () => {
    expect(told({ ...status('READ'), channel: 'whatsapp' })).toEqual([])
  })
})

describe('a message of a customer', () => {
  const inbound = (text: string, changes: object = {}) => ({
    type: 'MESSAGE',
    direction: 'IN',
    message: {
      id: 'in-1',
      from: '5511987654321',
      to: SENDERS.sms,
      direction: 'IN',
      channel: 'sms',
      contents: [{ type: 'text', text }],
      timestamp,
      ...changes,
    },
  })
  const optOut = { ...receipt, providerId: null, key: null, kind: 'opted_out' }

  it.each(['SAIR', 'parar', 'Descadastrar!'])('%s ends messages to the number', (text) => {
    expect(told(inbound(text))).toEqual([{ ...optOut, message: text }])
  })

  it('may name the message that it answers, by a word or a button', () => {
    const contents = [{ type: 'text', text: 'Chega', payload: 'opt-out' }]
    expect(told(inbound('', { idRef: 'm-1', contents }))).toEqual([
      { ...optOut, providerId: 'm-1', message: 'opt-out' },
    ])
  })

  it('is for a person to read otherwise, and ours are none', () => {
    expect(told(inbound('Já paguei'))).toEqual([])
    expect(told({ ...inbound('SAIR'), direction: 'OUT' })).toEqual([])
  })
})

it('only posts count, and only events', () => {
  const delivery = fake.post(status('READ'))
  expect(receive({ ...delivery, method: 'GET' })).toMatchObject({ kind: 'refused' })
  expect(receive({ ...delivery, rawBody: Buffer.from('{"type"') })).toMatchObject({ kind: 'refused' })
  for (const body of ['', '{}', '[]', '{"type":"CONTACT"}', '{"type":"MESSAGE","message":{}}'])
    expect(receive({ ...delivery, rawBody: Buffer.from(body) }), body).toEqual([])
})
