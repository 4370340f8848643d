import { pino } from 'pino'
import { composeApp } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { providerChannel } from './provider.ts'

/** The program with the channel of the tests, in a process of its own: `src/main.ts` knows no such provider. */
const LEASE_MS = 400

const settings = readConfig()
if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
const { config } = settings
const honoursKey = config.environment['PROVIDER_HONOURS_KEY'] === '1'
const composed = await composeApp(config, pino({ level: config.logLevel }), {
  channels: [providerChannel(honoursKey)],
  leaseMs: LEASE_MS,
})
await composed.start()
const address = await composed.app.listen({ host: config.host, port: config.port })
process.stdout.write(`address   ${address}\n`)
process.once('SIGTERM', () => void composed.stop().then(() => process.exit(0)))
