import { inList, type Row, type Sql } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import type { DecisionKind } from './decide.ts'
import { parseFacts } from './facts-json.ts'
import type { Payment, StoredDecision } from './policy-rehearsal.ts'
import type { OwnTerms } from './policy-rehearsal-facts.ts'

/** A check as stored, its facts not read yet. */
export interface StoredCheck {
  readonly id: string
  readonly source: string
  readonly customerId: number | null
  readonly orderId: string | null
  readonly mode: string
  readonly checkedAt: EpochMs
  readonly policyVersion: number
  /** Reads the rest; throws where the stored text is none of ours. */
  read(): StoredDecision
}

const ID_TIME_LENGTH = 'chk_'.length + 10
/** Above every id. */
export const AFTER_ALL = 'chk_~'

/** A page of checks made since then, the newest first, before the one of the id `before`. `limit` is a whole number of ours. */
export async function readChecksBefore(
  sql: Sql,
  since: EpochMs,
  before: string,
  limit: number,
): Promise<StoredCheck[]> {
  const rows = await sql.all(
    `SELECT id, source, customer_id, order_id, mode, decision, policy_version, checked_at, facts_json, outcome_json
     FROM credit_checks WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ${limit}`,
    [createId('chk', since).slice(0, ID_TIME_LENGTH), before],
  )
  return rows.map(readCheck)
}

function readCheck(row: Row): StoredCheck {
  const stored = {
    id: row['id'] as string,
    source: row['source'] as string,
    customerId: numberOrNull(row['customer_id']),
    orderId: row['order_id'] as string | null,
    mode: row['mode'] as string,
    checkedAt: number(row['checked_at']),
    policyVersion: number(row['policy_version']),
  }
  const read = (): StoredDecision => {
    const outcome = JSON.parse((row['outcome_json'] as string | null) ?? '{}') as Partial<StoredDecision>
    return {
      ...stored,
      facts: parseFacts(row['facts_json'] as string, stored.orderId),
      decision: row['decision'] as DecisionKind,
      reasons: outcome.reasons ?? [],
    }
  }
  return { ...stored, read }
}

/** What the records of today say of these customers' own terms; one who is no longer there has none. */
export async function readOwnTerms(sql: Sql, customerIds: readonly number[]): Promise<Map<number, OwnTerms>> {
  if (customerIds.length === 0) return new Map()
  const list = inList(customerIds)
  const rows = await sql.all(
    `SELECT c.id, CASE WHEN c.limits_json IS NULL THEN 0 ELSE 1 END AS has_limit,
       COALESCE(c.overdue_tolerance_cents, a.overdue_tolerance_cents) AS tolerance_cents
     FROM customers c JOIN accounts a ON a.id = c.account_id WHERE c.id IN (${list.marks})`,
    list.values,
  )
  return new Map(
    rows.map((row) => {
      const cents = row['tolerance_cents']
      const tolerance = cents === null ? null : centsOf(cents)
      return [number(row['id']), { hasLimit: number(row['has_limit']) === 1, tolerance }]
    }),
  )
}

/** The order that is asked about, and the day on which it was decided. */
export interface AskedPayment {
  readonly source: string
  readonly orderId: string | null
  readonly customerId: number | null
  readonly day: Day
}

/** Titles of so many days after the decision tell of an order that no invoice names. */
const TITLES_AFTER_DAYS = 30
/** Paid later than so many days after the due day is as bad as not paid. */
const LATE_DAYS_MAX = 15

/**
 * How each was paid. By the invoices that name the order; where there is none, by the invoices of the customer that were
 * issued from the day of the decision until `TITLES_AFTER_DAYS` later. Cancelled ones are left out. One of them is enough:
 * it is unpaid when it is open or returned and its effective due day is before `today`, when it was paid more than
 * `LATE_DAYS_MAX` days after its due day, or when it was written off. Disputed titles and payments without a day are not.
 */
export async function readPayments(sql: Sql, asked: readonly AskedPayment[], today: Day): Promise<Payment[]> {
  const byOrder = await sql.each(
    `SELECT ${counted(sql)} FROM receivables WHERE source = ? AND order_id = ? AND ${INVOICES}`,
    asked.map(({ source, orderId }) => [today, source, orderId]),
  )
  const payments = byOrder.map(([row]) => paymentOf(row))
  const open = asked.flatMap((one, index) =>
    payments[index] === 'no_titles' && one.customerId !== null ? [{ ...one, index }] : [],
  )
  const byCustomer = await sql.each(
    `SELECT ${counted(sql)} FROM receivables WHERE customer_id = ? AND issued_on >= ? AND issued_on <= ? AND ${INVOICES}`,
    open.map(({ customerId, day }) => [today, customerId, day, addDays(day, TITLES_AFTER_DAYS)]),
  )
  for (const [place, { index }] of open.entries()) payments[index] = paymentOf(byCustomer[place]?.[0])
  return payments
}

const INVOICES = "kind = 'invoice' AND status <> 'cancelled'"

/** The first value is today. */
function counted({ dialect }: Sql): string {
  const lateDays = dialect === 'sqlite' ? 'julianday(settled_on) - julianday(due_on)' : 'DATEDIFF(settled_on, due_on)'
  return `COUNT(*) AS titles, SUM(CASE WHEN status = 'written_off'
      OR (status IN ('open', 'returned') AND open_cents > 0 AND effective_due_on < ?)
      OR (status = 'paid' AND ${lateDays} > ${LATE_DAYS_MAX}) THEN 1 ELSE 0 END) AS unpaid`
}

function paymentOf(row: Row | undefined): Payment {
  if (!row || number(row['titles']) === 0) return 'no_titles'
  return number(row['unpaid']) > 0 ? 'unpaid' : 'paid'
}
