import { type FeedDeps, feed, RECORDS_PER_CALL } from '../receivables/feed.ts'
import type { Ledgers } from '../receivables/ledgers.ts'
import { feedKinds } from '../receivables/receipt.ts'
import { listSources } from '../receivables/store.ts'
import { createDemoCompany, DEMO_SOURCE } from './company.ts'

/** True when the demonstration company is all there is in the database. */
export async function isDemonstration({ db }: FeedDeps): Promise<boolean> {
  const sources = await listSources(db)
  return sources.length === 1 && sources[0] === DEMO_SOURCE
}

/** Fills an empty database with the demonstration company; one that has a source already is left alone. */
export async function loadDemo(deps: FeedDeps, putGroup: Ledgers['putGroup']): Promise<boolean> {
  if ((await listSources(deps.db)).length > 0) return false
  const company = createDemoCompany(deps.clock.today())
  for (const kind of feedKinds) {
    const records = company[kind]
    for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
      const reply = await feed(deps, kind, DEMO_SOURCE, records.slice(start, start + RECORDS_PER_CALL))
      const [bad] = reply.rejected
      if (bad)
        throw new Error(`the demonstration company has a bad record: ${bad.externalId} ${JSON.stringify(bad.errors)}`)
    }
  }
  for (const { key, ...group } of company.groups) await putGroup(key, group as never, {})
  return true
}
