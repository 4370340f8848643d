import type { Database } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { GIVE_UP_MS } from './backoff.ts'
import { findEvents, type StoredEvent } from './event-store.ts'
import {
  buryOld,
  findNewTurns,
  findTriedTurns,
  hasFailed,
  isHeldByAnother,
  markSending,
  recoverLost,
  type Turn,
} from './turn-store.ts'
import { lockWebhook, type Target } from './webhook-store.ts'

/** A delivery that this process, and no other, sends now. */
export interface Sending {
  readonly turn: Turn
  readonly event: StoredEvent
  readonly target: Target
  /** No attempt begins later: another process may take it over soon after. */
  readonly beginsUntil: EpochMs
}

export interface Claim {
  readonly sendings: readonly Sending[]
  /** The newest attempt failed: one at a time goes out to see whether the receiver is back. */
  readonly isProbing: boolean
}

export interface ClaimOrder {
  readonly webhookId: string
  readonly sender: string
  readonly size: number
  /** The customer that had the last turn. */
  readonly afterKey: string
  /** Whether this process knows that the newest attempt failed, and how many of its own are under way. */
  readonly isFailing: boolean
  readonly underWay: number
}

/** What a process claims is believed to be in hand so long, and not longer. */
const LEASE_MS = 30_000
/** An attempt begins so long before the lease ends: longer than it takes, and than its outcome takes to be written. */
const ATTEMPT_MS = 15_000
const BURIED_MAX = 500
/** Where many wait for a receiver that is away, the last attempt of one may come so late, or not at all. */
const TURN_MS = 4 * 3_600_000
const NOTHING: Claim = { sendings: [], isProbing: false }

/**
 * Takes deliveries whose turn it is. One process at a time sends to a webhook, so that what is under way is bounded over
 * all of them and the order of a customer's events holds. `system` is the system's time, `now` that of the events.
 */
export function claimTurns(db: Database, order: ClaimOrder, system: EpochMs, now: EpochMs): Promise<Claim> {
  const { webhookId, sender, size, afterKey } = order
  return db.transaction(async (sql) => {
    const target = await lockWebhook(sql, webhookId)
    if (!target?.isActive) return NOTHING
    await recoverLost(sql, webhookId, system)
    if (await isHeldByAnother(sql, webhookId, sender)) return NOTHING
    const isProbing = order.isFailing || (await hasFailed(sql, webhookId))
    if (isProbing && order.underWay > 0) return { sendings: [], isProbing }
    if (isProbing) {
      const tooOld = { happenedUntil: now - GIVE_UP_MS - TURN_MS, waitsSince: system - GIVE_UP_MS }
      await buryOld(sql, webhookId, tooOld, system, NEVER_THERE, BURIED_MAX)
    }
    // A probe is something new where there is something: what failed may be what the receiver refuses.
    const turns = isProbing
      ? [...(await findNewTurns(sql, webhookId, afterKey, 1)), ...(await findTriedTurns(sql, webhookId, system, 1))]
      : [
          ...(await findTriedTurns(sql, webhookId, system, size)),
          ...(await findNewTurns(sql, webhookId, afterKey, size)),
        ]
    const taken = turns.slice(0, isProbing ? 1 : size)
    if (taken.length === 0) return { sendings: [], isProbing }
    const seqs = taken.map(({ seq }) => seq)
    await markSending(sql, seqs, sender, system + LEASE_MS)
    const events = await findEvents(
      sql,
      taken.map(({ position }) => position),
    )
    const beginsUntil = system + LEASE_MS - ATTEMPT_MS
    const sendings = taken.flatMap((turn) => {
      const event = events.get(turn.position)
      return event ? [{ turn, event, target, beginsUntil }] : []
    })
    return { sendings, isProbing }
  })
}

const NEVER_THERE = 'given up: the receiver was away for 3 days'
