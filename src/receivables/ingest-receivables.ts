import type { Sql } from '../database.ts'
import { noteAccountChanges } from './account-store.ts'
import type { StoredCustomer } from './customer-store.ts'
import {
  type Also,
  accountsOf,
  type Incoming,
  type IngestContext,
  type Ledger,
  MoreAccountsNeeded,
  type Outcome,
  openLedger,
  sortByCustomer,
} from './ingest.ts'
import { findOrders, saveLinked } from './order-store.ts'
import { applyOrder, applyReceivable, withinBounds } from './position.ts'
import { savePositions } from './position-store.ts'
import { countsAs, type Receivable } from './receivable.ts'
import { findReceivables, type StoredReceivable, saveReceivables, sumLinked } from './receivable-store.ts'
import { noteStandingsDue } from './standing-store.ts'

/** Upserts receivables of one source and moves the positions with them, in the transaction of `sql`. */
export async function ingestReceivables(
  sql: Sql,
  context: IngestContext,
  incoming: readonly Incoming<Receivable>[],
  also: Also,
): Promise<Outcome> {
  const { receipt } = context
  const { customers, known, rejected } = await sortByCustomer(sql, receipt.source, incoming)
  const ledger = await openLedger(sql, customers.values(), also, context)
  const existing = await findReceivables(
    sql,
    receipt.source,
    known.map(({ externalId }) => externalId),
  )
  requireOwners(
    ledger,
    [...existing.values()].map((receivable) => receivable.customerId),
  )

  const saved: StoredReceivable[] = []
  const orderIds = new Set<string>()
  const concerned = new Set<number>()
  let ignored = 0
  for (const { record, index, externalId, raw } of known) {
    const before = existing.get(externalId)
    const customer = ledger.owners.get(
      (customers.get(record.customerExternalId) as StoredCustomer).id,
    ) as StoredCustomer
    if (isOlder(record.updatedAt, before?.updatedAt)) {
      ignored++
      if (before) saved.push(before)
      continue
    }
    const after = place(record, customer, context, before)
    if (!move(ledger, before, after)) {
      rejected.push({
        index,
        externalId,
        raw,
        errors: [{ path: 'openAmount', message: 'would make the position larger than can be kept' }],
      })
      continue
    }
    for (const id of [before?.orderId, after.orderId]) if (id) orderIds.add(id)
    for (const { customerId } of changedVersions(before, after)) concerned.add(customerId)
    saved.push(after)
  }
  await saveReceivables(sql, receipt, saved, existing)
  await relinkOrders(sql, receipt.source, ledger, [...orderIds])
  await savePositions(sql, ledger.changes)
  await noteStandingsDue(sql, concerned)
  await noteAccountChanges(sql, accountsOf(ledger, concerned))
  return { accepted: saved.length - ignored, ignored, rejected }
}

export function requireOwners(ledger: Ledger, customerIds: readonly number[]): void {
  const missing = customerIds.filter((id) => !ledger.owners.has(id))
  if (missing.length > 0) throw new MoreAccountsNeeded(missing)
}

/** A record without `updatedAt` is always taken; one that says it is older than what stands is not. */
export const isOlder = (incoming: number | null, stored: number | null | undefined): boolean =>
  incoming !== null && stored != null && incoming < stored

function place(
  record: Receivable,
  customer: StoredCustomer,
  context: IngestContext,
  before: StoredReceivable | undefined,
): StoredReceivable {
  const { customerExternalId: _, ...rest } = record
  return {
    ...rest,
    updatedAt: record.updatedAt ?? before?.updatedAt ?? null,
    customerId: customer.id,
    effectiveDueOn: context.calendar.nextBusinessDay(record.dueOn, customer),
    countsAs: countsAs(record),
  }
}

/** Takes the old version out of its position and puts the new one in. False, and nothing moved, when it does not fit. */
function move(ledger: Ledger, before: StoredReceivable | undefined, after: StoredReceivable): boolean {
  if (before && isSameForPosition(before, after)) return true
  const position = ledger.change(after.customerId, after.company)
  applyReceivable(position, after, 1)
  if (!withinBounds(position)) {
    applyReceivable(position, after, -1)
    return false
  }
  if (after.kind === 'invoice') position.overdueTitles = null
  if (before) {
    const previous = ledger.change(before.customerId, before.company)
    applyReceivable(previous, before, -1)
    if (before.kind === 'invoice') previous.overdueTitles = null
  }
  return true
}

const isSameForPosition = (before: StoredReceivable, after: StoredReceivable): boolean =>
  before.customerId === after.customerId &&
  before.company === after.company &&
  before.kind === after.kind &&
  before.status === after.status &&
  before.openAmount === after.openAmount &&
  before.dueOn === after.dueOn &&
  before.effectiveDueOn === after.effectiveDueOn &&
  before.number === after.number &&
  before.installment === after.installment &&
  before.orderId === after.orderId

/** Both versions of a receivable that says something new of its customer: what is owed, or when and what was paid. */
const changedVersions = (before: StoredReceivable | undefined, after: StoredReceivable): StoredReceivable[] => {
  if (before === undefined) return [after]
  const isSame =
    isSameForPosition(before, after) &&
    before.amount === after.amount &&
    before.issuedOn === after.issuedOn &&
    before.settledOn === after.settledOn
  return isSame ? [] : [before, after]
}

/** Orders that invoices or drafts of this call name give way to what was invoiced. The invoices are saved already. */
export async function relinkOrders(
  sql: Sql,
  source: string,
  ledger: Ledger,
  orderIds: readonly string[],
): Promise<void> {
  if (orderIds.length === 0) return
  const orders = await findOrders(sql, source, orderIds, sql.forUpdate)
  if (orders.size === 0) return
  requireOwners(
    ledger,
    [...orders.values()].map((order) => order.customerId),
  )
  const linked = await sumLinked(sql, source, [...orders.keys()])
  for (const order of orders.values()) {
    const position = ledger.change(order.customerId, order.company)
    applyOrder(position, order, -1)
    const sums = linked.get(order.externalId)
    order.linkedInvoiced = sums?.invoiced ?? 0n
    order.linkedDrafted = sums?.drafted ?? 0n
    applyOrder(position, order, 1)
  }
  await saveLinked(sql, [...orders.values()])
}
