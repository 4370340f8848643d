import { readCalendar } from './calendar-file.ts'
import type { Config } from './config.ts'
import { createPolicyBook, type PolicyBook } from './credit/policies.ts'
import { type Database, openDatabase } from './database.ts'
import { type Clock, createClock } from './kernel/clock.ts'
import type { FeedDeps } from './receivables/feed.ts'
import { reshape } from './receivables/shape.ts'

/** What the server and the import command both stand on. */
export interface Groundwork {
  readonly db: Database
  readonly clock: Clock
  /** Not open yet: its first reading needs the schema. */
  readonly policies: PolicyBook
  readonly feedDeps: FeedDeps
}

/** Reads the calendar and puts the parts together. Connects to no database. Throws where a file has faults. */
export async function layGroundwork(config: Config): Promise<Groundwork> {
  const { calendar, fingerprint } = await readCalendar(config.configFolder)
  const db = openDatabase(config.databaseUrl)
  const clock = createClock(config.timeZone, config.frozenAt ?? undefined)
  const policies = createPolicyBook(db, clock, config.configFolder, async (keeping) => {
    await reshape(db, keeping, calendar, fingerprint, clock.today())
  })
  const { keeping, catchUp } = policies
  return { db, clock, policies, feedDeps: { db, clock, calendar, keeping, catchUp } }
}
