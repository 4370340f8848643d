import type { ChannelKind } from '../channels/contract.ts'
import { inList, nearIds, type Row, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type AddedPoint, type AddressMark, type Mark, parseAddress } from './contact-point.ts'

export interface ContactPoint extends AddedPoint {
  readonly customerId: number
}

const IDS_PER_STATEMENT = 512
const ADDRESS_MAX = 255
const REASON_MAX = 255

export async function insertContactPoint(sql: Sql, point: ContactPoint, createdAt: EpochMs): Promise<void> {
  const { id, customerId, channel, address, name } = point
  await sql.insert(
    'contact_points',
    ['id', 'customer_id', 'channel', 'address', 'name', 'created_at'],
    [[id, customerId, channel, address, name, createdAt]],
  )
}

export async function renameContactPoint(sql: Sql, { id, name }: ContactPoint): Promise<void> {
  await sql.run('UPDATE contact_points SET name = ? WHERE id = ?', [name, id])
}

export async function deleteContactPoint(sql: Sql, id: string): Promise<void> {
  await sql.run('DELETE FROM contact_points WHERE id = ?', [id])
}

const readPoint = (row: Row): ContactPoint => ({
  id: row['id'] as string,
  customerId: number(row['customer_id']),
  channel: row['channel'] as ChannelKind,
  address: row['address'] as string,
  name: row['name'] as string | null,
})

export async function findContactPoint(sql: Sql, id: string): Promise<ContactPoint | null> {
  const [row] = await sql.all('SELECT * FROM contact_points WHERE id = ?', [id])
  return row ? readPoint(row) : null
}

/** What was added for many customers, the oldest first. */
export async function listContactPoints(
  sql: Sql,
  customerIds: readonly number[],
): Promise<Map<number, ContactPoint[]>> {
  const found: ContactPoint[] = []
  for (let start = 0; start < customerIds.length; start += IDS_PER_STATEMENT) {
    const near = nearIds('customer_id', customerIds.slice(start, start + IDS_PER_STATEMENT))
    const text = `SELECT * FROM contact_points WHERE ${near.where} ORDER BY created_at, id`
    found.push(...(await sql.all(text, near.values)).map(readPoint))
  }
  return Map.groupBy(found, ({ customerId }) => customerId)
}

export type MarkOf = (channel: ChannelKind, address: string) => AddressMark | null

/** What is known of these addresses. */
export async function readMarks(
  sql: Sql,
  addresses: Iterable<{ readonly channel: ChannelKind; readonly address: string }>,
): Promise<MarkOf> {
  const marks = new Map<string, AddressMark>()
  for (const [channel, wanted] of Map.groupBy(addresses, (one) => one.channel)) {
    const distinct = [...new Set(wanted.map(({ address }) => address))]
    for (let start = 0; start < distinct.length; start += IDS_PER_STATEMENT) {
      const list = inList(distinct.slice(start, start + IDS_PER_STATEMENT))
      const text = `SELECT * FROM contact_marks WHERE channel = ? AND address IN (${list.marks})`
      for (const row of await sql.all(text, [channel, ...list.values]))
        marks.set(`${channel} ${row['address']}`, {
          mark: row['mark'] as Mark,
          reason: row['reason'] as string | null,
          markedAt: number(row['marked_at']),
        })
    }
  }
  return (channel, address) => marks.get(`${channel} ${address}`) ?? null
}

/** False when nothing changed: the mark stood, or the owner's word that no more is wanted, which a bounce does not undo. */
export async function markAddress(
  sql: Sql,
  known: {
    readonly channel: ChannelKind
    readonly address: string
    readonly mark: Mark
    /** What was said about it; cut where it is too long. */
    readonly reason: string | null
    readonly at: EpochMs
  },
): Promise<boolean> {
  const { channel, mark, at } = known
  const parsed = parseAddress(channel, known.address)
  const address = 'address' in parsed ? parsed.address : known.address.trim().slice(0, ADDRESS_MAX)
  const reason = known.reason?.slice(0, REASON_MAX).toWellFormed() ?? null
  const stands = (await readMarks(sql, [{ channel, address }]))(channel, address)?.mark ?? null
  if (stands === mark || (stands === 'opted_out' && mark === 'invalid')) return false
  await sql.upsert(
    'contact_marks',
    ['channel', 'address', 'mark', 'reason', 'marked_at'],
    [[channel, address, mark, reason, at]],
    ['channel', 'address'],
    ['mark', 'reason', 'marked_at'],
  )
  return true
}
