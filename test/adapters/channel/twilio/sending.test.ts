import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { twilio } from '../../../../adapters/channel/twilio/index.ts'
import type { ChannelLink, ChannelSession, OutgoingMessage } from '../../../../src/channels/contract.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { createChannelLink } from '../../../conformance-channel/link.ts'
import { ACCOUNT_SID, FROM, readTwilio, startTwilio, type TwilioFake } from './fake.ts'

const message: OutgoingMessage = {
  key: 'msg_01KB0001',
  recipient: '+5511987654321',
  recipientName: 'Padaria São João',
  subject: null,
  text: 'Olá! Há uma mensagem da Distribuidora: https://d.example/x?a=1&b=2',
  html: null,
  approved: null,
  unsubscribeUrl: null,
  facts: {},
}
const { signal } = new AbortController()
/** Nothing here is about time. */
const TIMEOUT_MS = 10_000

let fake: TwilioFake
beforeEach(async () => {
  fake = await startTwilio(createVendorClock())
})
afterEach(() => fake.close())

const open = (changes: object = {}, link: Partial<ChannelLink> = {}): ChannelSession =>
  twilio.open(twilio.settings.parse({ ...fake.settings, timeoutMs: TIMEOUT_MS, ...changes }), {
    ...createChannelLink(createVendorClock()),
    ...link,
  })
const send = () => open().send(message, signal)

describe('an SMS by Twilio', () => {
  it('goes out as it is, and asks for receipts at an address with our key', async () => {
    expect(await send()).toEqual({ kind: 'accepted', providerId: fake.arrived[0]?.providerId })
    expect(fake.forms).toEqual([
      {
        To: '+5511987654321',
        From: FROM,
        Body: message.text,
        StatusCallback: 'https://fiado.example/v1/channels/conformance/receipts/receipts-s3cret-0123?key=msg_01KB0001',
      },
    ])
  })

  it('asks for none where there is no address', async () => {
    await open({}, { receiptsUrl: () => null }).send(message, signal)
    expect(fake.forms).toEqual([{ To: '+5511987654321', From: FROM, Body: message.text }])
  })

  it('may leave the sender to a messaging service', async () => {
    const messagingServiceSid = `MG${'a'.repeat(32)}`
    expect(await open({ from: undefined, messagingServiceSid }).send(message, signal)).toMatchObject({
      kind: 'accepted',
    })
    expect(fake.forms[0]).toMatchObject({ MessagingServiceSid: messagingServiceSid })
    expect(fake.forms[0]).not.toHaveProperty('From')
  })

  it('has the form that Twilio describes, which says no to another one', () => {
    const openApi = readTwilio()
    expect(openApi.faultsOf('message', { Body: 'x' }).length > 0).toBe(openApi.isThere)
    expect(openApi.faultsOf('created', { sid: 'x' }).length > 0).toBe(openApi.isThere)
  })

  it('that was taken without an id may have been sent', async () => {
    fake.answerNext(201, 0, { status: 'queued' })
    expect(await send()).toEqual({ kind: 'ambiguous', message: 'Twilio took the call, but named no message' })
  })
})

describe('an error of Twilio', () => {
  it.each([
    [21211, 'invalid_recipient'],
    [21614, 'invalid_recipient'],
    [21635, 'invalid_recipient'],
    [21612, 'invalid_recipient'],
    [21610, 'opted_out'],
    [21617, 'content'],
    [21602, 'content'],
  ])('with code %i refuses the message: %s', async (code, why) => {
    fake.answerNext(400, code)
    expect(await send()).toMatchObject({ kind: 'refused', why, message: expect.stringContaining(`(${code}): `) })
  })

  it.each([
    [401, 20003, 'auth', null],
    [403, 20005, 'settings', null],
    [403, 20008, 'settings', null],
    [404, 20404, 'settings', null],
    [400, 21408, 'settings', null],
    [400, 21606, 'settings', null],
    [400, 21608, 'settings', null],
    [400, 21609, 'settings', null],
    [400, 21703, 'settings', null],
    [400, 29999, 'settings', null],
    [400, 21611, 'throttled', 600_000],
    [400, 63038, 'throttled', 3_600_000],
  ])('with status %i and code %i is mended by %s', async (status, code, remedy, retryAfterMs) => {
    fake.answerNext(status, code)
    expect(await send()).toMatchObject({ kind: 'failed', remedy, retryAfterMs })
    expect(fake.calls).toBe(1)
  })

  it('with status 429 was never processed, and is tried again', async () => {
    fake.answerNext(429, 20429)
    expect(await send()).toMatchObject({ kind: 'accepted' })
    expect(fake.calls).toBe(2)
  })

  it('with a status of 500 says not whether it was sent, whatever its code', async () => {
    for (const code of [20500, 21614]) {
      fake.answerNext(500, code)
      expect(await send()).toMatchObject({ kind: 'ambiguous' })
    }
  })
})

describe('the check', () => {
  it('names the account', async () => {
    expect(await open().check(signal)).toEqual({ account: 'Distribuidora Teste', type: 'Full' })
  })

  it('says that the account is closed, or not there', async () => {
    fake.account = { ...fake.account, status: 'suspended' }
    await expect(open().check(signal)).rejects.toMatchObject({
      remedy: 'settings',
      message: 'the Twilio account is suspended',
    })
    fake.account = {}
    await expect(open().check(signal)).rejects.toMatchObject({ remedy: 'unavailable' })
  })
})

it.each([
  ['no sender', { from: undefined }, 'must be there, or messagingServiceSid, and not both'],
  [
    'two senders',
    { messagingServiceSid: `MG${'a'.repeat(32)}` },
    'must be there, or messagingServiceSid, and not both',
  ],
  ['a number without +', { from: '5511300012345678' }, 'must be such as "+5511987654321" or "28000"'],
  ['a number that YAML made a number', { from: 28000 }, 'must be text: quote it'],
  [
    'a service as account',
    { accountSid: ACCOUNT_SID.replace('AC', 'MG') },
    'must be the account SID, "AC" and 32 hex digits',
  ],
])('settings with %s are refused', (_, changes, said) => {
  const { error } = twilio.settings.safeParse({ ...fake.settings, ...changes })
  expect(error?.issues.map((issue) => issue.message)).toEqual([said])
})

it.each(['28000', 'Distrib 1', '+5511987654321'])('settings with the sender %s are taken', (from) => {
  expect(twilio.settings.safeParse({ ...fake.settings, from }).success).toBe(true)
})
