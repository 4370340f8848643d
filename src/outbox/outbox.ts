import type { Logger } from 'pino'
import type { Database } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { Trail } from '../receivables/trail.ts'
import type { AttemptOutcome } from './attempt.ts'
import { openCourier } from './courier.ts'
import { forgetDelivered } from './delivery-store.ts'
import { lastPosition, listEvents, type StoredEvent } from './event-store.ts'
import { relay } from './relay.ts'
import { together } from './together.ts'
import { recordDelivered, type Taken } from './turn-store.ts'
import { openWebhooks } from './webhooks.ts'

export interface OutboxDeps {
  readonly db: Database
  readonly clock: Clock
  readonly logger: Logger
  /** Chance, from 0 to 1, that spreads what is tried again. */
  readonly pace?: { random(): number }
  /** One post is cut off after this. */
  readonly timeoutMs?: number
  /** Whether hosts outside of the house may be posted to without TLS. */
  readonly allowsPlainHttp?: boolean
  recordAttempt?(outcome: AttemptOutcome): void
}

const TIMEOUT_MS = 10_000
/** What is under way when the program stops gets so long to be taken. */
const FINISH_MS = 10_000
/** Positions read by one call, whatever of them is asked for: the next call goes on from there. */
const EXAMINED_MAX = 10_000
const DELIVERED_KEPT_MS = 90 * 86_400_000

/** A page of events. `next` is where to read on; `isMore` says that it is worth asking at once. */
export interface EventPage {
  readonly events: readonly StoredEvent[]
  readonly next: number
  readonly isMore: boolean
}

export interface EventQuery {
  readonly after: number
  readonly types: readonly string[]
  readonly source: string | null
}

/** What leaves the building: events get their positions here, are posted to webhooks, and read by cursor. */
export function openOutbox(deps: OutboxDeps, trail: Trail<object> = async () => undefined) {
  const { db, clock, logger, timeoutMs = TIMEOUT_MS } = deps
  const stopping = new AbortController()
  const cutting = new AbortController()
  const sender = createId('snd', clock.system())
  const courier = openCourier(
    {
      ...{ db, clock, logger, trail, timeoutMs, sender },
      recordTaken: together<Taken>((taken) => recordDelivered(db, taken, sender, clock.system())),
      random: deps.pace?.random ?? Math.random,
      recordAttempt: deps.recordAttempt ?? (() => undefined),
    },
    { stopping: stopping.signal, cutting: cutting.signal },
  )
  const relayAll = (): Promise<number> => relay(db, clock.system, stopping.signal)
  const look = coalesced(async () => {
    await relayAll()
    await courier.begin()
  })
  return {
    relay: relayAll,
    /** Posts what is due and answers when nothing is any more: how many posts were taken. */
    deliverDue: async (): Promise<number> => {
      await courier.begin()
      const taken = await Promise.all(courier.runs())
      return taken.reduce((sum, one) => sum + one, 0)
    },
    /**
     * Relays, and begins to post what is due; answers when it has begun. To be called after commits and every second. A
     * call while another one looks has it look once more.
     */
    look: async (): Promise<void> => {
      if (!stopping.signal.aborted) await look()
    },
    webhooks: openWebhooks(
      {
        ...{ db, clock, timeoutMs, allowsPlainHttp: deps.allowsPlainHttp ?? false },
        ...{ cutting: cutting.signal, tryNow: courier.tryNow },
      },
      trail,
    ),
    lastPosition: (): Promise<number> => lastPosition(db),
    /** Events by cursor, the oldest first. Positions have no gaps, so that a reader sees that nothing is missing. */
    events: (query: EventQuery, limit: number): Promise<EventPage> => readEvents(db, query, limit),
    /** Deletes deliveries that went well long ago. */
    forget: (): Promise<number> => forgetDelivered(db, clock.system() - DELIVERED_KEPT_MS),
    /** Begins nothing more and finishes what is under way, within a bound. */
    stop: async (): Promise<void> => {
      stopping.abort(new Error('the program stops'))
      const cut = setTimeout(() => cutting.abort(new Error('the program stops')), FINISH_MS)
      await look.settled()
      await courier.finish()
      clearTimeout(cut)
    },
  }
}

export type Outbox = ReturnType<typeof openOutbox>

async function readEvents(db: Database, { after, types, source }: EventQuery, limit: number): Promise<EventPage> {
  const last = await lastPosition(db)
  const until = Math.min(last, after + EXAMINED_MAX)
  const events = until <= after ? [] : await listEvents(db, { after, until, types, source }, limit)
  const next = events.length === limit ? (events.at(-1)?.position ?? after) : Math.max(after, until)
  return { events, next, isMore: next < last }
}

/** One run at a time: whoever calls during one waits for another, which sees what they have done. */
function coalesced(work: () => Promise<void>) {
  let current: Promise<void> | null = null
  let next: Promise<void> | null = null
  const begin = (): Promise<void> => {
    current = work().finally(() => {
      current = null
    })
    return current
  }
  const run = (): Promise<void> => {
    if (current === null) return begin()
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = null
        return begin()
      })
    return next
  }
  run.settled = async (): Promise<void> => void (await Promise.allSettled([current, next]))
  return run
}
