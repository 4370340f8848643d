import { migrate } from '../migrations/index.ts'
import { type Config, readConfig } from './config.ts'
import { type Groundwork, layGroundwork } from './groundwork.ts'
import { type ImportSurroundings, runImportCommand } from './import/cli.ts'
import { createClock } from './kernel/clock.ts'
import { feed } from './receivables/feed.ts'
import { describeSettingFaults, describeStartFault } from './start-faults.ts'

/** `npm run import`: CSV files into the database that FIADO_DATABASE_URL names, beside a running server or without one. */
const EXIT_UNUSABLE = 2

async function run(argv: readonly string[]): Promise<number> {
  const settings = readConfig()
  if ('faults' in settings) {
    process.stderr.write(describeSettingFaults(settings.faults))
    return EXIT_UNUSABLE
  }
  const { config } = settings
  return runImportCommand(argv, {
    today: createClock(config.timeZone, config.frozenAt ?? undefined).today(),
    out: process.stdout,
    error: process.stderr,
    openFeed: openFeed(config),
  })
}

/** Feeds as a server does, under the policy in force, which may change while a long file is read. */
function openFeed(config: Config): ImportSurroundings['openFeed'] {
  return async (source) => {
    const { db, policies, feedDeps } = await layGroundwork(config)
    const readable = (error: unknown): never => {
      throw new Error(describeStartFault(error, config), { cause: error })
    }
    await open({ db, policies }).catch(async (error: unknown) => {
      await db.close()
      readable(error)
    })
    return {
      feed: async (kind, records) => {
        await policies.catchUp().catch(readable)
        return feed(feedDeps, kind, source, records).catch(readable)
      },
      close: () => db.close(),
    }
  }
}

async function open({ db, policies }: Pick<Groundwork, 'db' | 'policies'>): Promise<void> {
  await migrate(db.migrations)
  await policies.join()
}

process.exitCode = await run(process.argv.slice(2))
