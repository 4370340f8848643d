import { type CreditDeps, readSettledDossiers } from './check.ts'
import type { LoadedPolicy } from './decide.ts'
import { type Dossiers, dossierKey } from './dossier-store.ts'
import { type Ask, dossierOf, factsFor, readBackground } from './gather.ts'
import { askNothing } from './holds.ts'
import { findOpening, type Opening } from './opening.ts'

/**
 * How much each of these customers may buy on credit now, by `dossierKey` and company. Unknown ones are left out, and
 * those that are known from an order alone. A few reads whatever their number: callers ask for some thousands at a time.
 */
export async function readOpenings(
  deps: CreditDeps,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  companies: readonly string[],
): Promise<Map<string, ReadonlyMap<string, Opening>>> {
  const { db, clock, policies } = deps
  const dossiers = await readSettledDossiers(deps, wanted)
  const loaded = policies.current()
  const at = { now: clock.now(), today: clock.today() }
  const asks = asksOf(dossiers, wanted, companies[0] ?? '')
  const background = await readBackground(db, asks, dossiers, at, loaded, undefined)
  const isByCompany = judgesByCompany(loaded)
  const found = new Map<string, ReadonlyMap<string, Opening>>()
  for (const ask of asks) {
    const dossier = dossierOf(dossiers, ask)
    const openingIn = (company: string): Opening =>
      findOpening(factsFor({ ...ask, company }, dossier, null, background, at, loaded), loaded)
    const shared = isByCompany ? null : openingIn(ask.company)
    const openings = companies.map((company) => [company, shared ?? openingIn(company)] as const)
    found.set(dossierKey(ask.source, ask.externalId), new Map(openings))
  }
  return found
}

/** Whether one company can have another answer than the next. */
const judgesByCompany = ({ policy }: LoadedPolicy): boolean =>
  policy.perCompany || policy.custom.some(({ level, when }) => level !== 'off' && /\bcompany\b/.test(when))

function asksOf(
  { bySourceAndId }: Dossiers,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  company: string,
): (Ask & { externalId: string })[] {
  return [...wanted].flatMap(([source, externalIds]) =>
    [...externalIds]
      .filter((externalId) => bySourceAndId.get(dossierKey(source, externalId))?.customer.provisional === false)
      .map((externalId) => askNothing(source, externalId, company)),
  )
}
