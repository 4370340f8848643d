import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { idOfActor } from '../people/person.ts'

/** used: room was taken on it, which nothing takes back but a change of the order. */
export type ReleaseState = 'requested' | 'approved' | 'used' | 'rejected' | 'withdrawn' | 'expired'

/** A release: who asked and why, for which revision and up to which amount, until when. */
export interface Release {
  readonly id: string
  readonly blockedOrderId: string
  readonly source: string
  readonly orderId: string
  readonly revision: number
  readonly customerId: number
  readonly amount: Cents
  /** The part of `amount` that is not paid at once. */
  readonly credit: Cents
  /** Days until the last instalment; `null` when no terms were given. */
  readonly termDaysMax: number | null
  readonly company: string
  readonly over: Cents
  readonly state: ReleaseState
  readonly requestedBy: string
  readonly reason: string
  readonly requestedAt: EpochMs
  readonly expiresAt: EpochMs | null
  readonly decidedAt: EpochMs | null
}

export interface Signature {
  readonly releaseId: string
  readonly signer: string
  readonly role: string
  readonly verdict: 'approved' | 'rejected'
  readonly amount: Cents
  readonly reason: string
  readonly signedAt: EpochMs
}

const COLUMNS = [
  ...['id', 'blocked_order_id', 'source', 'order_id', 'revision', 'customer_id', 'amount_cents', 'credit_cents'],
  ...['term_days_max', 'company', 'over_cents', 'state', 'requested_by', 'reason', 'requested_at', 'expires_at'],
  'decided_at',
]

export async function insertRelease(sql: Sql, release: Release): Promise<void> {
  await sql.insert('releases', COLUMNS, [
    [
      ...[release.id, release.blockedOrderId, release.source, release.orderId, release.revision, release.customerId],
      ...[release.amount, release.credit, release.termDaysMax, release.company, release.over, release.state],
      ...[release.requestedBy, release.reason, release.requestedAt, release.expiresAt, release.decidedAt],
    ],
  ])
}

/** What becomes of a release: its state, what was agreed to, and until when. */
export async function decideRelease(sql: Sql, release: Release): Promise<void> {
  await sql.run(
    'UPDATE releases SET state = ?, amount_cents = ?, credit_cents = ?, expires_at = ?, decided_at = ? WHERE id = ?',
    [release.state, release.amount, release.credit, release.expiresAt, release.decidedAt, release.id],
  )
}

/** Room was taken on these: they last as long as the order. */
export async function useReleases(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const list = inList(ids)
  await sql.run(`UPDATE releases SET state = 'used' WHERE state = 'approved' AND id IN (${list.marks})`, list.values)
}

export async function findRelease(sql: Sql, id: string): Promise<Release | null> {
  const [row] = await sql.all(`SELECT ${COLUMNS} FROM releases WHERE id = ?`, [id])
  return row ? toRelease(row) : null
}

/** Releases that were agreed, over or not, the newest last. */
export async function findAgreedReleases(sql: Sql, source: string, orderIds: readonly string[]): Promise<Release[]> {
  const list = inList(orderIds)
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM releases WHERE source = ? AND order_id IN (${list.marks})
     AND state IN ('approved', 'used') ORDER BY seq`,
    [source, ...list.values],
  )
  return rows.map(toRelease)
}

export async function listReleasesOf(sql: Sql, blockedOrderId: string, limit: number): Promise<Release[]> {
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM releases WHERE blocked_order_id = ? ORDER BY seq DESC LIMIT ${limit}`,
    [blockedOrderId],
  )
  return rows.map(toRelease)
}

