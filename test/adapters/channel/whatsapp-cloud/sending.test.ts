import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whatsappCloud } from '../../../../adapters/channel/whatsapp-cloud/index.ts'
import type { ChannelSession, OutgoingMessage } from '../../../../src/channels/contract.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { createChannelLink } from '../../../conformance-channel/link.ts'
import { readMeta, startWhatsapp, type WhatsappFake } from './fake.ts'

const message: OutgoingMessage = {
  key: 'msg_01KB0001',
  recipient: '+5511987654321',
  recipientName: 'Padaria São João',
  subject: null,
  text: 'Olá!',
  html: null,
  approved: { name: 'fiado_lembrete', language: 'pt_BR', parameters: ['Padaria São João', 'R$ 1.250,00', '30/11'] },
  unsubscribeUrl: null,
  facts: {},
}
const { signal } = new AbortController()
/** Nothing here is about time. */
const TIMEOUT_MS = 10_000

let fake: WhatsappFake
let session: ChannelSession

beforeEach(async () => {
  const clock = createVendorClock()
  fake = await startWhatsapp(clock)
  session = whatsappCloud.open(
    whatsappCloud.settings.parse({ ...fake.settings, timeoutMs: TIMEOUT_MS }),
    createChannelLink(clock),
  )
})
afterEach(() => fake.close())

const send = (changes: Partial<OutgoingMessage> = {}) => session.send({ ...message, ...changes }, signal)

describe('a message by WhatsApp', () => {
  it('is an approved template with our key', async () => {
    const outcome = await send()
    expect(outcome).toEqual({ kind: 'accepted', providerId: fake.arrived[0]?.providerId })
    expect(fake.bodies).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '5511987654321',
        type: 'template',
        template: {
          name: 'fiado_lembrete',
          language: { policy: 'deterministic', code: 'pt_BR' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Padaria São João' },
                { type: 'text', text: 'R$ 1.250,00' },
                { type: 'text', text: '30/11' },
              ],
            },
          ],
        },
        biz_opaque_callback_data: 'msg_01KB0001',
      },
    ])
  })

  it('is never a text of its own', async () => {
    expect(await send({ approved: null })).toEqual({
      kind: 'refused',
      why: 'content',
      message: 'WhatsApp takes only approved templates, and none is named',
    })
    expect(fake.calls).toBe(0)
  })

  it('fills each place with one line', async () => {
    const parameters = ['A\nB\r\n\tC', ' x     y ', '30/11']
    expect(await send({ approved: { name: 'fiado_lembrete', language: 'pt_BR', parameters } })).toMatchObject({
      kind: 'accepted',
    })
    expect(fake.arrived[0]?.parameters).toEqual(['A B C', 'x y', '30/11'])
  })

  it('without places names none', async () => {
    await send({ approved: { name: 'fiado_lembrete', language: 'pt_BR', parameters: [] } })
    expect(fake.bodies).toMatchObject([{ template: { name: 'fiado_lembrete' } }])
    expect(JSON.stringify(fake.bodies)).not.toContain('components')
  })

  it('that was taken without an id may have been sent', async () => {
    for (const body of [{}, { messages: [] }, { messages: [{ id: 7 }] }]) {
      fake.answerNext(200, {}, body)
      expect(await send()).toEqual({ kind: 'ambiguous', message: 'WhatsApp took the call, but named no message' })
    }
  })

  it('has the form that Meta describes, which says no to another one', () => {
    const openApi = readMeta()
    const wrong = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '55', type: 'template' }
    expect(openApi.faultsOf('message', wrong).length > 0).toBe(openApi.isThere)
  })
})

