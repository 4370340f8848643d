import type { Row, Sql } from '../database.ts'
import { centsOf, number } from '../database-values.ts'
import type { Day } from '../kernel/day.ts'
import { type OverdueTitle, type OverdueTitles, type Position, SALES_MAX, TITLES_MAX } from './position.ts'

type Due = Pick<Position, 'overdue' | 'overdueCount' | 'disputedOverdue' | 'disputedOverdueCount' | 'nextDueOn'>

const inCompany = (company: string | null): string => (company === null ? '' : ' AND company = ?')
const companyValue = (company: string | null): string[] => (company === null ? [] : [company])

/** What is due before the cutoff, and when the next title falls due. `company` null means all companies. */
export async function readDue(sql: Sql, customerId: number, company: string | null, cutoff: Day): Promise<Due> {
  const [sums] = await sql.all(
    `SELECT
       COALESCE(SUM(CASE WHEN status <> 'disputed' THEN open_cents END), 0) AS overdue,
       COALESCE(SUM(CASE WHEN status = 'disputed' THEN open_cents END), 0) AS disputed_overdue,
       COALESCE(SUM(CASE WHEN status = 'disputed' THEN 1 ELSE 0 END), 0) AS disputed_overdue_count,
       COUNT(*) AS due_count
     FROM receivables WHERE customer_id = ? AND counts_as = 1 AND effective_due_on < ?${inCompany(company)}`,
    [customerId, cutoff, ...companyValue(company)],
  )
  const [next] = await sql.all(
    `SELECT MIN(effective_due_on) AS next_due_on FROM receivables
     WHERE customer_id = ? AND counts_as = 1 AND effective_due_on >= ?${inCompany(company)}`,
    [customerId, cutoff, ...companyValue(company)],
  )
  const disputedOverdueCount = number(sums?.['disputed_overdue_count'])
  return {
    overdue: centsOf(sums?.['overdue']),
    overdueCount: number(sums?.['due_count']) - disputedOverdueCount,
    disputedOverdue: centsOf(sums?.['disputed_overdue']),
    disputedOverdueCount,
    nextDueOn: (next?.['next_due_on'] ?? null) as Day | null,
  }
}

const TITLE_COLUMNS = 'external_id, number, installment, due_on, open_cents'

const readTitle = (row: Row): OverdueTitle => ({
  externalId: row['external_id'] as string,
  number: row['number'] as string | null,
  installment: row['installment'] as string | null,
  dueOn: row['due_on'] as Day,
  openAmount: centsOf(row['open_cents']),
})

/** The overdue titles that a refusal names; see {@link OverdueTitles} for the bounds. */
export async function readOverdueTitles(
  sql: Sql,
  customerId: number,
  company: string | null,
  cutoff: Day,
  disputedIncluded: boolean,
): Promise<OverdueTitles> {
  const undisputed = disputedIncluded ? '' : " AND status <> 'disputed'"
  const overdue = `FROM receivables WHERE customer_id = ? AND counts_as = 1 AND effective_due_on < ?${inCompany(company)}${undisputed}`
  const values = [customerId, cutoff, ...companyValue(company)]
  const oldest = await sql.all(
    `SELECT ${TITLE_COLUMNS} ${overdue} ORDER BY effective_due_on, due_on, id LIMIT ${TITLES_MAX}`,
    values,
  )
  const largest = await sql.all(`SELECT open_cents ${overdue} ORDER BY open_cents DESC LIMIT ${TITLES_MAX}`, values)
  return {
    oldest: oldest.map(readTitle),
    largest: largest.map((row) => centsOf(row['open_cents'])),
    ...(await readFirst(sql, customerId, company, cutoff, disputedIncluded)),
    disputedIncluded,
  }
}

/** The first instalment that the customer ever had to pay, if it is overdue, and how many sales there were. */
async function readFirst(
  sql: Sql,
  customerId: number,
  company: string | null,
  cutoff: Day,
  disputedIncluded: boolean,
): Promise<Pick<OverdueTitles, 'firstDefault' | 'sales'>> {
  const invoices = `FROM receivables WHERE customer_id = ? AND kind = 'invoice' AND status <> 'cancelled'${inCompany(company)}`
  const values = [customerId, ...companyValue(company)]
  // A sale is an order, else a document, else the title itself. A customer with more sales than SALES_MAX is no newcomer.
  const sales = await sql.all(
    `SELECT DISTINCT COALESCE(order_id, number, external_id) AS sale ${invoices} LIMIT ${SALES_MAX}`,
    values,
  )
  if (sales.length >= SALES_MAX) return { firstDefault: null, sales: SALES_MAX }
  const [first] = await sql.all(
    `SELECT ${TITLE_COLUMNS}, status, counts_as, effective_due_on ${invoices} ORDER BY due_on, id LIMIT 1`,
    values,
  )
  const defaulted =
    first !== undefined &&
    number(first['counts_as']) === 1 &&
    (first['effective_due_on'] as Day) < cutoff &&
    (disputedIncluded || first['status'] !== 'disputed')
  return { firstDefault: defaulted ? readTitle(first) : null, sales: sales.length }
}
