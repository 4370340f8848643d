import { z } from 'zod'
import type { ChangedRecord, Stream, WebhookDelivery, WebhookOutcome } from '../../../src/sync/contract.ts'
import { amountOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { parseJson } from '../../../src/sync/json.ts'
import { creditIdOf } from './credits.ts'
import type { Settings } from './settings.ts'

/** Dolibarr posts from within its transaction: asked at once it still shows the state before. */
const COMMITTED_AFTER_MS = 5_000
/** Revisions are the seconds of an order's last change since here (July 2017), to fit 31 bits beyond 2038. */
const REVISIONS_FROM_S = 1_500_000_000

const idSchema = z.union([z.string().regex(/^\d+$/), z.int().positive()]).transform(String)
const deliverySchema = z.looseObject({ triggercode: z.string(), object: z.looseObject({}) })
type Dump = z.output<typeof deliverySchema>['object']

type ToRecords = (object: Dump) => ChangedRecord[]

/** Triggers by object; the suppliers' (`BILL_SUPPLIER_…`, `ORDER_SUPPLIER_…`) begin alike and are none of these. */
const CHANGES: ReadonlyMap<string, ToRecords> = new Map([
  ...triggers('COMPANY', ['CREATE', 'MODIFY', 'DELETE'], ({ id }) => changed('customers', id)),
  ...triggers(
    'BILL',
    ['CREATE', 'MODIFY', 'VALIDATE', 'UNVALIDATE', 'CANCEL', 'DELETE', 'PAYED', 'UNPAYED'],
    ({ id }) => changed('receivables', id),
  ),
  ...triggers(
    'ORDER',
    ['CREATE', 'MODIFY', 'UNVALIDATE', 'CANCEL', 'CLOSE', 'REOPEN', 'CLASSIFY_BILLED', 'CLASSIFY_UNBILLED', 'DELETE'],
    ({ id }) => changed('orders', id),
  ),
  ...triggers('PAYMENT_CUSTOMER', ['CREATE'], ({ amounts }) =>
    Object.keys(amounts ?? {}).flatMap((id) => changed('receivables', id)),
  ),
  ...triggers('DISCOUNT', ['CREATE', 'MODIFY', 'DELETE'], discountChanged),
])

function triggers(prefix: string, events: readonly string[], toRecords: ToRecords): [string, ToRecords][] {
  return events.map((event) => [`${prefix}_${event}`, toRecords])
}

/** Says what a delivery means. The address of the webhook is its only secret, and was compared before. */
export function receive(settings: Settings, { rawBody }: WebhookDelivery): WebhookOutcome {
  const body = parseJson(rawBody.toString())
  const delivery = deliverySchema.safeParse('value' in body ? body.value : null)
  if (!delivery.success) return { kind: 'refused', message: 'this is no delivery of Dolibarr' }
  const { triggercode, object } = delivery.data
  if (isOfOtherEntity(settings, object)) return { kind: 'nothing' }
  if (triggercode === 'ORDER_VALIDATE') return orderToValidate(object)
  const records = CHANGES.get(triggercode)?.(object) ?? []
  return records.length === 0 ? { kind: 'nothing' } : { kind: 'changed', deliveryId: null, records }
}

const orderSchema = z.looseObject({
  id: idSchema,
  socid: idSchema,
  total_ttc: z.union([z.string(), z.number()]),
  date_modification: z.unknown().optional(),
})

/** The order is still `(PROV…)` in what is sent: its row id is what the orders stream calls it too. */
function orderToValidate(object: Dump): WebhookOutcome {
  const order = orderSchema.safeParse(object)
  const amount = order.success ? amountOrNull(order.data.total_ttc) : null
  if (!order.success || amount === null) return { kind: 'refused', message: 'this is no order of Dolibarr' }
  // Free and negative orders take no credit, and Fiado is not asked about them.
  if (amount.startsWith('-') || amount === '0.00') return { kind: 'nothing' }
  const { id, socid, date_modification: modifiedAt } = order.data
  return { kind: 'order', customerExternalId: socid, order: { id, revision: revisionOf(modifiedAt), amount } }
}

/** An order that goes back to draft and is validated again with another total has been changed in between. */
function revisionOf(modifiedAt: unknown): number {
  const seconds = /^\d{1,10}$/.test(String(modifiedAt ?? '')) ? Number(modifiedAt) : 0
  return Math.max(1, seconds - REVISIONS_FROM_S)
}

function amountOrNull(value: string | number): string | null {
  try {
    return amountOf(value, 'total_ttc')
  } catch (error) {
    if (error instanceof BadRecordError) return null
    throw error
  }
}

function isOfOtherEntity({ entity }: Settings, object: Dump): boolean {
  const given = idSchema.safeParse(object['entity'])
  return entity !== undefined && given.success && given.data !== String(entity)
}

function changed(stream: Stream, id: unknown): ChangedRecord[] {
  const parsed = idSchema.safeParse(id)
  return parsed.success && parsed.data !== '0' ? [{ stream, externalId: parsed.data, afterMs: COMMITTED_AFTER_MS }] : []
}

/** A credit was made, used, freed or split: it, the invoice that it pays and the note that it comes from. */
function discountChanged(object: Dump): ChangedRecord[] {
  const [party, row] = [object['fk_soc'] ?? object['socid'], object['id']].map((id) => idSchema.safeParse(id).data)
  const credit: ChangedRecord[] =
    party && row ? [{ stream: 'receivables', externalId: creditIdOf(party, row), afterMs: COMMITTED_AFTER_MS }] : []
  return [
    ...credit,
    ...changed('receivables', object['fk_facture']),
    ...changed('receivables', object['fk_facture_source']),
  ]
}
