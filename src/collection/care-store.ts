import { inList, type Row, type Sql } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'

/** A customer as those who care for them need it. */
export interface CareCustomer {
  readonly id: number
  readonly source: string
  readonly externalId: string
  readonly name: string
  readonly state: string | null
  readonly city: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly whatsapp: string | null
  readonly collectionStage: string | null
  readonly brokenPromises: number
  /** When the source was last heard of. */
  readonly heardAt: EpochMs | null
}

const CUSTOMER_COLUMNS = `c.id, c.source, c.external_id, c.name, c.state, c.city, c.email, c.phone, c.whatsapp,
  c.collection_stage, c.broken_promises, s.last_success_at`
const CUSTOMERS = `SELECT ${CUSTOMER_COLUMNS} FROM customers c LEFT JOIN sources s ON s.name = c.source`
const IDS_PER_STATEMENT = 512

const readCustomer = (row: Row): CareCustomer => ({
  id: number(row['id']),
  source: row['source'] as string,
  externalId: row['external_id'] as string,
  name: row['name'] as string,
  state: row['state'] as string | null,
  city: row['city'] as string | null,
  email: row['email'] as string | null,
  phone: row['phone'] as string | null,
  whatsapp: row['whatsapp'] as string | null,
  collectionStage: row['collection_stage'] as string | null,
  brokenPromises: number(row['broken_promises']),
  heardAt: numberOrNull(row['last_success_at']),
})

export async function findCareCustomer(sql: Sql, source: string, externalId: string): Promise<CareCustomer | null> {
  const [row] = await sql.all(`${CUSTOMERS} WHERE c.source = ? AND c.external_id = ?`, [source, externalId])
  return row ? readCustomer(row) : null
}

/** Nobody else changes the care of this customer until the end of the transaction. */
export async function lockCareCustomer(sql: Sql, source: string, externalId: string): Promise<CareCustomer | null> {
  await sql.all(`SELECT id FROM customers WHERE source = ? AND external_id = ?${sql.forUpdate}`, [source, externalId])
  return findCareCustomer(sql, source, externalId)
}

export async function findCareCustomers(sql: Sql, ids: Iterable<number>): Promise<Map<number, CareCustomer>> {
  const wanted = [...new Set(ids)]
  const found = new Map<number, CareCustomer>()
  for (let start = 0; start < wanted.length; start += IDS_PER_STATEMENT) {
    const list = inList(wanted.slice(start, start + IDS_PER_STATEMENT))
    for (const row of await sql.all(`${CUSTOMERS} WHERE c.id IN (${list.marks})`, list.values))
      found.set(number(row['id']), readCustomer(row))
  }
  return found
}

/** The customer whom a row of the story is about, unless the key is bound to another source. */
export async function lockOwner(sql: Sql, customerId: number, bound: string | null): Promise<CareCustomer | null> {
  await sql.all(`SELECT id FROM customers WHERE id = ?${sql.forUpdate}`, [customerId])
  const owner = (await findCareCustomers(sql, [customerId])).get(customerId)
  return owner && (bound === null || owner.source === bound) ? owner : null
}

/** What is known of a customer's conduct, as it was computed last. */
export interface KnownStanding {
  readonly segment: string
  readonly profile: string | null
  readonly flags: readonly string[]
  /** In sentences with the numbers, in pt-BR. */
  readonly because: readonly string[]
  readonly computedOn: Day
}

export async function findKnownStanding(sql: Sql, customerId: number): Promise<KnownStanding | null> {
  const [row] = await sql.all('SELECT * FROM customer_standings WHERE customer_id = ?', [customerId])
  if (!row) return null
  return {
    segment: row['segment'] as string,
    profile: row['profile'] as string | null,
    flags: JSON.parse(row['flags_json'] as string),
    because: JSON.parse(row['conduct_json'] as string).because,
    computedOn: row['computed_on'] as Day,
  }
}
