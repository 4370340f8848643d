import type { Logger } from 'pino'
import { migrate, pendingMigrations } from '../migrations/index.ts'
import { createAccess } from './access/access.ts'
import { createCallers } from './access/callers.ts'
import { accessRoom } from './access/routes.ts'
import { seedKey } from './access/seed.ts'
import { findCaller } from './access/store.ts'
import { type App, buildApp, monotonicMs, type Room } from './app.ts'
import type { Config } from './config.ts'
import { type Database, openDatabase } from './database.ts'
import { type Job, type Schedule, startJobs } from './jobs/schedule.ts'
import { type Clock, createClock } from './kernel/clock.ts'
import { createMetrics, type Metrics } from './web/metrics.ts'
import { createReadinessProbe, syncAgeSeconds } from './web/readiness.ts'
import { readSourceSyncs } from './web/store.ts'

/** The parts of a running program, put together. Nothing is connected and nothing runs before `start`. */
export interface Composed {
  readonly app: App
  readonly db: Database
  readonly clock: Clock
  readonly metrics: Metrics
  /** Migrates, seeds the key, runs what the rooms prepare, starts the jobs. Listening is left to the caller. */
  start(): Promise<void>
  /** Finishes requests in flight (bounded), then jobs, then closes the database. */
  stop(): Promise<void>
}

/** What a capability brings: routes, work before the first request, and jobs. */
interface Capability {
  readonly room: Room
  readonly prepare?: () => Promise<void>
  readonly jobs?: readonly Job[]
}

const DRAIN_MS = 10_000

/** Puts the program together. Connects to no database: that happens in `start`. */
export async function composeApp(config: Config, logger: Logger): Promise<Composed> {
  const db = openDatabase(config.databaseUrl)
  const clock = createClock(config.timeZone, config.frozenAt ?? undefined)
  const metrics = createMetrics()
  const callers = createCallers((hash) => findCaller(db, hash), monotonicMs)

  // Every capability of the program stands in this list.
  const capabilities: Capability[] = [{ room: accessRoom(createAccess(db, callers), clock) }]

  const app = await buildApp({
    config,
    clock,
    logger,
    metrics,
    callers,
    readiness: createReadinessProbe(db, () => pendingMigrations(db.migrations), monotonicMs),
    rooms: capabilities.map(({ room }) => room),
  })
  observeDatabase(metrics, db, clock)
  let schedule: Schedule | null = null
  return {
    app,
    db,
    clock,
    metrics,
    async start() {
      const applied = await migrate(db.migrations)
      if (applied.length > 0) logger.info({ migrations: applied }, 'schema brought up to date')
      if (config.apiKey !== null) await seed(db, config.apiKey, clock, logger)
      for (const { prepare } of capabilities) await prepare?.()
      const jobs = capabilities.flatMap((capability) => capability.jobs ?? [])
      schedule = startJobs(jobs, logger, metrics)
    },
    async stop() {
      await drain(app, logger)
      await schedule?.stop()
      await db.close()
    },
  }
}

async function seed(db: Database, secret: string, clock: Clock, logger: Logger): Promise<void> {
  const outcome = await seedKey(db, secret, clock.now())
  if (outcome === 'revoked') logger.warn('FIADO_API_KEY was revoked and stays refused: set another value')
  if (outcome === 'created' && secret.length < SECRET_LENGTH_MIN) {
    logger.warn(
      `FIADO_API_KEY is shorter than ${SECRET_LENGTH_MIN} characters and may be guessed: use openssl rand -hex 32`,
    )
  }
}

const SECRET_LENGTH_MIN = 32

/** Stops accepting and waits for requests in flight; what is not over by then is cut off. */
async function drain(app: App, logger: Logger): Promise<void> {
  const cut = setTimeout(() => {
    logger.warn(`requests were still open after ${DRAIN_MS} ms and were cut off`)
    app.server.closeAllConnections()
  }, DRAIN_MS)
  await app.close()
  clearTimeout(cut)
}

function observeDatabase(metrics: Metrics, db: Database, clock: Clock): void {
  metrics.observe({
    pool: () => db.pool(),
    syncAges: async () =>
      (await readSourceSyncs(db)).flatMap((sync) => {
        const ageSeconds = syncAgeSeconds(sync, clock)
        return ageSeconds === null ? [] : [{ source: sync.source, ageSeconds }]
      }),
  })
}
