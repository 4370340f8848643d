import type { ChannelKind, SendOutcome } from '../channels/contract.ts'
import type { Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { markAddress } from './address-store.ts'
import { changeMessage, type Message } from './message-store.ts'
import { restoreProgress, saveProgress } from './progress-store.ts'
import { noteStandingsDue } from './standing-store.ts'
import { addToStory, type StoryKind } from './story-store.ts'
import { findTaskByOrigin, finishTask, openTask } from './task-store.ts'

/** What became of messages, written once each, with what follows from it. */

const RETRY_MS = 60_000
/** With a provider that knows our key nothing is doubled by asking soon. */
const ASK_AGAIN_MS = 10_000
const RETRY_MAX_MS = 3_600_000
/** What only a person can mend is tried again now and then, since nobody tells us when it is. */
const MEND_MS = 900_000

export interface RecordDeps {
  readonly clock: Clock
  /** Whether a repetition with the same key is known as one by the provider of this channel. */
  honoursKey(channel: ChannelKind): boolean
}

/** Writes down the outcome of a send, unless somebody else has taken the message over meanwhile. */
export async function recordOutcome(
  sql: Sql,
  deps: RecordDeps,
  message: Message,
  sender: string,
  outcome: SendOutcome,
): Promise<void> {
  if (outcome.kind === 'accepted') return recordSent(sql, deps, message, outcome.providerId, sender)
  if (outcome.kind === 'refused') return recordRefused(sql, deps, message, outcome, sender)
  if (outcome.kind === 'ambiguous') return recordAmbiguous(sql, deps, message, outcome.message, sender)
  const needsPerson = outcome.remedy === 'auth' || outcome.remedy === 'settings'
  const waitMs = Math.max(outcome.retryAfterMs ?? 0, needsPerson ? MEND_MS : RETRY_MS)
  const change = { state: 'planned', reason: outcome.remedy, dueAt: deps.clock.now() + Math.min(waitMs, RETRY_MAX_MS) }
  await changeMessage(sql, message.id, { ...change, state: 'planned', sender: null, sendsUntil: null }, sender)
}

/** A step counts as done from here on, and never before. */
export async function recordSent(
  sql: Sql,
  { clock }: RecordDeps,
  message: Message,
  providerId: string | null,
  sender: string | null,
): Promise<void> {
  const change = {
    ...({ state: 'sent', reason: null, providerId, sentAt: clock.now(), sentOn: clock.today() } as const),
    ...{ sender: null, sendsUntil: null },
  }
  if (!(await changeMessage(sql, message.id, change, sender))) return
  await saveProgress(sql, message.customerId, message.carried, clock.today())
  if (message.state === 'ambiguous') await closeTask(sql, message, clock, 'A mensagem saiu.')
  await noteStandingsDue(sql, [message.customerId])
  await tell(sql, message, clock, 'message.sent', { channel: message.channel, providerId })
}

/** It will not reach this address, or not by this channel: the next one is tried. */
async function recordRefused(
  sql: Sql,
  { clock }: RecordDeps,
  message: Message,
  { why, message: said }: Extract<SendOutcome, { kind: 'refused' }>,
  sender: string,
): Promise<void> {
  if (!(await changeMessage(sql, message.id, tryNext(message, why, clock), sender))) return
  await tell(sql, message, clock, 'message.failed', { channel: message.channel, reason: why, message: said })
  await markBad(sql, message, why, said, clock)
}

/** Another address of the same channel is as good; a text that a channel does not take needs another channel. */
function tryNext(message: Message, why: string, clock: Clock) {
  const channels = why === 'content' ? message.channels.filter((kind) => kind !== message.channel) : message.channels
  const isOver = channels.length === 0
  return {
    state: isOver ? ('failed' as const) : ('planned' as const),
    ...{ reason: why, channels, attempts: message.attempts + 1, dueAt: clock.now() },
    ...{ sender: null, sendsUntil: null, providerId: null, sentOn: null },
  }
}

async function markBad(sql: Sql, message: Message, why: string, said: string | null, clock: Clock): Promise<void> {
  const { channel, recipient, customerId } = message
  if (channel === null || recipient === null) return
  if (why !== 'invalid_recipient' && why !== 'opted_out') {
    await openTaskFor(sql, message, clock, 'channel', `Mensagem recusada pelo canal ${channel}: conferir o modelo`)
    return
  }
  const mark = why === 'opted_out' ? 'opted_out' : 'invalid'
  await markAddress(sql, { channel, address: recipient, mark, reason: said, at: clock.now() })
  await addToStory(sql, [
    {
      ...{ customerId, at: clock.now(), kind: 'address.marked', actor: `channel:${channel}`, messageId: message.id },
      detail: { channel, address: recipient, mark, reason: said },
    },
  ])
}

/** Nobody knows whether it was sent. With a provider that knows our key it is sent again, with any other a person looks. */
export async function recordAmbiguous(
  sql: Sql,
  { clock, honoursKey }: RecordDeps,
  message: Message,
  said: string,
  sender: string | null,
  retryMs = ASK_AGAIN_MS,
): Promise<void> {
  const knows = message.channel !== null && honoursKey(message.channel)
  const change = knows
    ? { state: 'planned' as const, reason: 'ambiguous', dueAt: clock.now() + retryMs }
    : { state: 'ambiguous' as const, reason: 'ambiguous' }
  const sentOn = message.sentOn ?? clock.today()
  if (!(await changeMessage(sql, message.id, { ...change, sentOn, sender: null, sendsUntil: null }, sender)) || knows)
    return
  await tell(sql, message, clock, 'message.ambiguous', { channel: message.channel, message: said })
  await askPerson(sql, message, clock)
}

/**
 * A message that was thought sent did not arrive: its titles stand where they stood, and the next channel is tried. Where
 * something later was said or done about them meanwhile, it is over: nobody is told an earlier step after a later one.
 */
export async function recordBounce(
  sql: Sql,
  { clock }: RecordDeps,
  message: Message,
  why: 'invalid_recipient' | 'opted_out' | 'failed',
  said: string | null,
): Promise<void> {
  const reason = why === 'failed' ? 'content' : why
  const { state, sentOn, customerId, carried } = message
  // Until it counts as sent, no step was done by it.
  const isLatest = state !== 'sent' || sentOn === null || (await restoreProgress(sql, customerId, carried, sentOn))
  const next = tryNext(message, reason, clock)
  await changeMessage(sql, message.id, { ...next, ...(isLatest ? {} : { state: 'failed' }), sentAt: null })
  await noteStandingsDue(sql, [message.customerId])
  await tell(sql, message, clock, 'message.failed', { channel: message.channel, reason: why, message: said })
  if (why === 'invalid_recipient') await markBad(sql, message, why, said, clock)
}

export const tell = (
  sql: Sql,
  { id, customerId }: Message,
  clock: Clock,
  kind: StoryKind,
  detail: Readonly<Record<string, unknown>>,
  actor = 'fiado',
): Promise<void> => addToStory(sql, [{ customerId, at: clock.now(), kind, actor, messageId: id, detail }])

/** Somebody has to look at the provider whether a message left. */
export const askPerson = (sql: Sql, message: Message, clock: Clock): Promise<void> =>
  openTaskFor(sql, message, clock, 'ambiguous', 'Conferir no provedor se a mensagem saiu')

/** Nobody has to look any more. */
export async function closeTask(sql: Sql, message: Message, clock: Clock, outcome: string): Promise<void> {
  const task = await findTaskByOrigin(sql, originOf(message))
  if (task) await finishTask(sql, task, { outcome, actor: 'fiado', at: clock.now() })
}

const originOf = ({ id, attempts }: Message): string => `message:${id}-${attempts}`

async function openTaskFor(sql: Sql, message: Message, clock: Clock, kind: string, title: string): Promise<void> {
  await openTask(sql, {
    ...{ customerId: message.customerId, kind, title, dueOn: clock.today(), messageId: message.id },
    ...{ origin: originOf(message), createdBy: 'fiado', createdAt: clock.now() },
  })
}
