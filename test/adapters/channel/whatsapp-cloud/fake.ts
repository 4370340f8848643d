import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Receipt, ReceiptDelivery } from '../../../../src/channels/contract.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import type { FakeReply, FakeRequest } from '../../../conformance/fake-server.ts'
import type { VendorClock } from '../../../conformance/vendor.ts'
import { startProviderServer } from '../../../conformance-channel/provider-server.ts'
import type { ArrivedMessage, FakeProvider } from '../../../conformance-channel/vendor.ts'
import { readOpenApi } from './openapi.ts'

const PHONE_NUMBER_ID = '106540352242922'
const ACCESS_TOKEN = 'EAAGm0PX4ZCpsBAKwZCZB-fake-token'
const APP_SECRET = 'b1946ac92492d2347c6235b4d2611184'
/** Nobody with this number is on WhatsApp. */
export const UNREACHABLE = '+5511900000000'
export const RECEIPTS_URL = 'https://fiado.example/v1/channels/conformance/receipts/receipts-s3cret-0123'

/** The one approved template: how often something is filled in, and how many characters it has besides. */
export const TEMPLATE = { name: 'fiado_lembrete', language: 'pt_BR', places: 3, chars: 40 } as const
const BODY_CHARS_MAX = 1_024

export interface WhatsappFake extends FakeProvider {
  /** Bodies of attempts to send, as they came. */
  readonly bodies: readonly unknown[]
  /** The next attempt is answered with this error, or this body, and not taken. */
  answerNext(status: number, error: Readonly<Record<string, unknown>>, body?: object): void
  /** A webhook call with these values of the field `messages`, signed. */
  post(...values: readonly object[]): ReceiptDelivery
}

const FORMS = {
  message: '#/components/schemas/Message',
  accepted: '#/components/schemas/MessageResponsePayload',
  error: '#/components/schemas/GraphAPIError',
  number: '#/components/schemas/PhoneNumberInfo',
  statuses: '#/components/schemas/StatusMessageValue',
  inbound: '#/components/schemas/BaseMessageProperties_1',
} as const

export const readMeta = () => readOpenApi('whatsapp-cloud-api/business-messaging-api_v23.0.yaml', FORMS)

/** As much of a message as Fiado sends; Meta takes more. */
const messageSchema = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: z.string().regex(/^\d{8,15}$/),
  type: z.literal('template'),
  template: z.strictObject({
    name: z.string().min(1),
    language: z.strictObject({ policy: z.literal('deterministic'), code: z.string().min(2) }),
    components: z
      .tuple([
        z.strictObject({
          type: z.literal('body'),
          parameters: z.array(z.strictObject({ type: z.literal('text'), text: z.string() })).min(1),
        }),
      ])
      .optional(),
  }),
  biz_opaque_callback_data: z.string().max(512),
})

export const METADATA = { display_phone_number: '551130001234', phone_number_id: PHONE_NUMBER_ID } as const

/** The Cloud API as seen from outside; what it is known to do is noted with links in the adapter's README. */
export async function startWhatsapp(clock: VendorClock): Promise<WhatsappFake> {
  const openApi = readMeta()
  const arrived: ArrivedMessage[] = []
  /** By the fake's own form and by Meta's. */
  const faults: string[] = []
  const bodies: unknown[] = []
  let next: FakeReply | null = null
  const expectForm = (form: keyof typeof FORMS, value: unknown): void => {
    faults.push(...openApi.faultsOf(form, value))
  }

  const send = (json: unknown): FakeReply => {
    bodies.push(json)
    const planned = next
    next = null
    if (planned) return planned
    const { data: message, error } = messageSchema.safeParse(json)
    if (!message) {
      faults.push(error.message)
      return refusal(400, 100, 'Invalid parameter', z.prettifyError(error))
    }
    expectForm('message', json)
    const texts = message.template.components?.[0].parameters.map(({ text }) => text) ?? []
    const refused = refusalOf(message.template, texts) ?? (`+${message.to}` === UNREACHABLE ? UNDELIVERABLE : null)
    if (refused) return refused
    const providerId = `wamid.HBgNNTUxMTk4NzY1NDMyMRUCABEYEjFBMkIzQzRE${arrived.length + 1}AA==`
    const { to, biz_opaque_callback_data: key } = message
    arrived.push({ recipient: `+${to}`, providerId, key, parameters: texts })
    const body = {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: waIdOf(to) }],
      messages: [{ id: providerId, message_status: 'accepted' }],
    }
    expectForm('accepted', body)
    return { body }
  }

  const answer = ({ method, path, headers, json, query }: FakeRequest): FakeReply => {
    if (headers.authorization !== `Bearer ${ACCESS_TOKEN}`) return BAD_TOKEN
    if (!path.startsWith(`/v23.0/${PHONE_NUMBER_ID}`)) return NO_SUCH_OBJECT
    if (method === 'POST' && path === `/v23.0/${PHONE_NUMBER_ID}/messages`) return send(json)
    const number = { id: PHONE_NUMBER_ID, ...NUMBER }
    expectForm('number', number)
    const fields = query.get('fields')?.split(',') ?? []
    return { body: Object.fromEntries(Object.entries(number).filter(([name]) => ['id', ...fields].includes(name))) }
  }

  const server = await startProviderServer(
    async (request) => {
      const reply = await answer(request)
      if ((reply.status ?? 200) >= 400) expectForm('error', reply.body)
      return reply
    },
    {
      isSend: ({ method }) => method === 'POST',
      throttled: () => refusal(400, 130429, 'Rate limit hit', 'Cloud API message throughput has been reached.'),
    },
  )
  const seconds = (): string => String(Math.floor(clock.now() / 1_000))
  const post = (...values: readonly object[]): ReceiptDelivery => {
    const changes = values.map((value) => ({
      field: 'messages',
      value: { messaging_product: 'whatsapp', metadata: METADATA, ...value },
    }))
    const rawBody = Buffer.from(
      JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '102', changes }] }),
    )
    return signed(rawBody)
  }
  return {
    settings: {
      phoneNumberId: PHONE_NUMBER_ID,
      accessToken: new Secret(ACCESS_TOKEN),
      appSecret: new Secret(APP_SECRET),
      baseUrl: server.url,
      timeoutMs: 400,
      requestsPerMinute: 600_000,
      parallel: 64,
    },
    secrets: [ACCESS_TOKEN, APP_SECRET],
    arrived,
    bodies,
    get calls() {
      return server.calls
    },
    misbehave: server.misbehave,
    answerNext: (status, error, body = graphError(status, { message: 'planned', ...error }).body as object) => {
      next = { status, body }
    },
    post,
    receiptOf: (message, kind) => {
      const value = { statuses: [statusOf(message, kind, seconds())] }
      expectForm('statuses', { messaging_product: 'whatsapp', metadata: METADATA, ...value })
      return post(value)
    },
    close: async () => {
      await server.close()
      expect(faults, 'what was wrong in requests, answers and receipts').toEqual([])
    },
  }
}

