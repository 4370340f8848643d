import { z } from 'zod'
import type { Stream, WebhookDelivery, WebhookOutcome } from '../../../src/sync/contract.ts'

/** What the action "Send Webhook Notification" of an automation rule posts (Odoo 17 and later). It is not signed. */
const deliverySchema = z.looseObject({ _model: z.string(), _id: z.int().positive() })

const STREAMS: Readonly<Record<string, Stream>> = {
  'res.partner': 'customers',
  'account.move.line': 'receivables',
  'sale.order': 'orders',
}

export function receive(_settings: unknown, { rawBody }: WebhookDelivery): WebhookOutcome {
  const delivery = deliverySchema.safeParse(parse(rawBody.toString()))
  if (!delivery.success) return { kind: 'refused', message: 'is no notification of an Odoo automation rule' }
  const { _model, _id } = delivery.data
  const stream = STREAMS[_model]
  if (!stream) return { kind: 'nothing' }
  return { kind: 'changed', deliveryId: null, records: [{ stream, externalId: String(_id) }] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
