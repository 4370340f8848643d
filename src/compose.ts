import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { migrate, pendingMigrations } from '../migrations/index.ts'
import { createAccess } from './access/access.ts'
import { createCallers } from './access/callers.ts'
import { actorOf, type Caller } from './access/key.ts'
import { accessRoom } from './access/routes.ts'
import { seedKey } from './access/seed.ts'
import { findCaller, recordAudit } from './access/store.ts'
import { type App, buildApp, monotonicMs, type Room } from './app.ts'
import type { ChannelAdapter } from './channels/contract.ts'
import { readCollectionConfig } from './collection/collection-config.ts'
import { composeCollection } from './compose-collection.ts'
import { jobName, sourceLines, syncJobs } from './compose-sync.ts'
import type { Config } from './config.ts'
import { openGate } from './credit/gate.ts'
import { creditRoom } from './credit/routes.ts'
import type { Database, Sql } from './database.ts'
import { type DemoState, prepareDemo } from './demo/load.ts'
import { layGroundwork } from './groundwork.ts'
import { jobsRoom } from './jobs/routes.ts'
import { isCron, type Job, type Schedule, startJobs } from './jobs/schedule.ts'
import { openSharedJobs } from './jobs/shared-jobs.ts'
import type { Clock } from './kernel/clock.ts'
import { createSecret } from './kernel/ids.ts'
import { createOrderBook } from './orders/order-book.ts'
import { openOrders } from './orders/orders.ts'
import { readOrdersSettings } from './orders/orders-file.ts'
import { ordersRoom } from './orders/routes.ts'
import { openLedgers } from './receivables/ledgers.ts'
import { receivablesRoom } from './receivables/routes.ts'
import { adapters, channels } from './registry.ts'
import type { ErpAdapter } from './sync/contract.ts'
import { pushCreditStatus } from './sync/credit-marks.ts'
import { createHttpFactory, type Pace } from './sync/http.ts'
import { syncRoom } from './sync/routes.ts'
import { createSessions } from './sync/sessions.ts'
import type { Source } from './sync/source.ts'
import { readSourceFiles } from './sync/source-files.ts'
import { openSyncs, type Planned, type Syncs } from './sync/syncs.ts'
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
  /** Runs a job of this process now, unless it runs already. */
  runJob(name: string): Promise<void>
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
  readonly rooms: readonly Room[]
  /** Runs once, after the migrations and before the first request: loads a policy, fills a demonstration. */
  readonly prepare?: () => Promise<void>
  readonly jobs?: readonly Job[]
  /** For the start screen, such as `policy    default, version 3`. */
  readonly lines?: () => readonly string[]
}

const DRAIN_MS = 10_000
const SWEEP_MS = 100
const EVERY_SECOND = '* * * * * *'
const EVERY_TEN_SECONDS = '*/10 * * * * *'

/** What a test may want otherwise. */
export interface Composition {
  readonly adapters: readonly ErpAdapter[]
  readonly channels: readonly ChannelAdapter[]
  readonly pace: Pace
  /** How long a process that syncs is believed to live when nothing is heard of it. */
  readonly leaseMs: number
  /** No job of this process runs by itself: `runJob` runs it. */
  readonly isQuiet: boolean
}

const LEASE_MS = 30_000

