import { timingSafeEqual } from 'node:crypto'
import type { Database } from '../database.ts'
import { parseCents } from '../kernel/cents.ts'
import type { Clock } from '../kernel/clock.ts'
import type { WebhookDelivery, WebhookOutcome } from './contract.ts'
import { noteDelivery, noteRefetches } from './refetch-store.ts'
import type { Source } from './source.ts'

/** What the vendor is answered. */
export type WebhookReply =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly message: string }
  /** The ERP must not go on with the order. */
  | { readonly kind: 'vetoed'; readonly messages: readonly string[] }

/** Asks for the room of an order: `gate.reserveFor`. */
export type Reserve = (
  source: string,
  customerExternalId: string,
  order: { id: string; revision: number; amount: string },
) => Promise<{ isApproved: boolean; messages: readonly string[] }>

const RECORDS_MAX = 1_000
const DELIVERY_ID_MAX = 128

/**
 * Takes what a vendor posted: who posts has to know the secret of the address, and the adapter checks the signature where
 * the vendor signs. Nothing of the body is believed but which records to fetch again.
 */
export async function receiveWebhook(
  { db, clock, reserve }: { db: Database; clock: Clock; reserve: Reserve },
  source: Source | undefined,
  secret: string,
  delivery: WebhookDelivery,
): Promise<WebhookReply> {
  const { adapter, settings, name } = source ?? {}
  if (!source?.webhook || !name || !adapter?.receive || !isEqual(secret, source.webhook.secret.reveal()))
    return { kind: 'unknown' }
  const outcome = readDelivery(adapter.receive, settings, delivery)
  if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message }
  if (outcome.kind === 'nothing') return { kind: 'taken' }
  if (outcome.kind === 'order') {
    const amount = parseCents(outcome.order.amount)
    if (amount === null) return { kind: 'refused', message: `the order's amount is no amount` }
    // A return or a free order needs no room.
    if (amount <= 0n) return { kind: 'taken' }
    const { isApproved, messages } = await reserve(name, outcome.customerExternalId, outcome.order)
    return isApproved ? { kind: 'taken' } : { kind: 'vetoed', messages }
  }
  const { deliveryId, records } = outcome
  const now = clock.now()
  await db.transaction(async (sql) => {
    if (deliveryId !== null && !(await noteDelivery(sql, name, deliveryId.slice(0, DELIVERY_ID_MAX), now))) return
    await noteRefetches(sql, name, records.slice(0, RECORDS_MAX), now)
  })
  return { kind: 'taken' }
}

/** Whatever a stranger posts, and whatever an adapter makes of it, is at most refused. */
function readDelivery(
  receive: NonNullable<Source['adapter']['receive']>,
  settings: unknown,
  delivery: WebhookDelivery,
): WebhookOutcome {
  try {
    return receive(settings, delivery)
  } catch {
    return { kind: 'refused', message: 'this is not what the ERP posts' }
  }
}

function isEqual(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
