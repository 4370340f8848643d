import type { Row, Sql, SqlValue } from '../../database.ts'
import { number } from '../../database-values.ts'
import type { EpochMs } from '../../kernel/clock.ts'
import type { Day } from '../../kernel/day.ts'
import { createId } from '../../kernel/ids.ts'
import { holdsText, likePattern } from './search-store.ts'

/** Whose customers: of one source, and those that a rep asks credit for. Null is everybody's. */
export interface CustomerScope {
  readonly source: string | null
  readonly salesRep: string | null
}

export interface FoundCustomer {
  readonly id: number
  readonly source: string
  readonly externalId: string
  readonly company: string
  readonly name: string
  readonly document: string | null
  readonly city: string | null
  readonly state: string | null
  readonly riskClass: string | null
  readonly since: Day | null
}

const COLUMNS = 'c.id, c.source, c.external_id, c.company, c.name, c.document, c.city, c.state, c.risk_class, c.since'
// From those of the rep on: SQLite would else look through all customers for the few that are theirs.
const THEIRS = 'rep_customers r CROSS JOIN customers c ON c.id = r.customer_id'

function scopeOf({ source, salesRep }: CustomerScope): { select: string; parts: string[]; values: SqlValue[] } {
  const parts = [...(source === null ? [] : ['c.source = ?']), ...(salesRep === null ? [] : ['r.sales_rep = ?'])]
  const select = `SELECT ${COLUMNS} FROM ${salesRep === null ? 'customers c' : THEIRS}`
  return { select, parts, values: [source, salesRep].filter((value) => value !== null) }
}

/** A customer, unless it lies outside of the scope. */
export async function findScoped(
  sql: Sql,
  scope: CustomerScope,
  key: { readonly source: string; readonly externalId: string } | { readonly id: number },
): Promise<FoundCustomer | null> {
  const { select, parts, values } = scopeOf(scope)
  const [where, wanted] =
    'id' in key ? ['c.id = ?', [key.id]] : ['c.source = ? AND c.external_id = ?', [key.source, key.externalId]]
  const [row] = await sql.all(`${select} WHERE ${[where, ...parts].join(' AND ')}`, [...wanted, ...values])
  return row ? readFound(row) : null
}

/** By name, by the beginning of a document, or by id; `text` null finds all. Those after `after` by name. */
export async function searchCustomers(
  sql: Sql,
  scope: CustomerScope,
  text: string | null,
  after: Pick<FoundCustomer, 'id' | 'name'> | null,
  limit: number,
): Promise<FoundCustomer[]> {
  const { select, parts, values } = scopeOf(scope)
  if (text !== null) {
    const document = documentStart(text)
    const byDocument = document === null ? '' : " OR c.document LIKE ? ESCAPE '!'"
    parts.push(`(${holdsText(sql, 'c.name')} OR c.external_id = ?${byDocument})`)
    values.push(likePattern(text), text, ...(document === null ? [] : [`${document}%`]))
  }
  if (after !== null) {
    // As a range of the index by name.
    parts.push('c.name >= ? AND (c.name > ? OR c.id > ?)')
    values.push(after.name, after.name, after.id)
  }
  const where = parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : ''
  const hint = text === null ? byName(sql, scope) : ''
  const rows = await sql.all(`${select} ${hint} ${where} ORDER BY c.name, c.id LIMIT ${limit}`, values)
  return rows.map(readFound)
}

/** MariaDB would else read and sort all customers for the first page of them. */
function byName({ dialect }: Sql, { source, salesRep }: CustomerScope): string {
  if (dialect === 'sqlite' || salesRep !== null) return ''
  return `FORCE INDEX (${source === null ? 'customers_by_name' : 'customers_by_source_name'})`
}

const DOCUMENT_START = /^[0-9A-Z]{3,14}$/

/** Digits, and letters of the newer CNPJ, however they were masked; null for what no document begins with. */
function documentStart(text: string): string | null {
  const bare = text.replace(/[.\-/ ]/g, '').toUpperCase()
  return DOCUMENT_START.test(bare) && /\d/.test(bare) ? bare : null
}

const readFound = (row: Row): FoundCustomer => ({
  id: number(row['id']),
  source: row['source'] as string,
  externalId: row['external_id'] as string,
  company: row['company'] as string,
  name: row['name'] as string,
  document: row['document'] as string | null,
  city: row['city'] as string | null,
  state: row['state'] as string | null,
  riskClass: row['risk_class'] as string | null,
  since: row['since'] as Day | null,
})

/** There is no index of checks by customer: of all, so many of the newest are looked through. */
const CHECKS_LOOKED_THROUGH = 20_000
const ID_TIME_LENGTH = 'chk_'.length + 10

/**
 * Ids of the newest checks of a customer, the newest first: of the newest checks of all that were made since an instant,
 * and those that orders of the customer stand on, which are found however long ago they were made.
 */
export async function findCheckIds(sql: Sql, customerId: number, since: EpochMs, limit: number): Promise<string[]> {
  const first = createId('chk', since).slice(0, ID_TIME_LENGTH)
  const recent = await sql.all(
    `SELECT id FROM (SELECT id, customer_id FROM credit_checks WHERE id >= ? ORDER BY id DESC
       LIMIT ${CHECKS_LOOKED_THROUGH}) AS newest
     WHERE customer_id = ? ORDER BY id DESC LIMIT ${limit}`,
    [first, customerId],
  )
  const stoodOn = await sql.all(
    `SELECT check_id AS id FROM blocked_orders WHERE customer_id = ? AND check_id >= ? ORDER BY seq DESC LIMIT ${limit}`,
    [customerId, first],
  )
  const held = await sql.all(
    `SELECT check_id AS id FROM orders WHERE customer_id = ? AND check_id >= ? ORDER BY check_id DESC LIMIT ${limit}`,
    [customerId, first],
  )
  const ids = new Set([...recent, ...stoodOn, ...held].map((row) => row['id'] as string))
  return [...ids].sort((a, b) => (a < b ? 1 : -1)).slice(0, limit)
}
