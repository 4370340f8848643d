import type { Database, Sql } from '../database.ts'
import { formatCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Happening } from '../outbox/event.ts'
import { addEvents } from '../outbox/event-store.ts'
import { lockAccounts, noteCustomerChanges } from './account-store.ts'
import { findCustomersById, type StoredCustomer } from './customer-store.ts'
import type { Order } from './order.ts'
import { findCustomersWithExpired, findHeld, saveOrders } from './order-store.ts'
import { type OverdueScope, overdueScope, readDue, readOverdueTitles } from './overdue-store.ts'
import {
  applyOrder,
  cutoffOn,
  type Keeping,
  needsSettling,
  type OverdueTitles,
  overdueCountOf,
  type Position,
  scopeOf,
} from './position.ts'
import { type KeptPosition, loadPositions, savePositions } from './position-store.ts'
import { hasShape } from './shape.ts'

export interface SettleTime {
  now: EpochMs
  today: Day
}

/** Holds settled in one transaction of the expiry job. */
const EXPIRED_PER_RUN = 200

type Owner = Pick<StoredCustomer, 'id' | 'riskClass'>

/** Settles positions, and notes their accounts: what was given back may be what an order waits for. */
export async function settle(
  sql: Sql,
  owners: ReadonlyMap<number, Owner>,
  kept: readonly KeptPosition[],
  time: SettleTime,
  keeping: Keeping,
): Promise<void> {
  await noteCustomerChanges(sql, await settlePositions(sql, owners, kept, time, keeping))
}

/**
 * Brings positions to a time: takes out holds that ran out, and counts anew what is overdue. Positions change in place;
 * those that changed are saved, and whose they are is answered. The caller holds the locks of their accounts. Everything
 * that depends on time is derived from the items here, so a clock set back or a grace made longer comes out right as well.
 */
export async function settlePositions(
  sql: Sql,
  owners: ReadonlyMap<number, Owner>,
  kept: readonly KeptPosition[],
  time: SettleTime,
  keeping: Keeping,
): Promise<number[]> {
  const behind: { entry: KeptPosition; scope: OverdueScope }[] = []
  for (const entry of kept) {
    const owner = owners.get(entry.customerId)
    if (!owner) continue
    const cutoff = cutoffOn(time.today, keeping.graceDays(owner.riskClass))
    const disputedIsOverdue = keeping.disputedIsOverdue(owner.riskClass)
    if (needsSettling(entry.position, cutoff, time.now, disputedIsOverdue))
      behind.push({ entry, scope: overdueScope(owner.id, entry.company, cutoff, disputedIsOverdue) })
  }
  if (behind.length === 0) return []
  const settled = behind.map(({ entry }) => entry)
  await releaseExpired(sql, kept, settled, time.now, keeping)
  await countDue(sql, behind)
  await savePositions(sql, settled)
  return settled.map(({ customerId }) => customerId)
}

/**
 * Gives back the room of holds that ran out, and says when the next ones will. An expired hold changes its own row's
 * state first, so its room comes back once, whoever finds it.
 */
async function releaseExpired(
  sql: Sql,
  kept: readonly KeptPosition[],
  settled: readonly KeptPosition[],
  now: EpochMs,
  keeping: Keeping,
): Promise<void> {
  const positionOf = ({ customerId, company }: Order): Position | undefined => {
    const scope = scopeOf(keeping, company)
    return kept.find((entry) => entry.customerId === customerId && entry.company === scope)?.position
  }
  const held = await findHeld(
    sql,
    settled.map(({ customerId }) => customerId),
  )
  const expired = held.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now)
  for (const order of expired) {
    const position = positionOf(order)
    if (position) applyOrder(position, order, -1)
    order.state = 'expired'
  }
  await saveOrders(sql, now, expired)
  await tellExpired(sql, expired, now)
  const isSettled = new Set(settled.map(({ position }) => position))
  for (const { position } of settled) position.nextExpiryAt = null
  for (const order of held) {
    const position = positionOf(order)
    if (!position || !isSettled.has(position) || order.state !== 'held' || order.expiresAt === null) continue
    if (position.nextExpiryAt === null || order.expiresAt < position.nextExpiryAt)
      position.nextExpiryAt = order.expiresAt
  }
}

async function tellExpired(sql: Sql, expired: readonly Order[], now: EpochMs): Promise<void> {
  if (expired.length === 0) return
  const customers = await findCustomersById(
    sql,
    expired.map(({ customerId }) => customerId),
  )
  const happenings = expired.map(({ source, externalId, revision, amount, customerId, company }): Happening => {
    const { externalId: customer = null, name = null } = customers.get(customerId) ?? {}
    const payload = { source, orderId: externalId, revision, company, amount: formatCents(amount) }
    return {
      type: 'hold.expired',
      source,
      customerId,
      payload: { ...payload, customer: { externalId: customer, name } },
    }
  })
  await addEvents(sql, happenings, now)
}

async function countDue(sql: Sql, behind: readonly { entry: KeptPosition; scope: OverdueScope }[]): Promise<void> {
  const due = await readDue(
    sql,
    behind.map(({ scope }) => scope),
  )
  for (const [index, { entry, scope }] of behind.entries())
    Object.assign(entry.position, due[index], {
      cutoffOn: scope.cutoff,
      overdueTitles: null,
    } satisfies Partial<Position>)
  const overdue = behind.filter(({ entry, scope }) => overdueCountOf(entry.position, scope.disputedIncluded) > 0)
  const titles = await readOverdueTitles(
    sql,
    overdue.map(({ scope }) => scope),
  )
  for (const [index, { entry }] of overdue.entries()) entry.position.overdueTitles = titles[index] as OverdueTitles
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
