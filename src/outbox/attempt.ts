import type { Logger } from 'pino'
import type { Database, Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Trail } from '../receivables/trail.ts'
import { GIVE_UP_MS, retryDelayMs } from './backoff.ts'
import type { Sending } from './claim.ts'
import type { StoredEvent } from './event-store.ts'
import { type Outcome, post } from './poster.ts'
import { signatureHeaders } from './signing.ts'
import { giveBack, recordFailure, recordRecovery, type Taken } from './turn-store.ts'
import { setActive } from './webhook-store.ts'

export interface AttemptDeps {
  readonly db: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly trail: Trail<object>
  /** Under this name this process claims. */
  readonly sender: string
  readonly timeoutMs: number
  random(): number
  /** Writes down what was taken, together with what others took at the same time. */
  recordTaken(taken: Taken): Promise<void>
  /** Counts what became of attempts. */
  recordAttempt(outcome: AttemptOutcome): void
}

export type AttemptOutcome = 'delivered' | 'failed' | 'dead' | 'gone'

/** The body of every post: what happened, when, and all that is told of it. */
const bodyOf = ({ type, at, payloadJson }: Pick<StoredEvent, 'type' | 'at' | 'payloadJson'>, clock: Clock) =>
  `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(clock.format(at))},"data":${payloadJson}}`

/** Posts one event and writes down what became of it. `isRecovering`: the receiver failed before. */
export async function attempt(
  deps: AttemptDeps,
  webhookId: string,
  sending: Sending,
  isRecovering: () => boolean,
  cutting: AbortSignal,
): Promise<Outcome> {
  const { clock, db, sender } = deps
  const { turn, event, target } = sending
  const body = bodyOf(event, clock)
  const now = clock.system()
  const headers = signatureHeaders(target.secret, event.id, now, body)
  const outcome = await post({ url: target.url, headers, body }, deps.timeoutMs, now, cutting)
  if (outcome.kind === 'taken') {
    await deps.recordTaken({ seq: turn.seq, status: outcome.status })
    const hadFailed = turn.attempts > 0
    if (hadFailed || isRecovering()) await recordRecovery(db, webhookId, hadFailed, clock.system())
    deps.recordAttempt('delivered')
  }
  if (outcome.kind === 'failed') await fail(deps, webhookId, sending, outcome)
  if (outcome.kind === 'gone') await db.transaction((sql) => switchOff(sql, deps, webhookId, sending))
  if (outcome.kind === 'cut') await giveBack(db, [turn.seq], sender)
  return outcome
}

async function fail(
  { db, clock, sender, random, recordAttempt, logger }: AttemptDeps,
  webhookId: string,
  { turn, event }: Sending,
  { status, error, retryAfterMs }: Extract<Outcome, { kind: 'failed' }>,
): Promise<void> {
  const delayMs = retryDelayMs(turn.attempts + 1, clock.now() - event.at, retryAfterMs, random())
  const state = delayMs === null ? 'dead' : 'failed'
  await recordFailure(db, turn.seq, sender, { state, nextAt: clock.system() + (delayMs ?? 0), status, error })
  recordAttempt(state)
  if (state === 'dead') {
    const days = GIVE_UP_MS / 86_400_000
    logger.warn({ webhook: webhookId, event: event.id, status }, `an event was given up after ${days} days`)
  }
}

/** The receiver said 410: it wants no more. What waits stays, until somebody switches the webhook on again. */
async function switchOff(sql: Sql, deps: AttemptDeps, webhookId: string, { turn, event }: Sending): Promise<void> {
  const error = 'answered 410: the webhook was switched off'
  await setActive(sql, webhookId, false)
  await recordFailure(sql, turn.seq, deps.sender, { state: 'failed', nextAt: deps.clock.system(), status: 410, error })
  await deps.trail(sql, {}, 'event_webhook.switched_off', webhookId, { status: 410, event: event.id })
  deps.recordAttempt('gone')
  deps.logger.warn({ webhook: webhookId }, 'a webhook answered 410 and was switched off')
}
