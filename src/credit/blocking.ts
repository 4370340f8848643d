import type { Sql } from '../database.ts'
import { companySchema } from '../kernel/text.ts'
import { settlePositions } from '../receivables/settle.ts'
import { ShapeChanged } from '../receivables/shape.ts'
import { type CreditDeps, readSettledDossiers } from './check.ts'
import { decide, type LoadedPolicy } from './decide.ts'
import { type Dossier, type Dossiers, dossierKey, readDossiers } from './dossier-store.ts'
import { accountsOf, factsFor, NO_BACKGROUND } from './gather.ts'
import { askNothing } from './holds.ts'
import { POLICY_NAME } from './policies.ts'
import { newestPolicy } from './policies-store.ts'
import type { Finding } from './rules/finding.ts'

type Wanted = ReadonlyMap<string, ReadonlySet<string>>

/** What blocks each of these customers without any order, the most severe first, by `dossierKey`; unknown ones are left out. */
export async function readBlocking(deps: CreditDeps, wanted: Wanted): Promise<Map<string, Finding[]>> {
  return judgeAll(deps, await readSettledDossiers(deps, wanted), wanted)
}

/**
 * The same in a transaction that holds the locks of their accounts, and looks at all that has changed. Throws
 * {@link ShapeChanged} when another process has loaded a newer policy: the caller catches up with it and looks again.
 */
export async function readBlockingLocked(deps: CreditDeps, sql: Sql, wanted: Wanted): Promise<Map<string, Finding[]>> {
  const { clock, policies } = deps
  const dossiers = await readDossiers(sql, wanted)
  // Where there is no position nobody has said which policy is the newest.
  const newest = dossiers.policyVersion ?? (await newestPolicy(sql, POLICY_NAME))?.version ?? 0
  if (newest > policies.current().policy.version) throw new ShapeChanged('another process has loaded a newer policy')
  const time = { now: clock.now(), today: clock.today() }
  // What is settled here is looked at here, and needs no note.
  for (const { members, positions } of accountsOf(dossiers))
    await settlePositions(sql, members, positions, time, policies.keeping())
  return judgeAll(deps, dossiers, wanted)
}

function judgeAll({ clock, policies }: CreditDeps, dossiers: Dossiers, wanted: Wanted): Map<string, Finding[]> {
  const loaded = policies.current()
  const time = { now: clock.now(), today: clock.today() }
  const found = new Map<string, Finding[]>()
  for (const [source, externalIds] of wanted) {
    for (const externalId of externalIds) {
      const key = dossierKey(source, externalId)
      const dossier = dossiers.bySourceAndId.get(key)
      if (dossier) found.set(key, judge(source, externalId, dossier, loaded, time))
    }
  }
  return found
}

function judge(
  source: string,
  externalId: string,
  dossier: Dossier,
  loaded: LoadedPolicy,
  time: { now: number; today: string },
): Finding[] {
  const byCode = new Map<string, Finding>()
  for (const company of companiesOf(dossier, loaded.policy.perCompany)) {
    const facts = factsFor(askNothing(source, externalId, company), dossier, null, NO_BACKGROUND, time, loaded)
    for (const reason of decide(facts, loaded).reasons) {
      if (reason.severity === 'block' && !byCode.has(reason.code)) byCode.set(reason.code, reason)
    }
  }
  return [...byCode.values()]
}

function companiesOf({ customer, account }: Dossier, perCompany: boolean): string[] {
  const own = account.positions.filter(({ customerId }) => customerId === customer.id)
  return perCompany && own.length > 0 ? own.map(({ company }) => company) : [companySchema.parse(undefined)]
}
