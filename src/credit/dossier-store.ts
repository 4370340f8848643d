import { inList, type Row, type Sql, type SqlValue } from '../database.ts'
import { centsOf, number, numberOrNull } from '../database-values.ts'
import type { Cents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { CustomerStatus } from '../receivables/customer.ts'
import { listMembers } from '../receivables/customer-store.ts'
import { type DatedLimit, deserializeLimits } from '../receivables/limit.ts'
import { type KeptPosition, readKept } from '../receivables/position-store.ts'
import type { Stage } from '../receivables/standing.ts'

/** A customer with their account, as a check reads them. */
export interface Dossier {
  customer: DossierCustomer
  account: DossierAccount
  lastSuccessAt: EpochMs | null
}

export interface DossierCustomer {
  id: number
  source: string
  externalId: string
  status: CustomerStatus
  holdUntil: Day | null
  limits: DatedLimit[]
  overdueTolerance: Cents | null
  riskClass: string | null
  segment: string | null
  collectionStage: Stage | null
  brokenPromises: number
  state: string | null
  active: boolean
  provisional: boolean
  since: Day | null
}

/** What of one member counts for the others. */
type Member = Pick<DossierCustomer, 'id' | 'riskClass' | 'brokenPromises'>

/** One object per account, shared by the dossiers of its customers, so that a hold moves what the next one sees. */
export interface DossierAccount {
  id: number
  key: string
  memberCount: number
  limits: DatedLimit[]
  overdueTolerance: Cents | null
  members: Map<number, Member>
  positions: KeptPosition[]
}

const CUSTOMERS = `SELECT c.id, c.source, c.external_id, c.status, c.hold_until, c.limits_json, c.overdue_tolerance_cents,
  c.risk_class, c.segment, c.collection_stage, c.broken_promises, c.state, c.active, c.provisional, c.since,
  a.id AS account_id, a.account_key, a.members, a.limit_json AS account_limit_json, a.overdue_tolerance_cents AS account_tolerance_cents, s.last_success_at
  FROM customers c JOIN accounts a ON a.id = c.account_id LEFT JOIN sources s ON s.name = c.source`

export interface Dossiers {
  bySourceAndId: Map<string, Dossier>
  byCustomerId: Map<number, Dossier>
  /** The newest policy that any process has loaded; `null` when no position was found to tell. */
  policyVersion: number | null
}

export const dossierKey = (source: string, externalId: string): string => `${source}\n${externalId}`

/** Everything that checks of these customers need, in two or three reads whatever their number and that of their titles. */
export async function readDossiers(sql: Sql, wanted: ReadonlyMap<string, ReadonlySet<string>>): Promise<Dossiers> {
  const parts: string[] = []
  const values: SqlValue[] = []
  for (const [source, externalIds] of wanted) {
    const list = inList([...externalIds])
    parts.push(`(c.source = ? AND c.external_id IN (${list.marks}))`)
    values.push(source, ...list.values)
  }
  const found: Dossiers = { bySourceAndId: new Map(), byCustomerId: new Map(), policyVersion: null }
  if (parts.length === 0) return found
  const accounts = new Map<number, DossierAccount>()
  for (const row of await sql.all(`${CUSTOMERS} WHERE ${parts.join(' OR ')}`, values))
    addCustomer(row, accountOf(row, accounts), found)
  await addMembers(sql, accounts)
  found.policyVersion = await addPositions(sql, accounts.values())
  return found
}

/** The members of accounts that are shared. Most have one: the customer who asks. */
async function addMembers(sql: Sql, accounts: ReadonlyMap<number, DossierAccount>): Promise<void> {
  const shared = [...accounts.values()].filter(({ memberCount }) => memberCount !== 1)
  const members = await listMembers(
    sql,
    shared.map(({ id }) => id),
  )
  for (const { accountId, ...member } of members) accounts.get(accountId)?.members.set(member.id, member)
}

/**
 * The positions of all members, and the newest policy as of the same moment. Read last: who was grouped, or positions
 * that were kept, another way meanwhile shows in the version; where there is no position nothing is owed either way.
 */
async function addPositions(sql: Sql, accounts: Iterable<DossierAccount>): Promise<number | null> {
  const owners = new Map<number, DossierAccount>()
  for (const account of accounts) for (const id of account.members.keys()) owners.set(id, account)
  const list = inList([...owners.keys()])
  const rows = await sql.all(
    `SELECT p.*, (SELECT MAX(version) FROM policies) AS policy_version FROM positions p
     WHERE p.customer_id IN (${list.marks})`,
    list.values,
  )
  for (const kept of rows.map(readKept)) owners.get(kept.customerId)?.positions.push(kept)
  return numberOrNull(rows[0]?.['policy_version'] ?? null)
}

function accountOf(row: Row, accounts: Map<number, DossierAccount>): DossierAccount {
  const id = number(row['account_id'])
  let account = accounts.get(id)
  if (!account) {
    account = {
      id,
      key: row['account_key'] as string,
      memberCount: number(row['members']),
      limits: deserializeLimits(row['account_limit_json'] as string | null),
      overdueTolerance: row['account_tolerance_cents'] === null ? null : centsOf(row['account_tolerance_cents']),
      members: new Map(),
      positions: [],
    }
    accounts.set(id, account)
  }
  return account
}

function addCustomer(row: Row, account: DossierAccount, found: Dossiers): void {
  const id = number(row['id'])
  if (found.byCustomerId.has(id)) return
  const customer: DossierCustomer = {
    id,
    source: row['source'] as string,
    externalId: row['external_id'] as string,
    status: row['status'] as CustomerStatus,
    holdUntil: row['hold_until'] as Day | null,
    limits: deserializeLimits(row['limits_json'] as string | null),
    overdueTolerance: row['overdue_tolerance_cents'] === null ? null : centsOf(row['overdue_tolerance_cents']),
    riskClass: row['risk_class'] as string | null,
    segment: row['segment'] as string | null,
    collectionStage: row['collection_stage'] as Stage | null,
    brokenPromises: number(row['broken_promises']),
    state: row['state'] as string | null,
    active: number(row['active']) === 1,
    provisional: number(row['provisional']) === 1,
    since: row['since'] as Day | null,
  }
  account.members.set(id, customer)
  const dossier = { customer, account, lastSuccessAt: numberOrNull(row['last_success_at']) }
  found.byCustomerId.set(id, dossier)
  found.bySourceAndId.set(dossierKey(customer.source, customer.externalId), dossier)
}

/** The customers among these whose account has one of `memberIds`, as `readDossiers` takes them. */
export function customersOf(dossiers: Dossiers, memberIds: ReadonlySet<number>): Map<string, Set<string>> {
  const affected = [...dossiers.byCustomerId.values()].filter(({ account }) =>
    [...account.members.keys()].some((id) => memberIds.has(id)),
  )
  const bySource = Map.groupBy(affected, ({ customer }) => customer.source)
  return new Map(
    [...bySource].map(([source, found]) => [source, new Set(found.map(({ customer }) => customer.externalId))]),
  )
}

/** Takes over what was read later, and the policy version that goes with it. */
export function replaceDossiers(dossiers: Dossiers, later: Dossiers): void {
  for (const [id, dossier] of later.byCustomerId) dossiers.byCustomerId.set(id, dossier)
  for (const [key, dossier] of later.bySourceAndId) dossiers.bySourceAndId.set(key, dossier)
  dossiers.policyVersion = later.policyVersion ?? dossiers.policyVersion
}

/** When each of these sources was last heard of. */
export async function readSyncTimes(sql: Sql, sources: Iterable<string>): Promise<Map<string, EpochMs | null>> {
  const list = inList([...new Set(sources)])
  const rows = await sql.all(`SELECT name, last_success_at FROM sources WHERE name IN (${list.marks})`, list.values)
  return new Map(rows.map((row) => [row['name'] as string, numberOrNull(row['last_success_at'])]))
}

/** The account that each customer belongs to now. */
export async function findAccountIds(
  sql: Sql,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  for (const [source, externalIds] of wanted) {
    const list = inList([...externalIds])
    const rows = await sql.all(
      `SELECT id, account_id FROM customers WHERE source = ? AND external_id IN (${list.marks})`,
      [source, ...list.values],
    )
    for (const row of rows) found.set(number(row['id']), number(row['account_id']))
  }
  return found
}
