import { z } from 'zod'
import type { Stream, WebhookDelivery, WebhookOutcome } from '../../../src/sync/contract.ts'
import { isSignedBy } from '../../../src/sync/signature.ts'
import type { Settings } from './settings.ts'

/** Two fields that the webhook in ERPNext has to send; more are welcome and not looked at. */
const deliverySchema = z.looseObject({ doctype: z.string(), name: z.string().min(1).max(120) })

/** Any instalment stands for its invoice: `read` brings them all. */
const TARGETS: Readonly<Record<string, { readonly stream: Stream; readonly suffix: string }>> = {
  Customer: { stream: 'customers', suffix: '' },
  'Sales Invoice': { stream: 'receivables', suffix: ':1' },
  'Payment Entry': { stream: 'receivables', suffix: ':advance' },
  'Sales Order': { stream: 'orders', suffix: '' },
}

/** The signature is over the body as sent, which is Python's `json.dumps` and no other JSON. */
export function receive({ webhookSecret }: Settings, { headers, rawBody }: WebhookDelivery): WebhookOutcome {
  const signature = headers['x-frappe-webhook-signature']
  if (!webhookSecret) return { kind: 'refused', message: 'webhookSecret is not set' }
  if (!isSignedBy(webhookSecret, rawBody, signature, 'base64'))
    return { kind: 'refused', message: 'is not signed by us' }
  const delivery = deliverySchema.safeParse(parse(rawBody.toString()))
  if (!delivery.success) return { kind: 'refused', message: 'must send the fields doctype and name' }
  const target = TARGETS[delivery.data.doctype]
  if (!target) return { kind: 'nothing' }
  const { stream, suffix } = target
  return { kind: 'changed', deliveryId: null, records: [{ stream, externalId: `${delivery.data.name}${suffix}` }] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
