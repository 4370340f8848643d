import { inList, type Row, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import { type Day, daysBetween } from '../kernel/day.ts'
import { type Stage, stages } from '../receivables/standing.ts'
import { type Conduct, type ConductDays, NO_CONDUCT, type Standing } from './segment.ts'

export { countOwingChecks, noteStandingsDue } from '../receivables/standing-store.ts'

/** What is known of a customer as it stands in the database. */
export interface KeptStanding {
  /** `null` before the first time. */
  readonly standing: Pick<Standing, 'segment' | 'profile' | 'flags'> | null
  readonly shown: ShownStanding
}

/** What the credit gate reads, next to the customer. */
export interface ShownStanding {
  readonly segment: string | null
  readonly collectionStage: Stage | null
  readonly brokenPromises: number
}

/** Takes customers whose conduct may have changed, for the rest of the transaction; those of another process stay its own. */
export async function takeStandingsDue(sql: Sql, limit: number): Promise<number[]> {
  const lock = sql.forUpdate === '' ? '' : `${sql.forUpdate} SKIP LOCKED`
  const rows = await sql.all(`SELECT customer_id FROM standings_due ORDER BY customer_id LIMIT ?${lock}`, [limit])
  return rows.map((row) => number(row['customer_id']))
}

export async function dropStandingsDue(sql: Sql, customerIds: readonly number[]): Promise<void> {
  const list = inList(customerIds)
  await sql.run(`DELETE FROM standings_due WHERE customer_id IN (${list.marks})`, list.values)
}

/** The standings of those of these customers that exist; nobody else judges them until the end of the transaction. */
export async function lockStandings(sql: Sql, customerIds: readonly number[]): Promise<Map<number, KeptStanding>> {
  const list = inList(customerIds)
  const standings = await sql.all(
    `SELECT customer_id, segment, profile, flags_json FROM customer_standings
     WHERE customer_id IN (${list.marks}) ORDER BY customer_id${sql.forUpdate}`,
    list.values,
  )
  const customers = await sql.all(
    `SELECT id, segment, collection_stage, broken_promises FROM customers WHERE id IN (${list.marks}) ORDER BY id`,
    list.values,
  )
  const byId = new Map(standings.map((row) => [number(row['customer_id']), readStanding(row)]))
  return new Map(
    customers.map((row) => [
      number(row['id']),
      { standing: byId.get(number(row['id'])) ?? null, shown: readShown(row) },
    ]),
  )
}

const readStanding = (row: Row): Pick<Standing, 'segment' | 'profile' | 'flags'> => ({
  segment: row['segment'] as Standing['segment'],
  profile: row['profile'] as Standing['profile'],
  flags: JSON.parse(row['flags_json'] as string),
})

const readShown = (row: Row): ShownStanding => ({
  segment: row['segment'] as string | null,
  collectionStage: row['collection_stage'] as Stage | null,
  brokenPromises: number(row['broken_promises']),
})

/** What the customers dispute with us, besides what their ERP calls disputed. */
export interface Disputed {
  readonly customerIds: readonly number[]
  readonly receivableIds: readonly number[]
}

type Receivables = Omit<Conduct, 'brokenPromises' | 'owingChecks'>

/** What each of these customers did with their titles; those that have none are left out. */
export async function readConducts(
  sql: Sql,
  customerIds: readonly number[],
  { today, since }: ConductDays,
  disputed: Disputed,
): Promise<Map<number, Receivables>> {
  const list = inList(customerIds)
  // No id is 0: a list of nothing would make the answer unknown.
  const [whole, single] = [inList([0, ...disputed.customerIds]), inList([0, ...disputed.receivableIds])]
  const daysLate =
    sql.dialect === 'sqlite' ? 'CAST(julianday(until_on) - julianday(due_on) AS INTEGER)' : 'DATEDIFF(until_on, due_on)'
  const rows = await sql.all(
    `SELECT customer_id,
       SUM(is_paid + is_owed + is_lost) AS titles,
       SUM(is_late) AS late,
       SUM(CASE WHEN is_late = 1 AND until_on > due_on THEN ${daysLate} ELSE 0 END) AS days_late,
       SUM(is_paid) AS paid,
       SUM(is_undated) AS paid_undated,
       SUM(is_owed) AS overdue,
       SUM(is_lost) AS written_off,
       MIN(CASE WHEN is_owed = 1 THEN due_on END) AS oldest_due_on,
       MIN(due_on) AS first_due_on,
       MIN(CASE WHEN is_owed = 1 OR status = 'written_off' THEN due_on END) AS first_unpaid_due_on
     FROM (
       SELECT customer_id, due_on, status, is_paid, is_owed, is_lost, is_undated,
         CASE WHEN is_owed = 1 OR is_lost = 1 OR (is_paid = 1 AND settled_on > effective_due_on)
           THEN 1 ELSE 0 END AS is_late,
         CASE WHEN is_owed = 1 OR settled_on IS NULL THEN ? ELSE settled_on END AS until_on
       FROM (
         SELECT customer_id, due_on, effective_due_on, settled_on, status,
           CASE WHEN counts_as <> 1 AND status <> 'written_off' AND settled_on >= ? THEN 1 ELSE 0 END AS is_paid,
           CASE WHEN counts_as <> 1 AND status = 'paid' AND settled_on IS NULL AND due_on >= ?
             THEN 1 ELSE 0 END AS is_undated,
           CASE WHEN status = 'written_off' AND COALESCE(settled_on, due_on) >= ? THEN 1 ELSE 0 END AS is_lost,
           CASE WHEN counts_as = 1 AND status <> 'disputed' AND effective_due_on < ?
             AND customer_id NOT IN (${whole.marks}) AND id NOT IN (${single.marks}) THEN 1 ELSE 0 END AS is_owed
         FROM receivables
         WHERE customer_id IN (${list.marks}) AND kind = 'invoice' AND status <> 'cancelled'
       ) AS seen
     ) AS judged
     GROUP BY customer_id`,
    [today, since, since, since, today, ...whole.values, ...single.values, ...list.values],
  )
  return new Map(rows.map((row) => [number(row['customer_id']), readConduct(row, today)]))
}

function readConduct(row: Row, today: Day): Receivables {
  const [oldest, first, firstUnpaid] = ['oldest_due_on', 'first_due_on', 'first_unpaid_due_on'].map(
    (column) => row[column] as Day | null,
  )
  return {
    titles: number(row['titles']),
    late: number(row['late']),
    daysLate: number(row['days_late']),
    paid: number(row['paid']),
    paidUndated: number(row['paid_undated']),
    overdue: number(row['overdue']),
    overdueDays: oldest ? daysBetween(oldest, today) : NO_CONDUCT.overdueDays,
    writtenOff: number(row['written_off']),
    firstUnpaidDays: first && first === firstUnpaid ? daysBetween(first, today) : NO_CONDUCT.firstUnpaidDays,
  }
}

/** The furthest stage of each customer, among titles that are overdue and not disputed. */
export async function readStages(sql: Sql, customerIds: readonly number[], today: Day): Promise<Map<number, Stage>> {
  const list = inList(customerIds)
  const rows = await sql.all(
    `SELECT DISTINCT r.customer_id, p.stage FROM receivables r JOIN title_progress p ON p.receivable_id = r.id
     WHERE r.customer_id IN (${list.marks}) AND r.counts_as = 1 AND r.status <> 'disputed' AND r.effective_due_on < ?`,
    [...list.values, today],
  )
  const found = new Map<number, Stage>()
  for (const row of rows) {
    const [customerId, stage] = [number(row['customer_id']), row['stage'] as Stage]
    const known = found.get(customerId)
    if (known === undefined || stages.indexOf(stage) > stages.indexOf(known)) found.set(customerId, stage)
  }
  return found
}

const IDS_PER_STATEMENT = 512

/** Those of these receivables that are still open. */
export async function findStillOpen(sql: Sql, ids: Iterable<number>): Promise<ReadonlySet<number>> {
  const wanted = [...new Set(ids)]
  const found = new Set<number>()
  for (let start = 0; start < wanted.length; start += IDS_PER_STATEMENT) {
    const list = inList(wanted.slice(start, start + IDS_PER_STATEMENT))
    const rows = await sql.all(`SELECT id FROM receivables WHERE id IN (${list.marks}) AND counts_as = 1`, list.values)
    for (const row of rows) found.add(number(row['id']))
  }
  return found
}

export interface JudgedStanding {
  readonly customerId: number
  readonly isNew: boolean
  readonly standing: Standing
  readonly conduct: Conduct
}

const COLUMNS = ['customer_id', 'segment', 'profile', 'flags_json', 'conduct_json', 'computed_on']

/** In the order of ids. What is new is inserted: when another process was first, the transaction finds it and is run again. */
export async function saveStandings(sql: Sql, judged: readonly JudgedStanding[], computedOn: Day): Promise<void> {
  const rowOf = ({ customerId, standing, conduct }: JudgedStanding) => {
    const { segment, profile, flags, because } = standing
    return [customerId, segment, profile, JSON.stringify(flags), JSON.stringify({ because, ...conduct }), computedOn]
  }
  const sorted = judged.toSorted((a, b) => a.customerId - b.customerId)
  const rows = (isNew: boolean) => sorted.filter((one) => one.isNew === isNew).map(rowOf)
  await sql.insert('customer_standings', COLUMNS, rows(true))
  await sql.upsert('customer_standings', COLUMNS, rows(false), ['customer_id'], COLUMNS.slice(1))
}

/** Shows the same to the credit gate for all of these customers. */
export async function showStanding(sql: Sql, customerIds: readonly number[], shown: ShownStanding): Promise<void> {
  const list = inList(customerIds)
  await sql.run(
    `UPDATE customers SET segment = ?, collection_stage = ?, broken_promises = ? WHERE id IN (${list.marks})`,
    [shown.segment, shown.collectionStage, shown.brokenPromises, ...list.values],
  )
}
