import { createHmac } from 'node:crypto'
import { Secret } from '../../src/sync/secret.ts'
import type { FakeReply, FakeRequest } from '../conformance/fake-server.ts'
import { startProviderServer } from './provider-server.ts'
import type { ArrivedMessage, FakeProvider } from './vendor.ts'

const API_KEY = 'acme-post-key-77f3'
const SIGNING_SECRET = 'acme-post-signs-51cd'

/** The invented provider of `sample-adapter.ts`. */
export async function startSampleProvider({ honoursKey = true } = {}): Promise<FakeProvider> {
  const arrived: ArrivedMessage[] = []
  const answer = ({ headers, path, json }: FakeRequest): FakeReply => {
    if (headers.authorization !== `Bearer ${API_KEY}`) return { status: 401, body: { error: 'unknown key' } }
    if (path === '/account') return { body: { name: 'Distribuidora Teste' } }
    if (json.to === 'nobody@padaria.example') return { status: 422, body: { error: 'unknown address' } }
    const known = honoursKey ? arrived.findIndex(({ key }) => key === json.key) : -1
    if (known >= 0) return { body: { id: arrived[known]?.providerId } }
    const providerId = `acme-${arrived.length + 1}`
    const { key, to: recipient, name: recipientName, subject, text, html, unsubscribe: unsubscribeUrl, facts } = json
    arrived.push({ key, recipient, recipientName, subject, text, html, unsubscribeUrl, facts, providerId })
    return { body: { id: providerId } }
  }
  const server = await startProviderServer(answer, { isSend: ({ path }) => path === '/messages' })
  return {
    settings: {
      baseUrl: server.url,
      apiKey: new Secret(API_KEY),
      signingSecret: new Secret(SIGNING_SECRET),
      timeoutMs: 400,
    },
    secrets: [API_KEY, SIGNING_SECRET],
    arrived,
    get calls() {
      return server.calls
    },
    misbehave: server.misbehave,
    receiptOf: ({ providerId }, kind) => {
      const rawBody = Buffer.from(JSON.stringify({ message: providerId, event: kind }))
      const signature = createHmac('sha256', SIGNING_SECRET).update(rawBody).digest('hex')
      return {
        method: 'POST',
        url: 'https://fiado.example/v1/channels/acme/receipts/x',
        query: {},
        headers: { 'content-type': 'application/json', 'x-acme-signature': signature },
        rawBody,
      }
    },
    close: server.close,
  }
}
