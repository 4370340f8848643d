import { type FeedDeps, feed, RECORDS_PER_CALL } from '../receivables/feed.ts'
import { groupSchema, type Ledgers } from '../receivables/ledgers.ts'
import { feedKinds } from '../receivables/receipt.ts'
import { listSources } from '../receivables/source-store.ts'
import { createDemoCompany, DEMO_SOURCE, type DemoCompany } from './company.ts'
import { countRecords } from './store.ts'

/** The demonstration company as it stands in the database. */
export interface DemoState {
  readonly name: string
  readonly customers: number
  readonly receivables: number
  /** Loaded by this start, not by an earlier one. */
  readonly isNew: boolean
}

/**
 * Fills an empty database with the demonstration company, and completes one whose loading was interrupted. A database
 * that has any other source is left alone: `null`.
 */
export async function prepareDemo(deps: FeedDeps, putGroup: Ledgers['putGroup']): Promise<DemoState | null> {
  const sources = await listSources(deps.db)
  if (sources.some((source) => source !== DEMO_SOURCE)) return null
  const company = createDemoCompany(deps.clock.today())
  const before = await countRecords(deps.db, DEMO_SOURCE)
  const isNew = feedKinds.some((kind) => before[kind] < company[kind].length)
  if (isNew) await load(company, deps, putGroup)
  const { customers, receivables } = isNew ? await countRecords(deps.db, DEMO_SOURCE) : before
  return { name: company.name, customers, receivables, isNew }
}

/** Groups first: then the records tell whether everything is there. */
async function load(company: DemoCompany, deps: FeedDeps, putGroup: Ledgers['putGroup']): Promise<void> {
  for (const { key, ...group } of company.groups) await putGroup(key, groupSchema.parse(group), {})
  for (const kind of feedKinds) {
    const records = company[kind]
    for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
      const reply = await feed(deps, kind, DEMO_SOURCE, records.slice(start, start + RECORDS_PER_CALL))
      const [bad] = reply.rejected
      if (bad)
        throw new Error(`the demonstration company has a bad record: ${bad.externalId} ${JSON.stringify(bad.errors)}`)
    }
  }
}
