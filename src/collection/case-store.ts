import type { ChannelKind } from '../channels/contract.ts'
import { nearIds, type Row, type Sql } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Stage } from '../receivables/standing.ts'
import type { CaseCustomer, CollectionCase, OpenTitle } from './case.ts'

/** Customers that owe something, after an id, in order. */
export async function listDebtorIds(
  sql: Sql,
  after: number,
  limit: number,
  source: string | null = null,
): Promise<number[]> {
  const ofSource = source === null ? '' : 'AND customer_id IN (SELECT id FROM customers WHERE source = ?)'
  const rows = await sql.all(
    `SELECT DISTINCT customer_id FROM positions WHERE customer_id > ? AND open_count > 0 ${ofSource}
     ORDER BY customer_id LIMIT ?`,
    [after, ...(source === null ? [] : [source]), limit],
  )
  return rows.map((row) => number(row['customer_id']))
}

export interface CaseRow {
  readonly customer: CaseCustomer
  readonly email: string | null
  readonly phone: string | null
  readonly whatsapp: string | null
  /** When the source was last heard of. */
  readonly heardAt: EpochMs | null
}

export async function readCaseCustomers(sql: Sql, ids: readonly number[]): Promise<CaseRow[]> {
  const near = nearIds('c.id', ids)
  const wanted = new Set(ids)
  const found = await sql.all(
    `SELECT c.id, c.source, c.external_id, c.name, c.document, c.state, c.city, c.risk_class, c.segment,
       c.email, c.phone, c.whatsapp, k.profile, k.flags_json, s.last_success_at
     FROM customers c LEFT JOIN customer_standings k ON k.customer_id = c.id LEFT JOIN sources s ON s.name = c.source
     WHERE ${near.where}`,
    near.values,
  )
  const rows = found.filter((row) => wanted.has(number(row['id'])))
  return rows.map((row) => ({
    customer: {
      id: number(row['id']),
      source: row['source'] as string,
      externalId: row['external_id'] as string,
      name: row['name'] as string,
      document: row['document'] as string | null,
      state: row['state'] as string | null,
      city: row['city'] as string | null,
      riskClass: row['risk_class'] as string | null,
      segment: row['segment'] as string | null,
      profile: row['profile'] as string | null,
      flags: row['flags_json'] === null ? [] : JSON.parse(row['flags_json'] as string),
    },
    email: row['email'] as string | null,
    phone: row['phone'] as string | null,
    whatsapp: row['whatsapp'] as string | null,
    heardAt: numberOrNull(row['last_success_at']),
  }))
}

/** What each of these customers has open and due until a day, the oldest first. */
export async function readOpenTitles(
  sql: Sql,
  ids: readonly number[],
  dueUntil: Day,
): Promise<Map<number, OpenTitle[]>> {
  const near = nearIds('r.customer_id', ids)
  const rows = await sql.all(
    `SELECT r.id, r.customer_id, r.external_id, r.company, r.number, r.installment, r.issued_on, r.due_on,
       r.effective_due_on, r.amount_cents, r.open_cents, r.status, r.payment_method, r.boleto_line, r.pix_code,
       p.step, p.offset_days, p.stage, p.done_on
     FROM receivables r LEFT JOIN title_progress p ON p.receivable_id = r.id
     WHERE ${near.where} AND r.counts_as = 1 AND r.effective_due_on <= ?
     ORDER BY r.customer_id, r.effective_due_on, r.due_on, r.id`,
    [...near.values, dueUntil],
  )
  const found = new Map<number, OpenTitle[]>()
  for (const row of rows) {
    const customerId = number(row['customer_id'])
    const titles = found.get(customerId)
    if (titles) titles.push(readTitle(row))
    else found.set(customerId, [readTitle(row)])
  }
  return found
}