/** Puts the program together. Connects to no database: that happens in `start`. */
export async function composeApp(
  config: Config,
  logger: Logger,
  composition: Partial<Composition> = {},
): Promise<Composed> {
  const { db, clock, policies, feedDeps: groundDeps } = await layGroundwork(config)
  const ordersSettings = await readOrdersSettings(config.configFolder)
  const { pace = systemPace(clock), leaseMs = LEASE_MS, isQuiet = false } = composition
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
  let schedule: Schedule | null = null
  const nextOf = (source: Source) => (kind: Planned) => schedule?.nextRunAt(jobName(source, kind)) ?? null
  const nudge = (job: string): void => void (isQuiet ? null : schedule?.trigger(job))
  const feedDeps = { ...groundDeps, onTaken: () => nudge('review-orders') }
  const ledgers = openLedgers(feedDeps, trail)
  const credit = { db, clock, policies, orders: createOrderBook(clock, ordersSettings.lapseAfter) }
  const gate = openGate(credit, trail)
  const orders = openOrders({
    ...{ ...credit, settings: ordersSettings, trail },
    onTurned: (customers) => {
      if (!isQuiet)
        syncs.tellCreditStatus(customers).catch((error) => logger.error({ err: error }, 'ERPs were not told'))
    },
  })

  const files = await readSourceFiles(config.configFolder, {
    adapters: composition.adapters ?? adapters,
    environment: config.environment,
    isCron,
  })
  for (const { file, faults } of files.faults)
    logger.warn({ file, faults }, 'this source is left out: its file has faults')
  const http = createHttpFactory(pace, (line) => logger.debug(line, 'ERP asked'))
  const syncs: Syncs = openSyncs(
    {
      db,
      feedDeps,
      pace,
      logger,
      leaseMs,
      open: createSessions(db, clock, pace, http),
      pushCreditStatus: (context) => pushCreditStatus(context, gate.blockingReasons),
      record: (run, seconds) => metrics.recordSync(run, seconds),
    },
    files,
    gate.reserveFor,
    trail,
    () => void schedule?.trigger('refetch'),
  )

  const collectionConfig = await readCollectionConfig(config.configFolder, {
    ...{ adapters: composition.channels ?? channels, environment: config.environment, isDemo: config.demo, isCron },
  })
  const collection = composeCollection(collectionConfig, {
    ...{ db, clock, calendar: feedDeps.calendar, logger, pace, http, leaseMs, zone: config.timeZone, trail },
    actorOf: (request) => {
      const { caller } = request as { caller?: Caller }
      return caller ? actorOf(caller) : 'fiado'
    },
    readAgain: syncs.readAgain,
    recordMessage: metrics.recordMessage,
    nudge,
  })
  const sharedJobs = openSharedJobs({ db, clock, logger, metrics, leaseMs }, collection.sharedJobs, trail)

  // Every capability of the program stands in this list.
  const capabilities: Capability[] = [
    { rooms: [accessRoom(createAccess(db, callers), clock)] },
    { rooms: [receivablesRoom(ledgers)] },
    {
      rooms: [creditRoom(gate, metrics, monotonicMs)],
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
    {
      rooms: [ordersRoom(orders)],
      jobs: [
        {
          name: 'review-orders',
          expression: EVERY_SECOND,
          zone: config.timeZone,
          run: async () => void (await orders.review()),
        },
        {
          name: 'end-orders',
          expression: EVERY_TEN_SECONDS,
          zone: config.timeZone,
          run: async () => void (await orders.end()),
        },
      ],
    },
    {
      rooms: [syncRoom(syncs, clock)],
      jobs: syncJobs(syncs, config.timeZone, nextOf),
      lines: () => sourceLines(files),
    },
    collection,
  ]

  const app = await buildApp({
    config,
    clock,
    logger,
    metrics,
    callers,
    readiness: createReadinessProbe(db, () => pendingMigrations(db.migrations), monotonicMs),
    rooms: [...capabilities.flatMap(({ rooms }) => rooms), jobsRoom(sharedJobs, clock)],
  })
  observeDatabase(metrics, db, clock)
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
      schedule = startJobs(isQuiet ? jobs.map(neverByItself) : jobs, logger, metrics)
      // What was missed while no process ran; nobody waits for it.
      for (const source of syncs.sources) void schedule.trigger(jobName(source, 'changes'))
      await sharedJobs.start()
      if (!isQuiet) void schedule.trigger('send-messages')
      return { demo, demoKey }
    },
    runJob: async (name) => schedule?.trigger(name),
    async stop() {
      await drain(app, logger)
      orders.stop()
      await collection.stop()
      await sharedJobs.stop()
      await syncs.stop()
      await schedule?.stop()
      await db.close()
    },
  }
}

const neverByItself = (job: Job): Job => ({ ...job, expression: '0 0 29 2 *' })

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

const systemPace = (clock: Clock): Pace => ({
  now: clock.system,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
})
