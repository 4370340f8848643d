import { formatCents, parseCents } from '../kernel/cents.ts'
import type { ErpDatabase, ErpValue } from '../sync/erp-database.ts'
import type { Answer, Pass } from './answer.ts'
import { quoteName } from './statement.ts'

/** The copy of the answers in the ERP's database: SQL that runs there, not in Fiado's own. */

/** Where a post writes. */
export interface Place {
  readonly database: ErpDatabase
  readonly schema: string
  readonly source: string
  /** How many answers one statement may write; see `readRowsMax`. */
  rowsMax(signal: AbortSignal): Promise<number>
}

const ROWS_MAX = 500

/**
 * With a binary log by statements or mixed, what a trigger reads is locked until its sale is over. A statement that waited
 * for one such row while it holds others could end in a deadlock with a sale of several customers: there each answer is
 * written by itself. https://mariadb.com/kb/en/binary-log-formats/ (2026-11-22)
 */
export async function readRowsMax(database: ErpDatabase, signal: AbortSignal): Promise<number> {
  const [row] = await database.rows('SELECT @@log_bin AS logged, @@global.binlog_format AS form', {}, signal)
  return row?.['logged'] === '1' && row['form'] !== 'ROW' ? 1 : ROWS_MAX
}

const tableOf = ({ schema }: Place, table: string): string => `${quoteName(schema)}.${table}`
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ')
/** No revision of ours comes near: somebody wrote it by hand. */
const REVISION_MAX = Number.MAX_SAFE_INTEGER
/** Written only over what was read earlier. */
const IF_LATER = (column: string): string =>
  `${column} = IF(VALUES(revision) >= revision OR revision > ${REVISION_MAX}, VALUES(${column}), ${column})`

const ANSWER_COLUMNS = ['customer', 'company', 'blocked', 'available', 'term_days_max', 'message']

/**
 * Writes answers that were read with this revision, by the clock of the ERP's own server. Those that somebody wrote later
 * stay as they are.
 */
export async function writeAnswers(
  place: Place,
  answers: readonly Answer[],
  revision: number,
  signal: AbortSignal,
): Promise<void> {
  for (const some of await piecesFor(place, answers, signal)) await writeSome(place, some, revision, signal)
}

/** As many as one statement may touch. */
async function piecesFor<T>(place: Place, all: readonly T[], signal: AbortSignal): Promise<T[][]> {
  if (all.length === 0) return []
  const rowsMax = await place.rowsMax(signal)
  return Array.from({ length: Math.ceil(all.length / rowsMax) }, (_, piece) =>
    all.slice(piece * rowsMax, (piece + 1) * rowsMax),
  )
}

async function writeSome(
  place: Place,
  answers: readonly Answer[],
  revision: number,
  signal: AbortSignal,
): Promise<void> {
  const row = `(?, ${marks(ANSWER_COLUMNS.length)}, UTC_TIMESTAMP(3), ?)`
  // The revision last: what stands before it decides by the one that stood.
  const updates = [...ANSWER_COLUMNS.slice(2), 'as_of', 'revision'].map(IF_LATER)
  await place.database.run(
    `INSERT INTO ${tableOf(place, 'credit_status')} (source, ${ANSWER_COLUMNS.join(', ')}, as_of, revision)
     VALUES ${answers.map(() => row).join(', ')}
     ON DUPLICATE KEY UPDATE ${updates.join(', ')}`,
    answers.flatMap((answer): ErpValue[] => [
      ...[place.source, answer.customer, answer.company, answer.isBlocked ? 1 : 0],
      answer.available === null ? null : formatCents(answer.available),
      ...[answer.termDaysMax, answer.message, revision],
    ]),
    signal,
  )
}

/** A written answer, with how old it is by the clock of the ERP's own server. */
export interface StoredAnswer extends Answer {
  /** Zero where it is none of ours. */
  readonly revision: number
  readonly ageSeconds: number
}

/** What stands of these customers. */
export async function readAnswers(
  place: Place,
  customers: readonly string[],
  signal: AbortSignal,
): Promise<StoredAnswer[]> {
  if (customers.length === 0) return []
  const names = customers.map((_, index) => `:c${index}`)
  const rows = await place.database.rows(
    `SELECT ${ANSWER_COLUMNS.join(', ')}, revision, TIMESTAMPDIFF(SECOND, as_of, UTC_TIMESTAMP()) AS age
     FROM ${tableOf(place, 'credit_status')} WHERE source = :source AND customer IN (${names.join(', ')})`,
    { source: place.source, ...Object.fromEntries(customers.map((customer, index) => [`c${index}`, customer])) },
    signal,
  )
  return rows.map(toStored)
}

