import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Receipt, ReceiptDelivery } from '../../../../src/channels/contract.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import type { FakeReply, FakeRequest } from '../../../conformance/fake-server.ts'
import type { VendorClock } from '../../../conformance/vendor.ts'
import { startProviderServer } from '../../../conformance-channel/provider-server.ts'
import type { ArrivedMessage, FakeProvider } from '../../../conformance-channel/vendor.ts'
import { readOpenApi } from '../whatsapp-cloud/openapi.ts'

export const ACCOUNT_SID = 'ACfa4ec0ffee00000000000000000000a1'
const AUTH_TOKEN = 'c0ffee11223344556677889900aabbcc'
export const FROM = '+551130001234'
/** A landline: Twilio tells at once. */
export const LANDLINE = '+551133334444'
export const RECEIPTS_URL = 'https://fiado.example/v1/channels/sms/receipts/receipts-s3cret-0123'
export const BODY_CHARS_MAX = 1_600

const FORMS = {
  // Of Messages.json, what is posted.
  message:
    '#/paths/~12010-04-01~1Accounts~1{AccountSid}~1Messages.json/post/requestBody/content/application~1x-www-form-urlencoded/schema',
  created: '#/components/schemas/api.v2010.account.message',
} as const

export const readTwilio = () => readOpenApi('twilio/twilio_api_v2010.messages.json', FORMS)

export interface TwilioFake extends FakeProvider {
  /** Forms of attempts to send, as they came. */
  readonly forms: readonly Readonly<Record<string, string>>[]
  /** The next attempt is answered with this code and status, and not taken. */
  answerNext(status: number, code: number, body?: object): void
  account: Readonly<Record<string, string>>
  /** A form as Twilio posts it, signed. */
  post(fields: Readonly<Record<string, string>>, url?: string): ReceiptDelivery
}

/** As much of a message as Fiado sends; Twilio takes more. */
const formSchema = z.strictObject({
  To: z.string(),
  From: z.string().optional(),
  MessagingServiceSid: z.string().optional(),
  Body: z.string(),
  StatusCallback: z.url().optional(),
})

/** The API as seen from outside; what it is known to do is noted with links in the adapter's README. */
export async function startTwilio(_clock: VendorClock): Promise<TwilioFake> {
  const openApi = readTwilio()
  const arrived: (ArrivedMessage & { readonly callback: string | undefined })[] = []
  const forms: Record<string, string>[] = []
  /** By the fake's own form and by Twilio's. */
  const faults: string[] = []
  let next: FakeReply | null = null

  const send = ({ headers, text }: FakeRequest): FakeReply => {
    const fields = Object.fromEntries(new URLSearchParams(text))
    forms.push(fields)
    const planned = next
    next = null
    if (planned) return planned
    const { data: form, error } = formSchema.safeParse(fields)
    if (!form || headers['content-type'] !== 'application/x-www-form-urlencoded') {
      faults.push(error?.message ?? `it is ${headers['content-type']}`)
      return refusal(400, 21602)
    }
    faults.push(...openApi.faultsOf('message', form))
    const code = refusalOf(form)
    if (code !== null) return refusal(400, code)
    const sid = `SM${String(arrived.length + 1).padStart(32, '0')}`
    const callback = form.StatusCallback
    const key = callback === undefined ? null : new URL(callback).searchParams.get('key')
    arrived.push({ recipient: form.To, providerId: sid, key, text: form.Body, callback })
    const body = { ...CREATED, sid, to: form.To, from: form.From ?? null, body: form.Body }
    faults.push(...openApi.faultsOf('created', body))
    return { status: 201, body }
  }

  const server = await startProviderServer(
    (request) => {
      const { headers, path } = request
      if (headers.authorization !== `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}`) return refusal(401, 20003)
      if (path === `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`) return send(request)
      if (path === `/2010-04-01/Accounts/${ACCOUNT_SID}.json`) return { body: { sid: ACCOUNT_SID, ...fake.account } }
      return refusal(404, 20404)
    },
    {
      isSend: ({ method }) => method === 'POST',
      throttled: (retryAfterS) => ({ ...refusal(429, 20429), headers: { 'retry-after': String(retryAfterS) } }),
    },
  )
  const fake: TwilioFake = {
    settings: {
      accountSid: ACCOUNT_SID,
      authToken: new Secret(AUTH_TOKEN),
      from: FROM,
      baseUrl: server.url,
      timeoutMs: 400,
      requestsPerMinute: 600_000,
      parallel: 64,
    },
    secrets: [AUTH_TOKEN],
    account: { friendly_name: 'Distribuidora Teste', status: 'active', type: 'Full' },
    arrived,
    forms,
    get calls() {
      return server.calls
    },
    misbehave: server.misbehave,
    answerNext: (status, code, body) => {
      next = body ? { status, body } : refusal(status, code)
    },
    post: signed,
    receiptOf: (message, kind) => {
      const { callback } = arrived.find(({ providerId }) => providerId === message.providerId) ?? {}
      if (kind === 'opted_out') throw new TypeError('no status says that')
      const { status, code } = STATUSES[kind]
      const fields = {
        ...{ MessageSid: message.providerId ?? '', SmsSid: message.providerId ?? '', MessageStatus: status },
        ...{ SmsStatus: status, To: message.recipient, From: FROM, AccountSid: ACCOUNT_SID, ApiVersion: '2010-04-01' },
        ...(code === undefined ? {} : { ErrorCode: code }),
      }
      return signed(fields, callback)
    },
    close: async () => {
      await server.close()
      expect(faults, 'what was wrong in requests and answers').toEqual([])
    },
  }
  return fake
}

