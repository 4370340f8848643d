import type { Sql } from '../database.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { Fault } from '../kernel/text.ts'
import { cutoffOn, emptyPosition, type Keeping, type Position, scopeOf } from './position.ts'
import type { SettleTime } from './settle.ts'
import {
  findCustomersById,
  type KeptPosition,
  loadPositions,
  lockAccounts,
  type Receipt,
  type StoredCustomer,
} from './store.ts'

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

/** What one call brings along for all of its records. */
export interface IngestContext {
  receipt: Receipt
  time: SettleTime
  keeping: Keeping
  calendar: Calendar
}

/** Thrown when a transaction finds that it must hold more accounts than it locked; it is run again with those. */
export class MoreAccountsNeeded extends Error {
  readonly customerIds: readonly number[]
  constructor(customerIds: readonly number[]) {
    super('more accounts must be locked')
    this.customerIds = customerIds
  }
}

const RELOCKS_MAX = 5

/** Runs `work` with the customers it needs to lock beyond those it finds itself, until it has locked enough. */
export async function withLocksAsNeeded<T>(work: (alsoCustomerIds: readonly number[]) => Promise<T>): Promise<T> {
  const also = new Set<number>()
  for (let attempt = 1; ; attempt++) {
    try {
      return await work([...also])
    } catch (error) {
      if (!(error instanceof MoreAccountsNeeded) || attempt > RELOCKS_MAX) throw error
      for (const id of error.customerIds) also.add(id)
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

/**
 * Locks the accounts of these customers and loads their positions. Who belongs to an account can only change under its
 * lock, so what is read after the lock holds; a customer that moved before is locked again where it is now.
 */
export async function openLedger(
  sql: Sql,
  customers: Iterable<Pick<StoredCustomer, 'id' | 'accountId'>>,
  alsoCustomerIds: readonly number[],
  context: Pick<IngestContext, 'keeping' | 'time'>,
): Promise<Ledger> {
  const accounts = new Map<number, number>()
  for (const customer of customers) accounts.set(customer.id, customer.accountId)
  if (alsoCustomerIds.length > 0) {
    for (const customer of (await findCustomersById(sql, alsoCustomerIds)).values())
      accounts.set(customer.id, customer.accountId)
  }
  await lockAccounts(sql, accounts.values())
  const owners = await findCustomersById(sql, accounts.keys())
  for (const owner of owners.values()) {
    if (owner.accountId !== accounts.get(owner.id)) throw new MoreAccountsNeeded([owner.id])
  }
  return new Ledger(owners, await loadPositions(sql, accounts.keys()), context)
}
