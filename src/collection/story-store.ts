import type { Row, Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'

/** What can happen in a customer's story. Entries are only ever added. */
export const storyKinds = [
  'message.sending',
  'message.sent',
  'message.not_sent',
  'message.failed',
  'message.ambiguous',
  'message.resolved',
  'message.delivered',
  'message.read',
  'address.marked',
  'address.cleared',
  'contact_point.added',
  'contact_point.removed',
  'promise.made',
  'promise.kept',
  'promise.broken',
  'promise.cancelled',
  'dispute.opened',
  'dispute.resolved',
  'pause.set',
  'pause.lifted',
  'task.opened',
  'task.done',
  'note.added',
  'segment.changed',
] as const
export type StoryKind = (typeof storyKinds)[number]

export interface StoryEntry {
  readonly customerId: number
  readonly at: EpochMs
  readonly kind: StoryKind
  /** A person or key, as in the audit trail, or `fiado`, or `channel:<name>`. */
  readonly actor: string
  readonly messageId?: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

const COLUMNS = ['customer_id', 'at', 'kind', 'actor', 'message_id', 'detail_json']

export async function addToStory(sql: Sql, entries: readonly StoryEntry[]): Promise<void> {
  const rows = entries.map(({ customerId, at, kind, actor, messageId = null, detail }) => [
    customerId,
    at,
    kind,
    actor,
    messageId,
    JSON.stringify(detail),
  ])
  if (rows.length > 0) await sql.insert('story_entries', COLUMNS, rows)
}

/** The newest first, before an entry. */
export async function listStory(
  sql: Sql,
  customerId: number,
  before: number,
  limit: number,
): Promise<(StoryEntry & { seq: number })[]> {
  const rows = await sql.all(
    'SELECT * FROM story_entries WHERE customer_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
    [customerId, before, limit],
  )
  return rows.map(readEntry)
}

const readEntry = (row: Row): StoryEntry & { seq: number } => ({
  seq: number(row['seq']),
  customerId: number(row['customer_id']),
  at: number(row['at']),
  kind: row['kind'] as StoryKind,
  actor: row['actor'] as string,
  messageId: row['message_id'] as string | null,
  detail: JSON.parse(row['detail_json'] as string),
})
