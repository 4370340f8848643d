import { randomBytes } from 'node:crypto'
import { hmacOf } from '../channels/signature.ts'
import type { EpochMs } from '../kernel/clock.ts'

const PREFIX = 'whsec_'
/** Standard Webhooks asks for 24 to 64. */
const KEY_BYTES = 32
/** After a new secret was made, the old one signs as well for so long. */
const OVERLAP_MS = 86_400_000

const createWebhookSecret = (): string => `${PREFIX}${randomBytes(KEY_BYTES).toString('base64')}`

/** As the secrets of a webhook are stored: the one in force, then the one before it and until when it still signs. */
export function renewSecret(stored: string | null, now: EpochMs): { secret: string; stored: string } {
  const secret = createWebhookSecret()
  const [before] = stored?.split(' ') ?? []
  return { secret, stored: before === undefined ? secret : `${secret} ${before} ${now + OVERLAP_MS}` }
}

/**
 * The headers of Standard Webhooks, https://www.standardwebhooks.com (specification 1.0.0, seen 2026-11-22): `id` is that
 * of the event, however often it is sent; `now` is that of the attempt; a signature for each secret that is in force.
 */
export function signatureHeaders(stored: string, id: string, now: EpochMs, body: string): Record<string, string> {
  const [secret = '', before, until] = stored.split(' ')
  const secrets = before !== undefined && now < Number(until) ? [secret, before] : [secret]
  const timestamp = Math.floor(now / 1_000)
  const content = `${id}.${timestamp}.${body}`
  const signatures = secrets.map((one) => `v1,${hmacOf('sha256', keyOf(one), content).toString('base64')}`)
  return { 'webhook-id': id, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': signatures.join(' ') }
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')