const toStored = (row: Record<string, unknown>): StoredAnswer => ({
  customer: String(row['customer']),
  company: String(row['company']),
  isBlocked: row['blocked'] !== '0',
  available: row['available'] === null ? null : parseCents(String(row['available'])),
  termDaysMax: row['term_days_max'] === null ? null : Number(row['term_days_max']),
  message: row['message'] === null ? null : String(row['message']),
  revision: Number.isSafeInteger(Number(row['revision'])) ? Number(row['revision']) : 0,
  ageSeconds: Number(row['age']),
})

/** The customers that are answered for, in their order, after one. */
export async function pageAnswered(place: Place, after: string, limit: number, signal: AbortSignal): Promise<string[]> {
  const rows = await place.database.rows(
    `SELECT DISTINCT customer FROM ${tableOf(place, 'credit_status')}
     WHERE source = :source AND customer > :after ORDER BY customer LIMIT ${limit}`,
    { source: place.source, after },
    signal,
  )
  return rows.map((row) => String(row['customer']))
}

/** Takes away answers, by customer and company, that nobody has written again meanwhile. */
export async function removeAnswers(
  place: Place,
  keys: readonly Pick<Answer, 'customer' | 'company'>[],
  revision: number,
  signal: AbortSignal,
): Promise<void> {
  for (const some of await piecesFor(place, keys, signal)) {
    // A list of pairs would have MariaDB read, and lock, every answer of the source.
    const each = some.map(() => '(source = ? AND customer = ? AND company = ?)').join(' OR ')
    await place.database.run(
      `DELETE FROM ${tableOf(place, 'credit_status')} WHERE (${each}) AND (revision <= ? OR revision > ${REVISION_MAX})`,
      [...some.flatMap(({ customer, company }) => [place.source, customer, company]), revision],
      signal,
    )
  }
}

/** The companies that any answer is for. */
export async function readCompanies(place: Place, signal: AbortSignal): Promise<Set<string>> {
  const rows = await place.database.rows(
    `SELECT DISTINCT company FROM ${tableOf(place, 'credit_status')} WHERE source = :source`,
    { source: place.source },
    signal,
  )
  return new Set(rows.map((row) => String(row['company'])))
}

/** The orders of these customers that may pass. */
export async function readPasses(place: Place, customers: readonly string[], signal: AbortSignal): Promise<Pass[]> {
  if (customers.length === 0) return []
  const names = customers.map((_, index) => `:c${index}`)
  const rows = await place.database.rows(
    `SELECT order_id, customer, company, amount, expires_at FROM ${tableOf(place, 'passes')}
     WHERE source = :source AND customer IN (${names.join(', ')})`,
    { source: place.source, ...Object.fromEntries(customers.map((customer, index) => [`c${index}`, customer])) },
    signal,
  )
  return rows.map((row) => ({
    orderId: String(row['order_id']),
    customer: String(row['customer']),
    company: String(row['company']),
    amount: parseCents(String(row['amount'])) ?? 0n,
    expiresAt: String(row['expires_at']),
  }))
}

export async function writePasses(place: Place, passes: readonly Pass[], signal: AbortSignal): Promise<void> {
  const updates = ['customer', 'company', 'amount', 'expires_at'].map((column) => `${column} = VALUES(${column})`)
  for (const some of await piecesFor(place, passes, signal)) {
    await place.database.run(
      `INSERT INTO ${tableOf(place, 'passes')} (source, order_id, customer, company, amount, expires_at)
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')} ON DUPLICATE KEY UPDATE ${updates.join(', ')}`,
      some.flatMap(({ orderId, customer, company, amount, expiresAt }): ErpValue[] => [
        ...[place.source, orderId, customer, company, formatCents(amount), expiresAt],
      ]),
      signal,
    )
  }
}

export async function removePasses(place: Place, orderIds: readonly string[], signal: AbortSignal): Promise<void> {
  for (const some of await piecesFor(place, orderIds, signal)) {
    await place.database.run(
      `DELETE FROM ${tableOf(place, 'passes')} WHERE source = ? AND order_id IN (${marks(some.length)})`,
      [place.source, ...some],
      signal,
    )
  }
}
