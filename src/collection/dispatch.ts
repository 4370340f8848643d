import type { Logger } from 'pino'
import type { ChannelKind, OutgoingMessage, SendOutcome } from '../channels/contract.ts'
import type { Database } from '../database.ts'
import { addDays } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import { readOpenTitleNames, type TitleName } from './case-store.ts'
import { type ClaimDeps, claimMessages, type Sending } from './claim.ts'
import { findLostMessages, listDueMessages, type Message, postponeMessage } from './message-store.ts'
import { type RecordDeps, recordAmbiguous, recordOutcome } from './record.ts'
import { isStopped } from './switch-store.ts'

export interface DispatchDeps extends ClaimDeps, RecordDeps {
  readonly db: Database
  readonly logger: Logger
  /** One send is cut off after this. A process that sends is believed to live twice as long, and not longer. */
  readonly sendTimeoutMs: number
  /** Messages that are under way at a time, in this process. */
  readonly parallel: number
  /** How long before its due day a message may list a title. */
  readonly horizonDays: number
  send(channel: ChannelKind, message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Reads receivables again from the ERP: `unavailable` when it did not answer, `busy` while somebody else reads it. */
  readAgain(source: string, externalIds: readonly string[]): Promise<'done' | 'busy' | 'unavailable'>
  recordMessage(channel: string, outcome: string): void
}

/** Messages taken in one transaction. */
const CLAIM_SIZE = 16
/** One call ends after so many waves; the next comes by the schedule. */
const WAVES_MAX = 100_000
const READ_AGAIN_RETRY_MS = 600_000
/** Titles read again in one wave; those of one customer are always read in one. */
const READ_AGAIN_MAX = 2_000
const LOST_MAX = 100
const LOST = 'o programa parou durante o envio'

/** `stopping`: nothing more is begun, and what is under way is finished. `cutting`: that is cut off as well. */
export interface DispatchSignals {
  readonly stopping: AbortSignal
  readonly cutting: AbortSignal
}

/** Sends what is due, until nothing is. Several processes may do so at once: each message is taken by one of them. */
export async function dispatchDue(deps: DispatchDeps, { stopping, cutting }: DispatchSignals): Promise<number> {
  const { db, clock, parallel } = deps
  await recoverLost(deps)
  let sent = 0
  // Whoever else reads an ERP now may do so for long: its customers wait for the next call, and nobody waits for them.
  const busy = new Set<string>()
  for (let wave = 1; wave <= WAVES_MAX && !stopping.aborted; wave++) {
    if (await isStopped(db)) return sent
    const due = await listDueMessages(db, clock.now(), parallel, [...busy])
    if (due.length === 0) return sent
    const ready = await readAgain(deps, due, busy)
    const claims = Array.from({ length: Math.ceil(ready.length / CLAIM_SIZE) }, (_, index) =>
      ready.slice(index * CLAIM_SIZE, (index + 1) * CLAIM_SIZE),
    )
    const done = await Promise.all(claims.map((ids) => dispatchSome(deps, ids, cutting)))
    sent += done.reduce((sum, one) => sum + one.sent, 0)
    // What is due and not to be had is being sent by another process.
    if (ready.length > 0 && done.every(({ taken }) => taken === 0)) return sent
  }
  return sent
}

async function dispatchSome(deps: DispatchDeps, ids: readonly string[], signal: AbortSignal) {
  const { db, clock, sendTimeoutMs } = deps
  const sender = createId('snd', clock.system())
  const { sendings, taken } = await db.transaction((sql) =>
    claimMessages(sql, deps, sender, clock.system() + 2 * sendTimeoutMs, ids),
  )
  await Promise.all(sendings.map((sending) => sendOne(deps, sending, sender, signal)))
  return { taken, sent: sendings.length }
}

async function sendOne(deps: DispatchDeps, sending: Sending, sender: string, signal: AbortSignal): Promise<void> {
  const { message, channel, outgoing } = sending
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deps.sendTimeoutMs)])
  const outcome = await deps.send(channel, outgoing, limit).catch((error: unknown): SendOutcome => {
    // Cut off, or a fault in an adapter: whether the message left is not known either.
    if (limit.aborted) return { kind: 'ambiguous', message: 'o envio foi interrompido' }
    deps.logger.error({ err: error, message: message.id, channel }, 'a channel failed')
    return { kind: 'ambiguous', message: 'falha no canal: veja o log' }
  })
  deps.recordMessage(channel, outcome.kind)
  await deps.db.transaction((sql) => recordOutcome(sql, deps, message, sender, outcome))
}

/** A process that died while it was sending leaves messages of which nobody knows. */
async function recoverLost(deps: DispatchDeps): Promise<void> {
  await deps.db.transaction(async (sql) => {
    const lost = await findLostMessages(sql, deps.clock.system(), LOST_MAX)
    for (const message of lost) await recordAmbiguous(sql, deps, message, LOST, null, 0)
  })
}

/**
 * Before anybody is written to, the ERP is asked once more about every title that the message may list, not only about those
 * that made it due: who paid any of them meanwhile is not asked for it. Answers the messages that may go; those for which
 * the ERP could not be asked wait.
 */
async function readAgain(deps: DispatchDeps, due: readonly Message[], busy: Set<string>): Promise<string[]> {
  const { db, clock, horizonDays } = deps
  const owed = await readOpenTitleNames(
    db,
    due.map(({ customerId }) => customerId),
    addDays(clock.today(), horizonDays),
  )
  const taken = withinMax(due, owed)
  const titles = taken.flatMap(({ customerId }) => owed.get(customerId) ?? [])
  const outcomes = new Map<string, 'done' | 'busy' | 'unavailable'>()
  for (const [source, some] of Map.groupBy(titles, (title) => title.source)) {
    const externalIds = some.map(({ externalId }) => externalId)
    outcomes.set(source, await deps.readAgain(source, [...new Set(externalIds)]))
  }
  for (const [source, outcome] of outcomes) if (outcome === 'busy') busy.add(source)
  const ready: string[] = []
  for (const { id, customerId } of taken) {
    // A customer, and so a message, belongs to one source.
    const [title] = owed.get(customerId) ?? []
    const outcome = title ? outcomes.get(title.source) : 'done'
    if (outcome === 'unavailable') await postponeMessage(db, id, clock.now() + READ_AGAIN_RETRY_MS, 'erp_unavailable')
    else if (outcome === 'done') ready.push(id)
  }
  return ready
}

/** The first of these messages, as many as may be read again at a time; the others come with the next wave. */
function withinMax(due: readonly Message[], owed: ReadonlyMap<number, readonly TitleName[]>): readonly Message[] {
  let count = 0
  const end = due.findIndex(({ customerId }, index) => {
    count += owed.get(customerId)?.length ?? 0
    return count > READ_AGAIN_MAX && index > 0
  })
  return end < 0 ? due : due.slice(0, end)
}
