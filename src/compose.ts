import type { Logger } from 'pino'
import { migrate, pendingMigrations } from '../migrations/index.ts'
import { createAccess } from './access/access.ts'
import { createCallers } from './access/callers.ts'
import { accessRoom } from './access/routes.ts'
import { seedKey } from './access/seed.ts'
import { findCaller } from './access/store.ts'
import { createTrail, whoActs } from './access/trail.ts'
import { type App, buildApp, monotonicMs, type Room } from './app.ts'
import type { ChannelAdapter } from './channels/contract.ts'
import { readCollectionConfig } from './collection/collection-config.ts'
import { composeCollection } from './compose-collection.ts'
import { composeConsole } from './compose-console.ts'
import { composeGuard, PUBLISH_JOB } from './compose-guard.ts'
import { composeOrders, REVIEW_JOB } from './compose-orders.ts'
import { composePeople } from './compose-people.ts'
import { jobName, sourceLines, syncJobs, systemPace } from './compose-sync.ts'
import type { Config } from './config.ts'
import { createConsoleGuard } from './console/supply/sessions.ts'
import type { CreditDeps } from './credit/check.ts'
import { policyRoom } from './credit/draft-routes.ts'
import { openDrafts } from './credit/drafts.ts'
import { openGate } from './credit/gate.ts'
import { openPolicyHistory } from './credit/policies-history.ts'
import { creditRoom } from './credit/routes.ts'
import type { Database } from './database.ts'
import { type DemoState, prepareDemo } from './demo/load.ts'
import { drain } from './drain.ts'
import { layGroundwork } from './groundwork.ts'
import { readGuardFiles } from './guard/guard-files.ts'
import { guardRoom } from './guard/routes.ts'
import { jobsRoom } from './jobs/routes.ts'
import { isCron, type Job, type Schedule, startJobs } from './jobs/schedule.ts'
import { openSharedJobs } from './jobs/shared-jobs.ts'
import type { Clock } from './kernel/clock.ts'
import { createSecret } from './kernel/ids.ts'
import { createOrderBook } from './orders/order-book.ts'
import { readOrdersSettings } from './orders/orders-file.ts'
import type { Hashing } from './people/password-hash.ts'
import { openLedgers } from './receivables/ledgers.ts'
import { receivablesRoom } from './receivables/routes.ts'
import { adapters, channels } from './registry.ts'
import { openReports } from './reports/reports.ts'
import { reportsRoom } from './reports/routes.ts'
import type { ErpAdapter } from './sync/contract.ts'
import { pushCreditStatus } from './sync/credit-marks.ts'
import { createHttpFactory, type Pace } from './sync/http.ts'
import { syncRoom } from './sync/routes.ts'
import { createSessions } from './sync/sessions.ts'
import type { Source } from './sync/source.ts'
import { readSourceFiles } from './sync/source-files.ts'
import { openSyncs, type Planned, type Syncs } from './sync/syncs.ts'
import { createMetrics, type Metrics } from './web/metrics.ts'
import { observeDatabase } from './web/observe.ts'
import { createReadinessProbe } from './web/readiness.ts'

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
  /** The first person, and the password that is told this once; `null` when there are people. */
  readonly admin: { readonly login: string; readonly password: string } | null
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
  /** Cheaper hashes of passwords. */
  readonly hashing: Hashing
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

  const trail = createTrail(clock)
  let schedule: Schedule | null = null
  const nextOf = (source: Source) => (kind: Planned) => schedule?.nextRunAt(jobName(source, kind)) ?? null
  const nudge = (job: string): void => void (isQuiet ? null : schedule?.trigger(job))
  const feedDeps = { ...groundDeps, onTaken: () => nudge(REVIEW_JOB) }
  const ledgers = openLedgers(feedDeps, trail)
  const credit: CreditDeps = { db, clock, policies, orders: createOrderBook(clock, ordersSettings.lapseAfter) }
  const guardFiles = await readGuardFiles(config.configFolder, config.environment)
  const guard = composeGuard(guardFiles, {
    ...{ credit, logger, pace, zone: config.timeZone, recordEvent: metrics.recordGuardEvent, nudge },
  })
  if (guard.isUsed) credit.onRoomTaken = () => nudge(REVIEW_JOB)
  const gate = openGate(credit, trail)
  const blocked = composeOrders(ordersSettings, {
    ...{ credit, logger, zone: config.timeZone, trail, nudge, recordPost: metrics.recordPost },
    noteTurned: (sql, customers) => syncs.noteCreditStatus(sql, customers),
    noteLooked: guard.guards.noteLooked,
    onLooked: () => (guard.isUsed ? nudge(PUBLISH_JOB) : undefined),
    onTurned: (sources) => {
      if (!isQuiet) syncs.tellCreditStatus(sources).catch((error) => logger.error({ err: error }, 'ERPs were not told'))
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
    actorOf: whoActs,
    readAgain: syncs.readAgain,
    recordMessage: metrics.recordMessage,
    nudge,
  })
  const sharedJobs = openSharedJobs(
    { db, clock, logger, metrics, leaseMs },
    [...collection.sharedJobs, ...guard.sharedJobs],
    trail,
  )

  const access = createAccess(db, callers)
  const drafts = openDrafts(credit, trail, whoActs)
  const history = openPolicyHistory({ db })
  const reports = openReports({ db, clock })
  const entrance = await composePeople({
    ...{ db, clock, logger, zone: config.timeZone, trail, configFolder: config.configFolder },
    ...{ environment: config.environment, createGuard: createConsoleGuard },
    ...(composition.hashing && { hashing: composition.hashing }),
  })
  const pages = composeConsole({
    ...{ db, clock, logger, trail, settings: ordersSettings, blocked, entrance, access, gate, ledgers, syncs },
    ...{ care: collection.care, collection: collection.collection, drafts, history, reports, guards: guard.guards },
    companyName: collectionConfig.settings.creditors?.['main']?.name ?? 'Fiado',
  })

  // Every capability of the program stands in this list.
  const capabilities: Capability[] = [
    { rooms: [accessRoom(access, clock)] },
    entrance,
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
      rooms: [policyRoom(drafts, history, clock), reportsRoom(reports, clock)],
    },
    blocked,
    { rooms: [guardRoom(guard.guards, clock)], prepare: guard.prepare, jobs: guard.jobs, lines: guard.lines },
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
    rooms: [...capabilities.flatMap(({ rooms }) => rooms), jobsRoom(sharedJobs, clock), pages],
    sessions: entrance.guard,
  })
  observeDatabase(metrics, db, clock, guard.guards)
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
      return { demo, demoKey, admin: await entrance.ensureAdmin() }
    },
    runJob: async (name) => schedule?.trigger(name),
    async stop() {
      await drain(app, logger)
      await collection.stop()
      await blocked.stop()
      await guard.stop()
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
