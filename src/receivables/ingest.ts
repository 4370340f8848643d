import type { Sql } from '../database.ts'
import { DatabaseUnavailable } from '../database-errors.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { Fault } from '../kernel/text.ts'
import { lockAccounts } from './account-store.ts'
import { findCustomers, findCustomersById, type StoredCustomer } from './customer-store.ts'
import { cutoffOn, emptyPosition, type Keeping, type Position, scopeOf } from './position.ts'
import { type KeptPosition, loadPositions } from './position-store.ts'
import type { Receipt } from './record-store.ts'
import type { SettleTime } from './settle.ts'
import { requireShape, ShapeChanged } from './shape.ts'

/** One record of a call: where it stood in the call, and what came. */
export interface Incoming<T> {
  index: number
  externalId: string
  record: T
  raw: unknown
}

export interface Rejected {
  index: number
  externalId: string | null
  errors: Fault[]
  raw: unknown
  /** Set when the record is good but its customer has not arrived: it is tried again when the customer does. */
  waitsForCustomer?: string
}

export interface Outcome {
  accepted: number
  ignored: number
  rejected: Rejected[]
}

/** The customers that these records name, the records of those that have arrived, and the others, refused for now. */
export async function sortByCustomer<T extends { customerExternalId: string }>(
  sql: Sql,
  source: string,
  incoming: readonly Incoming<T>[],
): Promise<{ customers: Map<string, StoredCustomer>; known: Incoming<T>[]; rejected: Rejected[] }> {
  const named = incoming.map(({ record }) => record.customerExternalId)
  const customers = await findCustomers(sql, source, named)
  const known = incoming.filter(({ record }) => customers.has(record.customerExternalId))
  const unknown = incoming.filter(({ record }) => !customers.has(record.customerExternalId))
  return { customers, known, rejected: unknown.map(rejectUnknown) }
}

const rejectUnknown = ({ index, externalId, record, raw }: Incoming<{ customerExternalId: string }>): Rejected => ({
  index,
  externalId,
  raw,
  errors: [
    {
      path: 'customer.externalId',
      message: 'is not a known customer of this source; the record is tried again when the customer arrives',
    },
  ],
  waitsForCustomer: record.customerExternalId,
})

/** What one call brings along for all of its records. */
export interface IngestContext {
  receipt: Receipt
  time: SettleTime
  keeping: Keeping
  calendar: Calendar
}

/** What has to be locked beyond what a transaction finds itself: the accounts of these customers, and these accounts. */
export interface Also {
  customerIds: readonly number[]
  accountIds: readonly number[]
  /** True when the transaction has run before: what it assumed then may be wrong. */
  isRetry: boolean
}

/** Thrown when a transaction finds that it must hold more accounts than it locked, or look again: it is run again. */
export class MoreAccountsNeeded extends Error {
  readonly also: Pick<Also, 'customerIds' | 'accountIds'>
  constructor(customerIds: readonly number[], accountIds: readonly number[] = []) {
    super('more accounts must be locked')
    this.also = { customerIds, accountIds }
  }
}

const RELOCKS_MAX = 20

/**
 * Runs `work` with what it needs to lock beyond what it finds itself, until it has locked enough and knows the policy. What was needed once
 * stays, so that customers who keep moving between a few accounts are caught however busy those are.
 */
export async function withLocksAsNeeded<T>(
  policies: { catchUp(): Promise<void> },
  work: (also: Also) => Promise<T>,
): Promise<T> {
  const customerIds = new Set<number>()
  const accountIds = new Set<number>()
  for (let attempt = 1; ; attempt++) {
    try {
      return await work({ customerIds: [...customerIds], accountIds: [...accountIds], isRetry: attempt > 1 })
    } catch (error) {
      const isBehind = error instanceof ShapeChanged
      if (!isBehind && !(error instanceof MoreAccountsNeeded)) throw error
      if (attempt > RELOCKS_MAX)
        throw new DatabaseUnavailable('accounts kept changing while they were locked', { cause: error })
      if (isBehind) {
        await policies.catchUp()
        continue
      }
      for (const id of error.also.customerIds) customerIds.add(id)
      for (const id of error.also.accountIds) accountIds.add(id)
    }
  }
}

/** The positions of locked customers, as a transaction changes them. */
export class Ledger<Owner extends { riskClass: string | null } = StoredCustomer> {
  readonly owners: ReadonlyMap<number, Owner>
  private readonly kept = new Map<string, KeptPosition>()
  private readonly changed = new Set<KeptPosition>()
  private readonly context: Pick<IngestContext, 'keeping' | 'time'>

  constructor(
    owners: ReadonlyMap<number, Owner>,
    kept: readonly KeptPosition[],
    context: Pick<IngestContext, 'keeping' | 'time'>,
  ) {
    this.owners = owners
    this.context = context
    for (const entry of kept) this.kept.set(`${entry.customerId}|${entry.company}`, entry)
  }

  /** The position of a customer in a company, marked as changed. */
  change(customerId: number, company: string): Position {
    const { keeping, time } = this.context
    const owner = this.owners.get(customerId)
    if (!owner) throw new MoreAccountsNeeded([customerId])
    const scope = scopeOf(keeping, company)
    const key = `${customerId}|${scope}`
    let entry = this.kept.get(key)
    if (!entry) {
      const position = emptyPosition(cutoffOn(time.today, keeping.graceDays(owner.riskClass)))
      entry = { customerId, company: scope, position }
      this.kept.set(key, entry)
    }
    this.changed.add(entry)
    return entry.position
  }

  get all(): KeptPosition[] {
    return [...this.kept.values()]
  }

  get changes(): KeptPosition[] {
    return [...this.changed]
  }
}

/** The accounts of these customers, as they are under the lock. */
export const accountsOf = (ledger: Ledger, customerIds: Iterable<number>): number[] =>
  [...customerIds].flatMap((id) => ledger.owners.get(id)?.accountId ?? [])

/** Customers who moved to an account that is not locked make the transaction run again, with both accounts locked. */
export function requireLocked(
  locked: ReadonlySet<number>,
  customers: Iterable<Pick<StoredCustomer, 'id' | 'accountId'>>,
): void {
  const moved = [...customers].filter(({ accountId }) => !locked.has(accountId))
  if (moved.length === 0) return
  const ids = moved.map(({ id }) => id)
  throw new MoreAccountsNeeded(ids, [...locked, ...moved.map(({ accountId }) => accountId)])
}

/**
 * Locks the accounts of these customers and loads their positions. Who belongs to an account can only change under its
 * lock, so what is read after the lock holds; a customer that moved before is locked again where it is now. With one
 * writer at a time nobody moved, and nothing is read twice.
 */
export async function openLedger(
  sql: Sql,
  customers: Iterable<StoredCustomer>,
  also: Also,
  context: Pick<IngestContext, 'keeping' | 'time'>,
): Promise<Ledger> {
  await requireShape(sql, context.keeping)
  const seen = await findCustomersById(sql, also.customerIds)
  for (const customer of customers) seen.set(customer.id, customer)
  const owners = sql.forUpdate === '' ? seen : await lockOwners(sql, seen, also)
  return new Ledger(owners, await loadPositions(sql, owners.keys()), context)
}

async function lockOwners(
  sql: Sql,
  seen: ReadonlyMap<number, StoredCustomer>,
  also: Also,
): Promise<Map<number, StoredCustomer>> {
  const locked = new Set([...[...seen.values()].map(({ accountId }) => accountId), ...also.accountIds])
  await lockAccounts(sql, locked)
  const owners = await findCustomersById(sql, seen.keys())
  requireLocked(locked, owners.values())
  return owners
}
