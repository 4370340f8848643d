import { z } from 'zod'
import type { ChangedRecord, Stream, WebhookDelivery, WebhookOutcome } from '../../../src/sync/contract.ts'
import { REDUNDANT_MS } from './faults.ts'
import type { OmieSettings } from './omie-settings.ts'

/** Asked sooner, Omie may refuse: the same record cannot be asked for twice within a minute. */
const AFTER_MS = REDUNDANT_MS + 1_000

const idSchema = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(String)
const deliverySchema = z.looseObject({
  appKey: z.union([z.string(), z.int()]).transform(String),
  topic: z.string(),
  messageId: z.string().min(1).max(200).optional(),
  event: z.unknown(),
})

const titleSchema = z.looseObject({ codigo_lancamento_omie: idSchema })
/** A payment may settle several titles. */
const paymentSchema = z.looseObject({ conta_a_receber: z.array(titleSchema) })
const customerSchema = z.looseObject({ codigo_cliente_omie: idSchema })
const orderSchema = z.looseObject({ idPedido: idSchema })

/**
 * Deliveries are not signed. What makes them Omie's is the secret in the address, which the core has seen to, and the
 * key of the app. What they say is not believed: it only tells which records to ask for.
 */
export function receive({ appKey }: OmieSettings, { rawBody }: WebhookDelivery): WebhookOutcome {
  const json = parse(rawBody)
  // Sent when the address is entered in Omie, which wants a 2xx.
  if (z.strictObject({ ping: z.literal('omie') }).safeParse(json).success) return { kind: 'nothing' }
  const parsed = deliverySchema.safeParse(json)
  if (!parsed.success) return { kind: 'refused', message: 'this is no webhook of Omie' }
  const { topic, messageId = null, event, appKey: sender } = parsed.data
  if (sender !== appKey.reveal()) return { kind: 'refused', message: 'this webhook is of another Omie app' }
  const records = recordsOf(topic, event)
  if (records.length === 0) return { kind: 'nothing' }
  return { kind: 'changed', deliveryId: messageId, records }
}

function parse(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString())
  } catch {
    return null
  }
}

function recordsOf(topic: string, event: unknown): ChangedRecord[] {
  // BaixaRealizada and BaixaCancelada bring a list of payments, all other topics one object.
  const events = Array.isArray(event) ? event : [event]
  const changed = (stream: Stream, ids: readonly string[]): ChangedRecord[] =>
    [...new Set(ids)].map((externalId) => ({ stream, externalId, afterMs: AFTER_MS }))
  if (/^ClienteFornecedor\.(Incluido|Alterado|Excluido)$/i.test(topic))
    return changed(
      'customers',
      idsIn(events, customerSchema, (customer) => [customer.codigo_cliente_omie]),
    )
  if (/^Financas\.ContaReceber\.(Incluido|Alterado|Excluido|BaixaRealizada|BaixaCancelada)$/i.test(topic))
    return changed('receivables', [
      ...idsIn(events, titleSchema, (title) => [title.codigo_lancamento_omie]),
      ...idsIn(events, paymentSchema, ({ conta_a_receber: titles }) =>
        titles.map((title) => title.codigo_lancamento_omie),
      ),
    ])
  if (/^VendaProduto\.(Incluida|Alterada|EtapaAlterada|Faturada|Cancelada|Excluida|Devolvida)$/i.test(topic))
    return changed(
      'orders',
      idsIn(events, orderSchema, (order) => [order.idPedido]),
    )
  return []
}

function idsIn<Schema extends z.ZodType>(
  events: readonly unknown[],
  schema: Schema,
  idsOf: (event: z.output<Schema>) => string[],
): string[] {
  return events.flatMap((event) => {
    const parsed = schema.safeParse(event)
    return parsed.success ? idsOf(parsed.data) : []
  })
}
