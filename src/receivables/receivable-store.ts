import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import type { CountsAs, Receivable, ReceivableKind, ReceivableStatus } from './receivable.ts'
import { type Known, type Receipt, saveRecords } from './record-store.ts'

export interface StoredReceivable extends Omit<Receivable, 'customerExternalId'> {
  customerId: number
  effectiveDueOn: Day
  countsAs: CountsAs
}

const RECEIVABLE_COLUMNS = [
  'source',
  'external_id',
  'customer_id',
  'company',
  'kind',
  'number',
  'installment',
  'issued_on',
  'due_on',
  'effective_due_on',
  'amount_cents',
  'open_cents',
  'status',
  'counts_as',
  'settled_on',
  'order_id',
  'payment_method',
  'boleto_line',
  'pix_code',
  'updated_at',
  'received_at',
  'snapshot_id',
]

export async function saveReceivables(
  sql: Sql,
  receipt: Receipt,
  receivables: readonly StoredReceivable[],
  known: Known,
): Promise<void> {
  const rowOf = (receivable: StoredReceivable): SqlValue[] => [
    receipt.source,
    receivable.externalId,
    receivable.customerId,
    receivable.company,
    receivable.kind,
    receivable.number,
    receivable.installment,
    receivable.issuedOn,
    receivable.dueOn,
    receivable.effectiveDueOn,
    receivable.amount,
    receivable.openAmount,
    receivable.status,
    receivable.countsAs,
    receivable.settledOn,
    receivable.orderId,
    receivable.paymentMethod,
    receivable.boletoLine,
    receivable.pixCode,
    receivable.updatedAt,
    receipt.receivedAt,
    receipt.snapshotId,
  ]
  const records = receivables.map((receivable) => ({ externalId: receivable.externalId, row: rowOf(receivable) }))
  await saveRecords(sql, 'receivables', RECEIVABLE_COLUMNS, known, records)
}

function readReceivable(row: Row): StoredReceivable {
  return {
    externalId: row['external_id'] as string,
    customerId: number(row['customer_id']),
    company: row['company'] as string,
    kind: row['kind'] as ReceivableKind,
    number: row['number'] as string | null,
    installment: row['installment'] as string | null,
    issuedOn: row['issued_on'] as Day,
    dueOn: row['due_on'] as Day,
    effectiveDueOn: row['effective_due_on'] as Day,
    amount: centsOf(row['amount_cents']),
    openAmount: centsOf(row['open_cents']),
    status: row['status'] as ReceivableStatus,
    countsAs: number(row['counts_as']) as CountsAs,
    settledOn: row['settled_on'] as Day | null,
    orderId: row['order_id'] as string | null,
    paymentMethod: row['payment_method'] as string | null,
    boletoLine: row['boleto_line'] as string | null,
    pixCode: row['pix_code'] as string | null,
    updatedAt: numberOrNull(row['updated_at']),
  }
}

export async function findReceivables(
  sql: Sql,
  source: string,
  externalIds: Iterable<string>,
): Promise<Map<string, StoredReceivable>> {
  const list = inList([...new Set(externalIds)])
  const rows = await sql.all(`SELECT * FROM receivables WHERE source = ? AND external_id IN (${list.marks})`, [
    source,
    ...list.values,
  ])
  return new Map(rows.map(readReceivable).map((receivable) => [receivable.externalId, receivable]))
}

/**
 * MariaDB and MySQL look into the index for lists of less than 200 (eq_range_index_dive_limit). For longer ones they
 * trust its statistics, which a source that names few orders spoils: then every title is read, and locked.
 */
const LINKED_PER_STATEMENT = 128

/** What invoices and drafts name each order for, in cents. With `lock`, it waits for those that are just being saved. */
export async function sumLinked(
  sql: Sql,
  source: string,
  orderIds: readonly string[],
  lock: Sql['forUpdate'] = '',
): Promise<Map<string, { invoiced: Cents; drafted: Cents }>> {
  const found = new Map<string, { invoiced: Cents; drafted: Cents }>()
  for (let start = 0; start < orderIds.length; start += LINKED_PER_STATEMENT) {
    const list = inList(orderIds.slice(start, start + LINKED_PER_STATEMENT))
    const rows = await sql.all(
      `SELECT order_id,
         COALESCE(SUM(CASE WHEN kind = 'invoice' AND status <> 'cancelled' THEN amount_cents END), 0) AS invoiced,
         COALESCE(SUM(CASE WHEN counts_as = 3 THEN open_cents END), 0) AS drafted
       FROM receivables WHERE source = ? AND order_id IN (${list.marks}) GROUP BY order_id${lock}`,
      [source, ...list.values],
    )
    for (const row of rows) {
      const sums = { invoiced: centsOf(row['invoiced']), drafted: centsOf(row['drafted']) }
      found.set(row['order_id'] as string, sums)
    }
  }
  return found
}

/** Gives the open titles of a customer new effective due days; the caller settles the position afterwards. */
export async function moveDueDays(sql: Sql, customerId: number, effectiveDueOn: (dueOn: Day) => Day): Promise<void> {
  const rows = await sql.all(
    'SELECT DISTINCT due_on, effective_due_on FROM receivables WHERE customer_id = ? AND counts_as = 1',
    [customerId],
  )
  for (const row of rows) {
    const dueOn = row['due_on'] as Day
    const effective = effectiveDueOn(dueOn)
    if (effective === row['effective_due_on']) continue
    await sql.run(
      'UPDATE receivables SET effective_due_on = ? WHERE customer_id = ? AND counts_as = 1 AND due_on = ?',
      [effective, customerId, dueOn],
    )
  }
}
