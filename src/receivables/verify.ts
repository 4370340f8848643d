import { setImmediate } from 'node:timers/promises'
import type { Database, Sql } from '../database.ts'
import { formatCents } from '../kernel/cents.ts'
import { lockAccounts } from './account-store.ts'
import { findCustomersById, listCustomerIds, type StoredCustomer } from './customer-store.ts'
import { derivePositions } from './derive.ts'
import { MoreAccountsNeeded, withLocksAsNeeded } from './ingest.ts'
import { overdueScope, readOverdueTitles } from './overdue-store.ts'
import { emptyPosition, type Keeping, type Position } from './position.ts'
import { type KeptPosition, loadPositions } from './position-store.ts'
import { requireShape } from './shape.ts'

/** A stored number that is not what the items say. There must be none. */
export interface Drift {
  source: string
  externalId: string
  company: string
  field: string
  stored: string
  derived: string
}

const CUSTOMERS_PER_STEP = 500
const DRIFT_MAX = 1_000

const FIELDS = [
  'open',
  'disputed',
  'credits',
  'drafts',
  'orders',
  'held',
  'drafted',
  'openCount',
  'overdue',
  'overdueCount',
  'disputedOverdue',
  'disputedOverdueCount',
] as const satisfies (keyof Position)[]

/** Derives every position from its items again, under the locks of their accounts, and tells each difference. */
export async function verifyPositions(
  db: Database,
  policies: { keeping(): Keeping; catchUp(): Promise<void> },
): Promise<{ checked: number; drift: Drift[] }> {
  const drift: Drift[] = []
  let checked = 0
  let after = 0
  for (;;) {
    const ids = await listCustomerIds(db, after, CUSTOMERS_PER_STEP)
    if (ids.length === 0 || drift.length >= DRIFT_MAX) return { checked, drift: drift.slice(0, DRIFT_MAX) }
    const found = await withLocksAsNeeded(policies, () =>
      db.transaction((sql) => verifyStep(sql, ids, policies.keeping())),
    )
    drift.push(...found.drift)
    checked += found.checked
    after = ids.at(-1) as number
    // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
    await setImmediate()
  }
}

async function verifyStep(
  sql: Sql,
  customerIds: readonly number[],
  keeping: Keeping,
): Promise<{ checked: number; drift: Drift[] }> {
  await requireShape(sql, keeping)
  const before = await findCustomersById(sql, customerIds)
  await lockAccounts(
    sql,
    [...before.values()].map((customer) => customer.accountId),
  )
  const customers = await findCustomersById(sql, customerIds)
  for (const { id, accountId } of customers.values())
    if (before.get(id)?.accountId !== accountId) throw new MoreAccountsNeeded([id])
  const stored = await loadPositions(sql, customerIds)
  const byKey = new Map(stored.map((kept) => [`${kept.customerId}|${kept.company}`, kept]))
  const cutoffOf = (id: number, company: string): string =>
    byKey.get(`${id}|${company}`)?.position.cutoffOn ?? '9999-12-31'
  const derived = await derivePositions(sql, customerIds, keeping, cutoffOf)
  const drift: Drift[] = []
  for (const kept of stored) {
    const twin = derived.find((one) => one.customerId === kept.customerId && one.company === kept.company)
    drift.push(
      ...compare(customers, kept, twin?.position ?? emptyPosition(kept.position.cutoffOn)),
      ...(await compareTitles(sql, customers, kept)),
    )
  }
  for (const twin of derived) {
    if (!byKey.has(`${twin.customerId}|${twin.company}`))
      drift.push(...compare(customers, { ...twin, position: emptyPosition('') }, twin.position))
  }
  return { checked: customers.size, drift }
}

function compare(
  customers: ReadonlyMap<number, StoredCustomer>,
  { customerId, company, position }: KeptPosition,
  derived: Position,
): Drift[] {
  const customer = customers.get(customerId)
  const told = (field: string, stored: unknown, truth: unknown): Drift => ({
    source: customer?.source ?? '',
    externalId: customer?.externalId ?? `#${customerId}`,
    company,
    field,
    stored: asText(stored),
    derived: asText(truth),
  })
  const found = FIELDS.filter((field) => position[field] !== derived[field]).map((field) =>
    told(field, position[field], derived[field]),
  )
  // A day or instant that is too early only costs one needless settling; one that is too late would hide what falls due.
  if (isLater(position.nextDueOn, derived.nextDueOn))
    found.push(told('nextDueOn', position.nextDueOn, derived.nextDueOn))
  if (isLater(position.nextExpiryAt, derived.nextExpiryAt))
    found.push(told('nextExpiryAt', position.nextExpiryAt, derived.nextExpiryAt))
  return found
}

const isLater = <T extends string | number>(stored: T | null, derived: T | null): boolean =>
  derived !== null && (stored === null || stored > derived)
const asText = (value: unknown): string => (typeof value === 'bigint' ? formatCents(value) : String(value))

async function compareTitles(
  sql: Sql,
  customers: ReadonlyMap<number, StoredCustomer>,
  { customerId, company, position }: KeptPosition,
): Promise<Drift[]> {
  const stored = position.overdueTitles
  if (stored === null) return []
  const { disputedIncluded } = stored
  const [derived] = await readOverdueTitles(sql, [
    overdueScope(customerId, company, position.cutoffOn, disputedIncluded),
  ])
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part))
  const customer = customers.get(customerId)
  if (text(stored) === text(derived) || !customer) return []
  return [
    {
      source: customer.source,
      externalId: customer.externalId,
      company,
      field: 'overdueTitles',
      stored: text(stored),
      derived: text(derived),
    },
  ]
}
