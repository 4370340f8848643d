import { z } from 'zod'
import type { WebhookDelivery, WebhookOutcome } from '../../../src/sync/contract.ts'
import { parseJson } from '../../../src/sync/json.ts'
import { isSignedBy } from '../../../src/sync/signature.ts'
import type { BlingSettings } from './settings.ts'

const PREFIX = 'sha256='

const eventSchema = z.looseObject({
  eventId: z.string().min(1),
  event: z.string(),
  companyId: z.string().optional(),
  data: z.looseObject({ id: z.union([z.int().positive(), z.string().regex(/^\d+$/)]) }),
})

/**
 * Bling signs with the client secret of the app and tells of orders only, of all that concerns credit. Events come twice
 * and in any order (developer.bling.com.br/webhooks, 2026-11-22), so the order itself is read again.
 */
export function receiveEvent({ clientSecret, companyId }: BlingSettings, delivery: WebhookDelivery): WebhookOutcome {
  const given = delivery.headers['x-bling-signature-256']
  if (!given?.startsWith(PREFIX) || !isSignedBy(clientSecret, delivery.rawBody, given.slice(PREFIX.length), 'hex'))
    return { kind: 'refused', message: 'the signature is not that of the Bling app' }
  const parsed = parseJson(delivery.rawBody.toString('utf8'))
  const { data: event } = eventSchema.safeParse('value' in parsed ? parsed.value : null)
  if (!event) return { kind: 'nothing' }
  if (companyId !== undefined && event.companyId !== companyId)
    return { kind: 'refused', message: 'the event is of another company that uses the same app' }
  if (!event.event.startsWith('order.')) return { kind: 'nothing' }
  return {
    kind: 'changed',
    deliveryId: event.eventId,
    records: [{ stream: 'orders', externalId: String(event.data.id) }],
  }
}
