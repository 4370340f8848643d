import { inList, nearIds, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { PromiseState } from './promise.ts'

export interface StoredPromise {
  readonly id: string
  readonly customerId: number
  readonly amount: Cents
  readonly promisedOn: Day
  /** What was open of each title when it was made. */
  readonly titles: readonly { readonly id: number; readonly openThen: Cents }[]
  readonly state: PromiseState
  readonly madeBy: string
  readonly madeAt: EpochMs
  readonly note: string | null
  readonly resolvedOn: Day | null
}

const COLUMNS = [
  'id',
  'customer_id',
  'amount_cents',
  'promised_on',
  'receivables_json',
  'state',
  'made_by',
  'made_at',
  'note',
  'resolved_on',
]
const IDS_PER_STATEMENT = 512

export async function insertPromise(sql: Sql, promise: StoredPromise): Promise<void> {
  const titles = promise.titles.map(({ id, openThen }) => ({ id, openCents: openThen.toString() }))
  const { id, customerId, amount, promisedOn, state, madeBy, madeAt, note, resolvedOn } = promise
  await sql.insert('promises', COLUMNS, [
    [id, customerId, amount, promisedOn, JSON.stringify(titles), state, madeBy, madeAt, note, resolvedOn],
  ])
}

const readPromise = (row: Row): StoredPromise => ({
  id: row['id'] as string,
  customerId: number(row['customer_id']),
  amount: centsOf(row['amount_cents']),
  promisedOn: row['promised_on'] as Day,
  titles: (JSON.parse(row['receivables_json'] as string) as { id: number; openCents: string }[]).map((title) => ({
    id: title.id,
    openThen: BigInt(title.openCents),
  })),
  state: row['state'] as PromiseState,
  madeBy: row['made_by'] as string,
  madeAt: number(row['made_at']),
  note: row['note'] as string | null,
  resolvedOn: row['resolved_on'] as Day | null,
})

export async function findPromise(sql: Sql, id: string): Promise<StoredPromise | null> {
  const [row] = await sql.all('SELECT * FROM promises WHERE id = ?', [id])
  return row ? readPromise(row) : null
}

/** False when it was in another state: somebody else has settled it meanwhile. */
export async function settlePromise(
  sql: Sql,
  id: string,
  from: PromiseState,
  to: PromiseState,
  resolvedOn: Day,
): Promise<boolean> {
  const { changes } = await sql.run('UPDATE promises SET state = ?, resolved_on = ? WHERE id = ? AND state = ?', [
    to,
    resolvedOn,
    id,
    from,
  ])
  return changes === 1
}

/** Of many customers, the soonest first. */
export async function listPromises(
  sql: Sql,
  customerIds: readonly number[],
  state: PromiseState,
): Promise<StoredPromise[]> {
  const wanted = new Set(customerIds)
  const found: Row[] = []
  for (let start = 0; start < customerIds.length; start += IDS_PER_STATEMENT) {
    const near = nearIds('customer_id', customerIds.slice(start, start + IDS_PER_STATEMENT))
    const text = `SELECT * FROM promises WHERE ${near.where} AND state = ? ORDER BY promised_on, id`
    found.push(...(await sql.all(text, [...near.values, state])))
  }
  return found.map(readPromise).filter(({ customerId }) => wanted.has(customerId))
}

/** A page of all promises in a state, of a promised day or later, after another one. */
export async function listPromisesAfter(
  sql: Sql,
  state: PromiseState,
  after: { readonly promisedOn: Day; readonly id: string },
  limit: number,
): Promise<StoredPromise[]> {
  const { promisedOn, id } = after
  const rows = await sql.all(
    `SELECT * FROM promises WHERE state = ? AND promised_on >= ? AND (promised_on > ? OR id > ?)
     ORDER BY promised_on, id LIMIT ?`,
    [state, promisedOn, promisedOn, id, limit],
  )
  return rows.map(readPromise)
}

/** A receivable as promises and disputes see it. */
export interface TitleRow {
  readonly id: number
  readonly externalId: string
  readonly number: string | null
  readonly installment: string | null
  readonly openAmount: Cents
  readonly effectiveDueOn: Day
  readonly status: string
  readonly settledOn: Day | null
  readonly paymentMethod: string | null
}

const TITLE_COLUMNS =
  'id, external_id, number, installment, open_cents, effective_due_on, status, settled_on, payment_method'

const readTitle = (row: Row): TitleRow => ({
  id: number(row['id']),
  externalId: row['external_id'] as string,
  number: row['number'] as string | null,
  installment: row['installment'] as string | null,
  openAmount: centsOf(row['open_cents']),
  effectiveDueOn: row['effective_due_on'] as Day,
  status: row['status'] as string,
  settledOn: row['settled_on'] as Day | null,
  paymentMethod: row['payment_method'] as string | null,
})

/** What a customer owes, the oldest first; of these external ids alone, if any are given. */
export async function listOpenTitles(
  sql: Sql,
  customerId: number,
  externalIds: readonly string[] | null,
  limit: number,
): Promise<TitleRow[]> {
  const list = externalIds && inList(externalIds)
  const values: SqlValue[] = [customerId, ...(list?.values ?? []), limit]
  const rows = await sql.all(
    `SELECT ${TITLE_COLUMNS} FROM receivables
     WHERE customer_id = ? AND counts_as = 1 ${list ? `AND external_id IN (${list.marks})` : ''}
     ORDER BY effective_due_on, due_on, id LIMIT ?`,
    values,
  )
  return rows.map(readTitle)
}

export async function findTitles(sql: Sql, ids: Iterable<number>): Promise<Map<number, TitleRow>> {
  const wanted = [...new Set(ids)]
  const found = new Map<number, TitleRow>()
  for (let start = 0; start < wanted.length; start += IDS_PER_STATEMENT) {
    const list = inList(wanted.slice(start, start + IDS_PER_STATEMENT))
    const text = `SELECT ${TITLE_COLUMNS} FROM receivables WHERE id IN (${list.marks})`
    for (const row of await sql.all(text, list.values)) found.set(number(row['id']), readTitle(row))
  }
  return found
}