/** The newest release of each of these orders, by the order's id; an order without any is left out. */
export async function findNewestReleases(sql: Sql, blockedOrderIds: readonly string[]): Promise<Map<string, Release>> {
  if (blockedOrderIds.length === 0) return new Map()
  const list = inList(blockedOrderIds)
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM releases WHERE blocked_order_id IN (${list.marks}) ORDER BY seq`,
    list.values,
  )
  return new Map(rows.map(toRelease).map((release) => [release.blockedOrderId, release]))
}

/** The newest first, from before the one with number `before`. */
export async function listReleases(
  sql: Sql,
  {
    source,
    salesRep,
    state,
    before,
    limit,
  }: {
    source: string | null
    salesRep: string | null
    state: ReleaseState | null
    before: number | null
    limit: number
  },
): Promise<{ seq: number; release: Release }[]> {
  const conditions: string[] = []
  const values: SqlValue[] = []
  for (const [condition, value] of [
    ['source = ?', source] as const,
    ['blocked_order_id IN (SELECT id FROM blocked_orders WHERE sales_rep = ?)', salesRep] as const,
    ['state = ?', state] as const,
    ['seq < ?', before] as const,
  ]) {
    if (value === null) continue
    conditions.push(condition)
    values.push(value)
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const rows = await sql.all(`SELECT seq, ${COLUMNS} FROM releases ${where} ORDER BY seq DESC LIMIT ${limit}`, values)
  return rows.map((row) => ({ seq: number(row['seq']), release: toRelease(row) }))
}

/** Approved, and nobody took the room until it ended; or signed by one, and by no second one until then. */
export async function listExpiredReleases(sql: Sql, now: EpochMs, limit: number): Promise<Release[]> {
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM releases WHERE state IN ('approved', 'requested') AND expires_at <= ? ORDER BY expires_at LIMIT ${limit}`,
    [now],
  )
  return rows.map(toRelease)
}

export async function insertSignature(sql: Sql, signature: Signature): Promise<void> {
  const columns = ['release_id', 'signer_id', 'signer', 'role', 'verdict', 'amount_cents', 'reason', 'signed_at']
  const { releaseId, signer, role, verdict, amount, reason, signedAt } = signature
  await sql.insert('release_signatures', columns, [
    [releaseId, idOfActor(signer), signer, role, verdict, amount, reason, signedAt],
  ])
}

export async function listSignatures(sql: Sql, releaseIds: readonly string[]): Promise<Signature[]> {
  if (releaseIds.length === 0) return []
  const list = inList(releaseIds)
  const rows = await sql.all(
    `SELECT release_id, signer, role, verdict, amount_cents, reason, signed_at FROM release_signatures
     WHERE release_id IN (${list.marks}) ORDER BY signed_at, signer_id`,
    list.values,
  )
  return rows.map((row) => ({
    releaseId: row['release_id'] as string,
    signer: row['signer'] as string,
    role: row['role'] as string,
    verdict: row['verdict'] as Signature['verdict'],
    amount: centsOf(row['amount_cents']),
    reason: row['reason'] as string,
    signedAt: number(row['signed_at']),
  }))
}

/** One signs at a time until the transaction ends, over all processes: a budget spans accounts, whose locks do not meet. */
export async function lockSigning(sql: Sql): Promise<void> {
  await sql.upsert('shapes', ['name', 'value'], [['signing', '']], ['name'], ['value'])
}

/** What somebody approved since an instant, under whatever name. */
export async function sumSigned(sql: Sql, signer: string, since: EpochMs): Promise<Cents> {
  const [row] = await sql.all(
    `SELECT COALESCE(SUM(amount_cents), 0) AS amount FROM release_signatures
     WHERE signer_id = ? AND signed_at >= ? AND verdict = 'approved'`,
    [idOfActor(signer), since],
  )
  return centsOf(row?.['amount'])
}

function toRelease(row: Row): Release {
  return {
    id: row['id'] as string,
    blockedOrderId: row['blocked_order_id'] as string,
    source: row['source'] as string,
    orderId: row['order_id'] as string,
    revision: number(row['revision']),
    customerId: number(row['customer_id']),
    amount: centsOf(row['amount_cents']),
    credit: centsOf(row['credit_cents']),
    termDaysMax: numberOrNull(row['term_days_max']),
    company: row['company'] as string,
    over: centsOf(row['over_cents']),
    state: row['state'] as ReleaseState,
    requestedBy: row['requested_by'] as string,
    reason: row['reason'] as string,
    requestedAt: number(row['requested_at']),
    expiresAt: numberOrNull(row['expires_at']),
    decidedAt: numberOrNull(row['decided_at']),
  }
}
