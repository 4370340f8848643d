import { migrate } from '../../migrations/index.ts'
import { readCalendar } from '../../src/calendar-file.ts'
import { createPolicyBook } from '../../src/credit/policies.ts'
import { type Database, openDatabase, type SqlValue } from '../../src/database.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { type FeedDeps, feed } from '../../src/receivables/feed.ts'
import { reshape } from '../../src/receivables/shape.ts'
import { type DatasetSize, dataset, pieces, receivables, SOURCE } from './dataset.ts'

/** Opens a database as the program would, without its HTTP face. */
export async function openFeed(url: string): Promise<FeedDeps & { close(): Promise<void> }> {
  const db = openDatabase(url)
  await migrate(db.migrations)
  const clock = createClock('America/Sao_Paulo')
  const { calendar, fingerprint } = await readCalendar('config')
  const policies = createPolicyBook(db, clock, 'config', async (keeping) => {
    await reshape(db, keeping, calendar, fingerprint, clock.today())
  })
  await policies.open()
  return {
    db,
    clock,
    calendar,
    keeping: () => policies.keeping(),
    catchUp: () => policies.catchUp(),
    close: () => db.close(),
  }
}

/** Loads a dataset; answers records a second. */
export async function loadDataset(deps: FeedDeps, size: DatasetSize): Promise<number> {
  const started = performance.now()
  let count = 0
  for (const { kind, records } of dataset(size, deps.clock.today())) {
    const reply = await feed(deps, kind, SOURCE, records)
    if (reply.rejected.length > 0) throw new Error(`the dataset was not taken: ${JSON.stringify(reply.rejected[0])}`)
    count += records.length
  }
  return (count * 1_000) / (performance.now() - started)
}

/** Seconds to take new receivables of existing customers by our feed. */
export async function timeFeed(deps: FeedDeps, size: DatasetSize, prefix: string): Promise<number> {
  const started = performance.now()
  for (const { records } of pieces('receivables', receivables(size, deps.clock.today(), prefix)))
    await feed(deps, 'receivables', SOURCE, records)
  return (performance.now() - started) / 1_000
}

const BARE = 'bare_receivables'
/** A million rows on a slow machine. */
const COPY_TIMEOUT_MS = 600_000

/** A table of the same shape with the same rows in it, so that both sides insert into indexes of the same size. */
export async function openBareTwin({ db }: { db: Database }): Promise<void> {
  await createTwin(db)
  await db.transaction((sql) => sql.run(`INSERT INTO ${BARE} SELECT * FROM receivables`), COPY_TIMEOUT_MS)
}

export async function dropBareTwin({ db }: { db: Database }): Promise<void> {
  await db.run(`DROP TABLE ${BARE}`)
}

/** Seconds for bare multi-row inserts of the same rows into the twin: no checks, no positions. */
export async function timeBare({ db }: { db: Database }, prefix: string): Promise<number> {
  const rows = await db.all(`SELECT * FROM receivables WHERE external_id LIKE '${prefix}%' ORDER BY id`)
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id')
  const values = rows.map((row) => columns.map((column) => row[column] as SqlValue))
  const started = performance.now()
  for (let start = 0; start < values.length; start += 1_000) {
    await db.transaction((sql) => sql.insert(BARE, columns, values.slice(start, start + 1_000)))
  }
  return (performance.now() - started) / 1_000
}

async function createTwin(db: Database): Promise<void> {
  if (db.dialect === 'mysql') {
    await db.run('CREATE TABLE bare_receivables LIKE receivables')
    return
  }
  const parts = await db.all(
    "SELECT sql FROM sqlite_master WHERE tbl_name = 'receivables' AND sql IS NOT NULL ORDER BY type DESC",
  )
  for (const { sql } of parts)
    await db.run(
      String(sql)
        .replace(/`receivables`/g, '`bare_receivables`')
        .replace(/`receivables_/g, '`bare_receivables_'),
    )
}
