import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import { noteStandingsDue } from '../receivables/standing-store.ts'
import type { Made } from './answer.ts'
import type { DecisionKind } from './decide.ts'
import { parseFacts, serializeFacts } from './facts-json.ts'
import type { Remedy } from './remedies.ts'
import type { Finding } from './rules/finding.ts'

/** A decision and whose it is, as kept. */
export interface CheckRecord {
  source: string
  customerId: number | null
  made: Made
}

/** What a decision came to, beside its kind; `null` in the database for an approval without anything to add. */
interface StoredOutcome {
  releasable?: true
  reasons?: Finding[]
  remedies?: Remedy[]
  hold?: { expiresAt: EpochMs | null }
  policyName?: string
}

const USUAL_POLICY_NAME = 'default'

const CHECK_COLUMNS = [
  'id',
  'source',
  'customer_id',
  'order_id',
  'mode',
  'decision',
  'policy_version',
  'checked_at',
  'facts_json',
  'outcome_json',
]

export async function insertChecks(sql: Sql, records: readonly CheckRecord[]): Promise<void> {
  const rows = records.map(({ source, customerId, made }): SqlValue[] => [
    made.id,
    source,
    customerId,
    made.facts.order.id,
    made.mode,
    made.decision.decision,
    made.policy.version,
    made.checkedAt,
    serializeFacts(made.facts),
    serializeOutcome(made),
  ])
  await sql.insert('credit_checks', CHECK_COLUMNS, rows)
}

function serializeOutcome({ decision: { releasable, reasons, remedies }, hold, policy }: Made): string | null {
  const stored: StoredOutcome = {}
  if (releasable) stored.releasable = true
  if (reasons.length > 0) stored.reasons = reasons
  if (remedies.length > 0) stored.remedies = remedies
  if (hold) stored.hold = hold
  if (policy.name !== USUAL_POLICY_NAME) stored.policyName = policy.name
  const text = JSON.stringify(stored)
  return text === '{}' ? null : text
}

export async function findCheck(sql: Sql, id: string): Promise<CheckRecord | null> {
  return (await findChecks(sql, [id])).get(id) ?? null
}

/** Decisions as they were made, by id. */
export async function findChecks(sql: Sql, ids: readonly string[]): Promise<Map<string, CheckRecord>> {
  if (ids.length === 0) return new Map()
  const list = inList(ids)
  const rows = await sql.all(`SELECT ${CHECK_COLUMNS} FROM credit_checks WHERE id IN (${list.marks})`, list.values)
  return new Map(rows.map(readCheck).map((record) => [record.made.id, record]))
}

function readCheck(row: Row): CheckRecord {
  const outcome = JSON.parse((row['outcome_json'] as string | null) ?? '{}') as StoredOutcome
  const { releasable = false, reasons = [], remedies = [], hold = null, policyName = USUAL_POLICY_NAME } = outcome
  return {
    source: row['source'] as string,
    customerId: numberOrNull(row['customer_id']),
    made: {
      id: row['id'] as string,
      mode: row['mode'] as string,
      checkedAt: number(row['checked_at']),
      facts: parseFacts(row['facts_json'] as string, row['order_id'] as string | null),
      decision: { decision: row['decision'] as DecisionKind, releasable, reasons, remedies },
      hold,
      policy: { name: policyName, version: number(row['policy_version']) },
    },
  }
}

/**
 * Counts requests of overdue customers, by customer and day, and notes that their standing is to be judged again. In the
 * order of ids, so that two batches do not deadlock.
 */
export async function addOwingChecks(sql: Sql, day: Day, checks: ReadonlyMap<number, number>): Promise<void> {
  const sorted = [...checks].sort(([first], [second]) => first - second)
  const rows = sorted.map(([customerId, count]) => [customerId, day, count])
  await sql.add('owing_checks', ['customer_id', 'asked_on'], 'checks', rows)
  await noteStandingsDue(sql, checks.keys())
}