/** As Twilio signs: the address, and behind it each field by the order of their names. */
export function signatureOf(url: string, fields: Readonly<Record<string, string>>, authToken = AUTH_TOKEN): string {
  const posted = Object.keys(fields)
    .sort()
    .map((name) => `${name}${fields[name]}`)
    .join('')
  return createHmac('sha1', authToken).update(`${url}${posted}`).digest('base64')
}

function signed(fields: Readonly<Record<string, string>>, url = RECEIPTS_URL): ReceiptDelivery {
  return {
    method: 'POST',
    url,
    query: Object.fromEntries(new URL(url).searchParams),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': signatureOf(url, fields),
    },
    rawBody: Buffer.from(new URLSearchParams(fields).toString()),
  }
}

const refusal = (status: number, code: number): FakeReply => ({
  status,
  body: { code, message: `planned ${LANDLINE}`, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
})

function refusalOf({ To, From, MessagingServiceSid, Body }: z.output<typeof formSchema>): number | null {
  if (!/^\+[1-9]\d{7,14}$/.test(To)) return 21211
  if (To === LANDLINE) return 21614
  if (From === undefined && MessagingServiceSid === undefined) return 21603
  if (From !== undefined && From !== FROM) return 21606
  if (Body === '') return 21602
  return Body.length > BODY_CHARS_MAX ? 21617 : null
}

const CREATED = {
  account_sid: ACCOUNT_SID,
  api_version: '2010-04-01',
  date_created: 'Sun, 22 Nov 2026 13:00:00 +0000',
  date_sent: null,
  date_updated: 'Sun, 22 Nov 2026 13:00:00 +0000',
  direction: 'outbound-api',
  error_code: null,
  error_message: null,
  messaging_service_sid: null,
  num_media: '0',
  num_segments: '1',
  price: null,
  price_unit: null,
  status: 'queued',
  subresource_uris: {},
  uri: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/SM.json`,
} as const

const STATUSES: Readonly<Record<Exclude<Receipt['kind'], 'opted_out'>, { status: string; code?: string }>> = {
  delivered: { status: 'delivered' },
  read: { status: 'read' },
  failed: { status: 'undelivered', code: '30003' },
  invalid_recipient: { status: 'undelivered', code: '30005' },
  unwanted: { status: 'failed', code: '21610' },
}