/** Codes and statuses as Meta lists them; see the README. */
describe('an error of Meta', () => {
  it.each([
    [400, 131026, 'invalid_recipient'],
    [400, 131021, 'invalid_recipient'],
    [400, 130403, 'invalid_recipient'],
    [400, 131050, 'opted_out'],
    [400, 130472, 'content'],
    [400, 131047, 'content'],
    [400, 131009, 'content'],
    [400, 100, 'content'],
    [400, 132005, 'content'],
    [400, 132007, 'content'],
    [400, 132012, 'content'],
  ])('with status %i and code %i refuses the message: %s', async (status, code, why) => {
    fake.answerNext(status, { code, error_data: { messaging_product: 'whatsapp', details: 'to 5511987654321' } })
    const outcome = await send()
    expect(outcome).toMatchObject({ kind: 'refused', why })
    expect(outcome).toHaveProperty('message', expect.stringContaining(`(${code}): `))
    expect(JSON.stringify(outcome)).not.toContain('987654321')
    expect(fake.calls).toBe(1)
  })

  it.each([
    [401, 0, 'auth', null],
    [401, 190, 'auth', null],
    [500, 3, 'auth', null],
    [403, 10, 'auth', null],
    [403, 200, 'auth', null],
    [403, 299, 'auth', null],
    [403, 131005, 'auth', null],
    [403, 368, 'settings', null],
    [403, 131031, 'settings', null],
    [403, 130497, 'settings', null],
    [400, 33, 'settings', null],
    [400, 133010, 'settings', null],
    [400, 131030, 'settings', null],
    [400, 131042, 'settings', null],
    [400, 131063, 'settings', null],
    [400, 132000, 'settings', null],
    [404, 132001, 'settings', null],
    [400, 132015, 'settings', null],
    [400, 132016, 'settings', null],
    [400, 131999, 'settings', null],
    [400, 131048, 'throttled', 3_600_000],
    [400, 131049, 'throttled', 86_400_000],
    [400, 131064, 'throttled', 86_400_000],
    [400, 80007, 'throttled', 300_000],
    [400, 4, 'throttled', 300_000],
    [500, 131057, 'unavailable', null],
  ])('with status %i and code %i is mended by %s', async (status, code, remedy, retryAfterMs) => {
    fake.answerNext(status, { code, error_data: { messaging_product: 'whatsapp' } })
    expect(await send()).toMatchObject({ kind: 'failed', remedy, retryAfterMs })
    expect(fake.calls).toBe(1)
  })

  it.each([130429, 131056])(
    'of the moment (%i) is waited for and tried again, since nothing was sent',
    async (code) => {
      fake.answerNext(400, { code })
      expect(await send()).toMatchObject({ kind: 'accepted' })
      expect(fake.calls).toBe(2)
      expect(fake.arrived).toHaveLength(1)
    },
  )

  it.each([
    [500, 131000],
    [400, 131000],
    [500, 131016],
    [503, 2],
    [400, 1],
    [500, 131998],
  ])('with status %i and code %i says not whether it was sent', async (status, code) => {
    fake.answerNext(status, { code })
    expect(await send()).toMatchObject({ kind: 'ambiguous' })
    expect(fake.calls).toBe(1)
  })

  it('about a wrong phone number id has to be mended in the settings, unlike one about a value', async () => {
    const settings = whatsappCloud.settings.parse({ ...fake.settings, timeoutMs: TIMEOUT_MS, phoneNumberId: '99999' })
    const other = whatsappCloud.open(settings, createChannelLink(createVendorClock()))
    expect(await other.send(message, signal)).toMatchObject({
      kind: 'failed',
      remedy: 'settings',
      message: 'WhatsApp refuses the call (100): there is no such phone number id, or the token may not see it',
    })
    await expect(other.check(signal)).rejects.toMatchObject({ remedy: 'settings' })
  })

  it('about a template says what Meta says of it, without numbers of people', async () => {
    const details = 'body: number of localizable_params (1) does not match the expected (3) for 5511987654321'
    fake.answerNext(400, { code: 132000, error_data: { details } })
    expect(await send()).toHaveProperty(
      'message',
      'WhatsApp refuses the call (132000): the template has another number of places than parameters were given ' +
        '("body: number of localizable_params (1) does not match the expected (3) for …")',
    )
  })
})

it('the check names the number that sends', async () => {
  expect(await session.check(signal)).toEqual({
    name: 'Distribuidora Teste',
    phone: '+55 11 3000-1234',
    quality: 'GREEN',
  })
})

it.each([
  ['a number instead of text', { phoneNumberId: 106540352242922 }, 'must be text: quote it'],
  ['the number itself', { phoneNumberId: '+5511987654321' }, 'must be the id of the phone number, digits only'],
  ['a version without v', { apiVersion: '23.0' }, 'must be a version such as "v23.0"'],
])('settings with %s are refused', (_, changes, said) => {
  const { error } = whatsappCloud.settings.safeParse({ ...fake.settings, ...changes })
  expect(error?.issues.map((issue) => issue.message)).toEqual([said])
})
