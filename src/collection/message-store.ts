import type { ChannelKind } from '../channels/contract.ts'
import { inList, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Stage } from '../receivables/standing.ts'
import type { Progress } from './case.ts'

export type MessageState = 'planned' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'ambiguous' | 'cancelled'

/** One contact with one customer: the outbox, and then what became of it. */
export interface Message {
  readonly id: string
  readonly customerId: number
  readonly plannedOn: Day
  readonly cadence: string
  readonly step: string
  readonly stage: Stage
  readonly offsetDays: number
  readonly template: string
  readonly carried: readonly CarriedTitle[]
  /** Still to be tried, in this order. */
  readonly channels: readonly ChannelKind[]
  readonly channel: ChannelKind | null
  readonly attempts: number
  readonly state: MessageState
  /** Why it is as it is, as a code. */
  readonly reason: string | null
  /** Not before. */
  readonly dueAt: EpochMs
  readonly recipient: string | null
  readonly providerId: string | null
  readonly optOutToken: string | null
  readonly sentAt: EpochMs | null
  readonly sentOn: Day | null
  readonly createdAt: EpochMs
}

/** A title that comes one step further when the message is sent, and where it stood before. */
export interface CarriedTitle {
  readonly receivableId: number
  readonly step: string
  readonly offsetDays: number
  readonly stage: Stage
  readonly before: Progress | null
}

const COLUMNS = [
  'id',
  'customer_id',
  'planned_on',
  'cadence',
  'step',
  'stage',
  'offset_days',
  'template',
  'receivables_json',
  'channels',
  'state',
  'due_at',
  'created_at',
]

export type NewMessage = Pick<
  Message,
  | 'id'
  | 'customerId'
  | 'plannedOn'
  | 'cadence'
  | 'step'
  | 'stage'
  | 'offsetDays'
  | 'template'
  | 'carried'
  | 'channels'
  | 'dueAt'
  | 'createdAt'
>

/** A customer who has a message of that day already keeps it. */
export async function insertMessages(sql: Sql, messages: readonly NewMessage[]): Promise<void> {
  const rows = messages.map((message) => [
    message.id,
    message.customerId,
    message.plannedOn,
    message.cadence,
    message.step,
    message.stage,
    message.offsetDays,
    message.template,
    JSON.stringify(message.carried),
    message.channels.join(','),
    'planned',
    message.dueAt,
    message.createdAt,
  ])
  const keys = ['customer_id', 'planned_on']
  if (rows.length > 0) await sql.upsert('collection_messages', COLUMNS, rows, keys, ['customer_id'])
}

/** Messages whose time has come, the earliest first; those to customers of some sources are left out. */
export async function listDueMessages(
  sql: Sql,
  now: EpochMs,
  limit: number,
  exceptSources: readonly string[] = [],
): Promise<Message[]> {
  const list = inList(exceptSources)
  const ofOthers =
    exceptSources.length === 0
      ? ''
      : `AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = m.customer_id AND c.source IN (${list.marks}))`
  const rows = await sql.all(
    `SELECT m.* FROM collection_messages m WHERE m.state = 'planned' AND m.due_at <= ? ${ofOthers}
     ORDER BY m.due_at, m.seq LIMIT ?`,
    [now, ...(exceptSources.length === 0 ? [] : list.values), limit],
  )
  return rows.map(readMessage)
}

/** Those of these messages that are still due, locked; what another process has locked is left to it. */
export async function lockDueMessages(sql: Sql, ids: readonly string[], now: EpochMs): Promise<Message[]> {
  const list = inList(ids)
  const rows = await sql.all(
    `SELECT * FROM collection_messages WHERE id IN (${list.marks}) AND state = 'planned' AND due_at <= ?
     ORDER BY seq${skipLocked(sql)}`,
    [...list.values, now],
  )
  return rows.map(readMessage)
}

const skipLocked = (sql: Sql): string => (sql.forUpdate === '' ? '' : `${sql.forUpdate} SKIP LOCKED`)

/** Messages that a process was sending when it was last heard of, too long ago. */
export async function findLostMessages(sql: Sql, before: EpochMs, limit: number): Promise<Message[]> {
  const rows = await sql.all(
    `SELECT * FROM collection_messages WHERE state = 'sending' AND sends_until < ? ORDER BY seq LIMIT ?${skipLocked(sql)}`,
    [before, limit],
  )
  return rows.map(readMessage)
}

export async function findMessage(sql: Sql, id: string, locks = false): Promise<Message | null> {
  const [row] = await sql.all(`SELECT * FROM collection_messages WHERE id = ?${locks ? sql.forUpdate : ''}`, [id])
  return row ? readMessage(row) : null
}

