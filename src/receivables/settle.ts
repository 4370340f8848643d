import type { Database, Sql } from '../database.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import { lockAccounts } from './account-store.ts'
import { findCustomersById, type StoredCustomer } from './customer-store.ts'
import type { Order } from './order.ts'
import { findCustomersWithExpired, findHeld, saveOrders } from './order-store.ts'
import { readDue, readOverdueTitles } from './overdue-store.ts'
import { ALL_COMPANIES, applyOrder, cutoffOn, type Keeping, needsSettling, type Position, scopeOf } from './position.ts'
import { type KeptPosition, loadPositions, savePositions } from './position-store.ts'
import { hasShape } from './shape.ts'

export interface SettleTime {
  now: EpochMs
  today: Day
}

/** Holds settled in one transaction of the expiry job. */
const EXPIRED_PER_RUN = 200

type Owner = Pick<StoredCustomer, 'id' | 'riskClass'>

/**
 * Brings positions to a time: takes out holds that ran out, and counts anew what is overdue. Positions change in place;
 * those that changed are saved. The caller holds the locks of their accounts. Everything that depends on time is
 * derived from the items here, so a clock set back or a grace made longer comes out right as well.
 */
export async function settle(
  sql: Sql,
  owners: ReadonlyMap<number, Owner>,
  kept: readonly KeptPosition[],
  time: SettleTime,
  keeping: Keeping,
): Promise<void> {
  const settled: KeptPosition[] = []
  const holds = new Map<number, Order[]>()
  for (const entry of kept) {
    const owner = owners.get(entry.customerId)
    if (!owner) continue
    const cutoff = cutoffOn(time.today, keeping.graceDays(owner.riskClass))
    const disputedIsOverdue = keeping.disputedIsOverdue(owner.riskClass)
    if (!needsSettling(entry.position, cutoff, time.now, disputedIsOverdue)) continue
    const living = holds.get(owner.id) ?? (await releaseExpired(sql, kept, owner.id, time.now, keeping))
    holds.set(owner.id, living)
    await countDue(sql, entry, cutoff, disputedIsOverdue)
    entry.position.nextExpiryAt = nextExpiry(living, entry.company, keeping)
    settled.push(entry)
  }
  if (settled.length > 0) await savePositions(sql, settled)
}

/**
 * Gives back the room of the holds that ran out, and answers those that live. An expired hold changes its own row's
 * state first, so its room comes back once, whoever finds it.
 */
async function releaseExpired(
  sql: Sql,
  kept: readonly KeptPosition[],
  customerId: number,
  now: EpochMs,
  keeping: Keeping,
): Promise<Order[]> {
  const held = await findHeld(sql, customerId)
  const [expired, living] = [
    held.filter((order) => hasExpired(order, now)),
    held.filter((order) => !hasExpired(order, now)),
  ]
  for (const order of expired) {
    const scope = scopeOf(keeping, order.company)
    const entry = kept.find((candidate) => candidate.customerId === customerId && candidate.company === scope)
    if (entry) applyOrder(entry.position, order, -1)
    order.state = 'expired'
  }
  if (expired.length > 0) await saveOrders(sql, now, expired)
  return living
}

const hasExpired = ({ expiresAt }: Order, now: EpochMs): boolean => expiresAt !== null && expiresAt <= now

function nextExpiry(living: readonly Order[], scope: string, keeping: Keeping): EpochMs | null {
  let next: EpochMs | null = null
  for (const { company, expiresAt } of living)
    if (expiresAt !== null && scopeOf(keeping, company) === scope && (next === null || expiresAt < next))
      next = expiresAt
  return next
}

async function countDue(sql: Sql, entry: KeptPosition, cutoff: Day, disputedIsOverdue: boolean): Promise<void> {
  const company = entry.company === ALL_COMPANIES ? null : entry.company
  const due = await readDue(sql, entry.customerId, company, cutoff)
  const overdueCount = due.overdueCount + (disputedIsOverdue ? due.disputedOverdueCount : 0)
  const overdueTitles =
    overdueCount === 0 ? null : await readOverdueTitles(sql, entry.customerId, company, cutoff, disputedIsOverdue)
  Object.assign(entry.position, { ...due, cutoffOn: cutoff, overdueTitles } satisfies Partial<Position>)
}

/** Locks the accounts of these customers and settles all their members' positions. */
export async function settleCustomers(
  db: Database,
  customerIds: readonly number[],
  time: SettleTime,
  keeping: Keeping,
): Promise<void> {
  if (customerIds.length === 0) return
  await db.transaction(async (sql) => {
    // Whoever reads under an older policy catches up and reads again.
    if (!(await hasShape(sql, keeping))) return
    const before = await findCustomersById(sql, customerIds)
    await lockAccounts(
      sql,
      [...before.values()].map((customer) => customer.accountId),
    )
    const owners = await findCustomersById(sql, customerIds)
    // A customer that changed accounts before the lock was taken is settled when next read.
    const still = [...owners.values()].filter((owner) => before.get(owner.id)?.accountId === owner.accountId)
    const kept = await loadPositions(
      sql,
      still.map((owner) => owner.id),
    )
    await settle(sql, owners, kept, time, keeping)
  })
}

/** The job: gives back the room of holds that ran out although nobody asked. Answers how many customers it settled. */
export async function expireHolds(db: Database, clock: Clock, keeping: Keeping): Promise<number> {
  const time = { now: clock.now(), today: clock.today() }
  const customerIds = await findCustomersWithExpired(db, time.now, EXPIRED_PER_RUN)
  await settleCustomers(db, customerIds, time, keeping)
  return customerIds.length
}
