import { Webhook, type WebhookUnbrandedRequiredHeaders } from 'standardwebhooks'
import { Secret } from '../../../../src/sync/secret.ts'
import type { FakeReply, FakeRequest } from '../../../conformance/fake-server.ts'
import { startProviderServer } from '../../../conformance-channel/provider-server.ts'
import type { ArrivedMessage, FakeProvider } from '../../../conformance-channel/vendor.ts'

const SECRET = 'whsec_Zm9yIHRlc3RzIG9mIHRoaXMgbWFjaGluZSBvbmx5ISE='

/** A program of the house that takes webhooks as the standard says: verified, and each id once. */
export async function startReceiver(): Promise<FakeProvider> {
  const arrived: ArrivedMessage[] = []
  const answer = (request: FakeRequest): FakeReply => {
    const headers = request.headers as unknown as WebhookUnbrandedRequiredHeaders
    if (headers['webhook-signature'] !== signatureOf(headers, request.text)) return { status: 401, body: 'not yours' }
    const { type, data: content } = request.json
    const key = headers['webhook-id']
    if (type !== 'collection.message' || arrived.some((one) => one.key === key)) return { status: 204 }
    if (content.recipient === 'gone') return { status: 410, body: '<p>gone</p>' }
    arrived.push({ key, providerId: null, ...content, recipient: `${content.source}/${content.recipient}` })
    return { body: { taken: true } }
  }
  const server = await startProviderServer(answer, { isSend: ({ json }) => json?.type === 'collection.message' })
  return {
    settings: {
      url: `${server.url}/hooks/fiado?tenant=7`,
      secret: new Secret(SECRET),
      timeoutMs: 400,
      requestsPerMinute: 600_000,
    },
    secrets: [SECRET, SECRET.slice('whsec_'.length), '/hooks/fiado', 'tenant=7'],
    arrived,
    get calls() {
      return server.calls
    },
    misbehave: server.misbehave,
    close: server.close,
  }
}

/** By the standard's own library; its tolerance of five minutes has no place where the clock stands still. */
function signatureOf(headers: WebhookUnbrandedRequiredHeaders, body: string): string {
  return new Webhook(SECRET).sign(headers['webhook-id'], new Date(Number(headers['webhook-timestamp']) * 1_000), body)
}
