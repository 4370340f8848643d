import { inList, type Row, type Sql } from '../../database.ts'
import { centsOf, number } from '../../database-values.ts'
import type { Cents } from '../../kernel/cents.ts'
import type { Day } from '../../kernel/day.ts'

/** A title that counts, with what it can be paid by. */
export interface OpenTitle {
  readonly externalId: string
  readonly number: string | null
  readonly installment: string | null
  readonly kind: string
  readonly status: string
  readonly issuedOn: Day
  readonly dueOn: Day
  readonly effectiveDueOn: Day
  readonly amount: Cents
  readonly openAmount: Cents
  /** Owed by the customer: no credit, no draft of a title. */
  readonly isOwed: boolean
  readonly boletoLine: string | null
  readonly pixCode: string | null
}

const OWED = 1

/** What is open of a customer: what they owe first, the oldest first. `limit` is a whole number of ours. */
export async function listOpenTitles(sql: Sql, customerId: number, limit: number): Promise<OpenTitle[]> {
  const rows = await sql.all(
    `SELECT external_id, number, installment, kind, status, issued_on, due_on, effective_due_on, amount_cents, open_cents,
       counts_as, boleto_line, pix_code
     FROM receivables WHERE customer_id = ? AND counts_as IN (1, 2, 3)
     ORDER BY counts_as, effective_due_on, due_on, id LIMIT ${limit}`,
    [customerId],
  )
  return rows.map(readTitle)
}

/** Which of these customers owe anything overdue, as `isOverdue` says of one title. */
export async function findOverdueCustomers(sql: Sql, customerIds: readonly number[], today: Day): Promise<Set<number>> {
  if (customerIds.length === 0) return new Set()
  const { marks, values } = inList(customerIds)
  const rows = await sql.all(
    `SELECT DISTINCT customer_id FROM receivables
     WHERE customer_id IN (${marks}) AND counts_as = ${OWED} AND effective_due_on < ? AND status <> 'disputed' AND due_on < ?`,
    [...values, today, today],
  )
  return new Set(rows.map((row) => number(row['customer_id'])))
}

const readTitle = (row: Row): OpenTitle => ({
  externalId: row['external_id'] as string,
  number: row['number'] as string | null,
  installment: row['installment'] as string | null,
  kind: row['kind'] as string,
  status: row['status'] as string,
  issuedOn: row['issued_on'] as Day,
  dueOn: row['due_on'] as Day,
  effectiveDueOn: row['effective_due_on'] as Day,
  amount: centsOf(row['amount_cents']),
  openAmount: centsOf(row['open_cents']),
  isOwed: number(row['counts_as']) === OWED,
  boletoLine: row['boleto_line'] as string | null,
  pixCode: row['pix_code'] as string | null,
})
