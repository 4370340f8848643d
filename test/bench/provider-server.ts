import { startProvider } from '../collection/provider.ts'

/** The provider of the tests, in a process of its own: `node provider-server.ts <delay in ms>`. */
const delayMs = Number(process.argv[2])
const { url } = await startProvider(true, () => delayMs)
process.stdout.write(`address   ${url}\n`)
