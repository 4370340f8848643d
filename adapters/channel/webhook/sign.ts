import { hmacOf } from '../../../src/channels/signature.ts'
import type { Secret } from '../../../src/sync/secret.ts'
import { keyOf } from './settings.ts'

/**
 * The headers of Standard Webhooks, https://www.standardwebhooks.com (specification 1.0.0, seen 2026-11-22): one event
 * keeps its `id` however often it is sent, `timestamp` is that of the attempt, in seconds.
 */
export function sign(secret: Secret, id: string, timestamp: number, body: string): Record<string, string> {
  const signature = hmacOf('sha256', keyOf(secret.reveal()), `${id}.${timestamp}.${body}`).toString('base64')
  return { 'webhook-id': id, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': `v1,${signature}` }
}