export async function findMessageByProviderId(sql: Sql, providerId: string): Promise<Message | null> {
  const [row] = await sql.all(`SELECT * FROM collection_messages WHERE provider_id = ? LIMIT 1${sql.forUpdate}`, [
    providerId,
  ])
  return row ? readMessage(row) : null
}

export async function findMessageByOptOutToken(sql: Sql, token: string): Promise<Message | null> {
  const [row] = await sql.all('SELECT * FROM collection_messages WHERE opt_out_token = ? LIMIT 1', [token])
  return row ? readMessage(row) : null
}

export async function listMessages(
  sql: Sql,
  {
    states,
    source,
    after,
    limit,
  }: { states: readonly MessageState[]; source: string | null; after: number; limit: number },
): Promise<(Message & { seq: number; source: string; externalId: string; name: string })[]> {
  const list = inList(states)
  const rows = await sql.all(
    `SELECT m.*, c.source, c.external_id, c.name FROM collection_messages m JOIN customers c ON c.id = m.customer_id
     WHERE m.state IN (${list.marks}) AND m.seq > ? ${source === null ? '' : 'AND c.source = ?'}
     ORDER BY m.seq LIMIT ?`,
    [...list.values, after, ...(source === null ? [] : [source]), limit],
  )
  return rows.map((row) => ({
    ...readMessage(row),
    seq: number(row['seq']),
    source: row['source'] as string,
    externalId: row['external_id'] as string,
    name: row['name'] as string,
  }))
}

/** Puts off a message that nobody is sending. */
export async function postponeMessage(sql: Sql, id: string, dueAt: EpochMs, reason: string): Promise<void> {
  await sql.run("UPDATE collection_messages SET due_at = ?, reason = ? WHERE id = ? AND state = 'planned'", [
    dueAt,
    reason,
    id,
  ])
}

/** What may change of a message, and who sends it until when. */
export type MessageChange = Partial<
  Pick<
    Message,
    | 'cadence'
    | 'step'
    | 'stage'
    | 'offsetDays'
    | 'template'
    | 'carried'
    | 'channels'
    | 'channel'
    | 'attempts'
    | 'state'
    | 'reason'
    | 'dueAt'
    | 'recipient'
    | 'providerId'
    | 'optOutToken'
    | 'sentAt'
    | 'sentOn'
  > & { readonly sender: string | null; readonly sendsUntil: EpochMs | null }
>

const CHANGED_COLUMNS = {
  cadence: 'cadence',
  step: 'step',
  stage: 'stage',
  offsetDays: 'offset_days',
  template: 'template',
  carried: 'receivables_json',
  channels: 'channels',
  channel: 'channel',
  attempts: 'attempts',
  state: 'state',
  reason: 'reason',
  dueAt: 'due_at',
  recipient: 'recipient',
  providerId: 'provider_id',
  optOutToken: 'opt_out_token',
  sentAt: 'sent_at',
  sentOn: 'sent_on',
  sender: 'sender',
  sendsUntil: 'sends_until',
} as const satisfies Record<keyof MessageChange, string>

/** Changes a message; with `sender` given, only while that one is sending it. False when it was not so any more. */
export async function changeMessage(
  sql: Sql,
  id: string,
  change: MessageChange,
  sender: string | null = null,
): Promise<boolean> {
  const keys = Object.keys(change) as (keyof MessageChange)[]
  const values = keys.map((key) => {
    const value = change[key]
    if (key === 'channels') return (value as readonly string[]).join(',')
    return key === 'carried' ? JSON.stringify(value) : (value as string | number | null)
  })
  const assignments = keys.map((key) => `${CHANGED_COLUMNS[key]} = ?`).join(', ')
  const { changes } = await sql.run(
    `UPDATE collection_messages SET ${assignments} WHERE id = ?${sender === null ? '' : " AND state = 'sending' AND sender = ?"}`,
    [...values, id, ...(sender === null ? [] : [sender])],
  )
  return changes === 1
}

const readMessage = (row: Row): Message => ({
  id: row['id'] as string,
  customerId: number(row['customer_id']),
  plannedOn: row['planned_on'] as Day,
  cadence: row['cadence'] as string,
  step: row['step'] as string,
  stage: row['stage'] as Stage,
  offsetDays: number(row['offset_days']),
  template: row['template'] as string,
  carried: JSON.parse(row['receivables_json'] as string),
  channels: (row['channels'] as string).split(',').filter((kind) => kind !== '') as ChannelKind[],
  channel: row['channel'] as ChannelKind | null,
  attempts: number(row['attempts']),
  state: row['state'] as MessageState,
  reason: row['reason'] as string | null,
  dueAt: number(row['due_at']),
  recipient: row['recipient'] as string | null,
  providerId: row['provider_id'] as string | null,
  optOutToken: row['opt_out_token'] as string | null,
  sentAt: numberOrNull(row['sent_at']),
  sentOn: row['sent_on'] as Day | null,
  createdAt: number(row['created_at']),
})
