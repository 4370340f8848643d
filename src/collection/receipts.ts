import type { ChannelKind, Receipt } from '../channels/contract.ts'
import type { Database, Sql } from '../database.ts'
import { markAddress } from './address-store.ts'
import {
  changeMessage,
  findMessage,
  findMessageByOptOutToken,
  findMessageByProviderId,
  type Message,
} from './message-store.ts'
import { noteReceipt } from './receipt-store.ts'
import { closeTask, type RecordDeps, recordBounce, recordSent, tell } from './record.ts'

/** A provider's call may carry many. */
const RECEIPTS_MAX = 1_000

/** Takes what a provider tells of messages. A repetition, or what came out of order, changes nothing. */
export async function takeReceipts(
  db: Database,
  deps: RecordDeps,
  channel: { readonly name: string; readonly kind: ChannelKind },
  receipts: readonly Receipt[],
): Promise<number> {
  let taken = 0
  for (const receipt of receipts.slice(0, RECEIPTS_MAX)) {
    const isNew = await db.transaction(async (sql) => {
      const message = await findReceived(sql, receipt)
      // It may be about another program's message, or come before we know the provider's id: then it counts when repeated.
      if (!message && receipt.kind !== 'opted_out' && receipt.kind !== 'unwanted') return false
      if (!(await noteReceipt(sql, channel.name, keyOf(receipt), deps.clock.now()))) return false
      await takeReceipt(sql, deps, channel, message, receipt)
      return true
    })
    if (isNew) taken += 1
  }
  return taken
}

const keyOf = ({ providerId, key, kind, recipient, at }: Receipt): string =>
  `${kind}|${providerId ?? key ?? recipient ?? ''}|${kind === 'opted_out' ? (at ?? '') : ''}`

async function takeReceipt(
  sql: Sql,
  deps: RecordDeps,
  channel: { readonly name: string; readonly kind: ChannelKind },
  message: Message | null,
  receipt: Receipt,
): Promise<void> {
  if (receipt.kind === 'opted_out' || receipt.kind === 'unwanted') await optOut(sql, deps, channel, message, receipt)
  if (receipt.kind === 'opted_out') return
  // What was tried before another address or channel has nothing to say any more.
  if (!message || message.channel !== channel.kind || !isOfAttempt(message, receipt)) return
  const { kind, message: said, providerId } = receipt
  if (kind === 'delivered' || kind === 'read') {
    if (message.state === 'ambiguous' || message.state === 'sending')
      await recordSent(sql, deps, message, providerId, null)
    const isFurther = message.state !== 'read' && !(message.state === 'delivered' && kind === 'delivered')
    if (!isFurther || message.state === 'failed' || message.state === 'planned' || message.state === 'cancelled') return
    await changeMessage(sql, message.id, { state: kind })
    await tell(sql, message, deps.clock, `message.${kind}`, { channel: message.channel }, `channel:${channel.name}`)
    return
  }
  if (message.state === 'sent' || message.state === 'ambiguous' || message.state === 'sending')
    await recordBounce(sql, deps, message, kind === 'unwanted' ? 'opted_out' : kind, said)
}

async function findReceived(sql: Sql, { providerId, key }: Receipt): Promise<Message | null> {
  const id = key?.replace(/-\d{1,3}$/, '')
  const found = id ? await findMessage(sql, id, true) : null
  return found ?? (providerId ? findMessageByProviderId(sql, providerId) : null)
}

const isOfAttempt = ({ id, attempts }: Message, { key }: Receipt): boolean =>
  key === null || !key.startsWith(id) || key === `${id}-${attempts}`

/** Who wants no more messages gets none, on this address and channel, whoever the customer is. */
async function optOut(
  sql: Sql,
  { clock }: RecordDeps,
  channel: { readonly name: string; readonly kind: ChannelKind },
  message: Message | null,
  receipt: Pick<Receipt, 'recipient' | 'message'>,
): Promise<void> {
  const address = receipt.recipient ?? message?.recipient
  if (!address) return
  const reason = receipt.message ?? 'pediu para não receber mais mensagens'
  const isNew = await markAddress(sql, {
    ...{ channel: channel.kind, address, mark: 'opted_out', reason, at: clock.now() },
  })
  if (message && isNew) {
    const detail = { channel: channel.kind, address, mark: 'opted_out', reason }
    await tell(sql, message, clock, 'address.marked', detail, `channel:${channel.name}`)
  }
}

/** Follows the link of a message (RFC 8058). False when there is no such link. */
export async function takeOptOut(db: Database, deps: RecordDeps, token: string): Promise<boolean> {
  return db.transaction(async (sql) => {
    const message = await findMessageByOptOutToken(sql, token)
    if (!message?.channel) return false
    const { channel, recipient } = message
    await optOut(sql, deps, { name: channel, kind: channel }, message, { recipient, message: null })
    return true
  })
}

export type Resolution = 'sent' | 'not_sent'

/** A person has looked whether an ambiguous message left. `null`: no such message; false: nothing to resolve. */
export async function resolveMessage(
  db: Database,
  deps: RecordDeps,
  id: string,
  outcome: Resolution,
  actor: string,
  note: string | null,
  also: (sql: Sql) => Promise<void>,
): Promise<boolean | null> {
  return db.transaction(async (sql) => {
    const message = await findMessage(sql, id, true)
    if (!message) return null
    if (message.state !== 'ambiguous') return false
    if (outcome === 'sent') await recordSent(sql, deps, message, null, null)
    else {
      const change = { state: 'planned' as const, reason: null, attempts: message.attempts + 1, sentOn: null }
      await changeMessage(sql, id, { ...change, dueAt: deps.clock.now() })
      await closeTask(sql, message, deps.clock, 'A mensagem não saiu: será enviada de novo.')
    }
    await tell(sql, message, deps.clock, 'message.resolved', { outcome, note }, actor)
    await also(sql)
    return true
  })
}
