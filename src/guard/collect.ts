import type { CreditDeps } from '../credit/check.ts'
import { recordRefusal } from '../credit/erp-refusals.ts'
import type { Sql } from '../database.ts'
import { DatabaseUnavailable } from '../database-errors.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type ErpEvent, readErpEvents, removeErpEvents } from './erp-event-store.ts'
import { isTaken, takeEvent } from './event-store.ts'
import type { Post } from './post.ts'

const EVENTS_MAX = 200
const ROUNDS_MAX = 1_000
/** A record that could not be taken is tried again after so long. */
const AGAIN_AFTER_MS = 60_000

/** Another process has taken it, or this one did and could not say so to the ERP's database. */
class AlreadyTaken extends Error {}

export interface CollectDeps extends CreditDeps {
  onEvent(event: ErpEvent): void
  /** A record that could not be taken: it stays where it is, and the others go on. */
  onFault(error: unknown, event: ErpEvent): void
}

/** Until when records that could not be taken are left alone, by their numbers. */
export type Troubled = Map<number, EpochMs>

/**
 * Fetches what the triggers of a post recorded: each becomes a check, and what was refused a blocked order, exactly once.
 * It is taken out of the ERP's database only after it stands in ours. Answers how many.
 */
export async function collectEvents(
  deps: CollectDeps,
  post: Post,
  troubled: Troubled,
  signal: AbortSignal,
): Promise<number> {
  let collected = 0
  let after = 0
  for (let round = 0; round < ROUNDS_MAX && !signal.aborted; round++) {
    const events = await readErpEvents(post, after, EVENTS_MAX, signal)
    const done: number[] = []
    for (const event of events) {
      if ((troubled.get(event.number) ?? 0) > deps.clock.system()) continue
      const outcome = await takeOne(deps, post, event)
      if (outcome === 'failed') troubled.set(event.number, deps.clock.system() + AGAIN_AFTER_MS)
      else done.push(event.number)
      if (outcome === 'taken') collected += 1
    }
    await removeErpEvents(post, done, signal)
    for (const number of done) troubled.delete(number)
    const last = events.at(-1)
    if (!last || events.length < EVENTS_MAX) break
    // What could not be taken stays where it is, and keeps no other waiting.
    after = last.number
  }
  return collected
}

async function takeOne(deps: CollectDeps, post: Post, event: ErpEvent): Promise<'taken' | 'known' | 'failed'> {
  const taking = async (sql: Sql, checkId: string | null): Promise<void> => {
    if (await isTaken(sql, post.name, event)) throw new AlreadyTaken()
    await takeEvent(sql, post, event, checkId, deps.clock.system())
  }
  try {
    if (await isTaken(deps.db, post.name, event)) return 'known'
    await keep(deps, post, event, taking)
  } catch (error) {
    if (error instanceof AlreadyTaken) return 'known'
    if (error instanceof DatabaseUnavailable) throw error
    deps.onFault(error, event)
    return 'failed'
  }
  deps.onEvent(event)
  return 'taken'
}

/** What was judged by nothing, or for a fault not at all, has no decision to keep. */
async function keep(
  deps: CreditDeps,
  post: Post,
  event: ErpEvent,
  taking: (sql: Sql, checkId: string | null) => Promise<void>,
): Promise<void> {
  const { verdict, customer, amount } = event
  const isJudged = verdict !== 'old' && verdict !== 'fault'
  if (!isJudged || customer === null || amount === null || amount <= 0n) {
    await deps.db.transaction((sql) => taking(sql, null))
    return
  }
  await recordRefusal(
    deps,
    {
      ...{ guard: event.guard, source: post.source, customer, company: event.company ?? '', orderId: event.orderId },
      ...{ amount, termDays: event.days, salesRep: event.salesRep, message: event.message ?? '' },
      ...{ isRefused: event.isRefused, at: event.at },
    },
    taking,
  )
}
