import { expect } from 'vitest'
import { z } from 'zod'
import type { Receipt, ReceiptDelivery } from '../../../../src/channels/contract.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import type { FakeReply, FakeRequest } from '../../../conformance/fake-server.ts'
import type { VendorClock } from '../../../conformance/vendor.ts'
import { startProviderServer } from '../../../conformance-channel/provider-server.ts'
import type { ArrivedMessage, FakeProvider } from '../../../conformance-channel/vendor.ts'
import { readOpenApi } from '../whatsapp-cloud/openapi.ts'

const TOKEN = 'hKp94crjv9OF3UGrCpSXUJw1-UYHhRvLKNLt'
export const SENDERS = { sms: 'distribuidora-teste', whatsapp: '551130001234' } as const
/** No number of any network. */
export const UNKNOWN_NUMBER = '+5500900000000'
export const TEMPLATE_ID = 'c2c3e42d-6fb7-4ad6-897a-dd7613469f58'
/** What the template has to be filled with. */
export const TEMPLATE_FIELDS = ['nome', 'valor', 'vencimento'] as const
export const SMS_CHARS_MAX = 1_520
export const TEMPLATE_CHARS_MAX = 1_000

type Channel = keyof typeof SENDERS

export interface ZenviaFake extends FakeProvider {
  /** Bodies of attempts to send, as they came. */
  readonly bodies: readonly unknown[]
  /** The next attempt is answered like this, and not taken. */
  answerNext(status: number, body: unknown): void
  /** An event as Zenvia posts it. */
  post(event: Readonly<Record<string, unknown>>): ReceiptDelivery
}

const FORMS = {
  sms: '#/components/schemas/message.sms',
  whatsapp: '#/components/schemas/message.whatsapp',
  error: '#/components/schemas/error.base',
  subscription: '#/components/schemas/subscription.all',
  MESSAGE_STATUS: '#/components/schemas/events.message-status-event',
  MESSAGE: '#/components/schemas/events.message-event',
} as const

export const readZenvia = () => readOpenApi('zenvia/openapi-v2.json', FORMS)

/** As much of a message as Fiado sends; Zenvia takes more. */
const messageSchema = z.strictObject({
  externalId: z.string().min(1),
  from: z.string().min(1).max(64),
  to: z.string().min(1).max(64),
  contents: z.tuple([
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
      z.strictObject({
        type: z.literal('template'),
        templateId: z.string(),
        fields: z.record(z.string(), z.string()),
      }),
    ]),
  ]),
})

/** The API as seen from outside; what it is known to do is noted with links in the adapter's README. */
export async function startZenvia(clock: VendorClock, channel: Channel): Promise<ZenviaFake> {
  const openApi = readZenvia()
  const arrived: ArrivedMessage[] = []
  const bodies: unknown[] = []
  /** By the fake's own form and by Zenvia's. */
  const faults: string[] = []
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
      if (error.issues.every(({ code }) => code !== 'too_small')) faults.push(error.message)
      return invalid(...error.issues.map(({ path }) => path.join('.')))
    }
    expectForm(channel, json)
    const wrong = wrongIn(message, channel)
    if (wrong !== null) return invalid(wrong)
    const providerId = `4a0a7e2c-0000-4000-8000-${String(arrived.length + 1).padStart(12, '0')}`
    const [content] = message.contents
    const said =
      content.type === 'text'
        ? { text: content.text }
        : { parameters: TEMPLATE_FIELDS.map((field) => content.fields[field] ?? '') }
    arrived.push({ recipient: `+${message.to}`, providerId, key: message.externalId, ...said })
    const body = { id: providerId, ...message, direction: 'OUT', channel, timestamp: clock.format(clock.now()) }
    expectForm(channel, body)
    return { body }
  }

  const answer = ({ method, path, headers, json }: FakeRequest): FakeReply => {
    if (headers['x-api-token'] !== TOKEN)
      return { status: 401, body: { code: 'AUTHENTICATION_ERROR', message: 'No authorization token was found' } }
    if (method === 'POST' && path === `/v2/channels/${channel}/messages`) return send(json)
    if (method === 'GET' && path === '/v2/subscriptions') {
      const body = subscriptions(channel)
      for (const subscription of body) expectForm('subscription', subscription)
      return { body }
    }
    return { status: 404, body: { code: 'NOT_FOUND', message: 'Not found' } }
  }

  const server = await startProviderServer(
    async (request) => {
      const reply = await answer(request)
      if ((reply.status ?? 200) >= 400) expectForm('error', reply.body)
      return reply
    },
    { isSend: ({ method }) => method === 'POST' },
  )
  const post = (event: Readonly<Record<string, unknown>>): ReceiptDelivery => {
    const timestamp = clock.format(clock.now())
    const whole = { id: 'e5f2c1aa-1', timestamp, subscriptionId: 'sub-1', channel, ...event }
    const type = event['type']
    if (type === 'MESSAGE_STATUS' || type === 'MESSAGE') expectForm(type, whole)
    return {
      method: 'POST',
      url: 'https://fiado.example/v1/channels/sms/receipts/receipts-s3cret-0123',
      query: {},
      headers: { 'content-type': 'application/json' },
      rawBody: Buffer.from(JSON.stringify(whole)),
    }
  }
  const templates = { fiado_lembrete: { id: TEMPLATE_ID, fields: [...TEMPLATE_FIELDS] } }
  return {
    settings: {
      channel,
      token: new Secret(TOKEN),
      from: SENDERS[channel],
      baseUrl: `${server.url}/v2`,
      timeoutMs: 400,
      requestsPerMinute: 600_000,
      parallel: 64,
      ...(channel === 'whatsapp' ? { templates } : {}),
    },
    secrets: [TOKEN],
    arrived,
    bodies,
    get calls() {
      return server.calls
    },
    misbehave: server.misbehave,
    answerNext: (status, body) => {
      next = { status, body }
    },
    post,
    receiptOf: ({ providerId, key, recipient }, kind) => {
      const message = {
        id: providerId,
        externalId: key,
        contentIndex: 0,
        direction: 'OUT',
        from: SENDERS[channel],
        to: recipient.slice(1),
      }
      if (kind === 'opted_out') throw new TypeError('no status says that')
      return post({ type: 'MESSAGE_STATUS', message, messageStatus: STATUSES[kind](clock.format(clock.now())) })
    },
    close: async () => {
      await server.close()
      expect(faults, 'what was wrong in requests, answers and events').toEqual([])
    },
  }
}