const readTitle = (row: Row): OpenTitle => ({
  id: number(row['id']),
  externalId: row['external_id'] as string,
  company: row['company'] as string,
  number: row['number'] as string | null,
  installment: row['installment'] as string | null,
  issuedOn: row['issued_on'] as Day,
  dueOn: row['due_on'] as Day,
  effectiveDueOn: row['effective_due_on'] as Day,
  amount: centsOf(row['amount_cents']),
  openAmount: centsOf(row['open_cents']),
  isDisputed: row['status'] === 'disputed',
  paymentMethod: row['payment_method'] as string | null,
  boletoLine: row['boleto_line'] as string | null,
  pixCode: row['pix_code'] as string | null,
  progress:
    row['offset_days'] === null
      ? null
      : {
          step: row['step'] as string,
          offsetDays: number(row['offset_days']),
          stage: row['stage'] as Stage,
          doneOn: row['done_on'] as Day,
        },
})

/** Credit notes and advances that were not applied. */
export async function readCredits(sql: Sql, ids: readonly number[]): Promise<Map<number, Cents>> {
  const near = nearIds('customer_id', ids)
  const rows = await sql.all(
    `SELECT customer_id, SUM(credits_cents) AS credits FROM positions
     WHERE ${near.where} AND credits_cents <> 0 GROUP BY customer_id`,
    near.values,
  )
  return new Map(rows.map((row) => [number(row['customer_id']), centsOf(row['credits'])]))
}

const PENDING = ['ambiguous', 'sending', 'planned'] as const

type Contacted = Pick<CollectionCase, 'contacts' | 'pending'>

/** What was said lately, and what is about to be. `exceptId`: a message that is being decided about. */
export async function readContacts(
  sql: Sql,
  ids: readonly number[],
  since: Day,
  exceptIds: readonly string[] = [],
): Promise<Map<number, Contacted>> {
  const near = nearIds('customer_id', ids)
  const except = new Set(exceptIds)
  const rows = await sql.all(
    `SELECT id, customer_id, state, channel, planned_on, sent_on FROM collection_messages
     WHERE ${near.where} AND (state IN ('planned', 'sending', 'ambiguous') OR sent_on >= ?)`,
    [...near.values, since],
  )
  const found = new Map<number, Contacted>()
  for (const row of rows) {
    if (except.has(row['id'] as string)) continue
    const { contacts, pending } = found.get(number(row['customer_id'])) ?? { contacts: [], pending: null }
    const state = row['state'] as string
    const waits = PENDING.find((one) => one === state)
    const wasSaid = state === 'sent' || state === 'delivered' || state === 'read' || state === 'ambiguous'
    const on = (row['sent_on'] ?? row['planned_on']) as Day
    found.set(number(row['customer_id']), {
      contacts: wasSaid ? [...contacts, { on, channel: row['channel'] as ChannelKind }] : contacts,
      pending: strongest(pending, waits ?? null),
    })
  }
  return found
}

const strongest = (a: Contacted['pending'], b: Contacted['pending']): Contacted['pending'] =>
  PENDING.find((one) => one === a || one === b) ?? null

/** By which source and id a receivable is known to its ERP. */
export interface TitleName {
  readonly source: string
  readonly externalId: string
}

/** The names of what each of these customers has open and due until a day, as `readOpenTitles` finds it. */
export async function readOpenTitleNames(
  sql: Sql,
  customerIds: readonly number[],
  dueUntil: Day,
): Promise<Map<number, TitleName[]>> {
  const near = nearIds('customer_id', customerIds)
  const wanted = new Set(customerIds)
  const rows = await sql.all(
    `SELECT customer_id, source, external_id FROM receivables
     WHERE ${near.where} AND counts_as = 1 AND effective_due_on <= ?`,
    [...near.values, dueUntil],
  )
  const found = new Map<number, TitleName[]>()
  for (const row of rows) {
    const customerId = number(row['customer_id'])
    if (!wanted.has(customerId)) continue
    const name = { source: row['source'] as string, externalId: row['external_id'] as string }
    const names = found.get(customerId)
    if (names) names.push(name)
    else found.set(customerId, [name])
  }
  return found
}

export async function findCustomerId(sql: Sql, source: string, externalId: string): Promise<number | null> {
  const [row] = await sql.all('SELECT id FROM customers WHERE source = ? AND external_id = ?', [source, externalId])
  return row ? number(row['id']) : null
}
