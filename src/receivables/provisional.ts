import type { Database, Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { countMembers, ensureAccounts, lockAccounts } from './account-store.ts'
import { accountKeyOf, type Customer } from './customer.ts'
import { findCustomers, saveCustomers } from './customer-store.ts'
import { withLocksAsNeeded } from './ingest.ts'
import { cutoffOn, emptyPosition, type Keeping, scopeOf } from './position.ts'
import { savePositions } from './position-store.ts'
import { requireShape } from './shape.ts'

interface ProvisionalDeps {
  db: Database
  clock: Clock
  policies: { keeping(): Keeping; catchUp(): Promise<void> }
}

/** Makes a place for a customer who is known from an order only; does nothing when one stands. */
export async function ensureProvisional(
  { db, clock, policies }: ProvisionalDeps,
  source: string,
  externalId: string,
  document: string | null,
): Promise<void> {
  const customer: Customer = {
    externalId,
    name: externalId,
    document,
    group: null,
    status: 'normal',
    holdUntil: null,
    limits: [],
    overdueTolerance: null,
    riskClass: null,
    email: null,
    phone: null,
    whatsapp: null,
    state: null,
    city: null,
    active: true,
    since: null,
    company: 'main',
    updatedAt: null,
  }
  const introduce = async (sql: Sql): Promise<void> => {
    const keeping = policies.keeping()
    await requireShape(sql, keeping)
    const key = accountKeyOf(source, customer, keeping.accountBy)
    const accountId = (await ensureAccounts(sql, [key])).get(key) as number
    await lockAccounts(sql, [accountId])
    if ((await findCustomers(sql, source, [externalId])).size > 0) return
    const receipt = { source, receivedAt: clock.system(), snapshotId: null }
    await saveCustomers(sql, receipt, [{ ...customer, accountId, provisional: true }], new Set())
    const created = (await findCustomers(sql, source, [externalId])).get(externalId)
    if (!created) return
    const position = emptyPosition(cutoffOn(clock.today(), keeping.graceDays(null)))
    await savePositions(sql, [{ customerId: created.id, company: scopeOf(keeping, customer.company), position }])
    await countMembers(sql, [accountId])
  }
  await withLocksAsNeeded(policies, () => db.transaction(introduce))
}