const invalid = (...paths: readonly string[]): FakeReply => ({
  status: 400,
  body: {
    code: 'VALIDATION_ERROR',
    message: 'Validation error',
    details: paths.map((path) => ({ code: 'INVALID', path, message: 'is not valid' })),
  },
})

function wrongIn({ from, to, contents }: z.output<typeof messageSchema>, channel: Channel): string | null {
  if (from !== SENDERS[channel]) return 'from'
  if (!/^55[1-9][1-9]\d{8,9}$/.test(to)) return 'to'
  const [content] = contents
  if (content.type === 'text')
    return channel === 'sms' && content.text.length <= SMS_CHARS_MAX ? null : 'contents[0].text'
  if (content.templateId !== TEMPLATE_ID) return 'contents[0].templateId'
  const values = TEMPLATE_FIELDS.map((field) => content.fields[field])
  const isFilled = values.every((value) => value !== undefined && value !== '' && !/[\n\t]| {5}/.test(value))
  return isFilled && values.join('').length <= TEMPLATE_CHARS_MAX ? null : 'contents[0].fields'
}

/** Of this channel two that are in use, one that is not, and one of another channel. */
const subscriptions = (channel: Channel): object[] =>
  [
    { eventType: 'MESSAGE_STATUS', criteria: { channel }, status: 'ACTIVE' },
    { eventType: 'MESSAGE', criteria: { channel, direction: 'IN' }, status: 'DEGRADED' },
    { eventType: 'MESSAGE_STATUS', criteria: { channel }, status: 'INACTIVE' },
    { eventType: 'MESSAGE_STATUS', criteria: { channel: 'rcs' }, status: 'ACTIVE' },
  ].map((subscription, index) => ({
    id: `sub-${index}`,
    version: 'v2',
    webhook: { url: 'https://fiado.example/v1/channels/sms/receipts/x' },
    ...subscription,
  }))

const failure = (timestamp: string, ...causes: readonly object[]) => ({
  timestamp,
  code: 'NOT_DELIVERED',
  description: 'The provider was unable to deliver the message',
  causes,
})

const STATUSES: Readonly<Record<Exclude<Receipt['kind'], 'opted_out'>, (timestamp: string) => object>> = {
  delivered: (timestamp) => ({
    timestamp,
    code: 'DELIVERED',
    description: 'The message has been delivered by the provider',
  }),
  read: (timestamp) => ({ timestamp, code: 'READ', description: 'The message has been read by the recipient' }),
  failed: (timestamp) => failure(timestamp, { reason: 'Expired', details: 'The handset was off' }),
  invalid_recipient: (timestamp) => failure(timestamp, { reason: 'Invalid mobile number' }),
  unwanted: (timestamp) => failure(timestamp, { channelErrorCode: '131050', reason: 'User has stopped' }),
}
