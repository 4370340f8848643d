import type { Sql } from '../database.ts'
import { countMembers, ensureAccounts, noteAccountChanges } from './account-store.ts'
import { accountKeyOf, type Customer } from './customer.ts'
import { findCustomers, type StoredCustomer, saveCustomers } from './customer-store.ts'
import { type Also, type Incoming, type IngestContext, type Outcome, openLedger } from './ingest.ts'
import { isOlder } from './ingest-receivables.ts'
import { ALL_COMPANIES, cutoffOn, emptyPosition } from './position.ts'
import { loadPositions, savePositions } from './position-store.ts'
import { moveDueDays } from './receivable-store.ts'
import { settle } from './settle.ts'

/** Upserts customers of one source and puts each into its account, in the transaction of `sql`. */
export async function ingestCustomers(
  sql: Sql,
  context: IngestContext,
  incoming: readonly Incoming<Customer>[],
  also: Also,
): Promise<Outcome> {
  const { receipt, keeping } = context
  const externalIds = incoming.map(({ externalId }) => externalId)
  const keyOf = (customer: Customer): string => accountKeyOf(receipt.source, customer, keeping.accountBy)
  const accounts = await ensureAccounts(
    sql,
    incoming.map(({ record }) => keyOf(record)),
  )
  const seen = await findCustomers(sql, receipt.source, externalIds)
  // Where they come from and where they go, in one go: two locks one after the other could wait in a ring.
  const accountIds = [...also.accountIds, ...accounts.values()]
  const ledger = await openLedger(sql, seen.values(), { ...also, accountIds }, context)

  const saved: (Customer & { accountId: number; provisional: boolean })[] = []
  const moved: StoredCustomer[] = []
  const joined = new Set<number>()
  const changed = new Set<number>()
  let ignored = 0
  for (const { record, externalId } of incoming) {
    const found = seen.get(externalId)
    const before = found && ledger.owners.get(found.id)
    if (before && isOlder(record.updatedAt, before.updatedAt)) {
      ignored++
      saved.push(before)
      continue
    }
    const accountId = accounts.get(keyOf(record)) as number
    saved.push({ ...record, updatedAt: record.updatedAt ?? before?.updatedAt ?? null, accountId, provisional: false })
    if (!before || before.provisional || judgedBy(before) !== judgedBy(record)) changed.add(accountId)
    if (before?.accountId !== accountId)
      for (const id of [accountId, before?.accountId]) if (id !== undefined) joined.add(id)
    if (before && (before.state !== record.state || before.city !== record.city)) moved.push({ ...before, ...record })
  }
  await saveCustomers(sql, receipt, saved, seen)
  await openPositions(
    sql,
    context,
    saved.filter(({ externalId }) => !seen.has(externalId)).map(({ externalId }) => externalId),
  )
  if (joined.size > 0) await countMembers(sql, joined)
  for (const customer of moved) await moveTo(sql, context, customer)
  await noteAccountChanges(sql, [...changed, ...joined])
  return { accepted: saved.length - ignored, ignored, rejected: [] }
}

/** What a decision knows of a customer: another text means another decision may be due. */
const judgedBy = (customer: Customer): string =>
  JSON.stringify(
    [
      ...[customer.status, customer.holdUntil, customer.limits, customer.overdueTolerance, customer.riskClass],
      ...[customer.active, customer.state, customer.since],
    ],
    (_key, part) => (typeof part === 'bigint' ? part.toString() : part),
  )

/** A new customer starts with an empty position, so that a check finds a row to read and a hold a row to change. */
async function openPositions(sql: Sql, context: IngestContext, externalIds: readonly string[]): Promise<void> {
  const { receipt, keeping, time } = context
  if (externalIds.length === 0 || keeping.perCompany) return
  const created = await findCustomers(sql, receipt.source, externalIds)
  await savePositions(
    sql,
    [...created.values()].map((customer) => ({
      customerId: customer.id,
      company: ALL_COMPANIES,
      position: emptyPosition(cutoffOn(time.today, keeping.graceDays(customer.riskClass))),
    })),
  )
}

/** Another place has other holidays: the customer's open titles fall due on other days. */
async function moveTo(sql: Sql, context: IngestContext, customer: StoredCustomer): Promise<void> {
  await moveDueDays(sql, customer.id, (dueOn) => context.calendar.nextBusinessDay(dueOn, customer))
  const kept = await loadPositions(sql, [customer.id])
  for (const { position } of kept) position.cutoffOn = '9999-12-31' // later than any: settle counts everything anew
  await settle(sql, new Map([[customer.id, customer]]), kept, context.time, context.keeping)
}
