import type { Row, Sql, SqlValue } from '../database.ts'
import { centsOf, number } from '../database-values.ts'
import type { Day } from '../kernel/day.ts'
import {
  ALL_COMPANIES,
  type OverdueTitle,
  type OverdueTitles,
  type Position,
  SALES_MAX,
  TITLES_MAX,
} from './position.ts'

type Due = Pick<Position, 'overdue' | 'overdueCount' | 'disputedOverdue' | 'disputedOverdueCount' | 'nextDueOn'>

/** Whose titles: of one customer in one company, or in all (`company` null). What is due before `cutoff` is overdue. */
export interface OverdueScope {
  customerId: number
  company: string | null
  cutoff: Day
  /** Whether disputed titles are taken as overdue. */
  disputedIncluded: boolean
}

/** `company` as positions are kept: `ALL_COMPANIES` for all. */
export const overdueScope = (
  customerId: number,
  company: string,
  cutoff: Day,
  disputedIncluded: boolean,
): OverdueScope => ({ customerId, company: company === ALL_COMPANIES ? null : company, cutoff, disputedIncluded })

const IN_SCOPE = 'FROM receivables WHERE customer_id = ? AND (? IS NULL OR company = ?)'
const scopeValues = ({ customerId, company }: OverdueScope): SqlValue[] => [customerId, company, company]

/** What is due before the cutoff, and when the next title falls due, for each scope. */
export async function readDue(sql: Sql, scopes: readonly OverdueScope[]): Promise<Due[]> {
  const found = await sql.each(
    `SELECT
       COALESCE(SUM(CASE WHEN status <> 'disputed' THEN open_cents END), 0) AS overdue,
       COALESCE(SUM(CASE WHEN status = 'disputed' THEN open_cents END), 0) AS disputed_overdue,
       COALESCE(SUM(CASE WHEN status = 'disputed' THEN 1 ELSE 0 END), 0) AS disputed_overdue_count,
       COUNT(*) AS due_count,
       (SELECT effective_due_on ${IN_SCOPE} AND counts_as = 1 AND effective_due_on >= ?
        ORDER BY effective_due_on LIMIT 1) AS next_due_on
     ${IN_SCOPE} AND counts_as = 1 AND effective_due_on < ?`,
    scopes.map((scope) => [...scopeValues(scope), scope.cutoff, ...scopeValues(scope), scope.cutoff]),
  )
  return found.map(([row = {}]) => {
    const disputedOverdueCount = number(row['disputed_overdue_count'])
    return {
      overdue: centsOf(row['overdue']),
      overdueCount: number(row['due_count']) - disputedOverdueCount,
      disputedOverdue: centsOf(row['disputed_overdue']),
      disputedOverdueCount,
      nextDueOn: row['next_due_on'] as Day | null,
    }
  })
}

const TITLE_COLUMNS = 'external_id, number, installment, due_on, open_cents'

const readTitle = (row: Row): OverdueTitle => ({
  externalId: row['external_id'] as string,
  number: row['number'] as string | null,
  installment: row['installment'] as string | null,
  dueOn: row['due_on'] as Day,
  openAmount: centsOf(row['open_cents']),
})

/** The overdue titles that a refusal names, for each scope; see {@link OverdueTitles} for the bounds. */
export async function readOverdueTitles(sql: Sql, scopes: readonly OverdueScope[]): Promise<OverdueTitles[]> {
  const overdue = `${IN_SCOPE} AND counts_as = 1 AND effective_due_on < ? AND (? = 1 OR status <> 'disputed')`
  const values = scopes.map((scope) => [...scopeValues(scope), scope.cutoff, scope.disputedIncluded ? 1 : 0])
  const oldest = await sql.each(
    `SELECT ${TITLE_COLUMNS} ${overdue} ORDER BY effective_due_on, due_on, id LIMIT ${TITLES_MAX}`,
    values,
  )
  const largest = await sql.each(`SELECT open_cents ${overdue} ORDER BY open_cents DESC LIMIT ${TITLES_MAX}`, values)
  const firsts = await readFirsts(sql, scopes)
  return scopes.map(({ disputedIncluded }, index) => ({
    oldest: (oldest[index] as Row[]).map(readTitle),
    largest: (largest[index] as Row[]).map((row) => centsOf(row['open_cents'])),
    ...(firsts[index] as FirstSale),
    disputedIncluded,
  }))
}

type FirstSale = Pick<OverdueTitles, 'firstDefault' | 'sales'>

/** The first instalment that each customer ever had to pay, if it is overdue, and how many sales there were. */
async function readFirsts(sql: Sql, scopes: readonly OverdueScope[]): Promise<FirstSale[]> {
  const invoices = `${IN_SCOPE} AND kind = 'invoice' AND status <> 'cancelled'`
  // A sale is an order, else a document, else the title itself.
  const counted = await sql.each(
    `SELECT COUNT(*) AS sales FROM
       (SELECT DISTINCT COALESCE(order_id, number, external_id) AS sale ${invoices} LIMIT ${SALES_MAX}) AS few`,
    scopes.map(scopeValues),
  )
  const found = counted.map(([row]): FirstSale => ({ firstDefault: null, sales: number(row?.['sales']) }))
  // A customer with more sales than SALES_MAX is no newcomer, and has many titles to look through.
  const newcomers = found.map(({ sales }, index) => ({ sales, index })).filter(({ sales }) => sales < SALES_MAX)
  const firsts = await sql.each(
    `SELECT ${TITLE_COLUMNS}, status, counts_as, effective_due_on ${invoices} ORDER BY due_on, id LIMIT 1`,
    newcomers.map(({ index }) => scopeValues(scopes[index] as OverdueScope)),
  )
  for (const [place, { index }] of newcomers.entries()) {
    const first = firsts[place]?.[0]
    if (first && isDefault(first, scopes[index] as OverdueScope)) {
      const known = found[index] as FirstSale
      known.firstDefault = readTitle(first)
    }
  }
  return found
}

const isDefault = (row: Row, { cutoff, disputedIncluded }: OverdueScope): boolean =>
  number(row['counts_as']) === 1 &&
  (row['effective_due_on'] as Day) < cutoff &&
  (disputedIncluded || row['status'] !== 'disputed')
