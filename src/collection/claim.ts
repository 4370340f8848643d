import { randomBytes } from 'node:crypto'
import type { ChannelKind, OutgoingMessage } from '../channels/contract.ts'
import type { Sql } from '../database.ts'
import { formatCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { CollectionCase } from './case.ts'
import type { ReadCases } from './cases.ts'
import { changeMessage, lockDueMessages, type Message, type MessageChange } from './message-store.ts'
import { carriedOf, type Plan, type PlannedContact, type PlanRules, planCase } from './plan.ts'
import { askPerson } from './record.ts'
import { addToStory, type StoryEntry } from './story-store.ts'
import type { ComposeMessage } from './writing.ts'

/** A message that this process, and no other, is sending now. */
export interface Sending {
  readonly message: Message
  readonly channel: ChannelKind
  readonly outgoing: OutgoingMessage
}

export interface ClaimDeps {
  readonly clock: Clock
  rules(): PlanRules
  readonly readCases: ReadCases
  readonly compose: ComposeMessage
  /** When a customer may be reached on an address, from an instant on; `null` when never. */
  contactAt(subject: CollectionCase, address: string, from: EpochMs): EpochMs | null
}

/** After so many addresses and channels a person has to look. */
const ATTEMPTS_MAX = 12
const NEVER_REACHED_MS = 86_400_000

/**
 * Takes those of these messages that are still due. Each is decided about again from what is known now: who paid meanwhile is not
 * written to. What is sent is written into the story before it leaves.
 */
export async function claimMessages(
  sql: Sql,
  deps: ClaimDeps,
  sender: string,
  sendsUntil: EpochMs,
  ids: readonly string[],
): Promise<{ sendings: Sending[]; taken: number }> {
  const { clock } = deps
  const now = clock.now()
  const locked = await lockDueMessages(sql, ids, now)
  if (locked.length === 0) return { sendings: [], taken: 0 }
  // One of each customer: the next one is decided about when this one counts.
  const messages = [...Map.groupBy(locked, ({ customerId }) => customerId).values()].flatMap(([first]) => first ?? [])
  const cases = await deps.readCases(
    sql,
    messages.map(({ customerId }) => customerId),
    clock.today(),
    { exceptMessageIds: locked.map(({ id }) => id) },
  )
  const byCustomer = new Map(cases.map((subject) => [subject.customer.id, subject]))
  const sendings: Sending[] = []
  const entries: StoryEntry[] = []
  for (const message of messages) {
    const subject = byCustomer.get(message.customerId)
    const decision = subject ? decide(message, subject, deps, now) : { change: cancelled('customer_gone'), why: null }
    const isSent = 'outgoing' in decision
    const change = isSent ? { ...decision.change, sender, sendsUntil } : decision.change
    if (!(await changeMessage(sql, message.id, change))) continue
    if (decision.why) entries.push({ ...decision.why, customerId: message.customerId, at: now, messageId: message.id })
    if (change.state === 'ambiguous') await askPerson(sql, message, clock)
    if (!isSent) continue
    const { outgoing, channel } = decision
    sendings.push({ message: { ...message, ...decision.change }, channel, outgoing })
  }
  await addToStory(sql, entries)
  return { sendings, taken: messages.length }
}

type Why = Pick<StoryEntry, 'kind' | 'actor' | 'detail'>
type Decision =
  | { readonly change: MessageChange; readonly why: Why | null }
  | {
      readonly change: MessageChange & { readonly channel: ChannelKind }
      readonly why: Why
      readonly channel: ChannelKind
      readonly outgoing: OutgoingMessage
    }

const cancelled = (reason: string): MessageChange => ({ state: 'cancelled', reason })

function decide(message: Message, subject: CollectionCase, deps: ClaimDeps, now: EpochMs): Decision {
  const today = deps.clock.today()
  const plan = planCase(subject, deps.rules(), today, true)
  const { contact, cadence } = plan
  // It may have left already: then it is asked for again as it was, or a person has to look.
  const mayHaveLeft = message.sentOn !== null
  if (contact === null || cadence === null) return mayHaveLeft ? UNKNOWN : notSent(message, plan, subject, today)
  // Channels that failed for this message are not tried again.
  const channel = contact.channels.find((kind) => message.attempts === 0 || message.channels.includes(kind))
  const address = channel && subject.addresses[channel]?.[0]
  const isAsItWas =
    channel === message.channel && address?.address === message.recipient && contact.step.key === message.step
  if (mayHaveLeft && !isAsItWas) return UNKNOWN
  if (!channel || !address || message.attempts >= ATTEMPTS_MAX) return failed()
  const at = deps.contactAt(subject, address.address, now)
  if (at === null || at > now)
    return { change: { dueAt: at ?? now + NEVER_REACHED_MS, reason: 'contact_hours' }, why: null }
  return send(message, subject, contact, cadence.name, channel, deps)
}

function send(
  message: Message,
  subject: CollectionCase,
  contact: PlannedContact,
  cadence: string,
  channel: ChannelKind,
  { compose, clock }: ClaimDeps,
): Decision {
  const [recipient] = subject.addresses[channel] ?? []
  const { step } = contact
  const optOutToken = message.optOutToken ?? randomBytes(24).toString('base64url')
  const key = `${message.id}-${message.attempts}`
  const written = compose({ subject, contact, channel, key, optOutToken, today: clock.today() })
  if ('fault' in written || !recipient)
    return {
      change: { state: 'failed', reason: 'template' },
      why: {
        kind: 'message.failed',
        actor: 'fiado',
        detail: { reason: 'template', message: 'fault' in written ? written.fault : 'sem endereço' },
      },
    }
  const { outgoing, evidence } = written
  const change = {
    ...({ state: 'sending', channel, recipient: recipient.address, reason: null, optOutToken } as const),
    ...{ cadence, step: step.key, stage: step.stage, offsetDays: step.offsetDays },
    template: step.template ?? message.template,
    channels: message.attempts === 0 ? contact.channels : message.channels,
    // What is asked for again has to do what it did, whatever has fallen due meanwhile.
    carried: message.sentOn === null ? carriedOf(contact) : message.carried,
  }
  const detail = {
    ...{ key, channel, recipient: recipient.address, cadence, step: step.key, stage: step.stage },
    ...{ template: change.template, subject: outgoing.subject, text: outgoing.text, approved: outgoing.approved },
    ...evidence,
  }
  return { change, why: { kind: 'message.sending', actor: 'fiado', detail }, channel, outgoing }
}

function notSent({ carried }: Message, { withheld }: Plan, { titles }: CollectionCase, today: Day): Decision {
  const isOpen = carried.some(({ receivableId }) => titles.some(({ id }) => id === receivableId))
  const reason = withheld[0]?.code ?? (isOpen ? 'not_due' : 'settled')
  const open = titles.filter(({ effectiveDueOn }) => effectiveDueOn < today)
  const overdue = open.reduce((sum, { openAmount }) => sum + openAmount, 0n)
  const detail = { reason, overdue: formatCents(overdue) }
  return { change: cancelled(reason), why: { kind: 'message.not_sent', actor: 'fiado', detail } }
}

const UNKNOWN: Decision = {
  change: { state: 'ambiguous', reason: 'ambiguous' },
  why: { kind: 'message.ambiguous', actor: 'fiado', detail: { message: 'não se pergunta de novo ao provedor' } },
}

const failed = (): Decision => ({
  change: { state: 'failed', reason: 'unreachable' },
  why: { kind: 'message.failed', actor: 'fiado', detail: { reason: 'unreachable' } },
})
