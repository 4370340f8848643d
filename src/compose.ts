import type { Logger } from 'pino'
import { migrate, pendingMigrations } from '../migrations/index.ts'
import { createAccess } from './access/access.ts'
import { createCallers } from './access/callers.ts'
import { actorOf, type Caller } from './access/key.ts'
import { accessRoom } from './access/routes.ts'
import { seedKey } from './access/seed.ts'
import { findCaller, recordAudit } from './access/store.ts'
import { type App, buildApp, monotonicMs, type Room } from './app.ts'
import type { Config } from './config.ts'
import { openGate } from './credit/gate.ts'
import { creditRoom } from './credit/routes.ts'
import type { Database, Sql } from './database.ts'
import { type DemoState, prepareDemo } from './demo/load.ts'
import { layGroundwork } from './groundwork.ts'
import { type Job, type Schedule, startJobs } from './jobs/schedule.ts'
import type { Clock } from './kernel/clock.ts'
import { createSecret } from './kernel/ids.ts'
import { openLedgers } from './receivables/ledgers.ts'
import { receivablesRoom } from './receivables/routes.ts'
import { createMetrics, type Metrics } from './web/metrics.ts'
import { createReadinessProbe, syncAgeSeconds } from './web/readiness.ts'
import { readSourceSyncs } from './web/store.ts'

/** The parts of a running program, put together. Nothing is connected and nothing runs before `start`. */
export interface Composed {
  readonly app: App
  readonly db: Database
  readonly clock: Clock
  readonly metrics: Metrics
  /** What the capabilities say about themselves on the start screen, after `start`. */
  lines(): string[]
  /**
   * Migrates, seeds the key, runs what the rooms prepare, starts the jobs. Listening is left to the caller. Where the
   * demonstration company is all there is and no key is set, a key is made up, and answered to be shown.
   */
  start(): Promise<Started>
  /** Finishes requests in flight (bounded), then jobs, then closes the database. */
  stop(): Promise<void>
}

/** What a start found or made, to be shown. */
export interface Started {
  /** `null` where the demonstration is switched off, or the database has data of its own. */
  readonly demo: DemoState | null
  readonly demoKey: string | null
}

/** What a capability brings besides its routes. */
interface Capability {
  readonly room: Room
  /** Runs once, after the migrations and before the first request: loads a policy, fills a demonstration. */
  readonly prepare?: () => Promise<void>
  readonly jobs?: readonly Job[]
  /** For the start screen, such as `policy    default, version 3`. */
  readonly lines?: () => readonly string[]
}

const DRAIN_MS = 10_000
const SWEEP_MS = 100
const EVERY_TEN_SECONDS = '*/10 * * * * *'

/** Puts the program together. Connects to no database: that happens in `start`. */
export async function composeApp(config: Config, logger: Logger): Promise<Composed> {
  const { db, clock, policies, feedDeps } = await layGroundwork(config)
  const metrics = createMetrics()
  const callers = createCallers((hash) => findCaller(db, hash), monotonicMs)

  const trail = async (
    sql: Sql,
    request: object,
    action: string,
    subject: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const { caller, id } = request as { caller?: Caller; id?: string }
    const actor = caller ? actorOf(caller) : 'fiado'
    await recordAudit(sql, { actor, action, subject, detail, at: clock.now(), requestId: id ?? null })
  }
  const ledgers = openLedgers(feedDeps, trail)
  const gate = openGate({ db, clock, policies }, trail)

  // Every capability of the program stands in this list.
  const capabilities: Capability[] = [
    { room: accessRoom(createAccess(db, callers), clock) },
    { room: receivablesRoom(ledgers) },
    {
      room: creditRoom(gate, metrics, monotonicMs),
      prepare: () => policies.open(),
      jobs: [
        {
          name: 'expire-holds',
          expression: EVERY_TEN_SECONDS,
          zone: config.timeZone,
          run: async () => void (await gate.expireHolds()),
        },
        {
          name: 'catch-up-policy',
          expression: EVERY_TEN_SECONDS,
          zone: config.timeZone,
          run: () => gate.catchUpPolicy(),
        },
      ],
      lines: () => [`policy    default, version ${policies.version().version}`],
    },
  ]

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
    lines: () => capabilities.flatMap((capability) => capability.lines?.() ?? []),
    async start() {
      const applied = await migrate(db.migrations)
      if (applied.length > 0) logger.info({ migrations: applied }, 'schema brought up to date')
      if (config.apiKey !== null) await seed(db, config.apiKey, clock, logger)
      for (const { prepare } of capabilities) await prepare?.()
      const demo = config.demo ? await prepareDemo(feedDeps, ledgers.putGroup) : null
      if (demo?.isNew) logger.info('the empty database was filled with the demonstration company')
      const demoKey = config.apiKey === null && demo !== null ? createSecret() : null
      if (demoKey !== null) await seedKey(db, demoKey, clock.now())
      const jobs = capabilities.flatMap((capability) => capability.jobs ?? [])
      schedule = startJobs(jobs, logger, metrics)
      return { demo, demoKey }
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
  // Node closes the connections that are idle now; one that falls idle while another still works would stay open.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
  await app.close()
  clearInterval(sweep)
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