/** Of a call as Meta makes it. */
export function signed(rawBody: Buffer, secret = APP_SECRET): ReceiptDelivery {
  const signature = createHmac('sha256', secret).update(rawBody).digest('hex')
  return {
    method: 'POST',
    url: RECEIPTS_URL,
    query: {},
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    rawBody,
  }
}

const NUMBER = {
  verified_name: 'Distribuidora Teste',
  display_phone_number: '+55 11 3000-1234',
  quality_rating: 'GREEN',
}

function refusal(status: number, code: number, title: string, details: string): FakeReply {
  const error_data = { messaging_product: 'whatsapp', details }
  const message = `(#${code}) ${title}`
  return { status, body: { error: { message, type: 'OAuthException', code, error_data, fbtrace_id: 'Az8or2yhqkZ' } } }
}

/** What the Graph says before it knows of messages. */
const graphError = (status: number, error: object): FakeReply => ({
  status,
  body: { error: { type: 'OAuthException', fbtrace_id: 'Az8or2yhqkZ', ...error } },
})
const BAD_TOKEN = graphError(401, { message: 'Invalid OAuth access token - Cannot parse access token', code: 190 })
const NO_SUCH_OBJECT = graphError(400, {
  message:
    "Unsupported post request. Object with ID '1' does not exist, or cannot be loaded due to missing permissions",
  code: 100,
  error_subcode: 33,
})
const UNDELIVERABLE = refusal(400, 131026, 'Message undeliverable', 'Message Undeliverable.')

function refusalOf({ name, language }: z.output<typeof messageSchema>['template'], texts: string[]): FakeReply | null {
  if (name !== TEMPLATE.name || language.code !== TEMPLATE.language)
    return refusal(
      404,
      132001,
      'Template name does not exist in the translation',
      `template name (${name}) does not exist`,
    )
  if (texts.length !== TEMPLATE.places) {
    const details = `body: number of localizable_params (${texts.length}) does not match the expected number of params (3)`
    return refusal(400, 132000, 'Number of parameters does not match the expected number of params', details)
  }
  if (texts.some((text) => text === '')) return refusal(400, 131008, 'Required parameter is missing', 'text is empty')
  if (texts.some((text) => /[\n\t]| {5}/.test(text)))
    return refusal(
      400,
      100,
      'Invalid parameter',
      'Param text cannot have new-line/tab characters or more than 4 spaces',
    )
  if (texts.join('').length + TEMPLATE.chars > BODY_CHARS_MAX)
    return refusal(400, 132005, 'Translated text too long', 'the translated text is too long')
  return null
}

/** Accounts of the areas where the ninth digit came late have an id without it. */
const waIdOf = (digits: string): string => digits.replace(/^(55[3-9]\d)9(\d{8})$/, '$1$2')

const FAILURES: Readonly<Partial<Record<Receipt['kind'], { code: number; title: string }>>> = {
  failed: { code: 131000, title: 'Something went wrong' },
  invalid_recipient: { code: 131026, title: 'Message undeliverable' },
  unwanted: { code: 131050, title: 'User has stopped marketing messages' },
}

function statusOf({ providerId, recipient, key }: ArrivedMessage, kind: Receipt['kind'], timestamp: string): object {
  const failure = FAILURES[kind]
  const href = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/'
  return {
    id: providerId,
    status: failure ? 'failed' : kind,
    timestamp,
    recipient_id: waIdOf(recipient.slice(1)),
    ...(key ? { biz_opaque_callback_data: key } : {}),
    ...(failure ? { errors: [{ ...failure, message: failure.title, error_data: { details: '' }, href }] } : {}),
  }
}
