import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { twilio } from '../../../../adapters/channel/twilio/index.ts'
import type { ReceiptDelivery } from '../../../../src/channels/contract.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { ACCOUNT_SID, FROM, RECEIPTS_URL, startTwilio, type TwilioFake } from './fake.ts'

const SECRET = new Secret('receipts-s3cret-0123')
const SID = `SM${'1'.repeat(32)}`

let fake: TwilioFake
beforeAll(async () => {
  fake = await startTwilio(createVendorClock())
})
afterAll(() => fake.close())

const receive = (delivery: ReceiptDelivery): unknown => {
  const outcome = twilio.receive?.(twilio.settings.parse(fake.settings), delivery, SECRET)
  return outcome?.kind === 'receipts' ? outcome.receipts : outcome
}
const told = (fields: Readonly<Record<string, string>>, url = `${RECEIPTS_URL}?key=msg_01KB0001`): unknown =>
  receive(fake.post(fields, url))

const status = { AccountSid: ACCOUNT_SID, From: FROM, To: '+5511987654321', MessageSid: SID, ApiVersion: '2010-04-01' }
const receipt = { providerId: SID, key: 'msg_01KB0001', recipient: '+5511987654321', at: null, message: null }

describe('a change of a message', () => {
  it.each(['accepted', 'queued', 'sending', 'sent', 'scheduled', 'partially_delivered', 'new'])(
    '%s says nothing new',
    (MessageStatus) => {
      expect(told({ ...status, MessageStatus })).toEqual([])
    },
  )

  it('names it by the id of Twilio, and by our key in the address', () => {
    expect(told({ ...status, MessageStatus: 'delivered' })).toEqual([{ ...receipt, kind: 'delivered' }])
    expect(told({ ...status, MessageStatus: 'delivered' }, RECEIPTS_URL)).toEqual([
      { ...receipt, key: null, kind: 'delivered' },
    ])
    expect(told({ ...status, MessageStatus: 'delivered', MessageSid: '../1' })).toEqual([
      { ...receipt, providerId: null, kind: 'delivered' },
    ])
    const nameless = { ...status, MessageStatus: 'delivered', MessageSid: '' }
    expect(told(nameless, `${RECEIPTS_URL}?key=${'k'.repeat(65)}`)).toEqual([])
  })

  it.each([
    ['undelivered', '30003', 'failed', 'not delivered (30003)'],
    ['undelivered', '30005', 'invalid_recipient', 'nobody has this number (30005)'],
    ['undelivered', '30006', 'invalid_recipient', 'the number is a landline, or takes no SMS (30006)'],
    ['undelivered', '30007', 'failed', 'the text was filtered as unwanted (30007)'],
    ['failed', '21610', 'unwanted', 'the person answered STOP to this sender (21610)'],
    ['failed', '', 'failed', null],
    ['failed', '9'.repeat(30), 'failed', null],
    ['canceled', '', 'failed', null],
  ])('%s with code %s means %s', (MessageStatus, ErrorCode, kind, said) => {
    expect(told({ ...status, MessageStatus, ErrorCode })).toEqual([{ ...receipt, kind, message: said }])
  })
})

describe('a message of a customer', () => {
  const inbound = { AccountSid: ACCOUNT_SID, From: '+5511987654321', To: FROM, MessageSid: SID, SmsStatus: 'received' }
  const optOut = { ...receipt, providerId: null, key: null, kind: 'opted_out' }

  it.each(['PARAR', 'sair', 'Não quero receber.', 'STOP'])('%s ends messages to the number', (Body) => {
    expect(told({ ...inbound, Body })).toEqual([{ ...optOut, message: Body }])
  })

  it('that Twilio took for STOP itself counts, whatever the word was', () => {
    expect(told({ ...inbound, Body: 'arret', OptOutType: 'STOP' })).toEqual([{ ...optOut, message: 'arret' }])
  })

  it('is for a person to read otherwise', () => {
    expect(told({ ...inbound, Body: 'Já paguei ontem' })).toEqual([])
    expect(told({ ...inbound, Body: 'ajuda', OptOutType: 'HELP' })).toEqual([])
    expect(told({ ...inbound, Body: 'SAIR', From: 'whatsapp:+5511987654321' })).toEqual([])
  })
})

describe('what is signed', () => {
  const delivery = () => fake.post({ ...status, MessageStatus: 'delivered' }, `${RECEIPTS_URL}?key=msg_01KB0001`)

  it('is the address with its key', () => {
    const url = `${RECEIPTS_URL}?key=msg_01KB0002`
    expect(receive({ ...delivery(), url, query: { key: 'msg_01KB0002' } })).toMatchObject({ kind: 'refused' })
  })

  it('is signed with the auth token of the account', () => {
    const settings = twilio.settings.parse({ ...fake.settings, authToken: new Secret('another') })
    expect(twilio.receive?.(settings, delivery(), SECRET)).toMatchObject({ kind: 'refused' })
  })

  it('is posted', () => {
    expect(receive({ ...delivery(), method: 'GET' })).toMatchObject({ kind: 'refused' })
  })
})
