import { setImmediate } from 'node:timers/promises'
import type { Database, Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { insertDeliveries } from './delivery-store.ts'
import { givePositions, hasNewEvents, listNewEvents, lockLastPosition, type NewEvent } from './event-store.ts'
import { listActiveWebhooks, type StoredWebhook } from './webhook-store.ts'

/** Events numbered in one transaction. */
const BATCH = 200
/** One call ends after so many; the next comes by the schedule. */
const BATCHES_MAX = 1_000

/**
 * Gives every committed event its position, one after the other, and each webhook that takes it a delivery. What is
 * committed late comes later: whoever reads by position misses nothing. Several processes may do so at once.
 */
export async function relay(db: Database, now: () => EpochMs, stopping: AbortSignal): Promise<number> {
  let relayed = 0
  for (let batch = 1; batch <= BATCHES_MAX && !stopping.aborted; batch++) {
    if (!(await hasNewEvents(db))) return relayed
    try {
      relayed += await db.transaction((sql) => relaySome(sql, now()))
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
    // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
    await setImmediate()
  }
  return relayed
}

/** Another process numbers the same events: what this one did is rolled back. Only the very first ones can meet so. */
class Overtaken extends Error {}

async function relaySome(sql: Sql, now: EpochMs): Promise<number> {
  const last = await lockLastPosition(sql)
  const events = await listNewEvents(sql, BATCH)
  if (events.length === 0) return 0
  const seqs = events.map(({ seq }) => seq)
  if (!(await givePositions(sql, seqs, last + 1))) throw new Overtaken('another process was faster')
  const webhooks = await listActiveWebhooks(sql)
  const deliveries = events.flatMap((event, index) =>
    webhooks
      .filter((webhook) => takes(webhook, event))
      .map(({ id }) => ({ webhookId: id, position: last + 1 + index, orderKey: event.orderKey })),
  )
  await insertDeliveries(sql, deliveries, now)
  return events.length
}

const takes = ({ types, source }: StoredWebhook, event: NewEvent): boolean =>
  (types.length === 0 || types.includes(event.type)) && (source === null || source === event.source)
