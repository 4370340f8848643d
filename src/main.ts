import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, pino } from 'pino'
import packageFile from '../package.json' with { type: 'json' }
import { type Composed, composeApp } from './compose.ts'
import { type Config, maskPassword, readConfig } from './config.ts'
import { DatabaseUnavailable, toDatabaseError } from './database-errors.ts'
import { DEMO_SOURCE } from './demo/company.ts'
import { SHOWCASE_ID } from './demo/showcase.ts'
import { renderStartScreen } from './start-screen.ts'

/** The process, in this order: settings, database, schema, rooms, jobs, listen; and backwards at the end. */
const EXIT_SETTINGS = 78 // EX_CONFIG of sysexits.h
const EXIT_START_FAILED = 1
/** A database that starts together with this process (Compose, a reboot) gets this long to come up. */
const DATABASE_ATTEMPTS_MAX = 10
const DATABASE_RETRY_MS = 1_000

const EXAMPLE = `curl -s $ADDRESS/v1/credit-checks -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '{
  "source": "${DEMO_SOURCE}", "mode": "reserve",
  "customer": { "externalId": "${SHOWCASE_ID}" },
  "order": { "id": "PED-9931", "revision": 1, "amount": "1250.00", "payment": { "kind": "credit" } }
}'`

async function main(): Promise<void> {
  const settings = readConfig()
  if ('faults' in settings) {
    const lines = settings.faults.map(({ path, message }) => `  ${path} ${message}\n`)
    process.stderr.write(`Fiado cannot start with these settings:\n${lines.join('')}`)
    process.exitCode = EXIT_SETTINGS
    return
  }
  const { config } = settings
  const logger = createLogger(config)
  for (const name of settings.unknownNames) logger.warn(`${name} is set and no setting of this program: check its name`)

  let composed: Composed | null = null
  try {
    composed = await composeApp(config, logger)
    const { demoKey } = await startWhenDatabaseAnswers(composed, config, logger)
    const address = await composed.app.listen({ host: config.host, port: config.port })
    stopOnSignal(composed, logger)
    const { version } = packageFile
    process.stdout.write(
      renderStartScreen({ version, address, config, demoKey, lines: composed.lines(), example: EXAMPLE }),
    )
  } catch (error) {
    process.stderr.write(`Fiado cannot start: ${explain(error, config)}\n`)
    process.exitCode = EXIT_START_FAILED
    await composed?.stop()
  }
}

async function startWhenDatabaseAnswers(
  { start }: Composed,
  config: Config,
  logger: Logger,
): Promise<{ demoKey: string | null }> {
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

const isDatabaseAway = (error: unknown): boolean => toDatabaseError(error) instanceof DatabaseUnavailable

function explain(error: unknown, config: Config): string {
  const cause = error instanceof DatabaseUnavailable ? (error.cause ?? error) : error
  const message = cause instanceof Error ? cause.message || String(cause) : String(cause)
  if (!isDatabaseAway(error)) return message
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `the database ${maskPassword(config.databaseUrl)} cannot be used: ${message}${code}. Check FIADO_DATABASE_URL.`
}

/** One line of JSON for each event, on standard output. Never a header, a body or a customer. */
function createLogger(config: Config): Logger {
  return pino({
    level: config.logLevel,
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
