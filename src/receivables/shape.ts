import { type Database, inList, type Sql, type SqlInteger } from '../database.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { Day } from '../kernel/day.ts'
import { countMembers, ensureAccounts } from './account-store.ts'
import { accountKeyOf } from './customer.ts'
import { findCustomersById, listCustomerIds, type StoredCustomer } from './customer-store.ts'
import { derivePositions } from './derive.ts'
import { ALL_COMPANIES, cutoffOn, emptyPosition, type Keeping } from './position.ts'
import { type KeptPosition, savePositions } from './position-store.ts'

const CUSTOMERS_PER_STEP = 500

/** What decides how stored accounts, positions and effective due days were made; another shape means to make them again. */
export interface Shape {
  accounts: string
  positions: string
  calendar: string
}

const NAMES = ['accounts', 'positions', 'calendar'] satisfies (keyof Shape)[]

const shapeOf = (keeping: Pick<Keeping, 'accountBy' | 'perCompany'>, calendarFingerprint: string): Shape => ({
  accounts: keeping.accountBy.join(','),
  positions: keeping.perCompany ? 'per company' : 'all companies',
  calendar: calendarFingerprint,
})

/**
 * Makes accounts, due days and positions anew where the policy or the calendar changed how they are kept. One
 * transaction that holds every account, so that no check sees half of it; the next settling fills in what is overdue.
 */
export async function reshape(
  db: Database,
  keeping: Keeping,
  calendar: Calendar,
  calendarFingerprint: string,
  today: Day,
): Promise<boolean> {
  const wanted = shapeOf(keeping, calendarFingerprint)
  if (isSame(await readShape(db, ''), wanted)) return false
  return db.transaction(async (sql) => {
    const current = await readShape(sql, sql.forUpdate)
    if (isSame(current, wanted)) return false
    await sql.all(`SELECT id FROM accounts ORDER BY id${sql.forUpdate}`)
    await remake(sql, current, wanted, keeping, calendar, today)
    await sql.upsert('shapes', ['name', 'value'], Object.entries(wanted), ['name'], ['value'])
    return true
  })
}

/** Another process has a newer policy, or keeps accounts or positions another way by now: catch up with it, then do it again. */
export class ShapeChanged extends Error {}

/**
 * True while positions are kept as this process believes. The answer holds until the end of the transaction, since
 * `reshape` waits for whoever has read it. Where nothing was ever made in a shape, any will do.
 */
export async function hasShape(sql: Sql, keeping: Keeping): Promise<boolean> {
  const current = await readShape(sql, sql.forUpdate === '' ? '' : ' LOCK IN SHARE MODE')
  const wanted = shapeOf(keeping, '')
  const { accounts = wanted.accounts, positions = wanted.positions } = current
  return accounts === wanted.accounts && positions === wanted.positions
}

/** For the beginning of a transaction that changes positions or accounts. */
export async function requireShape(sql: Sql, keeping: Keeping): Promise<void> {
  if (!(await hasShape(sql, keeping))) throw new ShapeChanged('positions are kept another way by now')
}

/** By name: other things are kept in this table, and whoever locks those holds accounts already. */
async function readShape(sql: Sql, lock: string): Promise<Partial<Shape>> {
  const list = inList(NAMES)
  const rows = await sql.all(`SELECT name, value FROM shapes WHERE name IN (${list.marks})${lock}`, list.values)
  return Object.fromEntries(rows.map((row) => [row['name'], row['value']]))
}

const isSame = (current: Partial<Shape>, wanted: Shape): boolean =>
  current.accounts === wanted.accounts && current.positions === wanted.positions && current.calendar === wanted.calendar

async function remake(
  sql: Sql,
  current: Partial<Shape>,
  wanted: Shape,
  keeping: Keeping,
  calendar: Calendar,
  today: Day,
): Promise<void> {
  await sql.run('DELETE FROM positions')
  for (let after = 0; ; ) {
    const ids = await listCustomerIds(sql, after, CUSTOMERS_PER_STEP)
    if (ids.length === 0) return
    const customers = await findCustomersById(sql, ids)
    if (current.accounts !== wanted.accounts) await regroup(sql, customers, keeping)
    if (current.calendar !== wanted.calendar) await moveAllDueDays(sql, customers, calendar)
    await savePositions(sql, await remakePositions(sql, customers, keeping, today))
    after = ids.at(-1) as number
  }
}

async function regroup(sql: Sql, customers: ReadonlyMap<number, StoredCustomer>, keeping: Keeping): Promise<void> {
  const keyOf = (customer: StoredCustomer): string => accountKeyOf(customer.source, customer, keeping.accountBy)
  const accounts = await ensureAccounts(sql, [...customers.values()].map(keyOf))
  const touched = new Set<number>()
  for (const customer of customers.values()) {
    const accountId = accounts.get(keyOf(customer)) as number
    if (accountId === customer.accountId) continue
    await sql.run('UPDATE customers SET account_id = ? WHERE id = ?', [accountId, customer.id])
    touched.add(accountId).add(customer.accountId)
  }
  if (touched.size > 0) await countMembers(sql, touched)
}

async function moveAllDueDays(
  sql: Sql,
  customers: ReadonlyMap<number, StoredCustomer>,
  calendar: Calendar,
): Promise<void> {
  const ids = [...customers.keys()]
  const rows = await sql.all(
    `SELECT customer_id, due_on, effective_due_on FROM receivables
     WHERE customer_id BETWEEN ? AND ? AND counts_as = 1 GROUP BY customer_id, due_on, effective_due_on`,
    [Math.min(...ids), Math.max(...ids)],
  )
  for (const row of rows) {
    const customerId = Number(row['customer_id'] as SqlInteger)
    const customer = customers.get(customerId)
    const dueOn = row['due_on'] as Day
    const effective = calendar.nextBusinessDay(dueOn, customer)
    if (effective === row['effective_due_on']) continue
    await sql.run(
      'UPDATE receivables SET effective_due_on = ? WHERE customer_id = ? AND counts_as = 1 AND due_on = ?',
      [effective, customerId, dueOn],
    )
  }
}

/** Empty positions with all that counts put in; a customer without any gets an empty one to be read and held. */
async function remakePositions(
  sql: Sql,
  customers: ReadonlyMap<number, StoredCustomer>,
  keeping: Keeping,
  today: Day,
): Promise<KeptPosition[]> {
  const cutoffOf = (id: number): Day => cutoffOn(today, keeping.graceDays(customers.get(id)?.riskClass ?? null))
  const derived = await derivePositions(sql, [...customers.keys()], keeping, cutoffOf)
  if (keeping.perCompany) return derived
  const known = new Set(derived.map(({ customerId }) => customerId))
  const rest = [...customers.keys()].filter((id) => !known.has(id))
  return [
    ...derived,
    ...rest.map((customerId) => ({
      customerId,
      company: ALL_COMPANIES,
      position: emptyPosition(cutoffOf(customerId)),
    })),
  ]
}
