import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, pino } from 'pino'
import packageFile from '../package.json' with { type: 'json' }
import { type Composed, composeApp, type Started } from './compose.ts'
import { type Config, maskPassword, readConfig } from './config.ts'
import { describeSettingFaults, describeStartFault, isDatabaseAway } from './start-faults.ts'
import { renderStartScreen } from './start-screen.ts'

/** The process, in this order: settings, database, schema, rooms, jobs, listen; and backwards at the end. */
const EXIT_SETTINGS = 78 // EX_CONFIG of sysexits.h
const EXIT_START_FAILED = 1
/** A database that starts together with this process (Compose, a reboot) gets this long to come up. */
const DATABASE_ATTEMPTS_MAX = 10
const DATABASE_RETRY_MS = 1_000

async function main(): Promise<void> {
  const settings = readConfig()
  if ('faults' in settings) {
    process.stderr.write(describeSettingFaults(settings.faults))
    process.exitCode = EXIT_SETTINGS
    return
  }
  const { config } = settings
  const logger = createLogger(config)
  for (const name of settings.unknownNames) logger.warn(`${name} is set and no setting of this program: check its name`)

  let composed: Composed | null = null
  try {
    composed = await composeApp(config, logger)
    const started = await startWhenDatabaseAnswers(composed, config, logger)
    const address = await composed.app.listen({ host: config.host, port: config.port })
    stopOnSignal(composed, logger)
    const { version } = packageFile
    process.stdout.write(renderStartScreen({ version, address, config, ...started, lines: composed.lines() }))
    logger.level = config.logLevel
  } catch (error) {
    process.stderr.write(`Fiado cannot start: ${describeStartFault(error, config)}\n`)
    process.exitCode = EXIT_START_FAILED
    await composed?.stop()
  }
}

async function startWhenDatabaseAnswers({ start }: Composed, config: Config, logger: Logger): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt === DATABASE_ATTEMPTS_MAX || !isDatabaseAway(error)) throw error
      logger.warn(
        { attempt, of: DATABASE_ATTEMPTS_MAX },
        `waiting for the database ${maskPassword(config.databaseUrl)}`,
      )
      await sleep(DATABASE_RETRY_MS)
    }
  }
}

/**
 * One line of JSON for each event, on standard output. Never a header, a body or a customer. On a terminal what goes
 * well is not told before the start screen, which says it in words.
 */
function createLogger({ logLevel }: Config): Logger {
  return pino({
    level: process.stdout.isTTY && logLevel === 'info' ? 'warn' : logLevel,
    redact: {
      paths: ['authorization', '*.authorization', 'headers.authorization', '*.headers.authorization'],
      censor: '***',
    },
  })
}

/** The first signal drains; a second one ends at once, for whoever cannot wait. */
function stopOnSignal(composed: Composed, logger: Logger): void {
  let isStopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(EXIT_START_FAILED)
    isStopping = true
    logger.info({ signal }, 'stopping: requests in flight are finished first')
    composed.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'could not stop in order')
        process.exit(EXIT_START_FAILED)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

await main()
