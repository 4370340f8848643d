import { pino } from 'pino'
import { acme } from '../../adapters/erp/_template/index.ts'
import { composeApp } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'

/** The program with the adapter of the template, in a process of its own: `src/main.ts` knows no such ERP. */
const LEASE_MS = 1_500

const settings = readConfig()
if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
const { config } = settings
const composed = await composeApp(config, pino({ level: config.logLevel }), { adapters: [acme], leaseMs: LEASE_MS })
await composed.start()
const address = await composed.app.listen({ host: config.host, port: config.port })
process.stdout.write(`address   ${address}\n`)
process.once('SIGTERM', () => void composed.stop().then(() => process.exit(0)))
